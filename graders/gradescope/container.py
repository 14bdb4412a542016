"""The limits of a container, by the kernel's control groups where they can be had."""

import contextlib
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox.inside.limits import GIB, KIB

CGROUPS = Path("/sys/fs/cgroup")
PERIOD_US = 100_000
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Size:
    """What a container may use; Gradescope's smallest by default.

    >>> str(Size())
    '0.75 GiB of memory and 0.5 processors'
    """

    memory_bytes: int = 3 * GIB // 4
    processors: float = 0.5

    def __str__(self) -> str:
        return f"{self.memory_bytes / GIB:.2f} GiB of memory and {self.processors:g} processors"


SMALLEST = Size()


class Container(ABC):
    """Holds processes to a size and measures them.

    `folders` are its groups, `joined` the files that a process writes "0" to, to be held; `words`
    say by what.
    """

    folders: tuple[Path, ...] = ()
    joined: tuple[Path, ...] = ()
    words = ""

    @abstractmethod
    def held_bytes(self) -> int:
        """The memory that the processes hold now, without files that the kernel may drop."""

    def killed(self) -> int:
        """How often the kernel ended a process for want of memory."""
        return 0

    def close(self) -> None:
        """Removes the groups; one whose processes have not all ended yet stays."""
        for each in self.folders:
            with contextlib.suppress(OSError):
                each.rmdir()


class Unified(Container):
    """Control groups, version 2."""

    def __init__(self, size: Size, root: Path) -> None:
        if not {"memory", "cpu"} <= {*(root / "cgroup.subtree_control").read_text().split()}:
            raise OSError("memory and processors are not handed out here")
        self.folder = root / f"nabla-{os.getpid()}"
        self.folder.mkdir()
        self.folders = (self.folder,)
        try:
            _set(self.folder / "memory.max", str(size.memory_bytes))
            quota = f"{round(size.processors * PERIOD_US)} {PERIOD_US}"
            _set(self.folder / "cpu.max", quota)
        except OSError:
            self.close()
            raise
        with contextlib.suppress(OSError):
            _set(self.folder / "memory.swap.max", "0")
        self.joined = (self.folder / "cgroup.procs",)
        self.words = "control groups (v2)"

    def held_bytes(self) -> int:
        held = _numbers(self.folder / "memory.stat")
        return held.get("anon", 0) + held.get("kernel", 0) + held.get("shmem", 0)

    def killed(self) -> int:
        return _numbers(self.folder / "memory.events").get("oom_kill", 0)


class Separate(Container):
    """Control groups, version 1: memory and processors each have a tree."""

    def __init__(self, size: Size, root: Path) -> None:
        self.folders = tuple(root / each / f"nabla-{os.getpid()}" for each in ("memory", "cpu"))
        try:
            for each in self.folders:
                each.mkdir()
            memory, processors = self.folders
            _set(memory / "memory.limit_in_bytes", str(size.memory_bytes))
            _set(processors / "cpu.cfs_period_us", str(PERIOD_US))
            _set(processors / "cpu.cfs_quota_us", str(round(size.processors * PERIOD_US)))
        except OSError:
            self.close()
            raise
        with contextlib.suppress(OSError):
            _set(memory / "memory.memsw.limit_in_bytes", str(size.memory_bytes))
        self.joined = tuple(each / "cgroup.procs" for each in self.folders)
        self.words = "control groups (v1)"

    def held_bytes(self) -> int:
        held = _numbers(self.folders[0] / "memory.stat")
        return held.get("total_rss", 0) + held.get("total_shmem", 0)

    def killed(self) -> int:
        return _numbers(self.folders[0] / "memory.oom_control").get("oom_kill", 0)


class Unheld(Container):
    """No control groups: each process is held to the memory alone, all of them to whole processors.

    The memory of all together is measured, not held.
    """

    def __init__(self) -> None:
        self.words = (
            "limits of each process (no control groups here): memory of all together is measured, "
            "not held, and a share of a processor cannot be had"
        )

    def held_bytes(self) -> int:
        return sum(map(_own_bytes, _descendants(os.getpid())))


def container(size: Size, root: Path = CGROUPS) -> Container:
    """The strongest way to hold processes to a size that this machine grants."""
    for kind in (Unified, Separate):
        with contextlib.suppress(OSError):
            return kind(size, root)
    return Unheld()


@contextlib.contextmanager
def watched(held: Container) -> Iterator[list[int]]:
    """Looks at the memory from time to time; the last number of the list is the highest."""
    peak = [0]
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            with contextlib.suppress(OSError):
                peak[0] = max(peak[0], held.held_bytes())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _set(file: Path, value: str) -> None:
    """Writes to one of the kernel's files, and makes none."""
    with file.open("r+") as open_file:
        open_file.write(value)


def _numbers(file: Path) -> dict[str, int]:
    """The lines "name number" of one of the kernel's files."""
    pairs = (line.split() for line in file.read_text().splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def _descendants(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _descendants(child)


def _own_bytes(pid: int) -> int:
    """The memory of a process that is no other's and no file's."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(each.split()[1]) * KIB for each in lines if each.startswith("RssAnon")), 0)
