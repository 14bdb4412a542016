"""Loops hidden in a function that should be vectorised, seen by how its time grows."""

from collections.abc import Sequence

import numpy as np

LOOP = "the time grows like that of a loop over the entries; operate on whole arrays"


def loop_remark(
    student_seconds: Sequence[float], reference_seconds: Sequence[float], sizes: Sequence[int]
) -> str:
    """A remark where the time grows as that of a loop over the entries does, or nothing.

    The margins are wide, and the growth is held against the reference's whole time, so that a
    busy machine does not trigger it. It is no reason for a deduction.

    Args:
        student_seconds: the least of several runs at each size.
        reference_seconds: likewise, of a reference without loops.
        sizes: two or more numbers of entries, growing by a factor of 4 or more in all.

    >>> loop_remark([0.002, 0.032], [0.0001, 0.0002], [1_000, 16_000])
    'the time grows like that of a loop over the entries; operate on whole arrays'
    """
    if not 1 < len(sizes) == len(student_seconds) == len(reference_seconds):
        raise ValueError("a time is needed at each of two sizes or more")
    times = np.array([student_seconds, reference_seconds], dtype=np.float64)
    if not (np.isfinite(times).all() and (times > 0).all() and sizes[-1] >= 4 * sizes[0]):
        return ""
    student, reference = times
    growth = student[-1] - student[0]
    steady = (np.diff(student) > 0).all() and student[-1] / student[0] > sizes[-1] / sizes[0] / 2
    if steady and growth > 0.005 and growth > 20 * reference.max():
        return LOOP
    return ""
