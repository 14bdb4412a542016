"""Whole trainings: blocks of epochs, mixed runs, logs, results."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from solutions.training.config import SMOKE, Run, TrainingConfig, with_seeds
from solutions.training.generated import generated_images
from solutions.training.modules import load_weights, module
from solutions.training.networks import MNIST, two_layer
from solutions.training.plain import train_plainly
from solutions.training.result import Result
from solutions.training.side_by_side import CHECKPOINT, Progress, train
from solutions.training.trainer import Trainer

SMALL = generated_images(train=50, test=30, side=28, channels=1)
COLOUR = generated_images(train=60, test=30)
RUNS = (
    Run(1, 0.001, "adam", dropout=0.4, batch_norm=True),
    Run(2, 0.05, momentum=0.5, l1=0.001),
    Run(3, 0.01, "adagrad"),
    Run(4, 0.05, batch_norm=True, weight_decay=0.01),
    Run(5, 0.001, "rmsprop", dropout=0.2),
)
CONFIG = TrainingConfig(MNIST, RUNS, batch_size=8, epochs=3, log_every=3)


def equal(one: Result, other: Result) -> bool:
    """Whether two results agree bit for bit in every number that the training gives."""
    logs = [(each.losses, each.last_losses, each.accuracies) for each in (one, other)]
    return all(np.array_equal(*pair) for pair in zip(*logs, strict=True)) and all(
        np.array_equal(ours[name], theirs[name])
        for ours, theirs in zip(one.weights, other.weights, strict=True)
        for name in ours.keys() | theirs.keys()
    )


def test_the_smoke_config_trains_on_a_cpu() -> None:
    result = train(SMOKE, COLOUR)
    assert result.losses.shape == (4, 2, 2)
    assert result.accuracies.shape == (4, 2)
    assert np.isfinite(result.losses).all()
    assert np.array_equal(result.accuracies * 30, np.round(result.accuracies * 30))


def test_blocks_of_epochs_give_what_one_go_gives_bit_for_bit(tmp_path: Path) -> None:
    whole = train(CONFIG, SMALL)
    first = train(CONFIG, SMALL, folder=tmp_path, epochs_now=1)
    assert first.epochs == 1
    assert np.array_equal(first.losses, whole.losses[:, :1])
    assert train(CONFIG, SMALL, folder=tmp_path, epochs_now=1).epochs == 2
    last = train(CONFIG, SMALL, folder=tmp_path)
    assert equal(last, whole)
    assert equal(train(CONFIG, SMALL, folder=tmp_path), whole)  # nothing is left to do


def test_a_stop_while_a_checkpoint_is_written_loses_nothing(tmp_path: Path) -> None:
    train(CONFIG, SMALL, folder=tmp_path, epochs_now=1)
    (tmp_path / f"{CHECKPOINT}.part").write_bytes(b"half a file")
    assert equal(train(CONFIG, SMALL, folder=tmp_path), train(CONFIG, SMALL))


@pytest.mark.parametrize(
    "other",
    [replace(CONFIG, runs=RUNS[:-1]), replace(CONFIG, batch_size=9), replace(CONFIG, mean=(0.4,))],
    ids=["runs", "batch size", "mean"],
)
def test_a_checkpoint_of_another_training_is_not_gone_on_with(
    tmp_path: Path, other: TrainingConfig
) -> None:
    train(CONFIG, SMALL, folder=tmp_path, epochs_now=1)
    with pytest.raises(ValueError, match="another training"):
        train(other, SMALL, folder=tmp_path)


def test_a_checkpoint_on_other_images_or_from_another_start_is_not_gone_on_with(
    tmp_path: Path,
) -> None:
    first = train(CONFIG, SMALL, folder=tmp_path, epochs_now=1)
    with pytest.raises(ValueError, match="another training"):
        train(CONFIG, SMALL.first(40, 30), folder=tmp_path)
    with pytest.raises(ValueError, match="another training"):
        train(CONFIG, SMALL, folder=tmp_path, start=first.weights)


def test_runs_of_several_optimisers_come_back_in_their_own_order() -> None:
    result = train(CONFIG, SMALL)
    for i, run in enumerate(RUNS):
        alone = train(replace(CONFIG, runs=(run,)), SMALL)
        np.testing.assert_allclose(result.losses[i], alone.losses[0], rtol=1e-3, atol=1e-4)
        assert result.weights[i].keys() == alone.weights[0].keys()
        assert ("norm1.running_var" in result.weights[i]) == run.batch_norm


def test_a_run_that_diverges_leaves_the_others_alone() -> None:
    calm = Run(1, 0.01)
    config = TrainingConfig(two_layer(16, (1, 28, 28)), (Run(0, 1e30), calm), 8, 2, 100)
    result = train(config, SMALL)
    assert not np.isfinite(result.losses[0]).all()
    alone = train(replace(config, runs=(calm,)), SMALL)
    np.testing.assert_allclose(result.losses[1], alone.losses[0], rtol=1e-5)
    json.dumps(result.numbers(), allow_nan=False)


def test_the_trained_weights_go_into_a_plain_module_that_scores_the_same() -> None:
    result = train(CONFIG, SMALL)
    test_images = torch.from_numpy(SMALL.test_images).unsqueeze(1) / 255
    for run, weights, accuracies in zip(RUNS, result.weights, result.accuracies, strict=True):
        network = module(MNIST, run).eval()
        load_weights(network, weights)
        with torch.no_grad():
            chosen = network((test_images - 0.5) / 0.5).argmax(1).numpy()
        assert np.mean(chosen == SMALL.test_labels) == accuracies[-1]


def test_a_training_starts_from_the_weights_it_is_given() -> None:
    runs = with_seeds(Run(0, 0.05, l1=0.001), (3, 4))
    config = TrainingConfig(MNIST, runs, 8, 1, 100, precision="float64")
    start = train(config, SMALL).weights
    result = train(config, SMALL, start=start)
    for run, begin, weights in zip(runs, start, result.weights, strict=True):
        plain = train_plainly(config, run, SMALL, steps=7, start=begin)
        np.testing.assert_allclose(weights["fc1.weight"], plain.weights["fc1.weight"], rtol=1e-9)


def test_initial_weights_that_do_not_fit_are_refused() -> None:
    weights = train(replace(CONFIG, runs=RUNS[1:2], epochs=1), SMALL).weights
    config = replace(CONFIG, runs=RUNS[:1])
    with pytest.raises(ValueError, match="are needed"):
        train(config, SMALL, start=weights)
    changed = {**weights[0], "fc1.bias": np.zeros(3)}
    with pytest.raises(ValueError, match=r"fc1\.bias: shape"):
        train(replace(CONFIG, runs=RUNS[1:2]), SMALL, start=[changed])


def test_images_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match=r"mnist takes images of \(1, 28, 28\)"):
        train(CONFIG, COLOUR)


def test_intervals_hold_the_mean_and_the_last_of_their_steps() -> None:
    config = replace(CONFIG, runs=RUNS[1:2], precision="float64")
    steps = Trainer(config, SMALL, device=torch.device("cpu")).train_epoch(0)[0]
    result = train(replace(config, epochs=1), SMALL)
    assert result.interval_steps == (3, 3, 1)
    expected = [steps[:3].mean(), steps[3:6].mean(), steps[6]]
    np.testing.assert_allclose(result.losses[0, 0], expected)
    np.testing.assert_allclose(result.last_losses[0, 0], steps[[2, 5, 6]])
    np.testing.assert_allclose(result.epoch_losses, [[steps.mean()]])


def test_progress_tells_the_time_that_is_left(tmp_path: Path) -> None:
    seen: list[Progress] = []
    train(CONFIG, SMALL, folder=tmp_path, epochs_now=1, progress=seen.append)
    train(CONFIG, SMALL, folder=tmp_path, progress=seen.append)
    assert [each.epoch for each in seen] == [1, 2, 3]
    assert seen[0].seconds < seen[1].seconds < seen[2].seconds
    assert seen[2].seconds_left == 0
    assert seen[0].seconds_left == pytest.approx(2 * seen[0].seconds)


def test_a_result_is_saved_and_loaded_whole(tmp_path: Path) -> None:
    result = train(CONFIG, SMALL)
    result.save(tmp_path / "deeper" / "result.npz")
    loaded = Result.load(tmp_path / "deeper" / "result.npz")
    assert equal(loaded, result)
    assert loaded.config == CONFIG
    assert loaded.numbers() == result.numbers()


def test_the_numbers_of_a_result_are_plain_data() -> None:
    result = train(CONFIG, SMALL)
    numbers = json.loads(json.dumps(result.numbers()))
    assert [each["seed"] for each in numbers["runs"]] == [1, 2, 3, 4, 5]
    assert numbers["runs"][2]["accuracies"] == result.accuracies[2].tolist()
    assert numbers["runs"][0]["losses"] == result.losses[0].tolist()
    assert numbers["data"] == SMALL.name
    assert numbers["versions"].keys() == {"python", "numpy", "torch"}


def test_a_batch_larger_than_the_images_is_one_step_an_epoch() -> None:
    config = replace(CONFIG, runs=RUNS[1:2], batch_size=100, log_every=10)
    result = train(config, SMALL)
    assert result.interval_steps == (1,)
    plain = train_plainly(config, RUNS[1], SMALL, steps=3)
    np.testing.assert_allclose(result.losses[0, :, 0], plain.losses, rtol=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"runs": ()},
        {"batch_size": 0},
        {"epochs": 0},
        {"log_every": 0},
        {"mean": (0.1, 0.2)},
        {"deviation": (0.0,)},
        {"loss": "hinge"},
        {"precision": "float16"},
    ],
    ids=str,
)
def test_a_config_with_a_number_out_of_its_range_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(CONFIG, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"optimizer": "lion"},
        {"learning_rate": -0.1},
        {"learning_rate": float("nan")},
        {"seed": -1},
        {"dropout": 1.0},
        {"betas": (0.9, 1.0)},
        {"l1": float("inf")},
    ],
    ids=str,
)
def test_a_run_with_a_number_out_of_its_range_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(RUNS[0], **change)
