"""The data behind printed bounds: constants of the images, cropped ones, and known mistakes."""

import io
import math

import numpy as np
import pytest

from solutions.generalization.data_constants import DataConstants, data_constants
from solutions.generalization.printed_bounds import (
    L1MAX_BOUNDS,
    NEEDED,
    OWN_BOUNDS,
    bound_of,
    implied_constants,
)
from solutions.generalization.printed_consistency import Interval
from solutions.generalization.printed_data import (
    CIFAR10,
    CONSTANTS,
    CROPPED,
    KAPPA_INF,
    SLACK,
    formulas_of,
    mistakes_in,
)
from tests.shared import SHARED, needs
from tests.solutions.generalization.test_printed_bounds import BLOCK, HIDDEN, POINT

MARGIN = 0.112


def printed_block(name: str, value: float) -> dict[str, Interval]:
    return {
        **BLOCK,
        "margin": Interval.of(MARGIN, unit=1e-3),
        name: Interval.of(value, unit=value / 100),
    }


def bound(formula: str, kappa: float) -> float:
    return bound_of(formula, POINT, MARGIN, HIDDEN, kappa)


@pytest.mark.parametrize("formula", OWN_BOUNDS)
def test_a_bound_of_the_images_is_told_from_the_others(formula: str) -> None:
    [constant] = CONSTANTS[formula]
    block = printed_block("own bound", bound(formula, getattr(CIFAR10, constant)))
    implied = implied_constants(block, "own bound", OWN_BOUNDS)
    assert formulas_of(implied) == {formula: constant}


@pytest.mark.parametrize("constant", KAPPA_INF)
def test_an_l1max_bound_says_which_maximum_it_takes(constant: str) -> None:
    block = printed_block("L1max bound", bound("L1max bound", getattr(CIFAR10, constant)))
    implied = implied_constants(block, "L1max bound", L1MAX_BOUNDS)
    assert formulas_of(implied) == {"L1max bound": constant}


@pytest.mark.parametrize(
    "formula", [name for name, constants in CONSTANTS.items() if "kappa_2" in constants]
)
def test_a_bound_of_cropped_images_is_told_from_one_of_whole_images(formula: str) -> None:
    block = printed_block("own bound", bound(formula, CROPPED.kappa_2))
    implied = implied_constants(block, "own bound", OWN_BOUNDS)
    assert not formulas_of(implied)
    assert formulas_of(implied, CROPPED) == {formula: "kappa_2"}
    assert not mistakes_in(block, "own bound", OWN_BOUNDS)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("the square is missing", math.sqrt(bound("Fro bound", CIFAR10.kappa_2))),
        ("the margin is clipped without a word", (MARGIN / 1e-16) ** 2 * bound("Fro bound", 3800)),
        ("logarithms of another base", bound("L1max bound", CIFAR10.kappa_inf_per_batch)
                                       / math.log(2)),
        ("the number of classes is missing", bound("Fro bound", CIFAR10.kappa_2) / 10),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_what_undoes_it(words: str, value: float) -> None:
    name = "L1max bound" if "logarithms" in words else "own bound"
    formulas = L1MAX_BOUNDS if "logarithms" in words else OWN_BOUNDS
    block = printed_block(name, value)
    assert not formulas_of(implied_constants(block, name, formulas))
    assert mistakes_in(block, name, formulas) == [words]


def test_every_formula_takes_a_constant() -> None:
    assert {*CONSTANTS} == {*NEEDED} == {*L1MAX_BOUNDS, *OWN_BOUNDS}


# --- the images -----------------------------------------------------------------------------------


def constants_of(images: np.ndarray) -> DataConstants:
    scaled = (images - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
    rows = np.random.default_rng(0).permutation(scaled.reshape(len(images), -1))
    return data_constants(rows, lambda each: each[:, :1])


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    """Every fifth training image."""
    image = pytest.importorskip("PIL.Image", reason="images are stored as JPEG")
    with np.load(SHARED / "data" / "cifar10_jpeg.npz") as stored:
        data, offsets = stored["train_jpeg"], stored["train_offsets"]
    files = zip(offsets[:-1:5], offsets[1::5], strict=True)
    return np.stack(
        [np.asarray(image.open(io.BytesIO(data[i:j].tobytes()))) / 255 for i, j in files]
    )


@pytest.mark.slow
@needs("data", "cifar10_jpeg.npz")
def test_the_constants_are_those_of_the_images(images: np.ndarray) -> None:
    found = constants_of(images)
    for name in ("kappa_2", "kappa_max", *KAPPA_INF):
        assert getattr(found, name) == pytest.approx(getattr(CIFAR10, name), rel=SLACK)


@pytest.mark.slow
@needs("data", "cifar10_jpeg.npz")
def test_the_constants_of_cropped_images_are_those_of_random_crops(images: np.ndarray) -> None:
    padded = np.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))
    places = np.random.default_rng(1).integers(0, 9, size=(len(images), 2))
    found = constants_of(
        np.stack(
            [each[i : i + 32, j : j + 32] for each, (i, j) in zip(padded, places, strict=True)]
        )
    )
    for name in ("kappa_2", *KAPPA_INF):  # the largest square of a fifth of them is smaller
        assert getattr(found, name) == pytest.approx(getattr(CROPPED, name), rel=SLACK)
