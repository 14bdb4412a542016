"""The children in which the code of one submission runs, each with one of its modules loaded."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from graders.reading.code import Code, Module
from graders.sandbox.call import Call
from graders.sandbox.child import Answering, Child
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import Limits
from graders.sandbox.sandbox import Sandbox

OUT_OF_TIME = "all of the time for this submission is used up"
ONLY_NEEDED = "The file does not run as a whole: only what {name} needs was run."


@dataclass
class Clock:
    """The seconds that the code of one submission may still take."""

    seconds_left: float

    def spend(self, seconds: float) -> None:
        self.seconds_left -= seconds


@dataclass(frozen=True, slots=True)
class Request:
    """A function to call in a child.

    Args:
        name: of the function.
        arguments: plain values, as are the keywords.
        keywords: by their names.
        module: of the student's, which is loaded first.
        needed: the name that it is loaded for.
        harness: source that is run beside the module, and has the function.
        answering: gives plain values for what the harness asks on the way.
    """

    name: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    module: Module | None = None
    needed: str | None = None
    harness: str = ""
    answering: Answering | None = None


@dataclass
class Children:
    """Starts a child for each module and harness that is asked for, and keeps it while it lives.

    Args:
        sandbox: that the children come from.
        code: of the submission.
        clock: of the submission.
        limits: of each child.
        broken: what came of each module that does not run as a whole.
        remarks: takes down what the student must be told of how a module was loaded.
    """

    sandbox: Sandbox
    code: Code
    clock: Clock
    limits: Limits
    broken: dict[str, Call] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    _loaded: dict[tuple[str | None, str], "_Loaded"] = field(default_factory=dict)

    def call(self, request: Request) -> Call:
        """What came of a request."""
        key = (request.module.name if request.module else None, request.harness)
        loaded = self._loaded.get(key)
        if loaded is None or not loaded.child.alive:
            try:
                loaded = self._loaded[key] = self._load(request)
            except _NotLoadedError as error:
                return error.call
        self.remarks += loaded.remarks
        sent = {
            "do": "call", "name": request.name, "arguments": request.arguments,
            "keywords": dict(request.keywords),
        }  # fmt: skip
        return self._timed(loaded.child, sent, request.answering)

    def close(self) -> None:
        """Ends them all."""
        for each in self._loaded.values():
            each.child.close()
        self._loaded.clear()

    def _load(self, request: Request) -> "_Loaded":
        """A child with the module in it; if that fails, with only what one name needs of it."""
        module, needed, harness = request.module, request.needed, request.harness
        if module is None or needed is None:
            return _Loaded(self._start(module, harness))
        if module.name not in self.broken:
            try:
                return _Loaded(self._start(module, harness))
            except _NotLoadedError as error:
                self.broken[module.name] = error.call
        with suppress(_NotLoadedError):
            child = self._start(module, harness, needed)
            return _Loaded(child, (ONLY_NEEDED.format(name=needed),))
        raise _NotLoadedError(self.broken[module.name])

    def _start(self, module: Module | None, harness: str, needed_by: str | None = None) -> Child:
        """A child that has run a module, or what one name needs of it, and a harness."""
        sources = {
            each.name: [(cell.label, cell.text) for cell in each.cells]
            for each in self.code.modules
        }
        run = module.name if module else None
        child = self.sandbox.start_child(self.limits)
        call = self._timed(child, {
            "do": "load", "modules": sources, "run": run, "needed_by": needed_by,
            "harness": harness,
        })  # fmt: skip
        if not call.returned:
            child.close()
            raise _NotLoadedError(call)
        return child

    def _timed(
        self, child: Child, sent: dict[str, Any], answering: Answering | None = None
    ) -> Call:
        seconds = min(self.limits.wall_seconds, self.clock.seconds_left)
        if seconds <= 0:
            child.close()
            return Call(Ended.TIMED_OUT, message=OUT_OF_TIME)
        call = child.request(sent, seconds, answering)
        self.clock.spend(call.seconds)
        return call


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A child with a module in it, and what must be said of how it came there."""

    child: Child
    remarks: tuple[str, ...] = ()


class _NotLoadedError(Exception):
    """The module could not be run."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.message)
        self.call = call
