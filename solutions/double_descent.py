"""Double descent: error curves, the peak of the test error, and what causes it.

Errors are fractions, so that 0.01 is one percent; positions are in the unit of the axis. Errors
closer than `NOISE`, as a share of their size, count as equal: a ripple is neither a descent nor
a peak.
"""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

Descent = Literal["model-wise", "epoch-wise", "sample-wise"]

NOISE = 0.05
INTERPOLATES = 0.01  # a training error below this fits the training data

# How the words that name each kind of axis begin.
STEMS: dict[Descent, str] = {
    "model-wise": "model|width|depth|dimension|layer|parameter|weight|feature|hidden|unit|neuron"
    "|channel|filter|capacity|complexity",
    "epoch-wise": "epoch|iteration|step|update|time",
    "sample-wise": "sample|example|observation|data|set",
}


@dataclass(frozen=True, slots=True)
class Curve:
    """Training and test errors along one axis, at increasing positions."""

    name: str
    axis: str
    positions: tuple[float, ...]
    train_errors: tuple[float, ...]
    test_errors: tuple[float, ...]


class Interval(NamedTuple):
    """A stretch of the axis, both ends included."""

    low: float
    high: float


def kind_of_descent(axis: str) -> Descent | None:
    """What grows along an axis, by its label; None if the label does not say.

    A size by itself is the size of the model.

    >>> kind_of_descent("Training epochs"), kind_of_descent("training set size")
    ('epoch-wise', 'sample-wise')
    """
    label = axis.lower()
    kinds = [kind for kind, stems in STEMS.items() if re.search(f"(?<![a-z])({stems})", label)]
    if not kinds and "size" in label:
        return "model-wise"
    return kinds[0] if len(kinds) == 1 else None


def peak(curve: Curve, *, noise: float = NOISE) -> Interval | None:
    """Where the test error peaks between two descents; None if it does not.

    The peak is the largest such maximum. Its interval is where the curve, its points joined by
    straight lines, stays within `noise` of the top.

    >>> peak(Curve("a", "width", (1, 2, 3, 4, 5), (0.0,) * 5, (0.5, 0.2, 0.4, 0.4, 0.1)), noise=0)
    Interval(low=3.0, high=4.0)
    """
    turns = _turns(curve, noise)
    if turns is None:
        return None
    errors = curve.test_errors
    top = errors[turns.top]
    first = last = turns.top
    while (1 + noise) * errors[first - 1] >= top:
        first -= 1
    while (1 + noise) * errors[last + 1] >= top:
        last += 1
    level = top / (1 + noise)
    return Interval(
        _crossing(curve, first, first - 1, level), _crossing(curve, last, last + 1, level)
    )


def valley(curve: Curve, *, noise: float = NOISE) -> float | None:
    """The position of the lowest test error before the peak; None without a peak.

    >>> valley(Curve("a", "width", (1, 2, 3, 4), (0.0,) * 4, (0.5, 0.2, 0.4, 0.1)))
    2
    """
    turns = _turns(curve, noise)
    return None if turns is None else curve.positions[turns.valley]


def interpolation_threshold(curve: Curve) -> float | None:
    """The first position whose training error is below 1%; None if there is none.

    With more samples the training error rises instead: there it is the last such position.

    >>> interpolation_threshold(Curve("a", "width", (1, 2, 3), (0.2, 0.009, 0.0), (0.3,) * 3))
    2
    """
    fitted = [
        position
        for position, error in zip(curve.positions, curve.train_errors, strict=True)
        if error < INTERPOLATES
    ]
    if not fitted:
        return None
    return fitted[-1] if kind_of_descent(curve.axis) == "sample-wise" else fitted[0]


class _Turns(NamedTuple):
    """The indices at which the test error turns up and down again."""

    valley: int
    top: int


def _turns(curve: Curve, noise: float) -> _Turns | None:
    errors = np.array(curve.test_errors)
    margin = 1 + noise
    fallen = np.maximum.accumulate(errors) > margin * errors  # a descent leads to these points
    valleys = np.where(fallen, errors, np.inf)
    lowest_before = np.minimum.accumulate(valleys)
    lowest_after = np.minimum.accumulate(errors[::-1])[::-1]
    between = errors > margin * np.maximum(lowest_before, lowest_after)
    if not between.any():
        return None
    top = int(np.argmax(np.where(between, errors, -np.inf)))
    return _Turns(int(np.argmin(valleys[:top])), top)


def _crossing(curve: Curve, inside: int, outside: int, level: float) -> float:
    """Where the line from a point at or above a level to a point below it meets the level."""
    high, low = curve.test_errors[inside], curve.test_errors[outside]
    start, end = curve.positions[inside], curve.positions[outside]
    return start + (end - start) * (high - level) / (high - low)


def read_curves(csv_text: str) -> tuple[Curve, ...]:
    """The curves of a table with the columns curve, the axis, train_error and test_error.

    The second column names the axis. Rows of one curve need not be next to one another, but
    their positions must increase.

    Raises:
        ValueError: if the table is not as described; the message begins with the line.

    >>> lines = "curve,width,train_error,test_error", "a,1,0.5,0.6", "a,2,0.4,0.5"
    >>> [curve] = read_curves(chr(10).join(lines))
    >>> curve.axis, curve.positions
    ('width', (1.0, 2.0))
    """
    reader = csv.reader(io.StringIO(csv_text.removeprefix("\ufeff"), newline=""), strict=True)
    points: dict[str, list[tuple[float, float, float]]] = {}
    try:
        axis = _read_header(next(reader, []))
        for cells in filter(any, reader):
            name, point = _read_point(cells)
            known = points.setdefault(name, [])
            if known and point[0] <= known[-1][0]:
                raise ValueError(f"{axis} {point[0]:g} does not come after {known[-1][0]:g}")
            known.append(point)
        if not points:
            raise ValueError("no curve follows the header")
    except (ValueError, csv.Error) as error:
        raise ValueError(f"line {max(reader.line_num, 1)}: {error}") from None
    return tuple(Curve(name, axis, *zip(*rows, strict=True)) for name, rows in points.items())


def _read_header(cells: Sequence[str]) -> str:
    """The name of the axis."""
    match [cell.strip() for cell in cells]:
        case ["curve", axis, "train_error", "test_error"] if axis:
            return axis
    raise ValueError("the columns must be curve, the name of the axis, train_error, test_error")


def _read_point(cells: Sequence[str]) -> tuple[str, tuple[float, float, float]]:
    """The name of the curve, and position, training error and test error."""
    if len(cells) != 4:
        raise ValueError(f"expected 4 cells, found {len(cells)}")
    name = cells[0].strip()
    if not name:
        raise ValueError("a curve needs a name")
    position, train, test = (_read_number(cell) for cell in cells[1:])
    if train < 0 or test < 0:
        raise ValueError("an error cannot be negative")
    return name, (position, train, test)


def _read_number(cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{cell!r} is not a finite number")
    return number


def write_curves(curves: Sequence[Curve]) -> str:
    """The table that `read_curves` reads, for curves along one axis.

    >>> print(write_curves([Curve("a", "width", (1, 2), (0.5, 0.4), (0.6, 0.5))]), end="")
    curve,width,train_error,test_error
    a,1,0.5,0.6
    a,2,0.4,0.5

    Raises:
        ValueError: if the curves have different axes, or there are none.
    """
    axes = {curve.axis for curve in curves}
    if len(axes) != 1:
        raise ValueError(f"a table needs curves along one axis, not {len(axes)}")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("curve", *axes, "train_error", "test_error"))
    for curve in curves:
        points = zip(curve.positions, curve.train_errors, curve.test_errors, strict=True)
        writer.writerows((curve.name, *point) for point in points)
    return text.getvalue()


def random_features_curves(
    seed: int, *, samples: Sequence[int] = (40, 80), repeats: int = 20
) -> tuple[Curve, ...]:
    """Curves against width that do descend twice: regression on random features.

    The test error peaks where there are as many features as training samples.

    Args:
        seed: fixes all random numbers.
        samples: the number of training samples of each curve; a multiple of ten each.
        repeats: how many fits each point is the median of.

    >>> [curve] = random_features_curves(0, samples=[40], repeats=1)
    >>> curve.name, curve.positions[:3], curve.positions[-1]
    ('40 samples', (4, 8, 12), 160)
    """
    rng = np.random.default_rng(seed)
    curves = []
    for count in samples:
        widths = tuple(range(count // 10, 4 * count + 1, count // 10))
        fits = [[random_features_errors(rng, count, w) for _ in range(repeats)] for w in widths]
        train, test = np.median(fits, axis=1).T.tolist()
        curves.append(Curve(f"{count} samples", "width", widths, tuple(train), tuple(test)))
    return tuple(curves)


def random_features_errors(
    rng: np.random.Generator, samples: int, width: int
) -> tuple[float, float]:
    """Training and test error of one least-squares fit, the one of smallest norm.

    A linear teacher labels normal inputs, with noise; the student is linear in `width` random
    ReLU features. Errors are mean squares, as a share of the mean square of the labels.
    """
    inputs, label_noise, test_samples = 10, 0.5, 500
    teacher = rng.normal(size=inputs) / math.sqrt(inputs)
    x = rng.normal(size=(samples + test_samples, inputs))
    y = x @ teacher + label_noise * rng.normal(size=len(x))
    features = np.maximum(x @ rng.normal(size=(inputs, width)), 0) / math.sqrt(inputs)
    weights = np.linalg.lstsq(features[:samples], y[:samples], rcond=None)[0]
    squares = (features @ weights - y) ** 2 / np.mean(y**2)
    return float(squares[:samples].mean()), float(squares[samples:].mean())
