r"""Operators in words between the parts of a formula: `y times log(p)`, `$a$ plus $b$`."""

import re

from graders.reading.mathematics.words.spelled import GREEK

_SIGNS = {"plus": "+", "minus": "-", "times": r"\cdot"}
_WORD = rf"\s+(?P<word>{'|'.join(_SIGNS)})\s+"
_LOGARITHM = r"(?:the\s+)?(?:natural\s+)?(?:log(?:arithm)?|ln)\s+of\s+(?:the\s+)?"
_NAME = rf"(?:(?:{'|'.join(GREEK)})|[A-Za-z]_?hat|(?!a\s+[a-z]{{2}})[A-Za-z])"
_FUNCTION = r"(?:(?:ln|log|exp|sqrt)\b|(?:sigm(?:oid|a)?|relu|ReLU|tanh|softmax)(?=\())"
_PART = rf"(?:[(\[|\\√∑∏∂∇‖ŷ]|[-−]?\d|{_FUNCTION}|{_NAME}(?![A-Za-z]))"
_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_NUMBER = re.compile(rf"\b(?:{'|'.join(_DIGITS)})(?={_WORD}{_PART})")
_BETWEEN = re.compile(rf"{_WORD}(?P<log>{_LOGARITHM})?(?={_PART})")
_ENDS = re.compile(rf"(?:[)\]|}}‖\d²³ᵀŷ\u0302]|(?<![A-Za-z\\$]){_NAME})$")
_LONGEST = 10  # characters of a name
_TRANSPOSED = re.compile(
    r"(?P<plain>(?<![A-Za-z\\$])(?![aI]\b)[A-Za-z]|\))\s+transposed?\b"
    r"|\$(?P<set>(?:\\math(?:bf|rm)\s*\{)?\s*[A-Za-z]\s*\}?)\$\s+transposed?\b"
    r"|\b(?:the\s+)?transpose\s+of\s+(?:the\s+)?(?:matrix\s+|vector\s+)?"
    r"(?P<behind>(?![aI]\b)[A-Za-z](?:_\{?\w\}?)?)(?![A-Za-z^(])"
)
_FORMULA = r"(?<!\$)\$(?P<{}>[^$]+)\$(?!\$)"
_JOINED = re.compile(_FORMULA.format("left") + _WORD + _FORMULA.format("right"))
_FRACTIONS = {
    "half": r"\frac12", "third": r"\frac13", "quarter": r"\frac14", "two thirds": r"\frac23",
    "twice": "2", "double": "2", "1/2": r"\frac12", r"\frac12": r"\frac12",
    r"\frac{1}{2}": r"\frac12",
}  # fmt: skip
_FRACTION = re.compile(
    rf"(?:\b(?:one|a|1)[ -])?(?<![\w\\$])\$?(?P<word>{'|'.join(map(re.escape, _FRACTIONS))})\$?"
    rf"(?:\s+(?:of|times)(?:\s+the)?)?\s+(?:{_FORMULA.format('right')}|(?=\())"
)
_BRACKETED = re.compile(r"[({\[][^(){}\[\]]*[)}\]]")
_DEEPEST = 20  # brackets within brackets


def with_operators(text: str) -> str:
    r"""A text with signs for the operators that are spelled out between parts of formulas.

    A word that stands beside a sum in delimited formulas, of which it may take a part or the
    whole, stays as it is.

    >>> with_operators("y times log of (1 - y) plus one minus y")
    'y \\cdot log (1 - y) + 1 - y'
    >>> with_operators(r"$y \log p$ plus $1 - y$"), with_operators("$x$ times $1 - y$")
    ('$y \\log p + 1 - y$', '$x$ times $1 - y$')
    >>> with_operators("A transpose x"), with_operators("$A$ transposed")
    ('A^T x', '$A^T$')
    >>> with_operators("one half of $(x - 1)^2$"), with_operators("half of $x - 1$")
    ('$\\frac12 (x - 1)^2$', 'half of $x - 1$')
    >>> with_operators("$2x$ plus a constant"), with_operators("twice x plus terms")
    ('$2x$ plus a constant', 'twice x plus terms')
    """
    text = _FRACTION.sub(_as_factor, _TRANSPOSED.sub(_with_sign, text))
    while (joined := _JOINED.sub(_in_one, text)) != text:
        text = joined
    return _BETWEEN.sub(_in_signs, _NUMBER.sub(lambda each: _DIGITS[each[0]], text))


def _with_sign(found: re.Match[str]) -> str:
    if found["set"]:
        return f"${found['set']}^T$"
    return f"{found['plain'] or found['behind']}^T"


def _as_factor(found: re.Match[str]) -> str:
    """A fraction of one formula as its factor, where it is clear what it is taken of."""
    right, factor = found["right"], _FRACTIONS[found["word"]]
    if right is None:
        return f"{factor} "
    if re.search("[=<>]", right) or _is_sum(right):
        return found[0]
    return f"${factor} {right.lstrip()}$"


def _in_signs(found: re.Match[str]) -> str:
    """A sign for the word, where it stands behind a part of a formula."""
    if not _ENDS.search(found.string[max(0, found.start() - _LONGEST) : found.start()]):
        return found[0]
    return f" {_SIGNS[found['word']]} {'log ' if found['log'] else ''}"


def _in_one(found: re.Match[str]) -> str:
    """Two formulas as one, where the word between them can mean but one thing."""
    left, word, right = found["left"], found["word"], found["right"]
    taken = {"plus": (), "minus": (right,), "times": (left.rpartition("=")[2], right)}[word]
    if re.search("[=<>]", right) or any(map(_is_sum, taken)):
        return found[0]
    return f"${left.rstrip()} {_SIGNS[word]} {right.lstrip()}$"


def _is_sum(formula: str) -> bool:
    for _ in range(_DEEPEST):
        formula = _BRACKETED.sub(" ", formula)
    return re.search(r"[-+−]", formula) is not None
