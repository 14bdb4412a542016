"""Constants of data: closed cases, loops over points, and the real images behind a report."""

import io
from collections.abc import Iterator

import mpmath
import numpy as np
import pytest

from solutions.generalization.data_constants import BATCH, data_constants
from solutions.generalization.printed_bounds import implied_kappa_2, implied_kappa_inf
from solutions.generalization.printed_consistency import Interval
from tests.shared import SHARED, needs

IMAGES = SHARED / "data" / "cifar10_jpeg.npz"
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # by channel
SEEDS = range(5)
WEIGHT = np.random.default_rng(100).normal(size=(3, 4))
BIAS = np.random.default_rng(101).normal(size=3)


def hidden_units(rows: np.ndarray) -> np.ndarray:
    return np.maximum(rows @ WEIGHT.T + BIAS, 0.0)


def drawn(seed: int, points: int = 11) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(points, 4)) - 0.5


@pytest.mark.parametrize("batch", [1, 4, 11, 64])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_constants_are_those_of_loops_with_40_digits(seed: int, batch: int) -> None:
    inputs = drawn(seed)
    found = data_constants(inputs, hidden_units, batch=batch)
    with mpmath.workdps(40):
        points = [[mpmath.mpf(float(entry)) for entry in row] for row in inputs]
        squares = [sum(entry**2 for entry in point) for point in points]
        batches = [points[first : first + batch] for first in range(0, 11, batch)]
        per_batch = sum(max(max(point) for point in group) ** 2 for group in batches) / 11
        per_point = sum(max(abs(entry) for entry in point) ** 2 for point in points) / 11
        moments = [
            sum(
                max(0, BIAS[i] + sum(WEIGHT[i, d] * point[d] for d in range(4))) ** 2
                for point in points
            )
            / 11
            for i in range(3)
        ]
        expected = [float(each) for each in (sum(squares) / 11, max(squares), per_batch, per_point)]
    values = [found.kappa_2, found.kappa_max, found.kappa_inf_per_batch, found.kappa_inf_per_point]
    assert values == pytest.approx(expected, rel=1e-12)
    assert found.hidden_moments == pytest.approx([float(each) for each in moments], rel=1e-12)
    assert found.points == 11


def test_the_constants_of_unit_vectors() -> None:
    found = data_constants(np.eye(4), lambda rows: np.maximum(rows - 0.5, 0.0))
    assert (found.kappa_2, found.kappa_max) == (1.0, 1.0)
    assert (found.kappa_inf_per_batch, found.kappa_inf_per_point) == (1 / 4, 1.0)
    assert found.hidden_moments.tolist() == [1 / 16] * 4


def test_short_points_have_small_constants() -> None:
    found = data_constants(np.eye(4) / 10, np.abs)
    assert (found.kappa_2, found.kappa_max) == pytest.approx((0.01, 0.01))


def test_the_largest_entry_of_a_batch_has_a_sign_and_that_of_a_point_has_none() -> None:
    found = data_constants(-np.ones((2, 3)) * [[1.0], [2.0]], np.abs)
    assert (found.kappa_inf_per_batch, found.kappa_inf_per_point) == (1 / 2, 5 / 2)


def test_the_two_meanings_differ_by_about_the_size_of_a_batch() -> None:
    points = np.random.default_rng(0).uniform(0.9, 1.0, size=(6400, 4))
    found = data_constants(points, hidden_units)
    ratio = found.kappa_inf_per_point / found.kappa_inf_per_batch
    assert ratio == pytest.approx(BATCH, rel=0.1)


def test_single_precision_is_taken_and_summed_in_double() -> None:
    single = drawn(0, points=3000).astype(np.float32)
    found = data_constants(single, hidden_units)
    assert found.kappa_2 == pytest.approx((single.astype(np.float64) ** 2).sum() / 3000, rel=1e-14)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        pytest.param(np.zeros((0, 4)), "a point", id="no point"),
        pytest.param(np.zeros(4), "shape", id="one axis"),
        pytest.param(np.full((2, 4), np.nan), "finite", id="not a number"),
    ],
)
def test_points_without_constants_are_refused(inputs: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        data_constants(inputs, hidden_units)


# --- the images behind a report -----------------------------------------------------------------


def cifar_images() -> Iterator[np.ndarray]:
    """Every fifth image, normalised by channel."""
    image = pytest.importorskip("PIL.Image", reason="images are stored as JPEG")
    with np.load(IMAGES) as stored:
        data, offsets = stored["train_jpeg"], stored["train_offsets"]
    for first, last in zip(offsets[:-1:5], offsets[1::5], strict=True):
        pixels = np.asarray(image.open(io.BytesIO(data[first:last].tobytes())))
        yield ((pixels / 255 - MEAN) / STD).transpose(2, 0, 1).ravel()


@pytest.mark.slow
@needs("data", "cifar10_jpeg.npz")
def test_printed_bounds_imply_the_constants_of_the_images() -> None:
    """Of two printed reports: the L1max bound takes one maximum per batch, the own one is Fro."""
    images = np.random.default_rng(0).permutation(np.array(list(cifar_images())))
    found = data_constants(images, lambda rows: rows[:, :1])
    reports = (  # L1max bound, L1max_L1max, own bound, Fro_Fro, margin
        ((4.59e11, 1e9), (2280, 10), (1.87e11, 1e9), (140, 1), (-0.505, 1e-3)),
        ((1.2e11, 1e9), (1250, 10), (3.84e10, 1e8), (67.4, 0.1), (-0.539, 1e-3)),
    )
    for report in reports:
        l1max_bound, l1max, own, fro_fro, margin = (
            Interval(value - unit, value + unit) for value, unit in report
        )
        kappa_inf = implied_kappa_inf(l1max_bound, l1max, margin)
        kappa_2 = implied_kappa_2(own, fro_fro, margin)
        assert kappa_inf.low <= found.kappa_inf_per_batch <= kappa_inf.high
        assert kappa_2.low <= found.kappa_2 <= kappa_2.high
