"""Baselines as files: what is written is read, and nothing that was changed since."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from solutions.baselines import Baseline, BaselineRun, baselines_of, loss_band, read_baseline

CONFIGURATION = {"network": "lenet", "batch_size": 4, "epochs": 2, "log_every": 10}


def run(seed: int, accuracy: float) -> BaselineRun:
    losses = (2.3, 2.1, 2.0, 1.9 - accuracy, 1.8, math.nan)
    return BaselineRun(seed, (0.3, accuracy), (0.4, 0.6), losses, {"margin": (-1.0, -0.5)})


BASELINE = Baseline(
    name="b4e2",
    assignment="vision_hw4",
    configuration=CONFIGURATION,
    runs=(run(0, 0.50), run(1, 0.52), run(2, 0.57)),
    train_images=100,
    test_images=1000,
    data="generated",
    hardware="a processor",
    versions={"python": "3"},
    command="nabla baseline train vision_hw4 b4e2",
    complete=False,
    note="3 seeds of 32",
)


def written(folder: Path, text: str = "") -> Path:
    file = folder / "vision_hw4" / "b4e2.json"
    file.parent.mkdir(parents=True)
    file.write_text(text or BASELINE.to_json(), encoding="utf-8")
    return file


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written(tmp_path)
    found = read_baseline("vision_hw4", "b4e2", folder=tmp_path)
    assert repr(found) == repr(BASELINE)  # by text, for NaN is not equal to itself
    assert baselines_of("vision_hw4", folder=tmp_path) == ("b4e2",)


def test_there_are_no_baselines_of_an_unknown_assignment(tmp_path: Path) -> None:
    assert baselines_of("vision_hw4", folder=tmp_path) == ()
    with pytest.raises(FileNotFoundError):
        read_baseline("vision_hw4", "b4e2", folder=tmp_path)


@pytest.mark.parametrize(
    ("old", "new"), [("0.57", "0.97"), ('"complete": false', '"complete": true'), ("0.53", "0.54")]
)
def test_a_file_changed_by_hand_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = BASELINE.to_json()
    assert old in text
    written(tmp_path, text.replace(old, new))
    with pytest.raises(ValueError, match="nabla baseline train vision_hw4 b4e2"):
        read_baseline("vision_hw4", "b4e2", folder=tmp_path)


@pytest.mark.parametrize("text", ["{}", "[]", "no json", "{"])
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ValueError, match=str(file)):
        read_baseline("vision_hw4", "b4e2", folder=tmp_path)


def test_mean_spread_and_quantiles_are_those_of_the_final_accuracies() -> None:
    assert BASELINE.mean == pytest.approx(0.53)
    assert BASELINE.spread == pytest.approx(math.sqrt((0.03**2 + 0.01**2 + 0.04**2) / 2))
    assert BASELINE.quantiles([0.0, 0.5, 0.75, 1.0]) == pytest.approx((0.50, 0.52, 0.545, 0.57))
    assert math.isnan(replace(BASELINE, runs=BASELINE.runs[:1]).spread)


def test_steps_count_over_epochs_and_short_intervals() -> None:
    assert BASELINE.steps == (10, 20, 25, 35, 45, 50)
    even = replace(BASELINE, train_images=80)
    assert even.steps == (10, 20, 30, 40)


def test_a_loss_band_holds_the_median_and_leaves_out_what_is_no_number() -> None:
    band = BASELINE.loss_band(0.9)
    assert band.middle[3] == pytest.approx(1.9 - 0.52)
    assert all(a <= b <= c for a, b, c in zip(band.low[:5], band.middle, band.high, strict=False))
    assert (band.low[5], band.high[5]) == (0.0, math.inf)  # nothing is known there
    assert band.steps == BASELINE.steps


def test_a_band_for_all_losses_together_is_wider() -> None:
    losses = [[1.0, 2.0], [1.1, 2.1], [1.2, 2.2]]
    one, all_ = loss_band([1, 2], losses, 0.9), loss_band([1, 2], losses, 0.9, together=True)
    assert all_.high[0] > one.high[0]
    assert all_.low[0] < one.low[0]


def test_losses_below_zero_are_taken_as_they_are() -> None:
    band = loss_band([1], [[-0.9], [-0.8], [-0.85]], 0.9)
    assert band.low[0] < -0.9 < -0.8 < band.high[0]
