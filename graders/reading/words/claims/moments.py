r"""What a passage says of the moments of a random vector: "centred, independent, of unit variance".

Every word for them gives numbers: the mean of a component, its variance, the covariance of two. So
do formulas in which expectations are written `\mathbb{E}_{x\sim N}`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from graders.model import Mistake
from graders.reading.misread import with_words_mended, words_in
from graders.reading.words.against.denials import is_denied, is_denied_behind
from graders.reading.words.claims.model import Model
from graders.reading.words.named import Words, places_of
from graders.reading.words.said import says, squeezed

Values = Mapping[str, str]  # by the quantity
Told = tuple[str, str, str]  # a quantity, its value, and the words for them

_FARTHEST = 80  # characters from a denial to what it denies
_ANOTHER = "another"
_MEAN = r"(?:means?|expect(?:ed values?|ations?))\b"
_QUANTITIES: Words = {
    "covariance": (
        r"(?<!unit )(?<!unit-)\bcovariances?\b|\bcorrelations?\b",
        rf"\bproducts? (?:\w+ )?{_MEAN}",
    ),
    "variance": (r"\bvariances?\b|\bsecond moments?\b", rf"\bsquares? (?:\w+ )?{_MEAN}"),
    "mean": (rf"\b{_MEAN}",),
}
_NUMBERS: Words = {
    "0": (r"(?:\b0(?!\.?\d)|\bzero\b|\bvanish\w*)",),
    "1": (r"(?:\b1(?!\.?\d)|\b(?:one|unity|unit)\b)",),
    _ANOTHER: (r"(?:\b(?:two|half|d)\b|\d+(?:\.\d+)?)",),
}
_IS = re.compile(
    r"(?:[\s$=-]|,\s(?=which)|\b(?:is|are|be|being|of|has|have|equals?|equal|to|that|which|the|all"
    r"|each|every|both|also|components?|coordinates?|entr(?:y|ies)|inputs?|vectors?)\b"
    r"|\bx(?:_\{?\w\}?)?(?![A-Za-z]))*"
)
_RIGHT_BEFORE = re.compile(r"[\s$-]*")
_OF_NORMAL: Values = {"mean": "0", "variance": "1", "covariance": "0"}
_OF_IDENTITY: Values = {"variance": "1", "covariance": "0"}
_IN_WORDS: Sequence[tuple[str, Values]] = (
    (r"N\s*\(\s*(?:\\mathbf)?\{?0\}?\s*,|standard(?:ly)?[- ](?:normal|gaussian)", _OF_NORMAL),
    (
        r"covariance[^.]{0,50}?(?:identity|\bI(?:_d)?\b)|(?:identity|unit)[ -]covariance",
        _OF_IDENTITY,
    ),
    (r"\bindependen\w+|\buncorrelated\b|\bi\.?i\.?d\b", {"covariance": "0"}),
    (r"(?<!un)\bcorrelated\b|\bdependent\b", {"covariance": _ANOTHER}),
    (r"\bcent(?:er|re)d\b", {"mean": "0"}),
)
_MEAN_OF, _COMPONENT = r"\\simN\[\(?", r"x(?:_\w)?"
_INDEX_IS = r"1(?:if|for|when|where|\\text|[(,&])*(?P<index>[i-n])=(?!(?P=index))[i-n](?!\w)"
_IN_FORMULAS: Sequence[tuple[str, Values]] = (  # without spaces
    (rf"{_MEAN_OF}x\(?x(?:\^|ᵀ|')[^=]{{0,20}}=(?:[^,;]{{0,160}}=)?I(?:_d)?(?![A-Za-z(])",
     _OF_IDENTITY),
    (rf"{_MEAN_OF}{_COMPONENT}\]\)*=0|=0(?:\\cdot|\\times|[*·])0(?!\d)", {"mean": "0"}),
    (rf"{_MEAN_OF}x_\w\][^=]{{0,40}}{_MEAN_OF}x_", {"covariance": "0"}),
    (rf"=\(*\\mathbbE_x{_MEAN_OF}x_\w\]\)+\(+\\mathbbE_x{_MEAN_OF}x_[^=\]]{{1,20}}\]\)*=0(?!\.\d)",
     {"mean": "0"}),
    (
        rf"{_MEAN_OF}x_\wx_(?:[^=]{{0,40}}\]\)?=(?:\\?delta|δ|\\mathbb1)|[^.;]{{0,80}}{_INDEX_IS})",
        {"variance": "1"},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Moments(Model):
    r"""The moments that a random vector has, and those that a part of a derivation asks for.

    Attributes:
        known: the value of each.
        asked: those that must be told.
        beside: a regular expression for what must be said with them.
        mistake: what a false claim is called.

    >>> normal = Moments({"mean": "0", "variance": "1", "covariance": "0"}, {"mean", "covariance"})
    >>> bool(normal.affirmed("Centred and independent.")), normal.affirmed("Independent.")
    (True, '')
    >>> normal.denied("mean 0 and variance $2$"), normal.denied("They are not independent.")
    ('variance $2', 'independent')
    """

    known: Values
    asked: Set[str]
    beside: str = ""
    mistake: Mistake | None = None

    def telling_claims(self, text: str) -> Iterator[str]:
        """The words of a text for what is asked, if it tells all of it."""
        right = {
            quantity: words
            for quantity, value, words in told_in(text)
            if self.known.get(quantity) == value
        }
        if right.keys() >= self.asked and (not self.beside or says(text, self.beside)):
            yield ", ".join(right[each] for each in sorted(self.asked))

    def false_claims(self, text: str) -> Iterator[str]:
        """The words of the moments of a text that have another value."""
        for quantity, value, words in told_in(text):
            if self.known.get(quantity) != value:
                yield words


def told_in(text: str) -> Iterator[Told]:
    """The moments that a text tells, in words and in formulas.

    >>> [*told_in("They have zero mean and variances that are all equal to one.")]
    [('mean', '0', 'zero mean'), ('variance', '1', 'variances that are all equal to one')]
    """
    patterns = "|".join(words for words, _ in _IN_WORDS)
    plain = with_words_mended(" ".join(text.split()), words_in(patterns))
    yield from _in_numbers(plain)
    for passage, rows in ((plain, _IN_WORDS), (squeezed(text), _IN_FORMULAS)):
        for words, values in rows:
            for place in re.finditer(words, passage, re.IGNORECASE):
                for quantity, value in values.items():
                    yield quantity, _unless_denied(value, place.string, *place.span()), place[0]


def _in_numbers(plain: str) -> Iterator[Told]:
    """The moments that stand beside a number: the one behind it, or else the one right before."""
    numbers = list(places_of(_NUMBERS, plain))
    starts = [number.start() for _, number in numbers]
    for quantity, place in places_of(_QUANTITIES, plain):
        at = bisect_left(starts, place.end())
        behind, before = numbers[at : at + 1], numbers[max(at - 1, 0) : at]
        if behind and _IS.fullmatch(plain, place.end(), behind[0][1].start()):
            value, start, end = behind[0][0], place.start(), behind[0][1].end()
        elif before and _RIGHT_BEFORE.fullmatch(plain, before[0][1].end(), place.start()):
            value, start, end = before[0][0], before[0][1].start(), place.end()
        else:
            continue
        yield quantity, _unless_denied(value, plain, start, end), plain[start:end]


def _unless_denied(value: str, text: str, start: int, end: int) -> str:
    refused = is_denied(text[max(0, start - _FARTHEST) : start]) or is_denied_behind(text, end)
    return _ANOTHER if refused else value
