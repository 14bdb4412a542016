"""What stands behind the mere number of a question to which no label leads."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile

from graders.model import Answer, Question
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.outline.block_labels import from_position
from graders.reading.outline.blocks import Shape
from graders.reading.outline.pieces import Outline, Piece


def behind_numbers(questions: Sequence[Question], outline: Outline) -> Mapping[str, Answer]:
    """The texts behind numbers at the beginning of lines: "6 No, it may rise".

    They may be those of pages or of a list: what stands there is shown to a person.
    """
    lost = [each for each in questions if each.path[:1] not in outline.labelled]
    found = ((each, next(_begun_by(each, outline.pieces), None)) for each in lost)
    return {each.id: answer for each, answer in found if answer is not None}


def _begun_by(question: Question, pieces: Sequence[Piece]) -> Iterator[Answer]:
    number = question.path[0]
    begins = re.compile(rf"^[ \t]*{re.escape(number)}(?:[ \t]*$|[ \t]+(?=[A-Z$]))", re.MULTILINE)
    for place, piece in enumerate(pieces):
        found = begins.search(piece.block.text) if piece.block.shape is Shape.TEXT else None
        if found is None:
            continue
        after = takewhile(_goes_on(piece), pieces[place + 1 :])
        behind = (Piece(piece.path, from_position(piece.block, found.end())), *after)
        if text := joined(behind):
            found_by = f"the number {number} at the beginning of a line"
            yield of_pieces(question, text, behind, found_by)


def _goes_on(piece: Piece) -> Callable[[Piece], bool]:
    return lambda other: other.path == piece.path and not other.announces
