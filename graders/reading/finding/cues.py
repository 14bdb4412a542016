"""The words that introduce an answer where no label does: the cues of a question."""

import re

from graders.model import Question
from graders.reading.misread import with_letters_mended
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.restated import finest
from graders.reading.quantities.numbers.touching import is_touched
from graders.reading.words.against.corrections import split_at_corrections

_TYPED = str.maketrans("−–′’", "--''")
_PARTS_OF_ALL = ("%", "cent", "‰", "mil", "mille")
_LEADS_ON = re.compile(r"^[$*\s]*(?:(?:is|are|lies?|sits?|belongs?|in|to)\s+(?:the\s+)?)*")
_PRIME = re.compile(r"\^(?:\{\\prime\}|\\prime(?![a-z]))")


def is_cued(question: Question, text: str) -> bool:
    """Whether a text holds one of the question's cues, spaces, case and misread letters aside."""
    plain = _plain(text)
    texts = {plain, with_letters_mended(plain)}
    cues = [_plain(cue) for cue in question.cues]
    return any(cue in each for each in texts for cue in cues)


def _plain(text: str) -> str:
    r"""A text without spaces and capitals, its minus signs and primes as they are typed.

    >>> _plain(r"G^{\prime} (x) − 1"), _plain(r"g^\prime(x)"), _plain("g′(x)")
    ("g'(x)-1", "g'(x)", "g'(x)")
    """
    typed = "".join(text.split()).casefold().translate(_TYPED)
    return _PRIME.sub("'", typed)


def is_introduced(question: Question, words: str) -> bool:
    """Whether words hold one of the question's cues, and no number behind the last of them."""
    ends = [words.casefold().rfind(cue.casefold()) for cue in question.cues]
    last = max(ends, default=-1)
    return is_cued(question, words) and not (last >= 0 and numbers_in(words[last:]))


def cued_number(question: Question, text: str) -> str | None:
    """The number that a sentence gives for a question: the only one, or the one behind a cue.

    A question for a percentage has one where a percentage is given. Of a number and the same with
    more digits it is the finer one. Where words make the number a part of a formula, it is all of
    the sentence.
    """
    found = _number_cued(question, text)
    if found is not None:
        same = (pair for _, each in numbers_in(text) if (pair := finest((each, found))) is not None)
        found = finest((found, *same)) or found
    touched = (
        is_touched(text, start, start + len(number))
        for start, number in numbers_in(text)
        if number == found
    )
    return text if any(touched) else found


def _number_cued(question: Question, text: str) -> str | None:
    before, *corrections = split_at_corrections(text)
    if corrections and is_cued(question, before):
        return next((number for _, number in numbers_in(corrections[-1])), None)
    numbers = numbers_in(text) if question.cues else ()
    percent = tuple((at, each) for at, each in numbers if each.endswith(_PARTS_OF_ALL))
    if percent and "percentage" in question.cues:
        numbers = percent
    elif len(percent) < len(numbers):
        numbers = tuple(each for each in numbers if each not in percent)
    if len(numbers) == 1:
        return numbers[0][1]
    lowered = text.casefold()
    for cue in question.cues:  # "1,024,512 altogether", "1,024,512 in total", "93 % are in FC"
        for start, number in numbers:
            behind = _LEADS_ON.sub("", lowered[start + len(number) :])
            if behind.startswith(cue.casefold()):
                return number
    for cue in question.cues:
        at = lowered.rfind(cue.casefold())
        for start, number in numbers if at >= 0 else ():
            if start > at and not re.search(r"[.!?]\s", text[at:start]):
                return number
    return None
