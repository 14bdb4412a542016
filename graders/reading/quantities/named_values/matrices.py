r"""Matrices of numbers: in an environment of LaTeX, `[[1, 2], [3, 4]]`, or `[1 2; 3 4]`.

The cells are the texts that stand there; whether they are numbers is for their reader to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>(?:[pbvBV]|small)?matrix|array)\}(?:\s*\{[^{}]*\})?"
    r"(?P<inside>(?:(?!\\begin\{(?P=name)\}).)*?)\\end\{(?P=name)\}",
    re.DOTALL,
)
_ROW = r"[\[(]\s*[^\[\]()]*?\s*[\])]"
_NESTED = re.compile(rf"[\[(]\s*(?P<rows>{_ROW}(?:\s*[,;]?\s*{_ROW})+)\s*,?\s*[\])]")
_SEMICOLONS = re.compile(
    r"(?:\[(?P<inside>[^\[\];]*\d[^\[\];]*(?:;[^\[\];]*\d[^\[\];]*)+)\]"
    r"|(?<![\w}])\((?P<round>[-−\d., ]+(?:;[-−\d., ]+)+)\))"
)
_DECIMAL, _BETWEEN = r"[-−]?\d*\.\d+", r"(?:[ \t]*[,;]?[ \t]*\n?[ \t]*)(?<=[\s,;])"
_ROW_OF_DECIMALS = re.compile(rf"(?<![\w.,]){_DECIMAL}(?:{_BETWEEN}{_DECIMAL})+(?![\w.,])")
_CELL = r"[-−]?(?:\d+(?:\.\d*)?|\.\d+)"
_LINE = rf"^[ \t]*+(?:[|⎡⎢⎣][ \t]*+)?{_CELL}(?:[ \t]+{_CELL})+[ \t]*+(?:[|⎤⎥⎦][ \t]*+)?$"
_WITH_COMMA = r"[-−]?\d+,\d+"
_DECIMAL_COMMAS = re.compile(rf"\s*{_WITH_COMMA}(?:(?:\s*;\s*|\s+){_WITH_COMMA})+\s*")
_SIDES = " \t|⎡⎢⎣⎤⎥⎦"  # of a matrix that is drawn
_HEAD = r"(?:[ \t]*+[A-Z]\w{0,2}[ \t]*=[ \t]*+(?=[|⎡⎢⎣]))?"
_LINES = re.compile(
    rf"^{_HEAD}{_LINE[1:]}(?:\n{_LINE})+", re.MULTILINE
)  # rows of numbers, one below the other
_RULES = re.compile(r"\\hline|\\left|\\right|\\displaystyle|\\\\\[[^\]]*\]$")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells of a matrix, row by row, and where it begins and ends in its text."""

    rows: tuple[tuple[str, ...], ...]
    span: tuple[int, int]

    def has_shape(self, rows: int, columns: int) -> bool:
        return len(self.rows) == rows and all(len(row) == columns for row in self.rows)


def read_matrices(text: str) -> tuple[Matrix, ...]:
    r"""The matrices of a text, in its order.

    >>> [each.rows for each in read_matrices(r"\begin{pmatrix} 1 & 2\\ 3 & 4 \end{pmatrix}")]
    [(('1', '2'), ('3', '4'))]
    >>> read_matrices("[[0.5, -1], [2, 0]]")[0].rows == read_matrices("[0.5 -1; 2 0]")[0].rows
    True
    >>> read_matrices("[[0,5; -1,5], [2,0; 0,3]]") == read_matrices("[[0.5, -1.5], [2.0, 0.3]]")
    True
    >>> read_matrices("(0.5 -1; 2 0)")[0].rows == read_matrices("J:\n0.5 -1\n2 0")[0].rows
    True
    >>> read_matrices("f_1(1.01; 2)")
    ()
    >>> read_matrices("J:\n0.5 -1\n2 0")[0].rows == read_matrices("| 0.5 -1 |\n| 2 0 |")[0].rows
    True
    >>> read_matrices("J = | 0.5 -1 |\n    | 2   0 |")[0].rows
    (('0.5', '-1'), ('2', '0'))
    """
    return tuple(sorted(_matrices(text), key=lambda matrix: matrix.span))


def read_rows_of_numbers(text: str, rows: int, columns: int) -> tuple[Matrix, ...]:
    """Matrices whose rows stand one behind the other, without brackets.

    >>> read_rows_of_numbers("0.35 -0.39 4.33 1.33", 2, 2)[0].rows
    (('0.35', '-0.39'), ('4.33', '1.33'))
    """
    found = ((each, re.split(r"[\s,;]+", each[0])) for each in _ROW_OF_DECIMALS.finditer(text))
    return tuple(
        _matrix([cells[at : at + columns] for at in range(0, len(cells), columns)], each)
        for each, cells in found
        if len(cells) == rows * columns
    )


def _matrices(text: str) -> Iterator[Matrix]:
    for found in _LINES.finditer(text):
        lines = found[0].rpartition("=")[2].split("\n")
        rows = [line.strip(_SIDES).split() for line in lines]
        if len({len(row) for row in rows}) == 1:
            yield _matrix(rows, found)
    for found in _ENVIRONMENT.finditer(text):
        lines = _RULES.sub(" ", found["inside"]).split(r"\\")
        rows = [_without_name(line.split("&")) for line in lines if line.strip()]
        yield _matrix(rows, found)
    for found in _NESTED.finditer(text):
        yield _matrix([_cells(row[1:-1]) for row in re.findall(_ROW, found["rows"])], found)
    for found in _SEMICOLONS.finditer(_NESTED.sub(lambda each: " " * len(each[0]), text)):
        inside = found["inside"] or found["round"]
        yield _matrix([_cells(row) for row in inside.split(";")], found)


def _without_name(cells: list[str]) -> list[str]:
    """The cells of a row behind the name of the matrix that stands in it: `J & = & 1 & 2`."""
    bare = [cell.strip() for cell in cells]
    named = [at for at, cell in enumerate(bare) if cell.endswith("=")]
    return bare[named[-1] + 1 :] if named else bare


def _cells(row: str) -> list[str]:
    """The cells of a row that commas or spaces set apart; others do where commas are decimal."""
    if _DECIMAL_COMMAS.fullmatch(row):
        return re.split(r"[;\s]+", row.strip().replace(",", "."))
    return [cell.strip() for cell in row.split(",")] if "," in row else row.split()


def _matrix(rows: list[list[str]], found: re.Match[str]) -> Matrix:
    return Matrix(tuple(map(tuple, rows)), found.span())
