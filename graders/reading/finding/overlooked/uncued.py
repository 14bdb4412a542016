"""Formulas under the label of several questions that the cues of none of these lead to."""

from collections.abc import Iterator, Mapping, Sequence

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import of_pieces
from graders.reading.finding.cues import is_cued
from graders.reading.finding.statements import WriteUp
from graders.reading.finding.words import under_label
from graders.reading.outline.pieces import Piece

_SIGNS = "=$\\"
_FOUND_BY = "a formula that nothing tells from its neighbours"


def uncued_formulas(lost: Sequence[Question], write_up: WriteUp) -> Mapping[str, Answer]:
    """For each lost formula that cues would tell, the lines that neither cues nor names tell.

    A line that goes on with a chain is that of the question before it.

    Args:
        lost: the questions without an answer.
        write_up: in which they have none.
    """
    found: dict[str, Answer] = {}
    for question in lost:
        parent = question.path[:-1]
        siblings = [each for each in write_up.sheet.questions if each.path[:-1] == parent]
        if question.kind is not Kind.SYMBOLIC or not parent or not all(q.cues for q in siblings):
            continue
        pieces = [each for each in under_label(parent, write_up) if not each.announces]
        named = {name for each in siblings for name in write_up.sheet.names[each.id]}
        told = [
            each.text
            for piece in pieces
            for each in write_up.statements_in(piece)
            if each.chain.name in named
        ]
        left = [
            (piece, line)
            for piece in pieces
            for line in _uncued(piece, siblings)
            if not any(each in line for each in told)
        ]
        if left:
            text = "\n".join(line for _, line in left)
            found[question.id] = of_pieces(question, text, [left[0][0]], _FOUND_BY)
    return found


def _uncued(piece: Piece, siblings: Sequence[Question]) -> Iterator[str]:
    """The lines of a piece with a formula that hold the cues of no question."""
    text = piece.block.text
    for line in [text] if piece.block.shape is Shape.MATH else text.split("\n"):
        formula = piece.block.shape is Shape.MATH or any(sign in line for sign in _SIGNS)
        goes_on = line.lstrip(" $&\\").startswith("=")
        if formula and not goes_on and not any(is_cued(each, line) for each in siblings):
            yield line
