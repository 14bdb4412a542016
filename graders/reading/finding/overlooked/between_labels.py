"""Paragraphs where a question without a label would stand, if the answers keep the sheet's order.

They stand at the end of what is under another label: "...", and then the comparison of the models.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import IN_WORDS, joined, of_pieces
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece

_WORD = re.compile(r"[A-Za-z]{2,}")
_EXPLAINED = (*IN_WORDS, Kind.SYMBOLIC, Kind.CHOICE)
_NUMBER = re.compile(r"\d[\d.,]*")
_FEWEST_WORDS = 10  # of a paragraph
_WORDS_TO_A_NUMBER = 3
_STEM = 6  # letters by which a word of a rubric is known again
_ALIKE = 3  # words of its own rubric that tell a paragraph from the answer before it


def between_labels(
    lost: Sequence[Question], questions: Sequence[Question], outline: Outline
) -> Mapping[str, Answer]:
    """For each lost question that is answered in words, the paragraphs that may answer it.

    All are shown for the first that is lost behind them, all but the first for the next, and so
    on. Those under a question that is answered or explained in words itself are its own, unless
    more words of the lost one's rubric are theirs.

    Args:
        lost: the questions without an answer.
        questions: of the sheet, in its order.
        outline: of the write-up.
    """
    found: dict[str, Answer] = {}
    first: set[Piece] = set()  # of those that are shown for a question
    for question in lost:
        above = {question.path[:depth] for depth in range(1, len(question.path) + 1)}
        if question.points and question.kind in IN_WORDS and not above & outline.labelled:
            pieces = _last_before(question, questions, outline.pieces)
            if pieces := [each for each in pieces if each not in first]:
                first.add(pieces[0])
                where = "a paragraph without a label"
                found[question.id] = of_pieces(question, joined(pieces), pieces, where)
    return found


def _last_before(
    question: Question, questions: Sequence[Question], pieces: Sequence[Piece]
) -> list[Piece]:
    """The paragraphs right before the first label of a question that the sheet asks later."""
    place = questions.index(question)
    later = {each.path[:1] for each in questions[place + 1 :]} - {question.path[:1]}
    before = list(takewhile(lambda piece: piece.path[:1] not in later, pieces))
    last = list(takewhile(lambda piece: _is_in_words(piece), reversed(before)))[::-1]
    path = last[-1].path if last else ()
    return [each for each in last if each.path == path and _may_answer(each, question, questions)]


def _is_in_words(piece: Piece) -> bool:
    text = piece.block.text
    words, numbers = len(_WORD.findall(text)), len(_NUMBER.findall(text))
    is_text = piece.block.shape is Shape.TEXT and not piece.announces
    return is_text and words >= max(_FEWEST_WORDS, _WORDS_TO_A_NUMBER * numbers)


def _may_answer(piece: Piece, question: Question, questions: Sequence[Question]) -> bool:
    own = [each for each in _below(piece.path, questions) if each.kind in _EXPLAINED]
    alike = _likeness(piece, question)
    return not own or (alike >= _ALIKE and alike > max(_likeness(piece, each) for each in own))


def _below(path: Path, questions: Sequence[Question]) -> Iterator[Question]:
    return (each for each in questions if path and each.path[: len(path)] == path)


def _likeness(piece: Piece, question: Question) -> int:
    """How many words of a question's title and rubric stand in a paragraph."""
    asked = _stems(" ".join((question.title, *question.rubric)))
    return len(asked & _stems(piece.block.text))


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text) if len(word) >= _STEM}
