"""Finds the values that a write-up gives for a question: under its label, or behind its cues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.model import Answer, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import joined, of_pieces, of_statement
from graders.reading.finding.cues import cued_number, is_cued, is_introduced
from graders.reading.finding.meant import meant
from graders.reading.finding.naming.called import is_called_by_another_letter
from graders.reading.finding.naming.said_of import is_named_as_another
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import DEFINED, Statement, WriteUp
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.equations.asides import asides_in
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.sentences import Ends

_EXPLAINS = re.compile(r"[\d$)]\s*,?\s+(?:with|where)\s+\$?\s*$")
_NEAR = 200  # characters before an equation that may say why it stands there
_CLAUSES = Ends(",;")
_WORD = re.compile(r"(?<![\\\w])[a-z]{3,}(?= )")


def labelled_values(
    question: Question, own: Sequence[Piece], write_up: WriteUp
) -> Iterator[Answer]:
    """The last value under the question's own label, or the value that its cues introduce."""
    found_by = f"label {'.'.join(question.path)}"
    stated = (each for each in write_up.statements if each.piece in own and not _explains(each))
    valued = [each for each in stated if each.has_value or each.chain.is_touched]
    here = _own(question, valued, write_up.sheet)
    cued = _percentages(question, here)
    cued = cued or [each for each in here if is_cued(question, each.chain.words)]
    text = joined(own)
    has_values = any(each.has_value for each in here) or (valued and not here)
    number = None if has_values else cued_number(question, text)
    if cued:
        yield of_statement(question, cued[-1], found_by)
    elif here and not number:  # the last one, and those that say otherwise
        for each in reversed(here):
            yield replace(of_statement(question, each, found_by), around=text)
    elif text and (number or not valued):
        answer = of_pieces(question, text, own, found_by)
        yield replace(answer, text=number or text, around=text)


def _explains(statement: Statement) -> bool:
    """Whether an equation stands in a text to explain the value before it."""
    start, block = statement.chain.span[0], statement.piece.block
    asides = asides_in(block.text) if block.shape is Shape.TEXT else ()
    return statement.kind == DEFINED and any(first <= start < end for first, end in asides)


def _own(question: Question, valued: Sequence[Statement], sheet: Sheet) -> Sequence[Statement]:
    """The statements that may be the question's own: none of another one, and nothing given."""
    here = [each for each in valued if not _is_another(each, question, sheet)]
    here = [each for each in here if not _is_given(each, question, sheet)] or here
    here = [each for each in here if not _is_beside(each, question, sheet)] or here
    here = list(meant(here))
    if any(each.chain.name in sheet.names[question.id] for each in here):
        return [each for each in here if not is_called_by_another_letter(each, question, sheet)]
    return here


def cued_values(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """The first value that the question's cues introduce, where nothing is labelled.

    What stands under no label at all may be that of another question: it is never called wrong.
    """
    parent = question.path[:-1]
    pieces = [each for each in write_up.outline.pieces if each.path in (parent, ())]
    earlier = [tuple(each.split(".")) for each in question.follows]
    tables = [each for each in write_up.outline.pieces if each.path in earlier and each.block.rows]
    is_headed = False
    for piece in (*_with_percentages(question, pieces), *tables):
        if piece.announces:
            is_headed = is_cued(question, piece.block.text)
        elif (answer := _cued_value(question, piece, write_up, is_headed=is_headed)) is not None:
            found_by = f"words under label {'.'.join(parent)}"
            inferred = answer.inferred or not piece.path
            yield replace(answer, found_by=found_by, inferred=inferred)
            return


def _cued_value(
    question: Question, piece: Piece, write_up: WriteUp, *, is_headed: bool
) -> Answer | None:
    """The last value in a piece that cues introduce, or the number of a sentence with cues."""
    text = piece.block.text
    holds_cue = is_cued(question, text)
    stated = write_up.statements_in(piece)
    valued = [each for each in stated if each.has_value and not _tells_more(each)]
    cued = _percentages(question, valued) if holds_cue else []
    if cued := cued or [
        each for each in valued if is_headed or is_introduced(question, each.chain.words)
    ]:
        own = [each for each in cued if not _is_of_later(question, each.chain.words, write_up)]
        found = of_statement(question, (own or cued)[-1], "")
        return found if own else replace(found, inferred=True)
    if piece.block.rows:
        return _cued_row(question, piece, write_up)
    is_said = piece.block.shape is Shape.TEXT and (is_headed or holds_cue)
    number = cued_number(question, text) if is_said else None
    if number is None:
        return None
    clause = next((each for each in _CLAUSES.split(text) if number in each), text)
    found = replace(of_pieces(question, number, [piece], ""), text=number, around=text)
    return replace(found, inferred=found.inferred or _is_of_later(question, clause, write_up))


def _cued_row(question: Question, piece: Piece, write_up: WriteUp) -> Answer | None:
    """The only number of the row of a table that begins with the question's cues."""
    for row in piece.block.rows:
        cells = [cell.strip("* ") for cell in row.cells if cell]
        head, values = "".join(cells[:1]), [each for each in cells[1:] if read_number(each)]
        is_own = is_introduced(question, head) and not _is_of_later(question, head, write_up)
        if is_own and len(values) == 1:
            found = of_pieces(question, values[0], [piece], "")
            return replace(found, where=replace(found.where, line=row.line))
    return None


def _is_of_later(question: Question, words: str, write_up: WriteUp) -> bool:
    """Whether words introduce what follows from a question: "FC / total" is the share."""
    later = (each for each in write_up.sheet.questions if question.id in each.follows)
    return any(is_cued(each, words) for each in later)


def _with_percentages(question: Question, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The headings and the paragraphs with a percentage, where that is asked for and stands."""
    asked = "percentage" in question.cues
    found = [each for each in pieces if each.announces or "%" in each.block.text]
    return found if asked and not all(each.announces for each in found) else pieces


def _percentages(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that end in a percentage, where the question is for one."""
    values = ((each, each.chain.value) for each in statements if "percentage" in question.cues)
    return [each for each, value in values if value is not None and value.percent]


def _tells_more(statement: Statement) -> bool:
    """Whether a sentence has a number before its last: "the total is 12 and 3 of them are 25 %"."""
    return any(_WORD.search(step) and _begins_with_number(step) for step in statement.chain.steps)


def _begins_with_number(text: str) -> bool:
    return any(not text[:start].strip(" $*") for start, _ in numbers_in(text)[:1])


def _is_another(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether a statement gives the value that another question asks for."""
    name = statement.chain.name
    return name in sheet.named and name not in sheet.names[question.id]


def _is_beside(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether a nameless statement is one of another quantity, or explains what stands before."""
    start = statement.chain.span[0]
    before = statement.piece.block.text[max(start - _NEAR, 0) : start]
    explains = _EXPLAINS.search(before) is not None
    return statement.chain.name is None and (
        explains or is_named_as_another(statement, question, sheet)
    )


def _is_given(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether a statement recalls what is given, as in "since x_1 = 1"."""
    name = statement.chain.name
    return name in sheet.given and name != sheet.local_names.get(question.id)
