"""The graders of an assignment as pytest loads them, tried before anybody is graded."""

import faulthandler
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from graders.declaring.assignment import Assignment
from graders.errors import GradingFailed
from graders.processes.timing import time_limit

if TYPE_CHECKING:
    import pytest

LOADING_SECONDS = 120.0  # for all graders of an assignment
NO_GRADER = (
    "none is found: a grader is a function in a grade_*.py whose name begins with grade_, marked "
    'with @pytest.mark.question("1.2")'
)

# Pytest's plugins that grading does not need; each costs time for every question.
_UNUSED = (
    "terminal cacheprovider logging junitxml pastebin faulthandler doctest stepwise warnings "
    "threadexception unraisableexception setuponly setupplan skipping"
).split()


def _arguments(assignment: Assignment) -> list[str]:
    return [
        str(assignment.folder),
        f"--rootdir={assignment.folder}",
        f"--confcutdir={assignment.folder}",  # else all folders above are listed and may hold code
        f"--config-file={os.devnull}",
        "--import-mode=importlib",
        "--assert=plain",
        "--disable-plugin-autoload",
        *("-p", "graders.plugin"),
        *(each for name in _UNUSED for each in ("-p", f"no:{name}")),
    ]


# What a shell may set for pytest runs of its own; read by pytest itself, whatever the arguments.
_FOR_OTHER_RUNS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")


def run_pytest(
    assignment: Assignment, options: Iterable[str], plugins: Iterable[object]
) -> "int | pytest.ExitCode":
    """One pytest run over these graders, set by Nabla alone."""
    import pytest

    forget_graders(assignment.folder)
    arguments = [*_arguments(assignment), *options]
    kept = {name: os.environ.pop(name) for name in _FOR_OTHER_RUNS if name in os.environ}
    try:
        return pytest.main(arguments, plugins=list(plugins))
    finally:
        os.environ.update(kept)


def forget_graders(folder: Path) -> None:
    """Lets pytest read the graders of this folder, not those of one before with the same name."""
    for path in folder.glob("*.py"):
        sys.modules.pop(path.stem, None)


def load_graders(assignment: Assignment) -> tuple[str, ...]:
    """Has pytest collect the graders, and grades nothing.

    Returns:
        The questions that no grader decides.

    Raises:
        GradingFailed: if a grader cannot be loaded, or decides what is not declared.
    """
    import pytest

    heard, printed = _Heard(assignment.folder), io.StringIO()
    options = [f"--submission={os.devnull}", "--collect-only"]
    with redirect_stderr(printed), time_limit(LOADING_SECONDS), _ends_are_told():
        code = run_pytest(assignment, options, [heard])
    if heard.failures or code is not pytest.ExitCode.OK:
        said = printed.getvalue().removeprefix("ERROR: ").strip()
        reasons = heard.failures or [said or NO_GRADER]
        message = "\n  ".join(["the graders cannot be loaded:", *reasons])
        raise GradingFailed(f"{assignment.folder}: {message}")
    return tuple(each.id for each in assignment.questions if each.id not in heard.decided)


@contextmanager
def _ends_are_told() -> Iterator[None]:
    """Takes a module that ends Python at once for one that cannot be loaded.

    What is forked meanwhile may end as it likes.
    """
    usual, loading = os._exit, os.getpid()

    def end(status: int) -> NoReturn:
        if os.getpid() != loading:
            usual(status)
        raise SystemExit(f"os._exit({status}) would end Nabla as well")

    os._exit = end
    try:
        with _crashes_are_told():
            yield
    finally:
        os._exit = usual


@contextmanager
def _crashes_are_told() -> Iterator[None]:
    """Says on stderr, should Python crash, in which line of which file."""
    if faulthandler.is_enabled():
        yield
        return
    stderr = os.dup(2)  # pytest keeps what is written to the usual one
    faulthandler.enable(stderr)
    try:
        yield
    finally:
        faulthandler.disable()
        os.close(stderr)


class _Heard:
    """What a collection finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failures: list[str] = []
        self.decided: set[str] = set()

    def pytest_sessionfinish(self, session: "pytest.Session") -> None:
        from graders.grading.session import QUESTION, SESSION

        self.failures += session.config.stash[SESSION].failures
        self.failures += dict.fromkeys(_unknown_fixtures(session))
        decided = (item.stash.get(QUESTION, None) for item in session.items)
        self.decided.update(each.id for each in decided if each is not None)

    def pytest_internalerror(self, excinfo: "pytest.ExceptionInfo[BaseException]") -> bool:
        """A module that ends Python, or an alarm outside of all modules."""
        from graders.grading.collecting import told

        self.failures.append(told(excinfo.value, self.folder))
        return True


def _unknown_fixtures(session: "pytest.Session") -> Iterator[str]:
    """What graders ask for and does not exist, with the name that may be meant."""
    from graders.grading.fixtures import answers, choices, formulas, programs, verdicts

    modules = (answers, choices, formulas, programs, verdicts)
    known = [name for each in modules for name in vars(each)]
    for item in session.items:
        path, line, grader = item.location
        for name in _not_given(item):
            near = get_close_matches(name, known, n=1)
            meant = f"; {near[0]} is one" if near else ""
            place = f"{Path(path).name}:{(line or 0) + 1}"
            yield f"{place}: {grader} takes {name!r}, which is no fixture{meant}"


def _not_given(item: "pytest.Item") -> list[str]:
    """What a grader takes and nothing gives."""
    import pytest

    if not isinstance(item, pytest.Function):
        return []
    manager = item.session._fixturemanager
    given = {"request", *(item.callspec.params if hasattr(item, "callspec") else ())}
    names = (each for each in item.fixturenames if each not in given)
    return [each for each in names if not manager.getfixturedefs(each, item)]
