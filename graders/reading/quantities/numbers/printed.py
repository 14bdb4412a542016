r"""Numbers as students print them.

`0.0765`, `.0765`, `-0.79`, `7.65e-2`, `7.65\times10^{-2}`, `7.65·10⁻²`, `1,200`, `1{,}200`,
`1 200`, `0,0765` (decimal comma), `93.06\%`, `930.6‰`, `\frac{1}{2}`, `1/2`, `\approx 0.0765`,
`**0.0765**`, `\boxed{0.0765}`, `0.0765 (rounded)`, `4⅓`, `4\frac13` are each one number; anything
that could be two is none.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.plain import AND, plain_number
from graders.reading.remembering import remembered

MAX_LENGTH = 200  # characters of one printed number
_MAX_EXPONENT = 400

_DIGITS = r"\d+(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<mantissa>{_DIGITS})"
    r"(?:\s*[eE]\s*(?P<exponent>[+-]?\d{1,6})"
    r"|\s*[*xX]\s*10\s*\^\s*\{?\s*(?P<power>[+-]?\s*\d{1,6}))?"
    r"\s*(?:(?P<percent>%|percent|per cent)|(?P<mille>‰|per ?mille?\b))?"
    r"(?:\s*(?P<large>thousand|million|billion|mio|[kKM](?![A-Za-z])))?"
)
_LARGE = {
    "k": 10**3,
    "K": 10**3,
    "thousand": 10**3,
    "M": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "billion": 10**9,
}
_POWER_OF_TEN = re.compile(r"(?P<sign>[+-]?)10\s*\^\s*(?P<power>[+-]?\s*\d{1,6})")
_FRACTION = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<upper>-?(?:{_DIGITS}))\s*/\s*(?P<lower>{_DIGITS})\s*(?P<percent>%)?"
)
_MIXED = re.compile(rf"(?P<sign>[+-]?)\s*(?P<whole>\d+){AND} (?P<upper>\d+)/(?P<lower>\d+)")
_TWICE = re.compile(r"([^()]+?)\s*\(\s*(?:exactly|i\.e\.,?|=)?\s*([^()a-z]*\d[^()a-z]*)\)[.$]*")
_PRODUCT = re.compile(r"\$?\d+(?:\(\d+\)|\s?!)[.$]*")  # 3(4), 4!
_BARS = re.compile(r"(?:\\left\s*)?\|\s*(\{?-[^|]*?)(?:\\right\s*)?\|")


@remembered
def read_number(text: str) -> PrintedNumber | None:
    r"""The number that a text prints, or None where it is not exactly one number.

    >>> number = read_number(r"\approx 7.65 \times 10^{-2}")
    >>> float(number.value), float(number.unit)
    (0.0765, 0.0001)
    >>> read_number("0.1 or 0.2") is None
    True
    """
    if len(text) > MAX_LENGTH or "~~" in text:  # what is struck out is no answer
        return None
    if _PRODUCT.fullmatch(text.strip()):
        return None
    if bars := _BARS.fullmatch(text.strip(" $")):
        size = read_number(bars[1])
        return replace(size, text=text.strip(), value=abs(size.value)) if size else None
    if twice := _TWICE.fullmatch(text.strip()):
        said = _said_twice(twice[1], twice[2])
        if said is not None or "%" in twice[2]:
            return said
    plain = plain_number(text)
    for pattern, build in _FORMS:
        found = pattern.fullmatch(plain)
        if found is not None:
            return build(text.strip(), found)
    return None


def _said_twice(first: str, second: str) -> PrintedNumber | None:
    """`0.9306 (93.06%)` is one number if both say the same; `1.4 million (1,386,000)` the finer."""
    one, other = read_number(first), read_number(second)
    if one is None or other is None:
        return None
    apart = 0 if one.unit == other.unit else max(one.unit, other.unit)
    if abs(one.value - other.value) > apart:
        return None
    return one if other.percent or one.unit <= other.unit else other


def _decimal(text: str, found: re.Match[str]) -> PrintedNumber | None:
    mantissa = found["mantissa"]
    power = int((found["exponent"] or found["power"] or "0").replace(" ", ""))
    if abs(power) > _MAX_EXPONENT:
        return None
    decimals = len(mantissa.partition(".")[2])
    scale = Fraction(10) ** power * Fraction(
        1, 100 if found["percent"] else 1000 if found["mille"] else 1
    )
    scale *= _LARGE.get(found["large"] or "", 1)
    value = Fraction(mantissa if mantissa[-1] != "." else mantissa[:-1]) * scale
    unit = Fraction(1, 10**decimals) * scale
    return PrintedNumber(
        text, -value if found["sign"] == "-" else value, unit, percent=bool(found["percent"])
    )


def _power_of_ten(text: str, found: re.Match[str]) -> PrintedNumber | None:
    power = int(found["power"].replace(" ", ""))
    if abs(power) > _MAX_EXPONENT:
        return None
    value = Fraction(10) ** power
    return PrintedNumber(text, -value if found["sign"] == "-" else value, value)


def _fraction(text: str, found: re.Match[str]) -> PrintedNumber | None:
    upper, lower = Fraction(found["upper"]), Fraction(found["lower"])
    if lower == 0:
        return None
    value = upper / lower / (100 if found["percent"] else 1)
    sign = -1 if found["sign"] == "-" else 1
    return PrintedNumber(text, sign * value, Fraction(0), percent=bool(found["percent"]))


def _mixed(text: str, found: re.Match[str]) -> PrintedNumber | None:
    r"""`4\frac13`, whose fraction is less than one: `4\frac53` is a product."""
    whole, upper, lower = (int(found[name]) for name in ("whole", "upper", "lower"))
    if not 0 < upper < lower:
        return None
    value = whole + Fraction(upper, lower)
    return PrintedNumber(text, -value if found["sign"] == "-" else value, Fraction(0))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], PrintedNumber | None]], ...] = (
    (_POWER_OF_TEN, _power_of_ten),
    (_NUMBER, _decimal),
    (_FRACTION, _fraction),
    (_MIXED, _mixed),
)
