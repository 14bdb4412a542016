"""The audit of an assignment: are right answers accepted in other forms, and wrong ones rejected?

From a sample of right answers variants are made: rewrites, which must be accepted, and mutants,
which must be rejected. Each is graded end to end, in a submission whose other answers are right.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from graders.auditing.declared import declared_answers
from graders.auditing.exceptions import allowed_beside
from graders.auditing.findings import Allowed, Audit, Row, judge, judge_sample, with_allowed
from graders.auditing.known import Recorder
from graders.auditing.planning import Planner
from graders.auditing.sample import FREE, Sample, read_sample, sample_of
from graders.auditing.trial import Trial, Whole
from graders.auditing.variants import Expected, Variant
from graders.batch import Options
from graders.declaring.assignment import Assignment
from graders.model import Outcome, Verdict
from graders.reading.words.choosing.choices import options_told
from graders.sandbox.room import rooms_kept

__all__ = ["Audit", "Settings", "audit"]

_NOT_FOUND = frozenset({Outcome.MISSING, Outcome.UNREADABLE, Outcome.UNDECIDED})


@dataclass(frozen=True)
class Settings:
    """How an audit is made."""

    sample: Path | None = None  # the right answers; else those of `submissions/`
    seed: int = 0
    per_question: int = 20  # rewrites made by rules, and as many mutants
    workers: int = 1
    data: Path | None = None
    only: tuple[str, ...] = ()
    allowed: tuple[Allowed, ...] = ()  # failures that are known
    allow_weak_isolation: bool = False


@rooms_kept()
def audit(assignment: Assignment, settings: Settings) -> Audit:
    """Grades variants of the right answers to every question.

    Raises:
        AssignmentError: if there is no question that is chosen.
        GraderError: if no sample of right answers is found, or it cannot be read.
        GradingFailed: if the graders could not be run.
    """
    started = time.perf_counter()
    sample = read_sample(settings.sample or sample_of(assignment), assignment)
    options = Options(
        only=settings.only,
        data=settings.data,
        allow_weak_isolation=settings.allow_weak_isolation,
    )
    chosen = assignment.chosen(settings.only)
    trial = Trial(assignment, sample, options, settings.workers)
    known = Recorder()
    with options_told(known.chosen_among):
        base = trial.base(known)
    rows = {
        each.id: Row(each.id, each.kind, base[each.id], is_answered(sample, base[each.id]))
        for each in assignment.questions
        if each.id in chosen
    }
    declared = declared_answers(assignment, sample)
    for name, row in rows.items():
        text = sample.answers.get(name, "")
        if row.answered and row.base.question.points:
            itself = Variant(name, "the sample itself", text, Expected.ACCEPTED)
            row.findings.append(judge_sample(itself, row.base))
    forms = Random(settings.seed).sample(FREE, min(len(FREE), max(1, settings.per_question)))
    planner = Planner(assignment, sample, known, declared, settings.seed, settings.per_question)
    for variant, verdict in (
        *_as_wholes(trial, sample, rows, forms),
        *trial.verdicts(_planned(assignment, planner, rows)),
    ):
        row = rows[variant.question]
        row.findings.append(judge(variant, verdict, row.base))
    seconds = time.perf_counter() - started
    allowed = [*settings.allowed, *allowed_beside(assignment)]
    found = tuple(with_allowed(row, allowed) for row in rows.values())
    return Audit(assignment.id, found, settings.seed, seconds)


def is_answered(sample: Sample, base: Verdict) -> bool:
    """Whether the sample answers a question, under its heading or in another file."""
    under_heading = sample.answers.get(base.question.id, "").strip()
    in_a_file = base.outcome not in _NOT_FOUND and not base.where.startswith(sample.name)
    return bool(under_heading) or in_a_file or not base.question.points


def is_graded(base: Verdict) -> bool:
    """Whether the sample's answer earned anything without a person."""
    return base.outcome is Outcome.CORRECT or base.points > 0


def _planned(
    assignment: Assignment, planner: Planner, rows: Mapping[str, Row]
) -> Iterator[Variant]:
    for name, row in rows.items():
        if name in planner.sample.answers and is_graded(row.base):
            yield from planner.variants(assignment.by_id[name])


def _as_wholes(
    trial: Trial, sample: Sample, rows: Mapping[str, Row], forms: Sequence[str]
) -> Iterator[tuple[Variant, Verdict]]:
    """Every answer under each form of headings, and without an answer, one half at a time."""
    names = [name for name in rows if rows[name].answered and name in sample.answers]
    graded = [name for name in names if is_graded(rows[name].base)]
    halves = [graded[::2], graded[1::2]]
    wholes = [Whole(form) for form in forms]
    wholes += [Whole(changes=dict.fromkeys(half, "")) for half in halves]
    verdicts = trial.wholes(wholes)
    for form in forms:
        found, rule = next(verdicts), f"heading: {form}"
        for name in names:
            text = sample.answers[name]
            yield Variant(name, rule, text, Expected.ACCEPTED, heading=form), found[name]
    for half in halves:
        found = next(verdicts)
        for name in half:
            yield Variant(name, "mutant: no answer", "", Expected.REJECTED), found[name]
