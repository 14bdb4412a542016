"""A printed number without what may stand around it, and with one sign for each meaning."""

import re
import unicodedata
from fractions import Fraction

from graders.reading.quantities.numbers.touching import is_formula

# Every sign that a keyboard, a word processor or OCR puts for another one.
_SAME = str.maketrans(
    dict.fromkeys("−–—‐‑⁻", "-") | dict.fromkeys("×·⋅∗•", "*") | dict.fromkeys("≈≃≅≡∼", "~")
    | {"⁄": "/", "’": "'", "‘": "'", "“": '"', "”": '"', "。": ".", "…": " "}
)  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_FRACTION_BEHIND = re.compile(r"(?<=\d)\s*[¼-¾⅐⅑⅓-⅞]")
_GAP = "|"  # between two numbers that must not become one
AND = "\u2064"  # between a whole number and the fraction behind it

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
        (r"(?<=\d)\s*(?=\\[dt]?frac)", AND),
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

_THOUSANDS = re.compile(
    r"(?<![\d.,])(\d{1,3})((?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+|(?:_\d{3})+)(?![\d,_'])"
)
_TENTHS = re.compile(r"\s*(?:[*xX]\s*10\s*\^\s*\{?|[eE])\s*-")
_DOTTED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")


def plain_number(text: str) -> str:
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
