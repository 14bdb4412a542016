"""Lines that may be the label of a question without an answer, though no label of it was read.

Such a line begins with what the question, or one above it, may be called: "[3.2] Lemma", "b/ ...",
"=> 6 $x$". So does a label that was read for the second time, with others between: it may
be that of a question of the same name; and a line or heading may begin a whole question, "Qustn 2".
What stands behind them is shown to a person, and all below the question for its other lost parts.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, dropwhile, islice, takewhile

from graders.model import Answer, Kind, Question, Where
from graders.reading.blocks.block import Block
from graders.reading.finding.answers import is_written_code, joined, of_pieces
from graders.reading.finding.overlooked.loose_lines import LooseLine, loose_lines
from graders.reading.finding.overlooked.unread_sections import begins_question, unread_sections
from graders.reading.labels.counting import are_alike, digits_of
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.pieces import Outline, Piece, shared

_LONGEST = 40  # characters of a line that are quoted
_MOST = 50  # lines that may begin a question


@dataclass(frozen=True)
class Behind:
    """What stands behind lines that may be labels.

    Args:
        answers: what may answer each question without an answer.
        doubted: labels under which stands what may answer one of these, or that another line may
            be, each with that line: what is found there is not called wrong.
        unsure: pieces that may stand below such a line, each with that line.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    doubted: Mapping[Path, str] = field(default_factory=dict)
    unsure: Mapping[Piece, str] = field(default_factory=dict)

    def not_called_wrong(self, question: Question, found: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers that are found to a question, of which a line may make nobody sure."""
        depths = range(len(question.path), 0, -1)
        lines = (self.doubted.get(question.path[:depth], "") for depth in depths)
        line = next(filter(None, lines), "")
        return tuple(_doubted(each, line or self._line_above(each)) for each in found)

    def _line_above(self, answer: Answer) -> str:
        """The line that an answer may stand below, whatever led to it."""
        return next(
            (line for piece, line in self.unsure.items() if _is_in(piece.block, answer.where)), ""
        )


def behind_loose_labels(questions: Sequence[Question], outline: Outline) -> Behind:
    """What stands behind the first line that may be the label of each question without an answer.

    >>> from fractions import Fraction
    >>> from graders.model import Kind
    >>> from graders.reading.blocks.block import Shape
    >>> block = Block(Shape.TEXT, "[3.2] Let it be so.", Where("hw.md", 41))
    >>> outline = Outline((Piece(("3", "1"), block),), frozenset({("3", "1")}))
    >>> asked = Question("3.2", "A lemma", Fraction(4), Kind.DERIVATION)
    >>> behind = behind_loose_labels([asked], outline)
    >>> str(behind.answers["3.2"].where), behind.answers["3.2"].text, behind.doubted
    ('hw.md:41', 'Let it be so.', {('3', '1'): '[3.2]'})
    """
    pieces = outline.pieces
    loose = (*islice(unread_sections(pieces), _MOST), *loose_lines(pieces)) if questions else ()
    behind = cache(lambda each: _behind(each, pieces))
    text = cache(lambda each: joined(behind(each)))
    found: dict[str, Answer] = {}
    called: dict[LooseLine, None] = {}
    for question, each in _calls(questions, loose, outline):
        is_first = question.id not in found
        if (is_first or each.begins_section) and text(each):
            called[each] = None
            if is_first:
                found_by = f"what may be its label, {_quoted(each.line)}: see what stands behind it"
                found[question.id] = of_pieces(question, text(each), behind(each), found_by)
    found |= _beside(questions, found, outline)
    also = [each for each in loose if called and each.names in outline.labelled]
    sections = [each for each in called if each.begins_section]
    unsure = {piece: each.line for each in sections for piece in behind(each)}
    unsure |= shared(pieces)
    doubted = {
        **{each.piece.path: each.line for each in called},
        **{each.names: each.line for each in also},
        **{piece.path: each.line for each in sections for piece in behind(each)},
    }
    return Behind(found, {path: line for path, line in doubted.items() if path}, unsure)


def _beside(
    lost: Sequence[Question], found: Mapping[str, Answer], outline: Outline
) -> Mapping[str, Answer]:
    """All that stands below a question for its other parts without a label.

    Where a line may begin one of them, nobody knows which of its parts each label begins.
    """
    unsure = {question.path[:1]: found[question.id] for question in lost if question.id in found}
    shown: dict[str, Answer] = {}
    for question in lost:
        section = question.path[:1]
        is_asked = question.id not in found and not question.names
        if is_asked and section in unsure and question.path not in outline.labelled:
            is_code = question.kind is Kind.CODE
            below = outline.below(section)
            pieces = [each for each in below if not is_code or is_written_code(each)]
            if text := joined(pieces):
                where = f"all under label {section[0]}, beside {unsure[section].found_by}"
                shown[question.id] = of_pieces(question, text, pieces, where)
    return shown


def _doubted(answer: Answer, line: str) -> Answer:
    """An answer that a line makes nobody sure of, if there is one."""
    if not line:
        return answer
    beside = f"{answer.found_by}, beside {_quoted(line)}, which may be a label"
    return replace(answer, inferred=True, found_by=beside)


def _is_in(block: Block, where: Where) -> bool:
    first, last = block.where, block.at(len(block.text))
    return where.file == first.file and first.line <= where.line <= last.line


def _quoted(line: str) -> str:
    return f'"{line.strip(" |")[:_LONGEST]}"'


def _calls(
    questions: Sequence[Question], loose: Sequence[LooseLine], outline: Outline
) -> Iterator[tuple[Question, LooseLine]]:
    """Which lines may call which questions; where any do, a whole id does so whatever was read.

    The number of a whole question is one where no label leads there.
    """
    headed = frozenset(
        each.path for each in outline.pieces if each.announces or begins_question(each)
    )

    def may_mean(each: LooseLine, question: Question) -> bool:
        return _may_mean(each, question, outline.labelled, headed)

    found = _pairs(questions, loose, may_mean)
    if (first := next(found, None)) is not None:
        whole = [each for each in loose if each.names[1:] or each.names not in outline.labelled]
        yield from chain([first], found)
        yield from _pairs(questions, whole, _is_id)


def _pairs(
    questions: Sequence[Question],
    loose: Sequence[LooseLine],
    may_call: Callable[[LooseLine, Question], bool],
) -> Iterator[tuple[Question, LooseLine]]:
    """Each question with the lines that may call it; of lines that are alike one is tried."""
    alike: dict[Hashable, list[int]] = {}
    for at, each in enumerate(loose):
        said = each.names, each.beside, each.piece.path, each.begins_section
        alike.setdefault(said, []).append(at)
    for question in questions:
        calling = (each for each in alike.values() if may_call(loose[each[0]], question))
        yield from ((question, loose[at]) for at in sorted(chain.from_iterable(calling)))


def _is_id(loose: LooseLine, question: Question) -> bool:
    return loose.names == question.path[: len(loose.names)]


def _may_mean(
    loose: LooseLine, question: Question, labelled: frozenset[Path], headed: frozenset[Path]
) -> bool:
    """Whether a line may call a question, or one above it, to which no label leads.

    What is not called by its whole id stands beside a label of what it is a part of, or of what
    that is a part of where it has no label itself. A letter below a heading of a question calls no
    other whole question.
    """
    if loose.begins_section:
        return _is_id(loose, question)
    top = loose.piece.path[:1]
    is_part = bool(top) and top in headed and _is_letter(loose.names[0])
    depths = range(len(loose.names) + is_part, len(question.path) + 1)
    for called in (question.path[:depth] for depth in depths):
        above = called[: -len(loose.names)]
        near = above if above in labelled else above[:-1] or above
        is_near = not loose.beside or any(each[: len(near)] == near for each in loose.beside)
        if called not in labelled and is_near and _are_same(loose.names, called[len(above) :]):
            return True
    return False


def _is_letter(name: str) -> bool:
    return name.isalpha() and not digits_of(name)


def _are_same(names: Path, called: Path) -> bool:
    """Whether these are the names of a part and of what is above it; it may be counted."""
    *outer, last = (each.casefold() for each in names)
    *above, own = (each.casefold() for each in called)
    return outer == above and are_alike(own, last)


def _behind(loose: LooseLine, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What stands behind a line in its file, up to the next heading, or the next question."""
    file = loose.piece.block.where.file
    rest = (pieces[at] for at in range(loose.place + 1, len(pieces)))
    behind = takewhile(lambda each: each.block.where.file == file, rest)
    if loose.begins_section:
        return loose.rest, *takewhile(lambda each: not begins_question(each), behind)
    is_alone = not joined([loose.rest])
    above = dropwhile(lambda each: is_alone and _is_title(each, loose), behind)
    return loose.rest, *takewhile(lambda each: not each.announces, above)


def _is_title(piece: Piece, loose: LooseLine) -> bool:
    """Whether a heading does not surely begin another question than the one a line may call."""
    label = read_label(piece.label) if piece.label else None
    is_sure = label is not None and (label.explicit or label.is_id)
    is_own = piece.path[:1] in (loose.names[:1], loose.piece.path[:1])
    return piece.announces and (is_own or not is_sure)
