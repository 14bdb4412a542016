"""Pictures on their own between labels, which may hold what stands between these in the sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import of_pieces
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece

_ALONE = re.compile(r"(?:\s*(?:!\[[^\]]*\]\([^)]*\)|!\[\[[^\]]+\]\]|<img\b[^>]*>))+\s*", re.I)
_FIGURE = re.compile(r"plot|fig|graph|curve|diagram|chart|histogram|loss|accurac", re.I)
_FOUND_BY = "a picture between labels"


def in_pictures(
    lost: Sequence[Question], questions: Sequence[Question], outline: Outline
) -> Mapping[str, Answer]:
    """The first picture that may hold the answer to each question without one.

    A picture that is all that stands below the label of a question is the answer to that one alone.
    Figures are those behind code, in the answer to a training, and those that their names or the
    paragraph before them call so.

    Args:
        lost: the questions without an answer.
        questions: of the sheet, in its order.
        outline: of the write-up.
    """
    found: dict[str, Answer] = {}
    for place in _places(lost, questions, outline.pieces):
        piece = outline.pieces[place]
        for question in _between(*_labels_around(place, outline.pieces), questions):
            if question in lost and question.id not in found:
                text = piece.block.text.strip()
                found[question.id] = of_pieces(question, text, [piece], _FOUND_BY)
    return found


def _places(
    lost: Sequence[Question], questions: Sequence[Question], pieces: Sequence[Piece]
) -> Iterator[int]:
    """Where pictures stand that may hold answers."""
    written = {
        each.path for each in pieces if not (each.announces or _ALONE.fullmatch(each.block.text))
    }
    alone = {each.path for each in questions} - written
    for place, piece in enumerate(pieces if lost else ()):
        is_picture = _ALONE.fullmatch(piece.block.text) and piece.path not in alone
        if is_picture and not _is_figure(place, pieces, questions):
            yield place


def _is_figure(place: int, pieces: Sequence[Piece], questions: Sequence[Question]) -> bool:
    path = pieces[place].path
    told = [each.block.text for each in pieces[max(place - 1, 0) : place + 1] if each.path == path]
    below = [each.kind for each in questions if path and _is_below(each.path, path)]
    behind = [each.block.shape for each in pieces[:place] if each.path == path]
    is_of_training = bool(below) and all(kind is Kind.TRAINING for kind in below)
    return is_of_training or Shape.CODE in behind or any(map(_FIGURE.search, told))


def _labels_around(place: int, pieces: Sequence[Piece]) -> tuple[Path, Path]:
    """What the labels before and behind a picture lead to."""
    path = pieces[place].path
    later = (each.path for each in pieces[place:] if each.path not in ((), path))
    return path, next(later, ())


def _between(first: Path, last: Path, questions: Sequence[Question]) -> Iterator[Question]:
    """The questions from that of the first label on, up to that of the last one behind it."""
    places = {
        path: next((n for n, each in enumerate(questions) if _is_below(each.path, path)), 0)
        for path in (first, last)
    }
    end = places[last] if last and places[last] > places[first] else len(questions)
    yield from questions[places[first] : end]


def _is_below(path: Path, above: Path) -> bool:
    return path[: len(above)] == above
