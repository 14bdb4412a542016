r"""Numbers as students print them.

`0.0765`, `.0765`, `-0.79`, `7.65e-2`, `7.65\times10^{-2}`, `7.65·10⁻²`, `1,200`, `1{,}200`,
`1 200`, `0,0765` (decimal comma), `93.06\%`, `\frac{1}{2}`, `1/2`, `\approx 0.0765`, `**0.0765**`,
`\boxed{0.0765}`, `0.0765 (rounded)` are each one number; anything that could be two is none.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from graders.model import PrintedNumber

MAX_LENGTH = 200  # characters of one printed number
_MAX_EXPONENT = 400

_SAME = str.maketrans(
    {
        "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "≈": " ", "⁄": "/",
        "\u2009": " ", "\u202f": " ", "\u00a0": " ", "∶": ":",
    }
)  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")

_WRAPPERS = re.compile(r"\\(?:boxed|num|mathbf|mathrm|textbf|text|underline|bm|fbox|mathit)\s*\{")
_DROPPED = re.compile(
    r"\\(?:left|right|displaystyle|quad|qquad|approx|simeq|cong|sim|checkmark|blacksquare|square"
    r"|[ ,;:!])|[$*_~`]{2}|[$`]|\\\\"
)
_PRODUCT = re.compile(r"\\(?:times|cdot|ast)(?![A-Za-z])")
_REMARK = re.compile(
    r"\([^()0-9]*[A-Za-z][^()]*\)|\\text\{[^{}]*\}|\[[^\[\]0-9]*[A-Za-z][^\[\]]*\]"
)
_TAIL = re.compile(r"[.;:,!?]+$")

_DIGITS = r"\d+(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<mantissa>{_DIGITS})"
    r"(?:[eE](?P<exponent>[+-]?\d{1,6})|\s*[*x]\s*10\s*\^?\s*\{?\(?\s*(?P<power>[+-]?\s*\d{1,6})\s*\)?\}?)?"
    r"\s*(?P<percent>\\?%|percent)?"
)
_POWER_OF_TEN = re.compile(r"(?P<sign>[+-]?)10\s*\^\s*\{?\s*(?P<power>[+-]?\d{1,6})\s*\}?")
_FRACTION = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:\\[dt]?frac\s*\{{\s*(?P<up>-?(?:{_DIGITS}))\s*\}}\s*"
    rf"\{{\s*(?P<low>{_DIGITS})\s*\}}|(?P<up2>{_DIGITS})\s*/\s*(?P<low2>{_DIGITS}))"
    r"\s*(?P<percent>\\?%)?"
)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?![\d,])")
_DOTTED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.,])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")


def read_number(text: str) -> PrintedNumber | None:
    r"""The number that a text prints, or None where it is not exactly one number.

    >>> number = read_number(r"\approx 7.65 \times 10^{-2}")
    >>> float(number.value), float(number.unit)
    (0.0765, 0.0001)
    >>> read_number("0.1 or 0.2") is None
    True
    """
    if len(text) > MAX_LENGTH:
        return None
    plain = _plain(text)
    for pattern, build in _FORMS:
        found = pattern.fullmatch(plain)
        if found is not None:
            return build(text.strip(), found)
    return None


def numbers_in(text: str) -> tuple[tuple[int, str], ...]:
    r"""The numbers that stand on their own in a sentence, with their positions.

    Numbers inside formulas between dollar signs do not, unless they are all of the formula.

    >>> numbers_in(r"with $3 \cdot 3$ weights each, 132 863 336 in all")
    ((31, '132 863 336'),)
    """
    plain = _FORMULA.sub(lambda found: found[0] if read_number(found[0]) else _blank(found), text)
    return tuple((found.start(), found.group()) for found in _NUMERAL.finditer(plain))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _plain(text: str) -> str:
    """The text without wrappers, remarks and spacing, and with one kind of separator."""
    text = _SUPERSCRIPT_RUN.sub(lambda run: "^" + run.group().translate(_SUPERSCRIPTS), text)
    text = text.translate(_SAME).replace("{,}", ",").replace("\\,", " ")
    text = _REMARK.sub(" ", text)
    while (wrapper := _WRAPPERS.search(text)) is not None:
        text = _unwrapped(text, wrapper)
    text = _PRODUCT.sub("*", _DROPPED.sub(" ", text))
    text = _unspaced(" ".join(text.split()).strip("= "))
    text = _TAIL.sub("", text).strip().lstrip("~ ")
    if text[:1] + text[-1:] in ("{}", "()"):
        text = text[1:-1].strip()
    text = _DOTTED_THOUSANDS.sub(lambda found: found.group().replace(".", ""), text)
    text = _THOUSANDS.sub(_join_thousands, text)
    return _DECIMAL_COMMA.sub(r"\1.\2", text)


def _unspaced(text: str) -> str:
    """`0 . 0 7 6 5` as OCR spaces it: every sign after the first stands alone."""
    first, *others = text.split(" ")
    spaced = "." in text and all(len(each) == 1 and each in "0123456789." for each in others)
    return first + "".join(others) if spaced and len(others) > 1 else text


def _unwrapped(text: str, wrapper: re.Match[str]) -> str:
    depth, end = 1, wrapper.end()
    while end < len(text) and depth:
        depth += (text[end] == "{") - (text[end] == "}")
        end += 1
    inner = text[wrapper.end() : end - 1] if depth == 0 else text[wrapper.end() :]
    return f"{text[: wrapper.start()]} {inner} {text[end:]}"


def _join_thousands(found: re.Match[str]) -> str:
    """`1,200` is 1200, but `0,074` is a decimal comma: no group of thousands begins with 0."""
    head, rest = found.group(1), found.group(2)
    if head.startswith("0"):
        return found.group().replace(",", ".") if rest.count(",") == 1 else found.group()
    return head + "".join(each for each in rest if each.isdigit())


def _decimal(text: str, found: re.Match[str]) -> PrintedNumber | None:
    mantissa = found["mantissa"]
    power = int((found["exponent"] or found["power"] or "0").replace(" ", ""))
    if abs(power) > _MAX_EXPONENT:
        return None
    decimals = len(mantissa.partition(".")[2])
    scale = Fraction(10) ** power * (Fraction(1, 100) if found["percent"] else 1)
    value = Fraction(mantissa if mantissa[-1] != "." else mantissa[:-1]) * scale
    unit = Fraction(1, 10**decimals) * scale
    return PrintedNumber(
        text, -value if found["sign"] == "-" else value, unit, percent=bool(found["percent"])
    )


def _power_of_ten(text: str, found: re.Match[str]) -> PrintedNumber | None:
    power = int(found["power"])
    if abs(power) > _MAX_EXPONENT:
        return None
    value = Fraction(10) ** power
    return PrintedNumber(text, -value if found["sign"] == "-" else value, value)


def _fraction(text: str, found: re.Match[str]) -> PrintedNumber | None:
    upper, lower = Fraction(found["up"] or found["up2"]), Fraction(found["low"] or found["low2"])
    if lower == 0:
        return None
    value = upper / lower / (100 if found["percent"] else 1)
    sign = -1 if found["sign"] == "-" else 1
    return PrintedNumber(text, sign * value, Fraction(0), percent=bool(found["percent"]))


_FORMULA = re.compile(r"\$+[^$]*\$+")
_NUMERAL = re.compile(
    r"(?<![\w.,?■□])-?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
    r"(?:[eE][+-]?\d+)?(?:\s*\\?%)?(?!\w|[.,]\d|\s?[?■□\uFFFD])"
)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], PrintedNumber | None]], ...] = (
    (_POWER_OF_TEN, _power_of_ten),
    (_NUMBER, _decimal),
    (_FRACTION, _fraction),
)
