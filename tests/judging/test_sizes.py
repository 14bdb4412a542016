"""Sizes in an answer of kind shape: in their order, whatever the notation."""

import pytest

from graders.equivalence import Options, compare, setting_for
from graders.judging.accepted import Accepted
from graders.judging.passages.passage import Passage
from graders.judging.sizes import OTHER_AXES, judge_sizes
from graders.model import Comparison, Mistake

NO_HEADS = Mistake("missing_term", "the heads are left out")
REFERENCE = Accepted(r"8 \times 128 \times 64", mistakes={r"8 \times 64": NO_HEADS})


def judged(text: str) -> Comparison:
    return judge_sizes(setting_for({}), Passage(text), REFERENCE, Options())


@pytest.mark.parametrize(
    "text",
    [
        r"$8 \times 128 \times 64$",
        "(8, 128, 64)",
        "[8, 128, 64]",
        "**8 x 128 x 64**",
        "8 by 128 by 64",
        "8 × 128 × 64 = 65536",
        r"With $B = 8$ it is $8 \times 128 \times 64$.",
        r"$Z \in \mathbb{R}^{8 \times 128 \times 64}$",
    ],
)
def test_right_sizes_are_right(text: str) -> None:
    assert judged(text).equal is True


@pytest.mark.parametrize(
    "text", [r"$128 \times 8 \times 64$", "(8, 64, 128)", "$65536$", "(8, 128, 64, 1)"]
)
def test_another_order_or_a_product_is_wrong(text: str) -> None:
    assert judged(text).equal is False


@pytest.mark.parametrize(
    "text",
    [
        "It is not 8 x 128 x 64.",
        r"It cannot be $8 \times 128 \times 64$.",
        r"$8 \times 128 \times 64$ would be a mistake.",
        "8 x 128 x 64 or 128 x 8 x 64",
        "8 x 128 x 64\n\n128 x 8 x 64",
        r"$8 \times 128 \times 64$, no wait, $8 \times 64 \times 128$",
        r"$8$ by $128$ by $64$",
        "first 8 x 128 x 64, then 8 x 64 x 64",
        "batch 8, length 128, width 64",
        "(batch, hidden, time) = (8, 64, 128)",
        r"In the order (time, batch, hidden) it is $128 \times 8 \times 64$.",
        r"$(\text{time}, \text{batch}, \text{hidden}) = (128, 8, 64)$",
        "time first: 128 x 8 x 64",
        "I do not know",
    ],
)
def test_a_person_looks_where_it_cannot_be_told(text: str) -> None:
    assert judged(text).equal is None


def test_a_notation_that_may_stand_for_other_axes_goes_to_a_person() -> None:
    found = judged("8@128x64")
    assert (found.equal, found.note) == (None, OTHER_AXES)
    assert judged("torch.Size([8, 128, 64])").equal


def test_a_known_mistake_is_named() -> None:
    assert judged("8 x 64").mistake == NO_HEADS


def test_three_numbers_in_square_brackets_are_no_interval_and_no_fault() -> None:
    found = compare(r"8 \times 128 \times 64", "[8, 128, 64]", symbols={})
    assert found.equal is None
