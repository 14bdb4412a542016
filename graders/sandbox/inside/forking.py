"""The zygote's work: it loads the libraries, then forks children and reaps them.

It knows no secret and runs no student code. For each child the grader sends the descriptors that
the two will speak over; the zygote never sees a request.
"""

import gc
import json
import os
import socket
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .endings import LINE_CUT
from .frames import write_frame
from .layers import landlock
from .layers.confinement import confine, make_plan
from .limits import Limits
from .probes import serve_probes
from .reaping import reap
from .serving import not_ready, serve
from .warming import load, load_ahead, load_put_off

MESSAGE_BYTES, DESCRIPTORS = 1 << 16, 3


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
            os._exit(0)  # at once: the libraries would take their time to close
        asked = json.loads(message)
        if asked["do"] == "fork":
            _say(control, {"pid": zygote.fork(asked, given, control)})
        else:
            _say(control, reap(asked["pid"], asked["patience"]))


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


class Zygote:
    """Forks children.

    Args:
        setting: `box`, the folder of the submission; `user`, for the children; `paths`, where
            the libraries lie; `readable`, what children may read; `load`, the libraries.
    """

    def __init__(self, setting: dict[str, Any]) -> None:
        self.box = Path(setting["box"])
        self.plan = make_plan(setting["user"], [*map(Path, setting["paths"]), Path(os.__file__)])
        readable = [*map(Path, setting["readable"]), self.box]
        self.rules = landlock.ruleset(readable) if self.plan.files == "landlock" else None
        environment = dict(os.environ)
        load(setting["load"])
        load_put_off(setting["load"])
        if not self.plan.loads_late:
            load_ahead(setting["load"])
        os.environ.clear()  # libraries leave paths of this machine in it
        os.environ.update(environment)
        gc.collect()
        gc.freeze()  # so that no collection in a child touches, and copies, these pages

    def fork(self, asked: dict[str, Any], given: Sequence[int], control: socket.socket) -> int:
        """A child that speaks over the descriptors given: requests, replies, output."""
        child = os.fork()
        if child == 0:
            try:
                control.close()
                self._become_child(asked, *given)
            except BaseException as error:
                _, replies, _ = given
                write_frame(replies, not_ready(error))
            finally:
                os._exit(LINE_CUT)
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
