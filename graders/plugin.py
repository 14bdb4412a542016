"""The pytest side of Nabla: graders are pytest functions, a submission is an option.

    pytest graders/assignments/deep_learning_hw2 --submission DIR --results results.json

Graders are collected once from the `grade_*.py` beside an `assignment.toml` and run for every
question of every submission; each run ends in a verdict, and the verdicts of a submission make its
report. This module is loaded by every pytest run where Nabla is installed, so it imports the rest
only when there is something to grade.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from graders.errors import GraderError
    from graders.model import Question, Report


class Hooks:
    """The hooks that Nabla adds to pytest's."""

    @pytest.hookspec(firstresult=True)
    def pytest_nabla_begins(
        self, path: Path, question: "Question | None", seconds: float
    ) -> str | None:
        """Called before a question is graded, or without one before the submission is read.

        It may take so many seconds. A reason not to grade it leaves it a fault.
        """

    @pytest.hookspec(firstresult=True)
    def pytest_nabla_resumes(self, path: Path) -> "Sequence[Report] | None":
        """Called before a submission is graded, for what is graded of it: it is not run again."""

    @pytest.hookspec
    def pytest_nabla_report(self, report: "Report", path: Path, final: bool) -> None:
        """Called with the report so far: at the start, after every question, and at the end."""

    @pytest.hookspec
    def pytest_nabla_refused(self, path: Path, report: "Report", error: "GraderError") -> None:
        """Called when a submission cannot be opened, after a report that says so."""

    @pytest.hookspec
    def pytest_nabla_compared(self, question: "Question", given: object) -> None:
        """Called with what a question is held against: a `Target`, or formulas (`Accepted`)."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("nabla", "grading homework with Nabla")
    for option, metavar, text in (
        ("--submission", "PATH", "grade this folder, archive or file (may be repeated)"),
        ("--submission-name", "NAME", "what reports call it, if not its file's name"),
        ("--only", "ID", "grade this question, or those below it, alone (may be repeated)"),
    ):
        group.addoption(option, action="append", default=[], metavar=metavar, help=text)
    group.addoption(
        "--update",
        action="store_true",
        help="rewrite the expected reports of samples, after showing what has changed",
    )
    group.addoption("--results", metavar="FILE", help="write Gradescope's results.json here")
    group.addoption(
        "--until", type=float, metavar="MOMENT", help="end by then, as time.monotonic() tells it"
    )
    group.addoption("--data", metavar="DIR", help="data that questions need, such as figures")
    group.addoption(
        "--public", action="store_true", help="run the public checks instead of the graders"
    )
    group.addoption(
        "--allow-weak-isolation",
        action="store_true",
        help="run student code even where nothing keeps it apart; every report says so",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "question(*ids, points, kind): the questions that a grader decides"
    )
    if config.getoption("--submission"):
        if getattr(config.option, "numprocesses", None):
            raise pytest.UsageError("a submission is graded in one process: leave -n out")
        from graders.grading.fixtures import answers, choices, formulas, programs, verdicts
        from graders.grading.session import GradingSession

        config.pluginmanager.register(GradingSession(config), "nabla-session")
        for fixtures in (answers, choices, formulas, programs, verdicts):
            config.pluginmanager.register(fixtures, fixtures.__name__)
        if results := config.getoption("--results"):
            from graders.grading.results import ResultsFile

            config.pluginmanager.register(ResultsFile(lambda _: Path(results)), "nabla-results")
