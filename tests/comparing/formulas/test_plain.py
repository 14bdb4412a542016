"""A first look at a mutant says what the evaluation says, or that it is unsure."""

from itertools import islice
from typing import Any

import numpy as np
import pytest

from graders.comparing.formulas.evaluation import limited_work
from graders.comparing.formulas.plain import Look, Unsure, names_at
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.mistakes.mutants import mutants
from graders.equivalence import read_reference, setting_for
from graders.errors import Undecided, Unreadable

SIZE = {"type": "scalar", "domain": "integer", "dimension": True}
INDEX = {"type": "scalar", "domain": "index", "range": ["1", "n"]}
SYMBOLS: dict[str, dict[str, Any]] = {
    "a": {"type": "scalar"},
    "b": {"type": "scalar", "domain": "positive"},
    "t": {"type": "scalar", "domain": "binary"},
    "m": SIZE,
    "n": SIZE,
    "i": INDEX,
    "j": INDEX,
    "x": {"type": "vector", "shape": ["n", "1"]},
    "y": {"type": "vector", "shape": ["n", "1"], "domain": "simplex"},
    "A": {"type": "matrix", "shape": ["m", "n"]},
    "S": {"type": "matrix", "shape": ["n", "n"]},
}
REFERENCES = (
    r"(\sigma(ab) - t)\sqrt{b} + 2 \log b - \tanh^2 a",
    r"\max(0, a) + \min(a, b) - |a| + a^b",
    r"\frac{e^{x_j}}{\sum_k e^{x_k}} - y_j",
    r"\sum_{k=1}^n x_k \log y_k + \prod_{k=1}^n y_k",
    r"\sum_{k \neq j} S_{jk} x_k",
    r"\max_k x_k - \min_k x_k",
    r"A x + \lambda A y".replace(r"\lambda", "b"),
    r"x^T S x + \|x\|_2 + \|S\|_F^2 + \mathrm{tr}(S)",
    r"\mathrm{softmax}(x) \odot y",
    r"y_j (\mathbb{1}[i = j] - y_i)",
    r"\begin{cases} a & a > 0 \\ b & \text{otherwise} \end{cases}",
)


@pytest.mark.parametrize("reference", REFERENCES)
@np.errstate(all="ignore")
def test_a_look_says_what_the_evaluation_says(reference: str) -> None:
    setting = setting_for(SYMBOLS)
    bench, expression = setting.bench, read_reference(setting, reference).expression
    looked_at = 0
    for point in bench.probes:
        look = Look(bench, point, names_at(bench, point), expression)
        for mutant in islice(mutants(expression, bench.exercise), 120):
            try:
                found = look.at(mutant)
                with limited_work(1e7):
                    evaluated = next(bench.values(bench.type(mutant.expression)))[point]
            except (Unsure, ShapeFault, Undecided, Unreadable):
                continue
            looked_at += 1
            np.testing.assert_allclose(np.reshape(found, evaluated.shape), evaluated, rtol=1e-9)
    assert looked_at > 20


def test_a_long_sum_is_left_to_the_evaluation() -> None:
    setting = setting_for({"a": {"type": "scalar"}})
    expression = read_reference(setting, r"\sum_{k=1}^{90} a^k + a").expression
    bench = setting.bench
    look = Look(bench, 0, names_at(bench, 0), expression)
    longer = next(
        each
        for each in mutants(expression, bench.exercise)
        if each.parts[0][0][:1] == (0,) and len(each.parts[0][0]) > 1
    )
    with pytest.raises(Unsure):
        look.at(longer)
