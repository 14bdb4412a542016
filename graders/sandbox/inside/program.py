"""What a child does: it runs the student's program and sends back plain values.

Nothing here is trusted once student code has run in the same process: the grader takes whatever
it says for a value and nothing more.
"""

import importlib.abc
import importlib.util
import linecache
import mmap
import sys
import time
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from itertools import zip_longest
from pathlib import Path
from typing import Any

from . import wire
from .endings import Ended
from .failures import NotFoundError, describe
from .shadows import Shadows
from .slicing import definitions_for

SPARE_BYTES = 4 << 20  # given up at an error, so that one for want of memory can be told

Cells = Sequence[tuple[str, str]]  # what a traceback calls each, and its source
Record = dict[str, Any]


@dataclass
class Program:
    """The student's modules, and the harness that some graders bring to call them."""

    sources: "Sources" = field(default_factory=lambda: Sources({}))
    student: types.ModuleType = field(default_factory=lambda: types.ModuleType("student"))
    harness: types.ModuleType | None = None

    def answer(self, request: Record) -> Record:
        """What became of a request."""
        before = time.perf_counter()
        spare = mmap.mmap(-1, SPARE_BYTES)
        try:
            reply = self._load(request) if request["do"] == "load" else self._call(request)
            reply["ended"] = Ended.RETURNED.value
        except BaseException as error:  # whatever student code raises is an ending
            spare.close()
            reply = describe(error, self.sources.labels)
        _flush()
        return {**reply, "seconds": time.perf_counter() - before}

    def _load(self, request: Record) -> Record:
        """Runs one module of the student's; the others are run when it imports them."""
        cells = dict(request["modules"])
        name, needed_by = request["run"], request["needed_by"]
        if needed_by is not None:
            cells[name] = definitions_for(cells[name], needed_by)
            if not cells[name]:
                raise NotFoundError(needed_by)
        if request["harness"]:
            self.harness = types.ModuleType("harness")
            exec(compile(request["harness"], "<harness>", "exec"), self.harness.__dict__)
        self.sources = Sources(cells)
        sys.meta_path.insert(0, self.sources)
        if name is None:
            return {"value": []}
        self.student = importlib.util.module_from_spec(self.sources.spec(name))
        if len(cells[name]) > 1:
            self.student.__dict__["get_ipython"] = lambda: None  # as notebooks ask where they run
        with self.sources.shadows.seen(name.partition(".")[0] in self.sources.shadows.names):
            sys.modules[name] = self.student
        return {"value": self.sources.run(self.student)}

    def _call(self, request: Record) -> Record:
        """The result of a function, and which of its arguments it changed."""
        function = self._find(request["name"])
        positional, named = request["arguments"], request["keywords"]
        before = _snapshot(positional, named)
        value = function(*positional, **named)
        after = _snapshot(positional, named)
        changed = [name for name, seen in before.items() if after[name] != seen]
        return {"value": value, "changed": changed}

    def _find(self, name: str) -> Any:
        if self.harness is not None:
            function = getattr(self.harness, name)
            return lambda *positional, **named: function(self.student, *positional, **named)
        found: Any = self.student
        for part in name.split("."):
            if not hasattr(found, part):
                raise NotFoundError(name)
            found = getattr(found, part)
        return found


class Sources(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """The student's modules as text, importable by name."""

    def __init__(self, cells: Mapping[str, Cells]) -> None:
        self.cells = cells
        self.labels = frozenset(label for each in cells.values() for label, _ in each)
        for label in self.labels:
            texts = [text for each in cells.values() for other, text in each if other == label]
            lines = [max(line, key=len) for line in zip_longest(*map(_lines, texts), fillvalue="")]
            linecache.cache[label] = (0, None, lines, label)
        tops = {each.partition(".")[0] for each in cells}
        self.shadows = Shadows(tops, self._is_importing)

    def _is_importing(self, names: Mapping[str, object] | None) -> bool:
        """Whether code with these global names is the student's."""
        names = names or {}
        return names.get("__loader__") is self or names.get("__name__") == "__main__"

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where a module is found, if it is the student's."""
        if self.shadows.hides(name):
            return None
        known = name in self.cells or self._is_package(name)
        return self.spec(name) if known else self._in_a_folder(name)

    def _in_a_folder(self, name: str) -> ModuleSpec | None:
        """A script that lies in a folder of the submission beside the one that imports it."""
        found = [each for each in self.cells if each.endswith(f".{name}")]
        if len(found) != 1:
            return None
        self.cells = {**self.cells, name: self.cells[found[0]]}
        return self.spec(name)

    def spec(self, name: str) -> ModuleSpec:
        """What the import system should know of a module; its `__file__` is one in the box."""
        labels = [label for label, _ in self.cells.get(name, ())]
        spec = ModuleSpec(name, self, is_package=self._is_package(name))
        if len(labels) == 1:
            spec.origin, spec.has_location = str(Path(labels[0]).absolute()), True
        return spec

    def _is_package(self, name: str) -> bool:
        return any(each.startswith(f"{name}.") for each in self.cells)

    def exec_module(self, module: types.ModuleType) -> None:
        """Runs a module that another one imports."""
        for label, text in self.cells.get(module.__name__, ()):
            run_cell(label, text, module.__dict__)

    def run(self, module: types.ModuleType) -> list[Record]:
        """Runs every cell; of several, one that fails is passed over, as in a notebook.

        Returns:
            What became of each cell that failed.
        """
        cells, failures = self.cells[module.__name__], []
        for label, text in cells:
            try:
                run_cell(label, text, module.__dict__)
            except BaseException as error:
                if len(cells) == 1:
                    raise
                failures.append({"cell": label, **describe(error, self.labels)})
        return failures


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def run_cell(label: str, text: str, space: dict[str, Any]) -> None:
    """Runs a piece of the student's source among these names."""
    exec(compile(text, label, "exec", dont_inherit=True), space)


def _snapshot(positional: Sequence[Any], named: Mapping[str, Any]) -> dict[str, bytes]:
    """What each argument looks like, by its place from 1 or its name."""
    numbered = {str(place): value for place, value in enumerate(positional, start=1)}
    return {name: wire.pack({"value": value}) for name, value in {**numbered, **named}.items()}


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # student code may have replaced or closed it
            continue
