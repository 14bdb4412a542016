"""How a class did: totals, questions, mistakes, what waits for a person."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graders.model import Outcome, Question, Report
from graders.reports.points import earned_hundredths
from graders.reports.tally import QuestionTally, Tally, Tallying

BINS = 10
FEWEST = 5  # submissions that a correlation is told of


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """One question over a class.

    `mean` is the mean share of its points, from 0 to 1. `discrimination` is the correlation of
    its points with those of all other questions: near 1 where those who did well elsewhere did
    well here, below 0 where they did worse; None where nobody differs or too few took part.
    Both leave out what waits for a person.
    """

    counted: QuestionTally
    mean: float | None
    discrimination: float | None

    @property
    def question(self) -> Question:
        return self.counted.question


@dataclass(frozen=True, slots=True)
class ClassStatistics:
    """A class: its questions, its totals as shares of all points, and the time it took."""

    tally: Tally
    questions: tuple[QuestionStatistics, ...]
    points: tuple[float, ...]  # of each submission, sorted
    max_points: float
    seconds: tuple[float, ...]  # of each submission, sorted

    @property
    def histogram(self) -> list[int]:
        """How many submissions reach each tenth of the points; full points are in the last."""
        bins = [0] * BINS
        for points in self.points:
            reached = points / self.max_points if self.max_points else 0.0
            bins[min(int(reached * BINS), BINS - 1)] += 1
        return bins

    @property
    def quartiles(self) -> tuple[float, float, float]:
        if len(self.points) < 2:
            only = sum(self.points)
            return only, only, only
        low, middle, high = statistics.quantiles(self.points, n=4, method="inclusive")
        return low, middle, high

    @property
    def spread(self) -> float:
        """The standard deviation of the points."""
        return statistics.stdev(self.points) if len(self.points) > 1 else 0.0

    def mistakes(self, limit: int) -> list[tuple[str, int, list[str]]]:
        """The mistakes named most often: how often, and in which questions."""
        numbers: Counter[str] = Counter()
        questions: dict[str, list[str]] = {}
        for each in self.tally.questions:
            for name, who in each.mistakes:
                if name:
                    numbers[name] += len(who)
                    questions.setdefault(name, []).append(each.question.id)
        return [(name, number, questions[name]) for name, number in numbers.most_common(limit)]


def class_statistics(reports: Iterable[Report]) -> ClassStatistics:
    """Counts a class, which is read once; no report is kept."""
    tallying = Tallying()
    points: dict[str, list[tuple[int, int]]] = {}  # of a question: the submission and hundredths
    totals: list[int] = []
    for report in reports:
        tallying.add(report)
        if report.is_unread:
            continue
        hundredths = [earned_hundredths(verdict) for verdict in report.verdicts]
        for verdict, each in zip(report.verdicts, hundredths, strict=True):
            settled = points.setdefault(verdict.question.id, [])
            if not verdict.outcome.needs_person:
                settled.append((len(totals), each))
        totals.append(sum(hundredths))
    tally = tallying.tally()
    return ClassStatistics(
        tally,
        tuple(_question(each, points[each.question.id], totals) for each in tally.questions),
        tuple(sorted(total / 100 for total in totals)),
        float(max((row.max_points for row in tally.rows), default=0)),
        tuple(sorted(row.seconds for row in tally.rows)),
    )


def _question(
    counted: QuestionTally, points: Sequence[tuple[int, int]], totals: Sequence[int]
) -> QuestionStatistics:
    possible = 100 * float(counted.question.points)
    ours = [each for _, each in points]
    mean = statistics.fmean(ours) / possible if ours and possible else None
    others = [totals[number] - each for number, each in points]
    return QuestionStatistics(counted, mean, _correlation(ours, others))


def _correlation(ours: Sequence[int], others: Sequence[int]) -> float | None:
    if len(ours) < FEWEST or len(set(ours)) == 1 or len(set(others)) == 1:
        return None
    return statistics.correlation(ours, others)


def to_data(counted: ClassStatistics) -> dict[str, object]:
    """The statistics for programs."""
    tally = counted.tally
    low, middle, high = counted.quartiles
    return {
        "title": tally.title,
        "submissions": len(tally.rows),
        "not_opened": [each.submission for each in tally.unread],
        "max_points": counted.max_points,
        "points": {
            "mean": statistics.fmean(counted.points) if counted.points else 0.0,
            "median": middle,
            "quartiles": [low, middle, high],
            "standard_deviation": counted.spread,
            "lowest": min(counted.points, default=0.0),
            "highest": max(counted.points, default=0.0),
            "histogram": counted.histogram,
        },
        "seconds": {
            "total": sum(counted.seconds),
            "median": statistics.median(counted.seconds) if counted.seconds else 0.0,
            "longest": max(counted.seconds, default=0.0),
        },
        "needs_person": tally.waiting,
        "marked": tally.marked,
        "questions": [_question_data(each) for each in counted.questions],
        "mistakes": [
            {"mistake": name, "number": number, "questions": questions}
            for name, number, questions in counted.mistakes(len(tally.questions))
        ],
    }


def _question_data(each: QuestionStatistics) -> dict[str, object]:
    outcomes = each.counted.outcomes
    whole = sum(outcomes.values())
    return {
        "question": each.question.id,
        "title": each.question.title,
        "max_points": float(each.question.points),
        "mean": each.mean,
        "discrimination": each.discrimination,
        "outcomes": {outcome.value: outcomes[outcome] / whole for outcome in Outcome},
        "needs_person": len(each.counted.waiting),
        "marked": each.counted.marked,
        "mistakes": {name: len(who) for name, who in each.counted.mistakes if name},
    }
