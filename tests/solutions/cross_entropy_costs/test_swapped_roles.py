"""The cost with its roles right and swapped, at the labels."""

import math

import numpy as np
import pytest
import sympy

from solutions.cross_entropy_costs import swapped_roles
from solutions.cross_entropy_costs.swapped_roles import cost, swapped_cost

OUTPUTS = (0.01, 0.3, 0.5, 0.95)


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("y", [0.1, 0.5, 0.8])
def test_the_swapped_form_is_the_right_one_of_exchanged_arguments(a: float, y: float) -> None:
    assert swapped_cost(a, y) == cost(y, a)


@pytest.mark.parametrize("label", [0, 1])
def test_the_swapped_form_grows_without_bound_towards_a_label(label: int) -> None:
    assert swapped_roles.swapped_cost_limit(label) == sympy.oo
    for a in OUTPUTS:
        near = [swapped_cost(a, abs(label - 10.0**-k)) for k in (3, 6, 9, 12)]
        share = a if label == 0 else 1 - a
        assert np.diff(near) == pytest.approx([share * 3 * math.log(10)] * 3, abs=1e-2)
        assert swapped_cost(a, float(label)) == math.inf


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("label", [0, 1])
def test_the_right_form_stays_finite(label: int, a: float) -> None:
    limit = -math.log(a if label else 1 - a)
    [odds] = swapped_roles.cost_limit(label).free_symbols
    assert float(swapped_roles.cost_limit(label).subs(odds, a / (1 - a))) == pytest.approx(limit)
    assert cost(a, label) == pytest.approx(limit)
    assert cost(a, abs(label - 1e-12)) == pytest.approx(limit, abs=1e-10)
