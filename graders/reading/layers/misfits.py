"""What a text says does not fit: a linear layer, and the inputs that arrive at it."""

import re

from graders.reading.layers.linear_layers import NAMES, LinearLayer
from graders.reading.layers.map_sizes import product
from graders.reading.words.against.hypotheses import is_hypothetical
from graders.reading.words.said import says

_OTHER_LINEAR = (
    r"\b(?:fc|linear|dense)\W{0,2}[23]\b"
    r"|\b(?:second|third|last|2nd|3rd) (?:fully|fc|linear|dense)(?:[- ]connected)?"
)
_ELSEWHERE = rf"(?:{_OTHER_LINEAR}|\b(?:in|at) (?:the )?(?:\w+ )?(?:conv|pool)\w*)"
_FAILS = (
    r"mismatch|incompatib|\bnot compatib|\bfails?\b|\berror|\bcrash|\bbreaks?\b|\bwrong\b"
    r"|(?:cannot|can ?not|can't) be (?:multipl|fed)|(?:(?:does|do|can|will) ?not|doesn[’']t"
    r"|can[’']t|no longer) (?:fit|match|agree|take|accept|pass|work)"
)
_FITS = (
    r"\b(?:fits?|match(?:es)?|works?|runs?|passes|accepts?)\b"
    r"|\b(?:no|without(?: an)?) (?:error|problem|mismatch)"
)
_NOT_EQUAL = re.compile(
    r"expect|≠|!=|\\neq?\b|\b(?:not|instead of|rather than|built for|made for|wants?|needs?|but)\b"
)
_WANTS = re.compile(
    r"\b(?:expect|want|requir|(?:is|was) (?:built|made) for)\w*[^\d.]{0,40}(\d+(?:x\d+)*)"
)


def expects(layer: LinearLayer, sentence: str, arriving: int) -> bool:
    """Whether a sentence exchanges what the layer expects, and what arrives.

    >>> layer = LinearLayer(400, 120)
    >>> [expects(layer, f"fc1 expects {each}", 576) for each in ("576, not 400", "400, not 576")]
    [True, False]
    """
    both = {layer.inputs, arriving} <= set(layer.sizes_in(sentence))
    wanted = _WANTS.search(sentence)
    return both and wanted is not None and product(wanted[1]) == arriving


def does_not_take(layer: LinearLayer, sentence: str, arriving: int) -> bool:
    """Whether a sentence says that the layer does not take what arrives.

    >>> layer = LinearLayer(400, 120)
    >>> [does_not_take(layer, each, 576) for each in ("an error in fc1", "fc1 does not fail")]
    [True, False]
    >>> does_not_take(layer, "576 and not 400 for fc1", 576)
    True
    """
    if not layer.is_named(sentence) or is_hypothetical(sentence):
        return False
    both = {layer.inputs, arriving} <= set(layer.sizes_in(sentence))
    differ = both and _NOT_EQUAL.search(sentence) is not None
    return says(sentence, _FAILS) or (differ and not says(sentence, _FITS, denied=True))


def fails_elsewhere(layer: LinearLayer, sentence: str) -> bool:
    """Whether another layer is the one that a sentence says to fail: the one named nearest.

    >>> layer = LinearLayer(400, 120)
    >>> fails_elsewhere(layer, "a mismatch at fc2"), fails_elsewhere(layer, "fc1 fails, not fc2")
    (True, False)
    """
    failure = re.search(_FAILS, sentence)
    if failure is None:
        return False
    others = list(re.finditer(_ELSEWHERE, sentence))
    own = re.finditer(NAMES, re.sub(_ELSEWHERE, lambda each: " " * len(each[0]), sentence))
    gaps = [_gap(each, failure) for each in own]
    return bool(others) and min(_gap(each, failure) for each in others) < min(gaps, default=99)


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    """The number of letters between two passages."""
    return max(one.start() - other.end(), other.start() - one.end())
