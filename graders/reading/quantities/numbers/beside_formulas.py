r"""The number of a cell beside the formula that it comes from: `2w = 4`, `4 = 2w`, `4 (2w)`."""

import re

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

_PIECE = r"(?:\\[A-Za-z]+|(?:sin|cos|exp|log)(?![a-z])|(?![^\W\d_]{3})[\w\s.'′`·⋅×*/^+−–{}()-])"
_OPERATION = r"[^\W\d_]|\d\s*[-+*/·×−]\s*\d"
_FORMULA = rf"(?![^=]*\b(?:or|no|to)\b)(?=[^=]*(?:{_OPERATION})){_PIECE}+"
_BARE = re.compile(_FORMULA)
_ALONE = rf"(?!\s*[-+*/·×−–^]){_FORMULA}"  # what begins with a sign may go on with the number
_EXPLAINED = re.compile(
    r"(?P<number>[^()\[\]=;,a-zA-Z]*\d)\s*"
    rf"(?:\(\s*=?{_ALONE}\)|\[\s*=?{_ALONE}\]|,?\s*(?:since|as|from|because|←)\s{_FORMULA})\s*"
)


def number_beside_formula(cell: str) -> PrintedNumber | None:
    r"""The number of a cell that may hold a formula as well, or None where it is not surely one.

    Of a chain it is the last number; behind it nothing but a formula may stand.

    >>> [number_beside_formula(each).text for each in ("2 w = 4", "0.35 = v_2", "$4$ ($2 w^2$)")]
    ['4', '0.35', '4']
    >>> [number_beside_formula(each) for each in ("4 (+ 1)", "4 (or 5)", "4 = best", "2 w")]
    [None, None, None, None]
    """
    plain = cell.replace("$", "")
    if explained := _EXPLAINED.fullmatch(plain):
        return read_number(explained["number"])
    members = [each.strip() for each in plain.split("=")]
    while len(members) > 1 and read_number(members[-1]) is None and _BARE.fullmatch(members[-1]):
        members.pop()
    return read_number(members[-1])
