"""The table in which persons mark: a row for each answer that waits for one, question by question.

The rows of a question stand together, and within it those of one answer that several gave. The
column `key` tells answers apart even where a spreadsheet has changed ids: its parts stand for the
submission and question, for the answer, and for what the graders made of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.classroom.folder import ClassFolder
from graders.classroom.marks import fingerprint, letters
from graders.classroom.record import Record
from graders.classroom.spreadsheets import Row, Table, read_table, to_text
from graders.declaring.assignment import near
from graders.declaring.questions import is_below
from graders.errors import GraderError
from graders.model import Kind, Outcome, Verdict
from graders.reports.points import earned, rounded, shown
from graders.reports.tally import by_name
from graders.reports.text import clean, cut
from graders.reports.words import WORDS

COLUMNS = (
    "question title submission same_answer outcome points_so_far max_points where answer read_as "
    "rubric note points comment key"
).split()
FILLED_IN = ("points", "comment")
NEEDED = ("key", *FILLED_IN)
LONGEST_CELL_BYTES = 8_000  # Excel cuts a cell after 32,767 characters without a word


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer in the table: what the graders made of it, and what it is with its mark."""

    submission: str
    graded: Verdict
    marked: Verdict
    answer: str  # its fingerprint

    @property
    def place(self) -> tuple[str, str]:
        return self.submission, self.graded.question.id

    @property
    def key(self) -> str:
        return "-".join((key_of_place(*self.place), self.answer, state_of(self.graded)))

    @property
    def likeness(self) -> tuple[str, ...] | None:
        """What is the same where two answers are; None where text alone does not tell."""
        graded = self.graded
        text, read_as = (" ".join(each.split()) for each in (graded.text, graded.read_as))
        if not text or graded.question.kind in (Kind.CODE, Kind.TRAINING):
            return None
        return graded.question.id, text, state_of(graded), read_as, graded.feedback


def key_of_place(submission: str, question: str) -> str:
    return letters(f"{submission}\0{question}", 10)


def state_of(verdict: Verdict) -> str:
    """Letters for what the graders decided."""
    return letters(f"{verdict.outcome} {verdict.points}", 6)


def entries_of(folder: ClassFolder, record: Record) -> Iterator[Entry]:
    """The answers of a submission."""
    digest = record.head.made.submission
    marked = folder.marked(record).verdicts
    for graded, after in zip(record.report.verdicts, marked, strict=True):
        yield Entry(record.name, graded, after, fingerprint(graded, digest))


def waiting(
    folder: ClassFolder,
    *,
    only: Sequence[str] = (),
    marked_too: bool = False,
    all_of_them: bool = False,
) -> list[Entry]:
    """The answers that wait for a person, question by question, alike ones together.

    Of what could not be opened there is no answer to read: it is left out, unless all are listed.

    Args:
        folder: of the class.
        only: these questions and those below them, if any are named.
        marked_too: also those that persons have marked.
        all_of_them: every answer, whatever became of it.

    Raises:
        GraderError: if there is no such question.
    """
    found: list[Entry] = []
    order: dict[str, int] = {}
    for record in folder.records():
        if folder.marked(record).is_unread and not all_of_them:
            continue
        for entry in entries_of(folder, record):
            order.setdefault(entry.graded.question.id, len(order))
            verdict = entry.marked
            if not (verdict.outcome.needs_person or all_of_them or (marked_too and verdict.marked)):
                continue
            if not only or any(is_below(entry.graded.question.id, each) for each in only):
                found.append(entry)
    if unknown := [name for name in only if not any(is_below(id, name) for id in order)]:
        hint = near(unknown[0], list(order)) or "nabla stats OUT lists all questions"
        raise GraderError(f"there is no question '{unknown[0]}' here", hint=hint)
    alike = Counter(entry.likeness for entry in found)
    return sorted(found, key=lambda entry: _place_in_table(entry, order, alike))


def _place_in_table(
    entry: Entry, order: Mapping[str, int], alike: Mapping[tuple[str, ...] | None, int]
) -> tuple[object, ...]:
    """By question; answers that many gave first, then those that begin alike."""
    number = alike[entry.likeness] if entry.likeness else 0
    text = " ".join(entry.graded.text.casefold().split())
    return order[entry.graded.question.id], -number, text, by_name(entry.submission)


def to_rows(entries: Sequence[Entry]) -> Iterator[dict[str, str]]:
    """The cells of each answer; the points of those that are marked are filled in."""
    alike = Counter(entry.likeness for entry in entries)
    numbers: dict[tuple[str, ...], int] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        same = ""
        if entry.likeness and alike[entry.likeness] > 1:
            if entry.likeness not in numbers:
                counts[entry.graded.question.id] += 1
                numbers[entry.likeness] = counts[entry.graded.question.id]
            same = f"{alike[entry.likeness]} alike, group {numbers[entry.likeness]}"
        yield _cells(entry, same)


def _cells(entry: Entry, same: str) -> dict[str, str]:
    verdict, question = entry.marked, entry.graded.question
    return {
        "question": question.id,
        "title": _cut(question.title),
        "submission": entry.submission,
        "same_answer": same,
        "outcome": WORDS[verdict.outcome].sentence,
        "points_so_far": shown(earned(verdict)),
        "max_points": shown(rounded(question.points)),
        "where": _cut(verdict.where),
        "answer": _cut(verdict.text),
        "read_as": "" if verdict.read_as == verdict.text else _cut(verdict.read_as),
        "rubric": _cut("\n".join(question.rubric)),
        "note": _cut("\n".join(filter(None, (_note(verdict), _told(entry))))),
        "points": shown(verdict.points) if verdict.marked else "",
        "comment": verdict.feedback if verdict.marked else "",
        "key": entry.key,
    }


def _note(verdict: Verdict) -> str:
    """The note for staff, without the rubric, which has a column of its own."""
    rubric = "rubric:\n" + "\n".join(verdict.question.rubric)
    return verdict.note.replace(rubric, "").strip("; \n")


def _told(entry: Entry) -> str:
    """What the student was told, where it says more than that a person looks."""
    told = entry.graded.feedback
    says_more = entry.graded.outcome is not Outcome.REVIEW and not entry.marked.marked
    return f"told the student: {told}" if told and says_more else ""


def _cut(text: str) -> str:
    return cut(clean(text), LONGEST_CELL_BYTES)


@dataclass(frozen=True, slots=True)
class Kept:
    """The table as text, and how many of its rows were filled in already."""

    text: str
    rows: int
    filled: int


def review_table(entries: Sequence[Entry], earlier: Table | None, delimiter: str) -> Kept:
    """The table of these answers, with all that an earlier one holds.

    What persons have filled in stays, columns of their own too; a row that is no longer asked for
    stands at the end.
    """
    rows = list(to_rows(entries))
    columns: list[str] = list(COLUMNS)
    filled = 0
    if earlier is not None:
        own = [name for name in earlier.columns if name not in COLUMNS]
        columns += own
        given = [row for row in earlier.rows if is_filled(row, own)]
        filled = sum(map(is_filled, given))
        rows = _with_earlier(rows, given, own)
        delimiter = earlier.delimiter
    return Kept(to_text(columns, rows, delimiter), len(rows), filled)


def is_filled(row: Row, own: Iterable[str] = ()) -> bool:
    """Whether a person has written into a row."""
    return any(row[name] for name in (*FILLED_IN, *own))


def _with_earlier(
    rows: Sequence[dict[str, str]], given: Sequence[Row], own: Sequence[str]
) -> list[dict[str, str]]:
    by_key = {row["key"]: row for row in given if row["key"]}
    merged: list[dict[str, str]] = []
    used: set[int] = set()
    for row in rows:
        earlier = by_key.get(row["key"])
        if earlier is None:
            merged.append(row)
        else:
            used.add(earlier.number)
            merged.append(row | {name: earlier.cells.get(name, "") for name in (*FILLED_IN, *own)})
    return merged + [dict(row.cells) for row in given if row.number not in used]


def read_review(path: Path) -> Table:
    """A table that was filled in.

    Raises:
        GraderError: if it is none; without keys nothing tells which answer a row is about.
    """
    table = read_table(path, COLUMNS)
    if missing := [name for name in NEEDED if name not in table.columns]:
        others = ", ".join(f"'{name}'" for name in table.columns if name not in COLUMNS)
        message = " and ".join(f"no column '{name}'" for name in missing)
        message = f"it has {message}" + (f", but {others}" if others else "")
        hint = "leave the columns of nabla review OUT -o FILE as they are called, and fill them in"
        raise GraderError(message, where=str(path), hint=hint)
    return table
