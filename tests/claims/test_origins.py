"""Loss curves that are made of those of published runs, and those of other seeds."""

import numpy as np
import pytest

from graders.claims.runs.references import Reference
from graders.comparing.claims.checks import Check
from graders.comparing.claims.curves import MIXED, TO_LOOK_AT
from graders.comparing.claims.origins import explained
from graders.reading.training.log import read_log
from solutions.baselines import Baseline, read_baseline

NAMES = ("b4e3", "b4e5", "b4e20", "b16e3", "b16e5", "b16e20")
FORGED = {
    "scaled": lambda runs: 1.004 * runs[0],
    "shifted": lambda runs: runs[0] + 0.01,
    "mean_of_two": lambda runs: (runs[0] + runs[1]) / 2,
    "mean_of_three": lambda runs: runs[2:5].mean(axis=0),
    "uneven_mixture": lambda runs: 0.7 * runs[3] + 0.3 * runs[6],
    "mean_of_all": lambda runs: runs.mean(axis=0),
    "rounded": lambda runs: np.round((runs[2] + runs[5]) / 2, 3),
}


def losses_of(baseline: Baseline) -> np.ndarray:
    return np.array([each.losses for each in baseline.runs])


@pytest.mark.parametrize("name", NAMES)
def test_no_run_of_a_baseline_is_made_of_the_others(name: str) -> None:
    runs = losses_of(read_baseline("vision_hw4", name))
    shares = [explained(runs[at], np.delete(runs, at, axis=0)) for at in range(len(runs))]
    assert max(shares) < 0.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("forged", FORGED)
def test_a_curve_that_is_made_of_runs_is_known(name: str, forged: str) -> None:
    runs = losses_of(read_baseline("vision_hw4", name))
    if forged == "mean_of_three" and runs.shape[1] < 30:
        pytest.skip("so few points do not tell a mixture of three from the curve of any seed")
    assert explained(FORGED[forged](runs), runs) > MIXED


def test_no_seed_of_many_is_taken_for_a_mixture_of_others() -> None:
    """Runs that share nothing but their mean and spread, as many as a whole baseline has."""
    random = np.random.default_rng(5)
    for name in NAMES:
        runs = losses_of(read_baseline("vision_hw4", name))
        middle, spread = runs.mean(axis=0), np.log(runs / runs.mean(axis=0)).std(axis=0, ddof=1)
        for _ in range(10):
            made = middle * np.exp(spread * random.normal(size=(33, len(middle))))
            assert explained(made[0], made[1:]) < 0.95


def check(baseline: Baseline, losses: np.ndarray) -> Check:
    rows = "\n".join(f"{1 + at // 7},{min(500 * (1 + at % 7), 3125)},{loss:.4f}"
                     for at, loss in enumerate(losses))  # fmt: skip
    log = read_log(f"epoch,step,running loss\n{rows}")
    return Reference(baseline, ()).check_curve(log, 3125)


def test_such_a_curve_is_shown_to_a_person_and_not_called_a_forgery() -> None:
    baseline = read_baseline("vision_hw4", "b16e5")
    found = check(baseline, 1.004 * losses_of(baseline)[0])
    assert (found.holds, found.words, found.mistake) == (None, TO_LOOK_AT, None)
    assert "anybody can read" in found.note


def test_few_points_and_losses_of_both_signs_say_nothing() -> None:
    runs = losses_of(read_baseline("vision_hw4", "b16e5"))
    assert explained(runs[0, :12], runs[:, :12]) == 0
    assert explained(runs[0] - 1.5, runs) == 0
    assert explained(runs[0], [runs[1], runs[1]]) == 0
