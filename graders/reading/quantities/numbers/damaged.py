"""Numbers that a scan has torn: `132 , 863 , 336`, `93.O6 %` and `0·9866`."""

import re
from collections.abc import Iterator

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

MOST_PIECES = 8
FEWEST_DIGITS = 3  # that tell a number from another one
_PIECE = r"\d[\dOoIlSB]*|[OoIlSB]\d+"
_TORN = re.compile(
    rf"(?<![\w.,])(?:{_PIECE})(?:(?:\s*\$?\s*[.,;:'·⋅]\s*\$?\s*|\s+|\$)(?:{_PIECE}))+(?!\w)"
    r"(?P<percent>\s*\\?%)?"
)
_WHOLE = re.compile(r"\d+(?:\.\d+)?")  # that nothing has torn
_SURE = re.compile(r"\w+")
_LOOK_ALIKE = str.maketrans("OoIlSB", "001158")


def damaged_numbers(text: str) -> Iterator[PrintedNumber]:
    """The numbers that pieces of digits in a text may have been, with a point or without one.

    >>> [float(each.value) for each in damaged_numbers("N = 13 2863,336")][0]
    132863336.0
    >>> 0.9306 in [float(each.value) for each in damaged_numbers("so 93 , O6 %")]
    True
    >>> list(damaged_numbers("0.1 is 4.3")), list(damaged_numbers("not 0.8896 but 0.88"))
    ([], [])
    """
    for torn in _TORN.finditer(text):
        if _WHOLE.fullmatch(torn[0]):
            continue
        pieces = [each.translate(_LOOK_ALIKE) for each in _SURE.findall(torn[0])]
        is_fine = len("".join(pieces).lstrip("0")) >= FEWEST_DIGITS
        for at in range(len(pieces)) if is_fine and len(pieces) <= MOST_PIECES else ():
            whole, behind = "".join(pieces[: at or None]), "".join(pieces[at:]) if at else ""
            printed = f"{whole}.{behind}" if behind else whole
            if number := read_number(f"{printed}%" if torn["percent"] else printed):
                yield number
