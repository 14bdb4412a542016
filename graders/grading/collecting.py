"""The graders of an assignment, collected by pytest from `grade_*.py` and held against it."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from traceback import extract_tb

import pytest

from graders.declaring.assignment import DECLARATION, Assignment, load_assignment
from graders.errors import AssignmentError
from graders.grading.legacy import is_leaderboard_only, is_legacy, legacy_question
from graders.model import Kind, Question

_ID = "_question_id"
QUESTION: pytest.StashKey[Question] = pytest.StashKey()


class GraderModule(pytest.Module):
    """A `grade_*.py`: its `grade_*` functions, and tests in the style of gradescope-utils."""

    prefixes: tuple[str, ...] = ("grade_", "test_")

    def funcnamefilter(self, name: str) -> bool:
        return name.startswith(self.prefixes)


class CheckModule(GraderModule):
    """A `check_*.py`: public checks, which anybody may read."""

    prefixes = ("check_",)


class Collecting:
    """Collects graders and holds them against the declaration.

    `failures` are the errors of those that cannot be collected, with their places.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.only: Sequence[str] = config.getoption("--only")
        self.public: bool = config.getoption("--public")
        self.failures: list[str] = []
        self.deselected: set[str] = set()
        self.legacy: dict[str, Question] = {}
        self._assignment: Assignment | None = None

    @property
    def assignment(self) -> Assignment:
        if self._assignment is None:
            raise pytest.UsageError(f"no {DECLARATION} stands beside the graders given")
        return self._assignment

    @property
    def is_anything_collected(self) -> bool:
        return self._assignment is not None

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

    def pytest_exception_interact(
        self, node: pytest.Collector, call: pytest.CallInfo[object], report: object
    ) -> None:
        """Takes down why a module cannot be collected."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self.failures.append(told(call.excinfo.value, node.path.parent))


def told(error: BaseException, folder: Path) -> str:
    """An exception and its place in a file of this folder."""
    if isinstance(error, pytest.Collector.CollectError):
        error = error.__cause__ or error  # pytest's own words hold the whole traceback
    if isinstance(error, pytest.UsageError):
        return str(error)
    if isinstance(error, SyntaxError):
        place = f"{Path(error.filename or '').name}:{error.lineno}"
        return f"{place}: {type(error).__name__}: {error.msg}"
    return f"{place_of(error, folder)}: {type(error).__name__}: {error}"


def place_of(error: BaseException, folder: Path) -> str:
    """The last line on the way to an error that stands in a file of this folder, or else the last.

    >>> try:
    ...     {}["x"]
    ... except KeyError as error:
    ...     print(place_of(error, Path("nowhere")).endswith(":2"))
    True
    """
    frames = extract_tb(error.__traceback__)
    place = folder.resolve()
    own = [each for each in frames if Path(each.filename).resolve().is_relative_to(place)]
    last = (own or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
