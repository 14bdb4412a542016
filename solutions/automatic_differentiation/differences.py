"""Slopes between neighbouring points: forward, backward and central difference quotients."""

from collections.abc import Mapping

from solutions.automatic_differentiation.graph import INPUTS, OUTPUTS, POINT, node_values
from solutions.automatic_differentiation.modes import Matrix, tangents

STEP = 0.01  # Δw

SCHEMES: Mapping[str, tuple[int, int]] = {  # from where to where, in steps
    "forward": (0, 1),
    "backward": (-1, 0),
    "central": (-1, 1),
}


def difference_quotient(
    output: str, moved: str, *, step: float = STEP, scheme: str = "forward"
) -> float:
    """The slope of an output between two points that differ in one input.

    Args:
        output: f1 or f2.
        moved: w1 or w2.
        step: Δw.
        scheme: forward, backward or central.

    >>> round(difference_quotient("f2", "w1"), 4)
    4.3528
    """
    low, high = SCHEMES[scheme]
    before, after = (
        node_values(point=POINT | {moved: POINT[moved] + count * step})[output]
        for count in (low, high)
    )
    return (after - before) / ((high - low) * step)


def difference_quotients(*, step: float = STEP, scheme: str = "forward") -> Matrix:
    """The Jacobian by difference quotients.

    >>> [[round(entry, 3) for entry in row] for row in difference_quotients()]
    [[0.351, -0.386], [4.353, 1.333]]
    """
    (a, b), (c, d) = (
        [difference_quotient(output, moved, step=step, scheme=scheme) for moved in INPUTS]
        for output in OUTPUTS
    )
    return (a, b), (c, d)


def difference_quotient_mistakes(
    output: str, moved: str, *, scheme: str = "forward"
) -> dict[str, float]:
    """What known mistakes give for a difference quotient.

    >>> list(difference_quotient_mistakes("f1", "w1"))
    ['the exact derivative is given', 'the step is 0.1', 'the step is 0.001', 'w2 is moved']
    """
    [other] = (name for name in INPUTS if name != moved)
    return {
        "the exact derivative is given": tangents({moved: 1.0})[output],
        "the step is 0.1": difference_quotient(output, moved, step=0.1, scheme=scheme),
        "the step is 0.001": difference_quotient(output, moved, step=0.001, scheme=scheme),
        f"{other} is moved": difference_quotient(output, other, scheme=scheme),
    }
