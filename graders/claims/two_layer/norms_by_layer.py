"""Norms of two layers that are told by the words for a kind and for a layer, in any order.

"For the first layer: Frobenius 15.0", "| spectral | 2.0 / 3.0 |", "distances of 8.0 and 4.5".
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, product

from graders.model import Where
from graders.reading.blocks.block import Shape
from graders.reading.blocks.markdown import read_blocks

KINDS = {"Frobenius": "frob(?:enius)?", "Distance": "dist(?:ances?)?", "Spectral": "spec(?:tral)?"}

Run = tuple[str, list[str]]  # signs of one letter side by side

_NUMBER = r"(?<![\d.])[-−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:e[-+]?\d+)?(?![\d.]*\d)"
_FIRST = r"\b(?:layer|matrix)[ _]?1\b|\b(?:first|1st|hidden|input)[ -]layer|\bU\b|\bW_?\{?1\b"
_SECOND = r"\b(?:layer|matrix)[ _]?2\b|\b(?:second|2nd|output|last)[ -]layer|\bV\b|\bW_?\{?2\b"
_OTHER = (  # what is no norm of one layer, or has a name of its own
    r"\bmodel\b|\w+ ?_ ?[A-Za-z]+|\b(?:frob|dist|spec)[a-z]* ?[12]\b(?! ?[/,&]|\.\d)"
    r"|\bproduct|\bsum\b|L[1lI]max|param|bound|margin|loss|accura|epoch|(?:^|\s)[|‖∥]"
)
_SIGNS = re.compile(  # each by its letter in `_SENTENCES`
    rf"(?P<o>{_OTHER})|(?P<B>\b(?:layers? )?1(?: ?[/,&] ?| and )(?:layer )?2\b)"
    rf"|(?P<U>{_FIRST})|(?P<V>{_SECOND})|(?P<N>{_NUMBER})|\b(?P<K>{'|'.join(KINDS.values())})\b",
    re.IGNORECASE | re.MULTILINE,
)
_LAYERS = {"U": ("1",), "V": ("2",), "B": ("1", "2")}
_SENTENCES = re.compile(
    r"[UVB]+(?:K+N+)+(?:[UVB]+N+)*"  # of a layer several kinds, of the next the same
    r"|K+(?:[UVB]+N+)+"  # of a kind both layers
    r"|(?P<behind>K+(?:N+[UVB]+)+)"
    r"|(?P<pair>KNN)"
)
_MODEL = re.compile(r"(?:Model|Net(?:work)?) ?\d", re.IGNORECASE)


def norms_by_layer(text: str) -> Iterator[tuple[str, str]]:
    r"""The norms whose kind and whose layer are told, by their names.

    >>> dict(norms_by_layer("Of layer 1 the Frobenius norm is 15.0, of layer 2 it is 5.0"))
    {'Frobenius1': '15.0', 'Frobenius2': '5.0'}
    >>> dict(norms_by_layer("| | U | V |\n| Spectral | 2.0 | 3.0 |"))
    {'Spectral1': '2.0', 'Spectral2': '3.0'}
    """
    for passage in _passages(text):
        signs = [(str(each.lastgroup), each[0]) for each in _SIGNS.finditer(passage)]
        for sentence in _SENTENCES.finditer("".join(letter for letter, _ in signs)):
            runs = _runs(signs[slice(*sentence.span())])
            if sentence["pair"]:
                runs.insert(1, ("L", ["1", "2"]))
            if sentence["behind"]:
                runs[1::2], runs[2::2] = runs[2::2], runs[1::2]
            yield from _assigned(runs)


def _passages(text: str) -> Iterator[str]:
    """Each row of a table, with the headings before its cells; and all that is no table."""
    words = []
    for block in read_blocks(text, Where("", 1)):
        if block.shape is not Shape.TABLE:
            words.append(block.text)
            continue
        head, *rows = [row.cells for row in block.rows]
        models = {model for cell in head for model in _MODEL.findall(cell)}
        names = [_MODEL.sub("", cell) for cell in head] if len(models) == 1 else head
        for row in rows:
            yield "; ".join(f"{name} {cell}" for name, cell in zip(names, row, strict=False))
    yield "\n".join(words)


def _runs(signs: Sequence[tuple[str, str]]) -> list[Run]:
    """Kinds, layers and numbers, as many of them as stand side by side taken together."""
    runs: list[Run] = []
    for letter, group in groupby(signs, key=lambda sign: "L" if sign[0] in _LAYERS else sign[0]):
        words = [(sign, word) for sign, word in group]
        if letter == "L":
            runs.append(("L", [layer for sign, _ in words for layer in _LAYERS[sign]]))
        elif letter == "K":
            runs.append(("K", [_kind(word) for _, word in words]))
        else:
            runs.append(("N", [word for _, word in words]))
    return runs


def _kind(word: str) -> str:
    return next(kind for kind, form in KINDS.items() if re.match(form, word, re.IGNORECASE))


def _assigned(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """The numbers of a sentence by their norms; where their count leaves it open, none."""
    kinds: list[str] = []
    layers: list[str] = []
    told: list[str] = []  # kinds, of which the next layer may have numbers too
    for letter, words in runs:
        if letter == "K":
            kinds, told = words, [*told, *words]
        elif letter == "L":
            kinds, layers = told, words
        else:
            names = [f"{kind}{layer}" for kind, layer in product(kinds, dict.fromkeys(layers))]
            if len(names) == len(words) and 1 in (len(kinds), len(layers)):
                yield from zip(names, words, strict=True)
