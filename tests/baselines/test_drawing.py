"""A baseline as a picture, and the picture in the verdict of a question."""

from pathlib import Path

import pytest

from graders.baselines.drawing import curves, picture
from graders.batch import grade
from solutions.baselines import Baseline, BaselineRun

SHEET = """
title = "Sheet"

[[question]]
id = "1"
title = "Training"
points = 1
kind = "training"
"""
GRADER = '''
import pytest


@pytest.mark.question("1", points=1, kind="training")
def grade_run(answer, figure, review):
    """A run."""
    figure("<svg>drawn by us</svg>")
    review()
'''


@pytest.fixture
def baseline() -> Baseline:
    runs = tuple(
        BaselineRun(seed, (0.5 + seed / 100,), (0.5,), (2.3 - seed / 50, 2.0 - seed / 30), {})
        for seed in range(4)
    )
    settings = {"batch_size": 4, "epochs": 1, "log_every": 10}
    return Baseline("b4e1", "vision_hw4", settings, runs, 80, 1000, "cifar10, sha256 12", "",
                    {}, "", complete=False)  # fmt: skip


def test_the_picture_shows_the_band_and_range_of_the_level(baseline: Baseline) -> None:
    shown = curves(baseline, losses=[(10, 2.2)], accuracy=0.52, level=0.9)
    band, expected = baseline.loss_band(0.9), baseline.interval(0.9)
    assert shown.band == list(zip((10, 20), band.low, band.middle, band.high, strict=True))
    assert shown.expected == (expected.low, expected.high)
    assert shown.title == "vision_hw4, b4e1: 4 seeds on cifar10"
    assert curves(baseline).band[0][3] > shown.band[0][3]
    assert picture(baseline, accuracy=0.52, alone=True).startswith("<svg")


def test_a_claim_stands_beside_what_was_measured(baseline: Baseline) -> None:
    drawn = picture(baseline, accuracy=0.52, claimed=0.61)
    assert drawn.count("<path transform") == 2 + 3  # and in the legend, where the run has its own
    assert "This run has 52.00%" in drawn
    assert "61.00% is claimed for it." in drawn
    assert ">claimed<" not in picture(baseline, accuracy=0.52)


def test_a_grader_puts_a_picture_into_its_verdict(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "grade_sheet.py").write_text(GRADER, encoding="utf-8")
    (tmp_path / "answers.md").write_text("# 1\n\naccuracy 52%\n", encoding="utf-8")
    [verdict] = grade(tmp_path, tmp_path / "answers.md").verdicts
    assert verdict.figure == "<svg>drawn by us</svg>"
