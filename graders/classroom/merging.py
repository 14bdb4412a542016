"""Marks taken from the table that persons filled in; what cannot be taken is told by its row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graders.classroom.folder import ClassFolder
from graders.classroom.marks import Mark, Marks
from graders.classroom.review import Entry, entries_of, is_filled, key_of_place
from graders.classroom.spreadsheets import Row, Table, read_points, unguarded
from graders.reports.points import shown
from graders.reports.words import WORDS, count_points

DIFFERENT = "it and those like it ({}) stay open: points or comments differ among the marked ones"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not taken, and why."""

    row: Row
    why: str

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.row["submission"], self.row["question"])))
        return f"row {self.row.number}{f' ({place})' if place else ''}: {self.why}"


@dataclass
class Merged:
    """What a table gives: new marks, those that were kept already, and rows not taken."""

    marks: list[Mark] = field(default_factory=list)
    known: int = 0  # rows whose mark was there already
    alike: int = 0  # of the marks, those given to an answer because it is the same
    problems: list[Problem] = field(default_factory=list)
    replaced: list[Problem] = field(default_factory=list)  # rows whose mark takes another's place


class Refused(Exception):
    """Why a row is not taken."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A row that was taken: the answer that it marks, and the mark."""

    row: Row
    entry: Entry
    mark: Mark


def merge(folder: ClassFolder, table: Table) -> Merged:
    """The marks in a table, held against the reports as they stand."""
    merged = Merged()
    entries = _Entries(folder, table)
    taken: list[Filled] = []
    for row in table.rows:
        if is_filled(row):
            try:
                taken.append(_filled(row, entries))
            except Refused as refused:
                merged.problems.append(Problem(row, str(refused)))
    agreed = _agreed(taken, merged)
    for filled in (*agreed, *_same_answers(agreed, table, entries, merged)):
        if folder.marks.get(filled.entry.place) == filled.mark:
            merged.known += 1
        else:
            merged.marks.append(filled.mark)
            merged.replaced += _replaced(filled, folder.marks)
            merged.alike += not is_filled(filled.row)
    return merged


def _replaced(filled: Filled, marks: Marks) -> Iterator[Problem]:
    """The row, with what it puts in the place of an earlier mark of the same answer."""
    before = marks.get(filled.entry.place)
    if before is not None and before.answer == filled.mark.answer:
        words = [
            f"{shown(each.points)} points{f' ({each.comment})' if each.comment else ''}"
            for each in (before, filled.mark)
        ]
        yield Problem(filled.row, f"an earlier mark is replaced: {' → '.join(words)}")


class _Entries:
    """The answers that a table speaks of, found by their keys."""

    def __init__(self, folder: ClassFolder, table: Table) -> None:
        self.marks = folder.marks
        wanted = {_place_key(row) for row in table.rows}
        self.submissions: set[str] = set()
        self.by_key: dict[str, Entry] = {}
        for record in folder.records():
            self.submissions.add(record.name)
            for entry in entries_of(folder, record):
                if (key := key_of_place(*entry.place)) in wanted:
                    self.by_key[key] = entry

    def of(self, row: Row) -> Entry:
        """The answer of a row.

        Raises:
            Refused: if there is none, or the row names another submission than its key.
        """
        if row.is_too_long:
            raise Refused("it has more cells than the first row; put a cell with a comma in quotes")
        if not row["key"]:
            raise Refused("it has no key, which tells what answer it is about; write it again")
        entry = self.by_key.get(_place_key(row))
        if entry is None:
            raise Refused("its key is not that of an answer here; write the table again")
        named = row["submission"]
        if named in self.submissions and named != entry.submission:
            raise Refused(f"its key is that of {entry.submission}; was one column sorted alone?")
        return entry


def _place_key(row: Row) -> str:
    return row["key"].partition("-")[0]


def _filled(row: Row, entries: _Entries) -> Filled:
    entry = entries.of(row)
    mark = _mark(row, entry)
    _, *state = row["key"].split("-")
    if state and entries.marks.get(entry.place) != mark:
        _check_state(entry, state)
    return Filled(row, entry, mark)


def _mark(row: Row, entry: Entry) -> Mark:
    cell, comment = row["points"], unguarded(row["comment"])
    most = entry.graded.max_points
    if not cell:
        raise Refused("there is a comment and no points")
    points = read_points(cell)
    if points is None:
        raise Refused(f"{cell!r} is no number of points")
    if points < 0:
        raise Refused(f"{shown(points)} points are less than none")
    if points > most:
        raise Refused(f"{shown(points)} is more than the {count_points(most)} of this question")
    return Mark(*entry.place, points, comment, entry.answer)


def _check_state(entry: Entry, state: Sequence[str]) -> None:
    """Refuses a row that was written for another answer, or before it was graded otherwise."""
    _, *present = entry.key.split("-")
    if state[:1] != present[:1]:
        raise Refused("the answer has changed since this table was written; look at it again")
    if state != present:
        now = f"{WORDS[entry.graded.outcome].sentence}, {count_points(entry.graded.points)}"
        raise Refused(f"it has been graded again since this table was written: {now}")


def _agreed(taken: Iterable[Filled], merged: Merged) -> list[Filled]:
    """One row for each answer; rows that contradict each other are not taken."""
    by_place: defaultdict[tuple[str, str], list[Filled]] = defaultdict(list)
    for filled in taken:
        by_place[filled.entry.place].append(filled)
    agreed: list[Filled] = []
    for several in by_place.values():
        if len({filled.mark for filled in several}) == 1:
            agreed.append(several[0])
            continue
        rows = " and ".join(str(filled.row.number) for filled in several)
        merged.problems += [
            Problem(filled.row, f"rows {rows} mark this answer differently; none is taken")
            for filled in several
        ]
    return agreed


def _same_answers(
    agreed: Sequence[Filled], table: Table, entries: _Entries, merged: Merged
) -> list[Filled]:
    """The empty rows of answers that are the same as one that is marked."""
    models: defaultdict[tuple[str, ...], list[Filled]] = defaultdict(list)
    for filled in agreed:
        if filled.entry.likeness:
            models[filled.entry.likeness].append(filled)
    found: list[Filled] = []
    told: set[tuple[str, ...]] = set()
    for row in table.rows:
        entry = entries.by_key.get(_place_key(row))
        if entry is None or is_filled(row) or row["key"] != entry.key or not entry.likeness:
            continue
        alike = models.get(entry.likeness, [])
        if not alike or not _follows(entry, alike, entries.marks):
            continue
        if len({(each.mark.points, each.mark.comment) for each in alike}) > 1:
            if entry.likeness not in told:
                merged.problems.append(Problem(row, DIFFERENT.format(row["same_answer"])))
            told.add(entry.likeness)
            continue
        mark = replace(alike[0].mark, submission=entry.submission, answer=entry.answer)
        found.append(Filled(row, entry, mark))
    return found


def _follows(entry: Entry, alike: Iterable[Filled], marks: Marks) -> bool:
    """Whether an answer is marked as those like it: it has no mark of its own that differs."""
    own = marks.get(entry.place)
    if own is None or own.answer != entry.answer:
        return True
    earlier = filter(None, (marks.get(each.entry.place) for each in alike))
    return any((each.points, each.comment) == (own.points, own.comment) for each in earlier)
