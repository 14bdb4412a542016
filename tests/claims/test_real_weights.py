"""A network trained on real images, handed in with its log, and measured on all test images."""

from fractions import Fraction
from pathlib import Path

from graders.batch import grade
from graders.claims.runs.files import RunFiles
from graders.claims.runs.found import Found, Said
from graders.claims.runs.places import NO_OTHERS
from graders.claims.runs.references import Reference
from graders.claims.runs.run import Judge
from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.checks import Part
from graders.grading.code_run import CodeRun
from graders.model import Submission
from graders.reading.quantities.numbers.printed import read_number
from tests.claims.test_logs_of_runs import ASKED
from tests.shared import SHARED, needs

SAMPLE = Path(__file__).parents[2] / "submissions" / "vision_hw4" / "trained_run"


@needs("data", "cifar10_jpeg.npz")
def test_the_weights_of_a_sample_confirm_its_claim() -> None:
    report = grade("vision_hw4", SAMPLE, data=SHARED / "data")
    [found] = [each for each in report.verdicts if each.question.id == "2.4.ii.b16e5"]
    assert "claimed 56.6 %, measured 56.57 % of 10,000 images" in found.note
    assert "not at hand" not in found.feedback


@needs("data", "cifar10_jpeg.npz")
def test_without_other_runs_a_confirmed_claim_earns_its_points() -> None:
    name = "b16e5.safetensors"
    submission = Submission("ada", {name: (SAMPLE / name).read_bytes()})
    number = read_number("56.6 %")
    assert number is not None
    run = CodeRun(("numpy", "torch"))
    student = run.student(submission, Path(), None)
    judge = Judge(ASKED, Reference(None, ()), SHARED / "data", lambda: student, "vision_hw4")
    found = Found(submission, RunFiles(weights=name), Said("", [Claim(number)]))
    part = Part("claim", Fraction(1), tuple(judge.check_claim(found)))
    student.close()
    run.sandbox.close()
    assert part.holds is True, part.checks
    assert NO_OTHERS in [each.told for each in part.checks]
    assert "nabla baseline train vision_hw4 b16e5" in "; ".join(each.note for each in part.checks)
