"""Words on the order of two models, held against the numbers printed of them."""

from collections.abc import Mapping

import pytest

from graders.comparing.claims.orders import check_orders

PRINTED = {"margin": (-0.505, -0.539), "bound": (9.19e9, 2.03e9)}

# What a comparison says, and the quantity whose order it gets wrong; nothing if that is empty.
WORDS: Mapping[str, tuple[str, str]] = {
    "both right": (
        "`model1` has more units, hence the margin and bound greater than `model2`.",
        "",
    ),
    "a wrong margin": ("Model 2 has a larger margin than model 1.", "margin"),
    "a right margin, the other way": ("The margin of model 2 is smaller than that of model 1.", ""),
    "less negative": ("The margin of the first model is less negative.", ""),
    "more negative": ("The first network has the more negative margin.", "margin"),
    "a wrong bound": ("The bounds of model 1 are tighter.", "bound"),
    "a right bound": ("Model 1 has a larger margin, while the bounds of model 2 are lower.", ""),
    "a wrong half": ("Model 1 has a larger margin, while model 2 has the higher bounds.", "bound"),
    "denied": ("Model 2 does not have a larger margin.", ""),
    "a proposal": ("If model 2 were trained on, its margin could get larger.", ""),
    "no model": ("A larger margin is better.", ""),
    "of something else": ("Model 2 has a smaller training accuracy.", ""),
    "numbers with points": ("Model 1 has -0.505, a larger margin than the -0.539 of model 2.", ""),
}


@pytest.mark.parametrize("name", WORDS)
def test_an_order_is_held_against_what_is_printed(name: str) -> None:
    text, wrong = WORDS[name]
    found = [*check_orders(text, PRINTED)]
    assert [each.told.startswith(f"the {wrong} printed says") for each in found] == (
        [True] if wrong else []
    )
    assert all(each.holds is None for each in found)
    assert [*check_orders(text, {})] == []
