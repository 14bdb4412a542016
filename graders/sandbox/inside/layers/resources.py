"""Limits on what this process may use, held by the kernel."""

import math
import resource
import time
from contextlib import suppress
from pathlib import Path

from ..limits import Limits

STATM = Path("/proc/self/statm")
OUT_OF_MEMORY_SCORE = Path("/proc/self/oom_score_adj")


def address_space() -> int:
    """Bytes of address space that this process has."""
    return int(STATM.read_text().split()[0]) * resource.getpagesize()


def restrict(limits: Limits, *, used_bytes: int, own_user: bool) -> None:
    """Limits this process, for good.

    Args:
        limits: what it may use.
        used_bytes: of address space when it was forked; its memory comes on top of that.
        own_user: whether no other process has its user, so that its threads can be counted.

    Raises:
        OSError, ValueError: if the kernel refuses.
    """
    memory = used_bytes + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    if own_user:
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.threads, limits.threads))
    restrict_time_and_files(limits)


def restrict_time_and_files(limits: Limits) -> None:
    """The limits that every system holds; the time counts from now.

    Raises:
        OSError, ValueError: if the kernel refuses.
    """
    seconds = math.ceil(time.process_time()) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_first_without_memory() -> None:
    """Has the kernel end this process before any other where the machine runs out of memory."""
    with suppress(OSError):
        OUT_OF_MEMORY_SCORE.write_text("1000")
