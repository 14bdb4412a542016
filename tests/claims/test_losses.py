"""Printed losses held against what scores give, with 2 percent for everything that is rounding."""

from collections.abc import Mapping

import numpy as np
import pytest
import torch
from torch.nn import functional

from graders.claims.weights.losses import check_last_loss, check_loss
from graders.comparing.claims.accuracies import Measured
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.training.kinds import TEST_LOSS
from graders.reading.training.log import read_log
from solutions.mean_losses import CROSS_ENTROPY, loss_readings

RANDOM = np.random.default_rng(5)
SCORES, LABELS = RANDOM.normal(size=(60, 10)) * 2, RANDOM.integers(10, size=60)
READINGS = loss_readings(SCORES, LABELS, batch=20)


def test_every_reading_is_what_torch_makes_of_it() -> None:
    scores, labels = torch.from_numpy(SCORES), torch.from_numpy(LABELS)
    means = [functional.cross_entropy(*each) for each in zip(scores.split(20), labels.split(20),
                                                             strict=True)]  # fmt: skip
    shares = scores.softmax(1)
    wanted = {
        CROSS_ENTROPY: functional.cross_entropy(scores, labels),
        "mean of the negative probabilities": functional.nll_loss(shares, labels),
        "cross-entropy of probabilities": functional.cross_entropy(shares, labels),
        "means of batches over images": sum(means) / 60,
        "sum of the means of batches": sum(means),
    }
    assert {name: pytest.approx(float(value)) for name, value in wanted.items()} == dict(READINGS)


# What is printed, as a multiple of a reading, and what is said of it: a code where it is wrong.
PRINTED: Mapping[str, tuple[str, float, bool, str]] = {
    "to the digit": (CROSS_ENTROPY, 1.0, True, ""),
    "two percent off": (CROSS_ENTROPY, 1.019, True, ""),
    "three percent off": (CROSS_ENTROPY, 1.03, False, "claim"),
    "half of it": (CROSS_ENTROPY, 0.5, False, "claim"),
    "of probabilities": ("mean of the negative probabilities", 1.0, False, "probabilities"),
    "softmax twice": ("cross-entropy of probabilities", 1.0, False, "probabilities"),
    "divided once more": ("means of batches over images", 1.0, False, "averaged"),
    "added up": ("sum of the means of batches", 1.0, False, "sum"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_loss_is_confirmed_to_two_percent(name: str) -> None:
    reading, factor, holds, code = PRINTED[name]
    number = read_number(f"{factor * READINGS[reading]:.6f}")
    assert number is not None
    check = check_loss("test loss", number, READINGS)
    assert (check.holds, check.mistake.code if check.mistake else "") == (holds, code)
    if code == "claim":
        assert check_loss("test loss", number, READINGS, lossy=True).holds is None


def test_the_last_loss_of_a_log_is_that_of_the_weights() -> None:
    loss = READINGS[CROSS_ENTROPY]
    measured = Measured(30, 60, losses=READINGS)

    def judged(*losses: float) -> list[bool | None]:
        rows = [f"{epoch},{value:.5f}" for epoch, value in enumerate(losses, start=1)]
        log = read_log("\n".join(["epoch,test loss", *rows]))
        return [each.holds for each in check_last_loss(log, TEST_LOSS, measured)]

    assert judged(2.3, loss) == [True]
    assert judged(loss, 1.3 * loss) == [None]  # the weights are those of an earlier epoch
    assert judged(2.3, 1.3 * loss) == [False]
    assert [*check_last_loss(read_log("epoch,loss\n1,0.3"), TEST_LOSS, measured)] == []
