"""Printed norms held against those that were measured on the weights."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graders.comparing.numbers.digits import by_digits, within
from graders.comparing.tables.cells import Cell
from graders.model import Mistake, PrintedNumber

RELATIVE = 5e-3
OTHER_NORM = Mistake("norm", "the weights give another value")
CODES: Mapping[str, str] = {  # of the mistakes that are tried, by their words
    "columns are taken as output units": "transposed",
    "norms are squared": "wrong_exponent",
    "singular values of the difference": "swapped",
    "biases are part of the norms": "biases",
    "the trained weights are taken as initial": "initial_weights",
    "the initial weights are taken as zero": "initial_weights",
    "the roots of C and H are swapped": "swapped",
}
Values = Mapping[str, float]


@dataclass(frozen=True)
class Weighed:
    """What the weights of a model give, by the names of a report.

    Args:
        right: its norms and measures.
        mistaken: the same with each known mistake, by the words of the mistake.
    """

    right: Values
    mistaken: Mapping[str, Values]

    def cell(
        self, name: str, number: PrintedNumber, printed: str, carried: Collection[str]
    ) -> Cell:
        """One number of a report.

        Args:
            name: of the number.
            number: that is printed.
            printed: its text.
            carried: the names of those that follow from what else is printed.

        >>> from fractions import Fraction
        >>> found = Weighed({"Spectral1": 2.0}, {"norms are squared": {"Spectral1": 4.0}})
        >>> four = PrintedNumber("4.00", Fraction(4), Fraction(1, 100))
        >>> found.cell("Spectral1", four, "4.00", ()).mistake.words
        'norms are squared'
        """
        if agrees(number, self.right[name]):
            return Cell(name, printed, True)
        if name in carried:
            return Cell(name, printed, True, follows=True)
        return Cell(name, printed, False, self._mistake(name, number))

    def _mistake(self, name: str, number: PrintedNumber) -> Mistake:
        """The mistake that gives this number, if there is one."""
        for words, values in self.mistaken.items():
            if agrees(number, values[name]):
                return Mistake(CODES[words], words)
        return OTHER_NORM


def agrees(number: PrintedNumber, measured: float) -> bool:
    """Whether a printed number is a measured one, to its digits or to half a percent."""
    close = within(number, measured, relative=RELATIVE, scale=measured)
    return close or by_digits(number, measured).fits
