"""What a training depends on: every number that can change its result."""

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from solutions.training.description import Layer, Network
from solutions.training.networks import LENET

Optimizer = Literal["sgd", "adagrad", "rmsprop", "adam"]
Loss = Literal["cross entropy", "negative probability"]
Precision = Literal["float32", "float64"]

OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)


@dataclass(frozen=True, slots=True)
class Run:
    """The settings of one run; those that its optimiser does not have do nothing.

    Raises:
        ValueError: if a number is out of its range.

    >>> Run(seed=3, learning_rate=0.1, momentum=0.9).optimizer
    'sgd'
    """

    seed: int
    learning_rate: float
    optimizer: Optimizer = "sgd"
    momentum: float = 0.0  # of SGD and RMSprop
    weight_decay: float = 0.0  # λ of ½ λ Σ w², in the gradient alone
    l1: float = 0.0  # λ of λ Σ |w|, in gradient and loss; below zero it is subtracted
    dropout: float = 0.0  # probability that a unit is dropped
    batch_norm: bool = False
    betas: tuple[float, float] = (0.9, 0.999)  # of Adam
    smoothing: float = 0.99  # of RMSprop
    epsilon: float | None = None  # in the denominators; None: 1e-10 for Adagrad, 1e-8 for others

    def __post_init__(self) -> None:
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(f"the optimiser must be one of {OPTIMIZERS}, not {self.optimizer!r}")
        numbers = (self.learning_rate, self.momentum, self.weight_decay, self.l1, self.dropout)
        if not all(map(math.isfinite, numbers)) or self.learning_rate < 0 or self.seed < 0:
            raise ValueError("settings must be finite, seed and learning rate not below zero")
        if not 0 <= self.dropout < 1 or not all(0 <= each < 1 for each in self.betas):
            raise ValueError("dropout and Adam's averages must be in [0, 1)")

    @property
    def denominator_epsilon(self) -> float:
        """ε of the optimiser, where none is given the one that torch has."""
        if self.epsilon is not None:
            return self.epsilon
        return 1e-10 if self.optimizer == "adagrad" else 1e-8


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Runs of one network with the same batch size and number of epochs.

    Raises:
        ValueError: if a number is out of its range or there is no run.

    >>> SMOKE.epochs, len(SMOKE.runs)
    (2, 4)
    """

    network: Network
    runs: tuple[Run, ...]
    batch_size: int
    epochs: int
    log_every: int  # steps in an interval of the running loss; intervals begin with the epoch
    mean: tuple[float, ...] = (0.5,)  # of pixels in [0, 1]: one number a channel, or one for all
    deviation: tuple[float, ...] = (0.5,)
    loss: Loss = "cross entropy"
    precision: Precision = "float32"

    def __post_init__(self) -> None:
        if not self.runs or min(self.batch_size, self.epochs, self.log_every) < 1:
            raise ValueError("a run, a batch, an epoch and an interval are the least there can be")
        if self.loss not in get_args(Loss) or self.precision not in get_args(Precision):
            raise ValueError(f"no loss {self.loss!r}, or no precision {self.precision!r}")
        if 0 in self.deviation or any(
            len(each) not in (1, self.network.image[0]) for each in (self.mean, self.deviation)
        ):
            raise ValueError("mean and deviation need a number a channel; no deviation may be zero")

    def steps(self, images: int) -> int:
        """Steps in an epoch over so many images; the last batch may be short."""
        return math.ceil(images / self.batch_size)

    def intervals(self, images: int) -> tuple[int, ...]:
        """Steps in each logging interval of an epoch; the last may be short.

        >>> SMOKE.intervals(100)
        (10, 10, 5)
        """
        steps = self.steps(images)
        starts = range(0, steps, self.log_every)
        return tuple(min(self.log_every, steps - start) for start in starts)

    def to_json(self) -> dict[str, Any]:
        """Plain data from which `from_json` makes the same."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "TrainingConfig":
        """The config that `to_json` was called on.

        >>> import json
        >>> TrainingConfig.from_json(json.loads(json.dumps(SMOKE.to_json()))) == SMOKE
        True
        """
        network = data["network"]
        layers = tuple(Layer(**each) for each in network["layers"])
        described = Network(network["name"], tuple(network["image"]), layers)
        runs = tuple(Run(**{**each, "betas": tuple(each["betas"])}) for each in data["runs"])
        pixels = {name: tuple(data[name]) for name in ("mean", "deviation")}
        return cls(**{**data, **pixels, "network": described, "runs": runs})


def with_seeds(run: Run, seeds: Iterable[int]) -> tuple[Run, ...]:
    """The run once for each seed.

    >>> [each.seed for each in with_seeds(Run(0, 0.1), range(5, 8))]
    [5, 6, 7]
    """
    return tuple(dataclasses.replace(run, seed=seed) for seed in seeds)


# Finishes on a CPU in seconds with a few hundred generated images of 3×32×32.
SMOKE = TrainingConfig(
    network=LENET,
    runs=with_seeds(Run(seed=0, learning_rate=0.01, momentum=0.9), range(4)),
    batch_size=4,
    epochs=2,
    log_every=10,
)
