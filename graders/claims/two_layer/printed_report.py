"""What a student printed of a two-layer model: numbers by their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graders.claims.two_layer.margins import without_percentile
from graders.claims.two_layer.norm_names import spellings, with_names_beside
from graders.model import PrintedNumber
from graders.reading.quantities.named_values.printed_block import Entry, entries_in, read_block
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from solutions.generalization import printed_consistency as printed
from solutions.generalization.printed_consistency import Interval

_CELLS = re.compile(r"\s*(?:\||(?<!\\)&|\t)\s*")
_THREE_DIGITS = 100  # units of the last place
_REMARK = r"(?:\s*\([^()\n]*\))?"
NAMES: Mapping[str, str] = {
    **{name: spellings(name) for name in printed.NORMS},
    printed.PARAMETERS: r"#\s*param\w*|number of parameters|parameters?",
    "VC bound": rf"VC(?:[ _-]*bound)?{_REMARK}",
    "L1max bound": rf"(?<!_ )(?<!spec )(?<!max )L[1lI]max(?:{_REMARK}[ _-]*bound)?{_REMARK}",
    "own bound": (
        r"(?:(?:your|my|mine|own|fro|spec_l1|spec_fro|over-?param\w*)"
        rf"{_REMARK}[ _-]*bound|own){_REMARK}"
    ),
    "margin": r"(?:train(?:ing)?[ _-]*)?margin(?:\s*\(?[$`]*(?:\\gamma|γ)[$`]*\)?)?",
    "accuracy": r"train(?:ing)?[ _-]*acc(?:uracy|\.)?",
    "loss": r"train(?:ing)?[ _-]*[l1I]oss",
    "validation": r"(?:va[l1I]idation|val|test)[ _-]*acc(?:uracy|\.)?",
}


@dataclass(frozen=True)
class Report:
    """What a student printed of one model, by the names of the numbers."""

    entries: Mapping[str, Entry]
    text: str = ""

    @cached_property
    def numbers(self) -> Mapping[str, PrintedNumber]:
        """The numbers that can be read; one of a norm that is printed again otherwise cannot."""
        found = {name: read_number(each.text) for name, each in self.entries.items()}
        return {
            name: number
            for name, number in found.items()
            if number is not None and not self._is_said_otherwise(name, number)
        }

    def _is_said_otherwise(self, name: str, number: PrintedNumber) -> bool:
        entries = entries_in(self.text, NAMES[name]) if name in printed.NORMS else ()
        again = (read_number(each.text) for each in entries)
        return any(each and not interval(each).meets(interval(number)) for each in again)

    @cached_property
    def without_name(self) -> tuple[PrintedNumber, ...]:
        """The numbers of three digits or more that stand in the text, but behind no name."""
        named = {each.text for each in self.entries.values()}
        found = (read_number(each) for _, each in numbers_in(self.text) if each not in named)
        return tuple(each for each in found if each and each.value >= _THREE_DIGITS * each.unit > 0)

    @cached_property
    def block(self) -> Mapping[str, Interval]:
        return {name: interval(number) for name, number in self.numbers.items()}

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The hidden widths that the number of parameters allows; none if it is not printed.

        Where none has just as many, zeros at the end may be those of a rounded number.
        """
        count = self.numbers.get(printed.PARAMETERS)
        if count is None:
            return ()
        return printed.widths(interval(count)) or printed.widths(interval(rounded(count)))

    @cached_property
    def may_be_of_two(self) -> bool:
        r"""Whether several numbers are printed twice, or stand in rows with another one.

        >>> read_report("| Fro_Fro | 20.5 | 9.1 |\n| Dist_Fro | 7.1 | 6.1 |").may_be_of_two
        True
        """
        printed_as = [
            {each.text for each in entries_in(self.text, pattern)} for pattern in NAMES.values()
        ]
        twice = sum(len(each) > 1 for each in printed_as)
        rows = (_CELLS.split(line.strip(" |\t")) for line in self.text.splitlines())
        beside = sum(_is_named(row[0]) and len(_numbers(row[1:])) > 1 for row in rows)
        return max(twice, beside) > 1

    @property
    def has_negative_margin(self) -> bool:
        return "margin" in self.block and self.block["margin"].high < 0

    def made_margin_positive(self, percentile: float) -> bool:
        """Whether the margin is printed without the sign that the training accuracy gives it."""
        margin, accuracy = self.block.get("margin"), self.block.get("accuracy")
        if margin is None or accuracy is None or margin.low <= 0:
            return False
        return not printed.margin_fits_accuracy(margin, accuracy, percentile)


def _is_named(cell: str) -> bool:
    plain = cell.strip(" `$*").replace("\\_", "_")
    return any(re.fullmatch(each, plain, re.IGNORECASE) for each in NAMES.values())


def _numbers(cells: Sequence[str]) -> list[PrintedNumber]:
    return [number for each in cells if (number := read_number(each))]


def rounded(number: PrintedNumber) -> PrintedNumber:
    """A whole number whose zeros at the end count for no digits: 197000 is printed to a thousand.

    >>> rounded(read_number("197000")).unit, rounded(read_number("19.50")).unit
    (Fraction(1000, 1), Fraction(1, 100))
    """
    zeros = len(number.text) - len(number.text.rstrip("0"))
    return replace(number, unit=number.unit * 10**zeros) if number.unit == 1 else number


def interval(number: PrintedNumber) -> Interval:
    """What a printed number may stand for: rounded or cut, so a whole unit to either side."""
    value, unit = float(number.value), float(number.unit)
    return Interval(value - unit, value + unit)


def read_report(text: str) -> Report:
    r"""The numbers that stand in a text, by their names.

    >>> read_report("Frobenius1: 20.5").numbers["Frobenius1"].text
    '20.5'
    >>> read_report("Fro_Fro: 20.5\n\nCorrection: Fro_Fro: 25.0").numbers
    {}
    """
    plain = without_percentile(text)
    return Report(read_block(with_names_beside(plain), NAMES), plain)
