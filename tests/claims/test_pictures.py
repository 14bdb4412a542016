"""The picture of a run in its report."""

from pathlib import Path

from graders.batch import grade

SAMPLE = Path(__file__).parents[2] / "submissions" / "vision_hw4" / "trained_run"


def figure_of(data: Path | None) -> str:
    report = grade("vision_hw4", SAMPLE, data=data)
    [verdict] = [each for each in report.verdicts if each.question.id == "2.4.ii.b16e5"]
    return verdict.figure


def test_the_picture_shows_what_was_measured_beside_what_is_claimed(data: Path) -> None:
    drawn = figure_of(data)
    assert ">measured<" in drawn
    assert "56.60% is claimed for it" in drawn


def test_a_claim_that_was_not_measured_stands_alone() -> None:
    drawn = figure_of(None)
    assert "This run has 56.60%" in drawn
    assert ">claimed<" not in drawn
