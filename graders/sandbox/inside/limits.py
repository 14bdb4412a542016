"""What student code may use before it is stopped."""

from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one child; `submission_seconds` is for all children of a submission.

    >>> Limits(wall_seconds=0.5).output_bytes // MIB
    8
    """

    cpu_seconds: int = 10
    wall_seconds: float = 20.0  # of one request
    submission_seconds: float = 300.0
    memory_bytes: int = 2 * GIB  # of address space, beyond what the process has when it is forked
    threads: int = 64
    open_files: int = 64
    output_kept: int = 64 * KIB  # of what is printed
    output_bytes: int = 8 * MIB  # printed, before the child is stopped
    record_bytes: int = MIB  # of one answer, without its arrays
    array_bytes: int = 64 * MIB  # of the arrays in one answer


LIMITS = Limits()
TRAINING_LIMITS = Limits(cpu_seconds=120, wall_seconds=150.0)
ANY_SIZE = Limits(record_bytes=1 << 40, array_bytes=1 << 40)  # of what the grader sends
