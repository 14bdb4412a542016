"""A network trained on real images, handed in with its log, and measured on all test images."""

from pathlib import Path

from graders.batch import grade
from tests.shared import SHARED, needs

SAMPLE = Path(__file__).parents[2] / "submissions" / "vision_hw4" / "trained_run"


@needs("data", "cifar10_jpeg.npz")
def test_the_weights_of_a_sample_confirm_its_claim() -> None:
    report = grade("vision_hw4", SAMPLE, data=SHARED / "data")
    [found] = [each for each in report.verdicts if each.question.id == "2.4.ii.b16e5"]
    assert "claimed 56.6 %, measured 56.57 % of 10,000 images" in found.note
    assert "not at hand" not in found.feedback
