r"""Vectors and matrices of named values: `h = (0.9866, 0.9950)`, `\nabla_{(w_7, w_9)} L = [..]`.

The left side says which values they are: a letter stands for all that are numbered (h for h_1 and
h_2), a tuple for the names in it, and a derivative of several by several for a Jacobian with a row
for each that is differentiated.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, product

from graders.reading.quantities.named_values.matrices import Matrix, read_matrices
from graders.reading.quantities.named_values.named_value import NamedValue
from graders.reading.quantities.names.quotients import vector_derivative_near
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number

_LEFT, _RIGHT = r"(?:\\left\s*|\\[bB]igg?l?\s*)?[\[(]", r"(?:\\right\s*|\\[bB]igg?r?\s*)?[\])]"
_ROW = re.compile(rf"{_LEFT}\s*(?P<cells>[^()\[\]]*?\d[^()\[\]]*?)\s*{_RIGHT}")
_MAY_HOLD_ONE = re.compile(r"[=≈:]|\\approx|\b(?:is|are)\b")
_RELATION = re.compile(
    r"(?:=|≈|\\approx|:|\b(?:is|are))[\s$&{]*(?:(?:(?:np|numpy|torch)\.)?(?:array|tensor)\()?$"
)
_TUPLE = re.compile(
    rf"{_LEFT}(?P<row>[^()\[\]]*[,;][^()\[\]]*?){_RIGHT}"
    r"|\\begin\{(?P<kind>[pbvBV]?matrix)\}(?P<column>.*?)\\end\{(?P=kind)\}"
    r"|(?<=_)\{(?P<index>(?:[^{},]|\{[^{},]*\})*,(?:[^{}]|\{[^{}]*\})*)\}",
    re.DOTALL,
)
_BETWEEN = re.compile(r"[,;]|(?<=\d)\s+(?=[-−.\d])")
_BETWEEN_NAMES = re.compile(r"[,;&]|\\\\")
_DOTS = re.compile(r"\\[lc]?dots|\.\.+|…")
_ENDS = re.compile(r"\n|;|\\\\|\\q?quad|[,.][ \t]|\$\s*[,.]|:(?!=)")  # of what stands before
_DERIVATIVE = re.compile(r"d([A-Za-z]+)_d([A-Za-z]+\d*)")
_OF_CODE = re.compile(r"^d_?([A-Za-z])$")  # db, the gradient by all of b
_GLUED = re.compile(r"\\nabla_[a-z](?=[A-Z])")  # \nabla_oL: what is below is one letter
_NUMBERED = re.compile(r"(?P<letters>[A-Za-z]+)(?P<number>\d+)")
_LETTERS = ("Qa", "Qb", "Qc")  # that stand for tuples
_NARROW = "\u00a0"  # a space that ends nothing
_FARTHEST = 300  # characters from the left side to its value
_MOST_WORDS = 12  # before the left side

Names = Sequence[Sequence[str]]  # of the cells of a matrix, row by row


def named_entries(text: str, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    r"""The values of all vectors and matrices whose left sides say what they are.

    The order is assumed where rows and columns of a Jacobian may have been meant the other way
    round.

    >>> words = Vocabulary(frozenset({"h1", "h2", "b1_new", "b2_new"}))
    >>> [(each.name, each.text) for each in named_entries(r"$h = \sigma(z) = [0.98, 0.99]$", words)]
    [('h1', '0.98'), ('h2', '0.99')]
    >>> [each.name for each in named_entries("(b_1, b_2)^{new} = (0.49998, 0.49803)", words)]
    ['b1_new', 'b2_new']
    >>> list(named_entries("h = (0.98, 0.99, 1)", words))
    []
    """
    for matrix in _vectors(text) if _MAY_HOLD_ONE.search(text) else ():
        start, end = matrix.span
        relation = _RELATION.search(text, max(0, start - _FARTHEST), start)
        left = _LeftSide(text, relation.start(), vocabulary) if relation else None
        if left is None or not _fits(left.names, matrix):
            continue
        width = len(left.names[0])
        is_square = left.is_jacobian and 1 < len(left.names) == width
        names, cells = chain.from_iterable(left.names), chain.from_iterable(matrix.rows)
        for at, (name, cell) in enumerate(zip(names, cells, strict=True)):
            assumed = is_square and at // width != at % width
            if vocabulary.declares(name):
                name = vocabulary.canonical(name)
                yield NamedValue(name, cell, (left.start, end), left.words, assumed=assumed)


def _vectors(text: str) -> Iterator[Matrix]:
    """The matrices of numbers in a text, and its rows of numbers in brackets."""
    matrices = read_matrices(text)
    inside = [each.span for each in matrices]
    rows = (
        Matrix((tuple(map(str.strip, _BETWEEN.split(row["cells"]))),), row.span())
        for row in _ROW.finditer(text)
        if not any(start <= row.start() < end for start, end in inside)
    )
    for each in (*matrices, *rows):
        cells = tuple(chain.from_iterable(each.rows))
        if len(cells) > 1 and all(map(read_number, cells)):
            yield each


def _fits(names: Names, matrix: Matrix) -> bool:
    """Whether there is a cell for each name; one row of names may be a column as well."""
    number = sum(map(len, names))
    if number in map(len, names) or number == len(names):
        return matrix.has_shape(1, number) or matrix.has_shape(number, 1)
    is_full = len({len(row) for row in names}) == 1
    return is_full and matrix.has_shape(len(names), len(names[0]))


class _LeftSide:
    """The left side of the equation that ends at a relation.

    Attributes:
        names: that it stands for, a row for each numerator of a Jacobian; none if it is no name.
        is_jacobian: whether it is a derivative of several by several.
        start: where it begins.
        words: before it.
    """

    def __init__(self, text: str, end: int, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.tuples: dict[str, tuple[str, ...]] = {}
        self.widths: dict[str, int] = {}  # of the rows of those that are matrices
        self.is_jacobian = False
        self.names: Names = ()
        first = max(0, end - _FARTHEST)
        before = _TUPLE.sub(self._as_letter, text[first:end]).replace("$", " ")
        begin = self.start = _start_of_equation(before)
        self.words = ""
        near = vector_derivative_near(text[first + begin : end].rstrip(" :&$"), vocabulary)
        if near is not None:
            self.start, self.names = first + begin, self._names_of(near)
            return
        for member in before[begin:].split("="):
            gaps = [0, *(gap.end() for gap in re.finditer(r"\s+", member.rstrip(" :&")))]
            for gap in gaps[-_MOST_WORDS:]:
                spelled = _OF_CODE.sub(r"grad \1", member[gap:].rstrip(" :&"))
                spelled = _GLUED.sub(r"\g<0> ", spelled)
                self.names = self._names_of(read_name(spelled, vocabulary) or "")
                if self.names:
                    self.start = first + begin + gap
                    self.words = before[_start_of_equation(before) : begin + gap]
                    return
            begin += len(member) + 1

    def _as_letter(self, found: re.Match[str]) -> str:
        """A tuple of names as one letter in braces, and others so that none ends an equation.

        All are as wide as they were.
        """
        names = _names_in(found["row"] or found["column"] or found["index"], self.vocabulary)
        if len(names) < 2 or len(self.tuples) == len(_LETTERS):
            return "0".ljust(len(found[0])) if found["column"] else found[0].replace(" ", _NARROW)
        letter = _LETTERS[len(self.tuples)]
        self.tuples[letter] = names
        rows = (found["column"] or "").strip().removesuffix("\\\\").count("\\\\") + 1
        self.widths[letter] = len(names) // rows if found["column"] else len(names)
        return f"{{{letter}}}".ljust(len(found[0]))

    def _names_of(self, spelled: str) -> Names:
        """The names that a canonical name such as `do_dh` stands for; none for any other."""
        if derivative := _DERIVATIVE.fullmatch(spelled):
            self.is_jacobian = True
            upper, lower = map(self._all_of, derivative.groups())
            names = [f"d{one}_d{other}" for one, other in product(upper, lower)]
            return [names[at : at + len(lower)] for at in range(0, len(names), len(lower) or 1)]
        new = "_new" if spelled.endswith("_new") else ""
        found = [f"{each}{new}" for each in self._all_of(spelled.removesuffix("_new"))]
        width = self.widths.get(spelled, len(found)) or 1
        rows = [found[at : at + width] for at in range(0, len(found), width)]
        return rows if len(found) > 1 else ()

    def _all_of(self, letter: str) -> Sequence[str]:
        """What a letter stands for: the names of a tuple, itself, or all that are numbered."""
        if letter in self.tuples:
            return self.tuples[letter]
        if letter in self.vocabulary.known:
            return [letter]
        found: list[str] = []
        while self.vocabulary.declares(f"{letter}{len(found) + 1}"):
            found.append(f"{letter}{len(found) + 1}")
        return found


def _start_of_equation(text: str) -> int:
    """Where the last equation of a text begins; one that begins with a relation goes on."""
    start = 0
    for found in _ENDS.finditer(text):
        if text[found.end() :].lstrip(" &\n")[:1] not in ("=", ""):
            start = found.end()
    return start + len(text[start:]) - len(text[start:].lstrip())


def _names_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    r"""The names that a tuple lists, all ten of `w_1, \dots, w_{10}`; none if it lists others."""
    names: list[str] = []
    is_range = False
    for part in map(str.strip, _BETWEEN_NAMES.split(text.strip("()[] \n").removesuffix("\\\\"))):
        name = read_name(part, vocabulary)
        if _DOTS.fullmatch(part) and names:
            is_range = True
        elif name is None:
            return ()
        else:
            names += _up_to(names[-1], name) if is_range else [name]
            is_range = False
    return tuple(names)


def _up_to(first: str, last: str) -> list[str]:
    """The names behind the first, with its letters, up to the last: w2, w3 and w4 of w1 and w4."""
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not one or not other or one["letters"] != other["letters"]:
        return [last]
    numbers = range(int(one["number"]) + 1, int(other["number"]) + 1)
    return [f"{one['letters']}{number}" for number in numbers]
