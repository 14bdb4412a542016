"""Numbers that are said twice, once with fewer digits: "0.9306, so about 93 %"."""

from collections.abc import Iterable
from fractions import Fraction

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

_COARSE = Fraction(1, 20)  # of a number: digits of that size show little of it


def restates(number: PrintedNumber, finer: PrintedNumber) -> bool:
    """Whether a number is a finer one, rounded.

    >>> told = [read_number(each) for each in ("93%", "94%", "0.9306")]
    >>> restates(told[0], told[2]), restates(told[1], told[2])
    (True, False)
    """
    return number.unit >= finer.unit and 2 * abs(number.value - finer.value) <= number.unit


def finest(printed: Iterable[str]) -> str | None:
    """The finest of several numbers that all say the same; None where two do not.

    What shows little more than its size says nothing: 0.1 is not the same as 0.12.

    >>> finest(["93%", "93.06%"]), finest(["93%", "92.06%"]), finest(["0.1", "0.12"])
    ('93.06%', None, None)
    """
    read = [(number, each) for each in printed if (number := read_number(each)) is not None]
    if len(read) == 1:
        return read[0][1]
    if not read or any(number.unit > _COARSE * abs(number.value) for number, _ in read):
        return None
    finer, text = min(read, key=lambda each: each[0].unit)
    return text if all(restates(number, finer) for number, _ in read) else None
