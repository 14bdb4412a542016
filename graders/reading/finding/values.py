"""Finds the values that a write-up gives for a question: by name, by label, by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graders.model import Answer, Kind, Question
from graders.reading.finding.answers import joined, of_pieces, of_statement
from graders.reading.finding.called import is_called_by_another_letter
from graders.reading.finding.cues import cued_number, is_cued, is_introduced
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import DEFINED, EQUATED, LISTED, Statement, WriteUp
from graders.reading.outline.blocks import Shape
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.numbers import numbers_in
from graders.reading.words.corrections import is_correction, is_disowned, is_supposed

_OLD = re.compile(  # and nothing that follows from it
    r"\b(?:old|initial|initially|before|given|starting)\b(?!.*\b(?:so|thus|hence|then|therefore)\b)",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_ACTIVATION = re.compile(
    r"\b(?:net(?:to)?(?: input)?|pre-?activations?|(?:weighted )?(?:sum|input)s?|logits?|argument)"
    r"\s+(?:in)?(?:to|of|for|at)(?:\s+(?:the|hidden|output|unit|neuron|node))*\s*$",
    re.IGNORECASE,
)
_ACTIVATES = re.compile(r"\s*\$?\s*(?:\\sigma|σ|\\?(?:text\{)?sigmoid)")
_FINAL = re.compile(r"\b(?:final|my) (?:answer|result|value)\b", re.IGNORECASE)
_WORD = re.compile(r"(?<![\\\w])[a-z]{3,}(?= )")
_STEPPED = re.compile(
    r"\b(?:becomes|(?:is|was) (?:updated|changed) to"
    r"|after (?:one|a|the|this|that)\s[\w\s-]{0,30}?(?:step|update))\b",
    re.IGNORECASE,
)
_RECALLED = 2  # members of an equation that may recall an old value: w_1 = 0.1
_WITHOUT_VALUE = 3  # ranks that a statement loses


def named_values(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """Equations and cells that define one of the question's names, from the best place."""
    sheet, statements = write_up.sheet, write_up.statements
    places: dict[int, list[Statement]] = {}
    for statement in statements:
        rank = _rank(
            question, statement, sheet, alone=question.path[:-1] not in write_up.parts_by_name
        )
        if rank is not None:
            places.setdefault(rank, []).append(statement)
    best = _corrected(places[min(places)]) if places else []
    elsewhere = [each for place in sorted(places)[1:] for each in places[place]]
    misprints = [each for each in elsewhere if any(_differ_in_a_digit(each, b) for b in best)]
    later = [each for each in _following(best, statements) if _goes_on(each)]
    for statement in [*best, *misprints, *later]:
        yield of_statement(question, statement, f"{statement.kind} {statement.chain.name}")


def _corrected(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements from the last on that takes back those before it; none that is disowned."""
    statements = _meant(statements)
    corrections = [
        at
        for at, each in enumerate(statements)
        if each.piece.corrects or is_correction(each.chain.words)
    ]
    return statements[max(corrections, default=0) :]


def _meant(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements that are neither disowned nor only supposed, if there are any.

    What goes into a unit is not what comes out of it: "net to h_1 = 4.3".
    """
    kept = [each for each in statements if not (is_disowned(each.text) or _is_supposed(each))]
    after = [each for each in kept if not _BEFORE_ACTIVATION.search(each.chain.words)]
    return after or kept or statements


def _is_supposed(statement: Statement) -> bool:
    block = statement.piece.block
    is_text = block.shape is Shape.TEXT and statement.kind in (DEFINED, LISTED)
    return is_text and is_supposed(block.text, *statement.chain.span)


def _rank(question: Question, statement: Statement, sheet: Sheet, *, alone: bool) -> int | None:
    """How near to the question a statement defines it, 0 for nearest; None where it does not.

    Args:
        question: that asks for the value.
        statement: that may define it.
        sheet: of the assignment.
        alone: whether nothing beside it is called by its full name.
    """
    parent, path, name = question.path[:-1], statement.piece.path, statement.chain.name
    in_full = name in sheet.names[question.id]
    if not in_full and name != sheet.local_names.get(question.id, ""):
        return None
    if _OLD.search(statement.chain.words) or _asked_elsewhere(question, statement, sheet):
        return None
    within = path[: len(parent)] == parent and bool(parent)
    if question.kind is Kind.SYMBOLIC and not within and not _is_open(statement, question):
        return None
    if statement.kind == EQUATED:
        return 2 if in_full or within else None
    worse = 0 if statement.has_value else _WITHOUT_VALUE
    if in_full:
        return worse + (0 if within or path == question.path else 1)
    if not within:
        return worse + 2 if _is_new_value(question, statement, sheet) else None
    if alone or len(statement.chain.members) > _RECALLED or statement.kind == LISTED:
        return worse + 2
    return 2 * _WITHOUT_VALUE if not worse and _fills_its_line(statement) else None


def _is_new_value(question: Question, statement: Statement, sheet: Sheet) -> bool:
    """Whether "after one step w_7 becomes" gives a new value where no part has a label."""
    path, said = statement.piece.path, f"{statement.chain.words} {statement.text}"
    is_asked = f"{statement.chain.name}_new" in sheet.names[question.id]
    return is_asked and path == question.path[:-1][: len(path)] and bool(_STEPPED.search(said))


def _fills_its_line(statement: Statement) -> bool:
    """Whether nothing else stands on the line, or in the row, of a statement."""
    if statement.piece.block.shape is Shape.TABLE:
        return statement.kind != DEFINED
    text, (start, end) = statement.piece.block.text, statement.chain.span
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = text[first:start] + text[end : last if last >= 0 else len(text)]
    return not rest.strip("$*-. ")


def cued_values(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """The value that the question's cues introduce, where nothing is labelled."""
    parent = question.path[:-1]
    found_by = f"words under label {'.'.join(parent)}"
    headed = False
    pieces = [each for each in write_up.outline.pieces if each.path in (parent, ())]
    for piece in _with_percentages(question, pieces):
        if piece.announces:
            headed = is_cued(question, piece.block.text)
            continue
        valued = [each for each in write_up.statements if each.piece is piece and each.has_value]
        valued = [each for each in valued if not _tells_more(each)]
        cued = _percentages(question, valued) if is_cued(question, piece.block.text) else []
        cued = cued or [
            each for each in valued if headed or is_introduced(question, each.chain.words)
        ]
        if cued:
            yield of_statement(question, cued[-1], found_by)
            return
        text = piece.block.text
        if piece.block.shape is Shape.TEXT and (headed or is_cued(question, text)):
            number = cued_number(question, text)
            if number is not None:
                answer = of_pieces(question, number, [piece], found_by)
                yield replace(answer, text=number, around=text)
                return


def _with_percentages(question: Question, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The headings and the paragraphs with a percentage, where that is asked for and stands."""
    asked = "percentage" in question.cues
    found = [each for each in pieces if each.announces or "%" in each.block.text]
    return found if asked and not all(each.announces for each in found) else pieces


def _tells_more(statement: Statement) -> bool:
    """Whether a sentence has a number before its last: "the total is 12 and 3 of them are 25 %"."""
    return any(_WORD.search(step) and _begins_with_number(step) for step in statement.chain.steps)


def _begins_with_number(text: str) -> bool:
    return any(not text[:start].strip(" $*") for start, _ in numbers_in(text)[:1])


def labelled_values(
    question: Question, own: Sequence[Piece], write_up: WriteUp
) -> Iterator[Answer]:
    """The last value under the question's own label, or the value that its cues introduce."""
    found_by = f"label {'.'.join(question.path)}"
    sheet = write_up.sheet
    stated = (each for each in write_up.statements if each.piece in own)
    valued = [each for each in stated if each.has_value or each.chain.is_touched]
    here = [each for each in valued if not _is_another(each, question, sheet)]
    if valued and not here:
        return
    here = [each for each in here if not _is_given(each, question, sheet)] or here
    here = list(_meant(here))
    if any(each.chain.name in sheet.names[question.id] for each in here):
        here = [each for each in here if not is_called_by_another_letter(each, question, sheet)]
    cued = _percentages(question, here)
    cued = cued or [each for each in here if is_cued(question, each.chain.words)]
    if cued:
        yield of_statement(question, cued[-1], found_by)
    elif here:  # the last one, and those that say otherwise
        around = joined(own)
        for each in reversed(here):
            yield replace(of_statement(question, each, found_by), around=around)
    elif text := joined(own):
        answer = of_pieces(question, text, own, found_by)
        yield replace(answer, text=cued_number(question, text) or text, around=text)


def _percentages(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that end in a percentage, where the question is for one."""
    values = ((each, each.chain.value) for each in statements if "percentage" in question.cues)
    return [each for each, value in values if value is not None and value.percent]


def _asked_elsewhere(question: Question, statement: Statement, sheet: Sheet) -> bool:
    """Whether it stands under the label of another part, where several ask for this quantity."""
    others = {path[:-1] for path in sheet.named.get(statement.chain.name or "", ())}
    path, part = statement.piece.path, question.path[:-1]
    is_near = path[: len(part)] == part or part[: len(path)] == path
    return not is_near and bool(others - {part, ()})


def _is_another(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether a statement gives the value that another question asks for."""
    name = statement.chain.name
    return name in sheet.named and name not in sheet.names[question.id]


def _is_given(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether a statement recalls what is given, as in "since x_1 = 1"."""
    name = statement.chain.name
    return name in sheet.given and name != sheet.local_names.get(question.id)


def _is_open(statement: Statement, question: Question) -> bool:
    """Whether no label of another question claims a statement."""
    path = statement.piece.path
    return question.path[: len(path)] == path


def _goes_on(statement: Statement) -> bool:
    """Whether an equation without a name goes on with the quantity of the one before it."""
    said = f"{statement.chain.words} {statement.text}"
    return _ACTIVATES.match(statement.text) is not None or _FINAL.search(said) is not None


def _following(found: Sequence[Statement], statements: Sequence[Statement]) -> Iterator[Statement]:
    r"""The nameless statements right after these: `h_1 = 4.3`, then `\sigma(4.3) = 0.98`."""
    for before, after in pairwise(statements):
        if before in found and after.chain.name is None and after.has_value:
            yield after


def _differ_in_a_digit(one: Statement, other: Statement) -> bool:
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
