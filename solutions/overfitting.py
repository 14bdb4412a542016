"""What helps a classifier with perfect training accuracy and poor test accuracy.

Such a classifier overfits: it has learned what is particular to its training samples. Of four
suggestions,

- more training data improves the test accuracy: they cover the distribution better, so the
  classifier varies less with the samples it happened to get;
- L2 regularisation improves it: small weights lower the effective capacity, and what is
  particular to a few samples is no longer worth its weights. The training accuracy cannot rise;
- a larger model does not improve it: the training data are fitted already, and capacity that is
  not needed fits more of their noise. (Far beyond interpolation larger models can do better:
  `double_descent.random_features_curves` shows it. An answer that says so is right as well.);
- selecting the model on a validation split improves it: the split is not trained on, so its
  accuracy tells which model generalises, which the training accuracy, 100% for all, does not.
  The price is less training data.

`CHOICES` is what is argued here. `choice` carries the suggestions out on a classifier made for
it, which starts at 100% on its training samples and about 20% on others: least squares on ten
classes, of which only the first ten of the inputs tell anything. Accuracies are fractions.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Choice = Literal["improve", "does not improve"]

CHOICES: dict[str, Choice] = {
    "more training data": "improve",
    "L2 regularisation": "improve",
    "larger model": "does not improve",
    "selection on a validation split": "improve",
}

CLASSES = 10
SAMPLES, TEST_SAMPLES = 100, 2000
INPUTS = 2000
WIDTH = 200  # inputs that the first model reads: as many as its weights per class
SEPARATION = 2.0  # how far the mean of a class is moved along its input, in deviations
TINY = 1e-9  # a penalty that is none but keeps the equations solvable


class Accuracies(NamedTuple):
    """Shares of training and test samples that are put into the right class."""

    train: float
    test: float


def before(seed: int) -> Accuracies:
    """Accuracies of the classifier that overfits.

    >>> [round(accuracy, 1) for accuracy in before(0)]
    [1.0, 0.2]
    """
    return _accuracies(seed)


def after(suggestion: str, seed: int) -> Accuracies:
    """Accuracies once a suggestion of `CHOICES` has been followed, on the same test samples.

    Raises:
        ValueError: if there is no such suggestion.
    """
    match suggestion:
        case "more training data":
            return _accuracies(seed, samples=10 * SAMPLES)
        case "L2 regularisation":
            return _accuracies(seed, penalty=1000.0)
        case "larger model":
            return _accuracies(seed, width=10 * WIDTH)
        case "selection on a validation split":
            return _selected(seed, widths=(WIDTH // 20, WIDTH, 10 * WIDTH))
    raise ValueError(f"no suggestion is called {suggestion!r}")


def choice(suggestion: str, *, seeds: int = 5) -> Choice:
    """Whether a suggestion raises the test accuracy, on average over some seeds.

    >>> choice("L2 regularisation", seeds=2)
    'improve'
    """
    gains = [after(suggestion, seed).test - before(seed).test for seed in range(seeds)]
    return "improve" if np.mean(gains) > 0 else "does not improve"


def _accuracies(
    seed: int, *, samples: int = SAMPLES, width: int = WIDTH, penalty: float = TINY
) -> Accuracies:
    x, labels = draw_samples(np.random.default_rng([seed, 0]), samples)
    x_test, labels_test = draw_samples(np.random.default_rng([seed, 1]), TEST_SAMPLES)
    weights = fit(x[:, :width], labels, penalty=penalty)
    return Accuracies(
        accuracy(weights, x[:, :width], labels), accuracy(weights, x_test[:, :width], labels_test)
    )


def _selected(seed: int, *, widths: tuple[int, ...]) -> Accuracies:
    """Accuracies of the width that does best on the last fifth, trained on the other samples."""
    x, labels = draw_samples(np.random.default_rng([seed, 0]), SAMPLES)
    x_test, labels_test = draw_samples(np.random.default_rng([seed, 1]), TEST_SAMPLES)
    kept = 4 * SAMPLES // 5
    models = [fit(x[:kept, :width], labels[:kept], penalty=TINY) for width in widths]
    best = max(models, key=lambda each: accuracy(each, x[kept:, : len(each)], labels[kept:]))
    width = len(best)
    return Accuracies(
        accuracy(best, x[:kept, :width], labels[:kept]),
        accuracy(best, x_test[:, :width], labels_test),
    )


def draw_samples(rng: np.random.Generator, samples: int) -> tuple[Array, Labels]:
    """Inputs, shape (samples, INPUTS), and their classes, shape (samples,).

    All inputs are standard normal; that of its own number is moved by `SEPARATION` for a class.
    """
    labels = rng.integers(CLASSES, size=samples)
    x = rng.normal(size=(samples, INPUTS))
    x[np.arange(samples), labels] += SEPARATION
    return x, labels


def fit(x: Array, labels: Labels, *, penalty: float) -> Array:
    """The weights W that minimise ‖XW − Y‖² + λ‖W‖², Y being the one-hot coded classes.

    They are Xᵀ(XXᵀ + λI)⁻¹Y; as λ goes to zero, those of smallest norm.

    Args:
        x: inputs X, shape (samples, width).
        labels: classes, shape (samples,).
        penalty: λ, positive.

    Returns:
        Shape (width, CLASSES).
    """
    gram = x @ x.T + penalty * np.eye(len(x))
    return x.T @ np.linalg.solve(gram, np.eye(CLASSES)[labels])


def accuracy(weights: Array, x: Array, labels: Labels) -> float:
    """The share of samples whose own class has the largest score."""
    return float(np.mean(np.argmax(x @ weights, axis=1) == labels))
