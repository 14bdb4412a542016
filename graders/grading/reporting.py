"""The report on the submission that is graded, at every moment."""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graders import __version__
from graders.grading.faults import NOT_GRADED, fault
from graders.grading.handed_in import HandedIn
from graders.grading.resuming import Begun
from graders.model import NO_CODE_RUN, Isolation, Outcome, Report, Verdict

if TYPE_CHECKING:
    from graders.grading.code_run import CodeRun


class Reporting(HandedIn):
    """Keeps the verdicts on one submission after the other, and what else stands in its report."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.config = config
        self.verdicts: dict[str, Verdict] = {}
        self.leaderboard: list[Mapping[str, object]] = []
        self.begun = Begun()  # what was graded of it before
        self.started = 0.0

    def turn_to(self, path: Path, name: str | None) -> None:
        super().turn_to(path, name)
        self.started, self.verdicts, self.leaderboard = time.perf_counter(), {}, []
        self.begun = Begun()

    @cached_property
    def code_run(self) -> "CodeRun":
        """Runs student code; made when the first question asks for it."""
        from graders.grading.code_run import CodeRun  # late: most assignments run no code

        allow_weak = self.config.getoption("--allow-weak-isolation")
        given = self.assignment
        is_given = self.finder.sheet.is_stub
        return CodeRun(given.libraries, given.limits, allow_weak=allow_weak, is_given=is_given)

    @property
    def isolation(self) -> Isolation:
        started = "code_run" in self.__dict__
        own = self.code_run.isolation_of(self.submission) if started else NO_CODE_RUN
        return self.begun.isolation if own is NO_CODE_RUN else own

    def spent(self) -> float:
        """The seconds that the submission has taken so far, in other processes too."""
        return self.begun.seconds + time.perf_counter() - self.started

    @cached_property
    def _unreached(self) -> Mapping[str, Verdict]:
        """The verdict on each question as long as no grader has reached it."""
        reason = "; ".join([NOT_GRADED, *self.failures])
        questions = [*self.assignment.questions, *self.legacy.values()]
        return {each.id: fault(each, reason) for each in questions}

    def report(self) -> Report:
        """The report so far; what no grader reached is our fault until one does."""
        verdicts = tuple(
            self.verdicts.get(name, unreached)
            for name, unreached in self._unreached.items()
            if name in self.verdicts or name not in self.deselected
        )
        return Report(
            submission=self.submission.id,
            assignment=self.assignment.id,
            title=self.assignment.title,
            verdicts=verdicts,
            grader_version=__version__,
            seconds=self.spent(),
            notes=(*self.submission.notes, *self._notes(verdicts)),
            leaderboard=(*self.begun.leaderboard, *self.leaderboard),
            isolation=self.isolation,
        )

    def _notes(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        if "code_run" in self.__dict__:
            yield from self.code_run.notes_on(self.submission)
        for name in self.unread:
            if not any(note.startswith(f"{name}:") for note in self.submission.notes):
                yield f"{name}: cannot be read here; it may hold answers"
        missing = [each for each in verdicts if each.outcome is Outcome.MISSING]
        if missing and self.answers.unplaced and not self.public:
            places = ", ".join(str(where) for where in self.answers.unplaced[:20])
            yield f"not found: {len(missing)} of {len(verdicts)}; text without a label: {places}"
