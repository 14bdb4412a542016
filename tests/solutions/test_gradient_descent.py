"""The step, the lemma and the rate on random cases and by minimisation; the LaTeX, transcribed."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import sympy

from solutions import gradient_descent
from solutions.gradient_descent import (
    CONVEXITY_CHAIN,
    LEMMA_STEPS,
    Array,
    best_step_size,
    convexity_members,
    general_bound,
    iterates,
    lemma_bound,
    lemma_dropped_term,
    lemma_sum,
    minimiser,
    model,
    rate_bound,
    step_size,
    symbolic_minimiser,
    symbolic_rate_bound,
)
from tests.transcriptions import formulas


@dataclass
class Run:
    """Iterates from zero, as the lemma has them."""

    updates: Array
    target: Array
    eta: float

    def w(self, t: int) -> Array:
        """w⁽ᵗ⁾, added up one by one."""
        found = np.zeros_like(self.target)
        for update in self.updates[: t - 1]:
            found = found - self.eta * update
        return found

    def distance(self, t: int) -> float:
        return float(np.linalg.norm(self.w(t) - self.target) ** 2)

    def inner(self, t: int) -> float:
        return float(np.dot(self.w(t) - self.target, self.updates[t - 1]))

    def squares(self) -> float:
        return float(sum(np.linalg.norm(v) ** 2 for v in self.updates))

    def size(self) -> float:
        return float(np.linalg.norm(self.target) ** 2)

    @property
    def last(self) -> int:
        """T."""
        return len(self.updates)


LEMMA: dict[str, Callable[..., float]] = {  # of a run, and of t where the formula has a free t
    r"\sum_{t=1}^{T}\langle w^{(t)}-w^*,v_t\rangle": lambda r, t=1: sum(
        r.inner(s) for s in range(1, r.last + 1)
    ),
    r"\frac{\|w^*\|^2}{2\eta}+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2": lambda r, t=1: (
        r.size() / (2 * r.eta) + r.eta / 2 * r.squares()
    ),
    r"\frac{\|w^{(T+1)}-w^*\|^2}{2\eta}": lambda r, t=1: r.distance(r.last + 1) / (2 * r.eta),
    r"\|w^{(t+1)}-w^*\|^2": lambda r, t: r.distance(t + 1),
    r"\|w^{(t)}-w^*\|^2-2\eta\langle w^{(t)}-w^*,v_t\rangle+\eta^2\|v_t\|^2": lambda r, t: (
        r.distance(t) - 2 * r.eta * r.inner(t) + r.eta**2 * np.linalg.norm(r.updates[t - 1]) ** 2
    ),
    r"\langle w^{(t)}-w^*,v_t\rangle": lambda r, t: r.inner(t),
    r"\frac{1}{2\eta}\left(\|w^{(t)}-w^*\|^2-\|w^{(t+1)}-w^*\|^2\right)+\frac{\eta}{2}\|v_t\|^2": (
        lambda r, t: (
            1 / (2 * r.eta) * (r.distance(t) - r.distance(t + 1))
            + r.eta / 2 * np.linalg.norm(r.updates[t - 1]) ** 2
        )
    ),
    r"\frac{1}{2\eta}\left(\|w^{(1)}-w^*\|^2-\|w^{(T+1)}-w^*\|^2\right)"
    r"+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2": lambda r, t=1: (
        1 / (2 * r.eta) * (r.distance(1) - r.distance(r.last + 1)) + r.eta / 2 * r.squares()
    ),
    r"\frac{1}{2\eta}\left(\|w^*\|^2-\|w^{(T+1)}-w^*\|^2\right)"
    r"+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2": lambda r, t=1: (
        1 / (2 * r.eta) * (r.size() - r.distance(r.last + 1)) + r.eta / 2 * r.squares()
    ),
}


@dataclass
class Convex:
    """A convex function, points on it and one to compare with."""

    f: Callable[[Any], Any]
    gradient: Callable[[Array], Array]
    points: Array
    target: Array

    def gap(self) -> float:
        return float(self.f(self.points.mean(axis=0)) - self.f(self.target))

    def mean_of(self, summand: Callable[[Array], float]) -> float:
        return float(sum(summand(w) for w in self.points) / len(self.points))

    def inner(self, w: Array, at: Array) -> float:
        return float((w - self.target) @ self.gradient(at))


_GAP = r"f(\bar{w})-f(w^*)"
_MEAN_INNER = r"\frac{1}{T}\sum_{t=1}^{T}\langle w^{(t)}-w^*,\nabla f(w^{(t)})\rangle"
CONVEXITY: dict[str, Callable[..., float]] = {  # of a case, and of w where the formula has a free t
    _GAP: lambda c: c.gap(),
    r"\frac{1}{T}\sum_{t=1}^{T}\left[f(w^{(t)})-f(w^*)\right]": lambda c: c.mean_of(
        lambda w: c.f(w) - c.f(c.target)
    ),
    _MEAN_INNER: lambda c: c.mean_of(lambda w: c.inner(w, w)),
    r"f\left(\frac{1}{T}\sum_{t=1}^{T}w^{(t)}\right)": lambda c: float(
        c.f(sum(c.points) / len(c.points))
    ),
    r"\frac{1}{T}\sum_{t=1}^{T}f(w^{(t)})": lambda c: c.mean_of(c.f),
    r"f(w^{(t)})-f(w^*)": lambda c, w: float(c.f(w) - c.f(c.target)),
    r"\langle w^{(t)}-w^*,\nabla f(w^{(t)})\rangle": lambda c, w: c.inner(w, w),
}
STEP: dict[str, Callable[..., Any]] = {  # of the start, the gradient as a function, λ and w
    r"f(w^{(t)})+\langle w-w^{(t)},\nabla f(w^{(t)})\rangle+\frac{\lambda}{2}\|w-w^{(t)}\|^2": (
        lambda start, g, lam, w, value: (
            value + np.dot(w - start, g(start)) + lam / 2 * np.linalg.norm(w - start) ** 2
        )
    ),
    r"\nabla f(w^{(t)})+\lambda(w-w^{(t)})": lambda start, g, lam, w: g(start) + lam * (w - start),
    r"w^{(t)}-\frac{1}{\lambda}\nabla f(w^{(t)})": lambda start, g, lam, w: (
        start - 1 / lam * g(start)
    ),
    r"w^{(t)}-\frac{1}{2\lambda}\nabla f(w^{(t)})": lambda start, g, lam, w: (
        start - 1 / (2 * lam) * g(start)
    ),
    r"w^{(t)}-\lambda\nabla f(w^{(t)})": lambda start, g, lam, w: start - lam * g(start),
    r"w^{(t)}-\frac{1}{\lambda}\nabla f(w)": lambda start, g, lam, w: start - 1 / lam * g(w),
    r"w^{(t)}+\frac{1}{\lambda}\nabla f(w^{(t)})": lambda start, g, lam, w: (
        start + 1 / lam * g(start)
    ),
    r"\frac{1}{\lambda}": lambda lam: 1 / lam,
    r"\frac{1}{2\lambda}": lambda lam: 1 / (2 * lam),
    r"\frac{2}{\lambda}": lambda lam: 2 / lam,
    r"\lambda": lambda lam: lam,
}
RATE: dict[str, Callable[..., float]] = {  # of B, ρ, T and η
    r"\frac{B^2}{2\eta T}+\frac{\eta\rho^2}{2}": lambda B, rho, T, eta: (
        B**2 / (2 * eta * T) + eta * rho**2 / 2
    ),
    r"\frac{B}{\rho\sqrt{T}}": lambda B, rho, T, eta: B / (rho * math.sqrt(T)),
    r"\frac{B^2}{2\frac{B}{\rho\sqrt{T}}T}+\frac{\frac{B}{\rho\sqrt{T}}\rho^2}{2}": (
        lambda B, rho, T, eta: (
            B**2 / (2 * (B / (rho * math.sqrt(T))) * T) + (B / (rho * math.sqrt(T))) * rho**2 / 2
        )
    ),
    r"\frac{B\rho}{2\sqrt{T}}+\frac{B\rho}{2\sqrt{T}}": lambda B, rho, T, eta: (
        B * rho / (2 * math.sqrt(T)) + B * rho / (2 * math.sqrt(T))
    ),
    r"\frac{B\rho}{2\sqrt{T}}": lambda B, rho, T, eta: B * rho / (2 * math.sqrt(T)),
    r"\frac{B\rho}{\sqrt{T}}": lambda B, rho, T, eta: B * rho / math.sqrt(T),
    r"B\rho\sqrt{T}": lambda B, rho, T, eta: B * rho * math.sqrt(T),
    r"\frac{B\rho}{T}": lambda B, rho, T, eta: B * rho / T,
    r"\frac{\rho^2}{2}+\frac{B^2}{2T}": lambda B, rho, T, eta: rho**2 / 2 + B**2 / (2 * T),
}


def test_every_formula_of_the_module_is_transcribed() -> None:
    constants = [value for name, value in vars(gradient_descent).items() if name.isupper()]
    assert formulas(constants) == set(LEMMA) | set(CONVEXITY) | set(STEP) | set(RATE)


# --- what one step minimises


@dataclass
class Case:
    """A start in three dimensions, a function with its gradient, and a penalty."""

    start: Array
    f: Callable[[Array], float]
    gradient: Callable[[Array], Array]
    penalty: float


def draw(seed: int) -> Case:
    rng = np.random.default_rng(seed)
    root, shift = rng.normal(size=(3, 3)), rng.normal(size=3)
    return Case(
        start=rng.normal(size=3),
        f=lambda w: float(np.sum((root @ w) ** 2) / 2 + shift @ w),
        gradient=lambda w: root.T @ root @ w + shift,
        penalty=float(rng.uniform(0.2, 5.0)),
    )


SEEDS = pytest.mark.parametrize("seed", range(5))


@SEEDS
def test_the_minimiser_is_its_formula(seed: int) -> None:
    case = draw(seed)
    found = minimiser(case.start, case.gradient(case.start), case.penalty)
    arguments = case.start, case.gradient, case.penalty, found
    np.testing.assert_allclose(found, STEP[gradient_descent.MINIMISER](*arguments), rtol=1e-12)
    slope = STEP[gradient_descent.MODEL_GRADIENT](*arguments)
    np.testing.assert_allclose(slope, np.zeros(3), atol=1e-12)


@SEEDS
def test_the_minimiser_agrees_with_numerical_minimisation(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.optim.LBFGS")
    case = draw(seed)
    start, gradient = (torch.tensor(each) for each in (case.start, case.gradient(case.start)))
    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([w], tolerance_grad=1e-12, line_search_fn="strong_wolfe")

    def closure() -> Any:
        optimiser.zero_grad()
        step = w - start
        value = 7.0 + step @ gradient + case.penalty / 2 * step @ step
        value.backward()
        return value

    for _ in range(5):
        optimiser.step(closure)
    expected = minimiser(case.start, case.gradient(case.start), case.penalty)
    np.testing.assert_allclose(w.detach().numpy(), expected, atol=1e-8)


@SEEDS
def test_no_other_point_has_a_smaller_model(seed: int) -> None:
    case = draw(seed)
    start, value, gradient = case.start, case.f(case.start), case.gradient(case.start)
    best = minimiser(start, gradient, case.penalty)
    lowest = model(best, start, value, gradient, case.penalty)
    transcribed = STEP[gradient_descent.MODEL](start, case.gradient, case.penalty, best, value)
    assert lowest == pytest.approx(transcribed)
    for move in np.random.default_rng(seed).normal(size=(200, 3)):
        assert model(best + move, start, value, gradient, case.penalty) > lowest


def test_the_symbolic_minimiser_is_one_step_of_gradient_descent() -> None:
    w_t, g, eta = sympy.symbols("w_t g eta")
    lam = sympy.Symbol("lambda", positive=True)
    [rate] = sympy.solve(sympy.Eq(symbolic_minimiser(), w_t - eta * g), eta)
    assert rate == gradient_descent.learning_rate() == 1 / lam


@SEEDS
def test_the_learning_rate_is_read_off_the_numeric_minimiser(seed: int) -> None:
    case = draw(seed)
    gradient = case.gradient(case.start)
    steps = (case.start - minimiser(case.start, gradient, case.penalty)) / gradient
    expected = STEP[gradient_descent.LEARNING_RATE](case.penalty)
    np.testing.assert_allclose(steps, np.full(3, expected), rtol=1e-12)
    for latex in gradient_descent.LEARNING_RATE_MISTAKES.values():
        assert STEP[latex](case.penalty) != pytest.approx(expected)


@SEEDS
def test_a_wrong_minimiser_is_another_point(seed: int) -> None:
    case = draw(seed)
    best = minimiser(case.start, case.gradient(case.start), case.penalty)
    for latex in gradient_descent.MINIMISER_MISTAKES.values():
        wrong = STEP[latex](case.start, case.gradient, case.penalty, case.start + 1)
        assert np.abs(wrong - best).max() > 1e-3


def test_the_penalty_without_its_half_gives_the_mistake_named_for_it() -> None:
    case = draw(0)
    latex = gradient_descent.MINIMISER_MISTAKES["the penalty is taken without its 1/2"]
    doubled = minimiser(case.start, case.gradient(case.start), 2 * case.penalty)
    wrong = STEP[latex](case.start, case.gradient, case.penalty, doubled)
    np.testing.assert_allclose(wrong, doubled, rtol=1e-12)


# --- the lemma


def draw_run(seed: int) -> Run:
    rng = np.random.default_rng(seed)
    steps, dimension = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    return Run(
        updates=rng.normal(size=(steps, dimension)) * rng.uniform(0.1, 10),
        target=rng.normal(size=dimension),
        eta=float(np.exp(rng.uniform(-4, 2))),
    )


RUNS = [draw_run(seed) for seed in range(200)]


def test_the_iterates_are_the_updates_added_up() -> None:
    for run in RUNS:
        expected = [run.w(t) for t in range(1, run.last + 2)]
        np.testing.assert_allclose(iterates(run.updates, run.eta), expected, atol=1e-9)


def test_sum_bound_and_dropped_term_are_their_formulas() -> None:
    for run in RUNS:
        given = run.updates, run.target, run.eta
        for latex, ours in (
            (gradient_descent.LEMMA_SUM, lemma_sum(*given)),
            (gradient_descent.LEMMA_BOUND, lemma_bound(*given)),
            (gradient_descent.LEMMA_DROPPED_TERM, lemma_dropped_term(*given)),
        ):
            assert ours == pytest.approx(LEMMA[latex](run), rel=1e-9, abs=1e-9)


def test_the_bound_exceeds_the_sum_by_the_dropped_term_on_every_case() -> None:
    for run in RUNS:
        given = run.updates, run.target, run.eta
        total, bound, dropped = lemma_sum(*given), lemma_bound(*given), lemma_dropped_term(*given)
        assert bound - total == pytest.approx(dropped, rel=1e-9, abs=1e-9 * bound)
        assert dropped >= 0
        assert total <= bound + 1e-9 * bound


@pytest.mark.parametrize("step", LEMMA_STEPS)
def test_every_step_of_the_proof_holds_on_every_case(step: str) -> None:
    left, right = (LEMMA[latex] for latex in LEMMA_STEPS[step])
    for run in RUNS:
        for t in range(1, run.last + 1):
            assert left(run, t) == pytest.approx(right(run, t), rel=1e-8, abs=1e-7)


# --- the average iterate


def quadratic(rng: np.random.Generator) -> Convex:
    root, shift = rng.normal(size=(3, 3)), rng.normal(size=3)
    return Convex(
        f=lambda w: np.sum((root @ w) ** 2) / 2 + shift @ w,
        gradient=lambda w: root.T @ root @ w + shift,
        points=rng.normal(size=(6, 3)),
        target=rng.normal(size=3),
    )


def log_sum_exp(rng: np.random.Generator) -> Convex:
    rows = rng.normal(size=(4, 3))

    def gradient(w: Array) -> Array:
        powers = np.exp(rows @ w)
        return rows.T @ powers / powers.sum()

    return Convex(
        f=lambda w: np.log(np.exp(rows @ w).sum()),
        gradient=gradient,
        points=rng.normal(size=(6, 3)),
        target=rng.normal(size=3),
    )


CONVEX = [
    make(np.random.default_rng(seed)) for make in (quadratic, log_sum_exp) for seed in range(50)
]


def test_the_gradients_of_the_convex_functions_agree_with_central_differences() -> None:
    for case in CONVEX:
        w, step = case.points[0], 1e-5
        for axis, direction in enumerate(np.eye(3)):
            slope = (case.f(w + step * direction) - case.f(w - step * direction)) / (2 * step)
            assert case.gradient(w)[axis] == pytest.approx(slope, abs=1e-7)


def test_the_members_are_their_formulas_and_never_decrease() -> None:
    for case in CONVEX:
        members = convexity_members(case.f, case.gradient, case.points, case.target)
        assert list(members) == pytest.approx([CONVEXITY[each](case) for each in CONVEXITY_CHAIN])
        assert all(one <= other + 1e-12 for one, other in pairwise(members))


def test_both_inequalities_hold_as_links() -> None:
    for case in CONVEX:
        below, above = (CONVEXITY[latex](case) for latex in gradient_descent.JENSEN)
        assert below <= above
        below, above = (CONVEXITY[latex] for latex in gradient_descent.FIRST_ORDER)
        assert all(below(case, w) <= above(case, w) + 1e-12 for w in case.points)


# --- the rate

SIZES = [(1.0, 1.0, 1), (3.0, 2.0, 25), (0.2, 7.0, 9), (5.0, 0.3, 1000)]


@pytest.mark.parametrize("sizes", SIZES)
def test_step_size_and_bounds_are_their_formulas(sizes: tuple[float, float, int]) -> None:
    eta = step_size(*sizes)
    assert eta == pytest.approx(RATE[gradient_descent.STEP_SIZE](*sizes, eta))
    for latex in gradient_descent.RATE_CHAIN:
        assert rate_bound(*sizes) == pytest.approx(RATE[latex](*sizes, eta))
    term = RATE[gradient_descent.RATE_TERM](*sizes, eta)
    assert rate_bound(*sizes) == pytest.approx(term + term)
    for other in (eta, 0.01, 2.0):
        formula = RATE[gradient_descent.GENERAL_BOUND]
        assert general_bound(other, *sizes) == pytest.approx(formula(*sizes, other))


@pytest.mark.parametrize("sizes", SIZES)
def test_minimising_over_the_step_size_gives_the_same_step_and_bound(
    sizes: tuple[float, float, int],
) -> None:
    best = step_size(*sizes)
    grid = best * np.exp(np.linspace(-2, 2, 4001))
    bounds = [general_bound(eta, *sizes) for eta in grid]
    assert grid[int(np.argmin(bounds))] == pytest.approx(best, rel=2e-3)
    assert min(bounds) == pytest.approx(rate_bound(*sizes), rel=1e-6)


@pytest.mark.parametrize("sizes", SIZES)
def test_symbolic_minimisation_gives_the_same_step_and_bound(
    sizes: tuple[float, float, int],
) -> None:
    values = dict(zip(sympy.symbols("B rho T", positive=True), sizes, strict=True))
    assert float(best_step_size().subs(values)) == pytest.approx(step_size(*sizes))
    assert float(symbolic_rate_bound().subs(values)) == pytest.approx(rate_bound(*sizes))


def test_the_order_of_the_rate_is_one_over_the_root() -> None:
    steps = sympy.Symbol("T", positive=True)
    ratio = sympy.limit(symbolic_rate_bound() * sympy.sqrt(steps), steps, sympy.oo)
    assert ratio.is_positive
    assert rate_bound(1.0, 1.0, 400) / rate_bound(1.0, 1.0, 100) == pytest.approx(0.5)


def test_a_step_size_without_its_root_gives_the_bound_named_for_it() -> None:
    name = "the step size is taken without its square root"
    radius, slope, steps = sympy.symbols("B rho T", positive=True)
    symbolic = symbolic_rate_bound(radius**2 / (slope**2 * steps))
    for sizes in SIZES:
        eta = sizes[0] ** 2 / (sizes[1] ** 2 * sizes[2])
        wrong = RATE[gradient_descent.RATE_BOUND_MISTAKES[name]](*sizes, eta)
        assert general_bound(eta, *sizes) == pytest.approx(wrong)
        values = dict(zip((radius, slope, steps), sizes, strict=True))
        assert float(symbolic.subs(values)) == pytest.approx(wrong)


def test_gradient_descent_on_a_convex_function_stays_within_the_rate() -> None:
    target, steps, slope = np.array([0.6, -0.8]), 200, 1.0

    def gradient(w: Array) -> Array:  # of the distance to the target, whose norm is at most 1
        distance = np.linalg.norm(w - target)
        return (w - target) / distance if distance else np.zeros(2)

    eta, w, visited = step_size(1.0, slope, steps), np.zeros(2), []
    for _ in range(steps):
        visited.append(w)
        w = w - eta * gradient(w)
    average = np.mean(visited, axis=0)
    assert np.linalg.norm(average - target) <= rate_bound(1.0, slope, steps)
