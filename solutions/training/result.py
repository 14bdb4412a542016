"""What a training gives: every run's losses, accuracies and final weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.training import archive
from solutions.training.config import TrainingConfig

Array = NDArray[np.float64]
Weights = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The numbers of all runs, in the order of the config, after the epochs that were trained.

    Losses contain the L1 term. The steps of each logging interval are in `interval_steps`.
    """

    config: TrainingConfig
    data: str  # name of the image set
    fingerprint: str  # digest of the image set
    interval_steps: tuple[int, ...]
    losses: Array  # mean over each logging interval, shape (runs, epochs, intervals)
    last_losses: Array  # of the last batch in each interval, the same shape
    accuracies: Array  # on the whole test split after each epoch, shape (runs, epochs)
    measures: Mapping[str, Array]  # what else was measured, each of shape (runs, epochs)
    weights: tuple[Weights, ...]  # final, named as in the plain module of the run
    seconds: float
    hardware: str
    versions: dict[str, str]

    @property
    def epochs(self) -> int:
        """How many epochs were trained; less than the config has after a part of them."""
        return self.accuracies.shape[1]

    @property
    def epoch_losses(self) -> Array:
        """Mean loss over the steps of each epoch, shape (runs, epochs)."""
        return np.average(self.losses, axis=2, weights=self.interval_steps)

    def numbers(self) -> dict[str, Any]:
        """Everything but the weights, as plain data; what is no finite number becomes None."""
        runs = [
            {
                **asdict(run),
                **{name: _plain(getattr(self, name)[i]) for name in LOGS},
                "measures": {name: _plain(values[i]) for name, values in self.measures.items()},
            }
            for i, run in enumerate(self.config.runs)
        ]
        return {**self._about(), "runs": runs}

    def save(self, file: Path) -> None:
        """Write everything to an npz file."""
        weights = {
            f"weights/{run}/{name}": array
            for run, arrays in enumerate(self.weights)
            for name, array in arrays.items()
        }
        logs = {name: getattr(self, name) for name in LOGS}
        measures = {f"{MEASURES}{name}": values for name, values in self.measures.items()}
        archive.write(file, self._about(), {**logs, **measures, **weights})

    @classmethod
    def load(cls, file: Path) -> "Result":
        """The result that was saved to a file."""
        about, arrays = archive.read(file)
        config = TrainingConfig.from_json(about.pop("config"))
        weights: tuple[Weights, ...] = tuple({} for _ in config.runs)
        for key in (each for each in arrays if each.startswith("weights/")):
            _, run, name = key.split("/")
            weights[int(run)][name] = arrays[key]
        fields: dict[str, Any] = {**about, **{name: arrays[name] for name in LOGS}}
        fields["interval_steps"] = tuple(about["interval_steps"])
        return cls(config=config, weights=weights, measures=measures_in(arrays), **fields)

    def _about(self) -> dict[str, Any]:
        return {
            "config": self.config.to_json(),
            "data": self.data,
            "fingerprint": self.fingerprint,
            "interval_steps": self.interval_steps,
            "seconds": self.seconds,
            "hardware": self.hardware,
            "versions": self.versions,
        }


LOGS = ("losses", "last_losses", "accuracies")
MEASURES = "measures/"  # in front of their names in files


def measures_in(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Array]:
    """The measures among the arrays of a file, by their names.

    >>> measures_in({"losses": np.zeros(1), "measures/margin": np.ones(1)})
    {'margin': array([1.])}
    """
    return {
        name.removeprefix(MEASURES): values
        for name, values in arrays.items()
        if name.startswith(MEASURES)
    }


def interval_losses(losses: Array, interval_steps: Sequence[int]) -> tuple[Array, Array]:
    """The mean over each interval, and the last of it.

    Args:
        losses: of each step, shape (runs, steps).
        interval_steps: how many steps there are in each interval.

    >>> interval_losses(np.array([[1.0, 3.0, 5.0]]), (2, 1))
    (array([[2., 5.]]), array([[3., 5.]]))
    """
    ends = np.cumsum(interval_steps)
    parts = np.split(losses, ends[:-1], axis=1)
    return np.stack([part.mean(1) for part in parts], 1), losses[:, ends - 1]


def _plain(values: Any) -> Any:
    if isinstance(values, np.ndarray):
        return [_plain(each) for each in values.tolist()]
    if isinstance(values, list):
        return [_plain(each) for each in values]
    return values if math.isfinite(values) else None
