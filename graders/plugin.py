"""The pytest side of Nabla: graders are pytest functions, a submission is an option.

    pytest graders/assignments/deep_learning_hw2 --submission DIR --results results.json

Graders are collected once from the `grade_*.py` beside an `assignment.toml` and run for every
question of every submission; each run ends in a verdict, and the verdicts of a submission make its
report. Student code never runs in this process.
"""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graders import __version__
from graders.assignment import DECLARATION, Assignment, load_assignment
from graders.errors import Missing, Review, Unreadable
from graders.grading import NOT_GRADED, QuestionRun, fault
from graders.legacy import is_legacy, leaderboard_entry, legacy_question, legacy_verdict, reset
from graders.model import (
    Answer,
    Kind,
    Outcome,
    PrintedNumber,
    Question,
    Report,
    Submission,
    Value,
    Verdict,
)

if TYPE_CHECKING:
    from graders.reading.finder import Answers, Finder

_ID = "_question_id"
_RUN: pytest.StashKey[QuestionRun] = pytest.StashKey()
_QUESTION: pytest.StashKey[Question] = pytest.StashKey()
_STATE: pytest.StashKey["GradingSession"] = pytest.StashKey()


class Hooks:
    """The hooks that Nabla adds to pytest's."""

    @pytest.hookspec
    def pytest_nabla_report(self, report: Report, final: bool) -> None:
        """Called with the report so far: at the start, after every question, and at the end."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("nabla", "grading homework with Nabla")
    for option, metavar, text in (
        ("--submission", "PATH", "grade this folder, archive or file (may be repeated)"),
        ("--only", "ID", "grade this question, or those below it, alone (may be repeated)"),
    ):
        group.addoption(option, action="append", default=[], metavar=metavar, help=text)
    group.addoption("--results", metavar="FILE", help="write Gradescope's results.json here")
    group.addoption("--data", metavar="DIR", help="data that questions need, such as figures")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "question(*ids, points, kind): the questions that a grader decides"
    )
    if config.getoption("--submission"):
        session = GradingSession(config)
        config.stash[_STATE] = session
        config.pluginmanager.register(session, "nabla-grading")
        if results := config.getoption("--results"):
            from graders.results import ResultsFile

            config.pluginmanager.register(ResultsFile(lambda _: Path(results)), "nabla-results")


class GraderModule(pytest.Module):
    """A `grade_*.py`: its `grade_*` functions, and tests in the style of gradescope-utils."""

    def funcnamefilter(self, name: str) -> bool:
        return name.startswith(("grade_", "test_"))


class GradingSession:
    """Runs the collected graders for each submission and keeps the verdicts."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.paths = [Path(each) for each in config.getoption("--submission")]
        self.only: Sequence[str] = config.getoption("--only")
        self.failed_modules: list[str] = []
        self.deselected: set[str] = set()
        self.legacy: dict[str, Question] = {}
        self.leaderboard: list[Mapping[str, object]] = []
        self.verdicts: dict[str, Verdict] = {}
        self._assignment: Assignment | None = None
        self._finder: Finder | None = None
        self.submission = Submission("", {})
        self.answers: Answers | None = None
        self.started = 0.0

    # --- the assignment ---------------------------------------------------------------------

    @property
    def assignment(self) -> Assignment:
        if self._assignment is None:
            raise pytest.UsageError(f"no {DECLARATION} stands beside the graders given")
        return self._assignment

    @property
    def finder(self) -> "Finder":
        if self._finder is None:
            from graders.reading.finder import Finder

            self._finder = Finder(self.assignment)
        return self._finder

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        if not (file_path.suffix == ".py" and file_path.name.startswith("grade_")):
            return None
        declaration = file_path.parent / DECLARATION
        if not declaration.is_file():
            return None
        if self._assignment is None:
            self._assignment = load_assignment(file_path.parent)
        elif self._assignment.folder != file_path.parent:
            raise pytest.UsageError("the graders of two assignments cannot run together")
        return GraderModule.from_parent(parent, path=file_path)

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
        order = {question.id: at for at, question in enumerate(self.assignment.questions)}
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            question = self._question_of(item)
            if question is None:
                continue
            item.stash[_QUESTION] = question
            chosen = not self.only or any(
                question.id == each or question.id.startswith(f"{each}.") for each in self.only
            )
            (kept if chosen else dropped).append(item)
        if self.only and not kept:
            known = ", ".join(question.id for question in self.assignment.questions[:8])
            raise pytest.UsageError(
                f"no question is called {', '.join(self.only)} (try {known} ...)"
            )
        kept.sort(key=lambda item: order.get(item.stash[_QUESTION].id, len(order)))
        items[:] = kept
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def _question_of(self, item: pytest.Item) -> Question | None:
        callspec = getattr(item, "callspec", None)
        if callspec is not None and _ID in callspec.params:
            return self.assignment.by_id[callspec.params[_ID]]
        function = getattr(item, "function", None)
        if function is None or not is_legacy(function):
            return None
        question = legacy_question(function, item.name)
        self.legacy[question.id] = question
        return question

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.deselected.update(
            item.stash[_QUESTION].id for item in items if _QUESTION in item.stash
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed_modules.append(f"{report.nodeid}: {report.longreprtext[-500:]}")

    # --- one submission after the other -----------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.config.option.collectonly:
            return None
        runs = [(path, item) for path in self.paths for item in session.items]
        if self._assignment is None or not (runs or self.failed_modules):
            raise pytest.UsageError("no grader was found: name the folder of an assignment")
        for path in self.paths:
            self._grade(path, session)
        return True

    def _grade(self, path: Path, session: pytest.Session) -> None:
        self.started = time.perf_counter()
        self.verdicts, self.leaderboard, self.answers = {}, [], None
        self.submission = Submission(path.stem, {})
        self._publish(final=False)
        self._open(path)
        for number, item in enumerate(session.items):
            following = session.items[number + 1] if number + 1 < len(session.items) else None
            reset(item)
            self.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            self._publish(final=False)
        self._publish(final=True)

    def _open(self, path: Path) -> None:
        from graders.reading.finder import sources_to_blocks
        from graders.reading.intake import open_submission

        self.submission = open_submission(path)
        self.answers = self.finder.find(sources_to_blocks(self.submission))

    def _publish(self, *, final: bool) -> None:
        self.config.hook.pytest_nabla_report(report=self.report(), final=final)

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
        )

    def _notes(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        if self.answers is None:
            return
        missing = [each for each in verdicts if each.outcome is Outcome.MISSING]
        if missing and self.answers.unplaced:
            places = ", ".join(str(where) for where in self.answers.unplaced[:20])
            yield f"{len(missing)} answers were not found; text that no label covers: {places}"

    def own_number(self, question: Question) -> PrintedNumber | None:
        """The student's own number in a question, if one can be read."""
        from graders.reading.values import read_value

        for answer in self.answers.to(question)[:1] if self.answers else ():
            try:
                return read_value(answer, self.finder.vocabulary).number
            except Unreadable:
                return None
        return None

    # --- one question -----------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        question = item.stash[_QUESTION]
        candidates = self.answers.to(question) if self.answers else ()
        item.stash[_RUN] = QuestionRun(question, candidates)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "teardown" and call.excinfo is None:
            return report
        if call.when == "setup" and call.excinfo is None:
            return report
        verdict = self._verdict(item, call)
        self.verdicts[verdict.question.id] = verdict
        if call.excinfo is not None and verdict.outcome is not Outcome.FAULT:
            report.longrepr = f"{verdict.question.id}: {verdict.outcome}: {verdict.feedback}"
        return report

    def _verdict(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Verdict:
        error = call.excinfo.value if call.excinfo else None
        function = getattr(item, "function", None)
        run = item.stash[_RUN]
        if function is not None and is_legacy(function):
            verdict = legacy_verdict(run.question, function, error)
            if entry := leaderboard_entry(function):
                self.leaderboard.append(entry)
            return verdict
        verdict = run.after(error)
        docstring = getattr(function, "__doc__", None)
        return replace(verdict, about=first_line(docstring))


def first_line(docstring: str | None) -> str:
    """The first line of a docstring: what a student reads above the feedback."""
    return (docstring or "").strip().partition("\n")[0]


# --- what graders take -----------------------------------------------------------------------


@pytest.fixture
def question(request: pytest.FixtureRequest) -> Question:
    """The question that is graded."""
    return request.node.stash[_QUESTION]


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Submission:
    """What the student handed in."""
    return request.config.stash[_STATE].submission


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> tuple[Answer, ...]:
    """The candidate answers, best first; at least one."""
    run = request.node.stash[_RUN]
    if not run.candidates:
        raise Missing("no answer to this question was found")
    return tuple(run.candidates)


@pytest.fixture
def answer(answers: tuple[Answer, ...]) -> Answer:
    """The answer: the best candidate."""
    return answers[0]


@pytest.fixture
def values(request: pytest.FixtureRequest, answers: tuple[Answer, ...]) -> tuple[Value, ...]:
    """The value of each candidate answer: the number it ends in and the steps before it."""
    from graders.reading.values import read_value

    run, finder = request.node.stash[_RUN], request.config.stash[_STATE].finder
    found = tuple(read_value(each, finder.vocabulary) for each in answers)
    for number, value in enumerate(found):
        steps = f" after {len(value.steps)} steps" if value.steps else ""
        printed = value.number.text if value.number else "no number"
        run.read_as[number] = f"{printed}{steps}"
    return found


@pytest.fixture
def quantity(request: pytest.FixtureRequest, question: Question) -> str:
    """The canonical name of what is asked for, such as dMSE_dw9."""
    return request.config.stash[_STATE].finder.quantity(question)


@pytest.fixture
def earlier(
    request: pytest.FixtureRequest, question: Question
) -> Mapping[str, PrintedNumber | None]:
    """The quantities that this question follows, each with the student's own number if read."""
    state = request.config.stash[_STATE]
    followed = [state.assignment.by_id[name] for name in question.follows]
    return {state.finder.quantity(each): state.own_number(each) for each in followed}


@pytest.fixture
def answer_to(request: pytest.FixtureRequest) -> Callable[[str], Answer | None]:
    """The answer to another question, by its id."""
    state = request.config.stash[_STATE]

    def find(name: str) -> Answer | None:
        found = state.answers.to(state.assignment.by_id[name]) if state.answers else ()
        return found[0] if found else None

    return find


@pytest.fixture
def number_in(request: pytest.FixtureRequest) -> Callable[[str], PrintedNumber | None]:
    """The student's own number in another question, by its id."""
    state = request.config.stash[_STATE]
    return lambda name: state.own_number(state.assignment.by_id[name])


@pytest.fixture
def settle(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Turns comparisons into the verdict: see `QuestionRun.settle`."""
    return request.node.stash[_RUN].settle


@pytest.fixture
def review(question: Question) -> Callable[..., None]:
    """Leaves the answer to a person, with the rubric and the points that it has earned so far."""

    def leave(note: str = "", *, points: Fraction = Fraction(0)) -> None:
        rubric = "\n".join(("rubric:", *question.rubric)) if question.rubric else ""
        notes = "\n".join(filter(None, (note, rubric)))
        raise Review("A person reads and marks this answer.", note=notes, points=points)

    return leave


@pytest.fixture
def read_as(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says how the answer was understood, where that is not its own text."""
    run = request.node.stash[_RUN]

    def say(text: str) -> None:
        run.read_as[run.chosen] = text

    return say


@pytest.fixture
def data_folder(request: pytest.FixtureRequest) -> Path | None:
    """The folder of the instructor's data, if one is given."""
    given = request.config.getoption("--data")
    return Path(given) if given else None
