"""A report as plain JSON data, and the same report read back from it.

What has its default value is left out. Points are written as "3" or "1/3", so that nothing is
rounded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from graders.model import (
    NO_CODE_RUN,
    Isolation,
    Kind,
    Outcome,
    Protection,
    Question,
    Report,
    Verdict,
    Visibility,
)

Data = dict[str, Any]  # what JSON can hold


def to_stored(report: Report) -> Data:
    """The report as data.

    >>> to_stored(Report("s1", "hw1", "Homework 1", (), "1.0", seconds=0.5))["submission"]
    's1'
    """
    data = _data(report, leave_out=("verdicts", "isolation", "leaderboard"))
    data["verdicts"] = [
        _data(each, leave_out=("question",)) | {"question": _data(each.question)}
        for each in report.verdicts
    ]
    if report.isolation != NO_CODE_RUN:
        data["isolation"] = _data(report.isolation)
    if report.leaderboard:
        data["leaderboard"] = [
            {name: _number(value) for name, value in entry.items()} for entry in report.leaderboard
        ]
    return data


def from_stored(data: Data) -> Report:
    """The report that `to_stored` was given.

    Raises:
        KeyError, TypeError, ValueError: if the data are not those of a report.
    """
    isolation = data.get("isolation")
    return Report(
        **data
        | {
            "verdicts": tuple(map(_verdict, data["verdicts"])),
            "notes": tuple(data.get("notes", ())),
            "leaderboard": tuple(map(_entry, data.get("leaderboard", ()))),
            "isolation": _isolation(isolation) if isolation else NO_CODE_RUN,
        }
    )


def _data(value: Any, leave_out: Iterable[str] = ()) -> Data:
    """The fields of a frozen value that are not as they are by default."""
    kind: Any = type(value)
    found = {field.name: getattr(value, field.name) for field in _fields(kind)}
    defaults = _defaults(kind)
    return {
        name: _plain(each)
        for name, each in found.items()
        if name not in leave_out and (name not in defaults or each != defaults[name])
    }


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


@cache
def _defaults(kind: Any) -> Mapping[str, object]:
    return {each.name: each.default for each in fields(kind) if each.default is not MISSING}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _verdict(data: Data) -> Verdict:
    return Verdict(
        **data
        | {
            "question": _question(data["question"]),
            "outcome": Outcome(data["outcome"]),
            "points": _points(data["points"]),
            "review_points": _points(data.get("review_points", "0")),
            "tags": tuple(data.get("tags", ())),
        }
    )


_QUESTIONS: dict[str, tuple[Data, Question]] = {}  # the last of each id: a class shares them


def _question(data: Data) -> Question:
    known = _QUESTIONS.get(data["id"])
    if known is None or known[0] != data:
        known = _QUESTIONS[data["id"]] = data, _new_question(data)
    return known[1]


def _new_question(data: Data) -> Question:
    lists = {name: tuple(each) for name, each in data.items() if isinstance(each, list)}
    return Question(
        **data
        | lists
        | {
            "points": _points(data["points"]),
            "kind": Kind(data["kind"]),
            "visibility": Visibility(data.get("visibility", "visible")),
        }
    )


@cache
def _points(text: str) -> Fraction:
    return Fraction(text)


def _isolation(data: Data) -> Isolation:
    return Isolation(Protection(data["protection"]), data["words"])


def _number(value: object) -> object:
    """A value of the leaderboard; fractions are told from texts."""
    return {"fraction": str(value)} if isinstance(value, Fraction) else value


def _entry(data: Data) -> Data:
    return {
        name: Fraction(value["fraction"]) if isinstance(value, dict) else value
        for name, value in data.items()
    }
