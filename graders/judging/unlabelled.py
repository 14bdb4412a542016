"""Answers that neither a label nor a name leads to, told by what should stand there."""

import re
from collections.abc import Callable, Iterator, Sequence

from graders.comparing.numbers.digits import by_digits
from graders.expression import Span
from graders.model import Answer, Form, PrintedNumber, Question
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder
from graders.reading.finding.naming.renamed import renamed
from graders.reading.finding.statements import Statement
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.touching import is_touched
from graders.sentences import SENTENCES

BY_VALUE, BY_WORDS = "its value, without a label", "its words, without a label"
BY_NAME = "a name of the student's own"
BY_HEAD = "its left-hand side, without a label"
_SURE = 0.005  # relative: a number printed as finely as this is no other one
_THREE_DIGITS = 0.01  # relative, at the coarsest
_AROUND = 60  # characters that are quoted before a number in running text


def with_value(
    answers: Answers, question: Question, values: Sequence[float], without: Sequence[Path]
) -> Iterator[Answer]:
    """Where one of these values stands below a question's number: at the end of an equation first.

    Args:
        answers: of the write-up.
        question: that they are looked for.
        values: what the answer may be.
        without: other parts, where the same may stand for their own answers.
    """
    top, part = question.path[:1], question.path[:2]
    inferred = [each for each in answers.statements_under(part) if each.inferred]
    nameless = [each for each in answers.statements_under(top, without) if not each.chain.name]
    for each in (*inferred, *nameless):
        if is_one_of(each.chain.value, values):
            yield _answer(question, each)
    for piece in answers.pieces_under(top, without):
        text = piece.block.text
        for at, printed in numbers_in(text.replace("$", " ")):
            number = read_number(printed)
            if number is not None and number.unit < 1 and is_one_of(number, values):
                quoted = _excerpt(text, at, at + len(printed))
                where = piece.block.at(at)
                yield Answer(question.id, quoted, Form.MARKDOWN, where, BY_VALUE, inferred=True)


def with_value_alone(
    answers: Answers, question: Question, values: Sequence[float]
) -> Iterator[Answer]:
    """The equations without a name under a question's own label that end in one of these values."""
    for each in answers.statements_under(question.path[:2]):
        if not each.chain.name and is_one_of(each.chain.value, values):
            yield _answer(question, each)


def untaken(
    answers: Answers, question: Question, is_meant: Callable[[PrintedNumber], bool]
) -> Iterator[Answer]:
    """The numbers near a question that may be meant for it, and that no name gives to another.

    They stand under the nearest label above it, or under no label where there is none, and are
    printed so finely that they are hardly another one.
    """
    above = [question.path[:depth] for depth in range(len(question.path) - 1, 0, -1)]
    without_label = tuple(each for each in answers.outline.pieces if not each.path)
    pieces = next(filter(None, map(answers.pieces_under, above)), without_label)
    for piece, number, place in _fine_numbers(pieces):
        named = [each for each in answers.statements if each.piece is piece and each.chain.name]
        text = piece.block.text.replace("$", " ")
        if is_meant(number) and not _is_taken(named, number, text, place):
            quoted, where = _excerpt(text, *place), piece.block.at(place[0])
            yield Answer(question.id, quoted, Form.MARKDOWN, where, BY_VALUE, inferred=True)


def beside_answer(
    answers: Answers,
    question: Question,
    read: Sequence[PrintedNumber | None],
    is_meant: Callable[[PrintedNumber], bool],
) -> Iterator[str]:
    """The numbers under a question's own label that may be meant for it.

    Operands are not, nor is what leads to a number that was read.
    """
    values = [float(each.value) for each in read if each is not None]
    leading = [each for each in answers.statements if is_one_of(each.chain.value, values)]
    for piece, number, place in _fine_numbers(answers.pieces_under(question.path)):
        text = piece.block.text.replace("$", " ")
        leads = any(
            each.piece is piece and each.chain.span[0] <= place[0] < each.chain.span[1]
            for each in leading
        )
        if is_meant(number) and not leads and not is_touched(text, *place):
            yield _excerpt(text, *place)


def unread_numbers(answers: Answers, question: Question) -> Iterator[PrintedNumber]:
    """The numbers in what may hold the answer to a question, where none was read."""
    unclaimed = None if answers.to(question) else answers.unclaimed(question)
    for _, printed in numbers_in(unclaimed.text.replace("$", " ")) if unclaimed else ():
        if (number := read_number(printed)) is not None:
            yield number


def _fine_numbers(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, PrintedNumber, Span]]:
    """The numbers of pieces that are printed to three digits or more."""
    for piece in (each for each in pieces if not each.announces):
        for at, printed in numbers_in(piece.block.text.replace("$", " ")):
            number = read_number(printed)
            if number is not None and number.unit <= _THREE_DIGITS * abs(number.value):
                yield piece, number, (at, at + len(printed))


def by_own_name(answers: Answers, question: Question, finder: Finder) -> Iterator[Answer]:
    """The equations below a question's part that may answer it by a name of the student's own."""
    if question.names:
        quantity, part = finder.quantity(question), question.path[:-1]
        for each in renamed(quantity, part, answers, finder.vocabulary):
            yield _answer(question, each, BY_NAME)


def _is_taken(named: Sequence[Statement], number: PrintedNumber, text: str, place: Span) -> bool:
    """Whether a number is the value of a named quantity, or an operand in what leads to one."""
    values = [each.chain.value for each in named]
    if number.value in [each.value for each in values if each is not None]:
        return True
    start, end = place
    within = any(each.chain.span[0] <= start < each.chain.span[1] for each in named)
    return within and is_touched(text, start, end)


def with_heads(
    answers: Answers, question: Question, heads: str, without: Sequence[Path]
) -> Iterator[Answer]:
    """The equations without a known name whose left-hand side is written so, spaces aside."""
    for each in answers.statements_under(question.path[:1], without):
        head = re.sub(r"[\s${}]|\\left|\\right", "", each.chain.members[0])
        if not each.chain.name and each.has_value and re.search(heads, head):
            yield _answer(question, each, BY_HEAD)


def with_words(
    answers: Answers, question: Question, words: str, without: Sequence[Path]
) -> Iterator[Answer]:
    """The sentences, up to the end of their paragraph, that say one of these words."""
    for piece in answers.pieces_under(question.path[:1], without):
        text = piece.block.text
        if (said := re.search(words, text)) is not None:
            at, _ = SENTENCES.around(text, *said.span())
            quoted = text[at:].lstrip()
            where = piece.block.at(len(text) - len(quoted))
            yield Answer(question.id, quoted, Form.MARKDOWN, where, BY_WORDS, inferred=True)


def number_read(answer: Answer) -> str:
    """The number in which a quotation ends."""
    numbers = numbers_in(answer.text.replace("$", " "))
    return numbers[-1][1] if numbers else answer.text


def _excerpt(text: str, start: int, end: int) -> str:
    """What stands in a text, with some words before it."""
    before = text[max(start - _AROUND, 0) : start]
    return before[before.find(" ") + 1 :] + text[start:end]


def is_sure(answer: Answer, value: float) -> bool:
    """Whether an equation ends in this value, printed so finely that it is no other one."""
    number = read_number(answer.text.rpartition("=")[2]) if "=" in answer.text else None
    return number is not None and number.unit <= _SURE * abs(value)


def is_one_of(number: PrintedNumber | None, values: Sequence[float]) -> bool:
    """Whether a number has one of these values, by its digits."""
    return number is not None and any(by_digits(number, value).fits for value in values)


def _answer(question: Question, statement: Statement, found_by: str = BY_VALUE) -> Answer:
    where = statement.where
    return Answer(question.id, statement.text, Form.MARKDOWN, where, found_by, inferred=True)
