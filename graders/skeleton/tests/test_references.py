"""Every right answer by a second method."""

from math import log

import numpy as np
import pytest
from graders.comparing.numbers.worksheet import Worksheet

from ..references import LAYERS, NEURON, softmax


def cost(sheet: Worksheet, w: float) -> float:
    """The cost of the neuron at another weight."""
    return -log(1 - sheet.value("a", known={"w": w}))


def test_the_gradient_is_that_of_central_differences() -> None:
    w, step = 0.5, 1e-6
    slope = (cost(NEURON, w + step) - cost(NEURON, w - step)) / (2 * step)
    assert NEURON.value("dC_dw") == pytest.approx(slope, rel=1e-6)


def test_sides_are_the_places_that_a_window_may_take() -> None:
    for name, side, kernel, stride in (("conv1", 32, 5, 1), ("pool1", 28, 2, 2)):
        assert LAYERS[name][0] == len(range(0, side - kernel + 1, stride))


def test_softmax_does_not_change_when_all_scores_are_shifted() -> None:
    scores = np.array([[0.1, 2.0], [-3.0, 0.5]])
    assert softmax(scores + 500) == pytest.approx(softmax(scores))
    assert softmax(scores).sum(axis=-1) == pytest.approx([1, 1])
