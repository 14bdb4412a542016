"""The sandbox of one grading run: its zygote, its box, and the children for each question."""

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath

from graders.errors import NablaError
from graders.model import Isolation, Protection
from graders.sandbox.child import Child, Source
from graders.sandbox.inside.layers import kernel
from graders.sandbox.inside.limits import LIMITS, Limits
from graders.sandbox.isolation import SandboxError, not_started, weakened
from graders.sandbox.machine import this_machine
from graders.sandbox.zygote import Zygote

FIRST_USER, USERS = 60_000, 5_000  # ids that no account has
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
        self._source: Source | None = None

    # --- the box: a folder that holds the files of one submission ---------------------------------

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="nabla-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        _open_to(folder, _user())
        (folder / "box").mkdir()
        (folder / "box").chmod(0o755)
        return folder

    @property
    def box(self) -> Path:
        return self._folder / "box"

    def fill(self, files: Mapping[str, bytes]) -> None:
        """Puts the files of a submission into the box, read-only, in place of what was there."""
        for each in self.box.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        for name, data in files.items():
            self.put(name, data)

    def put(self, name: str, data: bytes) -> None:
        """Puts one more file into the box, read-only.

        Raises:
            ValueError: if its name leads out of the box.
        """
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise ValueError(f"{name!r} leads out of the box")
        path = self.box / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in list(path.parents)[: len(parts)]:
            folder.chmod(0o755)  # whatever this process masks
        path.unlink(missing_ok=True)
        path.write_bytes(data)
        path.chmod(0o444)

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
            return Child(self._running_source(), limits or self.limits)
        except SandboxError:  # the system may have ended the zygote for want of memory
            return Child(self._running_source(), limits or self.limits)

    def _running_source(self) -> Source:
        if self._source is None or not self._source.is_alive:
            self._source = self._new_source()
        return self._source

    def _new_source(self) -> Source:
        if sys.platform == "darwin":
            from graders.sandbox.darwin import Spawner

            return Spawner(self.box, self.libraries)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        return Zygote(self.box, self.libraries, _user())

    # --- isolation --------------------------------------------------------------------------------

    @cached_property
    def isolation(self) -> Isolation:
        """What keeps the children apart, tried in a child before the first student's."""
        if sys.platform not in ("linux", "darwin"):
            return not_started(f"there is none for {sys.platform}; use Linux or a container")
        if short := this_machine().too_small_for(self.libraries):
            return not_started(short)
        try:
            source = self._running_source()
            found = source.isolation(self._probe(source))
        except (SandboxError, OSError) as error:
            return not_started(str(error))
        return weakened(found) if self.allow_weak else found

    def _probe(self, source: Source) -> Mapping[str, bool]:
        """Which attempts a child was refused; a second one is asked where the first dies.

        Nothing is known if neither answers.
        """
        canary = self._folder / "canary"
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
        if self._source is not None:
            self._source.close()
            self._source = None

    def close(self) -> None:
        """Ends the zygote and removes the box."""
        self.end_children()
        shutil.rmtree(self._folder, ignore_errors=True)


def _open_to(folder: Path, user: int | None) -> None:
    """Lets children pass through a folder, and nobody else where that can be had."""
    try:
        if user is not None:
            os.chown(folder, -1, user)
        folder.chmod(0o710)
    except PermissionError:  # a root that may not give files away
        folder.chmod(0o711)


def _user() -> int | None:
    """An id for children that no other process has; None where this process cannot choose one."""
    return FIRST_USER + os.getpid() % USERS if os.geteuid() == 0 else None
