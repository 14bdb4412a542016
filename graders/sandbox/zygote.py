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

from graders.model import Isolation
from graders.sandbox.inside.limits import Limits
from graders.sandbox.isolation import SandboxError, linux_isolation

PROGRAM = Path(__file__).parent / "inside" / "zygote.py"
OURS = ("graders", "solutions", "fixtures", "submissions", "tests", "nabla", "__editable__")
PACKAGES = ("site-packages", "dist-packages")
SYSTEM = """
/lib /lib64 /usr/lib /usr/lib64 /etc/ld.so.cache /etc/localtime /usr/share/zoneinfo
/dev/null /dev/zero /dev/urandom /dev/random /proc/cpuinfo /proc/meminfo /sys/devices/system/cpu
""".split()
ENVIRONMENT = {
    "LANG": "C.UTF-8", "HOME": "/", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONHASHSEED": "0",
}  # fmt: skip
COMMAND = (sys.executable, "-P", "-s", "-S", "-B", str(PROGRAM))
START_SECONDS, ANSWER_SECONDS = 120.0, 30.0


class Zygote:
    """A running zygote, and what it says of the layers that its children take.

    Args:
        box: the folder of the submission.
        libraries: that it loads.
        user: for its children, if one can be chosen.

    Raises:
        SandboxError: if it could not be started.
    """

    def __init__(self, box: Path, libraries: Sequence[str], user: int | None) -> None:
        paths = library_folders(libraries)
        self.folders = (box, *paths, *machine_folders())
        self.is_alive = True
        self.children: set[int] = set()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        setting = {
            "do": "fork",
            "control": theirs.fileno(),
            "box": str(box),
            "user": user,
            "load": list(libraries),
            "paths": [str(each) for each in paths],
            "readable": [str(each) for each in readable_paths(paths)],
        }
        with theirs:
            self._process = start(COMMAND, setting, [theirs.fileno()])
        said = self._hear(START_SECONDS)
        if "failed" in said:
            self.close()
            raise SandboxError(str(said["failed"]))
        self.plan: Mapping[str, Any] = said["plan"]

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, descriptors: Sequence[int], limits: Limits, *, probe: bool = False) -> int:
        """Forks a child that reads requests, writes replies and prints on these descriptors."""
        message = {"do": "fork", "limits": asdict(limits), "probe": probe}
        pid = int(self._ask(message, ANSWER_SECONDS, descriptors)["pid"])
        self.children.add(pid)
        return pid

    def end(self, pid: int, patience: float = 0.0) -> Mapping[str, Any]:
        """Ends a child and says how it ended; it may have some seconds to end by itself."""
        message = {"do": "end", "pid": pid, "patience": patience}
        status = self._ask(message, ANSWER_SECONDS + patience)
        self.children.discard(pid)
        return status

    def _ask(
        self, message: Mapping[str, Any], seconds: float, descriptors: Sequence[int] = ()
    ) -> dict[str, Any]:
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], list(descriptors))
        except OSError as error:
            self.close()
            raise SandboxError(f"the process that children come from has gone: {error}") from error
        return self._hear(seconds)

    def _hear(self, seconds: float) -> dict[str, Any]:
        """The next message; one that does not come is the end, so that none comes too late."""
        self._control.settimeout(seconds)
        try:
            message = self._control.recv(1 << 16)
        except OSError as error:
            self.close()
            raise SandboxError(f"the process that children come from hangs: {error}") from error
        if not message:
            self.close()
            raise SandboxError("the process that children come from has ended")
        return dict(json.loads(message))

    def isolation(self, held: Mapping[str, bool]) -> Isolation:
        """What keeps the children apart, by what was refused to one of them."""
        return linux_isolation(self.plan, held)

    def close(self) -> None:
        """Ends it; its children end with it."""
        self.is_alive = False
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
            return
        self._process.kill()
        self._process.wait()


def start(
    command: Sequence[str],
    setting: Mapping[str, Any],
    descriptors: Sequence[int],
    output: int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":
    """A process of the other side, with an empty environment; it reads what it is to do."""
    process = subprocess.Popen(
        command,
        env=ENVIRONMENT,
        pass_fds=descriptors,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin as standard_input:
        standard_input.write(json.dumps(setting).encode())
    return process


# --- what it may read -------------------------------------------------------------------------


TRAINING = ("torch", "torchvision", "safetensors")  # which setup.sh installs


def library_folders(libraries: Iterable[str]) -> tuple[Path, ...]:
    """The folders that libraries are installed in.

    Raises:
        SandboxError: if one is not installed.
    """
    folders: dict[Path, None] = {}
    for name in libraries:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            advice = "./setup.sh --extra training" if name in TRAINING else f"pip install {name}"
            raise SandboxError(f"{name} is not installed (try: {advice})")
        folders[Path(found.origin).resolve().parents[1]] = None
    return tuple(folders)


def standard_folders() -> list[Path]:
    """Where the standard library lies."""
    return sorted({Path(sysconfig.get_path(each)).resolve() for each in ("stdlib", "platstdlib")})


def machine_folders() -> tuple[Path, ...]:
    """Folders of this machine whose names are no business of a student's."""
    installed = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    return (PROGRAM.parent, PROGRAM.parents[3], *standard_folders(), *map(Path, installed))


def readable_paths(libraries: Sequence[Path]) -> tuple[Path, ...]:
    """What a child may read: its own program, the standard library and the libraries."""
    folders = [*standard_folders(), *libraries]
    return (
        PROGRAM.parent,
        *map(Path, SYSTEM),
        *(each for folder in folders for each in _without_ours(folder)),
    )


def _without_ours(folder: Path) -> Iterator[Path]:
    for each in sorted(folder.iterdir()):
        if each.name not in PACKAGES and not each.name.startswith(OURS) and each.suffix != ".pth":
            yield each
