"""Numbers that a program gave: what it returned, printed and kept in its variables.

A program that is right on several inputs gives the right number in the same place each time: as
what it returns, as the last number that it prints, or in a variable of one name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from graders.model import PrintedNumber

RETURNED, PRINTED, VARIABLE = "returned", "printed", "variable"
MOST = 60  # numbers of one run that are looked at
DEEPEST = 4  # of lists within lists
LARGEST = 1e15
LONGEST = 40  # characters of a number
_NUMERAL = re.compile(
    r"(?<![\w.])(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?)(?:[ \t]*(?P<percent>%))?",
    re.IGNORECASE,
)
Place = tuple[str, str]  # how the number was given, and which of them it is


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program gave, as plain data that may hold anything."""

    value: Any = None
    output: str = ""
    variables: Any = None


def numbers_at_places(runs: Sequence[Run]) -> dict[Place, tuple[PrintedNumber, ...]]:
    """The numbers of each place that every run has.

    >>> runs = [Run(output="epoch 1: 50%"), Run(output="epoch 1: 75%")]
    >>> [number.text for number in numbers_at_places(runs)[PRINTED, "-1"]]
    ['50%', '75%']
    """
    found = [dict(_places(each)) for each in runs]
    shared = [each for each in found[0] if all(each in other for other in found)] if found else []
    return {place: tuple(each[place] for each in found) for place in shared}


def _places(run: Run) -> Iterator[tuple[Place, PrintedNumber]]:
    named = run.value if isinstance(run.value, Mapping) else {"": run.value}
    for name, value in [*named.items()][:MOST]:
        for number, only in enumerate(_flat(value)):
            yield (RETURNED, f"{name}{number}"), _number(repr(only))
    printed = printed_numbers(run.output)
    for number, each in enumerate(reversed(printed[-MOST:]), start=1):
        yield (PRINTED, str(-number)), each
    for number, each in enumerate(printed[:MOST]):
        yield (PRINTED, str(number)), each
    variables = run.variables if isinstance(run.variables, Mapping) else {}
    for name, value in list(variables.items())[:MOST]:
        for only in _flat(value):
            yield (VARIABLE, str(name)), _number(repr(only))


def printed_numbers(output: str) -> list[PrintedNumber]:
    """The numbers in what a program printed.

    >>> [float(each.value) for each in printed_numbers("CIFAR10, 10000 images: 59.5 %")]
    [10000.0, 0.595]
    """
    found = _NUMERAL.finditer(output)
    return [_number(each["number"], bool(each["percent"])) for each in found if _short(each)]


def printed_labels(output: str) -> dict[Place, str]:
    """What is printed before each number, since the one before, in lower case.

    >>> printed_labels("Train: 5, test: 2")[PRINTED, "-1"]
    ', test: '
    """
    found = [each for each in _NUMERAL.finditer(output) if _short(each)]
    ends = [0, *(each.end() for each in found)]
    words = [output[end : each.start()].casefold() for end, each in zip(ends, found, strict=False)]
    last = {(PRINTED, str(k - len(words))): each for k, each in enumerate(words)}
    return {**last, **{(PRINTED, str(k)): each for k, each in enumerate(words)}}


def _short(found: re.Match[str]) -> bool:
    return len(found["number"]) <= LONGEST


def _number(text: str, percent: bool = False) -> PrintedNumber:
    exact = Decimal(text)
    exponent = exact.as_tuple().exponent
    unit = Fraction(10) ** (exponent if isinstance(exponent, int) else 0)
    scale = 100 if percent else 1
    return PrintedNumber(
        f"{text}{'%' * percent}", Fraction(exact) / scale, unit / scale, percent=percent
    )


def _flat(value: Any, depth: int = 0) -> Iterator[float]:
    """The finite numbers in a value, also within lists, dictionaries and small arrays.

    >>> list(_flat([1, {"loss": 0.5}, 10**350]))
    [1.0, 0.5]
    """
    if isinstance(value, bool) or depth > DEEPEST:
        return
    if isinstance(value, int | float | np.integer | np.floating):
        if -LARGEST < value < LARGEST:
            yield float(value)
    elif isinstance(value, str):
        yield from (float(each.value) for each in printed_numbers(value))
    elif isinstance(value, Mapping):
        for each in [*value.values()][:MOST]:
            yield from _flat(each, depth + 1)
    elif isinstance(value, list | tuple):
        for each in value[:MOST]:
            yield from _flat(each, depth + 1)
    elif isinstance(array := getattr(value, "array", value), np.ndarray) and array.size <= MOST:
        yield from _flat(array.ravel().tolist(), depth + 1)
