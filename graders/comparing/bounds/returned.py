"""What came of one call of a function that is to return one number.

A harness that has made the call replies with plain data, which is trusted for nothing but what it
says: `value` and the roles of the arguments `taken`; or `failed`, the type of an error, with how it
`ended`, its `message` and the student's own lines of the `traceback`.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from graders.comparing.programs.arrays import NoArray, read_array

PROGRAMS = (".py", ".ipynb")
MOST_NUMBERS = 40  # of what one call returns
DEEPEST = 3  # of lists and dictionaries in one another
LONGEST = 300  # characters of a message, a line or what is printed

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one call: numbers by their places, or a failure."""

    numbers: Values = field(default_factory=dict)
    is_number: bool = False  # that alone is returned
    taken: frozenset[str] = frozenset()
    failed: str = ""  # the type of an error
    ended: str = ""  # how a call that failed ended
    message: str = ""  # of that error
    line: str = ""  # of the student's, where it stopped
    shown: str = ""  # what is returned where that has no number
    output: str = ""

    @property
    def values(self) -> Values:
        """The numbers that are finite."""
        return {place: each for place, each in self.numbers.items() if math.isfinite(each)}

    @property
    def line_number(self) -> int:
        """Where it stopped; zero if that is not known."""
        found = re.match(r"[^:]*:(\d+)", self.line)
        return int(found[1]) if found else 0

    @property
    def in_program(self) -> bool:
        """Whether it stopped in a file that is a program, not in a write-up."""
        return any(each in self.line.partition(":")[0] for each in PROGRAMS)


def read_run(reply: object, output: str = "") -> Run:
    """What a harness says of a call.

    Args:
        reply: of the harness.
        output: what was printed meanwhile.

    >>> read_run({"value": {"bound": 2.5}, "taken": ["margin"]}).values
    {'[bound]': 2.5}
    >>> read_run({"failed": "KeyError", "ended": "raised an error", "message": "3"}).failed
    'KeyError'
    """
    said = reply if isinstance(reply, dict) else {}
    if failed := said.get("failed"):
        lines = said.get("traceback")
        return Run(
            failed=str(failed)[:80],
            ended=str(said.get("ended")),
            message=str(said.get("message"))[:LONGEST],
            line=_place(lines[-1]) if isinstance(lines, list) and lines else "",
        )
    value, taken = said.get("value"), said.get("taken")
    numbers = dict(islice(_numbers(value), MOST_NUMBERS))
    return Run(
        numbers,
        is_number="" in numbers and not np.shape(read_array(value)),
        taken=frozenset(map(str, taken)) if isinstance(taken, list) else frozenset(),
        shown="" if numbers else _what(value),
        output=output.strip()[:LONGEST],
    )


def _place(line: object) -> str:
    """A line of a traceback as a place in the student's own files."""
    match line:
        case [str(label), int(number), str(), str(source)]:
            return f"{label}:{number}: {source}"[:LONGEST]
    return ""


def _numbers(value: object, place: str = "", depth: int = DEEPEST) -> Iterator[tuple[str, float]]:
    """The single numbers in what a function returns, by their places."""
    parts: Sequence[tuple[object, object]] = ()
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value))
    for key, each in parts if depth else ():
        yield from _numbers(each, f"{place}[{str(key)[:40]}]", depth - 1)
    if not isinstance(value, dict | list | tuple | bool):
        try:
            array = read_array(value)
        except NoArray:
            return
        if array.size == 1 and array.dtype.kind in "iuf":
            yield place, float(array.reshape(-1)[0])


def _what(value: object) -> str:
    try:
        return f"an array of shape {read_array(value).shape}"
    except NoArray as refusal:
        return str(refusal)
