r"""How the norms of a two-layer network are spelled: by name, as a scan reads it, as a formula.

`Spectral1` may be printed "Spectra1l" or `\sigma_{\max}(U)`, and `Dist_Fro` "Dist _ Fro".
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_MISREAD = {"1": "[1lI]", "l": "[l1I]", "o": "[o0]", "_": r"\s?[_-]\s?"}
_BAR = r"(?:\\[lr]?Vert|\\\||\|\||‖|∥)\s*"
_LAYERS = {"1": r"(?:U|W_?\{?1\}?)", "2": r"(?:V|W_?\{?2\}?)"}
_KINDS = {"Frobenius": "frob(?:enius)?", "Distance": "dist(?:ance)?s?", "Spectral": "spec(?:tral)?"}
_NUMBER = r"(?<![\d.])[-−]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?![\d.]*\d)"
_PAIRS = {
    kind: re.compile(
        rf"\b{word}(?![A-Za-z]*[ _-]?[\dlI]\b|[A-Za-z]*\s?_)\w*[^\d\n]{{0,40}}?"
        rf"(?P<first>{_NUMBER})[^\d\n]{{0,25}}?(?P<second>{_NUMBER})",
        re.IGNORECASE,
    )
    for kind, word in _KINDS.items()
}
_LAYER = re.compile(r"\([^()\n]*layer[^()\n]*\)", re.IGNORECASE)
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"[\s|:-]+")
_COUNT = re.compile(r"(?<![\d.,])(\d[\d,]*\d)\s+parameters\b")
_FEWEST = 2  # names side by side that head a row of values


def spellings(name: str) -> str:
    r"""A regular expression for what one norm, or product of norms, is called.

    >>> bool(re.fullmatch(spellings("Spectral1"), "Spectra1l"))
    True
    >>> bool(re.fullmatch(spellings("Distance2"), r"\Vert V-V_0\Vert _F"))
    True
    """
    signs = [_MISREAD.get(sign, re.escape(sign)) for sign in name]
    layer = _LAYERS.get(name[-1], "")
    forms = [r" ?".join(("".join(signs[:-1]), signs[-1])) if layer else "".join(signs)]
    if layer:
        words = _KINDS[name[:-1]]
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
    >>> with_names_beside("The spectral norms are 1.9 and 3.1").split("\n")[1:]
    ['Spectral1: 1.9', 'Spectral2: 3.1']
    """
    found = {**dict(_of_both_layers(text)), **dict(_below_names(text))}
    if count := _COUNT.search(text):
        found["#parameter"] = count[1]
    return "\n".join([text, *(f"{name}: {value}" for name, value in found.items())])


def _of_both_layers(text: str) -> Iterator[tuple[str, str]]:
    """The two values of a kind of norm that stand on one line: of the first and second layer."""
    plain = _LAYER.sub("", text)
    for kind, form in _PAIRS.items():
        if pair := form.search(plain):
            yield from ((f"{kind}1", pair["first"]), (f"{kind}2", pair["second"]))


def _below_names(text: str) -> Iterator[tuple[str, str]]:
    """The values of a table whose first row is names."""
    rows = [row[1].split("|") if (row := _ROW.match(line)) else [] for line in text.split("\n")]
    filled = [row for row in rows if not (row and all(map(_RULE.fullmatch, row)))]
    for names, values in pairwise(filled):
        pairs = [
            (name.strip(), value.strip())
            for name, value in zip(names, values, strict=False)
            if _is_number(value) and not _is_number(name) and name.strip()
        ]
        if len(pairs) >= _FEWEST:
            yield from pairs


def _is_number(cell: str) -> bool:
    return bool(re.match(r"\s*\$?\s*[-−]?[\d.]", cell))
