"""What reports count: a submission by its top questions, and a class by its questions.

A class is read once; of each report a row stays.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from graders.model import Outcome, Question, Report, Verdict
from graders.reports.points import max_points_of, points_of, review_points_of, share

WRONG = (Outcome.PARTIAL, Outcome.INCORRECT)


def by_top_question(report: Report) -> dict[str, list[Verdict]]:
    """The verdicts under the first label of their ids: 1.1 and 1.2 under 1."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in report.verdicts:
        groups.setdefault(verdict.question.path[0], []).append(verdict)
    return groups


@dataclass(frozen=True, slots=True)
class Row:
    """One submission of a class."""

    submission: str
    points: Fraction
    max_points: Fraction
    review_points: Fraction
    outcomes: Mapping[Outcome, int]
    seconds: float

    @property
    def share(self) -> float:
        """The share of all points that is reached, from 0 to 1."""
        return share(self.points, self.max_points)

    @property
    def shares(self) -> tuple[tuple[Outcome, float], ...]:
        """The share of the questions with each outcome that occurs."""
        whole = sum(self.outcomes.values())
        return tuple((each, self.outcomes[each] / whole) for each in Outcome if self.outcomes[each])

    @property
    def needs_review(self) -> int:
        return sum(number for outcome, number in self.outcomes.items() if outcome.needs_person)


@dataclass(frozen=True, slots=True)
class Unread:
    """A submission that could not be opened, and why."""

    submission: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """What became of one question over a class.

    `waiting` are the submissions to look at; `mistakes` those that made each mistake, the most
    frequent first, with those whose mistake has no name under "". `marked` of them have the points
    of a person.
    """

    question: Question
    outcomes: Mapping[Outcome, int]
    waiting: tuple[tuple[str, Outcome], ...]
    mistakes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    marked: int = 0

    def share(self, *outcomes: Outcome) -> float:
        """The share of the submissions with one of these outcomes, from 0 to 1."""
        return sum(self.outcomes[outcome] for outcome in outcomes) / sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """A class: rows sorted by name, questions in the order of the assignment.

    `unread` are the submissions that could not be opened; nothing else counts them.
    """

    assignment: str  # its id
    title: str
    rows: tuple[Row, ...]
    questions: tuple[QuestionTally, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def median(self) -> Fraction:
        return median(row.points for row in self.rows)

    @property
    def lowest(self) -> Row:
        return min(self.rows, key=lambda row: row.points)

    @property
    def highest(self) -> Row:
        return max(self.rows, key=lambda row: row.points)

    @property
    def seconds(self) -> float:
        return sum(row.seconds for row in self.rows)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that occur, in their own order."""
        return tuple(each for each in Outcome if any(row.outcomes[each] for row in self.rows))

    @property
    def waiting(self) -> int:
        """How many answers a person must look at."""
        return sum(len(each.waiting) for each in self.questions)

    @property
    def marked(self) -> int:
        """How many answers have the points of a person."""
        return sum(each.marked for each in self.questions)

    @property
    def has_mistakes(self) -> bool:
        return any(each.mistakes for each in self.questions)

    def most_often_wrong(self, limit: int) -> tuple[QuestionTally, ...]:
        """The questions that are most often partly correct or not correct, the worst first."""
        wrong = [each for each in self.questions if each.share(*WRONG)]
        return tuple(sorted(wrong, key=lambda each: -each.share(*WRONG))[:limit])


class Tallying:
    """The counting of a class, to which reports are added one after the other; none is kept."""

    def __init__(self) -> None:
        self.assignment = self.title = ""
        self.rows: list[Row] = []
        self.unread: list[Unread] = []
        self.questions: dict[str, Counting] = {}

    def add(self, report: Report) -> None:
        """Counts a report."""
        self.assignment = self.assignment or report.assignment
        self.title = self.title or report.title
        if report.is_unread:
            self.unread.append(Unread(report.submission, report.refused.partition("\n")[0]))
            return
        self.rows.append(_row(report))
        for verdict in report.verdicts:
            counting = self.questions.get(verdict.question.id)
            if counting is None:
                counting = self.questions[verdict.question.id] = Counting(verdict.question)
            counting.add(report.submission, verdict)

    def tally(self) -> Tally:
        """What was counted."""
        return Tally(
            self.assignment,
            self.title,
            tuple(sorted(self.rows, key=lambda row: by_name(row.submission))),
            tuple(counting.tally() for counting in self.questions.values()),
            tuple(sorted(self.unread, key=lambda each: by_name(each.submission))),
        )


def tally(reports: Iterable[Report]) -> Tally:
    """Count a class."""
    tallying = Tallying()
    for report in reports:
        tallying.add(report)
    return tallying.tally()


class Counting:
    """The counting of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.outcomes: Counter[Outcome] = Counter()
        self.waiting: list[tuple[str, Outcome]] = []
        self.mistakes: defaultdict[str, list[str]] = defaultdict(list)
        self.marked = 0

    def add(self, submission: str, verdict: Verdict) -> None:
        self.outcomes[verdict.outcome] += 1
        self.marked += verdict.marked
        if verdict.outcome.needs_person:
            self.waiting.append((submission, verdict.outcome))
        elif verdict.outcome in WRONG and not verdict.marked:
            self.mistakes[verdict.mistake or ""].append(submission)

    def tally(self) -> QuestionTally:
        mistakes = sorted(self.mistakes.items(), key=lambda each: (-len(each[1]), each[0]))
        return QuestionTally(
            self.question,
            self.outcomes,
            tuple(sorted(self.waiting, key=_by_submission)),
            tuple((name, tuple(sorted(who, key=by_name))) for name, who in mistakes),
            self.marked,
        )


def _by_submission(waiting: tuple[str, Outcome]) -> list[tuple[int, str]]:
    return by_name(waiting[0])


def _row(report: Report) -> Row:
    return Row(
        report.submission,
        points_of(report),
        max_points_of(report),
        review_points_of(report),
        Counter(verdict.outcome for verdict in report.verdicts),
        report.seconds,
    )


def by_name(name: str) -> list[tuple[int, str]]:
    """A sorting key that puts s2 before s10.

    >>> sorted(["s10", "S1", "s2"], key=by_name)
    ['S1', 's2', 's10']
    """
    parts = re.split(r"(\d+)", name.casefold())
    numbers = [part.lstrip("0") for part in parts[1::2]]
    key = [(0, part) for part in parts]
    key[1::2] = [(len(number), number) for number in numbers]  # the longer number is larger
    return key
