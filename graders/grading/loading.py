"""The graders of an assignment as pytest loads them, tried before anybody is graded."""

import io
import os
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

from graders.declaring.assignment import Assignment
from graders.errors import GradingFailed
from graders.processes.timing import time_limit

if TYPE_CHECKING:
    import pytest

LOADING_SECONDS = 120.0  # for all graders of an assignment

# Pytest's plugins that grading does not need; each costs time for every question.
_UNUSED = (
    "terminal cacheprovider logging junitxml pastebin faulthandler doctest stepwise warnings "
    "threadexception unraisableexception setuponly setupplan skipping"
).split()


def pytest_arguments(assignment: Assignment) -> list[str]:
    """The arguments of every pytest run over these graders."""
    return [
        str(assignment.folder),
        f"--rootdir={assignment.folder}",
        f"--config-file={os.devnull}",
        "--import-mode=importlib",
        "--assert=plain",
        "--disable-plugin-autoload",
        *("-p", "graders.plugin"),
        *(each for name in _UNUSED for each in ("-p", f"no:{name}")),
    ]


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
    arguments = [*pytest_arguments(assignment), f"--submission={os.devnull}", "--collect-only"]
    forget_graders(assignment.folder)
    with redirect_stderr(printed), time_limit(LOADING_SECONDS):
        code = pytest.main(arguments, plugins=[heard])
    if heard.failures or code is not pytest.ExitCode.OK:
        reasons = heard.failures or [printed.getvalue().removeprefix("ERROR: ").strip()]
        message = "\n  ".join(["the graders cannot be loaded:", *reasons])
        raise GradingFailed(f"{assignment.folder}: {message}")
    return tuple(each.id for each in assignment.questions if each.id not in heard.decided)


class _Heard:
    """What a collection finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failures: list[str] = []
        self.decided: set[str] = set()

    def pytest_sessionfinish(self, session: "pytest.Session") -> None:
        from graders.grading.session import QUESTION, SESSION

        self.failures += session.config.stash[SESSION].failures
        decided = (item.stash.get(QUESTION, None) for item in session.items)
        self.decided.update(each.id for each in decided if each is not None)

    def pytest_internalerror(self, excinfo: "pytest.ExceptionInfo[BaseException]") -> bool:
        """A module that ends Python, or an alarm outside of all modules."""
        from graders.grading.collecting import told

        self.failures.append(told(excinfo.value, self.folder))
        return True
