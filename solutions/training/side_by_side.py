"""Train all runs of a config side by side, in one go or in blocks of epochs.

    result = train(config, images, device="cuda", folder=Path("out/lenet"))

With a folder, a checkpoint is written there after every epoch, and the next call goes on from it:
on a CPU the result is the same bit for bit as without a stop.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from solutions.training import archive, machine
from solutions.training.config import OPTIMIZERS, TrainingConfig
from solutions.training.images import Images
from solutions.training.modules import Weights
from solutions.training.result import LOGS, Result, interval_losses
from solutions.training.trainer import Trainer

Array = NDArray[np.float64]

CHECKPOINT = "checkpoint.npz"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is, after an epoch."""

    epoch: int  # epochs that are done
    epochs: int
    seconds: float  # in training so far, before a stop included

    @property
    def seconds_left(self) -> float:
        """Expected from the mean time of an epoch."""
        return self.seconds / self.epoch * (self.epochs - self.epoch)


@dataclass(frozen=True, slots=True, eq=False)
class _Log:
    """What the epochs so far have given."""

    losses: Array
    last_losses: Array
    accuracies: Array
    seconds: float

    @property
    def epochs(self) -> int:
        return self.accuracies.shape[1]

    def and_then(self, losses: Array, last: Array, accuracies: Array, seconds: float) -> "_Log":
        return _Log(
            np.concatenate([self.losses, losses[:, np.newaxis]], 1),
            np.concatenate([self.last_losses, last[:, np.newaxis]], 1),
            np.concatenate([self.accuracies, accuracies[:, np.newaxis]], 1),
            self.seconds + seconds,
        )


def train(
    config: TrainingConfig,
    images: Images,
    *,
    device: str = "cpu",
    folder: Path | None = None,
    start: Sequence[Weights] | None = None,
    epochs_now: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """All runs of a config, side by side.

    Args:
        config: what is trained.
        images: of the size that the network takes.
        device: "cpu", "cuda", or one of several GPUs as "cuda:1".
        folder: where checkpoints are kept; None keeps none.
        start: initial weights of each run; by default they follow from its seed.
        epochs_now: stop after as many epochs of this call; by default only at the end.
        progress: called after each epoch.

    Returns:
        The numbers of the epochs so far and the present weights.

    Raises:
        ValueError: if images or initial weights do not fit the network, or if the folder holds a
            checkpoint of another training.
    """
    order = sorted(
        range(len(config.runs)), key=lambda i: OPTIMIZERS.index(config.runs[i].optimizer)
    )
    arranged = replace(config, runs=tuple(config.runs[i] for i in order))
    begin = None if start is None else [start[i] for i in order]
    trainer = Trainer(arranged, images, device=torch.device(device), start=begin)
    identity = {
        "config": arranged.to_json(),
        "fingerprint": images.fingerprint(),
        "start": None if begin is None else _digest(begin),
    }
    log = _resumed(folder, identity, trainer)
    end = config.epochs if epochs_now is None else min(config.epochs, log.epochs + epochs_now)
    for epoch in range(log.epochs, end):
        log = _with_epoch(log, trainer, epoch)
        if folder is not None:
            _save(folder, identity, trainer, log)
        if progress is not None:
            progress(Progress(log.epochs, config.epochs, log.seconds))
    return _result(config, images, trainer, log, order)


def _with_epoch(log: _Log, trainer: Trainer, epoch: int) -> _Log:
    begun = time.perf_counter()
    losses = trainer.train_epoch(epoch)
    intervals = trainer.config.intervals(len(trainer.train))
    accuracies = trainer.accuracies()
    seconds = time.perf_counter() - begun
    return log.and_then(*interval_losses(losses, intervals), accuracies, seconds)


def _save(folder: Path, identity: dict[str, Any], trainer: Trainer, log: _Log) -> None:
    state = {f"state/{name}": each.cpu().numpy() for name, each in trainer.state.items()}
    logs = {name: getattr(log, name) for name in LOGS}
    archive.write(folder / CHECKPOINT, {**identity, "seconds": log.seconds}, {**state, **logs})


def _resumed(folder: Path | None, identity: dict[str, Any], trainer: Trainer) -> _Log:
    """The log of the checkpoint, whose state the trainer takes over; without one, an empty log."""
    if folder is None or not (folder / CHECKPOINT).exists():
        runs, intervals = len(trainer.config.runs), trainer.config.intervals(len(trainer.train))
        empty = np.zeros((runs, 0, len(intervals)))
        return _Log(empty, empty, np.zeros((runs, 0)), 0.0)
    about, arrays = archive.read(folder / CHECKPOINT)
    seconds = about.pop("seconds")
    if about != archive.as_read(identity):
        raise ValueError(f"{folder / CHECKPOINT} is of another training; hint: use another folder")
    for name, tensor in trainer.state.items():
        tensor.copy_(torch.from_numpy(arrays[f"state/{name}"]))
    return _Log(**{name: arrays[name] for name in LOGS}, seconds=seconds)


def _result(
    config: TrainingConfig, images: Images, trainer: Trainer, log: _Log, order: Sequence[int]
) -> Result:
    """The numbers and weights with the runs in the order of the config."""
    back = np.argsort(order)
    weights = trainer.weights()
    return Result(
        config=config,
        data=images.name,
        fingerprint=images.fingerprint(),
        interval_steps=config.intervals(len(trainer.train)),
        losses=log.losses[back],
        last_losses=log.last_losses[back],
        accuracies=log.accuracies[back],
        weights=tuple(weights[i] for i in back),
        seconds=log.seconds,
        hardware=machine.hardware(trainer.device),
        versions=machine.versions(),
    )


def _digest(start: Sequence[Weights]) -> str:
    digest = hashlib.sha256()
    for weights in start:
        for name in sorted(weights):
            digest.update(name.encode() + np.ascontiguousarray(weights[name]).tobytes())
    return digest.hexdigest()
