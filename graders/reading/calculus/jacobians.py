r"""The Jacobian of two outputs by two inputs, as students write it, and which way round.

Its entries stand in a matrix of numbers, or each behind its own name. That its rows belong to the
inputs is told by the names of its entries, by words about rows and columns, or by a sign of the
transpose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.named_values.matrices import read_matrices
from graders.reading.quantities.names.vocabulary import ANYTHING
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.said import says, squeezed

_D = r"(?:\\partial|\\delta|d)"
_ENTRY = re.compile(
    rf"{_D}f_?([12])(?:\([^()]*\))?[)/]*{_D}w_?([12])(?:\([^()]*\))?$|J[_(\[]*([12]),?([12])[)\]]*$"
)

_INPUT, _OUTPUT = (
    rf"(?:\b{word}s?\b|(?<!partial )(?<![\w\\]){letter}_?\{{?[12i]\b(?!\}}?\s*[/}})]))"
    for word, letter in (("(?:in-?put|parameter|weight|variable)", "w"), ("out-?put", "f"))
)
_UP_TO = r"(?:(?!\band\b|\brow|\bcolumn)[^.,;]){0,30}?"
_TURNED = (
    rf"\brows?\b{_UP_TO}{_INPUT}|\bcolumns?\b{_UP_TO}{_OUTPUT}"
    rf"|{_INPUT}{_UP_TO}\brows?\b|{_OUTPUT}{_UP_TO}\bcolumns?\b"
    r"|gradients?\b[^.,;]{0,30}\bcolumns?\b|denominator layout"
)
_UPRIGHT = (
    rf"\brows?\b{_UP_TO}{_OUTPUT}|\bcolumns?\b{_UP_TO}{_INPUT}"
    rf"|{_OUTPUT}{_UP_TO}\brows?\b|{_INPUT}{_UP_TO}\bcolumns?\b"
    r"|gradients?\b[^.,;]{0,30}\brows?\b|numerator layout"
)
_TRANSPOSED = (  # by a word or a sign, on its name or behind its bracket
    r"transpos|(?:J|[\])]|matrix\}|array\})\s*(?:\^\s*\{?\s*(?:\\top|T\b|\\intercal)|ᵀ)"
)
_ON_SIDES = re.compile(r"\brows?\b|\bcolumns?\b|layout|transpos", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Jacobian:
    """Its entries as they stand, and whether they have a row for each input.

    `turned` is None where words about its rows or columns do not tell.
    """

    entries: Sequence[Sequence[str]]
    turned: bool | None

    @property
    def upright(self) -> Sequence[Sequence[str]]:
        """The entries with a row for each output, as far as is told."""
        return self.transposed if self.turned else self.entries

    @property
    def transposed(self) -> Sequence[Sequence[str]]:
        return tuple(zip(*self.entries, strict=True))


def read_jacobian(text: str) -> Jacobian | None:
    r"""The Jacobian that a text ends in, or the four entries that it names.

    >>> read_jacobian("A row for each input: J = [[1.5, 2], [3, 4]]").upright
    (('1.5', '3'), ('2', '4'))
    >>> read_jacobian("J = [[1.5, 2], [3, 4]]^T").upright
    (('1.5', '3'), ('2', '4'))
    >>> read_jacobian(r"$J_{11} = 1.5$, J12 = 2, df2/dw1 = 3, $\partial f_2/\partial w_2 = 4$")
    Jacobian(entries=(('1.5', '2'), ('3', '4')), turned=False)
    """
    found = [each.rows for each in read_matrices(text) if each.has_shape(2, 2)]
    names = [each for rows in found if (each := _named(rows))]
    numbers = [rows for rows in found if not _named(rows)]
    if numbers:
        return Jacobian(numbers[-1], _turned(text, names))
    entries = dict(_entries(text))
    if len(entries) < 4:
        return None
    return Jacobian(tuple(tuple(entries[f"{i}{j}"] for j in "12") for i in "12"), turned=False)


def _named(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Which entries the cells of a matrix name, as "12", row by row; none if it holds numbers."""
    found = [_place(cell) for row in rows for cell in row]
    return found if all(found) else ()


def _place(name: str) -> str:
    """Output and input of the entry that a name stands for."""
    found = _ENTRY.search(squeezed(name))
    return "".join(filter(None, found.groups())) if found else ""


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for chain in read_chains(text, ANYTHING, prose=True):
        place, value = _place(chain.members[0]), chain.members[-1]
        if place and read_number(value) is not None:
            yield place, value


def _turned(text: str, names: Sequence[Sequence[str]]) -> bool | None:
    """Whether a matrix has a row for each input; None where what is said does not tell."""
    told = {each == ["11", "21", "12", "22"] for each in names}
    told |= {way for way, words in ((True, _TURNED), (False, _UPRIGHT)) if says(text, words)}
    told |= {True} if says(text, _TRANSPOSED) else set()
    if len(told) == 1:
        return told.pop()
    return None if told or _ON_SIDES.search(text) else False
