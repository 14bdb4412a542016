from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from graders.comparing.programs.gradients import compare_gradient, differences, numerical_gradient
from graders.model import Comparison

torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(12, 4)), np.eye(3)[RNG.integers(0, 3, 12)]
W = RNG.normal(size=(4, 3))
SQUARE_X = RNG.normal(size=(12, 3))
SQUARE_W = RNG.normal(size=(3, 3))


def loss(weights: Any) -> Any:
    """Mean cross-entropy of a linear classifier."""
    scores = X[:, : len(weights)] @ weights
    return (np.log(np.exp(scores).sum(1)) - (scores * Y).sum(1)).mean()


def gradient(weights: Any) -> Any:
    x = X[:, : len(weights)]
    powers = np.exp(x @ weights)
    return x.T @ (powers / powers.sum(1, keepdims=True) - Y) / len(x)


def code(comparison: Any) -> str:
    return comparison.mistake.code if comparison.mistake else ""


SMOOTH: dict[str, tuple[Callable[[Any], Any], Any, Callable[[Any], Any]]] = {
    "a square": (lambda x: (x**2).sum(), [1.0, -3.0, 0.0], lambda x: 2 * x),
    "a number": (np.sin, 0.7, np.cos),
    "whole numbers as the place": (lambda x: (x**3).sum(), [1, 2, 3], lambda x: 3 * x**2),
    "large entries": (lambda x: (x**2).sum(), [1e6, -2e6], lambda x: 2 * x),
    "small entries": (lambda x: np.sin(x).sum(), [1e-6, -3e-7], np.cos),
    "entries of any size": (lambda x: np.log(x).sum(), [1e-4, 1.0, 1e4], lambda x: 1 / x),
    "curved": (lambda x: np.exp(5 * x).sum(), [0.1, 1.0], lambda x: 5 * np.exp(5 * x)),
    "flat": (lambda x: 3.0, [1.0, 2.0], lambda x: 0 * x),
    "a large constant": (lambda x: 1e4 + np.sin(x).sum(), [0.3, -2.0], np.cos),
    "terms that cancel": (
        lambda x: (x * [1e3, -1e3, 1.0]).sum(), [1.1, 1.1, 0.0], lambda x: 0 * x + [1e3, -1e3, 1],
    ),
    "steep where it is straight": (lambda x: np.sin(1e4 * x), 0.0, lambda x: 1e4),
    "cross-entropy": (loss, W, gradient),
    "an extremum": (lambda x: np.cos(x).sum(), [0.0, np.pi], lambda x: -np.sin(x)),
}  # fmt: skip


@pytest.mark.parametrize(("function", "at", "derivative"), SMOOTH.values(), ids=SMOOTH)
def test_differences_are_the_derivative(function: Any, at: Any, derivative: Any) -> None:
    exact = derivative(np.asarray(at, dtype=float))
    found = differences(function, at)
    assert not found.kinks.any()
    assert np.allclose(found.values, exact, rtol=1e-7, atol=found.noise)
    assert found.noise < 1e-3 * max(1, np.abs(exact).max())
    assert np.allclose(numerical_gradient(function, at), exact, rtol=2e-3, atol=found.noise)
    assert compare_gradient(exact, function, at) == Comparison(True, "arrays")


def test_richardson_is_more_exact() -> None:
    exact = gradient(W)
    plain = np.abs(numerical_gradient(loss, W) - exact).max()
    refined = np.abs(numerical_gradient(loss, W, richardson=True) - exact).max()
    assert refined < plain / 10


def test_a_step_can_be_given() -> None:
    coarse = numerical_gradient(lambda x: x**3, 1.0, step=0.1)
    assert coarse == pytest.approx(3.01)


def test_the_gradient_agrees_with_automatic_differentiation() -> None:
    weights = torch.tensor(W, requires_grad=True)
    torch.nn.functional.cross_entropy(torch.tensor(X) @ weights, torch.tensor(Y)).backward()
    by_torch = weights.grad.numpy()
    assert compare_gradient(by_torch, loss, W).equal
    assert compare_gradient(gradient(W), loss, W, reference=by_torch).equal
    assert compare_gradient(gradient(W).astype(np.float32), loss, W, reference=by_torch).equal


def test_a_function_in_float32_is_given_larger_steps_and_more_room() -> None:
    def single(weights: Any) -> Any:
        return np.float32(loss(weights.astype(np.float32)))

    found = differences(single, W)
    assert np.abs(found.values - gradient(W)).max() < found.noise < 0.01
    assert compare_gradient(gradient(W), single, W).equal
    assert not compare_gradient(gradient(W) * 1.5, single, W).equal


MISTAKES: dict[str, tuple[Any, str, str]] = {
    "None": (None, "type", "the gradient is None"),
    "transposed": (gradient(W).T, "transposed", "the gradient is transposed"),
    "transposed, square": (gradient(SQUARE_W).T, "transposed", "the gradient is transposed"),
    "flat": (gradient(W).ravel(), "shape", "has shape (12,), shape (4, 3) is asked for"),
    "without the mean": (gradient(W) * 12, "summed", "the number of examples: a sum in place"),
    "mean taken twice": (gradient(W) / 12, "averaged", "the number of examples: a mean in place"),
    "twice": (gradient(W) * 2, "factor", "the gradient has a factor 2 too many"),
    "half": (gradient(W) / 2, "factor", "the gradient lacks a factor 2"),
    "ascent": (-gradient(W), "sign", "the sign of the gradient is reversed"),
    "NaN": (gradient(W) * np.nan, "not_finite", "NaN at index (0, 0)"),
    "truth values": (gradient(W) > 0, "dtype", "truth values"),
    "zeros": (np.zeros((4, 3)), "", "at 12 of 12 entries"),
    "the weights": (W, "", "at 12 of 12 entries"),
    "off by a thousandth": (gradient(W) + 1e-3, "", "at 12 of 12 entries"),
}


@pytest.mark.parametrize(("found", "mistake", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(found: Any, mistake: str, said: str) -> None:
    at = SQUARE_W if np.shape(found) == (3, 3) else W
    comparison = compare_gradient(found, loss, at, batch=12)
    assert comparison.equal is False
    assert code(comparison) == mistake
    words = comparison.mistake.words if comparison.mistake else ""
    assert said in "; ".join([words, *comparison.remarks])


def relu_sum(x: Any) -> Any:
    return np.maximum(x, 0).sum()


KINKS: dict[str, tuple[Callable[[Any], Any], list[float], list[bool]]] = {
    "at the kink": (relu_sum, [0.0, 1.0, -1.0], [True, False, False]),
    "absolute value": (lambda x: abs(x).sum(), [0.0, 2.0], [True, False]),
    "a jump": (lambda x: np.sign(x).sum() + x.sum(), [0.0, 2.0], [True, False]),
    "a weak kink": (lambda x: (np.exp(x) + 0.01 * abs(x)).sum(), [0.0, 2.0], [True, False]),
    "beside the domain": (lambda x: np.sqrt(x).sum(), [0.0, 2.0], [True, False]),
    "an infinite value beside": (
        lambda x: np.where(x > 1, np.inf, x).sum(), [1.0, 0.5], [True, False],
    ),
    "a greatest entry that is shared": (lambda x: x.max(), [1.0, 1.0, 0.0], [True, True, False]),
    "a kink of the slope": (lambda x: (np.maximum(x, 0) ** 2).sum(), [0.0, 2.0], [True, False]),
}  # fmt: skip


@pytest.mark.parametrize(("function", "at", "kinks"), KINKS.values(), ids=KINKS)
def test_a_kink_is_seen(function: Any, at: list[float], kinks: list[bool]) -> None:
    assert differences(function, at).kinks.tolist() == kinks


@given(st.floats(-1.5, 1.5), st.floats(-3, 3), st.floats(0.5, 3))
def test_a_kink_within_the_step_is_never_taken_for_a_slope(
    distance: float, slope: float, curve: float
) -> None:
    """Wherever the kink lies, the slope is that of one side, or the entry is left out."""
    step = 1e-5

    def function(x: Any) -> Any:
        away = x - 1 - distance * step
        return (slope * x + np.maximum(away, 0) + curve * away**2 / 2).sum()

    found = differences(function, [1.0], step=step)
    if not found.kinks.any():
        side = slope + (distance < 0) - curve * distance * step
        assert found.values[0] == pytest.approx(side, abs=found.noise + 1e-6)
    if abs(distance) > 1.01:
        assert not found.kinks.any()


def test_an_entry_at_a_kink_is_left_out_and_said() -> None:
    for there in (0.0, 0.5, 1.0):
        comparison = compare_gradient([there, 1.0, 0.0], relu_sum, [0.0, 1.0, -1.0])
        assert comparison.equal
        words = "1 of 3 entries of the gradient are left out: a kink is there or near"
        assert comparison.remarks == (words,)
    assert compare_gradient([0.0, 1.0, 1.0], relu_sum, [0.0, 1.0, -1.0]).equal is False
    assert compare_gradient([np.nan, 1.0, 0.0], relu_sum, [0.0, 1.0, -1.0]).equal is False


def test_where_most_entries_are_at_kinks_a_person_decides() -> None:
    comparison = compare_gradient([0.0, 0.0, 1.0], relu_sum, [0.0, 0.0, 1.0])
    assert comparison.equal is None
    assert comparison.note == "too few entries are left to judge the gradient by"
    assert compare_gradient([0.0, 1.0], relu_sum, [0.0, 1.0]).equal
    assert compare_gradient([0.0, 0.0, 2.0], relu_sum, [0.0, 0.0, 1.0]).equal is False


def test_a_mistake_beside_a_kink_is_named() -> None:
    def function(x: Any) -> Any:
        return (np.maximum(x, 0) ** 1 * np.arange(1, 7).reshape(2, 3)).sum()

    at = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    right = np.arange(1.0, 7.0).reshape(2, 3)
    assert compare_gradient(right, function, at).equal
    assert code(compare_gradient(-right, function, at)) == "sign"
    assert code(compare_gradient(right.T, function, at)) == "transposed"
    assert code(compare_gradient(right * 2, function, at)) == "factor"


def test_a_wrong_reference_is_our_failure() -> None:
    with pytest.raises(ValueError, match="not the gradient of the function"):
        compare_gradient(gradient(W), loss, W, reference=gradient(W) * 2)


OURS: dict[str, tuple[Callable[[Any], Any], Any, str]] = {
    "no number": (lambda x: x, [1.0, 2.0], "one real number"),
    "complex": (lambda x: 1j, [1.0], "one real number"),
    "a word": (lambda x: "loss", [1.0], "one real number"),
    "NaN": (lambda x: np.nan, [1.0], "no finite value"),
    "nothing": (lambda x: 0.0, [], "0 entries"),
    "too much": (lambda x: 0.0, np.zeros(20_001), "20001 entries"),
}


@pytest.mark.parametrize(("function", "at", "said"), OURS.values(), ids=OURS)
def test_a_function_that_is_none_is_our_failure(function: Any, at: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        differences(function, at)


def test_the_place_is_left_as_it_is() -> None:
    at = W.copy()

    def careless(weights: Any) -> Any:
        weights *= 2
        return weights.sum()

    assert np.allclose(numerical_gradient(careless, at), 2)
    assert np.array_equal(at, W)


POINTS = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=1, max_dims=2, max_side=4),
    elements=st.floats(-2, 2).map(lambda value: round(value, 3)),
)


@given(POINTS, st.data(), st.sampled_from([1e-3, -0.1, 10.0]))
def test_any_single_wrong_entry_is_found(at: Any, data: st.DataObject, change: float) -> None:
    exact = np.cos(at) + 2 * at
    index = np.unravel_index(data.draw(st.integers(0, at.size - 1)), at.shape)
    found = exact.copy()
    found[index] += change * max(1.0, abs(found[index]))

    def function(x: Any) -> Any:
        return (np.sin(x) + x**2).sum()

    assert compare_gradient(exact, function, at).equal
    comparison = compare_gradient(found, function, at)
    assert comparison.equal is False
    place = tuple(map(int, index))
    assert comparison.witness.startswith(f"at index {place[0] if at.ndim == 1 else place} ")


def test_networks_with_relu_agree_with_automatic_differentiation() -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=(10, 5)), rng.integers(0, 3, 10)
        weights = rng.normal(size=5 * 6 + 6 * 3) * 10.0 ** rng.uniform(-4, 1)

        def network(at: Any, x: Any = x, y: Any = y) -> Any:
            hidden = torch.relu(torch.as_tensor(x) @ torch.as_tensor(at[:30]).reshape(5, 6))
            scores = hidden @ torch.as_tensor(at[30:]).reshape(6, 3)
            return torch.nn.functional.cross_entropy(scores, torch.as_tensor(y))

        leaf = torch.tensor(weights, requires_grad=True)
        network(leaf).backward()
        exact = leaf.grad.numpy()
        assert compare_gradient(exact, network, weights).equal
        assert not compare_gradient(exact * 1.1, network, weights).equal
