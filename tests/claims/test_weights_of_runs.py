"""Weights, right ones and forged ones, run behind the wall on images with labels kept outside."""

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from graders.claims.runs.asked import Asked
from graders.claims.runs.confirming import NO_IMAGES
from graders.claims.runs.files import RunFiles
from graders.claims.runs.found import Found, Said
from graders.claims.runs.references import Reference
from graders.claims.runs.run import Judge
from graders.claims.weights.images import images_in
from graders.claims.weights.measuring import read_arrays
from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.checks import Part
from graders.errors import Mismatch
from graders.grading.code_run import CodeRun
from graders.model import Submission
from graders.reading.quantities.numbers.printed import read_number
from graders.sandbox.call import Call
from graders.sandbox.inside.endings import Ended
from solutions.baselines import Baseline
from solutions.training.images import Images
from solutions.training.networks import LENET
from solutions.training.result import Weights
from tests.claims.conftest import made_baseline
from tests.claims.test_logs_of_runs import ASKED

FILE = "b16e5.safetensors"
NETWORK = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
    def forward(self, x):
        {body}
"""


@pytest.fixture(scope="module")
def run() -> Iterator[CodeRun]:
    run = CodeRun(("numpy", "torch"))
    yield run
    run.sandbox.close()


Try = Callable[..., Part]


@pytest.fixture
def claimed(run: CodeRun, data: Path, baseline: Baseline) -> Try:
    """The part of the claim, for weights, the text of a claim, and code."""

    def judge(
        weights: Mapping[str, np.ndarray], claim: str, *, code: str = "",
        reference: Baseline | None = baseline, folder: Path | None = data, raw: bytes = b"",
        asked: Asked = ASKED,
    ) -> Part:  # fmt: skip
        packed = raw or save({name: np.ascontiguousarray(each) for name, each in weights.items()})
        submission = Submission("ada", {FILE: packed, "net.py": code.encode()})
        student = run.student(submission, Path(), None)
        number = read_number(claim)
        judging = Judge(asked, Reference(reference, ()), folder, lambda: student, "vision_hw4")
        claims = () if number is None else (Claim(number),)
        found = Found(submission, RunFiles(weights=FILE), Said("", claims))
        part = Part("claim", Fraction(1), tuple(judging.check_claim(found)))
        student.close()
        return part

    return judge


def told(part: Part) -> str:
    return "; ".join(each.told for each in part.checks)


def noted(part: Part) -> str:
    return "; ".join(each.note for each in part.checks)


def percent(right: int) -> str:
    return f"{right / 5:.1f} %"


def test_a_true_claim_is_confirmed(claimed: Try, weights: Weights, right: int) -> None:
    part = claimed(weights, percent(right))
    assert part.holds is True, part.checks
    assert f"measured {right / 5:.2f} % of 500 images" in noted(part)


def test_half_precision_and_other_names_do(claimed: Try, weights: Weights, right: int) -> None:
    halves = {name: each.astype(np.float16) for name, each in weights.items()}
    assert claimed(halves, percent(right)).holds is True
    layers = list(dict.fromkeys(name.partition(".")[0] for name in weights))
    numbered = {
        f"{3 * layers.index(name.partition('.')[0])}.{name.partition('.')[2]}": each
        for name, each in weights.items()
    }
    part = claimed(numbered, percent(right))
    assert part.holds is True
    assert "matched by their shapes" in told(part)


def test_an_inflated_claim_is_told_what_the_weights_give(
    claimed: Try, weights: Weights, right: int
) -> None:
    part = claimed(weights, percent(right + 40))
    assert part.holds is False
    assert f"the weights give {right / 5:.2f} % of 500 images" in told(part)


FORGED: Mapping[str, tuple[Callable[[Weights], Mapping[str, np.ndarray]], str]] = {
    "a bias is missing": (
        lambda w: {name: each for name, each in w.items() if name != "fc3.bias"},
        "missing: fc3.bias (10)",
    ),
    "a layer more": (
        lambda w: {**w, "fc4.weight": np.eye(10, dtype=np.float32)},
        "not of this network: fc4.weight (10 x 10)",
    ),
    "transposed": (
        lambda w: {**w, "fc1.weight": w["fc1.weight"].T.copy()},
        "fc1.weight has the shape 400 x 120; 120 x 400 is needed",
    ),
    "not numbers": (
        lambda w: {**w, "fc3.bias": np.full(10, np.nan, np.float32)},
        "hold values that are no numbers",
    ),
    "all zero": (lambda w: {name: 0 * each for name, each in w.items()}, "the weights give"),
    "whole numbers": (
        lambda w: {name: each.astype(np.int64) for name, each in w.items()}, "the weights give",
    ),
    "shuffled": (
        lambda w: {
            name: np.random.default_rng(0).permutation(each.ravel()).reshape(each.shape)
            for name, each in w.items()
        },
        "the weights give",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_forged_weights_are_wrong(name: str, claimed: Try, weights: Weights, right: int) -> None:
    forge, words = FORGED[name]
    part = claimed(forge(weights), percent(right))
    assert part.holds is False
    assert words in told(part)


@pytest.mark.parametrize("raw", [b"not weights at all", b"\x80\x04}q\x00.", b"PK\x03\x04" * 9])
def test_a_file_that_cannot_be_opened_is_for_a_person(raw: bytes, claimed: Try) -> None:
    part = claimed({}, "61.0 %", raw=raw)
    assert part.holds is None
    assert "cannot be taken for weights" in told(part)


def test_complex_weights_go_to_a_person(claimed: Try, weights: Weights, right: int) -> None:
    turned = {name: each.astype(np.complex64) + 1j for name, each in weights.items()}
    part = claimed(turned, percent(right))
    assert part.holds is None
    assert "complex numbers" in told(part)


def test_weights_that_overflow_go_to_a_person(claimed: Try, weights: Weights, right: int) -> None:
    huge = {name: np.full_like(each, 1e38) for name, each in weights.items()}
    assert claimed(huge, percent(right)).holds is None


def test_without_images_a_person_measures(claimed: Try, weights: Weights, right: int) -> None:
    part = claimed(weights, percent(right), folder=None)
    assert part.holds is None
    assert NO_IMAGES in told(part)


def test_without_a_claim_or_a_baseline_nothing_is_right(
    claimed: Try, weights: Weights, right: int
) -> None:
    assert claimed(weights, "good").holds is None
    part = claimed(weights, percent(right), reference=None)
    assert part.holds is None
    assert "nabla baseline train vision_hw4 b16e5" in noted(part)


def test_a_claim_that_no_count_gives_is_wrong_though_near(
    claimed: Try, weights: Weights, right: int
) -> None:
    part = claimed(weights, f"{right / 5:.2f}7 %")
    assert part.holds is False
    assert "no number of right images" in told(part)


def test_weights_below_all_runs_are_wrong_only_by_a_complete_baseline(
    claimed: Try, weights: Weights, right: int
) -> None:
    better = [min(0.998, right / 500 + 0.15 + 0.002 * seed) for seed in range(12)]
    assert claimed(weights, percent(right), reference=made_baseline(better)).holds is False
    few = made_baseline(better, complete=False)
    assert claimed(weights, percent(right), reference=few).holds is None


def test_weights_above_all_runs_go_to_a_person_with_changed_copies(
    claimed: Try, weights: Weights, right: int
) -> None:
    worse = [right / 500 - 0.25 + 0.002 * seed for seed in range(12)]
    part = claimed(weights, percent(right), reference=made_baseline(worse))
    assert part.holds is None
    assert "better than any run" in told(part)
    assert all(kind in noted(part) for kind in ("shifted", "noisy", "flipped"))


def test_another_network_is_for_a_person_whatever_its_own_code_says(
    claimed: Try, right: int
) -> None:
    own = {"body.1.weight": np.zeros((10, 3072), np.float32), "body.1.bias": np.zeros(10)}
    honest = claimed(own, percent(right), code=NETWORK.format(body="return self.body(x)"))
    assert honest.holds is None
    assert "the student's own network gives" in noted(honest)
    ends = claimed(own, percent(right), code=NETWORK.format(body="import os; os._exit(0)"))
    assert ends.holds is False
    wrong = NETWORK.format(body="return torch.zeros(3, 10)")
    assert claimed(own, percent(right), code=wrong).holds is None


def test_no_label_and_no_order_reaches_the_child(
    claimed: Try, data: Path, images: Images, right: int
) -> None:
    found = images_in(data, "cifar10")
    assert found is not None
    assert not np.array_equal(found.labels, images.test_labels)
    assert sorted(found.labels.tolist()) == sorted(images.test_labels.tolist())
    looks = "import gc; own = [k for k in gc.get_objects() if 'labels' in str(type(k))]"
    body = f"{looks}; return torch.full((len(x), 10), float(bool(own)))"
    own = {"body.1.weight": np.zeros((10, 3072), np.float32), "body.1.bias": np.zeros(10)}
    assert claimed(own, percent(right), code=NETWORK.format(body=body)).holds is not True


def test_another_normalisation_is_named(
    run: CodeRun, claimed: Try, weights: Weights, right: int
) -> None:
    first = weights["conv1.weight"]  # as trained on pixels in [0, 1] in place of [-1, 1]
    moved = {
        **weights,
        "conv1.weight": 2 * first,
        "conv1.bias": weights["conv1.bias"] - first.sum(axis=(1, 2, 3)),
    }
    part = claimed(moved, percent(right))
    assert part.holds is None
    assert "than asked for: pixels in [0, 1]" in told(part)
    free = claimed(moved, percent(right), asked=replace(ASKED, any_scale=True))
    assert free.holds is True
    assert "holds with this normalisation of the images: pixels in [0, 1]" in told(free)
    inflated = claimed(moved, percent(right + 40), asked=replace(ASKED, any_scale=True))
    assert inflated.holds is False


def test_networks_of_other_sizes_are_run_where_they_may_be(weights: Weights) -> None:
    judge = Judge(
        replace(ASKED, other_sizes=True), Reference(None, ()), None, lambda: None, "networks_hw4"
    )  # type: ignore[arg-type, return-value]
    wide = {**weights, "fc1.weight": np.zeros((150, 400)), "fc1.bias": np.zeros(150)}
    wide |= {"fc2.weight": np.zeros((84, 150))}
    fitting, found = judge.fitting(wide)
    network = fitting[0].network
    assert found.fits
    assert network != LENET
    assert [each.outputs for each in network.layers if each.kind == "linear"] == [150, 84, 10]


class Opened:
    """A student whose file of weights holds these arrays."""

    def __init__(self, **arrays: NDArray[np.float64]) -> None:
        self.arrays = arrays

    def weights(self, file: str) -> Call:
        return Call(Ended.RETURNED, self.arrays)


def test_weights_that_are_no_numbers_are_let_go_of_once_that_is_told() -> None:
    weights = np.full(3, np.nan)
    held = ref(weights)
    with pytest.raises(Mismatch, match="no numbers"):
        read_arrays(Opened(w=weights), FILE)  # type: ignore[arg-type]
    del weights
    gc.collect()
    assert held() is None
