r"""What is said of the iterates of gradient descent, in declared names: `\bar{w}`, `\sum_t`."""

import re

OPTIMUM = r"w\^?(?:\*|\\star|\\ast)"  # a pattern for w^*, without spaces
_TRANSPOSED = re.compile(  # behind a bracket; T counts the steps
    r"(?<=\))(?:\^\s*\{?\s*T\b\s*\}?|ᵀ)"
)
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*(\w)\s*\}|(\w)(?![A-Za-z]))")
_OF_MEAN = re.compile(
    r"f\s*(?:\\left|\\[bB]igg?l?)?\(\s*\\frac\s*\{?1\}?\s*\{?T\}?\s*\\sum(?:_\{[^{}]*\}|_\w)?(?:\^\{?T\}?)?"
    r"\s*\{?w\}?(?:\^\{\(t\)\}|_t|_\{t\})\s*(?:\\right|\\[bB]igg?r?)?\)"
)
_WITHOUT_INDEX = re.compile(
    r"(?:[Σ∑]|\\sum(?![A-Za-z])|(?<![\\\w])sum(?=\s+(?:f\(|[<⟨‖]|\\langle)))(?!\s*(?:[_^ₜ]|\\limits))"
)
_BY_TWICE_THE_STEP = re.compile(  # 1/2η before a distance, not before the squares of the updates
    r"/\s?2(?P<step>\\eta(?![a-z])|η|eta\b)"
    r"(?!\s*[*·]?\s*(?:(?:[Σ∑]|\\?sum)\S*\s*)?(?:\|\||‖|∥|\\\||\\lVert)\s*v)"
)


def in_declared_notation(text: str) -> str:
    r"""A passage with `^\top` for a transpose, and names for the mean iterate and the index.

    What is divided by `2η` before a distance is so by the product.

    >>> in_declared_notation(r"f(\frac1T\sum_t w_t) \geq \nabla f(x)^T(y-x)")
    'f(\\bar{w}) \\geq \\nabla f(x)^\\top(y-x)'
    >>> in_declared_notation("1/T Σ f(w_t)")
    '1/T \\sum_t  f(w_t)'
    >>> in_declared_notation("||w*||²/2η + 1/2η ||v||²")
    '||w*||²/(2η) + 1/2η ||v||²'
    """
    text = _BOLD.sub(lambda letter: f"{{{letter[1] or letter[2]}}}", text)
    text = _OF_MEAN.sub(lambda _: r"f(\bar{w})", text)
    text = _BY_TWICE_THE_STEP.sub(lambda divided: f"/(2{divided['step']})", text)
    text = _WITHOUT_INDEX.sub(lambda _: r"\sum_t ", text)
    return _TRANSPOSED.sub(lambda _: r"^\top", text)
