r"""What is said of a ReLU of a standard normal variable, as expectations: `\varphi(z)^2`, `z_+`."""

import re

from graders.reading.calculus.probability.normal import of_normal

_ACTIVATION = re.compile(r"\\(?:var)?phi(?![A-Za-z])|[φϕ]|(?i:\\?(?<![A-Za-z])(?:Leaky)?ReLU\b)")
_IN_FONT = re.compile(r"\\(?:text|mathrm|operatorname|mathit)\s*\{\s*(\w+)\s*\}")
_ALONE = re.compile(  # without its argument
    r"(\\mathrm\{relu\})((?:\^2|\^\{2\}|²)?+)(?!\s*(?:\\left)?\s*[({\[])"
)
_POSITIVE_PART = re.compile(r"(?:\(\s*z\s*\)|\[\s*z\s*\]|z)_\+|z\^\+")
_HALF_LINE = re.compile(r"(?<![A-Za-z\\])([A-Z])_(?=[{+-])\{?([-+])\}?(?!\w)")


def of_rectified(text: str) -> str:
    r"""A passage in which ReLU has its name, and all is an expectation over the normal variable.

    >>> of_rectified(r"E[\varphi^2(z)] = \frac12")
    '(\\mathbb{E}_{z\\sim N}[\\mathrm{relu}^2(z)]) = \\frac12'
    >>> of_rectified(r"E[z_+^2] = I_+")
    '(\\mathbb{E}_{z\\sim N}[\\max(z,0)^2]) = I_p'
    """
    text = _HALF_LINE.sub(lambda found: f"{found[1]}_{'pm'[found[2] != '+']}", text)
    text = _IN_FONT.sub(r"\1", _POSITIVE_PART.sub(r"\\max(z,0)", text))
    text = of_normal(text, "z")
    return _ALONE.sub(r"\1(z)\2", _ACTIVATION.sub(r"\\mathrm{relu}", text))
