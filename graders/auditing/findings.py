"""What became of variants: which were judged as they must be, and what went wrong with others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fnmatch import fnmatchcase

from graders.auditing.variants import Expected, Variant
from graders.model import Outcome, Verdict

_FULL = frozenset({Outcome.CORRECT, Outcome.FOLLOW_THROUGH})
_NOT_SETTLED = frozenset({Outcome.UNDECIDED, Outcome.UNREADABLE})

_NOTHING = frozenset({Outcome.MISSING, Outcome.UNREADABLE})


class Status(StrEnum):
    """What became of a variant; the words stand in the table."""

    GOOD = "good"
    FALSE_REJECT = "false reject"
    FALSE_ACCEPT = "false accept"
    ALIVE = "alive"  # a mutant of a program that every test lets pass
    PERSON = "person"  # it was neither accepted nor rejected
    FAULT = "fault"


FAILURES = (Status.FALSE_REJECT, Status.FALSE_ACCEPT, Status.ALIVE, Status.FAULT)


@dataclass(frozen=True)
class Finding:
    """A variant and its verdict."""

    variant: Variant
    verdict: Verdict
    status: Status

    @property
    def named(self) -> bool:
        """Whether the mistake was named as it must be."""
        return self.verdict.mistake == self.variant.mistake


def judge(variant: Variant, verdict: Verdict, base: Verdict) -> Finding:
    """What became of a variant, where the sample's own answer got the verdict `base`."""
    return Finding(variant, verdict, _status(variant, verdict, base))


def judge_sample(variant: Variant, base: Verdict) -> Finding:
    """What became of the sample's own answer, which must be right or left to a person."""
    status = Status.FALSE_REJECT
    if base.outcome in (Outcome.CORRECT, Outcome.REVIEW):
        status = Status.GOOD
    elif base.outcome.needs_person:
        status = Status.FAULT if base.outcome is Outcome.FAULT else Status.PERSON
    return Finding(variant, base, status)


def _status(variant: Variant, verdict: Verdict, base: Verdict) -> Status:
    if verdict.outcome is Outcome.FAULT:
        return Status.FAULT
    if variant.expected is Expected.REJECTED:
        return _of_mutant(variant, verdict, base)
    if variant.expected is Expected.CARRIED:
        good = verdict.outcome is Outcome.FOLLOW_THROUGH
    else:
        as_before = verdict.outcome is base.outcome or verdict.outcome is Outcome.CORRECT
        good = as_before and verdict.points >= base.points
    if good:
        return Status.GOOD
    return Status.PERSON if verdict.outcome in _NOT_SETTLED else Status.FALSE_REJECT


def _of_mutant(variant: Variant, verdict: Verdict, base: Verdict) -> Status:
    if not variant.text.strip() and verdict.outcome in _NOTHING:
        return Status.GOOD
    if verdict.outcome in _NOT_SETTLED:
        return Status.PERSON
    if verdict.outcome is Outcome.REVIEW and not verdict.points:
        return Status.PERSON
    in_reach = verdict.points + verdict.review_points < base.points + base.review_points
    less = in_reach or verdict.points < base.points or bool(verdict.mistake)
    if verdict.outcome not in _FULL and less:
        return Status.GOOD
    return Status.ALIVE if variant.is_code else Status.FALSE_ACCEPT


@dataclass
class Row:
    """What was found at one question."""

    question: str
    kind: str
    base: Verdict
    answered: bool = True  # by the sample
    findings: list[Finding] = field(default_factory=list)
    allowed: list[Finding] = field(default_factory=list)

    def count(self, *expected: Expected) -> int:
        return sum(each.variant.expected in expected for each in self.findings)

    def of(self, *statuses: Status) -> list[Finding]:
        return [each for each in self.findings if each.status in statuses]

    @property
    def rewrites(self) -> int:
        return self.count(Expected.ACCEPTED, Expected.CARRIED)

    @property
    def mutants(self) -> int:
        return self.count(Expected.REJECTED)

    @property
    def to_name(self) -> list[Finding]:
        """The mutants with a mistake that must be named."""
        return [each for each in self.findings if each.variant.mistake]

    @property
    def failures(self) -> list[Finding]:
        return self.of(*FAILURES)

    @property
    def is_read(self) -> bool:
        """Whether a person alone marks the answer."""
        return self.answered and self.base.outcome.needs_person and not self.base.points

    @property
    def is_trusted(self) -> bool:
        """Whether the answer is marked, and nothing tells a wrong one from it."""
        wrong = [each for each in self.findings if each.variant.expected is Expected.REJECTED]
        strange = all(not each.variant.text.strip() for each in wrong)
        return self.answered and self.base.points > 0 and strange


@dataclass(frozen=True)
class Audit:
    """What was found at every question of an assignment."""

    assignment: str
    rows: Sequence[Row]
    seed: int
    seconds: float

    @property
    def failures(self) -> list[Finding]:
        return [each for row in self.rows for each in row.failures]

    @property
    def unanswered(self) -> list[str]:
        """The questions to which the sample holds no right answer."""
        return [row.question for row in self.rows if not row.answered]

    @property
    def is_good(self) -> bool:
        return not (self.failures or self.unanswered)

    def total(self, status: Status) -> int:
        return sum(len(row.of(status)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Failures that are known: of a question, by a rule or a pattern of it, with such answers."""

    question: str
    rule: str
    answer: re.Pattern[str]

    def covers(self, variant: Variant) -> bool:
        return (
            variant.question == self.question
            and fnmatchcase(variant.rule, self.rule)
            and self.answer.search(variant.text) is not None
        )


def with_allowed(row: Row, allowed: Iterable[Allowed]) -> Row:
    """The row without the failures that are known."""
    known = tuple(allowed)
    kept: list[Finding] = []
    left: list[Finding] = []
    for each in row.findings:
        is_known = each.status in FAILURES and any(one.covers(each.variant) for one in known)
        (left if is_known else kept).append(each)
    return replace(row, findings=kept, allowed=left)
