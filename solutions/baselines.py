"""Baselines: what many seeds of one training configuration give, to hold a claim against.

    baseline = read_baseline("vision_hw4", "b16e5")
    baseline.interval(0.99, side="below").low    # the least accuracy of one more run, as good as
    baseline.loss_band(0.99)                     # where its losses lie, interval by interval

The files are written by `nabla baseline train` alone; a digest in each tells if one was changed.
"""

import hashlib
import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from solutions.prediction import Interval, Scale, Side, prediction_interval

__all__ = [
    "Band", "Baseline", "BaselineRun", "Interval", "baselines_of", "loss_band",
    "prediction_interval", "read_baseline",
]  # fmt: skip

FOLDER = Path(__file__).parents[1] / "fixtures" / "baselines"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class BaselineRun:
    """What one seed gave.

    Accuracies are shares of the whole split. A loss that was no finite number is NaN.
    """

    seed: int
    accuracies: tuple[float, ...]  # on the test split, after each epoch
    train_accuracies: tuple[float, ...]  # on the training split, after each epoch
    losses: tuple[float, ...]  # as the sheet prints them, one a logged interval, over all epochs
    measures: Mapping[str, tuple[float, ...]]  # margins, norms and the like, after each epoch

    @property
    def accuracy(self) -> float:
        """On the test split after the last epoch."""
        return self.accuracies[-1]


@dataclass(frozen=True, slots=True)
class Band:
    """Where the losses of one more run lie, interval by interval of the log."""

    steps: tuple[int, ...]  # taken until the end of each interval
    low: tuple[float, ...]
    middle: tuple[float, ...]  # median of the runs
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """One configuration, trained with many seeds.

    `configuration` has `network`, `batch_size`, `epochs`, `log_every` (steps), `logged` ("mean of
    the interval" or "last batch of the interval"), `loss` and the settings of the run by name
    (`optimizer`, `learning_rate`, `momentum`, `weight_decay`, `l1`, `dropout`, `batch_norm`, ...).
    """

    name: str
    assignment: str
    configuration: Mapping[str, Any]
    runs: tuple[BaselineRun, ...]
    train_images: int
    test_images: int
    data: str
    hardware: str
    versions: Mapping[str, str]
    command: str
    complete: bool  # False: fewer seeds, epochs or images than declared, or other data
    note: str = ""  # why it is not complete

    @property
    def accuracies(self) -> tuple[float, ...]:
        """Final test accuracy of each run."""
        return tuple(run.accuracy for run in self.runs)

    @property
    def mean(self) -> float:
        """Of the final test accuracies."""
        return statistics.fmean(self.accuracies)

    @property
    def spread(self) -> float:
        """Sample standard deviation of the final test accuracies; NaN for a single run."""
        return statistics.stdev(self.accuracies) if len(self.runs) > 1 else math.nan

    @property
    def epochs(self) -> int:
        return int(self.configuration["epochs"])

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(self.train_images / int(self.configuration["batch_size"]))

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps taken until the end of each logged interval; intervals begin with the epoch."""
        every, per_epoch = int(self.configuration["log_every"]), self.steps_per_epoch
        ends = [*range(every, per_epoch, every), per_epoch]
        return tuple(epoch * per_epoch + end for epoch in range(self.epochs) for end in ends)

    def quantiles(self, levels: Sequence[float] = QUANTILES) -> tuple[float, ...]:
        """Of the final test accuracies, interpolated between neighbours."""
        return tuple(quantile(self.accuracies, level) for level in levels)

    def interval(self, level: float, *, side: Side = "both") -> Interval:
        """Where the test accuracy of one more run lies with a probability."""
        return prediction_interval(self.accuracies, level, side=side, test_images=self.test_images)

    def loss_band(self, level: float, *, together: bool = False) -> Band:
        """Where the losses of one more run lie; see `loss_band`."""
        return loss_band(self.steps, [run.losses for run in self.runs], level, together=together)

    def to_json(self) -> str:
        """The text of its file: a line a run, and a digest of everything else."""
        about: dict[str, Any] = _without_nan({**asdict(self), "accuracy": self._summary()})
        about["digest"] = digest(about)
        runs = [json.dumps(run, separators=(",", ":")) for run in about.pop("runs")]
        head = json.dumps(about, indent=1, ensure_ascii=False).removesuffix("\n}")
        return head + ',\n "runs": [\n' + ",\n".join(runs) + "\n ]\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The baseline of a file.

        Raises:
            ValueError: if it is none, or was changed after it was written.
        """
        about = json.loads(text)
        if about.pop("digest", None) != digest(about):
            raise ValueError("the digest does not fit: the file was not left as it was written")
        del about["accuracy"]
        return cls(**{**about, "runs": tuple(_run(each) for each in about["runs"])})

    def _summary(self) -> dict[str, Any]:
        """For those who read the file; the reader computes it anew."""
        by_level = zip(QUANTILES, self.quantiles(), strict=True)
        return {
            "seeds": len(self.runs),
            "mean": round(self.mean, 6),
            "spread": round(self.spread, 6),
            "quantiles": {f"{level:g}": round(value, 6) for level, value in by_level},
        }


def read_baseline(assignment: str, name: str, *, folder: Path = FOLDER) -> Baseline:
    """The baseline of a configuration.

    Raises:
        FileNotFoundError: if it was not trained.
        ValueError: if its file was changed, or is none.
    """
    file = folder / assignment / f"{name}.json"
    try:
        return Baseline.from_json(file.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        hint = f"hint: nabla baseline train {assignment} {name}"
        raise ValueError(f"{file}: {error}\n{hint}") from error


def baselines_of(assignment: str, *, folder: Path = FOLDER) -> tuple[str, ...]:
    """The names of the baselines that there are, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in (folder / assignment).glob("*.json")))


def loss_band(
    steps: Sequence[int], losses: Sequence[Sequence[float]], level: float, *, together: bool = False
) -> Band:
    """Where the losses of one more run lie with a probability, interval by interval.

    Positive losses are taken as normal on the logarithmic scale, others as they are. Runs whose
    loss is no number have no part in an interval.

    Args:
        steps: taken until the end of each interval.
        losses: of each run, one an interval.
        level: probability that one loss lies inside; with `together`, that all of them do.
        together: divide what is left to chance by the number of intervals (Bonferroni).
    """
    if together:
        level = 1 - (1 - level) / max(1, len(steps))
    columns = [[x for x in column if math.isfinite(x)] for column in zip(*losses, strict=True)]
    scale: Scale = "log" if all(x > 0 for column in columns for x in column) else "plain"
    intervals = [prediction_interval(column, level, scale=scale) for column in columns]
    return Band(
        tuple(steps),
        tuple(each.low for each in intervals),
        tuple(quantile(column, 0.5) for column in columns),
        tuple(each.high for each in intervals),
    )


def quantile(values: Sequence[float], level: float) -> float:
    """A quantile, interpolated between the two values next to it; NaN of nothing.

    >>> quantile([3.0, 1.0, 2.0], 0.25)
    1.5
    """
    if not values:
        return math.nan
    ordered = sorted(values)
    place = level * (len(ordered) - 1)
    below = min(int(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def digest(about: Mapping[str, Any]) -> str:
    """Of plain data, whatever the order of its names."""
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _run(about: Mapping[str, Any]) -> BaselineRun:
    series = {name: _numbers(about[name]) for name in ("accuracies", "train_accuracies", "losses")}
    measures = {name: _numbers(values) for name, values in about["measures"].items()}
    return BaselineRun(seed=about["seed"], **series, measures=measures)


def _numbers(values: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(math.nan if each is None else float(each) for each in values)
