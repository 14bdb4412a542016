"""The values of the candidate answers to one question, beside one another and what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from graders.model import Comparison, PrintedNumber, Value
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number


def most_favourable(comparisons: Iterable[Comparison]) -> Comparison:
    """Of one number, read beside several earlier ones: right, not settled, or earning a part."""
    return max(comparisons, key=lambda each: (each.equal is True, each.equal is None, each.credit))


def on_the_way(values: Sequence[Value], found: Sequence[Comparison]) -> frozenset[int]:
    """The candidates that are wrong and go into the steps of a right one.

    "h_1: 0.1 + 1.2 + 2.5 + 0.5 = 4.3, h_1 = sigmoid(4.3) = 0.987" is one answer.
    """
    right = [value for value, each in zip(values, found, strict=True) if each.equal]
    steps = [step.text for value in right for step in value.steps]
    return frozenset(
        number
        for number, (value, each) in enumerate(zip(values, found, strict=True))
        if each.equal is False
        and value.number
        and any(_holds(text, value.number) for text in steps)
    )


def _holds(text: str, number: PrintedNumber) -> bool:
    """Whether a number is printed in a text, with any sign before it."""
    read = (read_number(printed) for _, printed in numbers_in(text))
    return any(each is not None and abs(each.value) == abs(number.value) for each in read)


def waiting(comparison: Comparison, note: str) -> Comparison:
    """A wrong number as not settled, if it may follow from what a person decides."""
    if comparison.equal is not False:
        return comparison
    notes = "; ".join(filter(None, (note, comparison.note, comparison.witness)))
    return replace(comparison, equal=None, mistake=None, note=notes, witness="")


def in_doubt(wrong: Comparison, note: str) -> Comparison:
    """A wrong number as not settled, whatever its formula has earned."""
    return replace(wrong, equal=None, mistake=None, credit=Fraction(0), note=note)


def unless_apart(found: Comparison, other: Comparison, note: str) -> Comparison:
    """What an answer comes to, left open where its other meaning comes to something else."""
    if found.equal is None or (found.equal, found.credit) == (other.equal, other.credit):
        return found
    return in_doubt(found, note)
