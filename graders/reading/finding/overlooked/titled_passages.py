"""Passages beside the labels of parts that hold a word of the title of one which has no label.

A write-up may call its parts by titles of its own, "Bernoulli.", of which a label of one part is
read and the others are not; and a label may be forgotten in a row of labelled ones.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import dropwhile, takewhile

from graders.model import Answer, Kind, Question
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece

_OF_FORMULAS = (Kind.DERIVATION, Kind.SYMBOLIC)
_WORD = re.compile(r"[A-Za-z]{6,}")
_STEM = 6  # letters by which a word of a title is known again
_FOUND_BY = "a word of its title, under another label"


def titled_passages(
    lost: Sequence[Question], questions: Sequence[Question], outline: Outline
) -> Mapping[str, Answer]:
    """For each lost part, what stands from where its title is spoken of under another's label.

    Args:
        lost: the questions without an answer.
        questions: of the sheet.
        outline: of the write-up.
    """
    found: dict[str, Answer] = {}
    for question in lost:
        beside = [each for each in questions if _are_beside(each, question)]
        words = _stems(question.title) - {stem for each in beside for stem in _stems(each.title)}
        asked = question.points and question.kind in _OF_FORMULAS
        if asked and question.path not in outline.labelled:
            labels = (question.path[:-1], *(each.path for each in beside))
            passages = (_passage(each, words, outline) for each in labels if words)
            pieces = next((each for each in passages if "=" in joined(each)), [])
            if pieces:
                found[question.id] = of_pieces(question, joined(pieces), pieces, _FOUND_BY)
    return found


def _are_beside(one: Question, other: Question) -> bool:
    return len(one.path) > 1 and one != other and one.path[:-1] == other.path[:-1]


def _passage(label: Path, words: set[str], outline: Outline) -> list[Piece]:
    """What stands under a label from one of these words on; not what the label itself begins."""
    pieces = [each for each in outline.pieces if each.path == label]
    behind = [*dropwhile(lambda each: each.announces or each.label, pieces)]
    level = pieces[0].block.level if pieces and label[1:] else 0
    named = [*dropwhile(lambda each: not _is_named(each, words, level), behind)]
    return [*named[:1], *takewhile(lambda each: not each.announces, named[1:])]


def _is_named(piece: Piece, words: set[str], level: int) -> bool:
    """Whether a piece holds one of these words, or is a heading beside that of the label."""
    is_beside = level > 0 and piece.announces and piece.block.level == level
    return is_beside or bool(words & _stems(piece.block.text))


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}
