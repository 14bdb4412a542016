"""One pytest run that grades: it collects the graders and runs them for each submission."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graders import __version__
from graders.errors import Mismatch, SubmissionError, Unreadable
from graders.grading.collecting import QUESTION as QUESTION
from graders.grading.collecting import place_of
from graders.grading.legacy import is_legacy, leaderboard_entry, legacy_verdict, reset
from graders.grading.question_run import NOT_GRADED, QuestionRun, fault
from graders.grading.resuming import Begun
from graders.grading.time_keeping import TimeKeeping
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
from graders.processes.timing import TimeUp, time_limit
from graders.reading.finding.answers import Answers
from graders.reading.finding.context import words_against, words_changing
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.intake import decode, is_readable, open_submission, submission_id
from graders.reading.quantities.values import read_value

if TYPE_CHECKING:
    from graders.grading.code_run import CodeRun

NOT_OPENED = "The submission could not be opened; a person looks at it."
NOTHING_FOUND = "No answer of this sheet was found in what you handed in; a person looks at it."
NOT_ENDED = "it did not end within {seconds:g} s (see question_seconds in assignment.toml)"
NO_TIME_LEFT = "the questions before it took all the time of this submission"
SESSION: pytest.StashKey["GradingSession"] = pytest.StashKey()


class GradingSession(TimeKeeping):
    """Runs the collected graders for each submission and keeps the verdicts."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        config.stash[SESSION] = self
        self.config = config
        self.paths = [Path(each) for each in config.getoption("--submission")]
        self.names: Sequence[str] = config.getoption("--submission-name")
        self.refused: list[SubmissionError] = []
        self.leaderboard: list[Mapping[str, object]] = []
        self.verdicts: dict[str, Verdict] = {}
        self.values: dict[Answer, Value] = {}
        self._finder: Finder | None = None
        self.path = Path()
        self.submission = Submission("", {})
        self.answers = Answers({})
        self.run: QuestionRun
        self.started = 0.0
        self.begun = Begun()

    @property
    def finder(self) -> Finder:
        if self._finder is None:
            self._finder = Finder(self.assignment)
        return self._finder

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

    # --- what the fixtures of graders stand on ----------------------------------------------

    @pytest.fixture(name="grading")
    def _grading(self) -> "GradingSession":
        """This run: the submission it is at, and what was found in it."""
        return self

    @pytest.fixture(name="run")
    def _run(self) -> QuestionRun:
        """The question that is graded, with what was found out about its answers so far."""
        return self.run

    # --- one submission after the other -----------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.config.option.collectonly:
            return None
        runs = [(path, item) for path in self.paths for item in session.items]
        if not self.is_anything_collected or not (runs or self.failures):
            raise pytest.UsageError("no grader was found: name the folder of an assignment")
        for path, name in zip_longest(self.paths, self.names):
            self._grade(path, name, session)
        return True

    def _grade(self, path: Path, name: str | None, session: pytest.Session) -> None:
        self.started, self.path = time.perf_counter(), path
        self.verdicts, self.values, self.leaderboard, self.answers = {}, {}, [], Answers({})
        self.submission = Submission(name or submission_id(path), {})
        self.begun = Begun(self.config.hook.pytest_nabla_resumes(path=path) or ())
        self.verdicts.update(self.begun.verdicts)
        self._publish(final=False)
        try:
            self._open_in_time(path, len(session.items))
        except SubmissionError as error:
            self._refuse(error)
            return
        except TimeUp:
            reason = NOT_ENDED.format(seconds=self.assignment.question_seconds)
            self._give_up(f"reading the submission: {reason}")
            return
        for number, item in enumerate(session.items):
            self._grade_question(item, session.items[number + 1 :])
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            self._publish(final=False)
        if not self.public:
            self._doubt_silence()
        self._publish(final=True)

    def _grade_question(self, item: pytest.Item, following: Sequence[pytest.Item]) -> None:
        question = item.stash[QUESTION]
        if question.id in self.begun.verdicts:
            return
        seconds = self.begin(item, self._spent(), len(following))
        hook = self.config.hook.pytest_nabla_begins
        reason = hook(path=self.path, question=question, seconds=seconds)
        if reason := NO_TIME_LEFT if seconds <= 0 else reason:
            self.verdicts[question.id] = fault(question, reason)
            return
        reset(item)
        found, unclaimed = self.answers.to(question), self.answers.unclaimed(question)
        self.run = QuestionRun(question, found, self.finder.labels, unclaimed)
        if question.kind is Kind.NUMERIC:
            self.run.words_against = partial(
                words_against, found=self.answers, sheet=self.finder.sheet, question=question
            )
            self.run.words_changing = partial(words_changing, found=self.answers)
        self.config.hook.pytest_runtest_protocol(item=item, nextitem=next(iter(following), None))
        if self.was_interrupted and "code_run" in self.__dict__:
            self.code_run.sandbox.end_children()  # what was asked of them may be half said

    def _doubt_silence(self) -> None:
        """Where no answer at all was found, a person looks: nobody gets a silent zero.

        Unless what was handed in is the handout, as it was.
        """
        given = self.submission
        only_text = not (given.large or given.notes) and all(map(is_readable, given.files))
        if only_text and (self.answers.are_blank or self._are_stubs()):
            return
        outcomes = {verdict.outcome for verdict in self.verdicts.values()}
        in_doubt = outcomes <= {Outcome.MISSING, Outcome.UNDECIDED} and not self._are_led_to()
        if in_doubt or outcomes == {Outcome.MISSING}:
            nothing = Unreadable(NOTHING_FOUND, note="no label and no name of this sheet was found")
            for name, verdict in self.verdicts.items():
                if verdict.outcome is Outcome.MISSING:
                    self.verdicts[name] = QuestionRun(verdict.question, ()).after(nothing)

    def _are_led_to(self) -> bool:
        """Whether a label, a name or a cue leads to some answer."""
        found = (self.answers.to(each.question) for each in self.verdicts.values())
        return bool(self.answers.labelled) or any(found)

    def _are_stubs(self) -> bool:
        """Whether nothing was handed in but files of code that nobody has written into."""
        files = self.submission.files
        return bool(files) and all(
            name.endswith(".py") and self.finder.sheet.is_stub(decode(name, data))
            for name, data in files.items()
        )

    def _spent(self) -> float:
        """The seconds that the submission has taken so far, in other processes too."""
        return self.begun.seconds + time.perf_counter() - self.started

    def _open_in_time(self, path: Path, following: int) -> None:
        seconds = min(self.assignment.question_seconds, self.before_deadline(following))
        self.config.hook.pytest_nabla_begins(path=path, question=None, seconds=seconds)
        with time_limit(seconds):
            self._open(path)

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
        unreadable = Unreadable(NOT_OPENED, note=str(error))
        for question in self._asked():
            self.verdicts[question.id] = QuestionRun(question, ()).after(unreadable)
        self._publish(final=False)
        self.refused.append(error)
        report = replace(self.report(), refused=str(error))
        self.config.hook.pytest_nabla_refused(path=self.path, report=report, error=error)

    def _give_up(self, reason: str) -> None:
        for question in self._asked():
            self.verdicts.setdefault(question.id, fault(question, reason))
        self._publish(final=True)

    def _asked(self) -> list[Question]:
        return [each for each in self.assignment.questions if each.id not in self.deselected]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A submission that could not be opened is no success, though nothing failed."""
        if "code_run" in self.__dict__:
            self.code_run.sandbox.close()
        if self.refused and self._is_watched:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            for error in self.refused:
                print(f"\n{error}", file=sys.stderr)

    def _publish(self, *, final: bool) -> None:
        report = self.report()
        self.config.hook.pytest_nabla_report(report=report, path=self.path, final=final)

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
            seconds=self._spent(),
            notes=(*self.submission.notes, *self._notes(verdicts)),
            leaderboard=(*self.begun.leaderboard, *self.leaderboard),
            isolation=self.isolation,
        )

    def _notes(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        if "code_run" in self.__dict__:
            yield from self.code_run.notes_on(self.submission)
        missing = [each for each in verdicts if each.outcome is Outcome.MISSING]
        if missing and self.answers.unplaced:
            places = ", ".join(str(where) for where in self.answers.unplaced[:20])
            yield f"not found: {len(missing)} of {len(verdicts)}; text without a label: {places}"

    def value(self, answer: Answer) -> Value:
        """The value of an answer, read once.

        Raises:
            Unreadable: if there is none.
        """
        if answer not in self.values:
            self.values[answer] = read_value(answer, self.finder.vocabulary)
        return self.values[answer]

    def values_of(self, run: QuestionRun) -> tuple[Value, ...]:
        """The value of each candidate answer: the number it ends in and the steps before it.

        Raises:
            Missing: if there is no answer.
            Unreadable: if one has no value.
        """
        found = tuple(map(self.value, run.answers()))
        for number, value in enumerate(found):
            printed = value.number.text if value.number else "no number"
            chain = f", the end of a chain of {len(value.steps) + 2}" if value.steps else ""
            run.read_as[number] = f"{printed}{chain}"
        return found

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
        if call.excinfo is not None and verdict.outcome is Outcome.FAULT:
            place = place_of(call.excinfo.value, self.assignment.folder)
            verdict = replace(verdict, note=f"{verdict.note} ({place})")
        earlier = self.verdicts.get(verdict.question.id)
        if not (self.public and earlier and earlier.outcome is not Outcome.CORRECT):
            self.verdicts[verdict.question.id] = verdict  # of several checks a failing one counts
        if call.excinfo is None or (verdict.outcome is Outcome.FAULT and self._is_watched):
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

    @property
    def _is_watched(self) -> bool:
        """Whether pytest prints to a terminal: a traceback takes longer to write than to grade."""
        return self.config.pluginmanager.has_plugin("terminalreporter")

    def _verdict(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Verdict:
        error = call.excinfo.value if call.excinfo else None
        function = getattr(item, "function", None)
        run = self.run
        if isinstance(error, TimeUp):
            self.was_interrupted = True
            return fault(run.question, NOT_ENDED.format(seconds=round(self.seconds, 1)))
        if function is not None and is_legacy(function):
            verdict = legacy_verdict(run.question, function, error)
            if entry := leaderboard_entry(function):
                self.leaderboard.append(entry)
            return verdict
        if self.public and isinstance(error, AssertionError):
            error = Mismatch(str(error) or "a check does not hold")
        verdict = run.after(error, passes=self.public)
        docstring = getattr(function, "__doc__", None)
        return replace(verdict, about=first_line(docstring))


def first_line(docstring: str | None) -> str:
    """The first line of a docstring: what a student reads above the feedback."""
    return (docstring or "").strip().partition("\n")[0]
