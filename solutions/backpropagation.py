"""Backpropagation by hand through three inputs, two hidden units and two outputs.

    x1 ──w1──┐                      ┌──w7──▶ o1
    x2 ──w3──┼──▶ h1 = σ(… + b1) ───┤
    x3 ──w5──┘                      └──w8──▶ o2

    x1 ──w2──┐                      ┌──w9──▶ o1
    x2 ──w4──┼──▶ h2 = σ(… + b1) ───┤
    x3 ──w6──┘                      └──w10─▶ o2

Each output adds what both hidden units send it: o1 = σ(w7 h1 + w9 h2 + b2), o2 likewise. σ is
the logistic sigmoid. Both hidden units share the bias b1 and both outputs share b2.

A quantity is a function of the quantities that its parameters name, so each line of `FORMULAS`
is one line of the write-up. ``dA_db`` is the derivative of A by b, an output's being taken after
its sigmoid; ``slope_u`` is the derivative of the sigmoid of unit u by its own argument, and
``p_new`` is a parameter after one step of gradient descent.

>>> o1 = FORMULAS["o1"](h1=0.0, w7=0.7, h2=0.0, w9=0.9, b2=0.0)
>>> o1, FORMULAS["slope_o1"](o1), FORMULAS["dMSE_do1"](o1, t1=0.1)
(0.5, 0.25, 0.4)
"""

import math
from collections.abc import Callable

Formula = Callable[..., float]

GIVEN: dict[str, float] = {
    "x1": 1.0,
    "x2": 4.0,
    "x3": 5.0,
    "t1": 0.1,
    "t2": 0.05,
    "w1": 0.1,
    "w2": 0.2,
    "w3": 0.3,
    "w4": 0.4,
    "w5": 0.5,
    "w6": 0.6,
    "w7": 0.7,
    "w8": 0.8,
    "w9": 0.9,
    "w10": 0.1,
    "b1": 0.5,
    "b2": 0.5,
    "learning_rate": 0.01,
}


def sigmoid(z: float) -> float:
    """The logistic sigmoid 1 / (1 + exp(-z)), for z of any size.

    >>> sigmoid(0.0), sigmoid(-1000.0)
    (0.5, 0.0)
    """
    return (1 + math.tanh(z / 2)) / 2  # the same function; exp(-z) could overflow


FORMULAS: dict[str, Formula] = {
    # The forward pass.
    "h1": lambda x1, w1, x2, w3, x3, w5, b1: sigmoid(x1 * w1 + x2 * w3 + x3 * w5 + b1),
    "h2": lambda x1, w2, x2, w4, x3, w6, b1: sigmoid(x1 * w2 + x2 * w4 + x3 * w6 + b1),
    "o1": lambda h1, w7, h2, w9, b2: sigmoid(w7 * h1 + w9 * h2 + b2),
    "o2": lambda h1, w8, h2, w10, b2: sigmoid(w8 * h1 + w10 * h2 + b2),
    "MSE": lambda o1, t1, o2, t2: (o1 - t1) ** 2 / 2 + (o2 - t2) ** 2 / 2,
    # The loss by the outputs, and the slope of each sigmoid.
    "dMSE_do1": lambda o1, t1: o1 - t1,
    "dMSE_do2": lambda o2, t2: o2 - t2,
    "slope_o1": lambda o1: o1 * (1 - o1),
    "slope_o2": lambda o2: o2 * (1 - o2),
    "slope_h1": lambda h1: h1 * (1 - h1),
    "slope_h2": lambda h2: h2 * (1 - h2),
    # The outputs by what feeds them.
    "do1_dw7": lambda h1, slope_o1: h1 * slope_o1,
    "do1_dw9": lambda h2, slope_o1: h2 * slope_o1,
    "do2_dw8": lambda h1, slope_o2: h1 * slope_o2,
    "do2_dw10": lambda h2, slope_o2: h2 * slope_o2,
    "do1_db2": lambda slope_o1: slope_o1,
    "do2_db2": lambda slope_o2: slope_o2,
    "do1_dh1": lambda w7, slope_o1: w7 * slope_o1,
    "do1_dh2": lambda w9, slope_o1: w9 * slope_o1,
    "do2_dh1": lambda w8, slope_o2: w8 * slope_o2,
    "do2_dh2": lambda w10, slope_o2: w10 * slope_o2,
    # The hidden units by what feeds them.
    "dh1_dw1": lambda x1, slope_h1: x1 * slope_h1,
    "dh1_dw3": lambda x2, slope_h1: x2 * slope_h1,
    "dh1_dw5": lambda x3, slope_h1: x3 * slope_h1,
    "dh1_db1": lambda slope_h1: slope_h1,
    "dh2_dw2": lambda x1, slope_h2: x1 * slope_h2,
    "dh2_dw4": lambda x2, slope_h2: x2 * slope_h2,
    "dh2_dw6": lambda x3, slope_h2: x3 * slope_h2,
    "dh2_db1": lambda slope_h2: slope_h2,
    # The gradient of the second layer: one path to each weight, two to the shared bias.
    "dMSE_dw9": lambda dMSE_do1, do1_dw9: dMSE_do1 * do1_dw9,
    "dMSE_dw10": lambda dMSE_do2, do2_dw10: dMSE_do2 * do2_dw10,
    "dMSE_dw7": lambda dMSE_do1, do1_dw7: dMSE_do1 * do1_dw7,
    "dMSE_dw8": lambda dMSE_do2, do2_dw8: dMSE_do2 * do2_dw8,
    "dMSE_db2": lambda dMSE_do1, do1_db2, dMSE_do2, do2_db2: (
        dMSE_do1 * do1_db2 + dMSE_do2 * do2_db2
    ),
    # The gradient of the first layer: one path through each output.
    "dMSE_dh1": lambda dMSE_do1, do1_dh1, dMSE_do2, do2_dh1: (
        dMSE_do1 * do1_dh1 + dMSE_do2 * do2_dh1
    ),
    "dMSE_dh2": lambda dMSE_do1, do1_dh2, dMSE_do2, do2_dh2: (
        dMSE_do1 * do1_dh2 + dMSE_do2 * do2_dh2
    ),
    "dMSE_dw1": lambda dMSE_do1, do1_dh1, dMSE_do2, do2_dh1, dh1_dw1: (
        dMSE_do1 * do1_dh1 * dh1_dw1 + dMSE_do2 * do2_dh1 * dh1_dw1
    ),
    "dMSE_dw3": lambda dMSE_do1, do1_dh1, dMSE_do2, do2_dh1, dh1_dw3: (
        dMSE_do1 * do1_dh1 * dh1_dw3 + dMSE_do2 * do2_dh1 * dh1_dw3
    ),
    "dMSE_dw5": lambda dMSE_do1, do1_dh1, dMSE_do2, do2_dh1, dh1_dw5: (
        dMSE_do1 * do1_dh1 * dh1_dw5 + dMSE_do2 * do2_dh1 * dh1_dw5
    ),
    "dMSE_dw2": lambda dMSE_do1, do1_dh2, dMSE_do2, do2_dh2, dh2_dw2: (
        dMSE_do1 * do1_dh2 * dh2_dw2 + dMSE_do2 * do2_dh2 * dh2_dw2
    ),
    "dMSE_dw4": lambda dMSE_do1, do1_dh2, dMSE_do2, do2_dh2, dh2_dw4: (
        dMSE_do1 * do1_dh2 * dh2_dw4 + dMSE_do2 * do2_dh2 * dh2_dw4
    ),
    "dMSE_dw6": lambda dMSE_do1, do1_dh2, dMSE_do2, do2_dh2, dh2_dw6: (
        dMSE_do1 * do1_dh2 * dh2_dw6 + dMSE_do2 * do2_dh2 * dh2_dw6
    ),
    "dMSE_db1": lambda dMSE_do1, do1_dh1, do1_dh2, dMSE_do2, do2_dh1, do2_dh2, dh1_db1, dh2_db1: (
        dMSE_do1 * do1_dh1 * dh1_db1
        + dMSE_do2 * do2_dh1 * dh1_db1
        + dMSE_do1 * do1_dh2 * dh2_db1
        + dMSE_do2 * do2_dh2 * dh2_db1
    ),
    # One step of gradient descent.
    "w1_new": lambda w1, learning_rate, dMSE_dw1: w1 - learning_rate * dMSE_dw1,
    "w2_new": lambda w2, learning_rate, dMSE_dw2: w2 - learning_rate * dMSE_dw2,
    "w3_new": lambda w3, learning_rate, dMSE_dw3: w3 - learning_rate * dMSE_dw3,
    "w4_new": lambda w4, learning_rate, dMSE_dw4: w4 - learning_rate * dMSE_dw4,
    "w5_new": lambda w5, learning_rate, dMSE_dw5: w5 - learning_rate * dMSE_dw5,
    "w6_new": lambda w6, learning_rate, dMSE_dw6: w6 - learning_rate * dMSE_dw6,
    "w7_new": lambda w7, learning_rate, dMSE_dw7: w7 - learning_rate * dMSE_dw7,
    "w8_new": lambda w8, learning_rate, dMSE_dw8: w8 - learning_rate * dMSE_dw8,
    "w9_new": lambda w9, learning_rate, dMSE_dw9: w9 - learning_rate * dMSE_dw9,
    "w10_new": lambda w10, learning_rate, dMSE_dw10: w10 - learning_rate * dMSE_dw10,
    "b1_new": lambda b1, learning_rate, dMSE_db1: b1 - learning_rate * dMSE_db1,
    "b2_new": lambda b2, learning_rate, dMSE_db2: b2 - learning_rate * dMSE_db2,
}

# The weights into one hidden unit differ only in their input, so their derivatives are in the
# ratio x1 : x2 : x3, and the bias is a weight on an input of one. Each is computed from
# derivatives that come before it in the write-up, so no two lean on each other.
ALTERNATIVES: dict[str, tuple[Formula, ...]] = {
    "dMSE_dw3": (lambda dMSE_dw1, x2, x1: dMSE_dw1 * x2 / x1,),
    "dMSE_dw5": (
        lambda dMSE_dw1, x3, x1: dMSE_dw1 * x3 / x1,
        lambda dMSE_dw3, x3, x2: dMSE_dw3 * x3 / x2,
    ),
    "dMSE_dw4": (lambda dMSE_dw2, x2, x1: dMSE_dw2 * x2 / x1,),
    "dMSE_dw6": (
        lambda dMSE_dw2, x3, x1: dMSE_dw2 * x3 / x1,
        lambda dMSE_dw4, x3, x2: dMSE_dw4 * x3 / x2,
    ),
    "dMSE_db1": (lambda dMSE_dw1, dMSE_dw2, x1: dMSE_dw1 / x1 + dMSE_dw2 / x1,),
}
