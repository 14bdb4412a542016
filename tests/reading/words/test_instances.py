"""Claims on the values of quantities: false ones are told, whatever else is said is not."""

import pytest

from graders.reading.words.claims.instances import Instances

SHARES = Instances(
    {
        "sum of shares": (r"sum of the shares",),
        "shares": (r"\bshares?\b",),
        "weight": (r"\bw\b|\bweights?\b",),
        "another": (r"\blogarithms?\b",),
        "cost": (r"\bcost\b|⌑cost\b",),
        "filter": (r"\bfilter\b",),
        "terms": (r"\bterms?\b",),
    },
    [
        {
            "shares": (0.2, 0.3, 0.5),
            "shares, winner": (0.5,),
            "sum of shares": (1.0,),
            "weight": (weight,),
            "cost": (2.0,),
            "change of cost": (-weight,),
            "factor of filter": (0.5,),
            "inputs of filter": (1.0, 1.0),
            "terms": (0.0, weight),
        }
        for weight in (3.0, -2.0)
    ],
    always=r"for an? new \w+",
    scopes={"winner": (r"winner\b",)},
    formulas={"c-1": "cost"},
    in_order={"terms"},
)
FALSE = """
The shares are negative.
All shares are larger than one.
The shares sum to two.
The shares are all equal.
Two of the shares are zero.
Only one of the shares is positive.
None of the shares is positive.
The shares are not positive.
No share is between 0 and 1.
The sum of the shares is 0.
There are equal shares.
All shares vanish.
Not all shares are positive.
The share of the winner is zero.
All shares are zero for a new example.
As the cost is negative, we go on.
The cost grows for w > 0.
For negative weights, the cost decreases.
If w < 0, the cost decreases.
The filter doubles the variance.
A share may be larger than one.
The cost can be negative.
For w > 0 the cost grows.
Only the first term is left.
The second term vanishes.
It is $c - 1$, which is negative.
The filter depends on all inputs.
The filter keeps the signal.
The filter does not change the variance.
"""
TRUE_OR_UNKNOWN = """
The shares are positive.
A share may be larger than 0.9.
The filter could be different.
Only the second term is left.
The first term drops out.
It is $c - 1$, which is positive.
The filter is applied elementwise.
No share is negative.
The shares sum to one.
All but one of the shares are below 0.4.
One of the shares is larger than 0.4.
Only one share exceeds 0.4.
Two shares are less than 0.4.
Not all shares are equal.
The shares are different.
The sum of the shares is 1.
The shares are never zero.
The shares are negative or positive.
The shares are zero if nobody comes.
The logarithms of the shares are negative.
The logarithm of a share is negative.
The share of the winner is one half.
A share may be zero.
Suppose the shares are zero.
If the shares were zero, we could not go on.
Say w = 7.
The cost is 2.
The cost falls for positive weights.
If w is positive, the cost decreases.
For w < 0 the cost grows.
The cost is zero unless it is new.
The filter halves the variance.
The filter keeps half of the variance.
To make up for the filter we double the variance.
The filter keeps what is new.
Their shares are negative.
$w = 7$ and $3w - 1 = 0$.
"""


@pytest.mark.parametrize("claim", FALSE.strip().splitlines())
def test_what_holds_in_no_example_is_false(claim: str) -> None:
    assert SHARES.denied(claim)


@pytest.mark.parametrize("claim", TRUE_OR_UNKNOWN.strip().splitlines())
def test_of_other_words_nothing_is_called_false(claim: str) -> None:
    assert not SHARES.denied(claim)
