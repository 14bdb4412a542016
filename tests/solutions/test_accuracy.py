"""Accuracy over batches: against counting by hand, torch, and loops that make known mistakes."""

import math

import numpy as np
import pytest

from solutions.accuracy import Batch, accuracy, accuracy_with_mistake, check_scores, correct

SEEDS = range(10)
RIGHT, WRONG = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]  # scores of an example of class 0


def batch(right: int, wrong: int) -> Batch:
    scores = np.array([RIGHT] * right + [WRONG] * wrong)
    return scores, np.zeros(right + wrong, dtype=np.int64)


def random_batches(seed: int, sizes: tuple[int, ...] = (64, 64, 64, 7)) -> list[Batch]:
    draw = np.random.default_rng(seed)
    return [(draw.normal(size=(size, 5)), draw.integers(5, size=size)) for size in sizes]


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        pytest.param([batch(4, 0), batch(1, 0)], 1.0, id="all right"),
        pytest.param([batch(0, 4), batch(0, 1)], 0.0, id="all wrong"),
        pytest.param([batch(4, 0), batch(0, 1)], 4 / 5, id="only the short batch is wrong"),
        pytest.param([batch(1, 3), batch(2, 0)], 3 / 6, id="only the short batch is right"),
        pytest.param([batch(1, 2)], 1 / 3, id="one batch"),
        pytest.param([batch(1, 0), (np.zeros((0, 3)), np.zeros(0, int))], 1.0, id="an empty batch"),
    ],
)
def test_the_accuracy_is_the_share_of_all_examples(batches: list[Batch], expected: float) -> None:
    assert accuracy(batches) == expected
    assert accuracy(iter(batches)) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_accuracy_is_that_of_one_example_at_a_time_in_torch(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    right = [
        int(torch.tensor(row).argmax()) == label
        for scores, labels in random_batches(seed)
        for row, label in zip(scores, labels, strict=True)
    ]
    assert accuracy(random_batches(seed)) == sum(right) / len(right)


@pytest.mark.parametrize("seed", SEEDS)
def test_batches_and_scale_do_not_matter(seed: int) -> None:
    batches = random_batches(seed)
    whole = (np.vstack([s for s, _ in batches]), np.concatenate([y for _, y in batches]))
    scaled = [(1e6 * scores - 3, labels) for scores, labels in batches]
    assert accuracy(batches) == accuracy([whole]) == accuracy(batches[::-1]) == accuracy(scaled)


def test_of_equal_scores_the_first_class_counts() -> None:
    assert correct(np.zeros((2, 3)), np.array([0, 1])) == 1


def loops_with_mistakes(batches: list[Batch]) -> dict[str, float]:
    """The mistakes as students write them."""
    shares, last, total, counted = [], math.nan, 0, 0
    for scores, labels in batches:
        last = sum(int(np.argmax(s)) == y for s, y in zip(scores, labels, strict=True))
        shares.append(last / len(labels))
        counted += last
        total += len(labels)
    return {
        "accuracy of the last batch only": shares[-1],
        "mean of the accuracies of the batches": float(np.mean(shares)),
        "the number of right examples is never updated": 0 / total,
        "right examples of the last batch over all examples": last / total,
        "the last batch is taken for a full one": counted / (len(batches) * len(batches[0][1])),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_mistakes_give_what_the_loops_that_make_them_give(seed: int) -> None:
    found = accuracy_with_mistake(random_batches(seed))
    assert found == pytest.approx(loops_with_mistakes(random_batches(seed)))


def test_a_short_last_batch_tells_every_mistake_from_the_accuracy() -> None:
    batches = [batch(3, 1), batch(2, 2), batch(1, 0)]
    values = [accuracy(batches), *accuracy_with_mistake(batches).values()]
    assert len({round(value, 6) for value in values}) == len(values)


def test_without_a_short_batch_the_mean_of_batches_is_no_mistake() -> None:
    batches = random_batches(0, sizes=(8, 8, 8))
    found = accuracy_with_mistake(batches)["mean of the accuracies of the batches"]
    assert found == pytest.approx(accuracy(batches))


def test_no_example_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        accuracy([])


@pytest.mark.parametrize(
    ("scores", "labels", "words"),
    [
        pytest.param(np.zeros(3), np.zeros(3, int), "shape", id="scores of one axis"),
        pytest.param(np.zeros((3, 2)), np.zeros(2, int), "shape", id="too few labels"),
        pytest.param(np.zeros((2, 2)), np.zeros((2, 2), int), "shape", id="one-hot labels"),
        pytest.param(np.zeros((2, 2)), np.zeros(2), "integers", id="labels that are no integers"),
        pytest.param(np.zeros((2, 2)), np.array([0, 2]), "between 0 and 1", id="labels from 1"),
        pytest.param(np.zeros((2, 2)), np.array([-1, 0]), "between 0 and 1", id="a negative label"),
    ],
)
def test_scores_and_labels_that_do_not_fit_are_refused(
    scores: np.ndarray, labels: np.ndarray, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        check_scores(scores, labels)
