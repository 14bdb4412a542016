"""Where a student takes back what stands before: "= 3.2, no, wait: 3.4"."""

import re
from functools import lru_cache

from graders.reading.words.against.hypotheses import is_hypothetical
from graders.sentences import LINES

_WITHDRAWAL = r"wait|oops|(?:scratch|strike|forget|disregard) (?:that|this|it)"
_CORRECTION = re.compile(
    rf"\b(?:correction|corrected|should (?:be|read)|rather|i mean|{_WITHDRAWAL})\b[:,]?",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(rf"(?:no,\s*)?(?:{_WITHDRAWAL})\b", re.IGNORECASE)
_SAID_ANEW = re.compile(r"actually\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(rf"\b(?:correction|corrected|i mean|{_WITHDRAWAL})\b[:,]?", re.IGNORECASE)
_IS_CORRECTED = re.compile(rf"[\s.,;:()…–—-]*(?:no,\s*)?{_CORRECTION.pattern}", re.IGNORECASE)
_FORMULA = re.compile(r"[$\\=\d]")
_DISOWNED = re.compile(
    r"\b(?:is|was) (?:wrong|incorrect|not right|a (?:mistake|slip))\b|\((?:wrong|incorrect)\b",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r"\bI (?:forgot|overlooked|mixed up)\b"
    r"|\b(?:first|initial|earlier|previous) (?:attempt|try|version|guess)\b",
    re.IGNORECASE,
)


def is_disowned(text: str) -> bool:
    """Whether a student calls wrong what they have written.

    >>> is_disowned("h_1 = 0.79, which was wrong"), is_disowned("h_1 = 0.79 is not small")
    (True, False)
    """
    return _DISOWNED.search(text) is not None


def is_supposed(text: str, start: int, end: int) -> bool:
    """Whether the sentence of what stands there says how it would be, or had been at first.

    >>> text = "h_1 = 0.98. If I had used w = 2, it would be more."
    >>> is_supposed(text, 0, 10), is_supposed(text, 26, 31)
    (False, True)
    """
    own = text[start:end].rstrip(".; ")
    sentence = text[slice(*LINES.around(text, start, start + len(own)))]
    return _is_of_what_is_supposed(sentence)


@lru_cache(maxsize=16)
def _is_of_what_is_supposed(sentence: str) -> bool:
    return is_hypothetical(sentence) or _AT_FIRST.search(sentence) is not None


def is_withdrawn(text: str, end: int) -> bool:
    """Whether what ends at this position is corrected right after it.

    >>> is_withdrawn("h1 = 3.2, no, wait: 3.4", len("h1 = 3.2"))
    True
    """
    return _IS_CORRECTED.match(text, end) is not None


def is_correction(words: str) -> bool:
    """Whether the words before an equation say that it stands in place of an earlier one.

    >>> is_correction("Correction:"), is_correction("with the corrected rate")
    (True, False)
    """
    plain = words.strip(" *$([-")
    return (_CORRECTION.match(plain) or _SAID_ANEW.match(plain)) is not None


def is_withdrawal(text: str) -> bool:
    """Whether a text begins with words that take back what stands before it.

    >>> is_withdrawal("Scratch that, it is 0.98."), is_withdrawal("It is 0.98.")
    (True, False)
    """
    return _WITHDRAWN.match(text.strip(" *")) is not None


def split_at_corrections(text: str) -> list[str]:
    """What was said first, and each correction of it."""
    return _CORRECTION.split(text)


def behind_correction(text: str) -> str:
    """What stands behind the last words that take something back; nothing where there are none.

    >>> behind_correction("2x, no wait, 3x"), behind_correction("2x, which should be 2 by 3")
    (' 3x', '')
    """
    _, *later = _TAKEN_BACK.split(text)
    return later[-1] if later else ""


def unsaid_correction(text: str) -> str:
    """A sentence that takes something back where no formula stands in its place, or nothing.

    >>> unsaid_correction("It is 2x. Correction: the sign is the other one.")
    'Correction: the sign is the other one.'
    >>> unsaid_correction("It is 2x. Correction: it is -2x."), unsaid_correction("It is 2x.")
    ('', '')
    """
    for start, end in LINES.spans(text, whole=True):
        sentence = text[start:end].strip(" *\n")
        if _TAKEN_BACK.match(sentence) and not _FORMULA.search(text, start):
            return sentence
    return ""
