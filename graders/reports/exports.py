"""Grades for other systems: a table for Canvas, for Moodle or for any, and verdicts as JSON lines.

Points that wait for a person are not in the grades; a submission that could not be opened, or all
of whose answers wait, has none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graders.model import Report, Verdict
from graders.reports.gradebook import shown_points
from graders.reports.points import max_points_of, points_of, shown
from graders.reports.text import one_line

Person = Mapping[str, str]  # a line of the roster, by its columns
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Email address", "Username")


class Format(StrEnum):
    """A system that takes grades."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, and rows of cells; it is written by whoever knows about files."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def to_sheet(
    reports: Iterable[Report],
    people: Mapping[str, Person],
    kind: Format,
    *,
    column: str = "",
    questions: bool = False,
) -> Sheet:
    """The grades of a class as a system takes them.

    Args:
        reports: the class, read once.
        people: the line of the roster of each submission that has one.
        kind: the system.
        column: what the system calls the assignment; otherwise its title.
        questions: whether each question has a column too.
    """
    rows: list[dict[str, str]] = []
    columns: dict[str, None] = {}
    possible: dict[str, str] = {}
    for report in reports:
        name = column or one_line(report.title)
        person = people.get(report.submission, {})
        cells = _identity(report, person, kind)
        grades = {name: "" if _is_open(report) else shown(points_of(report))}
        possible[name] = max(possible.get(name, ""), shown(max_points_of(report)), key=_number)
        if questions:
            for verdict in report.verdicts:
                title = _column_of(verdict)
                grades[title] = shown_points(verdict)
                possible[title] = shown(verdict.max_points)
        rows.append(cells | grades)
        columns |= dict.fromkeys((*cells, *grades))
    if kind is Format.CANVAS:
        rows.insert(0, {"Student": "    Points Possible"} | possible)
    return Sheet(tuple(columns), tuple(rows))


def _is_open(report: Report) -> bool:
    """Whether nothing is known of a grade, so that a 0 would be none."""
    return report.is_unread or all(
        each.outcome.needs_person and not each.marked and not each.points
        for each in report.verdicts
    )


def _number(text: str) -> float:
    return float(text or 0)


def _column_of(verdict: Verdict) -> str:
    return f"{verdict.question.id} {one_line(verdict.question.title)}"


def _identity(report: Report, person: Person, kind: Format) -> dict[str, str]:
    if kind is Format.CANVAS:
        return {name: person.get(name, "") for name in CANVAS}
    if kind is Format.MOODLE:
        known = {name: person[name] for name in MOODLE if person.get(name)}
        return known or {"ID number": report.submission}
    given = {"submission": report.submission, **person}
    return given | {
        "max_points": shown(max_points_of(report)),
        "needs_person": str(len(report.needs_review)),
    }


def to_json_lines(reports: Iterable[Report]) -> Iterator[str]:
    """A JSON object for each verdict."""
    for report in reports:
        for verdict in report.verdicts:
            yield json.dumps(_verdict(report, verdict))


def _verdict(report: Report, verdict: Verdict) -> dict[str, object]:
    question = verdict.question
    return {
        "submission": report.submission,
        "assignment": report.assignment,
        "question": question.id,
        "title": question.title,
        "kind": question.kind.value,
        "outcome": verdict.outcome.value,
        "points": float(verdict.points),
        "max_points": float(verdict.max_points),
        "review_points": float(verdict.review_points),
        "marked": verdict.marked,
        "mistake": verdict.mistake,
        "feedback": verdict.feedback,
        "note": verdict.note,
        "text": verdict.text,
        "read_as": verdict.read_as,
        "where": verdict.where,
    }
