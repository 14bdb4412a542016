"""The output folder of a class.

    OUT/SUBMISSION/report.json     the report as it was made, and what it was made from
    OUT/SUBMISSION/results.json    what Gradescope reads, with the marks of persons
    OUT/SUBMISSION/report.html     the page for the student, with the marks of persons
    OUT/marks.jsonl                the marks themselves
    OUT/report.html, grades.csv    the class

`report.json` is written last and durably: where it stands, the submission is finished. The others
follow from it and from the marks, and can be made again.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graders.classroom.marks import Mark, read_every_mark, read_marks, with_marks, write_marks
from graders.classroom.record import Head, Record, from_text, read_head, to_text
from graders.errors import GraderError
from graders.grading.results import write_whole
from graders.model import Report
from graders.output import CLASS_PAGE, GRADEBOOK, MARKS, RECORD, RESULTS

if TYPE_CHECKING:
    from graders.reports.tally import Tally

PAGE = "report.html"  # of a submission


class ClassFolder:
    """The output folder of a class, read and written.

    Raises:
        GraderError: where nothing can be written, or something in it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.marks: dict[tuple[str, str], Mark] = read_marks(path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other runs of Nabla from writing here.

        Raises:
            GraderError: if one is at it.
        """
        folder = os.open(self.path, os.O_RDONLY)
        try:
            self._lock(folder)
            self.marks = read_marks(self.path)
            yield
        finally:
            os.close(folder)

    def _lock(self, folder: int) -> None:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            hint = "wait for it, or end it; what it has finished is kept"
            message = "another nabla is writing to this folder"
            raise GraderError(message, where=str(self.path), hint=hint) from error

    def names(self) -> list[str]:
        """The submissions that have a report, sorted."""
        with os.scandir(self.path) as found:
            names = [each.name for each in found if each.is_dir(follow_symlinks=False)]
        return sorted(each for each in names if (self.path / each / RECORD).is_file())

    def head(self, name: str) -> Head | None:
        """Where the report of a submission comes from; None if there is none that is whole."""
        return read_head(self.path / name / RECORD)

    def record(self, name: str) -> Record:
        """The record of a submission as it was made, without marks.

        Raises:
            GraderError: if it is damaged.
        """
        path = self.path / name / RECORD
        try:
            return from_text(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            hint = "take its folder away and grade it again; its marks are kept"
            message = "this report cannot be read back"
            raise GraderError(message, where=str(path), hint=hint) from error

    def records(self) -> Iterator[Record]:
        """All records, one at a time."""
        for name in self.names():
            yield self.record(name)

    def marked(self, record: Record) -> Report:
        """The report of a record with the marks of persons."""
        return with_marks(record.report, self.marks, record.head.made.submission)

    def unread(self) -> list[str]:
        """The submissions that could not be opened, and that no person has marked."""
        heads = ((name, self.head(name)) for name in self.names())
        refused = [name for name, head in heads if head is not None and head.refused]
        return [name for name in refused if self.marked(self.record(name)).is_unread]

    def reports(self) -> Iterator[Report]:
        """All reports with the marks of persons, one at a time."""
        return map(self.marked, self.records())

    def keep(self, record: Record) -> Report:
        """Writes what there is of a submission, its record last; gives the report with marks."""
        report = self.render(record)
        write_whole(self.path / record.name / RECORD, to_text(record), durable=True)
        return report

    def render(self, record: Record) -> Report:
        """Writes the files that follow from a record and the marks."""
        from graders.reports.gradescope import to_json
        from graders.reports.html import to_html

        report = self.marked(record)
        folder = self.path / record.name
        write_whole(folder / RESULTS, to_json(report) + "\n")
        write_whole(folder / PAGE, to_html(for_student(report)))
        return report

    def not_rendered(self, names: Iterable[str]) -> Iterator[str]:
        """Those of which the files that follow from a record and the marks are not there."""
        marked = {submission for submission, _ in self.marks}
        since = (self.path / MARKS).stat().st_mtime_ns if marked else 0
        for name in names:
            files = (self.path / name / RESULTS, self.path / name / PAGE)
            if not all(each.is_file() for each in files) or (
                name in marked and min(each.stat().st_mtime_ns for each in files) < since
            ):
                yield name

    def add_marks(self, marks: Iterable[Mark]) -> None:
        """Keeps marks behind the earlier ones, which stay; the last mark of an answer counts."""
        given = list(marks)
        write_marks(self.path, [*read_every_mark(self.path), *given])
        self.marks |= {(mark.submission, mark.question): mark for mark in given}

    def write_class(self, reports: Iterable[Report] | None = None) -> "Tally":
        """Writes the page and the gradebook of the class, and gives what they count.

        Args:
            reports: all of them, read once.
        """
        from graders.reports.gradebook import Gradebook
        from graders.reports.html import tally_to_html
        from graders.reports.tally import Tallying

        gradebook, tallying = Gradebook(), Tallying()
        for report in self.reports() if reports is None else reports:
            gradebook.add(report)
            tallying.add(report)
        write_whole(self.path / GRADEBOOK, gradebook.to_csv())
        tally = tallying.tally()
        write_whole(self.path / CLASS_PAGE, tally_to_html(tally))
        return tally


def open_class(path: Path) -> ClassFolder:
    """The folder of a class that has been graded.

    Raises:
        GraderError: if there is none, or nothing is in it.
    """
    if not path.is_dir():
        hint = "give the folder that nabla grade -o wrote to"
        raise GraderError("there is no such folder", where=str(path), hint=hint)
    folder = ClassFolder(path)
    if not folder.names():
        hint = "grade first: nabla grade ASSIGNMENT PATH... -o " + str(path)
        raise GraderError("no submission is graded here", where=str(path), hint=hint)
    return folder


def for_student(report: Report) -> Report:
    """The report without notes for staff: it may be sent to the student."""
    return replace(report, notes=(), verdicts=tuple(replace(v, note="") for v in report.verdicts))
