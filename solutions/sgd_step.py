r"""Does every step of stochastic gradient descent lower the loss? It does not.

The loss is the sum of two terms, f(w) = ½ (w − 2)² + ½ (w + 1)²; a step picks one of them, 1 or 2,
and goes down its gradient: w − η (w − c), where c is the term's own minimum. A step d changes f by
(2w − 1) d + d².
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

MINIMA = {1: 2, 2: -1}  # c of each term
MINIMUM = sum(MINIMA.values()) / len(MINIMA)  # of the sum
STEP_SIZES = (0.01, 0.1, 0.4)  # at which a counter-example with a symbol for η is checked

TERMS = {1: r"\frac{1}{2}(w-2)^2", 2: r"\frac{1}{2}(w+1)^2"}
LOSS = r"\frac{1}{2}(w-2)^2+\frac{1}{2}(w+1)^2"
STEPS = {1: r"w-\eta(w-2)", 2: r"w-\eta(w+1)"}  # by the sampled term

GOES_UP = "the step goes up the gradient of the sampled term"
LOSS_FALLS = "the loss falls in this step"
LOSS_STAYS = "the loss does not change in this step"
STEP_TOO_LARGE = "the step is too large: the sampled term does not fall"
SAMPLED_TERM_COMPARED = "the sampled term is compared, not the sum"


@dataclass(frozen=True, slots=True)
class Step:
    """One step and what it does to the loss and to the sampled term."""

    before: float
    after: float
    loss_before: float
    loss_after: float
    term_before: float
    term_after: float


def term(w: float, sampled: int) -> float:
    """½ (w − c)², the term with number 1 or 2.

    >>> term(0.0, 1), term(0.0, 2)
    (2.0, 0.5)
    """
    return (w - MINIMA[sampled]) ** 2 / 2


def loss(w: float) -> float:
    """The sum of both terms.

    >>> loss(0.0), loss(0.5)
    (2.5, 2.25)
    """
    return sum(term(w, each) for each in MINIMA)


def take_step(w: float, sampled: int, eta: float) -> Step:
    """One step down the gradient of a term.

    Args:
        w: where it starts.
        sampled: the term, 1 or 2.
        eta: the step size η.

    >>> found = take_step(0.0, 2, eta=0.5)
    >>> found.after, found.loss_before, found.loss_after
    (-0.5, 2.5, 3.25)
    """
    after = w - eta * (w - MINIMA[sampled])
    return Step(w, after, loss(w), loss(after), term(w, sampled), term(after, sampled))


def loss_change(sampled: int) -> "sympy.Expr":
    """The loss after the step minus that before it, in ``w`` and ``eta``.

    >>> loss_change(2).subs("w", 0)
    eta*(eta + 1)
    """
    import sympy

    w, eta = sympy.symbols("w eta")
    before = sum((w - c) ** 2 / sympy.Integer(2) for c in MINIMA.values())
    sampled_term = (w - MINIMA[sampled]) ** 2 / sympy.Integer(2)
    return sympy.factor(before.subs(w, w - eta * sampled_term.diff(w)) - before)


def rising_ends(sampled: int) -> tuple["sympy.Expr", "sympy.Expr"]:
    """The weights between which a step on a term raises the loss, in ``eta``, for 0 < η < 2.

    One end is the minimum of the term, where nothing moves; there the change of the loss, an
    upside-down parabola in w, is zero, as it is at the other end.

    >>> rising_ends(2)
    (-1, (-eta - 1)/(eta - 2))
    """
    import sympy

    ends = sympy.solve(loss_change(sampled), sympy.Symbol("w"))
    low, high = sorted(ends, key=lambda end: end.subs("eta", sympy.Rational(1, 10)))
    return low, high


def mistake_in_counterexample(w: float, sampled: int, eta: float) -> str | None:
    """What is wrong with a counter-example, or None: the term must fall and the loss rise.

    >>> mistake_in_counterexample(0.0, 2, 0.1)
    >>> mistake_in_counterexample(0.0, 1, 0.1)
    'the loss falls in this step'
    >>> mistake_in_counterexample(0.0, 2, 2.5)
    'the step is too large: the sampled term does not fall'
    >>> mistake_in_counterexample(0.9, 1, -0.1)
    'the step goes up the gradient of the sampled term'
    """
    if eta < 0:
        return GOES_UP
    change, term_change = _exact_changes(w, sampled, eta)
    if change < 0:
        return LOSS_FALLS
    if change == 0:
        return LOSS_STAYS
    return STEP_TOO_LARGE if term_change >= 0 else None


def mistake_for_symbolic_step(
    w: float | Callable[[float], float], sampled: int, etas: Sequence[float] = STEP_SIZES
) -> str | None:
    """What is wrong with a counter-example whose step size is a symbol, or None.

    Args:
        w: the point, which may depend on the step size.
        sampled: the term, 1 or 2.
        etas: the step sizes at which it must hold.

    >>> mistake_for_symbolic_step(0.0, 2)
    >>> mistake_for_symbolic_step(lambda eta: 0.5 + eta, 1)
    """
    points = (w(eta) if callable(w) else w for eta in etas)
    found = (
        mistake_in_counterexample(point, sampled, eta)
        for point, eta in zip(points, etas, strict=True)
    )
    return next((mistake for mistake in found if mistake is not None), None)


def losses_with_mistake(w: float, sampled: int, eta: float) -> dict[str, tuple[float, float]]:
    """What a known mistake gives for the loss before and after a step.

    >>> losses_with_mistake(0.0, 2, 1.0)
    {'the sampled term is compared, not the sum': (0.5, 0.0)}
    """
    step = take_step(w, sampled, eta)
    return {SAMPLED_TERM_COMPARED: (step.term_before, step.term_after)}


def _exact_changes(w: float, sampled: int, eta: float) -> tuple[float, float]:
    """The changes of loss and sampled term, from formulas in which nothing cancels."""
    distance = w - MINIMA[sampled]
    change = -eta * distance * ((2 * w - 1) - eta * distance)
    return change, -eta * (2 - eta) * distance**2 / 2
