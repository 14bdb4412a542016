"""Time limits for code of this process: an alarm interrupts it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

QUESTION_SECONDS = 60.0  # for the grader of a question, without what student code takes
SUBMISSION_SHARE = 5  # so many times that for all questions of a submission
AGAIN_SECONDS = 1.0  # after which a block that goes on is interrupted once more


class TimeUp(BaseException):
    """The time of a block is over; no `except Exception` in it takes this for its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises `TimeUp` in the block once its time is over.

    Only Python code of the main thread can be interrupted, and only where the system knows
    alarms; elsewhere there is no limit.

    >>> try:
    ...     with time_limit(0.01):
    ...         while True:
    ...             pass
    ... except TimeUp as error:
    ...     print(error)
    it did not end within 0.01 s
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeUp(f"it did not end within {seconds:.3g} s")

    usual = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6), AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)
