"""The right answers, computed; each is checked by a second method in tests/."""

from math import exp

import numpy as np
from graders.comparing.numbers.worksheet import Worksheet
from numpy.typing import NDArray

# The computation by hand: each quantity, and what it is computed from. From these formulas come
# the right value, what follows from a student's own wrong one, and the values of mistakes.
NEURON = Worksheet(
    given={"x": 2.0, "w": 0.5, "b": -0.2},
    formulas={
        "a": lambda x, w, b: 1 / (1 + exp(-(w * x + b))),
        "dC_dw": lambda a, x: a * x,
    },
)

LEAST_SQUARES_GRADIENT = "2 A^T (A x - b)"
REFLECTED_SIGMOID = r"1 - \sigma(z)"


def output_side(side: int, kernel: int, stride: int = 1) -> int:
    """The side of the output of a convolution or a pooling without padding."""
    return (side - kernel) // stride + 1


def parameters(kernel: int, inputs: int, outputs: int) -> int:
    """The weights and biases of a convolution."""
    return kernel * kernel * inputs * outputs + outputs


LAYERS = {  # side of the output, parameters
    "conv1": (output_side(32, 5), parameters(5, 3, 6)),
    "pool1": (output_side(28, 2, stride=2), 0),
    "conv2": (output_side(14, 5), parameters(5, 6, 16)),
}


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities over the last axis, for scores of any size."""
    powers: NDArray[np.float64] = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities
