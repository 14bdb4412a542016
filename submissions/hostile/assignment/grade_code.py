"""Questions of every kind that student code and files can attack."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from graders.comparing.programs.arrays import read_array
from graders.comparing.numbers.targets import Target
from graders.comparing.programs.tensors import compare_arrays
from graders.comparing.numbers.worksheet import Worksheet
from graders.errors import Mismatch, Missing
from graders.model import Comparison, Mistake
from graders.sandbox.inside.wire import Tensor
from graders.grading.student import returned

CANARY = "@CANARY@"
HARNESS = Path(__file__).parent / "harness.py"
WEIGHTS = ("weights.pt", "weights.safetensors", "weights.npz", "weights.npy")
SHEET = Worksheet(
    given={"inputs": 8.0, "outputs": 3.0},
    formulas={"n": lambda inputs, outputs: inputs * outputs + outputs},
)

_random = np.random.default_rng(7)
ARRAYS = [_random.normal(size=shape) for shape in ((5,), (3, 4), (2, 2, 3))]
EXAMPLES, WEIGHT, BIAS = (_random.normal(size=shape) for shape in ((4, 8), (3, 8), (3,)))
UPSTREAM = _random.normal(size=(4, 3))
CENTRES = 4 * np.eye(3, 8)
LABELS = _random.integers(3, size=300)
IMAGES = CENTRES[LABELS] + _random.normal(size=(300, 8))


def worst(comparisons: Iterable[Comparison]) -> Comparison:
    """The first that does not hold, or the last."""
    found = list(comparisons)
    return next((each for each in found if each.equal is not True), found[-1])


@pytest.mark.question("1", points=2, kind="code")
def grade_relu(student, settle):
    """What is negative becomes zero."""
    settle(worst(compare_arrays(student.value("relu", x), np.maximum(x, 0.0)) for x in ARRAYS))


@pytest.mark.question("2", points=2, kind="code")
def grade_softmax(student, settle):
    """Rows that sum to one."""
    found = []
    for x in (ARRAYS[1], 1000 * ARRAYS[1]):
        powers = np.exp(x - x.max(axis=1, keepdims=True))
        expected = powers / powers.sum(axis=1, keepdims=True)
        found.append(compare_arrays(student.value("softmax", x), expected))
    settle(worst(found))


@pytest.mark.question("3", points=2, kind="code")
def grade_linear(student, settle):
    """The gradients by the input, the weights and the bias."""
    given = [Tensor(each) for each in (EXAMPLES, WEIGHT, BIAS, UPSTREAM)]
    found = student.value("linear_backward", *given)
    expected = (UPSTREAM @ WEIGHT, UPSTREAM.T @ EXAMPLES, UPSTREAM.sum(axis=0))
    if type(found) is not tuple or len(found) != len(expected):
        raise Mismatch("Three gradients are asked for.")
    settle(worst(map(compare_arrays, found, expected)))


@pytest.mark.question("4", points=2, kind="training")
def grade_weights(student, submission, settle, read_as):
    """How many of 300 unseen examples the weights put into their class."""
    files = [*submission.files, *submission.large]
    file = next((each for each in WEIGHTS if each in files), None)
    if file is None:
        raise Missing("There is no file of weights.")
    read_as(file)
    arrays = returned(file, student.weights(file))
    if type(arrays) is not dict:
        raise Mismatch("These are no named arrays.")
    weight, bias = (plain(arrays.get(name), name) for name in ("weight", "bias"))
    if weight.shape != (3, 8) or bias.shape != (3,):
        raise Mismatch("The shapes are not those of the layer.")
    right = int(((IMAGES @ weight.T + bias).argmax(axis=1) == LABELS).sum())
    settle(Comparison(right >= 240, "accuracy", Mistake("accuracy", f"{right} of 300 are right")))


def plain(found, name):
    """Finite real numbers, as the weights of a network are."""
    if found is None:
        raise Mismatch(f"There is no array '{name}'.")
    array = read_array(found)
    if array.dtype.kind != "f" or not np.isfinite(array).all():
        raise Mismatch(f"{name} is not made of finite real numbers.")
    return array.astype(np.float64)


@pytest.mark.question("5", points=1, kind="symbolic")
def grade_derivative(settle_formula):
    """The derivative of f(x) = ln(1 + x^2)."""
    settle_formula(r"\frac{2x}{1+x^2}")


@pytest.mark.question("6", points=2, kind="code")
def grade_accuracy(student, settle):
    """The share of right predictions, over batches of different sizes."""
    scores = np.eye(3)[LABELS[:50]] + 0.9 * IMAGES[:50, 3:6]
    call = student.drive(HARNESS, "run", scores, LABELS[:50], [20, 20, 10], uses="accuracy")
    expected = float((scores.argmax(axis=1) == LABELS[:50]).mean())
    settle(compare_arrays(returned("accuracy", call), expected))


@pytest.mark.question("7", points=1, kind="numeric")
def grade_parameters(quantity, settle_value):
    """Of a layer from 8 to 3, with its bias."""
    settle_value(Target(SHEET, quantity))
