"""Weights that are set equal by rows, columns or all at once, and not entry by entry."""

import re
from typing import Literal

from graders.reading.words.said import says

Axis = Literal["row", "column"]

_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*([wW])(?![A-Za-z])\s*\}?")
_TERM = r"(?:[a-z]\b|\d+)"
_INDEX = rf"\s*({_TERM}(?:\s*[-−+]\s*{_TERM})*)\s*"
_ALL = r"(?:\*|\\ast|\\bullet|•)"
_STARS = re.compile(rf"(?<=\{{){_INDEX},?\s*{_ALL}\s*(?=\}})|(?<=\{{)\s*{_ALL}\s*,?{_INDEX}(?=\}})")
_VECTOR = rf"w\s*(?:_\s*(?:\{{{_INDEX}\}}|([a-z\d]))|\^\s*\{{?\({_INDEX}\)\}}?)"
_VECTORS = re.compile(rf"(?<![\\\w+*-]){_VECTOR}\s*={{1,2}}\s*{_VECTOR}(?!\s*[-+*^\d_])", re.I)
_ROWS_OF_CODE = re.compile(rf"(?<![\\\w])w\[{_INDEX}\]\s*={{1,2}}\s*w\[{_INDEX}\](?!\s*[-+*\[])")
_NAMED = re.compile(
    r"\b(row|column)s? \$?([a-z])\b\$?(?: of \$?\w+\$?)? ?(?:=|(?:must |should |has to )?equals?"
    r"|(?:is|be) (?:equal to|the same as)) ?(?:the |that of )?"
    r"(?:\1 ?|(?=\$?(?:\w+ ?[-−+] ?)*\2\b))"  # "columns j = 1, ..., d" are all of them
    rf"\$?{_INDEX}\$?(?=[.,;\s]|$)"
)
_ENTRY = {"row": "w_{{{},j}}", "column": "w_{{i,{}}}"}

_FLIP = {
    "row": r"(?:\w+\.)?(?:flipud\(w\)|flip\(w,\s*(?:\w+\s*=\s*)?[\[(]?0,?[\])]?\))"
    r"|w\[::-1(?:,\s*:)?\]",
    "column": r"(?:\w+\.)?(?:fliplr\(w\)|flip\(w,\s*(?:\w+\s*=\s*)?[\[(]?1,?[\])]?\))"
    r"|w\[:,\s*::-1\]",
}
_MOVED = r"(?:[A-Z]|\\Pi|Π)(?:_\w)?"
_TIMES = r"\s*(?:\\cdot\s*)?"
_PRODUCT = {"row": rf"{_MOVED}{_TIMES}w", "column": rf"w{_TIMES}{_MOVED}"}
_ALONE = r"w(?![\w\[_^(])"
_REVERSAL = r"\brevers|\bmirror|\bexchange matrix|anti-?\s?diagonal|\bflip|\bbackward identity"
_PAIRED = (
    r"{0}\$?(?:\s*(?:and|with|,|↔|<->|\\leftrightarrow)\s*|(?: is)? (?:exchanged|swapped) with )"
)
_PAIRS = rf"\b{_PAIRED.format(1)}(?:row )?\$?4\b[^.;]{{0,30}}\b{_PAIRED.format(2)}(?:row )?\$?3\b"
_MATRIX = re.compile(r"\\begin\{[pb]matrix\}([\d\s&\\]*)\\end")
_MIRROR = ("0001", "0010", "0100", "1000")


def with_entries(text: str, axis: Axis) -> str:
    r"""A text whose equations between rows or columns of w are equations between entries.

    Args:
        text: of an answer.
        axis: what one index counts, where no word says it.

    >>> with_entries(r"$\mathbf{w}_1 = \mathbf{w}_4$", "row")
    '$w_{1,j} = w_{4,j}$'
    >>> with_entries("w[0] == w[3]", "row")
    'w_{0,j} = w_{3,j}'
    >>> with_entries("column j = column d+1-j", "row"), with_entries("$w_{ij} = 0$", "row")
    ('w_{i,j} = w_{i,d+1-j}', '$w_{ij} = 0$')
    >>> with_entries("columns j = d+1-j", "row"), with_entries("for columns j = 1..d", "row")
    ('w_{i,j} = w_{i,d+1-j}', 'for columns j = 1..d')
    """

    def starred(found: re.Match[str]) -> str:
        return f"{found[1]},:" if found[1] else f":,{found[2]}"

    def vectors(found: re.Match[str]) -> str:
        return " = ".join(_ENTRY[axis].format(each) for each in found.groups() if each)

    def named(found: re.Match[str]) -> str:
        return " = ".join(_ENTRY[found[1]].format(each) for each in found.groups()[1:])

    text = _STARS.sub(starred, _FONT.sub(r"\1", text))
    text = _ROWS_OF_CODE.sub(r"w_{\1,j} = w_{\2,j}", text)
    return _NAMED.sub(named, _VECTORS.sub(vectors, text))


def is_mirrored_at_once(text: str, axis: Axis) -> bool:
    r"""Whether one equation sets all of w equal to its own mirror image.

    >>> is_mirrored_at_once("w == w[:, ::-1]", "column"), is_mirrored_at_once("w == w[::-1]", "row")
    (True, True)
    >>> is_mirrored_at_once("$wP = w$, where $P$ reverses the order of the columns", "column")
    True
    >>> is_mirrored_at_once("$Pw = w$, $P$ swaps rows 1 and 2, and rows 3 and 4", "row")
    False
    """
    plain = _FONT.sub(r"\1", text).replace("$", "")
    if _is_equal(_FLIP[axis], plain):
        return True
    return _is_equal(_PRODUCT[axis], plain) and _moves(plain, axis)


def _is_equal(image: str, plain: str) -> bool:
    """Whether w is set equal to an image of itself."""
    equation = rf"(?<![\w*+]){_ALONE}\s*={{1,2}}\s*(?:{image})(?![\w*+])"
    turned = rf"(?<![\w*+])(?:{image})\s*={{1,2}}\s*{_ALONE}"
    return re.search(f"{equation}|{turned}", plain) is not None


def _moves(plain: str, axis: Axis) -> bool:
    """Whether what w is multiplied by turns the order round."""
    printed = [re.sub(r"[^\d]", "", row) for row in _rows_of_matrix(plain)]
    if printed:
        return axis == "row" and tuple(printed) == _MIRROR
    return says(plain, _REVERSAL) or (axis == "row" and says(plain, _PAIRS))


def _rows_of_matrix(plain: str) -> list[str]:
    found = _MATRIX.search(plain)
    return [each for each in found[1].split(r"\\") if each.strip()] if found else []
