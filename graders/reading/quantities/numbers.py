r"""Numbers as students print them.

`0.0765`, `.0765`, `-0.79`, `7.65e-2`, `7.65\times10^{-2}`, `7.65·10⁻²`, `1,200`, `1{,}200`,
`1 200`, `0,0765` (decimal comma), `93.06\%`, `\frac{1}{2}`, `1/2`, `\approx 0.0765`, `**0.0765**`,
`\boxed{0.0765}`, `0.0765 (rounded)`, `4⅓`, `4\frac13` are each one number; anything that could be
two is none.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from graders.model import PrintedNumber
from graders.reading.quantities.touching import is_formula
from graders.reading.remembering import remembered

MAX_LENGTH = 200  # characters of one printed number
_MAX_EXPONENT = 400

# Every sign that a keyboard, a word processor or OCR puts for another one.
_SAME = str.maketrans(
    dict.fromkeys("−–—‐‑⁻", "-") | dict.fromkeys("×·⋅∗•", "*") | dict.fromkeys("≈≃≅≡∼", "~")
    | {"⁄": "/", "’": "'", "‘": "'", "“": '"', "”": '"', "。": ".", "…": " "}
)  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_FRACTION_BEHIND = re.compile(r"(?<=\d)\s*[¼-¾⅐⅑⅓-⅞]")
_GAP = "|"  # between two numbers that must not become one
_AND = "\u2064"  # between a whole number and the fraction behind it

_ALTERNATIVE = re.compile(r"\s*(?:or|and|to|vs|versus)\b|.*\?", re.IGNORECASE | re.DOTALL)
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"<sup>([^<>]*)</sup>", r"^{\1}"),
        (
            r"\b(?:(?:torch|np|numpy)\.)?(?:tensor|float(?:32|64)?|array)\(([^(),]*)[^()]*\)",
            r" \1 ",
        ),
        (r"(?<=\d)\s+#\s.*$", " "),
        (r"</?(?:b|i|u|em|strong|code|span|mark)>", " "),
        (r"\\(?:tag|label)\s*\{[^{}]*\}|\\(?:l?dots|cdots)(?![A-Za-z])|[✓✔☑■]\s*$", " "),
        (r"\\(?:sout|cancel|xcancel|st)\s*\{[^{}]*\}|(?<=\})_\{[^{}]*\}+\s*$|\\underbrace", " "),
        (
            r"\\(?:textcolor|color|colorbox)\s*\{[^{}]*\}|\\(?:bf|rm|tt|it|bfseries)(?![A-Za-z])",
            " ",
        ),
        (r"\\\\(?:\[[^\]]*\])?|\\q?quad(?![A-Za-z])|\n", f" {_GAP} "),
        (r"(?<=\d)\s*\$[\s$]*(?=\d)", f" {_GAP} "),
        (
            r"\\[()\[\]]|\$|\\(?:left|right|displaystyle|checkmark|blacksquare|square)(?![A-Za-z])",
            " ",
        ),
        (r"\\(?:approx|simeq|cong|sim)(?![A-Za-z])", "~"),
        (r"\\(?:times|cdot|ast)(?![A-Za-z])", "*"),
        (r"\\[ ,;:!]|(?<=\d)~(?=\d{3})", " "),
        (r"(?<=\d)\s*(?=\\[dt]?frac)", _AND),
        (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" \1/\2"),
        (r"\\[dt]?frac\s*(\d)\s*(\d)(?!\d)", r" \1/\2"),
        (r"(?<=\d)\}\s*\{(?=\d)", f"}} {_GAP} {{"),
        (r"(?<=\d)\*\*(?=[-+]?\d)", "^"),
        (r"\{,\}", ","),
        (r"\\%", "%"),
    )
)
_WRAPPER = re.compile(
    r"\\(?:boxed|num|mathbf|mathrm|textbf|textit|texttt|text|underline|bm|boldsymbol|fbox|mathit|"
    r"mathsf)\s*\{([^{}]*)\}"
)
_REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_BRACED = re.compile(r"\{\s*([+-]?\s*\d*)\s*\}|(?<=\^)\(\s*([+-]?\d+)\s*\)")
_EDGES = re.compile(r"^[\s=~|\"'`*:]+|[\s=|\"'`*;:,!.]+$")

_DIGITS = r"\d+(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<mantissa>{_DIGITS})"
    r"(?:\s*[eE]\s*(?P<exponent>[+-]?\d{1,6})"
    r"|\s*[*xX]\s*10\s*\^\s*\{?\s*(?P<power>[+-]?\s*\d{1,6}))?"
    r"\s*(?P<percent>%|percent|per cent)?"
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
_MIXED = re.compile(rf"(?P<sign>[+-]?)\s*(?P<whole>\d+){_AND} (?P<upper>\d+)/(?P<lower>\d+)")
_THOUSANDS = re.compile(
    r"(?<![\d.,])(\d{1,3})((?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+|(?:_\d{3})+)(?![\d,_'])"
)
_TENTHS = re.compile(r"\s*(?:[*xX]\s*10\s*\^\s*\{?|[eE])\s*-")
_DOTTED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")


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
    plain = _plain(text)
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


def numbers_in(text: str) -> tuple[tuple[int, str], ...]:
    r"""The numbers that stand on their own in a sentence, with their positions.

    Numbers inside formulas between dollar signs do not, unless they are all of the formula.

    >>> numbers_in(r"with $3 \cdot 3$ weights each, 132 863 336 in all")
    ((31, '132 863 336'),)
    >>> numbers_in(r"at \approx6.9"), numbers_in("(0.5,0.25)")
    (((10, '6.9'),), ((1, '0.5'), (5, '0.25')))
    """
    text = _COMMA_OF_LIST.sub(r"\g<before> ", text)
    text = _ABOUT.sub(_blank, text)
    plain = _FORMULA.sub(lambda found: found[0] if read_number(found[0]) else _blank(found), text)
    return tuple((found.start(), found.group()) for found in _NUMERAL.finditer(plain))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _plain(text: str) -> str:
    """The text without wrappers, remarks and spacing, and with one sign for each meaning."""
    text = _SUPERSCRIPT_RUN.sub(lambda run: f"^{run.group().translate(_SUPERSCRIPTS)}", text)
    text = unicodedata.normalize(
        "NFKC", _FRACTION_BEHIND.sub(_in_tex, text).translate(_SAME)
    ).translate(_SAME)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    while (wrapper := _WRAPPER.search(text)) is not None:
        text = f"{text[: wrapper.start()]}{_kept(wrapper[1])}{text[wrapper.end() :]}"
    text = _REMARK.sub(_beside, text)
    text = " ".join(_BRACED.sub(r"\1\2", text).split())
    text = _unspaced(_stripped(text)).replace("1 0 ^", "10^").replace("1 0^", "10^")
    text = _DOTTED_THOUSANDS.sub(lambda found: found.group().replace(".", ""), text)
    text = _THOUSANDS.sub(_join_thousands, text)
    return _DECIMAL_COMMA.sub(r"\1.\2", text)


def _in_tex(fraction: re.Match[str]) -> str:
    upper, lower = (
        Fraction(unicodedata.numeric(fraction[0].strip())).limit_denominator(9).as_integer_ratio()
    )
    return rf"\frac{{{upper}}}{{{lower}}}"


def _beside(remark: re.Match[str]) -> str:
    """What stays of brackets beside a number: a factor stays, a remark goes."""
    inner = remark[1] or remark[2] or ""
    if not inner.strip():
        return " "
    touches = remark.string[remark.start() - 1 : remark.start()].isdigit()
    is_factor = is_formula(inner) or (touches and len(inner) == 1)
    return remark[0] if is_factor else _kept(inner, remark[0])


def _kept(inner: str, whole: str | None = None) -> str:
    """What stays of words beside a number: a remark goes, numbers and alternatives stay."""
    words = re.search(r"[A-DF-Za-df-z]", inner) is not None
    if words and not _ALTERNATIVE.match(inner) and not inner.strip().startswith("per"):
        return " "
    return whole or inner


def _stripped(text: str) -> str:
    """The text without what may stand around a number, brackets around all of it included."""
    while (inner := _EDGES.sub("", text)) != text or (
        text[:1] + text[-1:] in ("{}", "()", "__") and len(text) > 2
    ):
        text = inner if inner != text else text[1:-1]
    return text


def _unspaced(text: str) -> str:
    """`0 . 0 7 6 5` as OCR spaces it: every sign after the first stands alone."""
    first, *others = text.split(" ")
    head = others[: next((at for at, each in enumerate(others) if each in "*x"), len(others))]
    spaced = "." in first + "".join(head) and all(each in "0123456789." for each in head)
    if not spaced or len(head) < 2 or any(len(each) > 1 for each in head):
        return text
    rest = " ".join(others[len(head) :])
    return f"{first}{''.join(head)} {rest}".rstrip()


def _join_thousands(found: re.Match[str]) -> str:
    """`1,200` is 1200; `0,074` and `7,364 * 10^-2` have a decimal comma, being no thousands."""
    head, rest = found.group(1), found.group(2)
    if head.startswith("0") or _TENTHS.match(found.string, found.end()):
        return found.group().replace(",", ".") if rest.count(",") == 1 else found.group()
    return head + "".join(each for each in rest if each.isdigit())


def _decimal(text: str, found: re.Match[str]) -> PrintedNumber | None:
    mantissa = found["mantissa"]
    power = int((found["exponent"] or found["power"] or "0").replace(" ", ""))
    if abs(power) > _MAX_EXPONENT:
        return None
    decimals = len(mantissa.partition(".")[2])
    scale = Fraction(10) ** power * (Fraction(1, 100) if found["percent"] else 1)
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


_TWICE = re.compile(r"([^()]+?)\s*\(\s*(?:exactly|i\.e\.,?|=)?\s*([^()a-z]*\d[^()a-z]*)\)[.$]*")
_PRODUCT = re.compile(r"\$?\d+(?:\(\d+\)|\s?!)[.$]*")  # 3(4), 4!
_BARS = re.compile(r"(?:\\left\s*)?\|\s*(\{?-[^|]*?)(?:\\right\s*)?\|")
_FORMULA = re.compile(r"\$+[^$]*\$+")
_ABOUT = re.compile(r"\\(?:approx|simeq|sim|doteq)(?=\d)")
_COMMA_OF_LIST = re.compile(r"(?P<before>\.\d+),(?=[-−]?\d*\.\d)")
_NUMERAL = re.compile(
    r"(?<![\w.,?■□])[-−–‑]?(?:\d{1,3}(?:(?:[, \u2009\u202f\u00a0]|\\,|\{,\})\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:[.,]\d+)?|\.\d+)"
    r"(?:[eE][+-]?\d+|\s*(?:\\times|\\cdot|[×·])\s*10(?:\s*\^\s*\{?[-−]?\d+\}?|[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?:\s*(?:\\?%|(?:per ?cent|thousand|million|billion)\b))?(?!\w|[.,]\d|\s?[?■□\uFFFD])"
)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], PrintedNumber | None]], ...] = (
    (_POWER_OF_TEN, _power_of_ten),
    (_NUMBER, _decimal),
    (_FRACTION, _fraction),
    (_MIXED, _mixed),
)
