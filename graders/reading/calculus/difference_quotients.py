"""Which difference quotient a text is about: forward, backward or central, and by which step."""

import re
from collections.abc import Iterator, Mapping, Sequence

FORWARD, BACKWARD, CENTRAL = "forward", "backward", "central"
_PASSES = r"(?![- ]?(?:pass|mode|prop|sweep|auto|accum|through|table|AD\b))"  # of another method
_WORDS: Mapping[str, str] = {
    CENTRAL: r"\bcentral|\bcentred|\bcentered|\bsymmetric|\btwo[- ]sided|\bboth sides",
    BACKWARD: rf"\bbackwards?\b{_PASSES}",
    FORWARD: rf"\bforwards?\b{_PASSES}",
}
_BY_SHIFTS: Mapping[frozenset[int], str] = {
    frozenset({1, -1}): CENTRAL,
    frozenset({1, 0}): FORWARD,
    frozenset({0, -1}): BACKWARD,
}
_SPACING = re.compile(r"\\left|\\right|\\[,;:! ]|[\s$]")
_CALL = r"f_?\{?\d?\}?\(((?:[^()]|\([^()]*\))*)\)"
_DIFFERENCE = re.compile(rf"{_CALL}[-−–]{_CALL}")
_STEP = r"(?:h|dx|dw|\\?Delta|\\?delta|\\?(?:var)?eps|[Δδεϵ])"
_TIMES = r"(?:\*|·|\\cdot|\\times)"
_TWICE_THE_STEP = re.compile(
    rf"(?:/|over|\}}\{{|by)\(?(?:2{_TIMES}?{_STEP}|2{_TIMES}0?\.01(?!\d)|0?\.02(?!\d))"
)
_AHEAD, _BEHIND = re.compile(r"\+|\b[12]\.[01]*[15]\b"), re.compile(r"[-−–]|\b[01]\.9+5?\b")


def schemes_of(text: str) -> frozenset[str]:
    r"""The schemes that a text names, or that its formulas show; else those of its points.

    >>> sorted(schemes_of(r"$\frac{f(w+h)-f(w-h)}{2h}$")), sorted(schemes_of("forward steps"))
    (['central'], ['forward'])
    >>> sorted(schemes_of("not central: (f(1.01, 2) - f(1, 2)) / 0.01")), sorted(schemes_of("0.35"))
    (['central', 'forward'], [])
    """
    named = {scheme for scheme, words in _WORDS.items() if re.search(words, text, re.IGNORECASE)}
    return frozenset(named | set(_shown(_SPACING.sub("", text)))) or frozenset(_by_points(text))


def _shown(formula: str) -> Iterator[str]:
    """The schemes of the differences in a text without spaces, and of a division by two steps."""
    for first, second in _DIFFERENCE.findall(formula):
        scheme = _BY_SHIFTS.get(frozenset({_shift(first), _shift(second)}))
        if scheme is not None:
            yield scheme
    if _TWICE_THE_STEP.search(formula):
        yield CENTRAL


def _shift(arguments: str) -> int:
    """To which side of the point a function is evaluated; 0 at the point itself."""
    return bool(_AHEAD.search(arguments)) - bool(_BEHIND.search(arguments))


def _by_points(text: str) -> Iterator[str]:
    ahead, behind = re.search(r"\b[12]\.01\b", text), re.search(r"\b[01]\.99\b", text)
    if behind:
        yield CENTRAL if ahead else BACKWARD
    elif ahead:
        yield FORWARD


_SIZE = r"(\d*\.\d+|1e-\d|10\^\{?-\d\}?)(?![\d.]*\d)"
_STEP_SAID = re.compile(
    rf"(?:\bstep(?:[ -]?size)?(?: of| is|:)?|(?<![A-Za-z\\/]){_STEP} ?(?:w(?:_?\{{?\d\}}?)?)?)"
    rf"\s*[=$\s]*{_SIZE}"
)
_DIVIDED = re.compile(rf"{_DIFFERENCE.pattern}\)*(?:/\(?|\}}\{{){_SIZE}")


def steps_of(text: str, point: Sequence[float]) -> frozenset[float]:
    r"""The sizes of the step that a text says, divides by, or moves a point by.

    >>> steps_of(r"with $\Delta w = 0.1$", (1, 2)), steps_of("(f(1.01, 2) - f(1, 2))/h", (1, 2))
    (frozenset({0.1}), frozenset({0.01}))
    """
    said = _STEP_SAID.findall(text)
    plain = _SPACING.sub("", text)
    divided = [sizes[-1] for sizes in _DIVIDED.findall(plain)]
    moved = [each for call in re.findall(_CALL, plain) for each in _moves(call, point)]
    return frozenset([*map(_size, (*said, *divided)), *moved])


def _size(text: str) -> float:
    return float(text.replace("10^", "1e").translate(str.maketrans("", "", "{}")))


def _moves(arguments: str, point: Sequence[float]) -> Iterator[float]:
    """By how much the arguments of a function are off a point, if they are all numbers."""
    try:
        values = [float(each) for each in arguments.split(",")]
    except ValueError:
        return
    if len(values) == len(point):
        offs = (abs(value - at) for value, at in zip(values, point, strict=True))
        yield from (round(off, 6) for off in offs if off)
