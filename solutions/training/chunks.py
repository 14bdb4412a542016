"""The work of a plan in chunks that are trained side by side, each finished or gone on with.

A chunk has a folder named by everything that its numbers follow from: its checkpoint lies there
after an epoch, and its result once it is done. Whatever ends the process, the next one goes on from
what is there; on a CPU with as many threads the numbers are the same as without a stop. More epochs
go on from where fewer have ended.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from solutions.training.config import Run, TrainingConfig, with_seeds
from solutions.training.description import Network
from solutions.training.images import Images
from solutions.training.measures import margins_and_bounds, train_accuracy
from solutions.training.modules import Weights
from solutions.training.plans import PLANS, Configuration, Plan
from solutions.training.result import Result
from solutions.training.side_by_side import Progress, train

RESULT = "after-{}-epochs.npz"
SAVE_AFTER_SECONDS = 20.0
MEASURING = {"accuracy": train_accuracy, "margins and bounds": margins_and_bounds}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Runs of a plan that are trained side by side."""

    plan: Plan
    config: TrainingConfig
    measured_after: tuple[int, ...] = ()  # epochs
    keeps_weights: bool = False  # for the chunks that start from them

    @property
    def work(self) -> float:
        """Multiplications of one epoch for each training image, of all runs."""
        return multiplications(self.config.network) * len(self.config.runs)

    def result(self, work: Path, images: Images, device: str) -> Path:
        """The file of its result, which is there once it is done."""
        return self.folder(work, images, device) / RESULT.format(self.config.epochs)

    def folder(self, work: Path, images: Images, device: str) -> Path:
        """Where it is kept: another for other settings, runs, images or devices.

        Weights that others start from are those after the last epoch, so that a chunk which keeps
        them cannot be the beginning of a longer one.
        """
        identity = {
            "config": {**self.config.to_json(), "epochs": None},
            "images": images.fingerprint(),
            "device": device,
            "start": self.plan.start,
            "measures": self.plan.measures,
            "weights": self.config.epochs if self.keeps_weights else None,
        }
        digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
        return work / self.plan.name / digest[:16]


def chunks_of(
    plan: Plan,
    configurations: Sequence[Configuration],
    seeds: Sequence[int],
    *,
    epochs: int | None = None,
    together: int | None = None,
) -> list[Chunk]:
    """The runs of some configurations of a plan, in chunks.

    Args:
        plan: of the configurations.
        configurations: those with equal settings are trained once, for the epochs of the longest.
        seeds: of each configuration.
        epochs: at most as many.
        together: seeds of one setting side by side; None puts all runs into one chunk.
    """
    settings = list(dict.fromkeys(each.run for each in configurations))
    longest = max(each.epochs for each in configurations)
    if together is None:
        groups = [[run for setting in settings for run in with_seeds(setting, seeds)]]
    else:
        groups = [
            list(with_seeds(setting, seeds[begin : begin + together]))
            for setting in settings
            for begin in range(0, len(seeds), together)
        ]
    last = min(longest, epochs or longest)
    ends = {each.epochs for each in plan.configurations} | {last}
    after = sorted(ends) if plan.measures == "accuracy" else range(1, last + 1)
    return [
        Chunk(plan, _config(plan, group, last), tuple(after), _keeps_weights(plan, group))
        for group in groups
    ]


def finish(
    chunk: Chunk,
    images: Images,
    *,
    work: Path,
    device: str = "cpu",
    starts: Mapping[int, Weights] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """The result of a chunk: read if it is there, else trained from where it was left.

    Args:
        chunk: what is trained.
        images: on which.
        work: the folder of all chunks.
        device: as `side_by_side.train` takes it.
        starts: initial weights by seed, for a plan that starts from those of another.
        progress: called after each epoch.
    """
    file = chunk.result(work, images, device)
    if file.exists():
        return Result.load(file)
    result = train(
        chunk.config,
        images,
        device=device,
        folder=file.parent,
        start=None if starts is None else [starts[run.seed] for run in chunk.config.runs],
        progress=progress,
        measuring=MEASURING[chunk.plan.measures],
        measured_after=chunk.measured_after,
        save_after_seconds=SAVE_AFTER_SECONDS,
    )
    if not chunk.keeps_weights:
        result = replace(result, weights=tuple({} for _ in result.weights))
    result.save(file)
    return result


def multiplications(network: Network) -> int:
    """Multiplications of one image's way through the network, which its training time follows.

    >>> from solutions.training.networks import LENET
    >>> multiplications(LENET)
    651720
    """
    total = 0
    for layer, after in zip(network.layers, network.shapes(), strict=True):
        if layer.kind == "convolution":
            total += math.prod(after) * layer.inputs * layer.kernel**2
        elif layer.kind == "linear":
            total += layer.inputs * layer.outputs
    return total


def _keeps_weights(plan: Plan, runs: Sequence[Run]) -> bool:
    """Whether another plan starts from weights of these runs."""
    started = {(each.assignment, each.start) for each in PLANS if each.start}
    settings = {each.run for each in plan.configurations if (plan.assignment, each.name) in started}
    return any(replace(run, seed=0) in settings for run in runs)


def _config(plan: Plan, runs: Sequence[Run], epochs: int) -> TrainingConfig:
    return TrainingConfig(
        network=plan.network,
        runs=tuple(runs),
        batch_size=plan.batch_size,
        epochs=epochs,
        log_every=plan.log_every,
        mean=plan.mean,
        deviation=plan.deviation,
        loss=plan.loss,
    )
