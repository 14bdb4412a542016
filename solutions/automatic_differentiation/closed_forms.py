"""The outputs and their partial derivatives as formulas of the inputs, right and mistaken."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from solutions.automatic_differentiation.graph import POINT, sigmoid, sigmoid_slope
from solutions.automatic_differentiation.modes import Matrix, reverse_jacobian


class ClosedForm(NamedTuple):
    """A formula as LaTeX, and the same formula as a function of w1 and w2."""

    latex: str
    value: Callable[[float, float], float]


F1 = ClosedForm(
    r"\cos(w_1)\cos(w_2)+\sigma(w_2)",
    lambda w1, w2: math.cos(w1) * math.cos(w2) + sigmoid(w2),
)
F2 = ClosedForm(r"\ln(w_1+w_2)+w_1^2w_2", lambda w1, w2: math.log(w1 + w2) + w1**2 * w2)
PARTIALS: Mapping[str, ClosedForm] = {
    "df1_dw1": ClosedForm(r"-\sin(w_1)\cos(w_2)", lambda w1, w2: -math.sin(w1) * math.cos(w2)),
    "df1_dw2": ClosedForm(
        r"-\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))",
        lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid_slope(w2),
    ),
    "df2_dw1": ClosedForm(r"\frac{1}{w_1+w_2}+2w_1w_2", lambda w1, w2: 1 / (w1 + w2) + 2 * w1 * w2),
    "df2_dw2": ClosedForm(r"\frac{1}{w_1+w_2}+w_1^2", lambda w1, w2: 1 / (w1 + w2) + w1**2),
}
VALUE_MISTAKES: Mapping[str, Mapping[str, ClosedForm]] = {
    "f1": {
        "the angles are in degrees": ClosedForm(
            r"\cos(w_1^\circ)\cos(w_2^\circ)+\sigma(w_2)",
            lambda w1, w2: math.cos(math.radians(w1)) * math.cos(math.radians(w2)) + sigmoid(w2),
        ),
        "the sigmoid is of the wrong input": ClosedForm(
            r"\cos(w_1)\cos(w_2)+\sigma(w_1)",
            lambda w1, w2: math.cos(w1) * math.cos(w2) + sigmoid(w1),
        ),
    },
    "f2": {
        "the logarithm is to base 10": ClosedForm(
            r"\log_{10}(w_1+w_2)+w_1^2w_2",
            lambda w1, w2: math.log10(w1 + w2) + w1**2 * w2,
        ),
        "the square is on the wrong variable": ClosedForm(
            r"\ln(w_1+w_2)+w_1w_2^2", lambda w1, w2: math.log(w1 + w2) + w1 * w2**2
        ),
    },
}
PARTIAL_MISTAKES: Mapping[str, Mapping[str, ClosedForm]] = {
    "df1_dw1": {
        "the sine has the wrong sign": ClosedForm(
            r"\sin(w_1)\cos(w_2)", lambda w1, w2: math.sin(w1) * math.cos(w2)
        ),
    },
    "df1_dw2": {
        "the sigmoid derivative mixes its arguments": ClosedForm(
            r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_2))",
            lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid(w1) * (1 - sigmoid(w2)),
        ),
        "the sigmoid derivative has the other input in one factor": ClosedForm(
            r"-\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_1))",
            lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid(w2) * (1 - sigmoid(w1)),
        ),
        "the sigmoid derivative is of the wrong input": ClosedForm(
            r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_1))",
            lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid_slope(w1),
        ),
        "the sigmoid term is missing": ClosedForm(
            r"-\cos(w_1)\sin(w_2)", lambda w1, w2: -math.cos(w1) * math.sin(w2)
        ),
        "the sine has the wrong sign": ClosedForm(
            r"\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))",
            lambda w1, w2: math.cos(w1) * math.sin(w2) + sigmoid_slope(w2),
        ),
    },
    "df2_dw1": {
        "the factor 2 is lost": ClosedForm(
            r"\frac{1}{w_1+w_2}+w_1w_2", lambda w1, w2: 1 / (w1 + w2) + w1 * w2
        ),
        "the term from the logarithm is lost": ClosedForm("2w_1w_2", lambda w1, w2: 2 * w1 * w2),
        "the term from the product is lost": ClosedForm(
            r"\frac{1}{w_1+w_2}", lambda w1, w2: 1 / (w1 + w2)
        ),
    },
    "df2_dw2": {
        "the term from the product is lost": ClosedForm(
            r"\frac{1}{w_1+w_2}", lambda w1, w2: 1 / (w1 + w2)
        ),
        "the term from the logarithm is lost": ClosedForm("w_1^2", lambda w1, w2: w1**2),
    },
}


def mistaken_values(quantity: str) -> dict[str, float]:
    """What known mistakes give for a value or a partial derivative at the point.

    >>> round(mistaken_values("f2")["the square is on the wrong variable"], 4)
    5.0986
    """
    mistakes = {**VALUE_MISTAKES, **PARTIAL_MISTAKES}[quantity]
    return {name: form.value(*POINT.values()) for name, form in mistakes.items()}


def transposed_jacobian() -> Matrix:
    """What the known mistake gives for the Jacobian: columns are outputs, rows inputs.

    >>> transposed_jacobian()[0][1] == reverse_jacobian()[1][0]
    True
    """
    (a, b), (c, d) = reverse_jacobian()
    return (a, c), (b, d)
