"""Logs, right ones and forged ones, held against a made baseline."""

from fractions import Fraction
from pathlib import Path

import pytest

from graders.claims.runs.asked import Shares, runs_of
from graders.claims.runs.files import RunFiles
from graders.claims.runs.found import Found
from graders.claims.runs.references import Reference, is_shortened
from graders.claims.runs.run import Judge
from graders.comparing.claims.checks import Part
from graders.grading.student import Student
from graders.model import Submission
from solutions.baselines import Baseline
from tests.claims.cases_of_logs import LOGS

ASKED = runs_of("vision_hw4", Shares(Fraction(3, 5), Fraction(2, 5)), {"2.4.ii.b16e5": "b16e5"})[
    "2.4.ii.b16e5"
]


def no_student() -> Student:
    raise AssertionError("no code is run for a log")


def part_of(log: str, baseline: Baseline | None, folder: Path | None = None) -> Part:
    submission = Submission("ada", {"b16e5.csv": log.encode()})
    judge = Judge(ASKED, Reference(baseline, ()), folder, no_student, "vision_hw4")
    found = Found(submission, RunFiles(log="b16e5.csv"))
    return Part("log", Fraction(1), tuple(judge.check_log(found)))


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_what_it_is(name: str, baseline: Baseline) -> None:
    text, holds, code = LOGS[name]
    part = part_of(text, baseline)
    assert part.holds is holds, part.checks
    named = [each.mistake.code for each in part.checks if each.mistake]
    assert named[:1] == ([code] if code else [])


def test_without_a_baseline_no_curve_is_right(baseline: Baseline) -> None:
    text, _, _ = LOGS["a table"]
    assert part_of(text, None).holds is None


def test_few_seeds_make_nothing_wrong_by_its_place(baseline: Baseline) -> None:
    from dataclasses import replace

    few = replace(baseline, runs=baseline.runs[:3], complete=False)
    assert part_of(LOGS["far too high"][0], few).holds is None
    assert part_of(LOGS["a table"][0], few).holds is not False


def test_a_shortened_baseline_is_no_measure_of_a_run(baseline: Baseline) -> None:
    from dataclasses import replace

    whole = replace(baseline, assignment="vision_hw4", name="b16e5", train_images=50_000)
    assert not is_shortened(replace(whole, configuration={**whole.configuration, "epochs": 5}))
    assert is_shortened(replace(whole, configuration={**whole.configuration, "epochs": 4}))
    assert is_shortened(replace(whole, train_images=49_999))
    assert not is_shortened(replace(whole, name="of the instructor's own"))
