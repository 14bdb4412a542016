"""The questions that an assignment declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from graders.declaring.checks import check_ids
from graders.errors import AssignmentError
from graders.model import Kind, Question, Visibility

_KEYS = frozenset(
    "id title points kind names cues called follows rubric visibility symbols layout".split()
)


def read_questions(declared: Mapping[str, object], file: Path) -> tuple[Question, ...]:
    """The questions, in their order, those below a label in `bonus` marked so.

    Raises:
        AssignmentError: if there are none, or one of them is declared wrongly or twice.
    """
    entries = declared.get("question", [])
    if not isinstance(entries, list) or not entries:
        raise AssignmentError("no [[question]] is declared", where=str(file))
    questions = tuple(_question(each, file) for each in _with_likes(entries, file))
    questions = _with_bonus(questions, declared, file)
    check_ids(questions, file)
    return questions


def strings(table: Mapping[str, object], key: str, file: Path) -> tuple[str, ...]:
    """The strings that a table lists under a key.

    Raises:
        AssignmentError: if something else stands there.
    """
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise AssignmentError(f"'{key}' must be a list of strings", where=str(file))
    return tuple(value)


def is_below(question: str, name: str) -> bool:
    """Whether an id is this one, or that of a part of it."""
    return question == name or question.startswith(f"{name}.")


def _with_likes(
    entries: Sequence[Mapping[str, object]], file: Path
) -> Iterator[Mapping[str, object]]:
    """What is declared of each question, with what it does not say itself of the one it is like."""
    seen: dict[object, Mapping[str, object]] = {}
    for entry in entries:
        own = dict(entry)
        model = own.pop("like", None)
        if model is not None and model not in seen:
            message = f"question {own.get('id', '?')} is like '{model}', not declared before it"
            raise AssignmentError(message, where=str(file))
        seen[own.get("id")] = whole = {**seen.get(model, {}), **own}
        yield whole


def _question(entry: Mapping[str, object], file: Path) -> Question:
    name = str(entry.get("id", "?"))
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        hint = f"known are: {', '.join(sorted(_KEYS))}"
        raise AssignmentError(
            f"question {name} has unknown keys {unknown}", where=str(file), hint=hint
        )
    try:
        return Question(
            id=str(entry["id"]),
            title=str(entry["title"]),
            points=Fraction(str(entry["points"])),
            kind=Kind(str(entry["kind"])),
            names=strings(entry, "names", file),
            cues=strings(entry, "cues", file),
            called=strings(entry, "called", file),
            follows=strings(entry, "follows", file),
            rubric=strings(entry, "rubric", file),
            visibility=Visibility(str(entry.get("visibility", "visible"))),
            symbols=str(entry.get("symbols", "")),
            layout=str(entry.get("layout", "")),
        )
    except KeyError as error:
        raise AssignmentError(f"question {name} lacks {error}", where=str(file)) from error
    except ValueError as error:
        kinds = ", ".join(each.value for each in Kind)
        seen = ", ".join(each.value for each in Visibility)
        hint = f"points are numbers; kinds are {kinds}; visibilities are {seen}"
        message = f"question {name}: {error}"
        raise AssignmentError(message, where=str(file), hint=hint) from error


def _with_bonus(
    questions: tuple[Question, ...], declared: Mapping[str, object], file: Path
) -> tuple[Question, ...]:
    """The questions, those below a label in `bonus` marked so."""
    labels = strings(declared, "bonus", file)
    for label in labels:
        if not any(is_below(each.id, label) for each in questions):
            raise AssignmentError(f"'bonus' names no question: {label}", where=str(file))
    return tuple(
        replace(each, bonus=any(is_below(each.id, label) for label in labels)) for each in questions
    )
