"""Student code while a class is graded: one sandbox for all, one program for each submission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graders.grading.children import Clock
from graders.grading.student import Student
from graders.model import NO_CODE_RUN, Answer, Isolation, Submission
from graders.reading.code import Code, read_code
from graders.reading.intake import read_large
from graders.sandbox.call import Call
from graders.sandbox.inside.limits import LIMITS, Limits
from graders.sandbox.sandbox import Sandbox


class CodeRun:
    """Gives each question the student's program; nothing is started before a question asks.

    Args:
        libraries: that the programs are run with.
        limits: of each child, and of all children of a submission.
        allow_weak: run them even where isolation does not hold.
        is_given: whether code is still as it was handed out.
    """

    def __init__(
        self,
        libraries: Sequence[str],
        limits: Limits = LIMITS,
        *,
        allow_weak: bool = False,
        is_given: Callable[[str], bool] = lambda code: False,
    ) -> None:
        self.sandbox = Sandbox(libraries, limits, allow_weak=allow_weak)
        self.is_given = is_given
        self.program: Program | None = None

    def student(self, submission: Submission, path: Path, answer: Answer | None) -> Student:
        """The program of a submission for one question, to be closed after it."""
        limits = self.sandbox.limits
        if self.program is None or self.program.submission is not submission:
            code = read_code(submission).without_given(self.is_given)
            self.sandbox.fill(submission.files)
            self.program = Program(submission, path, code, Clock(limits.submission_seconds))
        program = self.program
        preferred = answer.where.file if answer is not None else ""
        return Student(
            self.sandbox,
            program.code,
            program.clock,
            limits,
            preferred,
            files=(*submission.files, *submission.large),
            fetch=program.read_file,
            broken=program.broken,
        )

    def isolation_of(self, submission: Submission) -> Isolation:
        """What kept the code of a submission apart."""
        return self.sandbox.isolation if self._has_run(submission) else NO_CODE_RUN

    def notes_on(self, submission: Submission) -> Sequence[str]:
        """What staff should know of how its code was read."""
        run = self.program
        return run.code.notes if run is not None and self._has_run(submission) else ()

    def _has_run(self, submission: Submission) -> bool:
        return self.program is not None and self.program.submission is submission


@dataclass(frozen=True, slots=True)
class Program:
    """The code of one submission, the time that is left for it, and what of it does not run."""

    submission: Submission
    path: Path
    code: Code
    clock: Clock
    broken: dict[str, Call] = field(default_factory=dict)  # what came of each such module

    def read_file(self, name: str) -> bytes:
        """A file of the submission, however large.

        Raises:
            SubmissionError: if there is none, or it is not safe to read.
        """
        if name in self.submission.files:
            return self.submission.files[name]
        return read_large(self.path, name)
