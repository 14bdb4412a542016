"""Limits on what this process may use, held by the kernel."""

import resource
from pathlib import Path

from ..limits import Limits

STATM = Path("/proc/self/statm")


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
    bounds = {
        resource.RLIMIT_CPU: (limits.cpu_seconds, limits.cpu_seconds + 1),
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_NOFILE: (limits.open_files, limits.open_files),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
    }
    if own_user:
        bounds[resource.RLIMIT_NPROC] = (limits.threads, limits.threads)
    for which, bound in bounds.items():
        resource.setrlimit(which, bound)
