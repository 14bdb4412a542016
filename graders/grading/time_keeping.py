"""The time that graders may take: an alarm interrupts them, question by question."""

import math
import signal
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

from graders.errors import GraderError
from graders.grading.collecting import QUESTION, Collecting
from graders.model import Kind
from graders.processes.timing import SUBMISSION_SHARE, time_limit

SPARE_SECONDS = 2.0  # that are kept for each question to come, and for the last words


class TimeKeeping(Collecting):
    """Stops the grader of a question when its time is over.

    Where a grader takes `student`, or judges a training, whose weights may be there to be run, the
    time that student code may take comes on top.
    """

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.seconds = self.until = 0.0  # that a question may take, and when they are over
        self.was_interrupted = False
        self.deadline: float | None = config.getoption("--until")  # by time.monotonic()

    def begin(self, item: pytest.Item, spent: float, following: int) -> float:
        """Lets the time of a question begin.

        Args:
            item: its grader.
            spent: the seconds that the submission has taken so far.
            following: how many questions are still to come.

        Returns:
            The seconds that it may take; none where the submission has taken too many.
        """
        given = self.assignment
        code = given.limits.submission_seconds
        own = given.question_seconds + (code if _asks_for_code(item) else 0.0)
        whole = SUBMISSION_SHARE * given.question_seconds + (code if given.runs_code else 0.0)
        self.seconds = min(own, whole - spent, self.before_deadline(following))
        self.until, self.was_interrupted = time.monotonic() + self.seconds, False
        return self.seconds

    def before_deadline(self, following: int) -> float:
        """The seconds up to the deadline, without what the questions to come will need."""
        if self.deadline is None:
            return math.inf
        left = self.deadline - time.monotonic()
        return left - min(left / 2, SPARE_SECONDS * (following + 1))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Fixtures read and compare, too."""
        with _ending_itself_alone(), time_limit(self.until - time.monotonic()):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """What is left of the time."""
        with _ending_itself_alone(), time_limit(self.until - time.monotonic()):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Time of its own, for children are ended here."""
        with _ending_itself_alone(), time_limit(self.assignment.question_seconds):
            return (yield)


@contextmanager
def _ending_itself_alone() -> Iterator[None]:
    """A grader that would end the run ends its own question; a person at the keyboard ends all.

    Raises:
        GraderError: where a grader calls `pytest.exit`, or interrupts a worker, which no key does.
    """
    try:
        yield
    except (pytest.exit.Exception, KeyboardInterrupt) as stop:
        heeds_keys = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
        if heeds_keys and isinstance(stop, KeyboardInterrupt):
            raise
        words = f"it would end the whole run: {type(stop).__name__}: {stop}"
        raise GraderError(words).with_traceback(stop.__traceback__) from None


def _asks_for_code(item: pytest.Item) -> bool:
    is_training = item.stash[QUESTION].kind is Kind.TRAINING
    return is_training or "student" in getattr(item, "fixturenames", ())
