r"""The working for the side of a map: what is divided by the stride, `(64 - 3 + 2p)/2 + 1 = 32`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_FLOOR_ENDS = r"(?:\\rfloor|[\s\]⌋])*"
_RESULT = (
    rf"(?:{_FLOOR_ENDS}\+\s*1"
    r"((?:\s*=\s*\d+(?:\.\d+)?(?:\s*/\s*\d+)?(?:\s*[-+−]\s*\d+(?!\d))?)+))?"
)
_MEMBER = re.compile(r"=\s*(\d+(?:\.\d+)?)(?:\s*/\s*0*([1-9]\d*))?(?:\s*([-+−])\s*(\d+))?")
_DIVISIONS = (
    re.compile(rf"\\[dt]?frac\{{([^{{}}]*)\}}\{{(\d+)\}}{_RESULT}"),
    re.compile(rf"\(([^()]*+(?:\(\d+\)[^()]*+)?)\)\s*/\s*(\d+){_RESULT}"),
)
_TWICE = re.compile(r"(?<![\d.])2\s*(?:\\cdot|\\times|[x×·(]|\s)\s*(\d+)(?![\d.])")
_SUM, _BEGINS = r"\d+(?:\s*[-+]\s*\d+)", r"(?<![\d.)}*/^+x×·-])(?<![)}*/^+x×·-]\s)"
_EQUAL_SUMS = re.compile(rf"{_BEGINS}(?P<sum>{_SUM}+)\s*=(?=\s*(?P<other>{_SUM}*)(?![\d./*^]))")


@dataclass(frozen=True)
class Division:
    """A step of the working, (64 - 3 + 2p) / 2 + 1 = 32: what is divided, by what, the sides."""

    upper: str
    stride: Fraction
    results: tuple[int, ...]

    @property
    def sum(self) -> Fraction | None:
        """What is divided, where it is a sum of numbers."""
        return sum_of(self.upper, Fraction(0))

    @property
    def padding(self) -> Fraction | None:
        """What is added twice to the side, where that is a number: 1 in 64 + 2·1 - 3."""
        twice = _TWICE.findall(self.upper)
        return Fraction(twice[0]) if len(twice) == 1 else None


def divisions_in(text: str, side: int) -> list[Division]:
    """The padded sides that the working divides, each with its divisor, and what is made of it.

    >>> [(each.stride, each.results) for each in divisions_in("(64 - 3 + 2)/2 + 1 = 32.5", 64)]
    [(Fraction(2, 1), (32,))]
    >>> divisions_in("(64 - 3 + 2)/2 + 1 = 63/2 + 1 = 31", 64)[0].results
    (32, 31)
    """
    plain = re.sub(r"\\[,;! ]|[$*]", " ", text.casefold())
    found = (each for form in _DIVISIONS for each in form.finditer(plain))
    return [
        Division(each[1], Fraction(each[2]), tuple(map(side_of, _MEMBER.findall(each[3] or ""))))
        for each in found
        if re.search(rf"{side}|\bw\b|\bh\b", each[1])
    ]


def side_of(member: Sequence[str]) -> int:
    """The whole side that a member of the working comes to: 63, 2, and what is added to it."""
    upper, lower, sign, added = member
    return int(Fraction(upper) / Fraction(lower or 1)) + int(added or 0) * (
        1 if sign == "+" else -1
    )


def sum_of(upper: str, padding: Fraction) -> Fraction | None:
    """The value of a sum of numbers and paddings, each taken once; None of anything else.

    >>> sum_of("64 + p - 3", Fraction(1)), sum_of("64 + 2p - 3", Fraction(1))
    (Fraction(62, 1), None)
    """
    plain = re.sub(r"(?<!\w)p(?!\w)", str(padding), upper).replace("−", "-").replace(" ", "")
    is_sum = re.fullmatch(r"[-+]?\d+(?:[-+]\d+)*", plain)
    return Fraction(_sum(plain)) if is_sum else None


def false_sums(text: str) -> list[str]:
    """The sums of whole numbers that are said to be what they are not.

    >>> false_sums("64 - 3 = 62, and 64 - 3 + 1 = 62 x 62"), false_sums("64 - 3 = 61 + 1 = 62")
    (['64 - 3 = 62'], [])
    >>> false_sums("(64 - 3 + 2 * 1) / 2 + 1 = 32 and 2 * 30 + 2 = 62")
    []
    """
    plain = re.sub(r"\\[,;! ]|\$", " ", text).replace("−", "-").replace("–", "-")
    return [
        f"{each['sum']} = {each['other']}"
        for each in _EQUAL_SUMS.finditer(plain)
        if _sum(each["sum"]) not in (_sum(each["other"]), _sum(re.split("[-+]", each["other"])[0]))
    ]


def _sum(terms: str) -> int:
    return sum(map(int, re.findall(r"[-+]?\d+", terms.replace(" ", ""))))
