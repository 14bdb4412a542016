"""Numbers that a scan has torn, `132 , 863 , 336` and `93.O6 %`, or without a point, `9306`."""

import re
from collections.abc import Iterator, Sequence

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

MOST_PIECES = 8
FEWEST_DIGITS = 3  # that tell a number from another one
_PIECE = r"\d[\dOoIlSB]*|[OoIlSB]\d+"
_TORN = re.compile(
    rf"(?<![\w.,])(?:{_PIECE})(?:(?:\s*\$?\s*[.,;:'·⋅]\s*\$?\s*|\s+|\$)(?:{_PIECE}))+(?!\w)"
    r"(?P<percent>\s*\\?%)?"
)
_WITHOUT_POINT = re.compile(r"(?<![\w.,^])(?P<digits>\d{4,7})(?![\w,]|\.\d)(?P<percent>\s*\\?%)?")
_WHOLE = re.compile(r"\d+(?:\.\d+)?")  # that nothing has torn
_SURE = re.compile(r"\w+")
_LOOK_ALIKE = str.maketrans("OoIlSB", "001158")


def damaged_numbers(text: str) -> Iterator[PrintedNumber]:
    """The numbers that pieces of digits in a text may have been, with a point or without one.

    >>> [float(each.value) for each in damaged_numbers("N = 13 2863,336")][0]
    132863336.0
    >>> 0.9306 in [float(each.value) for each in damaged_numbers("so 93 , O6 %")]
    True
    >>> 0.9866 in [float(each.value) for each in damaged_numbers("h_1 = 9866")]
    True
    >>> list(damaged_numbers("0.1 is 4.3")), list(damaged_numbers("not 0.8896 but 0.88"))
    ([], [])
    """
    for torn in _TORN.finditer(text):
        pieces = [each.translate(_LOOK_ALIKE) for each in _SURE.findall(torn[0])]
        is_fine = len("".join(pieces).lstrip("0")) >= FEWEST_DIGITS
        if is_fine and not _WHOLE.fullmatch(torn[0]):
            yield from _put_together(pieces, torn["percent"] or "")
    for lone in _WITHOUT_POINT.finditer(text):
        yield from _put_together(("0", *lone["digits"]), lone["percent"] or "")


def _put_together(pieces: Sequence[str], sign: str) -> Iterator[PrintedNumber]:
    """The numbers that pieces make, with a point between any two of them."""
    for at in range(len(pieces)) if len(pieces) <= MOST_PIECES else ():
        whole, behind = "".join(pieces[: at or None]), "".join(pieces[at:]) if at else ""
        if number := read_number(f"{whole}.{behind}{sign}" if behind else f"{whole}{sign}"):
            yield number
