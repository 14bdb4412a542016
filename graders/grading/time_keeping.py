"""The time that graders may take: an alarm interrupts them, question by question."""

import time
from collections.abc import Generator

import pytest

from graders.grading.collecting import QUESTION, Collecting
from graders.model import Kind
from graders.processes.timing import SUBMISSION_SHARE, time_limit


class TimeKeeping(Collecting):
    """Stops the grader of a question when its time is over.

    Where a grader takes `student`, or judges a training, whose weights may be there to be run, the
    time that student code may take comes on top.
    """

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.seconds = self.until = 0.0  # that a question may take, and when they are over
        self.was_interrupted = False

    def begin(self, item: pytest.Item, spent: float) -> float:
        """Lets the time of a question begin.

        Args:
            item: its grader.
            spent: the seconds that the submission has taken so far.

        Returns:
            The seconds that it may take; none where the submission has taken too many.
        """
        given = self.assignment
        code = given.limits.submission_seconds
        own = given.question_seconds + (code if _asks_for_code(item) else 0.0)
        whole = SUBMISSION_SHARE * given.question_seconds + (code if given.runs_code else 0.0)
        self.seconds = min(own, whole - spent)
        self.until, self.was_interrupted = time.monotonic() + self.seconds, False
        return self.seconds

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Fixtures read and compare, too."""
        with time_limit(self.until - time.monotonic()):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """What is left of the time."""
        with time_limit(self.until - time.monotonic()):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Time of its own, for children are ended here."""
        with time_limit(self.assignment.question_seconds):
            return (yield)


def _asks_for_code(item: pytest.Item) -> bool:
    is_training = item.stash[QUESTION].kind is Kind.TRAINING
    return is_training or "student" in getattr(item, "fixturenames", ())
