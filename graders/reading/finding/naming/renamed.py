"""Quantities under names of the student's own, where the write-up says that these are names."""

import re
from collections.abc import Iterator

from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import Answers
from graders.reading.finding.statements import Statement
from graders.reading.labels.label import Path
from graders.reading.quantities.names.reader import NameReader, read_name
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.sentences import LINES

_SAYS_SO = re.compile(
    r"\b(?:call(?:ed)?|denote[ds]?|stands? for|writ(?:e|ten)|rename[ds]?|names?d?|notation|let)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_DERIVATIVE = re.compile(r"d(\w+?)_d(\w+)")


def renamed(
    quantity: str, part: Path, answers: Answers, vocabulary: Vocabulary
) -> Iterator[Statement]:
    """The equations below a part that may give a quantity by another name, as y1 for o1."""
    own = frozenset(_introduced(answers, vocabulary))
    for each in answers.statements_under(part) if own else ():
        name = None if each.chain.name else read_name(each.chain.members[0], vocabulary)
        if name is not None and each.has_value and _is_alike(name, quantity, own):
            yield each


def _introduced(answers: Answers, vocabulary: Vocabulary) -> Iterator[str]:
    """The names with a number that a sentence speaks of as names, and that the sheet lacks."""
    for piece in answers.outline.pieces if vocabulary.known else ():
        text = piece.block.text if piece.block.shape is Shape.TEXT else ""
        for sentence in filter(_SAYS_SO.search, LINES.split(text)):
            tokens = vocabulary.tokens(sentence)
            reader = NameReader(tokens, vocabulary)
            names = (found[0] for at in range(len(tokens)) if (found := reader.name(at)))
            yield from (each for each in names if not vocabulary.declares(each))


def _is_alike(name: str, quantity: str, own: frozenset[str]) -> bool:
    """Whether two names are the same but for own names, each with the number of what it replaces.

    >>> own = frozenset({"y1", "y2"})
    >>> _is_alike("dMSE_dy1", "dMSE_do1", own), _is_alike("y2", "o1", own)
    (True, False)
    """
    ours, theirs = _parts(quantity), _parts(name)
    return len(ours) == len(theirs) and all(
        one == other or (other in own and _NUMBER.findall(one) == _NUMBER.findall(other) != [])
        for one, other in zip(ours, theirs, strict=True)
    )


def _parts(name: str) -> tuple[str, ...]:
    derivative = _DERIVATIVE.fullmatch(name)
    return derivative.groups() if derivative else (name,)
