"""The instructor's rules for late work and attempts: `hooks.py` beside the graders.

    from graders.gradescope.hooks import Change, Withheld

    def admit(metadata):            # before the grading
        if metadata.attempts_within(24) > 5:
            return Withheld("Five submissions a day.", points=metadata.last_score)

    def adjust(report, metadata):   # after it
        if metadata.days_late:
            return Change(f"{metadata.days_late} days late", share=0.9**metadata.days_late)

Both are optional and return None where nothing is to change. They should depend on what they are
given alone, so that grading again gives the same.
"""

import importlib.util
import inspect
import math
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import ModuleType

from graders.errors import NablaError
from graders.gradescope.metadata import Metadata
from graders.model import Report
from graders.processes.timing import TimeUp, time_limit

__all__ = ["Change", "Metadata", "Withheld"]

FILE = "hooks.py"
HOOKS = {"admit": ("metadata",), "adjust": ("report", "metadata")}  # with what they are given
HOOK_SECONDS = 10
_LARGEST_SHARE = 2  # of what the graders give
Number = float | Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """Another score than the graders', and why, in words for the student.

    Either `share` of what the graders give, or `points` in their place.

    >>> Change("Two days late.", share=0.5).applied(12.0)
    6.0
    """

    reason: str
    share: Number | None = None
    points: Number | None = None

    def __post_init__(self) -> None:
        given = [each for each in (self.share, self.points) if each is not None]
        if len(given) != 1:
            raise ValueError("a change gives either a share or points")
        _check(self.reason, given[0])
        if self.share is not None and self.share > _LARGEST_SHARE:
            raise ValueError(f"{self.share} is not a share; 0.9 stands for 90 %")

    def applied(self, score: float) -> float:
        """The score that counts."""
        new = score * float(self.share) if self.share is not None else float(self.points or 0)
        return round(new, 2)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is shown of the grading but a reason; `points` count.

    Gradescope counts the last submission, so give the points that an earlier one has earned.
    """

    reason: str
    points: Number = 0

    def __post_init__(self) -> None:
        _check(self.reason, self.points)


Decision = Change | Withheld | None


def _check(reason: str, number: Number) -> None:
    """A score that Gradescope can show, and words for the student.

    Raises:
        ValueError: if they are not.
    """
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{number} is not a score")
    if not isinstance(reason, str) or not reason.strip():
        raise ValueError("a reason for the student is needed")


class HookError(NablaError):
    """A hook failed."""


class Rules:
    """The hooks of one assignment for one submission; they never raise.

    Once one has failed none is applied: `failure` says what happened, for staff.

    Args:
        folder: of the assignment.
        metadata: None where they could not be read; hooks then fail.
    """

    def __init__(self, folder: Path, metadata: Metadata | None) -> None:
        self.metadata = metadata
        self.failure = ""
        self._module: ModuleType | None = None
        try:
            self._module = load_hooks(folder / FILE) if (folder / FILE).is_file() else None
        except HookError as error:
            self.failure = str(error)

    def admit(self) -> Withheld | None:
        """Why this submission is not graded, if it is not."""
        decision = self._decision("admit")
        return decision if isinstance(decision, Withheld) else None

    def adjust(self, report: Report) -> Decision:
        """What becomes of a report."""
        return self._decision("adjust", report)

    def _decision(self, name: str, *arguments: object) -> Decision:
        hook: Callable[..., object] | None = getattr(self._module, name, None)
        if hook is None or self.failure:
            return None
        try:
            return _called(name, hook, *arguments, self.metadata)
        except HookError as error:
            self.failure = str(error)
            return None


def _called(name: str, hook: Callable[..., object], *arguments: object) -> Decision:
    """What a hook decides.

    Raises:
        HookError: if it fails, or returns what is no decision.
    """
    if arguments[-1] is None:
        raise HookError(f"{name} was not called: there are no metadata")
    try:
        with time_limit(HOOK_SECONDS):
            decision = hook(*arguments)
    except (Exception, SystemExit, TimeUp) as error:
        raise HookError(f"{name} failed: {_told(error)}") from error
    allowed = (Withheld,) if name == "admit" else (Withheld, Change)
    if decision is None or isinstance(decision, allowed):
        return decision
    words = " or ".join(each.__name__ for each in allowed)
    raise HookError(f"{name} returned {decision!r}; it must return {words}, or None")


def load_hooks(file: Path) -> ModuleType:
    """The module of an instructor's hooks.

    Raises:
        HookError: if it cannot be loaded, or holds none.
    """
    spec = importlib.util.spec_from_file_location("nabla_hooks", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        with time_limit(HOOK_SECONDS):
            spec.loader.exec_module(module)
    except (Exception, SystemExit, TimeUp) as error:
        raise HookError(f"{file.name} cannot be loaded: {_told(error)}") from error
    found = {name: hook for name in HOOKS if callable(hook := getattr(module, name, None))}
    if not found:
        raise HookError(f"{file.name} defines neither {' nor '.join(HOOKS)}")
    for name, hook in found.items():
        try:
            inspect.signature(hook).bind(*HOOKS[name])
        except TypeError as error:
            raise HookError(
                f"{name}({', '.join(HOOKS[name])}) cannot be called: {error}"
            ) from error
    return module


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)[-3:]).strip()
