"""The cost with its roles right and swapped, at the labels; the LaTeX, transcribed."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from solutions.cross_entropy_costs import swapped_roles
from solutions.cross_entropy_costs.swapped_roles import cost, swapped_cost
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


SWAPPED: dict[str, Callable[..., Any]] = {  # of a and y
    r"-\left[a\ln y+(1-a)\ln(1-y)\right]": lambda a, y: -(a * ln(y) + (1 - a) * ln(1 - y)),
    r"-\left[y\ln a+(1-y)\ln(1-a)\right]": lambda a, y: -(y * ln(a) + (1 - y) * ln(1 - a)),
    r"\infty": lambda a, y: math.inf,
    r"-\ln(1-a)": lambda a, y: -ln(1 - a),
    r"-\ln a": lambda a, y: -ln(a),
    "0": lambda a, y: 0.0,
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(swapped_roles).items() if name.isupper()]
    assert formulas(constants) == SWAPPED.keys()


OUTPUTS = (0.01, 0.3, 0.5, 0.95)


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("y", [0.1, 0.5, 0.8])
def test_both_forms_are_their_formulas(a: float, y: float) -> None:
    assert cost(a, y) == pytest.approx(SWAPPED[swapped_roles.COST](a, y), rel=1e-12)
    assert swapped_cost(a, y) == pytest.approx(SWAPPED[swapped_roles.SWAPPED_COST](a, y), rel=1e-12)
    assert swapped_cost(a, y) == cost(y, a)


@pytest.mark.parametrize("label", [0, 1])
def test_the_swapped_form_grows_without_bound_towards_a_label(label: int) -> None:
    assert swapped_roles.swapped_cost_limit(label) == sympy.oo
    assert SWAPPED[swapped_roles.SWAPPED_LIMITS[label]](0.5, label) == math.inf
    for a in OUTPUTS:
        near = [swapped_cost(a, abs(label - 10.0**-k)) for k in (3, 6, 9, 12)]
        share = a if label == 0 else 1 - a
        assert np.diff(near) == pytest.approx([share * 3 * math.log(10)] * 3, abs=1e-2)
        assert swapped_cost(a, float(label)) == math.inf


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("label", [0, 1])
def test_the_right_form_stays_finite(label: int, a: float) -> None:
    limit = SWAPPED[swapped_roles.COST_LIMITS[label]](a, label)
    [odds] = swapped_roles.cost_limit(label).free_symbols
    assert float(swapped_roles.cost_limit(label).subs(odds, a / (1 - a))) == pytest.approx(limit)
    assert cost(a, label) == pytest.approx(limit)
    assert cost(a, abs(label - 1e-12)) == pytest.approx(limit, abs=1e-10)


def test_the_mistakes_at_the_labels_are_not_the_limits() -> None:
    [dropped] = swapped_roles.SWAPPED_MISTAKES.values()
    [undefined] = swapped_roles.COST_MISTAKES.values()
    assert SWAPPED[dropped](0.5, 0) != math.inf
    assert math.isfinite(cost(0.5, 0))
    assert not math.isfinite(SWAPPED[undefined](0.5, 0))
