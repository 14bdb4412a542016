"""The end of a child, as its parent sees it."""

import os
import signal
import time
from typing import Any

POLL_SECONDS = 0.0005


def reap(child: int, patience: float) -> dict[str, Any]:
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
    code = os.waitstatus_to_exitcode(status)
    return {
        "killed": killed,
        "exit_code": code,
        "out_of_memory": not killed and code == -signal.SIGKILL,  # by nobody but the kernel
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
    }
