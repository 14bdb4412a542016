"""What a text would change of the inputs of a linear layer, and what of it stays as it is."""

import re

from graders.reading.layers.linear_layers import LinearLayer
from graders.reading.layers.map_sizes import product

_OTHER_LAYER = re.compile(r"\bfc[23]\b|\b(?:second|third|last)\b")
_CHANGES = re.compile(r"\b(?<!the )(?:chang|replac|adjust|adapt|resiz|set|mak|giv|us|becom)\w*")
_NEEDS = re.compile(r"\b(?:must|should|ha(?:s|ve) to|needs?|linear\()")
_DENIED = re.compile(r"\b(?:not|no|never|without|cannot)\b|n[’']t\b")
_TO_BLAME = re.compile(
    r"kernel|filter|\bgets?\b|receiv|error|fail|mismatch|instead of|\bfits?\b|\bbut\b"
)
_MADE = re.compile(r"linear\(\s*(?:\w+ ?= ?)?(\d+(?:x\d+)*) ?, ?(?:\w+ ?= ?)?(\d+(?:x\d+)*)")
_KEPT = re.compile(r"\b(?:keep|leave|unchanged|stays?|as (?:it|they) (?:is|are|was|were))\b")
_PADDING = re.compile(r"\bpadd?\w*\D{0,30}\b1\b|\b1\b\D{0,12}\bpadding")


def is_padded(sentence: str) -> bool:
    """Whether a sentence speaks of a padding by one."""
    return _PADDING.search(sentence) is not None


def is_proposal(sentence: str) -> bool:
    """Whether a sentence says what is to be changed, or what is needed, and denies nothing."""
    return bool(_CHANGES.search(sentence) or _NEEDS.search(sentence)) and not _is_denied(sentence)


def is_kept(layer: LinearLayer, sentence: str) -> bool:
    """Whether a sentence leaves the layer as it is."""
    return layer.is_named(sentence) and _KEPT.search(sentence) is not None


def proposed(layer: LinearLayer, sentence: str) -> int | None:
    """The inputs that a sentence would give the layer.

    The last size is what something is changed to, the first one what is needed; a sentence
    that says what is wrong, or that denies, proposes nothing. A padding alone leaves the layer
    as it is. One with other outputs takes no inputs that would do.

    >>> layer = LinearLayer(400, 120)
    >>> proposed(layer, "change fc1 from 400 to 576"), proposed(layer, "fc1 needs 400, 576 come")
    (576, 400)
    >>> proposed(layer, "use linear(576, 120)"), proposed(layer, "use linear(400, 576)")
    (576, 0)
    >>> proposed(layer, "it cannot be fixed by changing fc1 to 576") is None
    True
    """
    padding = _PADDING.search(sentence)
    proposal = sentence[padding.end() :] if padding else sentence
    change, need = _CHANGES.search(proposal), _NEEDS.search(proposal)
    if (verb := change or need) is None or _is_denied(sentence):
        return None
    if any(each.search(proposal, verb.start()) for each in (_OTHER_LAYER, _TO_BLAME)):
        return None
    made = _MADE.findall(proposal, verb.start())
    if made:
        return product(made[-1][0]) if product(made[-1][1]) == layer.outputs else 0
    sizes = layer.sizes_in(proposal[verb.start() :])
    return sizes[-1 if change else 0] if sizes else None


def _is_denied(sentence: str) -> bool:
    return _DENIED.search(sentence) is not None
