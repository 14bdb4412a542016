"""Finds the answer to each question of an assignment in a write-up.

Where an answer may stand, best first: under the question's own label; in an equation or a table
cell whose left-hand side is a name that defines it; under its parent's label, from where its
cues begin. An answer says how it was found, and every candidate is kept: where they disagree, a
person decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import filterfalse, pairwise, takewhile

from graders.asked import Asked
from graders.assignment import Assignment
from graders.model import Answer, Form, Kind, Question, Submission, Where
from graders.reading.blocks import Block, Shape, code_block, read_blocks
from graders.reading.chains import Chain, read_chains
from graders.reading.labels import Path, QuestionTree
from graders.reading.lists import components, listed_values
from graders.reading.matrices import read_matrices
from graders.reading.names import canonical_names, read_name
from graders.reading.numbers import numbers_in
from graders.reading.outline import Outline, Piece, read_outline, squeezed
from graders.reading.sources import read_sources
from graders.reading.tables import named_cells
from graders.reading.vocabulary import Vocabulary

_FORMS = {
    Shape.MATH: Form.LATEX, Shape.CODE: Form.CODE, Shape.TABLE: Form.TABLE,
    Shape.TEXT: Form.MARKDOWN, Shape.HEADING: Form.MARKDOWN,
}  # fmt: skip
_SHORTEST_CUE = 6  # letters and digits of a cue that may stand for a heading


@dataclass(frozen=True)
class Answers:
    """The candidate answers to each question, best first, and what was matched to none."""

    found: Mapping[str, tuple[Answer, ...]]
    unplaced: tuple[Where, ...] = ()
    labelled: frozenset[Path] = field(default_factory=frozenset)
    outline: Outline = field(default_factory=lambda: Outline((), frozenset()))

    @property
    def are_blank(self) -> bool:
        """Whether labels stand there with nothing below them but code still to be written."""
        return bool(self.labelled) and all(
            piece.announces
            or (piece.block.shape is Shape.CODE and "raise NotImplementedError" in piece.block.text)
            for piece in self.outline.pieces
        )

    def to(self, question: Question) -> tuple[Answer, ...]:
        return self.found.get(question.id, ())

    def text_under(self, path: Path, without: Sequence[Path] = ()) -> str:
        """All that stands under a label, but not under some of its parts."""
        pieces = self.outline.below(path)
        return "\n\n".join(
            piece.block.text
            for piece in pieces
            if not any(piece.path[: len(part)] == part for part in without)
        )


def vocabulary_of(assignment: Assignment) -> Vocabulary:
    """The names that an assignment's formulas may use."""
    bare = Vocabulary(loss=assignment.loss)
    aliases = {
        other: name
        for name, others in assignment.aliases.items()
        for each in others
        if (other := read_name(each)) is not None
    }
    declared = [
        *assignment.symbols,
        *(name for each in assignment.questions for name in each.names),
    ]
    arguments = frozenset("".join(each.split()) for each in assignment.arguments)
    return Vocabulary(canonical_names(declared, bare), aliases, assignment.loss, arguments)


def sources_to_blocks(submission: Submission) -> tuple[Block, ...]:
    """The blocks of everything readable in a submission, in reading order.

    Raises:
        SubmissionError: if nothing in the submission can be read.
    """
    blocks: list[Block] = []
    for source in read_sources(submission):
        start = Where(source.file, source.first_line, source.cell)
        if source.code:
            blocks.append(code_block(source.text, start))
        else:
            blocks += read_blocks(source.text, start)
    return tuple(blocks)


_OLD = re.compile(r"\b(?:old|initial|initially|before|given|starting)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Statement:
    """An equation or a table cell, with its own text and place."""

    piece: Piece
    chain: Chain
    text: str
    where: Where
    kind: str

    @property
    def has_value(self) -> bool:
        return self.chain.value is not None


class Finder:
    """Matches blocks to the questions of one assignment; made once, used for many write-ups."""

    def __init__(self, assignment: Assignment) -> None:
        self.questions = assignment.questions
        self.asked = assignment.asked
        self.symbols = assignment.symbols
        self.vocabulary = vocabulary_of(assignment)
        self.tree = QuestionTree.of(question.path for question in assignment.questions)

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """The canonical names that define the answer to each question."""
        return {each.id: canonical_names(each.names, self.vocabulary) for each in self.questions}

    @cached_property
    def local_names(self) -> Mapping[str, str]:
        """What a question may be called below its parent's label: w9 in part 2.3 is 2.3.w9."""
        names = {each.id: read_name(each.path[-1], self.vocabulary) for each in self.questions}
        return {id: name for id, name in names.items() if name in self.vocabulary.known}

    @cached_property
    def given(self) -> frozenset[str]:
        """The canonical names of the values that the sheet gives."""
        return canonical_names(self.symbols, self.vocabulary) - frozenset(self.named)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The question that asks for each quantity."""
        return {name: question for question, name in self.quantities.items()}

    @cached_property
    def named(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for question in self.questions:
            for name in sorted(self.names[question.id]):
                found.setdefault(name, []).append(question.path)
        return found

    @cached_property
    def cued(self) -> Mapping[str, Path]:
        """What each cue of several words stands for: the label that its questions share."""
        found: dict[str, Path] = {}
        for question in self.questions:
            for cue in question.cues:
                if " " in cue and len(squeezed(cue)) >= _SHORTEST_CUE:
                    path = found.get(squeezed(cue), question.path)
                    found[squeezed(cue)] = _common(path, question.path)
        return {cue: path for cue, path in found.items() if path}

    def quantity(self, question: Question) -> str:
        """The canonical name of what a question asks for: the first that is declared."""
        return self.quantities[question.id]

    @cached_property
    def quantities(self) -> Mapping[str, str]:
        """The canonical name of what each question with a name asks for."""
        return {
            each.id: name
            for each in self.questions
            for first in each.names[:1]
            if (name := read_name(first, self.vocabulary))
        }

    @cached_property
    def handed_out(self) -> Mapping[Path, frozenset[str]]:
        """What students are given below each label: no answer where it is left standing."""
        return {
            tuple(label.split(".")): frozenset(map(_bare, _texts(asked))) - {""}
            for label, asked in self.asked.items()
        }

    def find(self, blocks: Sequence[Block]) -> Answers:
        """The answers in these blocks."""
        outline = read_outline(blocks, self.tree, self.vocabulary, self.named, self.cued)
        outline = replace(outline, pieces=tuple(filterfalse(self._is_given, outline.pieces)))
        statements = tuple(self._statements(outline))
        found = {
            question.id: tuple(_distinct(self._candidates(question, outline, statements)))
            for question in self.questions
        }
        unplaced = tuple(
            piece.block.where
            for piece in outline.pieces
            if not piece.path and piece.block.shape is not Shape.HEADING
        )
        return Answers(found, unplaced, outline.labelled, outline)

    def _is_given(self, piece: Piece) -> bool:
        """Whether a piece is what its question's handout says, word for word."""
        given = self.handed_out.get(piece.path)
        return given is not None and not piece.announces and _bare(piece.block.text) in given

    def _statements(self, outline: Outline) -> Iterator["_Statement"]:
        """Every equation and every named table cell of the write-up."""
        for piece in outline.pieces:
            block = piece.block
            yield from self._entries(piece)
            if block.shape is Shape.TABLE:
                for cell in named_cells(block, self.vocabulary):
                    chain = Chain(("", cell.text), cell.name, cell.words, (0, len(cell.text)))
                    where = Where(block.where.file, cell.line, block.where.cell)
                    yield _Statement(piece, chain, cell.text, where, "table row")
                yield from self._cell_equations(piece)
            else:
                prose = block.shape is not Shape.MATH
                for chain, text in self._chains(block, prose=prose):
                    yield _Statement(piece, chain, text, block.at(chain.span[0]), "left-hand side")

    def _chains(self, block: Block, *, prose: bool) -> Iterator[tuple[Chain, str]]:
        """The equations of a block, with those of a list of names and numbers, and of vectors."""
        for chain in listed_values(block.text, self.vocabulary) if prose else ():
            yield chain, block.text[slice(*chain.span)]
        for chain in read_chains(block.text, self.vocabulary, prose=prose):
            if not _IS_CORRECTED.match(block.text, chain.span[1]):
                for each in components(chain, self.vocabulary):
                    yield each, " = ".join(each.members)
                yield chain, block.text[slice(*chain.span)]

    def _entries(self, piece: Piece) -> Iterator[_Statement]:
        """The entries of a matrix under a label whose parts are called 11, 12, ..."""
        if (*piece.path, "11") not in self.places:
            return
        for matrix in read_matrices(piece.block.text):
            where = piece.block.at(matrix.span[0])
            for row, cells in enumerate(matrix.rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    name = self.places.get((*piece.path, f"{row}{column}"))
                    if name is not None:
                        chain = Chain(("", cell), name, "", matrix.span)
                        yield _Statement(piece, chain, cell, where, "entry of a matrix")

    @cached_property
    def places(self) -> Mapping[Path, str]:
        """The quantity that each question asks for, by its path."""
        by_id = {each.id: each.path for each in self.questions}
        return {by_id[id]: name for id, name in self.quantities.items()}

    def _cell_equations(self, piece: Piece) -> Iterator[_Statement]:
        """The equations that stand within the cells of a table."""
        block = piece.block
        for row in block.rows:
            where = Where(block.where.file, row.line, block.where.cell)
            for cell in row.cells:
                for chain in read_chains(cell, self.vocabulary) if "=" in cell else ():
                    if chain.name is not None:
                        text = cell[slice(*chain.span)]
                        yield _Statement(piece, chain, text, where, "left-hand side")

    def _candidates(
        self, question: Question, outline: Outline, statements: Sequence["_Statement"]
    ) -> Iterator[Answer]:
        own = [piece for piece in outline.pieces if piece.path == question.path]
        if question.kind is Kind.TABLE:
            tables = tuple(self._table(question, outline))
            yield from tables or self._cued_text(question, outline, statements)
        elif question.kind is Kind.NUMERIC:
            yield from self._named(question, statements)
            yield from self._labelled_value(question, own, statements)
            if not own and question.path not in outline.labelled and not question.names:
                yield from self._cued_value(question, outline, statements)
        elif text := _joined(own):
            yield _answer(question, text, own, f"label {'.'.join(question.path)}")
        else:
            found = tuple(self._cued_text(question, outline, statements))
            if not found and question.kind is Kind.SYMBOLIC:
                found = tuple(self._named(question, statements))
            yield from found

    def _named(self, question: Question, statements: Sequence["_Statement"]) -> Iterator[Answer]:
        """Equations and cells that define one of the question's names, from the best place."""
        parent = question.path[:-1]
        explicit = {each.piece.path for each in statements if self._defines_part(each)}
        places: dict[int, list[_Statement]] = {}
        for statement in statements:
            if _OLD.search(statement.chain.words) or self._asked_elsewhere(question, statement):
                continue
            within = statement.piece.path[: len(parent)] == parent and bool(parent)
            if question.kind is Kind.SYMBOLIC and not within and not _is_open(statement, question):
                continue
            if statement.chain.name in self.names[question.id]:
                rank = 0 if within or statement.piece.path == question.path else 1
            elif (
                within
                and statement.chain.name == self.local_names.get(question.id, "")
                and parent not in explicit
            ):
                rank = 2
            else:
                continue
            places.setdefault(rank + (0 if statement.has_value else 3), []).append(statement)
        best = places[min(places)] if places else []
        elsewhere = [each for place in sorted(places)[1:] for each in places[place]]
        misprints = [each for each in elsewhere if any(_differ_in_a_digit(each, b) for b in best)]
        activated = [each for each in _following(best, statements) if _ACTIVATES.match(each.text)]
        for statement in [*best, *misprints, *activated]:
            found_by = f"{statement.kind} {statement.chain.name}"
            yield _value(question, statement, found_by)

    def _asked_elsewhere(self, question: Question, statement: _Statement) -> bool:
        """Whether it stands under the label of another part that asks for the same quantity."""
        others = {path[:-1] for path in self.named.get(statement.chain.name or "", ())}
        others -= {question.path[:-1], ()}
        return any(statement.piece.path[: len(part)] == part for part in others)

    def _cued_value(
        self, question: Question, outline: Outline, statements: Sequence[_Statement]
    ) -> Iterator[Answer]:
        """The value that the question's cues introduce, where nothing is labelled."""
        parent = question.path[:-1]
        found_by = f"words under label {'.'.join(parent)}"
        headed = False
        for piece in outline.pieces:
            if piece.path not in (parent, ()):
                continue
            if piece.announces:
                headed = _is_cued(question, piece.block.text)
                continue
            valued = [each for each in statements if each.piece is piece and each.has_value]
            cued = [each for each in valued if headed or _is_cued(question, each.chain.words)]
            if cued:
                yield _value(question, cued[-1], found_by)
                return
            text = piece.block.text
            if piece.block.shape is Shape.TEXT and (headed or _is_cued(question, text)):
                number = _cued_number(question, text)
                if number is not None:
                    yield replace(_answer(question, number, [piece], found_by), text=number)
                    return

    def _defines_part(self, statement: _Statement) -> bool:
        """Whether a statement names a question below its label in full: w_1^{t+1} under 2.3."""
        path = statement.piece.path
        return statement.has_value and any(
            each[:-1] == path for each in self.named.get(statement.chain.name or "", ())
        )

    def _labelled_value(
        self, question: Question, own: Sequence[Piece], statements: Sequence["_Statement"]
    ) -> Iterator[Answer]:
        """The last value under the question's own label, or the value that its cues introduce."""
        found_by = f"label {'.'.join(question.path)}"
        valued = [each for each in statements if each.piece in own and each.has_value]
        here = [each for each in valued if not self._is_another(each, question)]
        if valued and not here:
            return
        here = [each for each in here if not self._is_given_value(each, question)] or here
        cued = [each for each in here if _is_cued(question, each.chain.words)]
        if cued:
            yield _value(question, cued[-1], found_by)
        elif here:  # the last one, and those that say otherwise
            yield from (_value(question, each, found_by) for each in reversed(here))
        elif text := _joined(own):
            answer = _answer(question, text, own, found_by)
            yield replace(answer, text=_cued_number(question, text) or text)

    def _is_another(self, statement: _Statement, question: Question) -> bool:
        """Whether a statement gives the value that another question asks for."""
        name = statement.chain.name
        return name in self.named and name not in self.names[question.id]

    def _is_given_value(self, statement: _Statement, question: Question) -> bool:
        """Whether a statement recalls what is given, as in "since x_1 = 1"."""
        name = statement.chain.name
        return name in self.given and name != self.local_names.get(question.id)

    def _table(self, question: Question, outline: Outline) -> Iterator[Answer]:
        """The table that fits the cues best, under the question's label, above it or anywhere."""
        own = {piece.block for piece in outline.below(question.path)}
        tables = [piece.block for piece in outline.pieces if piece.block.shape is Shape.TABLE]
        scored = [
            (sum(cue.casefold() in table.text.casefold() for cue in question.cues), table)
            for table in tables
        ]
        here = [table for score, table in scored if score and table in own]
        here = here or list(self._only_table(question, outline))
        pieces = [piece for piece in outline.pieces if piece.path == question.path]
        above = {
            piece.block
            for piece in outline.pieces
            if piece.path == question.path[: len(piece.path)]
        }
        anywhere = [table for score, table in scored if 2 * score > len(question.cues)]
        fitting = here or [table for table in anywhere if table in above]
        if not fitting and not _joined(pieces):
            fitting = anywhere
        for table in fitting:
            label = f"label {'.'.join(question.path)}" if table in own else "table"
            yield Answer(question.id, table.text, Form.TABLE, table.where, label)
        if not fitting and (text := _joined(pieces)):
            yield _answer(question, text, pieces, f"label {'.'.join(question.path)}")

    def _only_table(self, question: Question, outline: Outline) -> Iterator[Block]:
        """The one table under the parent's label, where no other part asks for one."""
        parent = question.path[:-1]
        siblings = [each for each in self.questions if each.path[:-1] == parent and parent]
        asked = [each for each in siblings if each.kind is Kind.TABLE]
        pieces = [each for each in outline.pieces if each.path == parent]
        tables = [each.block for each in pieces if each.block.shape is Shape.TABLE]
        if asked == [question] and len(tables) == 1:
            yield tables[0]

    def _cued_text(
        self, question: Question, outline: Outline, statements: Sequence["_Statement"]
    ) -> Iterator[Answer]:
        """Unlabelled parts of a labelled question, told apart by their names and cues."""
        parent = question.path[:-1]
        pieces = [piece for piece in outline.pieces if parent and piece.path == parent]
        if not parent and question.path not in outline.labelled:
            pieces = [piece for piece in outline.pieces if piece.block.shape is Shape.TEXT]
        siblings = [
            each
            for each in self.questions
            if each.path[:-1] == parent and each.path not in outline.labelled
        ]
        starts = {
            each.id: start
            for each in siblings
            if (start := self._start(each, pieces, statements)) is not None
        }
        if question.id not in starts and len(parent) > 1 and _is_rest(question, siblings):
            starts[question.id] = 0
        if question.id not in starts:
            return
        first = starts[question.id]
        later = [start for start in starts.values() if start > first]
        span = pieces[first : min(later, default=len(pieces))]
        if text := _joined(span):
            label = f" under label {'.'.join(parent)}" if parent else ""
            yield _answer(question, text, span, f"words{label}")

    def _start(
        self, question: Question, pieces: Sequence[Piece], statements: Sequence["_Statement"]
    ) -> int | None:
        defining = [each.piece for each in statements if each.chain.name in self.names[question.id]]
        for number, piece in enumerate(pieces):
            if piece in defining or _is_cued(question, piece.block.text):
                return number
        return None


def _is_rest(question: Question, siblings: Sequence[Question]) -> bool:
    """Whether a question is the only one that is read by a person among numbers and tables."""
    asked = (Kind.NUMERIC, Kind.TABLE, Kind.CODE)
    return [each for each in siblings if each.kind not in asked] == [question]


def _is_open(statement: _Statement, question: Question) -> bool:
    """Whether no label of another question claims a statement."""
    path = statement.piece.path
    return question.path[: len(path)] == path


_ACTIVATES = re.compile(r"\s*\$?\s*(?:\\sigma|σ|\\?(?:text\{)?sigmoid)")


def _following(
    found: Sequence[_Statement], statements: Sequence[_Statement]
) -> Iterator[_Statement]:
    r"""The nameless statements right after these: `h_1 = 4.3`, then `\sigma(4.3) = 0.98`."""
    for before, after in pairwise(statements):
        if before in found and after.chain.name is None and after.has_value:
            yield after


_NO_TEXT = re.compile(r"^(?:```.*|[\s|:-]+)$", re.MULTILINE)  # fences, and rules of tables


def _texts(asked: Asked) -> Iterator[str]:
    """What is asked, the example and the form, as wholes and by their paragraphs."""
    for text in (asked.prompt, asked.lead, asked.example, asked.form):
        yield text
        yield from text.split("\n\n")


def _bare(text: str) -> str:
    """A text without white space, fences, dollar signs, escapes and the lines of tables."""
    lines = re.sub(r"\\([#_%&])", r"\1", _NO_TEXT.sub("", text)).split("\n")
    cells = (line.replace("|", "") if line.startswith("|") else line for line in lines)
    return "".join("".join(cells).split()).replace("$", "")


def _differ_in_a_digit(one: _Statement, other: _Statement) -> bool:
    """Whether two places print the same number but for one digit, which may be misread."""
    if one.chain.value is None or other.chain.value is None:
        return False
    first, second = (
        "".join(sign for sign in value.text if sign in "0123456789.")
        for value in (one.chain.value, other.chain.value)
    )
    return (
        len(first) == len(second) > 3
        and sum(a != b for a, b in zip(first, second, strict=True)) == 1
    )


def _value(question: Question, statement: _Statement, found_by: str) -> Answer:
    form = _FORMS[statement.piece.block.shape]
    return Answer(question.id, statement.text, form, statement.where, found_by)


def _answer(question: Question, text: str, pieces: Sequence[Piece], found_by: str) -> Answer:
    filled = [piece.block for piece in pieces if not piece.announces]
    return Answer(question.id, text, _FORMS[filled[0].shape], filled[0].where, found_by)


def _joined(pieces: Sequence[Piece]) -> str:
    """The text of several blocks; displayed formulas are told from words by their dollar signs."""
    blocks = [piece.block for piece in pieces if not piece.announces]
    if len(blocks) == 1:
        return blocks[0].text.strip()
    texts = (f"$${each.text}$$" if each.shape is Shape.MATH else each.text for each in blocks)
    return "\n\n".join(texts).strip()


_CORRECTION = re.compile(
    r"\b(?:correction|corrected|should (?:be|read)|rather|i mean|wait|oops)\b[:,]?", re.IGNORECASE
)
_IS_CORRECTED = re.compile(rf"[\s.,;:()…–—-]*(?:no,\s*)?{_CORRECTION.pattern}", re.IGNORECASE)


def _cued_number(question: Question, text: str) -> str | None:
    """The number that a sentence gives for a question: the only one, or the one behind a cue.

    A question for a percentage has one where a percentage is given.
    """
    before, *corrections = _CORRECTION.split(text)
    if corrections and _is_cued(question, before):
        return next((number for _, number in numbers_in(corrections[-1])), None)
    numbers = numbers_in(text) if question.cues else ()
    percent = tuple((at, each) for at, each in numbers if each.endswith("%"))
    if percent and "percentage" in question.cues:
        numbers = percent
    if len(numbers) == 1:
        return numbers[0][1]
    lowered = text.casefold()
    for cue in question.cues:
        at = lowered.rfind(cue.casefold())
        for start, number in numbers if at >= 0 else ():
            if start > at and not re.search(r"[.!?]\s", text[at:start]):
                return number
    return None


def _is_cued(question: Question, text: str) -> bool:
    plain = "".join(text.split()).casefold()
    return any("".join(cue.split()).casefold() in plain for cue in question.cues)


def _common(one: Path, other: Path) -> Path:
    """The beginning that two paths share."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(part for part, _ in shared)


def _distinct(answers: Iterator[Answer]) -> Iterator[Answer]:
    seen: set[tuple[str, Where]] = set()
    for answer in answers:
        if (answer.text, answer.where) not in seen:
            seen.add((answer.text, answer.where))
            yield answer
