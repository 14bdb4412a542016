r"""The macros of packages that a document loads, as far as homework uses them."""

import re

_MACROS = {
    "physics": (
        r"\def\qty{}\def\abs#1{\left|#1\right|}\def\norm#1{\left\|#1\right\|}"
        r"\def\pdv#1#2{\frac{\partial #1}{\partial #2}}\def\dv#1#2{\frac{d #1}{d #2}}"
    ),
    "siunitx": r"\def\num#1{#1}\def\SI#1#2{#1#2}\def\percent{\%}",
}
_LOADED = re.compile(r"\\usepackage\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")


def definitions(latex: str) -> str:
    r"""The definitions of the packages that a document loads, on no line of their own.

    >>> definitions(r"\usepackage{amsmath, siunitx}")
    '\\def\\num#1{#1}\\def\\SI#1#2{#1#2}\\def\\percent{\\%}'
    """
    loaded = [name.strip() for names in _LOADED.findall(latex) for name in names.split(",")]
    return "".join(_MACROS.get(name, "") for name in dict.fromkeys(loaded))
