"""Audits of all assignments; what they once found stays mended."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graders.auditing import Audit, Settings, audit, trial
from graders.auditing.report import failures_in_full
from graders.auditing.sample import Sample
from graders.auditing.variants import Expected, Variant
from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import assignment_names, load_assignment
from graders.errors import GradingFailed

FIGURES = Path(__file__).parents[2] / "fixtures" / "deep_learning_hw2" / "figures"
FEW, MANY = 1, 25  # rewrites by rules, and as many mutants
QUICK = ("generalization_hw1", "optimization_hw2")  # the others are audited with many


def audited(name: str, per_question: int) -> Audit:
    settings = Settings(per_question=per_question, workers=2, data=FIGURES)
    return audit(load_assignment(name), settings)


def shown(found: Audit) -> str:
    return "\n\n".join(failures_in_full(found))


@pytest.mark.parametrize("name", QUICK)
def test_right_answers_are_accepted_in_other_forms_and_mutants_are_not(name: str) -> None:
    found = audited(name, FEW)
    assert sum(row.mutants for row in found.rows) > 0
    assert not found.failures, shown(found)


@pytest.mark.minutes
@pytest.mark.parametrize("name", assignment_names())
def test_many_forms_are_accepted_and_many_mutants_are_not(name: str) -> None:
    found = audited(name, MANY)
    assert not found.failures, shown(found)


@pytest.mark.cases("mended", "mended")
def test_what_an_audit_found_stays_mended(case: Mapping[str, Any], tmp_path: Path) -> None:
    answers = tmp_path / "answers.md"
    answers.write_text(f"# {case['question']}\n\n{case['answer']}\n", encoding="utf-8")
    found: list[Graded] = []
    only = Options(only=(case["question"],), data=FIGURES)
    grade_all(load_assignment(case["assignment"]), [answers], only, found.append)
    [verdict] = found[0].report.verdicts
    assert verdict.outcome == case["outcome"]
    assert verdict.mistake == case.get("mistake")
    assert verdict.points == case.get("points", verdict.points)


def killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(trial, "_graded", killed)
    sample, variant = (
        Sample(tmp_path, "answers.md", ()),
        Variant("4.a.f1", "none", "0.6", Expected.ACCEPTED),
    )
    tried = trial.Trial(load_assignment("optimization_hw2"), sample, Options(), workers=2)
    with pytest.raises(GradingFailed, match="one of 2 processes was killed"):
        list(tried.verdicts([variant]))
