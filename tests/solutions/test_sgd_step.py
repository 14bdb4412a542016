"""The change of the loss in a step: symbolic, by evaluation, and against torch's optimiser."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy

from solutions import sgd_step
from solutions.sgd_step import (
    GOES_UP,
    LOSS_FALLS,
    LOSS_STAYS,
    STEP_SIZES,
    STEP_TOO_LARGE,
    loss,
    loss_change,
    mistake_for_symbolic_step,
    mistake_in_counterexample,
    rising_ends,
    take_step,
    term,
)
from tests.transcriptions import formulas

READ: dict[str, Callable[[float, float], float]] = {  # every formula of the module, of w and η
    r"\frac{1}{2}(w-2)^2": lambda w, eta: 0.5 * (w - 2) ** 2,
    r"\frac{1}{2}(w+1)^2": lambda w, eta: 0.5 * (w + 1) ** 2,
    r"\frac{1}{2}(w-2)^2+\frac{1}{2}(w+1)^2": lambda w, eta: (
        0.5 * (w - 2) ** 2 + 0.5 * (w + 1) ** 2
    ),
    r"w-\eta(w-2)": lambda w, eta: w - eta * (w - 2),
    r"w-\eta(w+1)": lambda w, eta: w - eta * (w + 1),
}
WEIGHTS = (-3.0, -1.0, -0.4, 0.0, 0.5, 0.7, 1.3, 2.0, 4.0)
CASES = list(product(WEIGHTS, (1, 2), STEP_SIZES))


def test_every_formula_of_the_module_is_transcribed() -> None:
    words = {name for name in vars(sgd_step) if name.startswith(("LOSS_FALLS", "LOSS_STAYS"))}
    words |= {"GOES_UP", "STEP_TOO_LARGE", "SAMPLED_TERM_COMPARED"}
    constants = [
        value for name, value in vars(sgd_step).items() if name.isupper() and name not in words
    ]
    assert formulas(constants) == set(READ)


@pytest.mark.parametrize(("w", "sampled", "eta"), CASES)
def test_a_step_is_what_its_formulas_say(w: float, sampled: int, eta: float) -> None:
    step = take_step(w, sampled, eta)
    assert step.after == pytest.approx(READ[sgd_step.STEPS[sampled]](w, eta))
    assert step.loss_before == pytest.approx(READ[sgd_step.LOSS](w, eta))
    assert step.term_before == pytest.approx(READ[sgd_step.TERMS[sampled]](w, eta))
    assert step.loss_after == pytest.approx(READ[sgd_step.LOSS](step.after, eta))
    assert step.term_after == pytest.approx(READ[sgd_step.TERMS[sampled]](step.after, eta))


@pytest.mark.parametrize(("w", "sampled", "eta"), CASES)
def test_a_step_agrees_with_a_library_optimiser(w: float, sampled: int, eta: float) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.optim.SGD")
    leaf = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([leaf], lr=eta)
    term(leaf, sampled).backward()
    optimiser.step()
    assert take_step(w, sampled, eta).after == pytest.approx(leaf.item(), abs=1e-15)


@pytest.mark.parametrize(("w", "sampled", "eta"), CASES)
def test_the_symbolic_change_agrees_with_evaluation(w: float, sampled: int, eta: float) -> None:
    step = take_step(w, sampled, eta)
    symbolic = float(loss_change(sampled).subs({"w": w, "eta": eta}))
    assert symbolic == pytest.approx(step.loss_after - step.loss_before, abs=1e-12)


@pytest.mark.parametrize("sampled", [1, 2])
@pytest.mark.parametrize("eta", [*STEP_SIZES, 1.0, 1.9])
def test_the_loss_rises_between_the_ends_and_nowhere_else(sampled: int, eta: float) -> None:
    low, high = (float(end.subs("eta", eta)) for end in rising_ends(sampled))
    for w in np.random.default_rng(sampled).uniform(low - 3, high + 3, size=200):
        step = take_step(float(w), sampled, eta)
        assert (step.loss_after > step.loss_before) == (low < w < high)
        assert (mistake_in_counterexample(float(w), sampled, eta) is None) == (low < w < high)


def test_the_loss_is_not_sure_to_fall() -> None:
    for eta in STEP_SIZES:
        step = take_step(0.0, 2, eta)
        assert step.term_after < step.term_before
        assert step.loss_after > step.loss_before


COUNTEREXAMPLES = [
    # w, sampled term, η, what is wrong with it
    (0.0, 2, 0.1, None),
    (0.0, 1, 0.1, LOSS_FALLS),
    (1.0, 1, 0.4, None),
    (0.5, 1, 1e-9, None),  # the minimum of the loss: any step raises it
    (0.5, 2, 1e-9, None),
    (2.0, 1, 0.1, LOSS_STAYS),
    (-1.0, 2, 0.1, LOSS_STAYS),
    (0.0, 2, 0.0, LOSS_STAYS),
    (0.0, 2, 2.0, STEP_TOO_LARGE),
    (0.0, 2, 3.0, STEP_TOO_LARGE),
    (0.0, 2, -0.1, GOES_UP),
    (5.0, 1, 0.1, LOSS_FALLS),
]


@pytest.mark.parametrize(("w", "sampled", "eta", "mistake"), COUNTEREXAMPLES)
def test_a_counterexample_is_judged_by_evaluation(
    w: float, sampled: int, eta: float, mistake: str | None
) -> None:
    assert mistake_in_counterexample(w, sampled, eta) == mistake


@pytest.mark.parametrize(("w", "sampled", "eta", "mistake"), COUNTEREXAMPLES)
def test_a_counterexample_is_judged_as_exact_arithmetic_does(
    w: float, sampled: int, eta: float, mistake: str | None
) -> None:
    start, rate, c = Fraction(w), Fraction(eta), (2, -1)[sampled - 1]
    after = start - rate * (start - c)

    def total(v: Fraction) -> Fraction:
        return ((v - 2) ** 2 + (v + 1) ** 2) / 2

    is_good = total(after) > total(start) and abs(after - c) < abs(start - c)
    assert (mistake is None) == is_good


def test_a_symbol_for_the_step_size_is_tried_at_several() -> None:
    assert mistake_for_symbolic_step(0.0, 2) is None
    assert mistake_for_symbolic_step(0.0, 1) == LOSS_FALLS
    assert mistake_for_symbolic_step(0.3, 1, etas=(0.1,)) == LOSS_FALLS
    assert mistake_for_symbolic_step(0.3, 1, etas=(0.4,)) is None
    assert mistake_for_symbolic_step(lambda eta: 0.5 - eta / 10, 1) is None


def test_the_mistake_gives_the_values_of_the_sampled_term() -> None:
    [(before, after)] = sgd_step.losses_with_mistake(0.0, 2, 0.4).values()
    assert (before, after) == pytest.approx((0.5, 0.5 * 0.6**2))
    assert after < before


def test_the_loss_is_lowest_between_the_minima_of_its_terms() -> None:
    w = sympy.Symbol("w")
    total = sum((w - c) ** 2 / sympy.Integer(2) for c in sgd_step.MINIMA.values())
    assert sympy.solve(total.diff(w), w) == [sympy.Rational(1, 2)]
    assert loss(0.5) == float(total.subs(w, sympy.Rational(1, 2)))
