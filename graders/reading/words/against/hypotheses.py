"""What a student says of another choice than their own: "p = 0 would give 31"."""

import re
from collections.abc import Iterator

from graders.sentences import Ends

_HYPOTHETICAL = re.compile(
    r"\b(?:would|could)\b(?! (?:choose|use|take|set|pick|say|suggest)\b)"
    r"|\bif\b(?:[^.;]|\.\d)*\b(?:were|was|had)\b|\bhad (?:we|i|one)\b|\bwere (?:we|i|one|it) to\b",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\bwould\s+", re.IGNORECASE)
_BRACKETS = r"(?=\()|(?<=\))"
_REASONS = rf"{_BRACKETS}|\s(?=(?:since|because|as|whereas|while|but|for)\b)"
_PIECES = (
    Ends(".;!?", also=_BRACKETS, lines=True),
    Ends(".;!?", also=_REASONS, lines=True),
    Ends(".;!?,", also=_REASONS, lines=True),
)


def is_hypothetical(sentence: str) -> bool:
    """Whether a sentence says what would be, and not what is.

    >>> is_hypothetical("If h were 0.9, o is 0.88"), is_hypothetical("I would choose 2")
    (True, False)
    """
    return _HYPOTHETICAL.search(sentence) is not None


def without_hypotheses(text: str) -> Iterator[str]:
    """A text without what is said of other choices: without whole sentences, then clauses.

    Last comes the whole text without its "would", for the answer itself may be said so.

    >>> next(without_hypotheses("It is 2. (With 3 it would be 9.)"))
    'It is 2.'
    >>> list(without_hypotheses("It is 2, since 3 would be too much"))
    ['', 'It is 2,', 'It is 2,', 'It is 2, since 3 be too much']
    """
    for pieces in _PIECES:
        parts = filter(None, map(str.strip, pieces.whole(text)))
        yield " ".join(each for each in parts if not is_hypothetical(each))
    yield _WOULD.sub("", text)
