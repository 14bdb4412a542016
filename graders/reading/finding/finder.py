"""Finds the answer to each question of an assignment in a write-up.

Where an answer may stand, best first: under the question's own label; in an equation or a table
cell whose left-hand side is a name that defines it; under its parent's label, from where its
cues begin. An answer says how it was found, and every candidate is kept: where they disagree, a
person decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import filterfalse

from graders.declaring.assignment import Assignment
from graders.model import Answer, Kind, Question, Submission, Where
from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.markdown import code_block, read_blocks
from graders.reading.finding.answers import Answers, distinct, joined, of_passages
from graders.reading.finding.in_order import in_order
from graders.reading.finding.named_values import named_values
from graders.reading.finding.naming.led import with_derivatives_led
from graders.reading.finding.naming.notation import own_letters
from graders.reading.finding.naming.unlabelled import unlabelled_entries, without_taken
from graders.reading.finding.overlooked.between_labels import between_labels
from graders.reading.finding.overlooked.ids_in_sentences import ids_in_sentences
from graders.reading.finding.overlooked.in_pictures import in_pictures
from graders.reading.finding.overlooked.loose_labels import behind_loose_labels
from graders.reading.finding.overlooked.mentions import mentions, wholly_named
from graders.reading.finding.overlooked.titled_passages import titled_passages
from graders.reading.finding.overlooked.uncued import uncued_formulas
from graders.reading.finding.overlooked.untaken import under_no_label
from graders.reading.finding.printed_output import without_output
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import WriteUp, statements_of
from graders.reading.finding.tables import tables_for
from graders.reading.finding.values import cued_values, labelled_values
from graders.reading.finding.words import beside_text, cued_text, shared_text
from graders.reading.intake import check_blocks
from graders.reading.outline.outline import read_outline
from graders.reading.sources import read_sources


def sources_to_blocks(submission: Submission) -> tuple[Block, ...]:
    """The blocks of everything readable in a submission, in reading order.

    Raises:
        SubmissionError: if nothing in the submission can be read, or there are too many blocks.
    """
    blocks: list[Block] = []
    for source in read_sources(submission):
        start = Where(source.file, source.first_line, source.cell)
        if source.code:
            blocks.append(code_block(source.text, start))
        else:
            blocks += read_blocks(source.text, start)
        check_blocks(len(blocks), source.file)
    return tuple(blocks)


class Finder:
    """Matches blocks to the questions of one assignment; made once, used for many write-ups."""

    def __init__(self, assignment: Assignment) -> None:
        self.sheet = Sheet(assignment)
        self.vocabulary = self.sheet.vocabulary

    @property
    def labels(self) -> Mapping[str, str]:
        """The question that asks for each quantity."""
        return self.sheet.labels

    def quantity(self, question: Question) -> str:
        """The canonical name of what a question asks for: the first that is declared."""
        return self.sheet.quantities[question.id]

    def find(self, blocks: Sequence[Block]) -> Answers:
        """The answers in these blocks.

        Raises:
            SubmissionError: if labels within lines cut them into too many pieces.
        """
        write_up = self._read(blocks)
        outline, questions = write_up.outline, self.sheet.questions
        found = {each.id: distinct(_candidates(each, write_up)) for each in questions}
        unplaced = tuple(
            piece.block.where
            for piece in outline.pieces
            if not piece.path and piece.block.shape is not Shape.HEADING
        )
        lost = [each for each in questions if not found[each.id]]
        behind = behind_loose_labels(lost, outline)
        found = {each.id: behind.not_called_wrong(each, found[each.id]) for each in questions}
        mentioned = {
            **in_pictures(lost, questions, outline),
            **titled_passages(lost, questions, outline),
            **ids_in_sentences(lost, outline),
            **under_no_label(lost, found, outline),
            **uncued_formulas(lost, write_up),
            **behind.answers,
            **between_labels(lost, questions, outline),
            **mentions(lost, write_up),
        }
        statements, named = write_up.statements, wholly_named(write_up)
        return Answers(found, unplaced, outline.labelled, outline, statements, mentioned, named)

    def _read(self, blocks: Sequence[Block]) -> WriteUp:
        """The write-up without what the handout says."""
        sheet = self.sheet
        if letters := own_letters(blocks, sheet.vocabulary):
            sheet = sheet.with_letters(letters)
        outline = read_outline(blocks, sheet.named_labels)
        outline = replace(outline, pieces=tuple(filterfalse(sheet.gives, outline.pieces)))
        said = tuple(statements_of(outline, sheet))
        statements = tuple(with_derivatives_led(said, outline.pieces, sheet.vocabulary))
        inferred = tuple(unlabelled_entries(outline, sheet, statements))
        return WriteUp(sheet, outline, (*without_taken(statements, inferred), *inferred))


def _candidates(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    own = [piece for piece in write_up.outline.pieces if piece.path == question.path]
    own = without_output(own) if question.kind is Kind.CODE else own
    if question.kind is Kind.TABLE:
        tables = tuple(tables_for(question, write_up))
        yield from tables or cued_text(question, write_up)
    elif question.kind is Kind.NUMERIC:
        found = (*named_values(question, write_up), *labelled_values(question, own, write_up))
        placed = () if found else tuple(in_order(question, write_up))
        yield from found or placed
        is_labelled = own or question.path in write_up.outline.labelled
        if not (placed or is_labelled or question.names):
            yield from cued_values(question, write_up)
            yield from () if question.cues else shared_text(question, write_up)
    elif text := joined(own):
        yield of_passages(question, text, own, f"label {'.'.join(question.path)}")
    else:
        found = tuple(in_order(question, write_up)) or tuple(cued_text(question, write_up))
        if not found and question.kind is Kind.SYMBOLIC:
            found = tuple(named_values(question, write_up))
        found = found or tuple(shared_text(question, write_up))
        yield from found or beside_text(question, write_up)
