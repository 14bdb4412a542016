"""The zygote's work: it loads the libraries, then forks children and reaps them.

It knows no secret and runs no student code. For each child the grader sends the descriptors that
the two will speak over; the zygote never sees a request.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .layers import landlock
from .layers.confinement import confine, make_plan
from .limits import Limits
from .probes import serve_probes
from .serving import serve
from .warming import load_ahead

MESSAGE_BYTES, DESCRIPTORS = 1 << 16, 3
POLL_SECONDS = 0.0005
FAILED = 70  # exit code of a child that did not come to serve


def serve_forks(setting: dict[str, Any]) -> None:
    """Starts up, says how, and does what the grader asks until it closes the socket."""
    control = socket.socket(fileno=setting["control"])
    try:
        zygote = Zygote(setting)
    except Exception as error:
        _say(control, {"failed": f"{type(error).__name__}: {error}"})
        return
    _say(control, {"plan": asdict(zygote.plan)})
    while True:
        message, given, _, _ = socket.recv_fds(control, MESSAGE_BYTES, DESCRIPTORS)
        if not message:
            return
        asked = json.loads(message)
        if asked["do"] == "fork":
            _say(control, {"pid": zygote.fork(asked, given, control)})
        else:
            _say(control, zygote.end(asked["pid"], asked["patience"]))


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


class Zygote:
    """Forks children, and reaps them.

    Args:
        setting: `box`, the folder of the submission; `user`, for the children; `paths`, where
            the libraries lie; `readable`, what children may read; `load`, the libraries.
    """

    def __init__(self, setting: dict[str, Any]) -> None:
        self.box = Path(setting["box"])
        self.plan = make_plan(setting["user"], [*map(Path, setting["paths"]), Path(os.__file__)])
        readable = [*map(Path, setting["readable"]), self.box]
        self.rules = landlock.ruleset(readable) if self.plan.files == "landlock" else None
        for name in setting["load"]:
            importlib.import_module(name)
        if "torch" in setting["load"]:
            sys.modules["torch"].set_num_threads(1)
        if not self.plan.loads_late:
            load_ahead(setting["load"])
        gc.collect()
        gc.freeze()  # so that no collection in a child touches, and copies, these pages

    def fork(self, asked: dict[str, Any], given: Sequence[int], control: socket.socket) -> int:
        """A child that speaks over the descriptors given: requests, replies, output."""
        child = os.fork()
        if child == 0:
            try:
                control.close()
                self._become_child(asked, *given)
            finally:
                os._exit(FAILED)
        for each in given:
            os.close(each)
        return child

    def _become_child(self, asked: dict[str, Any], requests: int, replies: int, out: int) -> None:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (out, 1), (out, 2)):
            os.dup2(source, target)
        for each in (nothing, out):
            os.close(each)
        limits = Limits(**asked["limits"])
        confine(self.plan, self.rules, self.box, limits)
        if asked["probe"]:
            serve_probes(requests, replies)
        else:
            serve(requests, replies, limits)
        os._exit(0)

    def end(self, child: int, patience: float) -> dict[str, Any]:
        """Ends a child, which may take some seconds to end by itself, and says how it ended."""
        until = time.monotonic() + patience
        pid, status, usage = os.wait4(child, os.WNOHANG)
        while not pid and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
            pid, status, usage = os.wait4(child, os.WNOHANG)
        killed = not pid
        if killed:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
        return {
            "killed": killed,
            "exit_code": os.waitstatus_to_exitcode(status),
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "memory_bytes": usage.ru_maxrss * 1024,
        }
