"""Train all runs of a config side by side, in one go or in blocks of epochs.

    result = train(config, images, device="cuda", folder=Path("out/lenet"))

With a folder, a checkpoint is written there after every epoch, and the next call goes on from it:
on a CPU the result is the same bit for bit as without a stop. A call for fewer epochs gives the
beginning of what is there, one for more goes on.
"""

import hashlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from solutions.training import archive, machine
from solutions.training.config import OPTIMIZERS, TrainingConfig
from solutions.training.images import Images
from solutions.training.modules import Weights
from solutions.training.result import LOGS, MEASURES, Result, interval_losses, measures_in
from solutions.training.trainer import Trainer

Array = NDArray[np.float64]

Measure = Callable[[Trainer], Mapping[str, Array]]  # numbers of each run, shape (runs,), by name

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
    measures: Mapping[str, Array] = field(default_factory=dict)  # each of shape (runs, epochs)

    @property
    def epochs(self) -> int:
        return self.accuracies.shape[1]

    def and_then(self, epoch: "_Log") -> "_Log":
        """With one more epoch, whose log has the same parts."""
        return _Log(
            losses=_joined(self.losses, epoch.losses),
            last_losses=_joined(self.last_losses, epoch.last_losses),
            accuracies=_joined(self.accuracies, epoch.accuracies),
            seconds=self.seconds + epoch.seconds,
            measures=self._measures_and(epoch),
        )

    def _measures_and(self, epoch: "_Log") -> dict[str, Array]:
        """Those of all epochs, NaN where one has no such measure."""
        logs = (self, epoch)
        names = [*self.measures, *(name for name in epoch.measures if name not in self.measures)]
        return {
            name: np.concatenate(
                [log.measures.get(name, np.full_like(log.accuracies, np.nan)) for log in logs], 1
            )
            for name in names
        }


def _joined(before: Array, epoch: Array) -> Array:
    return np.concatenate([before, epoch], 1)


def train(
    config: TrainingConfig,
    images: Images,
    *,
    device: str = "cpu",
    folder: Path | None = None,
    start: Sequence[Weights] | None = None,
    epochs_now: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    measuring: Callable[[Trainer], Measure] | None = None,
    measured_after: Collection[int] | None = None,
    save_after_seconds: float = 0.0,
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
        measuring: gives from the initial state what else is measured.
        measured_after: the epochs, counted from 1, after which it is; by default after each.
        save_after_seconds: of training, before which no new checkpoint is written but the last.

    Returns:
        The numbers of the epochs so far and the present weights; no weights if the checkpoint has
        gone further than the config.

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
    measure = None if measuring is None else measuring(trainer)
    identity = {
        "config": {**arranged.to_json(), "epochs": None},
        "fingerprint": images.fingerprint(),
        "start": None if begin is None else _digest(begin),
    }
    log = _resumed(folder, identity, trainer)
    end = config.epochs if epochs_now is None else min(config.epochs, log.epochs + epochs_now)
    with _Checkpoints(folder, identity, save_after_seconds, log.seconds) as checkpoints:
        for epoch in range(log.epochs, end):
            is_measured = measured_after is None or epoch + 1 in measured_after
            log = log.and_then(_epoch(trainer, epoch, measure if is_measured else None))
            checkpoints.take(trainer, log, now=log.epochs == end)
            if progress is not None:
                progress(Progress(log.epochs, config.epochs, log.seconds))
    return _result(config, images, trainer, log, order)


def _epoch(trainer: Trainer, epoch: int, measure: Measure | None) -> _Log:
    begun = time.perf_counter()
    losses = trainer.train_epoch(epoch)
    mean, last = interval_losses(losses, trainer.config.intervals(len(trainer.train)))
    accuracies = trainer.accuracies()
    measures = {} if measure is None else measure(trainer)
    return _Log(
        mean[:, np.newaxis],
        last[:, np.newaxis],
        accuracies[:, np.newaxis],
        time.perf_counter() - begun,
        {name: values[:, np.newaxis] for name, values in measures.items()},
    )


@dataclass
class _Checkpoints:
    """Writes the state after an epoch, now and then; the last one, whatever ends the training."""

    folder: Path | None
    identity: Mapping[str, Any]
    after_seconds: float  # of training
    saved: float  # the seconds at the last one
    waiting: tuple[dict[str, Any], dict[str, Array]] | None = None

    def take(self, trainer: Trainer, log: _Log, *, now: bool) -> None:
        """Takes the state after an epoch, and writes it at once or when its time has come."""
        if self.folder is None:
            return
        state = {f"state/{name}": each.cpu().numpy().copy() for name, each in trainer.state.items()}
        logs = {name: getattr(log, name) for name in LOGS}
        measures = {f"{MEASURES}{name}": values for name, values in log.measures.items()}
        self.waiting = {**self.identity, "seconds": log.seconds}, {**state, **logs, **measures}
        if now or log.seconds >= self.saved + self.after_seconds:
            self._write()
            self.saved = log.seconds

    def _write(self) -> None:
        if self.folder is not None and self.waiting is not None:
            archive.write(self.folder / CHECKPOINT, *self.waiting)
            self.waiting = None

    def __enter__(self) -> "_Checkpoints":
        return self

    def __exit__(self, *_: object) -> None:
        self._write()


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
    logs = {name: arrays[name] for name in LOGS}
    return _Log(**logs, seconds=seconds, measures=measures_in(arrays))


def _result(
    config: TrainingConfig, images: Images, trainer: Trainer, log: _Log, order: Sequence[int]
) -> Result:
    """The numbers and weights with the runs in the order of the config."""
    back, epochs = np.argsort(order), config.epochs
    weights = trainer.weights() if log.epochs <= epochs else [{} for _ in order]
    return Result(
        config=config,
        data=images.name,
        fingerprint=images.fingerprint(),
        interval_steps=config.intervals(len(trainer.train)),
        losses=log.losses[back, :epochs],
        last_losses=log.last_losses[back, :epochs],
        accuracies=log.accuracies[back, :epochs],
        measures={name: values[back, :epochs] for name, values in log.measures.items()},
        weights=tuple(dict(weights[i]) for i in back),
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
