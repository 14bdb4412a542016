"""A roster: which line of it a submission belongs to.

It is a table with a column `submission`, or any list that a learning platform gives out; then a
line belongs to the submission whose name is one of its ids, the part of one before an @, or holds
one between underscores: a login, a student number of five digits and more, or Canvas' own id where
Canvas puts it ("lovelaceada_4711_98765_hw4"). A shorter number could be anything, and is not taken
for an id.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.classroom.spreadsheets import Row, read_table

SUBMISSION = "submission"
IDS = (
    SUBMISSION,
    *("ID", "SIS User ID", "SIS Login ID"),
    *("ID number", "Email address", "Username", "Email", "SID"),
)
PART = re.compile(r"\d{5,}|(?=.*[^\W\d_]).{3,}")
CANVAS_NAME = re.compile(r"[^\W\d_]+_(?:late_)?(\d+)_\d+_")
KNOWN = (*IDS, "Student", "Section", "Name")


@dataclass(frozen=True, slots=True)
class Matched:
    """The line of each submission, and what stays over on both sides."""

    people: Mapping[str, Mapping[str, str]]
    unknown: tuple[str, ...]  # submissions without a line of their own
    absent: tuple[str, ...]  # students without a submission
    disputed: tuple[str, ...]  # students of whom it is not sure which submission is theirs


def match(path: Path, submissions: Iterable[str]) -> Matched:
    """Finds the line of each submission; where several fit, none is taken.

    Raises:
        GraderError: if the file holds no roster.
    """
    rows = read_table(path, KNOWN).rows
    by_id = _index(rows, IDS)
    by_part = _index(rows, [name for name in IDS if name not in ("ID", SUBMISSION)])
    by_canvas = _index(rows, ["ID"])
    by_login = _index(rows, IDS, what=_before_at)
    found = {name: _fitting(name, by_id, by_login, by_part, by_canvas) for name in submissions}
    taken = [row.number for fitting in found.values() for row in fitting]
    people = {
        name: dict(fitting[0].cells)
        for name, fitting in found.items()
        if len(fitting) == 1 and taken.count(fitting[0].number) == 1
    }
    owners = {fitting[0].number for name, fitting in found.items() if name in people}
    left = [row for row in rows if row.number not in owners and _ids(row)]
    return Matched(
        {name: _without_submission(cells) for name, cells in people.items()},
        tuple(name for name in found if name not in people),
        tuple(_shown(row) for row in left if row.number not in taken),
        tuple(_shown(row) for row in left if row.number in taken),
    )


def _index(
    rows: Iterable[Row], columns: Sequence[str], what: Callable[[str], str] = str.casefold
) -> Mapping[str, list[Row]]:
    index: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for each in {what(row[name]) for name in columns if row[name]}:
            index[each].append(row)
    return index


def _before_at(id: str) -> str:
    """The login that an address begins with."""
    return id.casefold().partition("@")[0]


def _ids(row: Row) -> set[str]:
    return {row[name].casefold() for name in IDS if row[name]}


def _fitting(
    name: str,
    by_id: Mapping[str, list[Row]],
    by_login: Mapping[str, list[Row]],
    by_part: Mapping[str, list[Row]],
    by_canvas: Mapping[str, list[Row]],
) -> list[Row]:
    """The lines that a submission may belong to: by its whole name, otherwise by its parts."""
    name = name.casefold()
    fitting = list(by_id.get(name) or by_login.get(name, []))
    if not fitting:
        parts = filter(PART.fullmatch, re.split(r"[_\s]+", name))
        fitting = [row for part in parts for row in by_part.get(part, [])]
        if canvas := CANVAS_NAME.match(name):
            fitting += by_canvas.get(canvas[1], [])
    return list({row.number: row for row in fitting}.values())


def _without_submission(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in cells.items() if name != SUBMISSION}


def _shown(row: Row) -> str:
    return row["Student"] or row["Name"] or min(_ids(row))
