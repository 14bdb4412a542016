"""Signs that are spelled out where there is no LaTeX: lambda, eta, grad f(w)."""

import re

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi"
    " omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"
).split()
_SPELLED = re.compile(
    rf"(?<![\\A-Za-z])(?:(?P<greek>{'|'.join(_GREEK)})|(?P<nabla>grad|nabla))(?![A-Za-z])"
)
_HAT = re.compile(r"(?<![\\A-Za-z])([a-z])_?hat(?![A-Za-z])")
_OF_PYTHON = re.compile(r"\b(?:np|numpy|torch|math)\.|[\w)\]]\.T\b|\s@\s")
_PYTHON = (
    (re.compile(r"\b(?:np|numpy|torch|math)\."), ""),
    (re.compile(r"(?<=[\w)\]])\.T\b"), "^T "),
    (re.compile(r"@"), " "),
    (re.compile(r"#.*"), ""),
)


def with_signs(text: str) -> str:
    r"""A plain formula with the commands of LaTeX for the signs that are spelled out.

    >>> with_signs("w_t - 1/(2 lambda) grad f(w_t)")
    'w_t - 1/(2 \\lambda ) \\nabla  f(w_t)'
    >>> with_signs("y*np.log(yhat)"), with_signs("A.T @ x"), with_signs("y_hat**y")
    ('y*log(\\hat{y})', 'A^T    x', '\\hat{y}^y')
    """
    text = _SPELLED.sub(lambda each: rf"\{each['greek'] or 'nabla'} ", text)
    text = text.replace("**", "^")
    if " @ " in text:
        text = text.replace("*", r" \odot ")  # what is no matrix product there is elementwise
    for sign, latex in _PYTHON if _OF_PYTHON.search(text) else ():
        text = sign.sub(latex, text)
    return _HAT.sub(r"\\hat{\1}", text)
