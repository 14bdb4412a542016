"""One pytest run that grades: it collects the graders and runs them for each submission."""

import sys
import traceback
from collections.abc import Collection, Sequence
from contextlib import chdir
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from pathlib import Path

import pytest

from graders.errors import Mismatch, SubmissionError, Unreadable
from graders.grading.collecting import QUESTION as QUESTION
from graders.grading.collecting import place_of, told
from graders.grading.faults import fault
from graders.grading.legacy import is_legacy, leaderboard_entry, legacy_verdict, reset
from graders.grading.question_run import QuestionRun
from graders.grading.reporting import Reporting
from graders.grading.resuming import Begun
from graders.grading.time_keeping import TimeKeeping
from graders.model import Kind, Outcome, PrintedNumber, Question, Verdict
from graders.processes.timing import TimeUp, time_limit
from graders.reading.finding.context import words_against, words_changing
from graders.reading.finding.taken_back import taken_back
from graders.reading.intake import shown
from graders.reading.quantities.numbers.printed import read_number
from graders.reports.words import listed

NOT_OPENED = "The submission could not be opened; a person looks at it."
NOTHING_FOUND = "No answer of this sheet was found in what you handed in; a person looks at it."
IN_COMMENT = "Text stands in the comment below the heading, where nothing is read; a person looks."
UNREAD = "No answer to this was found in the text; a person looks into what cannot be read: {}."
NOT_ENDED = "it did not end within {seconds:g} s (see question_seconds in assignment.toml)"
NO_TIME_LEFT = "the questions before it took all the time of this submission"
SESSION: pytest.StashKey["GradingSession"] = pytest.StashKey()


class GradingSession(TimeKeeping, Reporting):
    """Runs the collected graders for each submission and keeps the verdicts."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        config.stash[SESSION] = self
        self.paths = [Path(each) for each in config.getoption("--submission")]
        self.names: Sequence[str] = config.getoption("--submission-name")
        self.refused: list[SubmissionError] = []
        self.run: QuestionRun

    # --- what the fixtures of graders stand on ----------------------------------------------

    @pytest.fixture(name="grading")
    def _grading(self) -> "GradingSession":
        """This run: the submission it is at, and what was found in it."""
        return self

    @pytest.fixture(name="run")
    def _run(self) -> QuestionRun:
        """The question that is graded, with what was found out about its answers so far."""
        return self.run

    def waits(self, question: Question) -> bool:
        """Whether a person must look at the answer that was found to an earlier question."""
        verdict = self.verdicts.get(question.id)
        is_open = verdict is not None and verdict.outcome.needs_person
        return is_open and bool(self.answers.to(question))

    def shown_for(self, question: Question) -> tuple[PrintedNumber, ...]:
        """The number that a person is shown for a question, to which no label or name leads."""
        verdict = self.verdicts.get(question.id)
        if verdict is None or not verdict.outcome.needs_person or self.answers.to(question):
            return ()
        number = read_number(verdict.read_as)
        return () if number is None else (number,)

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
        self.turn_to(path, name)
        self.begun = Begun(self.config.hook.pytest_nabla_resumes(path=path) or ())
        self.verdicts.update(self.begun.verdicts)
        self._publish(final=False)
        try:
            self._open_in_time(len(session.items))
        except SubmissionError as error:
            self._refuse(error)
            return
        except TimeUp:
            reason = NOT_ENDED.format(seconds=self.assignment.question_seconds)
            self._give_up(f"reading the submission: {reason}")
            return
        except Exception as error:
            self._give_up(f"reading the submission: {self._told(error)}")
            return
        for number, item in enumerate(session.items):
            self._grade_question(item, session.items[number + 1 :])
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            self._publish(final=False)
        if not self.public:
            try:
                self._doubt_silence()
            except Exception as error:
                self._leave_open(self.verdicts, error)
        self._publish(final=True)

    def _grade_question(self, item: pytest.Item, following: Sequence[pytest.Item]) -> None:
        question = item.stash[QUESTION]
        if question.id in self.begun.verdicts:
            return
        seconds = self.begin(item, self.spent(), len(following))
        hook = self.config.hook.pytest_nabla_begins
        reason = hook(path=self.path, question=question, seconds=seconds)
        if reason := NO_TIME_LEFT if seconds <= 0 else reason:
            self.verdicts[question.id] = fault(question, reason)
            return
        reset(item)
        try:
            self.run = self._run_of(question)
        except Exception as error:
            self.verdicts[question.id] = fault(question, f"finding its answer: {self._told(error)}")
            return
        with chdir("."):  # graders may go elsewhere
            following_item = next(iter(following), None)
            self.config.hook.pytest_runtest_protocol(item=item, nextitem=following_item)
        if self.was_interrupted and "code_run" in self.__dict__:
            self.code_run.sandbox.end_children()  # what was asked of them may be half said

    def _run_of(self, question: Question) -> QuestionRun:
        """A question with what was found for it."""
        found, unclaimed = self.answers.to(question), self.answers.unclaimed(question)
        run = QuestionRun(question, found, self.finder.labels, unclaimed)
        run.taken_back = lambda answer: taken_back(answer.text, self.answers.corrections)
        if question.kind is Kind.NUMERIC:
            run.words_against = partial(
                words_against, found=self.answers, sheet=self.finder.sheet, question=question
            )
            run.words_changing = partial(words_changing, found=self.answers)
        return run

    def _doubt_silence(self) -> None:
        """What was not found goes to a person where it may stand in what could not be read.

        So does all of it where no answer at all was found: nobody gets a silent zero, unless what
        was handed in is the handout, as it was.
        """
        if self.is_as_given:
            return
        self._leave_open(self.commented, Unreadable(IN_COMMENT, note=IN_COMMENT))
        if doubt := self._doubt():
            self._leave_open(self.verdicts, doubt)

    def _leave_open(self, names: Collection[str], doubt: Exception) -> None:
        for name in names:
            verdict = self.verdicts.get(name)
            if verdict is not None and verdict.outcome is Outcome.MISSING:
                self.verdicts[name] = QuestionRun(verdict.question, ()).after(doubt)

    def _doubt(self) -> Unreadable | None:
        """Why what was not found may yet be there."""
        if unread := [shown(name) for name in self.unread]:
            names = listed(unread)
            return Unreadable(UNREAD.format(names), note=f"look into what is not read: {names}")
        questions = self.assignment.questions
        others = [each for each in questions if each.id not in self.verdicts]
        outcomes = {verdict.outcome for verdict in self.verdicts.values()}
        in_doubt = outcomes <= {Outcome.MISSING, Outcome.UNDECIDED}
        is_lost = outcomes == {Outcome.MISSING} and not self.has_any(others)
        if is_lost or (in_doubt and not self.leads_to_any(questions)):
            return Unreadable(NOTHING_FOUND, note="no label and no name of this sheet was found")
        return None

    def _open_in_time(self, following: int) -> None:
        seconds = min(self.assignment.question_seconds, self.before_deadline(following))
        self.config.hook.pytest_nabla_begins(path=self.path, question=None, seconds=seconds)
        with time_limit(seconds):
            self.open()

    def _refuse(self, error: SubmissionError) -> None:
        """Nothing was read: a person looks at every question, and nobody gets a quiet zero."""
        reason = error.within(str(self.path.parent))
        unreadable = Unreadable(NOT_OPENED, note=reason)
        for question in self._asked():
            self.verdicts[question.id] = QuestionRun(question, ()).after(unreadable)
        self._publish(final=False)
        self.refused.append(error)
        report = replace(self.report(), refused=reason)
        self.config.hook.pytest_nabla_refused(path=self.path, report=report, error=error)

    def _give_up(self, reason: str) -> None:
        for question in self._asked():
            self.verdicts.setdefault(question.id, fault(question, reason))
        self._publish(final=True)

    def _told(self, error: Exception) -> str:
        """An exception of ours, for staff; without a terminal nobody reads its traceback."""
        if self._is_watched:
            traceback.print_exception(error)
        return told(error, self.assignment.folder)

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

    # --- one question -----------------------------------------------------------------------

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport | None:
        """Takes down the verdict; a finding is reported in its own words, without a traceback."""
        if call.when == "collect" or (call.when != "call" and call.excinfo is None):
            return None
        try:
            verdict = self._verdict(item, call)
        except Exception as error:  # the grader has left something that makes no verdict
            verdict = fault(self.run.question, f"making its verdict: {self._told(error)}")
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
