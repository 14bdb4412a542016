r"""Gradients in words: "the gradient of x^T A y with respect to y is A^T x" is an equation."""

import re

from graders.reading.mathematics.words.spelled import GREEK
from graders.reading.quantities.names.respect import RESPECT

_NAME = rf"(?:\\?(?:{'|'.join(GREEK)})|[A-Za-z])(?:_\{{?\w{{1,3}}\}}?)?(?![A-Za-z(])"
_BY = rf"\s+(?:{RESPECT}|by|in|for)\s+(?:the\s+)?(?:(?:vector|matrix|weights?)\s+)?(?P<by>{_NAME})"
_OF = r"\s+of\s+(?P<of>(?:(?!\b(?:is|are|at|has|for|where|when|equals)\b)[^.;:=$\n]){1,60}?)"
_DIGITS = {"one": "1", "two": "2", "twice": "2", "three": "3", "four": "4"}
_BEGINS = (  # what is a formula, or a factor in words before one
    rf"(?:(?P<minus>minus)\s+)?(?:(?P<count>{'|'.join(_DIGITS)})\s+(?=\(|\\|{_NAME})"
    rf"|(?=[-−(\\\d]|{_NAME}|[A-Za-z]{{2,8}}\())"
)
_SAID = re.compile(
    r"(?:\b[Tt]he\s+)?(?:partial\s+)?(?<!second )(?<!third )(?<!2nd )(?<!mixed )"
    r"\b(?:[Gg]radient|[Dd]erivative(?=\s+(?:of|by|in|for|with|w\.?\s?r)\b))"
    rf"(?:{_OF})??(?:{_BY})?(?:\s+of\s+(?P<behind>{_NAME}))?"
    rf"(?:\s+(?:is|equals)|\s*[=:])(?:\s+(?:equal to|simply|just|then|thus|therefore))?\s+{_BEGINS}"
)
_FUNCTION = r"(?:tr|trace|ln|log|exp|sqrt|det|norm|sum)\b"
_ANY_WORD = re.compile(rf"(?!{_FUNCTION})[A-Za-z]{{2,}}", re.IGNORECASE)
_ANY = "z"  # that is derived, where words call it


def with_gradients(text: str) -> str:
    r"""A text with an equation for what a sentence says that a gradient is.

    >>> with_gradients("The gradient of x^T x with respect to x is two x.")
    '\\frac{\\partial (x^T x)}{\\partial x} = 2 x.'
    >>> with_gradients("So the derivative of the loss by W_d is minus a^T")
    'So \\frac{\\partial z}{\\partial W_d} = -a^T'
    >>> with_gradients("The derivative of the curve is largest at x = 0")
    'The derivative of the curve is largest at x = 0'
    >>> with_gradients("the gradient is not 2x"), with_gradients("The gradient is $2x$")
    ('the gradient is not 2x', 'The gradient is $2x$')
    """
    return _SAID.sub(_as_equation, text) if "radient" in text or "erivative" in text else text


def _as_equation(said: re.Match[str]) -> str:
    of = said["of"] or said["behind"] or _ANY
    derived = _ANY if _ANY_WORD.search(of) else of if re.fullmatch(_NAME, of) else f"({of})"
    sign, count = "-" if said["minus"] else "", _DIGITS.get(said["count"] or "", "")
    value = f"{sign}{count} " if count else sign
    if said["by"] is None:
        return rf"\nabla {derived} = {value}"
    return rf"\frac{{\partial {derived}}}{{\partial {said['by']}}} = {value}"
