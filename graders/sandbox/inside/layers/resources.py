"""Limits on what this process may use, held by the kernel."""

import _thread
import math
import resource
import time
from contextlib import suppress
from pathlib import Path

from ..limits import Limits

FIRST_THREADS, NEAR_THREADS = 64, 4
LONGEST_WAIT, PAUSE = 1.0, 0.0002  # seconds, for threads to end
STATM, TASKS = Path("/proc/self/statm"), Path("/proc/self/task")
OUT_OF_MEMORY_SCORE = Path("/proc/self/oom_score_adj")


def address_space() -> int:
    """Bytes of address space that this process has."""
    return int(STATM.read_text().split()[0]) * resource.getpagesize()


def others_threads() -> int:
    """The threads of all processes of this user, about: the least number that must be allowed.

    The kernel counts them so; it is asked by allowing more and more until one can be started.
    """
    granted = resource.getrlimit(resource.RLIMIT_NPROC)
    least, most = 0, FIRST_THREADS
    while not _starts_a_thread(most, granted[1]):
        least, most = most, 2 * most
    while most - least > NEAR_THREADS:
        middle = (least + most) // 2
        least, most = (least, middle) if _starts_a_thread(middle, granted[1]) else (middle, most)
    resource.setrlimit(resource.RLIMIT_NPROC, granted)
    return least


def _starts_a_thread(allowed: int, hard: int) -> bool:
    if hard != resource.RLIM_INFINITY and allowed >= hard:
        return True  # as many as this user may have at all
    resource.setrlimit(resource.RLIMIT_NPROC, (allowed, hard))
    try:
        _thread.start_new_thread(int, ())
    except RuntimeError:
        return False
    return True


def _wait_for_threads(tasks: int) -> None:
    """Waits until this process has no more than these: one that ends gives back its stack."""
    until = time.monotonic() + LONGEST_WAIT
    while len(list(TASKS.iterdir())) > tasks and time.monotonic() < until:
        time.sleep(PAUSE)


def restrict(limits: Limits, *, used_bytes: int, own_user: bool) -> None:
    """Limits this process, for good.

    Args:
        limits: what it may use.
        used_bytes: of address space when it was forked; its memory comes on top of that.
        own_user: whether no other process has its user; else the threads of the others are added.

    Raises:
        OSError, ValueError: if the kernel refuses.
    """
    threads, taken = limits.threads, 0
    if not own_user:
        before, tasks = address_space(), len(list(TASKS.iterdir()))
        threads += others_threads()
        _wait_for_threads(tasks)
        taken = address_space() - before  # by the threads that were tried
    memory = used_bytes + taken + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_NPROC)
    threads = threads if most == resource.RLIM_INFINITY else min(threads, most)
    resource.setrlimit(resource.RLIMIT_NPROC, (threads, threads))
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
