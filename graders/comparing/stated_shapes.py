"""The shape that an answer says it has, held against that of the reference."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from graders.model import Comparison, Mistake, StatedShape

OTHER_SHAPE = Mistake("shape", "the shape stated with it is not the one that is asked for")
BOTH = "the right shape and another one are stated"


def with_stated_shape(
    comparison: Comparison, stated: Collection[StatedShape], right: StatedShape, share: Fraction
) -> Comparison:
    """A comparison of a formula, of which a share is left where it is right and its shape is not.

    >>> found = with_stated_shape(
    ...     Comparison(True, "value"), [("1", "m")], ("m", "1"), Fraction(7, 10)
    ... )
    >>> found.equal, str(found.credit), found.mistake.code
    (False, '7/10', 'shape')
    """
    fitting = [all(map(_fits, each, right)) for each in stated]
    if not comparison.equal or all(fitting):
        return comparison
    if any(fitting):
        return replace(comparison, equal=None, note=BOTH)
    return replace(comparison, equal=False, mistake=OTHER_SHAPE, credit=share)


def _fits(stated: str, right: str) -> bool:
    """Whether a side is the right one, or is not said."""
    return stated in ("", right)
