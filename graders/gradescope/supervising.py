"""The program that `run_autograder` becomes: it has the submission graded and outlives that.

It imports little, so that there is memory for it where the grading has taken all. What is graded
stands, whatever becomes of the rest: a time that is up, a killed process, a signal, a full disk.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from graders.gradescope.closing import close_to_others
from graders.gradescope.layout import FINISHED, ROOM, Layout, read_settings
from graders.processes.endings import in_words

ROOM_BYTES = 2 << 20  # kept free on the disk for the last words
STOPPED = (
    "The grading was stopped before its end. What is graded below stands; the staff will look at "
    "the rest. This is not your fault."
)


class Stopped(Exception):
    """The platform ends the container."""


def main(root: Path) -> None:
    """Grades the submission; what happens on the way is in the results and on stderr."""
    started = time.monotonic()
    layout = Layout(root)
    signal.signal(signal.SIGTERM, _stop)
    room = layout.results / ROOM
    try:
        room.write_bytes(bytes(ROOM_BYTES))
    except OSError:
        room.unlink(missing_ok=True)
    try:
        reason = _supervised(layout, started)
    except Stopped:
        reason = "the platform stopped it (SIGTERM)"
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the last words are written in any case
    room.unlink(missing_ok=True)
    if reason:
        print(f"the grading did not get to its end: {reason}", file=sys.stderr)
        _say_so(layout, reason)


def _supervised(layout: Layout, started: float) -> str:
    """Why the grading did not get to its end; empty if it did."""
    settings = read_settings(layout.source)
    close_to_others(layout)
    until = started + settings.deadline_seconds
    command = [
        sys.executable,
        "-P",
        "-m",
        "graders.gradescope.worker",
        str(layout.root),
        f"{until}",
    ]
    worker = subprocess.Popen(command, cwd=layout.root, start_new_session=True)
    try:
        code = worker.wait(timeout=until - time.monotonic())
    except subprocess.TimeoutExpired:
        return f"the time of {settings.deadline_seconds:g} s was up"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    return "" if code == FINISHED else in_words(code)


def _say_so(layout: Layout, reason: str) -> None:
    """Adds to the results that stand why there are no more of them."""
    # Late, for they import much.
    from graders.declaring.assignment import load_assignment
    from graders.gradescope.publishing import NOT_STARTED, before_grading, publish, read_back, told

    results = read_back(layout.results_file)
    if not results:
        results = before_grading(load_assignment(read_settings(layout.source).assignment))
    sentences = () if results.get("output", "").startswith(NOT_STARTED) else (STOPPED,)
    note = f"the grading did not get to its end: {reason}"
    publish(layout.results_file, told(results, *sentences, notes=[note]))


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    main(Path(sys.argv[1]))
