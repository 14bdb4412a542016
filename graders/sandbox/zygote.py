"""The grader's side of the zygote: starts it, has it fork children, ends them."""

import contextlib
import importlib.util
import json
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graders.sandbox.inside.limits import Limits

PROGRAM = Path(__file__).parent / "inside" / "zygote.py"
OURS = ("graders", "solutions", "fixtures", "submissions", "tests", "nabla", "__editable__")
PACKAGES = ("site-packages", "dist-packages")
SYSTEM = """
/lib /lib64 /usr/lib /usr/lib64 /etc/ld.so.cache /etc/localtime /usr/share/zoneinfo
/dev/null /dev/zero /dev/urandom /dev/random /proc/cpuinfo /proc/meminfo /sys/devices/system/cpu
""".split()
ENVIRONMENT = {
    "LANG": "C.UTF-8", "HOME": "/", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
START_SECONDS, ANSWER_SECONDS = 120.0, 30.0


class ZygoteError(Exception):
    """The zygote could not be started, or has gone."""


class Zygote:
    """A running zygote, and what it says of the layers that its children take."""

    def __init__(self, box: Path, libraries: Sequence[str], user: int | None) -> None:
        paths = library_folders(libraries)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        setting = {
            "control": theirs.fileno(),
            "box": str(box),
            "user": user,
            "load": list(libraries),
            "paths": [str(each) for each in paths],
            "readable": [str(each) for each in readable_paths(paths)],
        }
        command = [sys.executable, "-I", "-S", "-B", str(PROGRAM), json.dumps(setting)]
        with theirs:
            self._process = subprocess.Popen(
                command,
                env=ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        try:
            said = self._hear(START_SECONDS)
        except ZygoteError:
            self.close()
            raise
        if "failed" in said:
            self.close()
            raise ZygoteError(str(said["failed"]))
        self.plan: Mapping[str, Any] = said["plan"]

    def fork(self, descriptors: Sequence[int], limits: Limits, *, probe: bool = False) -> int:
        """Forks a child that reads requests, writes replies and prints on these descriptors."""
        message = {"do": "fork", "limits": asdict(limits), "probe": probe}
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], list(descriptors))
        except OSError as error:
            raise ZygoteError(f"it has gone: {error}") from error
        return int(self._hear(ANSWER_SECONDS)["pid"])

    def end(self, pid: int, patience: float = 0.0) -> Mapping[str, Any]:
        """Ends a child and says how it ended; it may have some seconds to end by itself."""
        message = {"do": "end", "pid": pid, "patience": patience}
        try:
            self._control.send(json.dumps(message).encode())
        except OSError as error:
            raise ZygoteError(f"it has gone: {error}") from error
        return self._hear(ANSWER_SECONDS + patience)

    def _hear(self, seconds: float) -> dict[str, Any]:
        self._control.settimeout(seconds)
        try:
            message = self._control.recv(1 << 16)
        except OSError as error:
            raise ZygoteError(f"it does not answer: {error}") from error
        if not message:
            raise ZygoteError("it has ended")
        return dict(json.loads(message))

    def close(self) -> None:
        """Ends it; its children end with it."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
            return
        self._process.kill()
        self._process.wait()


# --- what it may read -------------------------------------------------------------------------


def library_folders(libraries: Iterable[str]) -> tuple[Path, ...]:
    """The folders that libraries are installed in.

    Raises:
        ZygoteError: if one is not installed.
    """
    folders: dict[Path, None] = {}
    for name in libraries:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise ZygoteError(f"{name} is not installed (try: ./setup.sh --extra training)")
        folders[Path(found.origin).resolve().parents[1]] = None
    return tuple(folders)


def readable_paths(libraries: Sequence[Path]) -> tuple[Path, ...]:
    """What a child may read: its own program, the standard library and the libraries."""
    standard = {Path(sysconfig.get_path(each)).resolve() for each in ("stdlib", "platstdlib")}
    folders = [*sorted(standard), *libraries]
    return (
        PROGRAM.parent,
        *map(Path, SYSTEM),
        *(each for folder in folders for each in _without_ours(folder)),
    )


def _without_ours(folder: Path) -> Iterator[Path]:
    for each in sorted(folder.iterdir()):
        if each.name not in PACKAGES and not each.name.startswith(OURS) and each.suffix != ".pth":
            yield each
