"""What is told of a class while it is graded, and how the command ends."""

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Self

from graders.commands.exits import ExitCode
from graders.model import Outcome, Protection, Report
from graders.reports.points import points_of, shown
from graders.reports.words import listed

if TYPE_CHECKING:
    from graders.batch import Graded

IDS_SHOWN, NAMES_SHOWN = 5, 20
CLEARED = "\r\x1b[K"  # begins a terminal's line anew


class Progress:
    """What has become of the submissions so far, and the exit code that follows from it."""

    def __init__(self, total: int, finished: int = 0) -> None:
        self.total, self.done, self.finished = total, finished, finished
        self.code = ExitCode.DONE
        self.started = time.monotonic()
        self.faults: Counter[str] = Counter()  # of each question
        self.failed: list[str] = []  # submissions with faults
        self._told: set[tuple[str, ...]] = set()
        self._is_line_open = False

    def hear(self, graded: "Graded") -> None:
        """Tells of a submission."""
        self.done += 1
        if graded.refused is not None:
            self._say(f"nabla: {graded.refused}")
        else:
            self._tell_of_faults(graded.report)
            if self.total > 1:
                self._show(graded.report)
        self.count(graded.report, refused=graded.refused is not None)

    def count(self, report: Report, *, refused: bool) -> None:
        """Lets a report speak for the exit code."""
        self.code = max(self.code, ExitCode.USAGE if refused else _code_for(report))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Ends the line that is written over, and sums up what failed."""
        self._end_line()
        if len(self.failed) > 1:
            often = [f"{id} in {number}" for id, number in self.faults.most_common()]
            words = f"{len(self.failed)} submissions: {listed(often, IDS_SHOWN)}"
            print(
                f"nabla: grading failed in {words}\n({listed(self.failed, NAMES_SHOWN)})\n"
                "hint: mend it, then give the same command again",
                file=sys.stderr,
            )

    def _end_line(self) -> None:
        if self._is_line_open:
            print(file=sys.stderr)
            self._is_line_open = False

    def _tell_of_faults(self, report: Report) -> None:
        """Says what failed, and why where it is the first time."""
        reasons: dict[str, list[str]] = {}
        for verdict in report.verdicts:
            if verdict.outcome is Outcome.FAULT:
                reasons.setdefault(verdict.note, []).append(verdict.question.id)
        self.failed += [report.submission] if reasons else []
        for reason, ids in reasons.items():
            self.faults.update(ids)
            if (reason, *ids) not in self._told:
                self._told.add((reason, *ids))
                shown = listed(ids, IDS_SHOWN)
                self._say(f"nabla: {report.submission}: {shown}: grading failed: {reason}")

    def _show(self, report: Report) -> None:
        """A line for each submission; on a terminal one line that is written over."""
        points = shown(points_of(report))
        line = f"{self.done}/{self.total} {report.submission} {points} points"
        if sys.stderr.isatty():
            print(f"{CLEARED}{line}{self._left()}", end="", file=sys.stderr, flush=True)
            self._is_line_open = True
        else:
            print(line, file=sys.stderr, flush=True)

    def _say(self, line: str) -> None:
        print(f"{CLEARED if self._is_line_open else ''}{line}", file=sys.stderr, flush=True)
        self._is_line_open = False

    def _left(self) -> str:
        each = (time.monotonic() - self.started) / (self.done - self.finished)
        left = each * (self.total - self.done)
        return f", {left:.0f} s left" if left >= 1 else ""


def _code_for(report: Report) -> ExitCode:
    faults = any(verdict.outcome is Outcome.FAULT for verdict in report.verdicts)
    if faults or report.isolation.protection is Protection.NONE:
        return ExitCode.INTERNAL
    return ExitCode.NEEDS_PERSON if report.needs_review else ExitCode.DONE
