"""Where children live: the folder that they see, and the process that they come from.

A sandbox has a room of its own. To load torch takes seconds, so whoever grades many times in one
process may have rooms kept: one that is left then waits for the next sandbox.
"""

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from graders.sandbox.child import Source
from graders.sandbox.inside.layers import kernel
from graders.sandbox.zygote import Zygote

FIRST_USER, USERS = 60_000, 5_000  # ids that no account has


class Room:
    """A folder with the box, which holds the files of one submission, and a source of children.

    Args:
        libraries: that the children have.
    """

    def __init__(self, libraries: Sequence[str]) -> None:
        self.libraries = tuple(libraries)
        self.folder = Path(tempfile.mkdtemp(prefix="nabla-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        _open_to(self.folder, _user())
        self.box = self.folder / "box"
        self.box.mkdir()
        self.box.chmod(0o755)
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """What children come from; a new one where the last has gone."""
        if self._source is None or not self._source.is_alive:
            self._source = self._new_source()
        return self._source

    def _new_source(self) -> Source:
        if sys.platform == "darwin":
            from graders.sandbox.darwin import Spawner

            return Spawner(self.box, self.libraries)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        return Zygote(self.box, self.libraries, _user())

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

    def end_children(self) -> None:
        """Ends what children come from, and them; the next child comes from a new one."""
        if self._source is not None:
            self._source.close()
            self._source = None

    def is_idle(self) -> bool:
        """Whether what children come from waits, and no child is left."""
        return self._source is not None and self._source.is_alive and not self._source.children

    def close(self) -> None:
        """Ends the children and removes the folder."""
        self.end_children()
        self._remove()


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


# --- rooms that wait ------------------------------------------------------------------------------

_kept: dict[int, dict[tuple[str, ...], Room]] = {}  # by process: a fork speaks to no zygote of ours


@contextmanager
def rooms_kept() -> Iterator[None]:
    """Within this block, a room that is left waits for the next sandbox with its libraries."""
    process = os.getpid()
    if process in _kept:  # by a block around this one
        yield
        return
    _kept[process] = {}
    try:
        yield
    finally:
        for room in _kept.pop(process).values():
            room.close()


def keep_rooms() -> None:
    """Keeps rooms in a process of a pool, until it ends."""
    from multiprocessing.util import Finalize  # late: not every system has it

    stack = ExitStack()
    stack.enter_context(rooms_kept())
    Finalize(None, stack.close, exitpriority=0)  # `atexit` is not for processes of a pool


def room_for(libraries: Sequence[str]) -> Room:
    """A room that waits for these libraries, or a new one."""
    waiting = _kept.get(os.getpid(), {})
    return waiting.pop(tuple(libraries), None) or Room(libraries)


def leave(room: Room) -> None:
    """Lets a room wait where rooms are kept and none of its kind waits yet; else closes it."""
    waiting = _kept.get(os.getpid())
    if waiting is None or room.libraries in waiting or not room.is_idle():
        room.close()
        return
    room.fill({})
    waiting[room.libraries] = room
