"""Graders in the style of gradescope-utils: functions and methods with its decorators alone.

`weight`, `number`, `visibility`, `hide_errors`, `tags`, `partial_credit` and `leaderboard` leave
attributes on a function; here they become a question and a verdict.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from graders.grading.faults import fault
from graders.model import Kind, Outcome, Question, Verdict, Visibility

_ATTRIBUTES = ("__weight__", "__number__", "__visibility__", "__leaderboard_column__")
_LEFT_BY_A_RUN = ("__score__", "__leaderboard_value__")


def is_legacy(function: Callable[..., object]) -> bool:
    """Whether a function carries one of gradescope-utils' decorators and no question of ours."""
    marked = any(mark.name == "question" for mark in getattr(function, "pytestmark", ()))
    return not marked and any(hasattr(function, name) for name in _ATTRIBUTES)


def is_leaderboard_only(function: Callable[..., object]) -> bool:
    """Whether a function gives a column of the leaderboard and no points."""
    return hasattr(function, "__leaderboard_column__") and not hasattr(function, "__weight__")


def legacy_question(function: Callable[..., object], name: str) -> Question:
    """The question that a decorated function stands for."""
    title = (function.__doc__ or name).strip().partition("\n")[0]
    return Question(
        id=str(getattr(function, "__number__", name)),
        title=title,
        points=_fraction(getattr(function, "__weight__", None) or 0),
        kind=Kind.CODE,
        visibility=Visibility(getattr(function, "__visibility__", None) or "visible"),
    )


def legacy_verdict(
    question: Question, function: Callable[..., object], error: BaseException | None
) -> Verdict:
    """Full points if the function passes, none if it asserts otherwise, or the score it sets."""
    score = getattr(function, "__score__", None)
    tags = tuple(str(tag) for tag in getattr(function, "__tags__", None) or ())
    if error is not None and not isinstance(error, AssertionError):
        return fault(question, f"{type(error).__name__}: {error}")
    full = question.points if error is None else Fraction(0)
    points = min(max(_fraction(score) if score is not None else full, Fraction(0)), question.points)
    feedback = ""
    if error is not None:
        feedback = getattr(function, "__hide_errors__", None) or str(error) or "Test failed"
    if error is None and points == question.points:
        outcome = Outcome.CORRECT
    else:
        outcome = Outcome.PARTIAL if points > 0 else Outcome.INCORRECT
    return Verdict(question, outcome, points, feedback, tags=tags)


def leaderboard_entry(function: Callable[..., object]) -> Mapping[str, object] | None:
    """The leaderboard entry that the function set in this run, if it did.

    None where students may not see the test yet: a leaderboard is open to all.
    """
    if legacy_question(function, "").visibility is not Visibility.VISIBLE:
        return None
    column = getattr(function, "__leaderboard_column__", None)
    value = getattr(function, "__leaderboard_value__", None)
    if column is None or value is None:
        return None
    order = getattr(function, "__leaderboard_sort_order__", "desc")
    return {"name": column, "value": value, "order": order}


def reset(item: pytest.Item) -> None:
    """Readies an item to be run again for another submission."""
    if isinstance(item, pytest.Function):
        item._initrequest()  # forgets the fixtures of the submission before
        function = getattr(item.obj, "__func__", item.obj)
        for name in _LEFT_BY_A_RUN:
            if hasattr(function, name):
                delattr(function, name)


def _fraction(number: object) -> Fraction:
    return Fraction(str(number))
