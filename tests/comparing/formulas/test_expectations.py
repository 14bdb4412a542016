"""Expectations over standard normal variables, evaluated."""

import pytest

from graders import compare
from solutions.initialization import SECOND_MOMENT
from solutions.invariance import SCALED_ACTIVATION
from solutions.teacher_student import RISK

VECTOR = {"type": "vector", "shape": ["d", "1"]}
RISKS = {
    "d": {"domain": "integer", "dimension": True},
    "w": VECTOR,
    "w_t": VECTOR,
    "x": VECTOR,
    "N": {"type": "distribution", "shape": ["d", "1"], "domain": "standard_normal"},
    "i": {"domain": "index", "range": ["1", "d"]},
    "j": {"domain": "index", "range": ["1", "d"]},
}
MOMENTS = {"z": {}, "N": {"type": "distribution", "domain": "standard_normal"}}
ACTIVATION = {"x": {}, "c": {"domain": "positive"}, r"\rho": {"domain": "unit_interval"}}
E = r"\mathbb{E}_{x\sim N}"
E_Z = r"\mathbb{E}_{z\sim N}"


@pytest.mark.parametrize(
    ("reference", "formula", "symbols", "equal"),
    [
        (RISK, rf"{E}[(w^Tx-w_t^Tx)^2]", RISKS, True),
        (RISK, rf"(w-w_t)^T({E}[xx^T])(w-w_t)", RISKS, True),
        (RISK, rf"\sum_i\sum_j(w_i-w_{{t,i}})(w_j-w_{{t,j}})({E}[x_ix_j])", RISKS, True),
        (RISK, rf"\sum_i\sum_j(w_i-w_{{t,i}})(w_j-w_{{t,j}})({E}[x_ix_i])", RISKS, False),
        (RISK, rf"({E}[w^Tx-w_t^Tx])^2", RISKS, False),
        (SECOND_MOMENT, rf"{E_Z}[\max(z,0)^2]", MOMENTS, True),
        (SECOND_MOMENT, rf"{E_Z}[z^2\mathbb{{1}}(z>0)]", MOMENTS, True),
        (SECOND_MOMENT, rf"({E_Z}[\mathbb{{1}}(z>0)])({E_Z}[\max(z,0)^2])", MOMENTS, False),
        (r"\frac{1}{\sqrt{2\pi}}", rf"{E_Z}[\max(z,0)]", MOMENTS, True),
        (SCALED_ACTIVATION, r"\max(\rho cx, cx)", ACTIVATION, True),
        (SCALED_ACTIVATION, r"\max(\rho x, cx)", ACTIVATION, False),
    ],
)
def test_means_over_a_standard_normal_variable_are_known(
    reference: str, formula: str, symbols: dict[str, dict[str, object]], *, equal: bool
) -> None:
    assert compare(reference, formula, symbols=symbols).equal is equal
