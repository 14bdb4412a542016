"""Margins against loops, torch and the prediction; the training margin against sorted margins."""

import numpy as np
import pytest

from solutions.generalization.margins import (
    margins,
    probabilities,
    training_margin,
    training_margin_readings,
)

SEEDS = range(10)


def draw(seed: int, points: int = 200, classes: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(points, classes)), rng.integers(classes, size=points)


@pytest.mark.parametrize(
    ("scores", "label", "expected"),
    [
        pytest.param([3.0, 1.0, 2.5], 0, 0.5, id="right"),
        pytest.param([3.0, 1.0, 2.5], 2, -0.5, id="wrong by a little"),
        pytest.param([3.0, 1.0, 2.5], 1, -2.0, id="wrong by much"),
        pytest.param([2.0, 2.0], 0, 0.0, id="undecided"),
        pytest.param([1.0, 1.0, 0.0], 2, -1.0, id="two others are equal"),
        pytest.param([-5.0, -7.0], 0, 2.0, id="negative scores, positive margin"),
        pytest.param([1e308, -1e307], 1, -1.1e308, id="large"),
    ],
)
def test_the_margin_is_the_own_score_minus_the_best_other(
    scores: list[float], label: int, expected: float
) -> None:
    assert margins(np.array([scores]), np.array([label])) == pytest.approx([expected])


@pytest.mark.parametrize("seed", SEEDS)
def test_margins_are_those_of_a_loop(seed: int) -> None:
    scores, labels = draw(seed)
    looped = [
        row[y] - max(score for i, score in enumerate(row) if i != y)
        for row, y in zip(scores, labels, strict=True)
    ]
    assert margins(scores, labels).tolist() == looped


@pytest.mark.parametrize("seed", SEEDS)
def test_margins_are_those_of_the_two_largest_scores_in_torch(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    scores, labels = draw(seed)
    top, places = torch.tensor(scores).topk(2, dim=1)
    own = torch.tensor(scores)[torch.arange(len(labels)), torch.tensor(labels)]
    best_other = torch.where(places[:, 0] == torch.tensor(labels), top[:, 1], top[:, 0])
    assert np.array_equal(margins(scores, labels), (own - best_other).numpy())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_margin_is_negative_exactly_when_the_example_is_misclassified(seed: int) -> None:
    scores, labels = draw(seed)
    assert np.array_equal(margins(scores, labels) < 0, scores.argmax(axis=1) != labels)


def test_single_precision_and_unsigned_labels_are_taken() -> None:
    scores = np.array([[1.0, 0.5]], dtype=np.float32)
    assert margins(scores, np.array([0], dtype=np.uint8)) == [0.5]


# --- the training margin ------------------------------------------------------------------------


@pytest.mark.parametrize("percentile", [0.0, 5.0, 50.0, 97.5, 100.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_margin_lies_between_two_sorted_margins(seed: int, percentile: float) -> None:
    scores, labels = draw(seed, points=137)
    values = sorted(margins(scores, labels).tolist())
    place = percentile / 100 * (len(values) - 1)
    low, share = int(place), place - int(place)
    high = min(low + 1, len(values) - 1)
    expected = values[low] + share * (values[high] - values[low])
    assert training_margin(scores, labels, percentile=percentile) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_margin_of_many_points_is_next_to_that_of_their_twentieth(seed: int) -> None:
    scores, labels = draw(seed, points=5000)
    values = np.sort(margins(scores, labels))
    assert values[249] <= training_margin(scores, labels) <= values[250]


@pytest.mark.parametrize("wrong", [0, 4, 6, 50])
def test_the_training_margin_is_negative_when_more_than_its_share_is_misclassified(
    wrong: int,
) -> None:
    scores = np.array([[0.0, 1.0]] * wrong + [[1.0, 0.0]] * (100 - wrong))
    margin = training_margin(scores, np.zeros(100, dtype=int))
    assert (margin < 0) == (wrong > 5)


def test_readings_of_one_example_are_the_margins_themselves() -> None:
    scores = np.log(np.array([[0.7, 0.2, 0.1]]))
    found = training_margin_readings(scores, np.array([0]))
    assert found["percentile of the margins of scores"] == pytest.approx(np.log(3.5))
    assert found["percentile of the margins of probabilities"] == pytest.approx(0.5)
    assert found["mean of the margins of scores"] == pytest.approx(np.log(3.5))
    assert found["mean of the margins of probabilities"] == pytest.approx(0.5)


def test_a_percentile_from_above_is_that_of_the_largest_margins() -> None:
    scores = np.stack([np.arange(101.0), np.zeros(101)], axis=1)  # of margins 0 to 100
    found = training_margin_readings(scores, np.zeros(101, dtype=int))
    assert found["percentile of the margins of scores"] == pytest.approx(5.0)
    assert found["percentile from above"] == pytest.approx(95.0)


def test_the_readings_of_many_examples_differ() -> None:
    found = training_margin_readings(*draw(0))
    assert len({round(value, 6) for value in found.values()}) == len(found)


def test_probabilities_are_those_of_torch_and_do_not_overflow() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    scores = 500 * draw(0)[0]
    assert np.allclose(probabilities(scores), torch.softmax(torch.tensor(scores), dim=1).numpy())


@pytest.mark.parametrize(
    ("scores", "labels", "words"),
    [
        pytest.param(np.ones((2, 1)), np.zeros(2, int), "two classes", id="one class"),
        pytest.param(np.array([[np.nan, 0.0]]), np.zeros(1, int), "finite", id="not a number"),
        pytest.param(np.array([[np.inf, 0.0]]), np.zeros(1, int), "finite", id="infinite"),
        pytest.param(np.ones((2, 2)), np.array([0, 2]), "between", id="no such class"),
        pytest.param(np.ones((2, 2)), np.zeros(3, int), "shape", id="other number of labels"),
    ],
)
def test_margins_that_do_not_exist_are_refused(
    scores: np.ndarray, labels: np.ndarray, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        margins(scores, labels)


def test_a_percentile_needs_examples_and_lies_up_to_one_hundred() -> None:
    with pytest.raises(ValueError, match="at least one"):
        training_margin(np.ones((0, 2)), np.zeros(0, int))
    with pytest.raises(ValueError, match="between 0 and 100"):
        training_margin(np.ones((3, 2)), np.zeros(3, int), percentile=101)
