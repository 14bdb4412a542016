r"""What integration by parts leaves at the ends, as a difference: `[-z e^{-z^2/2}]_0^\infty`.

At infinity a function with the density of a normal variable for a factor is zero.
"""

import re

BOUND = r"\s*(\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|[-−]?\s*(?:\\infty|∞|inf(?:ty|inity)?|\d)){}"
BOUNDS = rf"\s*_{BOUND.format('')}\s*\^{BOUND.format('')}"
_ENDS = re.compile(
    rf"(?<!\s)\s*+(?:(?:\\right|\\[bB]igg?r?)\s*+)?(?P<sign>[\])|]|\\r?vert(?![A-Za-z])){BOUNDS}"
)
_OPENS = {"[": "]", "(": ")", "{": "}"}
_SIZE = r"(?:(?:\\left|\\[bB]igg?l?)\s*+)?"
_OF_OPERATOR = re.compile(rf"(?:[A-Za-z}}]|[A-Za-z]_\w)\s*+{_SIZE}$")  # E[z], f(z)
_SIZE_BEFORE, _NO_BAR = re.compile(rf"(?<!\s)\s*+{_SIZE}$"), re.compile(r"\\left\s*\.")
_STOPS = "=$,;&\n"
_DENSITY = r"(?:f|p|\\phi|φ|ϕ)(?:_\{{?\s*[A-Z{v}]\s*\}}?)?\s*\(\s*{v}\s*\)"
_OF_NORMAL = r"\\frac{{1}}{{\\sqrt{{2\\pi}}}} e^{{-{v}^2/2}}"
_VANISHES = re.compile(r"(?:e\s*\^\s*\{?|\\?exp\s*\(?|\\left\()\s*[-−]")
_BRACKETED, _DEEPEST = re.compile(r"[({\[][^(){}\[\]]*[)}\]]"), 8
_INFINITE = re.compile(r"\\infty|∞|inf")


def with_boundary_terms(text: str, variable: str) -> str:
    r"""A text in which functions between bounds are differences of two values.

    >>> with_boundary_terms(r"\left[-z e^{-z^2/2}\right]_0^\infty + 1", "z")
    '(0-0) + 1'
    >>> with_boundary_terms(r"a =z^2 \Big|_{0}^{1}", "z")
    'a =(((1)^2)-0)'
    >>> with_boundary_terms(r"E[z]_0^1", "z")
    'E[z]_0^1'
    """
    name = re.compile(rf"(?<![A-Za-z\\]){variable}(?![A-Za-z])")
    at = 0
    while (ends := _ENDS.search(text, at)) is not None:
        at = ends.end()
        start, function = _function(text, ends)
        density = _OF_NORMAL.format(v=variable)
        function = re.sub(_DENSITY.format(v=variable), density, function)
        values = [_value(function, name, bound) for bound in (ends[3], ends[2])]
        if name.search(function) and all(values):
            text = f"{text[:start]}({'-'.join(values)}){text[at:]}"
            at = start
    return text


def _function(text: str, ends: re.Match[str]) -> tuple[int, str]:
    """Where the function begins that stands before bounds, and the function; empty if none does."""
    before = text[: ends.start()]
    is_bracketed = ends["sign"] in _OPENS.values()
    start = _opening(before)
    if not is_bracketed:
        return start, _NO_BAR.sub("", before[start:]).strip()
    if start == 0 or _OPENS.get(before[start - 1]) != ends["sign"]:
        return 0, ""
    opened = _SIZE_BEFORE.search(before, 0, start - 1)
    first = opened.start() if opened else start - 1
    return (0, "") if _OF_OPERATOR.search(before[:first]) else (first, before[start:].strip())


def _opening(text: str) -> int:
    """Behind the last bracket that is not closed in a text, or behind its last relation."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in _OPENS.values():
            depth += 1
        elif text[at] in _OPENS:
            if depth == 0:
                return at + 1
            depth -= 1
        elif depth == 0 and text[at] in _STOPS:
            return at + 1
    return 0


def _value(function: str, name: re.Pattern[str], bound: str) -> str:
    """What a function is at a bound; empty at infinity, unless it is zero there."""
    if _INFINITE.search(bound):
        return "0" if _VANISHES.search(function) else ""
    place = bound.strip("{} ")
    if place == "0" and _has_factor(function, name):
        return "0"
    return "(" + name.sub(f"({place})", function) + ")"


def _has_factor(function: str, name: re.Pattern[str]) -> bool:
    """Whether a function is a product, of which the variable is a factor."""
    plain = function.lstrip("-− ")
    for _ in range(_DEEPEST):
        plain = _BRACKETED.sub(" ", plain)
    return name.search(plain) is not None and re.search(r"[-+−]", plain) is None
