"""The student's modules that are named like ones of the standard library.

At home a student's own `queue.py` is found first. Here it is too, by the student's code; libraries
and harnesses go on getting the library's, even what they import late.
"""

import builtins
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType

ALWAYS_LOADED = frozenset("abc codecs encodings io os site stat sys".split())  # by Python itself

Names = Mapping[str, object] | None  # the global names of who imports


class Shadows:
    """Two sets of modules under the same names, of which one is in sight.

    Args:
        names: that the student has modules of.
        is_theirs: whether who imports is the student's code, by its global names.
    """

    def __init__(self, names: set[str], is_theirs: Callable[[Names], bool]) -> None:
        self.names = names & sys.stdlib_module_names - ALWAYS_LOADED
        self.are_seen = False  # the student's
        self._is_theirs, self._away = is_theirs, dict[str, ModuleType]()
        self._import = builtins.__import__
        if self.names:  # else nothing is to be told apart
            builtins.__import__ = self._import_for

    def hides(self, name: str) -> bool:
        """Whether a module of the student's is out of sight now."""
        return name.partition(".")[0] in self.names and not self.are_seen

    @contextmanager
    def seen(self, theirs: bool) -> Iterator[None]:
        """Puts one of the two sets in sight."""
        if theirs == self.are_seen:
            yield
            return
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def _swap(self) -> None:
        there = [each for each in [*sys.modules] if each.partition(".")[0] in self.names]
        shown = {each: sys.modules.pop(each) for each in there}
        sys.modules.update(self._away)
        self._away, self.are_seen = shown, not self.are_seen

    def _import_for(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        within = name if level == 0 else str((globals or {}).get("__package__"))
        if within.partition(".")[0] not in self.names:
            return self._import(name, globals, locals, fromlist, level)
        with self.seen(self._is_theirs(globals)):
            return self._import(name, globals, locals, fromlist, level)
