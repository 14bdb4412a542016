"""Signs that are spelled out where there is no LaTeX: lambda, eta, grad f(w)."""

import re

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi"
    " omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"
).split()
_SPELLED = re.compile(
    rf"(?<![\\A-Za-z])(?:(?P<greek>{'|'.join(_GREEK)})|(?P<nabla>grad|nabla))(?![A-Za-z])"
)


def with_signs(text: str) -> str:
    r"""A plain formula with the commands of LaTeX for the signs that are spelled out.

    >>> with_signs("w_t - 1/(2 lambda) grad f(w_t)")
    'w_t - 1/(2 \\lambda ) \\nabla  f(w_t)'
    """
    return _SPELLED.sub(lambda each: rf"\{each['greek'] or 'nabla'} ", text)
