"""What is said against a numeric answer: by the words around it, or by another quantity's name."""

from collections.abc import Iterator, Sequence

from graders.model import Answer, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import Answers
from graders.reading.finding.naming.called import is_called_otherwise
from graders.reading.finding.naming.said_of import said_of_another
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import DEFINED, LISTED, Statement
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.numbers.contrasted import without_contrasted
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.words.against.beside import against, around, changed_behind
from graders.reading.words.against.bounds_beside import bounded_by

_FARTHEST = 2_000  # characters of a text beside the one in which a number stands
_KINDS = (DEFINED, LISTED)  # of what stands in sentences
_SHAPES = (Shape.TEXT, Shape.MATH)


def words_against(answer: Answer, found: Answers, sheet: Sheet, question: Question) -> str:
    """The words that deny, doubt or change the number of an answer, or that call it otherwise.

    Args:
        answer: a candidate answer.
        found: all of the write-up.
        sheet: of the assignment.
        question: that asks for the number.
    """
    for each in _statements(answer, found):
        if is_called_otherwise(each, question, sheet):
            return f"it is called {each.chain.members[0]}"
    said = _said_around(answer, found)
    if said is None:
        return ""
    text, start, end = said
    bounded = bounded_by(text[:start], text[end:])
    return against(*said) or bounded or said_of_another(*said, question, sheet)


def words_changing(answer: Answer, found: Answers) -> str:
    """The words behind the number of an answer that make another one of it: ", halved"."""
    return changed_behind(around(*(_said_around(answer, found) or ("", 0, 0)))[1])


def _statements(answer: Answer, found: Answers) -> Iterator[Statement]:
    """The statements that an answer quotes, up to its own."""
    for each in (each for each in found.statements if each.where == answer.where):
        if each.text == answer.text or (answer.inferred and each.text in answer.text):
            yield each
        if each.text == answer.text:
            return


def _said_around(answer: Answer, found: Answers) -> tuple[str, int, int] | None:
    """The text in which an answer stands and the place of its number; None in tables and code."""
    for each in _statements(answer, found):
        if each.text == answer.text:
            return _said_beside(each, found.outline.pieces) if _is_said(each) else None
    own, text = map(without_contrasted, (answer.text, answer.around or answer.text))
    return text, *_number_at(max(text.find(own), 0), own)


def _is_said(statement: Statement) -> bool:
    return statement.kind in _KINDS and statement.piece.block.shape in _SHAPES


def _said_beside(statement: Statement, pieces: Sequence[Piece]) -> tuple[str, int, int]:
    """The block of a statement with those beside it, and the place of its number."""
    at = next(number for number, each in enumerate(pieces) if each is statement.piece)
    before, behind = (_beside(pieces, at, step) for step in (-1, 1))
    start, end = _place(statement)
    opening, own = before, statement.piece.block.text
    if statement.piece.block.shape is Shape.MATH:
        opening, own, behind = f"{before}$$", own, f"$${behind}"
    return f"{opening}{own}{behind}", start + len(opening), end + len(opening)


def _beside(pieces: Sequence[Piece], at: int, step: int) -> str:
    """The text beside a piece under the same label, with a blank line between the two."""
    if not 0 <= at + step < len(pieces):
        return ""
    piece = pieces[at + step]
    if piece.path != pieces[at].path or piece.announces or piece.block.shape is not Shape.TEXT:
        return ""
    text = piece.block.text
    return f"{text[-_FARTHEST:]}\n\n" if step < 0 else f"\n\n{text[:_FARTHEST]}"


def _place(statement: Statement) -> tuple[int, int]:
    """Where the number in which a statement ends stands in its block; else all of the statement."""
    text, (start, end) = statement.piece.block.text, statement.chain.span
    value = statement.chain.value
    last = text.rfind(statement.chain.members[-1], start, end)
    at = text.find(value.text, max(last, start), end) if value is not None else -1
    return _number_at(at, value.text) if value is not None and at >= 0 else (start, end)


def _number_at(start: int, text: str) -> tuple[int, int]:
    """Where the number stands that a text begins with, before a remark; else all of the text."""
    at, printed = next(iter(numbers_in(text)), (0, text))
    return start + at, start + at + len(printed)
