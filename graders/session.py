"""One pytest run that grades: it collects the graders and runs them for each submission."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graders import __version__
from graders.assignment import DECLARATION, Assignment, load_assignment
from graders.errors import AssignmentError, Mismatch, SubmissionError, Unreadable
from graders.grading import NOT_GRADED, QuestionRun, fault
from graders.legacy import (
    is_leaderboard_only,
    is_legacy,
    leaderboard_entry,
    legacy_question,
    legacy_verdict,
    reset,
)
from graders.model import (
    NO_CODE_RUN,
    Answer,
    Isolation,
    Kind,
    Outcome,
    PrintedNumber,
    Question,
    Report,
    Submission,
    Value,
    Verdict,
)
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.intake import is_readable, open_submission, submission_id
from graders.reading.values import read_value

if TYPE_CHECKING:
    from graders.running import CodeRun

NOT_OPENED = "The submission could not be opened; a person looks at it."
NOTHING_FOUND = "No answer of this sheet was found in what you handed in; a person looks at it."
_ID = "_question_id"
RUN: pytest.StashKey[QuestionRun] = pytest.StashKey()
QUESTION: pytest.StashKey[Question] = pytest.StashKey()
SESSION: pytest.StashKey["GradingSession"] = pytest.StashKey()


class GraderModule(pytest.Module):
    """A `grade_*.py`: its `grade_*` functions, and tests in the style of gradescope-utils."""

    prefixes: tuple[str, ...] = ("grade_", "test_")

    def funcnamefilter(self, name: str) -> bool:
        return name.startswith(self.prefixes)


class CheckModule(GraderModule):
    """A `check_*.py`: public checks, which anybody may read."""

    prefixes = ("check_",)


class GradingSession:
    """Runs the collected graders for each submission and keeps the verdicts."""

    def __init__(self, config: pytest.Config) -> None:
        config.stash[SESSION] = self
        self.config = config
        self.paths = [Path(each) for each in config.getoption("--submission")]
        self.names: Sequence[str] = config.getoption("--submission-name")
        self.only: Sequence[str] = config.getoption("--only")
        self.public: bool = config.getoption("--public")
        self.failed_modules: list[str] = []
        self.refused: list[SubmissionError] = []
        self.deselected: set[str] = set()
        self.legacy: dict[str, Question] = {}
        self.leaderboard: list[Mapping[str, object]] = []
        self.verdicts: dict[str, Verdict] = {}
        self.values: dict[Answer, Value] = {}
        self._assignment: Assignment | None = None
        self._finder: Finder | None = None
        self.path = Path()
        self.submission = Submission("", {})
        self.answers = Answers({})
        self.started = 0.0

    # --- the assignment ---------------------------------------------------------------------

    @property
    def assignment(self) -> Assignment:
        if self._assignment is None:
            raise pytest.UsageError(f"no {DECLARATION} stands beside the graders given")
        return self._assignment

    @property
    def finder(self) -> Finder:
        if self._finder is None:
            self._finder = Finder(self.assignment)
        return self._finder

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Folders beside the graders hold none: samples, tests, what is handed out."""
        beside = (collection_path.parent / DECLARATION).is_file()
        return True if beside and collection_path.is_dir() else None

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        kind = CheckModule if self.public else GraderModule
        if not (file_path.suffix == ".py" and file_path.name.startswith(kind.prefixes[0])):
            return None
        declaration = file_path.parent / DECLARATION
        if not declaration.is_file():
            return None
        if self._assignment is None:
            self._assignment = load_assignment(file_path.parent)
        elif self._assignment.folder != file_path.parent:
            raise pytest.UsageError("the graders of two assignments cannot run together")
        return kind.from_parent(parent, path=file_path)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        ids: list[str] = []
        for marker in metafunc.definition.iter_markers("question"):
            self._check(marker, metafunc.definition.nodeid)
            ids += marker.args
        if ids:
            metafunc.fixturenames.append(_ID)
            metafunc.parametrize(_ID, ids, ids=ids)

    def _check(self, marker: pytest.Mark, where: str) -> None:
        """What a grader says of its questions must be what the assignment declares."""
        for name in marker.args:
            question = self.assignment.by_id.get(name)
            if question is None:
                raise pytest.UsageError(f"{where}: question {name} is not declared")
            points, kind = marker.kwargs.get("points"), marker.kwargs.get("kind")
            if points is not None and Fraction(str(points)) != question.points:
                message = f"{where}: question {name} is declared with {question.points} points"
                raise pytest.UsageError(message)
            if kind is not None and Kind(kind) is not question.kind:
                raise pytest.UsageError(f"{where}: question {name} is declared as {question.kind}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        try:
            chosen = self.assignment.chosen(self.only)
        except AssignmentError as error:
            raise pytest.UsageError(str(error)) from error
        order = {question.id: at for at, question in enumerate(self.assignment.questions)}
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            question = self._question_of(item)
            if question is None:
                continue
            item.stash[QUESTION] = question
            keep = question.id in chosen or (question.id not in order and not self.only)
            (kept if keep else dropped).append(item)
        kept.sort(key=lambda item: order.get(item.stash[QUESTION].id, len(order)))
        items[:] = kept
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        if self.public:  # what has no check is not looked at
            self.deselected.update(order)

    def _question_of(self, item: pytest.Item) -> Question | None:
        callspec = getattr(item, "callspec", None)
        if callspec is not None and _ID in callspec.params:
            return self.assignment.by_id[callspec.params[_ID]]
        function = getattr(item, "function", None)
        if function is None:
            return None
        if not is_legacy(function):
            hint = 'mark it with @pytest.mark.question("1.2")'
            raise pytest.UsageError(f"{item.nodeid} decides no question: {hint}")
        question = legacy_question(function, item.name)
        declared = self.assignment.by_id.get(question.id)
        if declared is not None:
            return replace(declared, visibility=question.visibility)
        if not is_leaderboard_only(function):
            self.legacy[question.id] = question
        return question

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.deselected.update(item.stash[QUESTION].id for item in items if QUESTION in item.stash)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed_modules.append(f"{report.nodeid}: {_error_of(report.longreprtext)}")

    @cached_property
    def code_run(self) -> "CodeRun":
        """Runs student code; made when the first question asks for it."""
        from graders.running import CodeRun  # late: most assignments run no code

        allow_weak = self.config.getoption("--allow-weak-isolation")
        given = self.assignment
        return CodeRun(given.libraries, given.limits, allow_weak=allow_weak)

    @property
    def isolation(self) -> Isolation:
        started = "code_run" in self.__dict__
        return self.code_run.isolation_of(self.submission) if started else NO_CODE_RUN

    # --- one submission after the other -----------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.config.option.collectonly:
            return None
        runs = [(path, item) for path in self.paths for item in session.items]
        if self._assignment is None or not (runs or self.failed_modules):
            raise pytest.UsageError("no grader was found: name the folder of an assignment")
        for path, name in zip_longest(self.paths, self.names):
            self._grade(path, name, session)
        return True

    def _grade(self, path: Path, name: str | None, session: pytest.Session) -> None:
        self.started, self.path = time.perf_counter(), path
        self.verdicts, self.values, self.leaderboard, self.answers = {}, {}, [], Answers({})
        self.submission = Submission(name or submission_id(path), {})
        self._publish(final=False)
        try:
            self._open(path)
        except SubmissionError as error:
            self._refuse(error)
            return
        for number, item in enumerate(session.items):
            following = session.items[number + 1] if number + 1 < len(session.items) else None
            reset(item)
            question = item.stash[QUESTION]
            item.stash[RUN] = QuestionRun(question, self.answers.to(question), self.finder.labels)
            self.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            self._publish(final=False)
        if not self.public:
            self._doubt_silence()
        self._publish(final=True)

    def _doubt_silence(self) -> None:
        """Where no answer at all was found, a person looks: nobody gets a silent zero.

        Unless what was handed in is the handout, as it was.
        """
        given = self.submission
        only_text = not (given.large or given.notes) and all(map(is_readable, given.files))
        if self.answers.are_blank and only_text:
            return
        if all(verdict.outcome is Outcome.MISSING for verdict in self.verdicts.values()):
            nothing = Unreadable(NOTHING_FOUND, note="no label and no name of this sheet was found")
            for name, verdict in self.verdicts.items():
                self.verdicts[name] = QuestionRun(verdict.question, ()).after(nothing)

    def _open(self, path: Path) -> None:
        try:
            opened = open_submission(path)
        except SubmissionError as error:
            if path.name in error.where:
                raise
            where = f"{path}: {error.where}"  # an entry of an archive
            raise SubmissionError(error.message, where=where, hint=error.hint) from error
        self.submission = replace(opened, id=self.submission.id)
        self.answers = self.finder.find(sources_to_blocks(self.submission))

    def _refuse(self, error: SubmissionError) -> None:
        """Nothing was read: a person looks at every question, and nobody gets a quiet zero."""
        for question in self.assignment.questions:
            self.verdicts[question.id] = QuestionRun(question, ()).after(
                Unreadable(
                    "The submission could not be opened; a person looks at it.", note=str(error)
                )
            )
        self._publish(final=False)
        self.refused.append(error)
        self.config.hook.pytest_nabla_refused(path=self.path, report=self.report(), error=error)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A submission that could not be opened is no success, though nothing failed."""
        if "code_run" in self.__dict__:
            self.code_run.sandbox.close()
        if self.refused and self.config.pluginmanager.has_plugin("terminalreporter"):
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            for error in self.refused:
                print(f"\n{error}", file=sys.stderr)

    def _publish(self, *, final: bool) -> None:
        report = self.report()
        self.config.hook.pytest_nabla_report(report=report, path=self.path, final=final)

    def report(self) -> Report:
        """The report so far; what no grader reached is our fault until one does."""
        questions = [*self.assignment.questions, *self.legacy.values()]
        reason = "; ".join([NOT_GRADED, *self.failed_modules])
        verdicts = tuple(
            self.verdicts.get(question.id) or fault(question, reason)
            for question in questions
            if question.id in self.verdicts or question.id not in self.deselected
        )
        return Report(
            submission=self.submission.id,
            assignment=self.assignment.id,
            title=self.assignment.title,
            verdicts=verdicts,
            grader_version=__version__,
            seconds=time.perf_counter() - self.started,
            notes=(*self.submission.notes, *self._notes(verdicts)),
            leaderboard=tuple(self.leaderboard),
            isolation=self.isolation,
        )

    def _notes(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        if "code_run" in self.__dict__:
            yield from self.code_run.notes_on(self.submission)
        missing = [each for each in verdicts if each.outcome is Outcome.MISSING]
        if missing and self.answers.unplaced:
            places = ", ".join(str(where) for where in self.answers.unplaced[:20])
            yield f"{len(missing)} answers were not found; text that no label covers: {places}"

    def value(self, answer: Answer) -> Value:
        """The value of an answer, read once.

        Raises:
            Unreadable: if there is none.
        """
        if answer not in self.values:
            self.values[answer] = read_value(answer, self.finder.vocabulary)
        return self.values[answer]

    def own_number(self, question: Question) -> PrintedNumber | None:
        """The student's own number in a question, if one can be read."""
        for answer in self.answers.to(question)[:1]:
            try:
                return self.value(answer).number
            except Unreadable:
                return None
        return None

    # --- one question -----------------------------------------------------------------------

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport | None:
        """Takes down the verdict; a finding is reported in its own words, without a traceback."""
        if call.when == "collect" or (call.when != "call" and call.excinfo is None):
            return None
        verdict = self._verdict(item, call)
        earlier = self.verdicts.get(verdict.question.id)
        if not (self.public and earlier and earlier.outcome is not Outcome.CORRECT):
            self.verdicts[verdict.question.id] = verdict  # of several checks a failing one counts
        if call.excinfo is None or verdict.outcome is Outcome.FAULT:
            return None
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="failed",
            longrepr=f"{verdict.question.id}: {verdict.outcome}: {verdict.feedback}",
            when=call.when,
            duration=call.duration,
            start=call.start,
            stop=call.stop,
        )

    def _verdict(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Verdict:
        error = call.excinfo.value if call.excinfo else None
        function = getattr(item, "function", None)
        run = item.stash[RUN]
        if function is not None and is_legacy(function):
            verdict = legacy_verdict(run.question, function, error)
            if entry := leaderboard_entry(function):
                self.leaderboard.append(entry)
            return verdict
        if self.public and isinstance(error, AssertionError):
            error = Mismatch(str(error) or "a check does not hold")
        verdict = run.after(error)
        docstring = getattr(function, "__doc__", None)
        return replace(verdict, about=first_line(docstring))


def first_line(docstring: str | None) -> str:
    """The first line of a docstring: what a student reads above the feedback."""
    return (docstring or "").strip().partition("\n")[0]


def _error_of(report: str) -> str:
    """What stopped pytest from collecting a module: the error, without the way to it."""
    lines = report.splitlines()
    errors = [line[1:].strip() for line in lines if line.startswith("E ")]
    return "\n".join(errors or lines)[-500:]
