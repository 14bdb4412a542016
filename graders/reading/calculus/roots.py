r"""The two roots of a quadratic in one spelling: `x_\pm`, "r2" and `u_{max}` alike."""

import re

_LETTERS = "rxtuyqvXE"
_ALONE = r"(?<![A-Za-z\\]){}(?![A-Za-z])"
_EXPONENTIAL = re.compile(
    r"(?<![A-Za-z\\_])(?P<name>[pqstuvyXE])\s*:?=\s*(?:e\s*\^|\\?exp\b)\s*[{(]?\s*-"
)


def _root(below: str, short: str = r"(?!)") -> str:
    """A letter with an index below it, or a root that is written so for short."""
    return rf"(?<![A-Za-z\\])(?:[{_LETTERS}]\s*_\s*{below}|{short})"


_FIRST, _SECOND = _root(r"\{?1\}?", "r1"), _root(r"\{?2\}?", "r2")
_SMALLER = _root(r"(?:\{\s*(?:1|-|\\?min)\s*\}|1|-|\\?min)", "r1")
_LARGER = _root(r"(?:\{\s*(?:2|\+|\\?max)\s*\}|2|\+|\\?max)", "r2")
_EITHER = re.compile(rf"(?:{_SMALLER}|(?P<larger>{_LARGER}))(?![\d,])")
_LESS = r"(?:<=?|\\lt(?![a-z])|≤|\\leq?(?![a-z])|\\leqslant)"
_MORE = r"(?:>=?|\\gt(?![a-z])|≥|\\geq?(?![a-z])|\\geqslant)"
_FIRST_FROM = re.compile(
    rf"(?:^|[\s$,;&(]){_FIRST}\s*(?:=|:)(?:(?!\\?ln|\\?log)[^=\n]){{0,60}}?(?P<sign>[+-])\s*\\?sqrt",
    re.MULTILINE,
)
_FALLING = r"[-−]\s*(?:\\frac\s*(?:1w|\{1\}\{w\})|1/w)?\s*\\?(?:ln|log)\s*\(?\s*"  # negative of ln
_ORDERED = re.compile(  # also of their logarithms, or with the unknown between them
    rf"(?P<falling>{_FALLING})?(?:(?P<first>{_FIRST})|{_SECOND})(?!\d)\)?\s*"
    rf"(?:(?P<less>{_LESS})[^$;\n>≥]{{0,40}}?|{_MORE}[^$;\n<≤]{{0,40}}?)"
    rf"(?(first){_SECOND}|{_FIRST})(?!\d)"
)
_FIRST_CALLED_SMALLER = re.compile(
    rf"{_FIRST}\$? (?:is |being )?the (?:smaller|lesser)"
    rf"|(?:smaller|lesser) (?:one |root )?(?:is |being )?\$?{_FIRST}"
)
_TWICE_FIRST = re.compile(rf"2\s*\\?ln\s*\(?\s*{_FIRST}(?![\d,])")
_PLUS_MINUS = re.compile(r"\\(?:pm|mp)(?![A-Za-z])|[±∓]|\+\s?/?\s?-(?=\s*\\?sqrt)")
_PAIR = re.compile(  # what the two roots are, in one formula
    r"(?P<head>[A-Za-z])\s*(?:_\s*(?:\{[^{}]*\}|\\?[\w±∓]+)|[12]\s*[,/]\s*[12])?\s*&?\s*="
    rf"(?P<value>(?:(?!\\[lg]eq?(?![a-z])|\\\\|\.\s)[^$\n;,=<>≤≥])*?(?:{_PLUS_MINUS.pattern})"
    r"(?:(?!\\\\|\.\s)[^$\n;,])*)"
)
_BOTH_SIGNS = re.compile(r"_\s*(?:\{\s*)?\+\s?/?\s?-\s*\}?(?=\s*=)")  # as \pm is typed
_BOTH_INDICES = re.compile(r"_\s*\{?1\}?\s*([,/])\s*_\s*\{?2\}?")  # as subscripts are typed
_PAIR_FROM_PLUS = re.compile(  # with the plus first, unless a logarithm takes it otherwise
    _root(r"\{\s*1\s*[,/]\s*2\s*\}", "[rx]1,2") + r"\s*=[^=$\n;]{0,80}?(?:\\pm(?![a-z])|±|\+/-)"
)
_UNKNOWN_OF_BOTH = re.compile(
    r"\bx\s*(?:=|\\in|∈)\s*\\?\{?\s*(?=r_\{?1\}?\s*(?:,|and|or)\s*r_\{?2)"
)
_OF_SIGMOID = re.compile(
    r"(?:\\sigma|σ|(?<![A-Za-z\\])s)\s*_\s*(?:\{\s*(?P<in>[-+12]|\\pm|±)\s*\}|(?P<alone>[-+12](?!\d)|\\pm|±))"
)
_SIGMOID_FROM_PLUS = re.compile(
    r"(?:s|\\sigma|σ)_(?:\{1\}|1)\s*=[^=$\n]{0,40}?\+\s*\\?sqrt|s_1\s*>\s*s_2|s_2\s*<\s*s_1"
)
_INDEX = _root(r"\{?([12])\}?") + r"(?!\d)"
_OF_LARGER = [  # twice the logarithm of one root, or that of a ratio
    re.compile(rf"(?<!_)(?<!_\{{)2[\s*·/|{{}}()w]{{0,12}}\\?(?:ln|log)\s*\(?\s*{_INDEX}"),
    re.compile(rf"\\?(?:ln|log)(?![a-z])[\s({{\\]*(?:left|[dt]?frac)?[\s({{]*{_INDEX}(?!\s*[,\]])"),
]


def of_roots(text: str) -> str:
    r"""A passage in which the smaller root is called r_1, the larger one r_2, the unknown x.

    >>> of_roots(r"\ln x_+ - \ln x_-"), of_roots("ln r2")
    ('\\ln r_2 - \\ln r_1', 'ln r_2')
    >>> of_roots("u = e^{-wa}: u^2 + 1 <= |w|u")
    'x = e^{-wa}: x^2 + 1 <= |w|x'
    >>> of_roots("$x = 2 \\pm \\sqrt{w}$")
    '$r_2 = 2  +  \\sqrt{w}, r_1 = 2  -  \\sqrt{w}$'
    >>> of_roots("x_+- = 2 +- sqrt(w)")
    'r_2 = 2  +  sqrt(w), r_1 = 2  -  sqrt(w)'
    >>> of_roots("x = r_1, r_2 where r_1 r_2 = 1")
    'r_1, r_2 where r_1 r_2 = 1'
    """
    text = _with_indices(_with_unknown(_with_sigmoids(text)))
    larger, smaller = ("r_1", "r_2") if _is_first_larger(text) else ("r_2", "r_1")
    named = _EITHER.sub(lambda found: larger if found["larger"] else smaller, text)
    return _PAIR.sub(_one_by_one, _UNKNOWN_OF_BOTH.sub("", named))


def _with_unknown(text: str) -> str:
    """A passage in which x is the name of what stands for an exponential."""
    unknown = _EXPONENTIAL.search(text)
    if unknown is None or re.search(_ALONE.format("x"), text):
        return text
    return re.sub(_ALONE.format(unknown["name"]), "x", text)


def _with_sigmoids(text: str) -> str:
    r"""A passage in which the ends of the range of a sigmoid are s_1 and the larger one s_2.

    >>> _with_sigmoids(r"\sigma_\pm, s_{-} + s_+ = 1"), _with_sigmoids("s_1 > s_2")
    ('s_\\pm, s_1 + s_2 = 1', 's_2 > s_1')
    """
    is_first_larger = _SIGMOID_FROM_PLUS.search(text) is not None
    names = {"-": "1", "+": "2"} | ({"1": "2", "2": "1"} if is_first_larger else {})

    def named(found: re.Match[str]) -> str:
        index = found["in"] or found["alone"]
        return f"s_{names.get(index, index)}"

    return _OF_SIGMOID.sub(named, text)


def _with_indices(text: str) -> str:
    """A passage with x_1 and x_2 where x1 and x2 are typed, and with one index for both."""
    text = _BOTH_SIGNS.sub(lambda _: r"_{\pm}", text)
    text = _BOTH_INDICES.sub(r"_{1\1 2}", text)
    has_both = re.search(r"\bx1\b", text) and re.search(r"\bx2\b", text)
    return re.sub(r"\bx([12])\b", r"x_\1", text) if has_both else text


def _is_first_larger(text: str) -> bool:
    r"""Whether a student's first root is the larger one.

    >>> _is_first_larger("-ln r_1 <= wa + b <= -ln r_2"), _is_first_larger(r"r_1 \le x \le r_2")
    (True, False)
    """
    if told := _FIRST_FROM.search(text):
        return told["sign"] == "+"
    if _FIRST_CALLED_SMALLER.search(text):
        return False
    if told := _ORDERED.search(text):
        return ((told["first"] is None) == (told["less"] is not None)) != bool(told["falling"])
    of_larger = _PAIR_FROM_PLUS.search(text) and (each.search(text) for each in _OF_LARGER)
    index = next((found[1] for found in of_larger or () if found), "")
    return index == "1" or _TWICE_FIRST.search(text) is not None


def _one_by_one(pair: re.Match[str]) -> str:
    """The larger root and the smaller one, each with its own formula."""
    name = "r" if pair["head"] in _LETTERS else pair["head"]
    values = (_PLUS_MINUS.sub(f" {sign} ", pair["value"]) for sign in "+-")
    return ", ".join(f"{name}_{n} = {value.strip()}" for n, value in zip("21", values, strict=True))
