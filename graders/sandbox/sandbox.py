"""The sandbox of one grading run: its zygote, its box, and the children for each question."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from graders.errors import NablaError
from graders.model import Isolation, Protection
from graders.sandbox.child import Child, Source
from graders.sandbox.inside.limits import LIMITS, Limits
from graders.sandbox.isolation import SandboxError, not_started, weakened
from graders.sandbox.machine import this_machine
from graders.sandbox.room import Room, leave, room_for

PROBE_SECONDS, PROBES = 10.0, 2
CARRIER = "numpy"  # in which arrays cross


class Refused(NablaError):
    """Code is not run here, because nothing would keep it apart."""

    def __init__(self, isolation: Isolation) -> None:
        super().__init__(isolation.words.removeprefix("NONE - "))


class Sandbox:
    """Makes children for student code, all with the same libraries; closed when grading ends.

    Args:
        libraries: that are loaded before any student code: ``numpy`` in any case, ``torch``.
        limits: of a child.
        allow_weak: run code even where the layers do not hold.
    """

    def __init__(
        self,
        libraries: Sequence[str] = ("numpy",),
        limits: Limits = LIMITS,
        *,
        allow_weak: bool = False,
    ) -> None:
        self.libraries = tuple(dict.fromkeys((CARRIER, *libraries)))
        self.limits, self.allow_weak = limits, allow_weak

    # --- the box: a folder that holds the files of one submission ---------------------------------

    @cached_property
    def room(self) -> Room:
        return room_for(self.libraries)

    @property
    def box(self) -> Path:
        return self.room.box

    def fill(self, files: Mapping[str, bytes]) -> None:
        """Puts the files of a submission into the box, read-only, in place of what was there."""
        self.room.fill(files)

    def put(self, name: str, data: bytes) -> None:
        """Puts one more file into the box, read-only.

        Raises:
            ValueError: if its name leads out of the box.
        """
        self.room.put(name, data)

    # --- children ---------------------------------------------------------------------------------

    @contextmanager
    def child(self, limits: Limits | None = None) -> Iterator[Child]:
        """A process of its own, which ends with the block.

        Raises:
            Refused: if the isolation of this machine does not hold.
        """
        child = self.start_child(limits)
        try:
            yield child
        finally:
            child.close()

    def start_child(self, limits: Limits | None = None) -> Child:
        """A process that the caller closes; see `child`."""
        if self.isolation.protection is Protection.NONE:
            raise Refused(self.isolation)
        try:
            return Child(self.room.source, limits or self.limits)
        except SandboxError:  # the system may have ended the zygote for want of memory
            return Child(self.room.source, limits or self.limits)

    # --- isolation --------------------------------------------------------------------------------

    @cached_property
    def isolation(self) -> Isolation:
        """What keeps the children apart, tried in a child before the first student's."""
        if sys.platform not in ("linux", "darwin"):
            return not_started(f"there is none for {sys.platform}; use Linux or a container")
        if short := this_machine().too_small_for(self.libraries):
            return not_started(short)
        try:
            source = self.room.source
            found = source.isolation(self._probe(source))
        except (SandboxError, OSError) as error:
            return not_started(str(error))
        return weakened(found) if self.allow_weak else found

    def _probe(self, source: Source) -> Mapping[str, bool]:
        """Which attempts a child was refused; a second one is asked where the first dies.

        Nothing is known if neither answers.
        """
        canary = self.room.folder / "canary"
        canary.write_text("not for students")
        canary.chmod(0o644)
        asked = {
            "do": "probe", "canary": str(canary), "grader": os.getpid(),
            "memory": 2 * self.limits.memory_bytes, "root": os.geteuid() == 0,
        }  # fmt: skip
        for _ in range(PROBES):
            child = Child(source, self.limits, probe=True)
            try:
                call = child.request(asked, PROBE_SECONDS)
            finally:
                child.close()
            if isinstance(call.value, dict):
                return call.value
        return {}

    def end_children(self) -> None:
        """Ends the zygote and its children; the next child comes from a new one."""
        if "room" in self.__dict__:
            self.room.end_children()

    def close(self) -> None:
        """Leaves the room: its children end and its box is emptied or removed."""
        if "room" in self.__dict__:
            leave(self.__dict__.pop("room"))
