r"""How the norms of a two-layer network are spelled: by name, as a scan reads it, as a formula.

`Spectral1` may be printed "Spectra1l" or `\sigma_{\max}(U)`, `Dist_Fro` "Dist _ Fro" or "Dist Fro".
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from graders.claims.two_layer.norms_by_layer import KINDS, norms_by_layer
from graders.reading.bars import cells_of, is_row, is_rule

_MISREAD = {"1": "[1lI]", "l": "[l1I]", "o": "[o0]", "_": r"\s?[_-]?\s?"}
_BAR = r"(?:\\[lr]?Vert|\\\||\|\||‖|∥)\s*"
_LAYERS = {"1": r"(?:U|W_?\{?1\}?)", "2": r"(?:V|W_?\{?2\}?)"}
_COUNT = re.compile(r"(?<![\d.,])(\d[\d,]*\d)\s+parameters\b")
_FEWEST = 2  # names side by side that head a row of values


def spellings(name: str) -> str:
    r"""A regular expression for what one norm, or product of norms, is called.

    >>> bool(re.fullmatch(spellings("Spectral1"), "Spectra1l"))
    True
    >>> [bool(re.fullmatch(spellings("Fro_Fro"), each)) for each in ("Fro Fro", "FroFro")]
    [True, True]
    >>> bool(re.fullmatch(spellings("Distance2"), r"\Vert V-V_0\Vert _F"))
    True
    """
    signs = [_MISREAD.get(sign, re.escape(sign)) for sign in name]
    layer = _LAYERS.get(name[-1], "")
    forms = [r" ?".join(("".join(signs[:-1]), signs[-1])) if layer else "".join(signs)]
    if layer:
        words = KINDS[name[:-1]]
        forms.append(rf"{words}\.?(?: norm)?(?: of)?(?: layer {name[-1]}| \(?{layer}\)?)")
    if name.startswith("Frobenius"):
        forms.append(rf"{_BAR}{layer}\s*{_BAR}_\s*\{{?F\}}?")
    elif name.startswith("Distance"):
        forms.append(
            rf"{_BAR}{layer}\s*[-−]\s*{layer}[_^({{]*(?:0|\\?init)[)}}]*\s*{_BAR}(?:_\s*\{{?F\}}?)?"
        )
    elif name.startswith("Spectral"):
        forms.append(rf"(?:\\?sigma|σ)_?\{{?\\?(?:max|1)\}}?\s*\(?{layer}\)?")
        forms.append(rf"{_BAR}{layer}\s*{_BAR}_\s*\{{?(?:2|\\?sigma|σ|op)\}}?")
    return "|".join(forms)


def with_names_beside(text: str) -> str:
    r"""The text, and behind it a line for each value that stands below its name, or beside another.

    >>> print(with_names_beside("| Fro_Fro | Dist_Fro |\n|---|---|\n| 9 | 8 |"))
    | Fro_Fro | Dist_Fro |
    |---|---|
    | 9 | 8 |
    Fro_Fro: 9
    Dist_Fro: 8
    >>> with_names_beside(r"| $\|U\|_F$ | $\|V\|_F$ |" "\n| 9 | 8 |").splitlines()[2:]
    ['$\\|U\\|_F$: 9', '$\\|V\\|_F$: 8']
    >>> with_names_beside("The spectral norms are 1.9 and 3.1").split("\n")[1:]
    ['Spectral1: 1.9', 'Spectral2: 3.1']
    """
    found = [*norms_by_layer(text), *_below_names(text)]
    if count := _COUNT.search(text):
        found.append(("#parameter", count[1]))
    return "\n".join([text, *(f"{name}: {value}" for name, value in dict.fromkeys(found))])


def _below_names(text: str) -> Iterator[tuple[str, str]]:
    """The values of a table whose first row is names."""
    lines = [line for line in text.split("\n") if not (is_row(line) and is_rule(line))]
    rows = [cells_of(line) if is_row(line) else [] for line in lines]
    for names, values in pairwise(rows):
        pairs = [
            (name, value)
            for name, value in zip(names, values, strict=False)
            if _is_number(value) and not _is_number(name) and name
        ]
        if len(pairs) >= _FEWEST:
            yield from pairs


def _is_number(cell: str) -> bool:
    return bool(re.match(r"\s*\$?\s*[-−]?[\d.]", cell))
