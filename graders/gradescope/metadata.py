"""submission_metadata.json: what Gradescope says of a submission."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from graders.errors import GraderError

DAY = timedelta(days=1)
_MALFORMED = (
    ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier submission of the same students; `score` is None where there was none."""

    submitted_at: datetime
    score: float | None
    failed: bool  # the autograder did


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a rule for late work and attempts may depend on; names and addresses stay out.

    Times are those of the submission, not of the clock, so that grading again changes nothing.
    A due date is that of the students where they have an extension; None where there is none.

    >>> at = datetime.fromisoformat("2026-11-20T18:00:00+00:00")
    >>> late = Metadata("1", at, due_at=at - timedelta(hours=30))
    >>> late.late_by, late.days_late, late.attempt
    (datetime.timedelta(days=1, seconds=21600), 2, 1)
    """

    id: str
    created_at: datetime
    due_at: datetime | None = None
    late_due_at: datetime | None = None
    total_points: float | None = None
    users: tuple[str, ...] = ()  # ids; several for a group
    is_group: bool = False
    previous: tuple[Previous, ...] = ()  # the oldest first

    @property
    def late_by(self) -> timedelta:
        """The time after the due date; zero where there is none."""
        return max(self.created_at - self.due_at, timedelta()) if self.due_at else timedelta()

    @property
    def days_late(self) -> int:
        """Days begun after the due date."""
        return math.ceil(self.late_by / DAY)

    @property
    def attempt(self) -> int:
        """The number of this submission, counted from 1; those that we failed to grade are free."""
        return 1 + sum(not each.failed for each in self.previous)

    def attempts_within(self, hours: float) -> int:
        """How many submissions there were in the hours before this one, with this one."""
        since = self.created_at - timedelta(hours=hours)
        return 1 + sum(each.submitted_at > since and not each.failed for each in self.previous)

    @property
    def best_score(self) -> float:
        """The best of the scores before; 0 where there is none."""
        return max((each.score or 0.0 for each in self.previous), default=0.0)

    @property
    def last_score(self) -> float:
        """The last score that a submission before has got; 0 where there is none."""
        scores = [each.score for each in self.previous if each.score is not None]
        return scores[-1] if scores else 0.0


class MetadataError(GraderError):
    """The metadata are missing, or are not what Gradescope describes."""


def read_metadata(file: Path) -> Metadata:
    """The metadata of a submission.

    Raises:
        MetadataError: if they are missing or malformed.
    """
    try:
        given = json.loads(file.read_bytes())
        return _metadata(given)
    except OSError as error:
        raise MetadataError(f"cannot be read: {error.strerror}", where=file.name) from error
    except _MALFORMED as error:
        reason = f"not what Gradescope describes: {type(error).__name__}: {error}"
        raise MetadataError(reason, where=file.name) from error


def _metadata(given: Mapping[str, Any]) -> Metadata:
    assignment: Mapping[str, Any] = given.get("assignment") or {}
    users: Sequence[Mapping[str, Any]] = given.get("users") or ()
    total = assignment.get("total_points")
    previous = [_previous(each) for each in given.get("previous_submissions") or ()]
    return Metadata(
        id=str(given.get("id", "")),
        created_at=_time(given["created_at"]),
        due_at=_due(assignment, users, "due_date"),
        late_due_at=_due(assignment, users, "late_due_date"),
        total_points=None if total is None else float(total),
        users=tuple(str(user.get("id", "")) for user in users),
        is_group=bool(assignment.get("group_submission")),
        previous=tuple(sorted(previous, key=lambda each: each.submitted_at)),
    )


def _due(
    assignment: Mapping[str, Any], users: Sequence[Mapping[str, Any]], key: str
) -> datetime | None:
    """A date of the assignment, or the latest of those that its users have of their own."""
    own = [(user.get("assignment") or {}).get(key) for user in users]
    given = [each for each in own if each] or [assignment.get(key)]
    return max((_time(each) for each in given if each), default=None)


def _time(text: str) -> datetime:
    """A moment with its offset.

    Raises:
        ValueError: if the offset is missing: moments could not be compared.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return moment


def _previous(given: Mapping[str, Any]) -> Previous:
    score = given.get("score")
    return Previous(
        submitted_at=_time(given["submission_time"]),
        score=None if score is None else float(score),
        failed=bool(given.get("autograder_error")),
    )
