"""Finds the values that a write-up gives for a question by its names, wherever they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import of_statement
from graders.reading.finding.meant import corrected
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import DEFINED, EQUATED, LISTED, Statement, WriteUp
from graders.reading.labels.label import Path
from graders.reading.quantities.numbers.in_text import numbers_in

_OLD = re.compile(  # and nothing that follows from it
    r"\b(?:old|initial|initially|before|given|starting)\b(?!.*\b(?:so|thus|hence|then|therefore)\b)",
    re.IGNORECASE | re.DOTALL,
)
_ACTIVATES = re.compile(r"\s*\$?\s*(?:\\sigma|σ|\\?(?:text\{)?sigmoid)")
_FINAL = re.compile(r"\b(?:final|my) (?:answer|result|value)\b", re.IGNORECASE)
_STEPPED = re.compile(
    r"\b(?:becomes|(?:is|was) (?:updated|changed) to"
    r"|after (?:one|a|the|this|that)\s[\w\s-]{0,30}?(?:step|update))\b",
    re.IGNORECASE,
)
_FEWEST_SIGNS = 4  # of a number that differs from another in one
_RECALLED = 2  # members of an equation that may recall an old value: w_1 = 0.1

# Ranks: by a full name in the question's part, by one elsewhere, by what its part calls it.
_IN_FULL, _ELSEWHERE, _LOCAL = range(3)
_AMONG_FULL_NAMES = 6  # by what its part calls it, where others there have full names
_WITHOUT_VALUE = 3  # ranks that a statement loses


def named_values(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """Equations and cells that define one of the question's names, from the best place."""
    places: dict[int, list[Statement]] = {}
    is_told = _has_number_of_its_own(question, write_up)
    for statement in write_up.statements:
        if is_told and not statement.has_value and statement.piece.path != question.path:
            continue
        if (rank := _rank(question, statement, write_up)) is not None:
            places.setdefault(rank, []).append(statement)
    best = corrected(places[min(places)]) if places else []
    elsewhere = [each for place in sorted(places)[1:] for each in places[place]]
    misprints = _misprints(elsewhere, best)
    later = [each for each in _following(best, write_up.statements) if _goes_on(each)]
    for statement in [*best, *misprints, *later]:
        answer = of_statement(question, statement, f"{statement.kind} {statement.chain.name}")
        is_doubted = answer.inferred or write_up.is_misplaced(statement)
        yield replace(answer, inferred=is_doubted)


def _has_number_of_its_own(question: Question, write_up: WriteUp) -> bool:
    """Whether a number stands under the label of a question, beside which no formula is needed."""
    return any(
        piece.path == question.path and not piece.announces and numbers_in(piece.block.text)
        for piece in write_up.outline.pieces
    )


def _rank(question: Question, statement: Statement, write_up: WriteUp) -> int | None:
    """How near to the question a statement defines it, 0 for nearest; None where it does not."""
    sheet, part, path = write_up.sheet, question.path[:-1], statement.piece.path
    name, is_within = statement.chain.name, bool(part) and path[: len(part)] == part
    is_full = name in sheet.names[question.id]
    if not is_full and name != sheet.local_names.get(question.id, ""):
        return None
    if not _may_define(question, statement, sheet, is_within=is_within):
        return None
    if statement.kind == EQUATED:
        return _LOCAL if is_full or is_within else None
    loss = 0 if statement.has_value else _WITHOUT_VALUE
    if is_full:
        return loss + (_IN_FULL if is_within or path == question.path else _ELSEWHERE)
    if not is_within:
        return loss + _LOCAL if _is_new_value(question, statement, sheet) else None
    is_alone = part not in write_up.parts_by_name  # no other there is called by its full name
    if is_alone or len(statement.chain.members) > _RECALLED or statement.kind == LISTED:
        return loss + _LOCAL
    is_new = not loss and (_fills_its_line(statement) or _is_as_fine(statement, write_up, part))
    return _AMONG_FULL_NAMES if is_new else None


def _may_define(question: Question, statement: Statement, sheet: Sheet, *, is_within: bool) -> bool:
    """Whether a statement is none of an old value, nor one that another question asks for."""
    if _OLD.search(statement.chain.words) or _asked_elsewhere(question, statement, sheet):
        return False
    return question.kind is not Kind.SYMBOLIC or is_within or _is_open(statement, question)


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


def _is_as_fine(statement: Statement, write_up: WriteUp, part: Path) -> bool:
    """Whether a value has as many digits as those with full names, or one less: no old one has."""
    value = statement.chain.value
    return value is not None and 0 < value.unit <= 10 * write_up.parts_by_name.get(part, 0)


def _asked_elsewhere(question: Question, statement: Statement, sheet: Sheet) -> bool:
    """Whether it stands under the label of another part, where several ask for this quantity."""
    others = {path[:-1] for path in sheet.named.get(statement.chain.name or "", ())}
    path, part = statement.piece.path, question.path[:-1]
    is_near = path[: len(part)] == part or part[: len(path)] == path
    return not is_near and bool(others - {part, ()})


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
    places = {id(each) for each in found}
    for before, after in pairwise(statements):
        if id(before) in places and after.chain.name is None and after.has_value:
            yield after


def _misprints(statements: Sequence[Statement], best: Sequence[Statement]) -> list[Statement]:
    """Those that print the number of one of the best but for one digit, which may be misread."""
    printed: dict[str, set[str]] = {}
    for digits in map(_digits, best):
        for blanked in _with_a_blank(digits):
            printed.setdefault(blanked, set()).add(digits)
    return [
        each
        for each in statements
        if any(
            printed.get(blanked, set()) - {_digits(each)}
            for blanked in _with_a_blank(_digits(each))
        )
    ]


def _digits(statement: Statement) -> str:
    value = statement.chain.value
    return "".join(sign for sign in value.text if sign in "0123456789.") if value else ""


def _with_a_blank(digits: str) -> list[str]:
    """A number with each of its digits left out once, where it has enough of them."""
    places = range(len(digits)) if len(digits) >= _FEWEST_SIGNS else ()
    return [f"{digits[:at]} {digits[at + 1 :]}" for at in places]
