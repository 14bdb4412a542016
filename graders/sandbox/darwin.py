"""Children on macOS: a fresh interpreter each, under a profile of sandbox-exec.

**This has not been tried on a Mac.** The profile, the launcher and the watch over memory are
tested on Linux as far as they can be, with a stand-in for sandbox-exec; the self-probe in a real
child decides at run time whether code may run, and where it finds a way open nothing is run.

Forking after numpy or torch was loaded is not safe on macOS, so nothing is forked; address space
cannot be limited, so resident memory is looked at every 50 ms. sandbox-exec is deprecated, and
its profile language is not documented; a container holds better.
"""

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graders.model import Isolation
from graders.sandbox.inside.limits import Limits
from graders.sandbox.inside.reaping import reap
from graders.sandbox.isolation import SandboxError, darwin_isolation
from graders.sandbox.zygote import COMMAND, library_folders, machine_folders, readable_paths, start

LAUNCHER = "/usr/bin/sandbox-exec"
POLL_SECONDS = 0.05
READ = "file-read* file-map-executable"
SYSTEM = """
/usr/lib /System/Library /System/Cryptexes /System/Volumes/Preboot/Cryptexes /private/var/db/dyld
/private/var/db/timezone /dev/null /dev/zero /dev/urandom /dev/random
""".split()


def profile(readable: Iterable[Path], programs: Iterable[Path]) -> str:
    r"""The rules of a child: nothing but to read below these paths and to be these programs.

    >>> print(profile([Path('/opt/a "b"')], [Path("/opt/python")]).splitlines()[-1])
    (allow file-read* file-map-executable (subpath "/opt/a \"b\""))
    """
    lines = [
        "(version 1)",
        "(deny default)",
        "(allow sysctl-read)",
        "(allow signal process-info* (target self))",
        "(allow file-read-metadata)",
        '(allow file-read-data (literal "/"))',
        '(allow file-write-data (literal "/dev/null"))',
    ]
    for operation, paths in (("process-exec", programs), (READ, readable)):
        lines += [f"(allow {operation} (subpath {_quoted(each)}))" for each in paths]
    return "\n".join(lines)


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass
class _Started:
    """A child, and the thread that watches its memory."""

    process: "subprocess.Popen[bytes]"
    over: threading.Event = field(default_factory=threading.Event)
    used_too_much: bool = False
    watch: threading.Thread | None = None


class Spawner:
    """Starts children one by one; takes the place of a `Zygote`.

    Args:
        box: the folder of the submission.
        libraries: that each child loads.
        launcher: starts a program under a profile.
        memory_of: the bytes of memory that a process has.

    Raises:
        SandboxError: if a library, or the launcher, is not there.
    """

    def __init__(
        self,
        box: Path,
        libraries: Sequence[str],
        *,
        launcher: str = LAUNCHER,
        memory_of: "Callable[[int], int] | None" = None,
    ) -> None:
        if not os.access(launcher, os.X_OK):
            raise SandboxError(f"{launcher} is not there")
        self.libraries, self.box, self.is_alive = list(libraries), box.resolve(), True
        self.paths = library_folders(libraries)
        self.folders = (box, self.box, *self.paths, *machine_folders())
        rules = profile([*_readable(self.paths), self.box], _programs())
        self._command = (launcher, "-p", rules, *COMMAND)
        self._memory_of = memory_of or resident_bytes
        self._started: dict[int, _Started] = {}

    def fork(self, descriptors: Sequence[int], limits: Limits, *, probe: bool = False) -> int:
        """Starts a child that reads requests, writes replies and prints on these descriptors."""
        requests, replies, output = descriptors
        setting = {
            "do": "serve", "requests": requests, "replies": replies, "box": str(self.box),
            "paths": [str(each) for each in self.paths], "load": self.libraries,
            "limits": asdict(limits), "probe": probe,
        }  # fmt: skip
        process = start(self._command, setting, [requests, replies], output)
        started = self._started[process.pid] = _Started(process)
        started.watch = threading.Thread(
            target=self._watch, args=(started, limits.memory_bytes), daemon=True
        )
        started.watch.start()
        return process.pid

    def _watch(self, started: _Started, memory_bytes: int) -> None:
        while not started.over.wait(POLL_SECONDS):
            if self._memory_of(started.process.pid) > memory_bytes:
                started.used_too_much = True
                os.kill(started.process.pid, 9)
                return

    def end(self, pid: int, patience: float = 0.0) -> Mapping[str, Any]:
        """Ends a child and says how it ended; it may have some seconds to end by itself."""
        started = self._started.pop(pid)
        started.over.set()
        if started.watch is not None:
            started.watch.join()  # before the process is reaped: its number may be given again
        status = reap(pid, patience)
        started.process.returncode = status["exit_code"]
        return {**status, "out_of_memory": started.used_too_much}

    @property
    def children(self) -> Collection[int]:
        """Those that have not been ended."""
        return self._started.keys()

    def isolation(self, held: Mapping[str, bool]) -> Isolation:
        """What keeps the children apart, by what was refused to one of them."""
        return darwin_isolation(held)

    def close(self) -> None:
        """Ends all children."""
        self.is_alive = False
        for pid in list(self._started):
            self.end(pid)


def _programs() -> list[Path]:
    """The interpreter; the one of a framework starts another file of its own."""
    inner = Path(sys.base_prefix, "Resources/Python.app/Contents/MacOS/Python")
    return [Path(sys.executable), Path(sys.executable).resolve(), inner.resolve()]


def _readable(libraries: Sequence[Path]) -> list[Path]:
    base = Path(sys.base_prefix).resolve()
    runtime = [base / "Python", base / "Resources", *sorted(base.glob("lib/*.dylib"))]
    settings = [Path(sys.prefix) / "pyvenv.cfg"]
    found = [*map(Path, SYSTEM), *_programs(), *runtime, *settings, *readable_paths(libraries)]
    return list(dict.fromkeys(found))


class _Usage(ctypes.Structure):
    """`struct rusage_info_v0` of sys/resource.h on macOS."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        *((name, ctypes.c_uint64) for name in (
            "user_time", "system_time", "idle_wakeups", "interrupt_wakeups", "page_ins",
            "wired_bytes", "resident_bytes", "footprint_bytes", "start_time", "exit_time",
        )),
    )  # fmt: skip


def resident_bytes(pid: int) -> int:
    """The memory of a process, with what is compressed of it; 0 where it has gone."""
    usage = _Usage()
    libproc = ctypes.CDLL(None)
    if libproc.proc_pid_rusage(ctypes.c_int(pid), ctypes.c_int(0), ctypes.byref(usage)) != 0:
        return 0
    return max(int(usage.resident_bytes), int(usage.footprint_bytes))
