"""Chunks of work: whatever ends the process, the numbers are those of one go."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from solutions.training.chunks import Chunk, chunks_of, finish
from solutions.training.config import Run
from solutions.training.description import Network
from solutions.training.generated import generated_images
from solutions.training.networks import two_layer
from solutions.training.plans import PLANS, Configuration, Plan
from solutions.training.result import Result
from solutions.training.side_by_side import CHECKPOINT

ROOT = Path(__file__).parents[3]
IMAGES = generated_images(train=64, test=30, side=12)
NETWORK: Network = two_layer(8, (3, 12, 12))
SLOW, FAST = Run(0, 0.01, momentum=0.9), Run(0, 0.05)
PLAN = Plan(
    name="tiny",
    assignment="none",
    network=NETWORK,
    data="cifar10",
    batch_size=8,
    log_every=3,
    logged="mean of the interval",
    seeds=4,
    configurations=(
        Configuration("slow2", ("1",), SLOW, 2),
        Configuration("slow4", ("1",), SLOW, 4),
        Configuration("fast4", ("2",), FAST, 4),
    ),
    measures="margins and bounds",
)


def equal(one: Result, other: Result) -> bool:
    """Whether two results agree bit for bit."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("losses", "accuracies")]
    pairs += [(one.measures[name], other.measures[name]) for name in one.measures]
    return one.measures.keys() == other.measures.keys() and all(
        np.array_equal(*pair, equal_nan=True) for pair in pairs
    )


def whole(folder: Path, chunk: Chunk) -> Result:
    return finish(chunk, IMAGES, work=folder)


def test_equal_settings_are_trained_once_for_the_longest() -> None:
    [chunk] = chunks_of(PLAN, PLAN.configurations, range(3))
    assert [(run.learning_rate, run.seed) for run in chunk.config.runs] == [
        (0.01, 0), (0.01, 1), (0.01, 2), (0.05, 0), (0.05, 1), (0.05, 2),
    ]  # fmt: skip
    assert chunk.config.epochs == 4


def test_chunks_hold_so_many_seeds_of_one_setting() -> None:
    chunks = chunks_of(PLAN, PLAN.configurations, range(3), together=2)
    found = [[(run.learning_rate, run.seed) for run in each.config.runs] for each in chunks]
    assert found == [[(0.01, 0), (0.01, 1)], [(0.01, 2)], [(0.05, 0), (0.05, 1)], [(0.05, 2)]]


def test_a_finished_chunk_is_read_and_not_trained_again(tmp_path: Path) -> None:
    [chunk] = chunks_of(PLAN, PLAN.configurations[:1], range(2))
    first = whole(tmp_path, chunk)
    seen: list[object] = []
    again = finish(chunk, IMAGES, work=tmp_path, progress=seen.append)
    assert equal(first, again)
    assert not seen


def test_more_epochs_go_on_and_fewer_are_the_beginning(tmp_path: Path) -> None:
    [short] = chunks_of(PLAN, PLAN.configurations[:1], range(2))
    [long] = chunks_of(PLAN, PLAN.configurations[1:2], range(2))
    seen: list[int] = []
    whole(tmp_path / "steps", short)
    stepwise = finish(
        long, IMAGES, work=tmp_path / "steps", progress=lambda p: seen.append(p.epoch)
    )
    assert seen == [3, 4]
    at_once = whole(tmp_path / "once", long)
    assert equal(stepwise, at_once)
    beginning = whole(tmp_path / "once", short)  # from the checkpoint of the long one
    assert equal(beginning, whole(tmp_path / "steps", short))


def test_other_runs_images_and_devices_have_other_folders(tmp_path: Path) -> None:
    [chunk] = chunks_of(PLAN, PLAN.configurations[:1], range(2))
    [more] = chunks_of(PLAN, PLAN.configurations[:1], range(3))
    folders = {
        chunk.folder(tmp_path, IMAGES, "cpu"),
        more.folder(tmp_path, IMAGES, "cpu"),
        chunk.folder(tmp_path, IMAGES.first(60, 30), "cpu"),
        chunk.folder(tmp_path, IMAGES, "cuda"),
        replace(chunk, keeps_weights=True).folder(tmp_path, IMAGES, "cpu"),
    }
    assert len(folders) == 5


def test_weights_are_kept_where_others_start_from_them(tmp_path: Path) -> None:
    [mnist] = [plan for plan in PLANS if plan.name == "mnist"]
    by_name = {each.name: each for each in mnist.configurations}
    [kept] = chunks_of(mnist, [by_name["l2"]], range(2))
    [left] = chunks_of(mnist, [by_name["sgd"]], range(2))
    assert (kept.keeps_weights, left.keeps_weights) == (True, False)
    [chunk] = chunks_of(PLAN, PLAN.configurations[:1], range(2))
    assert whole(tmp_path, replace(chunk, keeps_weights=True)).weights[1].keys()
    assert not whole(tmp_path, chunk).weights[1]


KILLED = """
import sys, torch
torch.set_num_threads(1)
sys.path.insert(0, {here!r})
import solutions.training.chunks as chunks
from test_chunks import PLAN, IMAGES
from pathlib import Path
chunks.SAVE_AFTER_SECONDS = 0.0
[chunk] = chunks.chunks_of(PLAN, PLAN.configurations, range(2))
chunks.finish(chunk, IMAGES, work=Path(sys.argv[1]), progress=lambda _: print("epoch", flush=True))
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait_seconds", [0.0, 0.01, 0.03])
def test_a_killed_process_loses_at_most_an_epoch_and_no_bit(
    tmp_path: Path, wait_seconds: float
) -> None:
    code = KILLED.format(here=str(Path(__file__).parent))
    command = [sys.executable, "-c", code, str(tmp_path / "killed")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"epoch\n"
        time.sleep(wait_seconds)
        process.send_signal(signal.SIGKILL)
    [chunk] = chunks_of(PLAN, PLAN.configurations, range(2))
    folder = chunk.folder(tmp_path / "killed", IMAGES, "cpu")
    assert (folder / CHECKPOINT).exists()
    assert equal(whole(tmp_path / "killed", chunk), whole(tmp_path / "once", chunk))
