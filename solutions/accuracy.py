"""The accuracy of a classifier over batches of examples, and what known mistakes make of it.

A batch is a pair: scores, shape (examples, classes), and the true classes, shape (examples,). An
example counts as right if its own class has the largest score; of equal scores the first counts.
Over all batches the accuracy is the number of right examples over the number of examples. The
last batch may be shorter than the others, so that the mean of the accuracies of batches is not
the accuracy. Scores may be of any scale; accuracies are fractions.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Labels = NDArray[np.integer[Any]]
Batch = tuple[Array, Labels]


def accuracy(batches: Iterable[Batch]) -> float:
    """The share of all examples that are put into their own class.

    Raises:
        ValueError: if there is no example, or scores and classes do not fit.

    >>> right, wrong = np.array([[2.0, 1.0]]), np.array([[1.0, 2.0]])
    >>> accuracy([(np.vstack([right, right]), np.array([0, 0])), (wrong, np.array([0]))])
    0.6666666666666666
    """
    right = examples = 0
    for scores, labels in batches:
        right += correct(scores, labels)
        examples += len(labels)
    if not examples:
        raise ValueError("there is no example; an accuracy needs at least one")
    return right / examples


def correct(scores: Array, labels: Labels) -> int:
    """The number of examples whose own class has the largest score.

    Args:
        scores: shape (examples, classes).
        labels: true classes, shape (examples,), integers from 0.

    >>> correct(np.eye(3), np.array([0, 1, 0]))
    2
    """
    check_scores(scores, labels)
    return int(np.count_nonzero(scores.argmax(axis=1) == labels))


def check_scores(scores: Array, labels: Labels) -> None:
    """Refuse scores and classes that do not belong together.

    Raises:
        ValueError: with what is wrong.
    """
    if scores.ndim != 2 or labels.shape != scores.shape[:1]:
        raise ValueError(
            "scores need shape (examples, classes) and labels shape (examples,), "
            f"not {scores.shape} and {labels.shape}"
        )
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels must be integers, not {labels.dtype}")
    if labels.size and not (labels.min() >= 0 and labels.max() < scores.shape[1]):
        raise ValueError(f"labels must lie between 0 and {scores.shape[1] - 1}")


# --- known mistakes -----------------------------------------------------------------------------


def accuracy_with_mistake(batches: Sequence[Batch]) -> dict[str, float]:
    """What each known mistake returns on batches that are not empty, the short one last.

    A loop that updates neither counter ends in 0 / 0, which is no number and has no entry.

    >>> one, two = (np.eye(2), np.array([0, 1])), (np.eye(2)[:1], np.array([1]))
    >>> accuracy_with_mistake([one, two])["mean of the accuracies of the batches"]
    0.5
    """
    return {
        "accuracy of the last batch only": last_batch_accuracy(batches),
        "mean of the accuracies of the batches": mean_of_batch_accuracies(batches),
        "the number of right examples is never updated": 0.0,
        "right examples of the last batch over all examples": last_batch_over_all(batches),
        "the last batch is taken for a full one": accuracy_of_full_batches(batches),
    }


def last_batch_accuracy(batches: Sequence[Batch]) -> float:
    """The accuracy of the last batch, where the result is overwritten in the loop."""
    return accuracy(batches[-1:])


def mean_of_batch_accuracies(batches: Sequence[Batch]) -> float:
    """The mean over batches, which gives an example of a short batch too much weight."""
    return sum(accuracy([batch]) for batch in batches) / len(batches)


def last_batch_over_all(batches: Sequence[Batch]) -> float:
    """Right examples of the last batch over all examples, where only these are summed up."""
    return correct(*batches[-1]) / sum(len(labels) for _, labels in batches)


def accuracy_of_full_batches(batches: Sequence[Batch]) -> float:
    """Right examples over the number of batches times the size of the first."""
    return sum(correct(*batch) for batch in batches) / (len(batches) * len(batches[0][1]))
