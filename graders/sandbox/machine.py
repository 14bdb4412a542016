"""The memory and the processors that this machine, or this container, has."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox.inside.limits import GIB, KIB, MIB

CGROUPS = Path("/sys/fs/cgroup")
NEEDED_BYTES = {"numpy": 256 * MIB, "torch": 1536 * MIB}  # grader, zygote and one child
ADVISED_BYTES = {"numpy": 512 * MIB, "torch": 3 * GIB}
ADVICE = "on Gradescope choose a container with 3 GiB and a whole processor"


@dataclass(frozen=True, slots=True)
class Machine:
    """What may be used here; 0 where it cannot be told."""

    memory_bytes: int
    processors: float

    @property
    def workers(self) -> int:
        """How many processes may be busy at a time: one for each whole processor."""
        return max(int(self.processors), 1)

    def __str__(self) -> str:
        return f"{self.memory_bytes / GIB:.2f} GiB of memory, {self.processors:g} processors"

    def too_small_for(self, libraries: Sequence[str]) -> str:
        """Why student code cannot be run with these libraries; empty if it can.

        >>> Machine(768 * MIB, 0.5).too_small_for(["torch"])
        'torch needs 1.50 GiB of memory, and 0.75 GiB are here'
        """
        return self._lacking(libraries, NEEDED_BYTES, "needs")

    def warning_for(self, libraries: Sequence[str]) -> str:
        """What an instructor should know before grading; empty if there is room.

        >>> Machine(2 * GIB, 1.0).warning_for(["torch"])
        'torch runs well with 3.00 GiB of memory, and 2.00 GiB are here'
        """
        short = self._lacking(libraries, ADVISED_BYTES, "runs well with")
        if not short and "torch" in libraries and 0 < self.processors < 1:
            return f"torch runs well with a whole processor, and {self.processors:g} is here"
        return short

    def _lacking(self, libraries: Sequence[str], bounds: dict[str, int], verb: str) -> str:
        for name in libraries:
            bound = bounds.get(name, 0)
            if 0 < self.memory_bytes < bound:
                here = f"{self.memory_bytes / GIB:.2f} GiB are here"
                return f"{name} {verb} {bound / GIB:.2f} GiB of memory, and {here}"
        return ""


def this_machine(cgroups: Path = CGROUPS) -> Machine:
    """What may be used here, by the limits of the container where there are any."""
    limits = [_number(cgroups / "memory.max"), _number(cgroups / "memory/memory.limit_in_bytes")]
    memory = min(filter(None, [*limits, _installed_bytes()]), default=0)
    return Machine(memory, _processors(cgroups))


def _number(file: Path) -> int:
    """The number in a file; 0 where there is none."""
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return 0


def _installed_bytes() -> int:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return next((int(each.split()[1]) * KIB for each in lines if each.startswith("MemTotal")), 0)


def _processors(cgroups: Path) -> float:
    if hasattr(os, "sched_getaffinity"):
        usable = float(len(os.sched_getaffinity(0)))
    else:
        usable = float(os.cpu_count() or 0)
    quota, period = _quota(cgroups)
    return min(usable, quota / period) if quota and period else usable


def _quota(cgroups: Path) -> tuple[int, int]:
    """Microseconds of processor time in each period, as the container may use them."""
    try:
        quota, period = (cgroups / "cpu.max").read_text().split()
        return (0, 0) if quota == "max" else (int(quota), int(period))
    except (OSError, ValueError):
        first = cgroups / "cpu"
        return max(0, _number(first / "cpu.cfs_quota_us")), _number(first / "cpu.cfs_period_us")
