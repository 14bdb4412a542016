"""Tries, from inside a child, what its layers must refuse; a call that returned 0 is no proof."""

import ctypes
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import wire
from .frames import read_frame, write_frame
from .layers import kernel
from .serving import READY

PTRACE, PTRACE_SEIZE = {"x86_64": 101, "aarch64": 117}, 0x4206
UNSHARE, NEW_USER = {"x86_64": 272, "aarch64": 97}, 0x10000000
OTHER_PROGRAM = "/usr/bin/true"


def serve_probes(requests: int, replies: int) -> None:
    """Answers one request: which of the attempts were refused."""
    write_frame(replies, READY)
    frame = read_frame(requests)
    if frame is not None:
        asked = wire.unpack(frame)
        held = {name: _is_refused(attempt) for name, attempt in attempts(asked).items()}
        write_frame(replies, wire.pack({"ended": "returned", "value": held}))


def attempts(asked: dict[str, Any]) -> dict[str, Callable[[], object]]:
    """What is tried, by what it would be.

    Args:
        asked: `canary`, a file that is none of the child's business; `memory`, in bytes, more
            than it may have; `grader`, a process; `root`, whether the grader is root's.
    """
    parent = os.getppid()
    tried: dict[str, Callable[[], object]] = {
        "reading a file": lambda: _read(asked["canary"]),
        "writing a file": lambda: Path(asked["canary"] + ".new").write_bytes(b""),
        "writing to its box": lambda: Path("new").write_bytes(b""),
        "the network": lambda: socket.socket(type=socket.SOCK_DGRAM).bind(("127.0.0.1", 0)),
        "a signal to its parent": lambda: os.kill(parent, 0),
        "a new process": _fork,
        "another program": lambda: os.execv(OTHER_PROGRAM, [OTHER_PROGRAM]),
    }
    if sys.platform == "linux":
        tried |= {
            "reading the grader's environment": lambda: _read(f"/proc/{asked['grader']}/environ"),
            "a local socket": lambda: socket.socket(socket.AF_UNIX),
            "the list of processes": lambda: next(Path("/proc").iterdir()),
            "tracing its parent": lambda: _trace(parent),
            "a new namespace": lambda: kernel.syscall(UNSHARE[os.uname().machine], NEW_USER),
            "too much memory": lambda: bytearray(asked["memory"]),
        }
    if asked["root"]:
        tried["becoming root"] = lambda: os.setuid(0)
    order = sorted(tried, key="another program".__eq__)  # last: a program would end the probe
    return {name: tried[name] for name in order}


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _trace(process: int) -> None:
    zero = ctypes.c_ulong(0)
    kernel.syscall(PTRACE[os.uname().machine], ctypes.c_long(PTRACE_SEIZE), process, zero, zero)


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
