"""The error of a softmax output, against autograd; the LaTeX, transcribed."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import sympy

from solutions.cross_entropy_costs import output_errors
from solutions.cross_entropy_costs.output_errors import Array, output_error, softmax_jacobian
from solutions.cross_entropy_costs.softmax_limits import softmax
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


ERROR: dict[str, Callable[..., float]] = {  # of z, t, j and i
    r"-z_t+\ln\sum_{k=1}^{K}e^{z_k}": lambda z, t, j=0, i=0: (
        -z[t] + ln(sum(exp(each) for each in z))
    ),
    r"a_i(\delta_{ij}-a_j)": lambda z, t, j, i: softmax(z)[i] * ((i == j) - softmax(z)[j]),
    r"a_j-y_j": lambda z, t, j, i=0: softmax(z)[j] - (j == t),
    r"a_j-1": lambda z, t, j, i=0: softmax(z)[j] - 1,
    r"a_j": lambda z, t, j, i=0: softmax(z)[j],
    r"-a_ta_j": lambda z, t, j, i=0: -softmax(z)[t] * softmax(z)[j],
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(output_errors).items() if name.isupper()]
    assert formulas(constants) == ERROR.keys()


def logits(seed: int) -> tuple[Array, int]:
    rng = np.random.default_rng(seed)
    classes = 2 + seed
    return rng.normal(scale=2, size=classes), int(rng.integers(classes))


@pytest.mark.parametrize("seed", range(5))
def test_the_output_error_agrees_with_automatic_differentiation(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    z, t = logits(seed)
    leaf = torch.tensor(z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(leaf[None], torch.tensor([t]))
    loss.backward()
    np.testing.assert_allclose(output_error(z, t), leaf.grad.numpy(), rtol=1e-10, atol=1e-15)
    assert ERROR[output_errors.LOG_LIKELIHOOD_COST](z, t) == pytest.approx(loss.item())
    assert ERROR[output_errors.LOG_LIKELIHOOD_COST](z, t) == pytest.approx(-math.log(softmax(z)[t]))


@pytest.mark.parametrize("seed", range(5))
def test_the_jacobian_agrees_with_automatic_differentiation(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method is torch.func.jacrev")
    z, t = logits(seed)
    library = torch.func.jacrev(lambda v: torch.softmax(v, dim=0))(torch.tensor(z)).numpy()
    np.testing.assert_allclose(softmax_jacobian(z), library, rtol=1e-10, atol=1e-15)
    for i, j in np.ndindex(library.shape):
        assert ERROR[output_errors.SOFTMAX_JACOBIAN](z, t, j, i) == pytest.approx(library[i, j])
        if i == t != j:
            assert ERROR[output_errors.OFF_DIAGONAL](z, t, j) == pytest.approx(library[i, j])


def test_the_output_error_holds_symbolically_for_three_classes() -> None:
    z = sympy.symbols("z1:4", real=True)
    total = sum(sympy.exp(each) for each in z)
    for t in range(3):
        for j in range(3):
            slope = sympy.diff(-sympy.log(sympy.exp(z[t]) / total), z[j])
            assert sympy.simplify(slope - (sympy.exp(z[j]) / total - int(t == j))) == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_error_is_its_formula_and_that_of_its_case(seed: int) -> None:
    z, t = logits(seed)
    for j, found in enumerate(output_error(z, t)):
        case = output_errors.OUTPUT_ERROR_CASES["true class" if j == t else "other class"]
        for latex in (output_errors.OUTPUT_ERROR, case):
            assert ERROR[latex](z, t, j) == pytest.approx(found)
