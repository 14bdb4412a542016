"""Files of a submission that cannot be read and may hold answers: a photographed page, a PDF.

So may a text whose code never ends, with labels in it.

A figure in an answer is none: a picture that is set there, that code writes or reads, or that the
answer to a training names. Nor is the PDF or the page that a LaTeX file or a notebook became.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from graders.model import Kind, Submission
from graders.reading.blocks.block import Shape
from graders.reading.blocks.markup import never_closed
from graders.reading.finding.answers import Answers
from graders.reading.finding.sheet import Sheet
from graders.reading.intake import decode
from graders.reading.labels.label import read_label
from graders.reading.outline.pieces import Piece

MARKDOWN = (".md", ".markdown", ".txt")
EXPORTED = (".tex", ".ipynb")  # what a PDF or a page of the same name was made from
_SET = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)|\bsrc\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_GRAPHICS = re.compile(r"\\includegraphics\*?\s*(?:\[[^\]]*\])?\s*\{([^{}]+)\}")


def unread_pages(submission: Submission, answers: Answers, sheet: Sheet) -> tuple[str, ...]:
    """The names of the files that a person must open to know whether they hold answers."""
    swallowed = tuple(_swallowed(submission))
    if not submission.unread:
        return swallowed
    exported = {
        str(PurePosixPath(name).with_suffix(""))
        for name in submission.files
        if name.endswith(EXPORTED)
    }
    figures = frozenset(map(_plain, _figures(submission, answers)))
    told = "\n".join(_told(answers.outline.pieces, sheet))
    pages = (
        name
        for name in submission.unread
        if str(PurePosixPath(name).with_suffix("")) not in exported
        and not {_plain(name), _plain(PurePosixPath(name).stem)} & figures
        and PurePosixPath(name).name not in told
    )
    return *pages, *swallowed


def _swallowed(submission: Submission) -> Iterator[str]:
    """The texts in which labels stand in code that is never closed."""
    for name, data in submission.files.items():
        if name.endswith(MARKDOWN) and b"```" in data:
            lines = never_closed(decode(name, data)).split("\n")
            labels = filter(None, map(read_label, lines))
            if any(label.is_id or label.explicit for label in labels):
                yield name


def _figures(submission: Submission, answers: Answers) -> Iterator[str]:
    """What is set as a figure within an answer."""
    for piece in answers.outline.pieces:
        if piece.path:
            yield from (match[1] or match[2] for match in _SET.finditer(piece.block.text))
    for name, data in submission.files.items():
        if name.endswith(".tex"):
            yield from _GRAPHICS.findall(decode(name, data))


def _told(pieces: tuple[Piece, ...], sheet: Sheet) -> Iterator[str]:
    """Texts in which the name of a file says what it is for: code, and answers to trainings."""
    trained = {each.path for each in sheet.questions if each.kind is Kind.TRAINING}
    for piece in pieces:
        if piece.block.shape is Shape.CODE or piece.path in trained:
            yield piece.block.text


def _plain(name: str) -> str:
    return PurePosixPath(name).name.casefold()
