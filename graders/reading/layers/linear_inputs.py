"""What a text says of the inputs of a linear layer: that they do not fit, and which would.

Texts are in lower case, with the sizes of products in one spelling, as `map_sizes.plain_sizes`
makes them.
"""

import re
from dataclasses import dataclass
from math import prod

from graders.reading.words.hypotheses import is_hypothetical
from graders.reading.words.said import says

_SIZE = re.compile(r"\b(?:16x\d+x\d+|(\d+)x\1x16|\d{3,})\b")
_LAYER = r"linear|fully|\bfc|dense|in_features"
_OTHER_LINEAR = (
    r"\b(?:fc|linear|dense)\W{0,2}[23]\b"
    r"|\b(?:second|third|last|2nd|3rd) (?:fully|fc|linear|dense)(?:[- ]connected)?"
)
_ELSEWHERE = rf"(?:{_OTHER_LINEAR}|\b(?:in|at) (?:the )?(?:\w+ )?(?:conv|pool)\w*)"
_OTHER_LAYER = re.compile(r"\bfc[23]\b|\b(?:second|third|last)\b")
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
_CHANGES = re.compile(r"\b(?<!the )(?:chang|replac|adjust|adapt|resiz|set|mak|giv|us|becom)\w*")
_NEEDS = re.compile(r"\b(?:must|should|ha(?:s|ve) to|needs?|linear\()")
_DENIED = re.compile(r"\b(?:not|no|never|without|cannot)\b|n[’']t\b")
_TO_BLAME = re.compile(
    r"kernel|filter|\bgets?\b|receiv|error|fail|mismatch|instead of|\bfits?\b|\bbut\b"
)
_WANTS = re.compile(
    r"\b(?:expect|want|requir|(?:is|was) (?:built|made) for)\w*[^\d.]{0,40}(\d+(?:x\d+)*)"
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


@dataclass(frozen=True)
class LinearLayer:
    """The first linear layer behind feature maps: how many inputs it takes, and its outputs."""

    inputs: int
    outputs: int

    def is_named(self, sentence: str) -> bool:
        """Whether a sentence speaks of the layer, or of its inputs."""
        return re.search(rf"{_LAYER}|\b{self.inputs}\b", sentence) is not None

    def is_kept(self, sentence: str) -> bool:
        """Whether a sentence leaves the layer as it is."""
        return self.is_named(sentence) and _KEPT.search(sentence) is not None

    def sizes_in(self, text: str) -> list[int]:
        """The sizes of flattened maps, as products or as numbers; the outputs are none.

        >>> LinearLayer(400, 120).sizes_in("linear(16x6x6, 120) for 576 inputs")
        [576, 576]
        """
        sizes = [_product(each[0]) for each in _SIZE.finditer(text)]
        return [size for size in sizes if size != self.outputs]

    def expects(self, sentence: str, arriving: int) -> bool:
        """Whether a sentence exchanges what the layer expects, and what arrives.

        >>> layer = LinearLayer(400, 120)
        >>> [layer.expects(f"fc1 expects {each}", 576) for each in ("576, not 400", "400, not 576")]
        [True, False]
        """
        both = {self.inputs, arriving} <= set(self.sizes_in(sentence))
        wanted = _WANTS.search(sentence)
        return both and wanted is not None and _product(wanted[1]) == arriving

    def does_not_take(self, sentence: str, arriving: int) -> bool:
        """Whether a sentence says that the layer does not take what arrives.

        >>> layer = LinearLayer(400, 120)
        >>> [layer.does_not_take(each, 576) for each in ("an error in fc1", "fc1 does not fail")]
        [True, False]
        >>> layer.does_not_take("576 and not 400 for fc1", 576)
        True
        """
        if not self.is_named(sentence) or is_hypothetical(sentence):
            return False
        both = {self.inputs, arriving} <= set(self.sizes_in(sentence))
        differ = both and _NOT_EQUAL.search(sentence) is not None
        return says(sentence, _FAILS) or (differ and not says(sentence, _FITS, denied=True))

    def fails_elsewhere(self, sentence: str) -> bool:
        """Whether another layer is the one that a sentence says to fail: the one named nearest.

        >>> layer = LinearLayer(400, 120)
        >>> layer.fails_elsewhere("a mismatch at fc2"), layer.fails_elsewhere("fc1 fails, not fc2")
        (True, False)
        """
        failure = re.search(_FAILS, sentence)
        if failure is None:
            return False
        others = list(re.finditer(_ELSEWHERE, sentence))
        own = re.finditer(_LAYER, re.sub(_ELSEWHERE, lambda each: " " * len(each[0]), sentence))
        gaps = [_gap(each, failure) for each in own]
        return bool(others) and min(_gap(each, failure) for each in others) < min(gaps, default=99)

    def proposed(self, sentence: str) -> int | None:
        """The inputs that a sentence would give the layer.

        The last size is what something is changed to, the first one what is needed; a sentence
        that says what is wrong, or that denies, proposes nothing. A padding alone leaves the layer
        as it is. One with other outputs takes no inputs that would do.

        >>> layer = LinearLayer(400, 120)
        >>> layer.proposed("change fc1 from 400 to 576"), layer.proposed("fc1 needs 400, 576 come")
        (576, 400)
        >>> layer.proposed("use linear(576, 120)"), layer.proposed("use linear(400, 576)")
        (576, 0)
        >>> layer.proposed("it cannot be fixed by changing fc1 to 576") is None
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
            return _product(made[-1][0]) if _product(made[-1][1]) == self.outputs else 0
        sizes = self.sizes_in(proposal[verb.start() :])
        return sizes[-1 if change else 0] if sizes else None


def _product(sizes: str) -> int:
    return prod(map(int, sizes.split("x")))


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    """The number of letters between two passages."""
    return max(one.start() - other.end(), other.start() - one.end())


def _is_denied(sentence: str) -> bool:
    return _DENIED.search(sentence) is not None
