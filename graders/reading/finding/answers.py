"""The candidate answers of a write-up, and how they are made of its pieces."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from graders.model import Answer, Form, Kind, Question, Where
from graders.reading.blocks.block import Shape
from graders.reading.finding.cues import is_cued
from graders.reading.finding.statements import Statement
from graders.reading.finding.taken_back import corrections_in
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece, passages_of
from graders.reading.quantities.numbers.in_text import numbers_in

_FORMS = {
    Shape.MATH: Form.LATEX, Shape.CODE: Form.CODE, Shape.TABLE: Form.TABLE,
    Shape.TEXT: Form.MARKDOWN, Shape.HEADING: Form.MARKDOWN,
}  # fmt: skip
IN_WORDS = (Kind.FREE_TEXT, Kind.DERIVATION)
_LEFT_OUT = r"(?:skipped|omitted|left (?:(?:this|it) )?(?:blank|out|empty))"
_THIS = r"(?: (?:this|it|one|question|part|problem|exercise))*"
_BLANK = re.compile(
    r"[\s\-–—_.…*()\[\]]+|[\s(\[*_-]*"
    rf"(?:(?:(?:I|we) )?(?:have )?{_LEFT_OUT}{_THIS}|(?:I|we) (?:do not|don['’]t) know{_THIS}"
    r"|not (?:done|attempted|answered|solved)|no (?:answer|solution|attempt|idea)|n/?a|todo)"
    r"[\s)\].*_-]*",
    re.IGNORECASE,
)
_OF_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]+[:,.;]?|ID[:,]?|\d{4,}[,.;]?|\S+@\S+")
LONGEST_SIGNATURE = 8  # words
MOST_CANDIDATES = 200  # for a question; where there are more, one more is kept, and none is judged


@dataclass(frozen=True)
class Answers:
    """The candidate answers to each question, best first, and what was matched to none."""

    found: Mapping[str, tuple[Answer, ...]]
    unplaced: tuple[Where, ...] = ()
    labelled: frozenset[Path] = field(default_factory=frozenset)
    outline: Outline = field(default_factory=lambda: Outline((), frozenset()))
    statements: tuple[Statement, ...] = ()
    mentioned: Mapping[str, Answer] = field(default_factory=dict)  # that no answer was read of
    named: frozenset[Piece] = frozenset()  # all of whose numbers stand behind names

    @property
    def are_blank(self) -> bool:
        """Whether labels stand there with nothing below them but what was handed out.

        A name that is put above them is no answer.
        """
        return bool(self.labelled) and all(
            piece.announces or (not piece.path and _is_signature(piece.block.text))
            for piece in self.outline.pieces
        )

    @cached_property
    def corrections(self) -> tuple[str, ...]:
        """What is said to be meant otherwise than it stands elsewhere."""
        return tuple(corrections_in(self.outline.pieces))

    def to(self, question: Question) -> tuple[Answer, ...]:
        return self.found.get(question.id, ())

    def unclaimed(self, question: Question) -> Answer | None:
        """What may hold the answer to a question: a mention of it, or what nothing has taken.

        That stands right under its own label, or the nearest one above it. Where a part of that
        label has a label of its own, or an answer, it is what is in none of these answers, unless
        names, a table or code would tell it; what holds a number, where one is asked for. Code
        that is run needs no label: only that in a write-up is shown.
        """
        if question.id in self.mentioned:
            return self.mentioned[question.id]
        path = question.path
        for above in (path[:depth] for depth in range(len(path), 0, -1)):
            pieces = [each for each in self.outline.below(above) if each.path == above]
            if is_filled(joined(pieces)):
                ids = {each.question for each in self._own}
                parts = (*(tuple(each.split(".")) for each in ids), *(self.labelled - {above}))
                taken = (each[: len(above)] == above for each in parts)
                if any(taken) or question.kind is Kind.CODE:
                    pieces = self._left_for(question, pieces)
                if question.kind is Kind.NUMERIC and question.names:
                    pieces = [each for each in pieces if each not in self.named]
                label = f"label {'.'.join(above)}"
                found_by = f"{label}, as text" if above == path else f"text under {label} alone"
                text = joined(pieces)
                return of_pieces(question, text, pieces, found_by) if is_filled(text) else None
        return None

    def _left_for(self, question: Question, pieces: Sequence[Piece]) -> list[Piece]:
        """Those of the pieces that may hold an answer to this question, in none but for code."""
        if question.kind is Kind.CODE:
            return [each for each in pieces if is_written_code(each)]
        if question.kind is Kind.NUMERIC and not question.names:
            left = self._left_of(pieces)
            numbered = [each for each in left if numbers_in(each.block.text)]
            return numbered or [each for each in pieces if _has_row_for(question, each)]
        is_told = question.kind is Kind.TABLE and question.cues
        return [] if is_told or question.kind is Kind.NUMERIC else self._left_of(pieces)

    def _left_of(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Those of the pieces that are in no answer, and hold none."""
        return [each for each in pieces if not each.announces and not is_taken(each, self._own)]

    @property
    def _own(self) -> list[Answer]:
        """The answers that take what they are made of, and share it with no other part."""
        return [
            answer
            for candidates in self.found.values()
            for answer in candidates
            if not answer.shared
        ]

    def text_under(
        self, path: Path, without: Sequence[Path] = (), *, with_labels: bool = True
    ) -> str:
        """All that stands under a label, but not under some of its parts."""
        pieces = self.pieces_under(path, without)
        return "\n\n".join(
            piece.block.text for piece in pieces if with_labels or not piece.announces
        )

    def pieces_under(self, path: Path, without: Sequence[Path] = ()) -> tuple[Piece, ...]:
        """The pieces under a label, but not those under some of its parts."""
        return tuple(each for each in self.outline.below(path) if not _is_below(each, without))

    def statements_under(self, path: Path, without: Sequence[Path] = ()) -> tuple[Statement, ...]:
        """The equations and cells under a label, but not those under some of its parts."""
        return tuple(
            each
            for each in self.statements
            if _is_below(each.piece, [path]) and not _is_below(each.piece, without)
        )


def is_taken(piece: Piece, answers: Iterable[Answer]) -> bool:
    """Whether one of these answers holds a piece, or stands in it."""
    text, first = piece.block.text, piece.block.where
    last = piece.block.at(len(text))
    return any(
        text in each.text
        or (each.where.file == first.file and first.line <= each.where.line <= last.line)
        for each in answers
    )


def is_written_code(piece: Piece) -> bool:
    """Whether a piece is code in a write-up, and neither a file nor the cell of a notebook."""
    where, is_code = piece.block.where, piece.block.shape is Shape.CODE
    return is_code and where.cell is None and not where.file.endswith(".py")


def _is_below(piece: Piece, parts: Sequence[Path]) -> bool:
    return any(piece.path[: len(part)] == part for part in parts)


def _is_signature(text: str) -> bool:
    """Whether a text is a name with what is put beside it: capitals, a number, an address.

    >>> [_is_signature(each) for each in ("Name: Ada Lovelace, ID 4711", "See the PDF", "h = 3")]
    [True, False, False]
    """
    words = text.replace("*", " ").split()
    return 2 <= len(words) <= LONGEST_SIGNATURE and all(map(_OF_NAME.fullmatch, words))


def _has_row_for(question: Question, piece: Piece) -> bool:
    """Whether a row of a table begins with a cue of a question and goes on with its number."""
    for head, *cells in (each.cells for each in piece.block.rows if each.cells):
        said = " ".join(cells)
        is_kind = "percentage" not in question.cues or "%" in said
        if is_kind and is_cued(question, head) and numbers_in(said):
            return True
    return False


def of_statement(question: Question, statement: Statement, found_by: str) -> Answer:
    """The answer that an equation or a table cell is."""
    form = _FORMS[statement.piece.block.shape]
    inferred = statement.inferred
    return Answer(question.id, statement.text, form, statement.where, found_by, inferred=inferred)


def of_pieces(question: Question, text: str, pieces: Sequence[Piece], found_by: str) -> Answer:
    """The answer that a text is, which was taken from these pieces."""
    blocks = [piece.block for piece in pieces if not piece.announces]
    first = next((each for each in blocks if each.text.strip()), blocks[0])
    return Answer(question.id, text, _FORMS[first.shape], first.where, found_by)


def of_passages(question: Question, text: str, pieces: Sequence[Piece], found_by: str) -> Answer:
    """The answer that a text is, with its passages if a label leads to several of them."""
    answer = of_pieces(question, text, pieces, found_by)
    told = [(joined(each), each) for each in passages_of(pieces)]
    apart = [of_pieces(question, own, each, found_by) for own, each in told if is_filled(own)]
    return replace(answer, apart=tuple(apart)) if len(apart) > 1 else answer


def joined(pieces: Sequence[Piece]) -> str:
    """The text of several blocks; displayed formulas are told from words by their dollar signs."""
    blocks = [piece.block for piece in pieces if not piece.announces]
    if len(blocks) == 1:
        return blocks[0].text.strip()
    texts = (f"$${each.text}$$" if each.shape is Shape.MATH else each.text for each in blocks)
    return "\n\n".join(texts).strip()


def is_filled(text: str) -> bool:
    return bool(text) and not is_blank(text)


def is_blank(text: str) -> bool:
    """Whether a text says that no answer is given: a dash, dots, "skipped".

    >>> [is_blank(each) for each in ("--", "...", "(skipped)", "I left this out.", "n/a")]
    [True, True, True, True, True]
    >>> [is_blank(each) for each in ("-1", "none", "No.", "skipped layers")]
    [False, False, False, False]
    """
    return _BLANK.fullmatch(text) is not None


def distinct(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers without blanks, and without those that say the same at the same place.

    Of too many to be judged there is one more than these: what is repeated without end is none.
    """
    filled = (each for each in answers if not is_blank(each.text))
    found = tuple(islice(filled, MOST_CANDIDATES + 1))
    if len(found) > MOST_CANDIDATES:
        return found
    first = {(each.text, each.where): each for each in reversed(found)}
    return tuple(each for each in found if first[each.text, each.where] is each)
