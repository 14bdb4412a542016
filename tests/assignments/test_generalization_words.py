"""Derivations of generalization_hw1 as students write them: read to their end."""

from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from tests.assignments.variants import differences, grade_variants

STEPS = r"""1. $N-n+1$ positions, as the last one starts at $N-n$
2. padding: $N-n+2Z+1$
3. stride: $M = \lfloor\frac{N-n+2Z}{S}\rfloor + 1$
4. $V'$ filters: $M\times M\times V'$
"""
NAMED = STEPS.replace("$M =", "${k} =").replace(r"\rfloor + 1$", r"\rfloor$, so $M = {side}$")
NAMED = NAMED.replace(r"\frac{N-n+2Z}{S}", r"\frac{{N-n+2Z}}{{S}}")
APART = r"""1. $N-n+1$ positions, as the last one starts at $N-n$
2. padding: $N-n+2Z+1$
3. stride: {third}
4. $V'$ filters: $M\times M\times V'$ with $M = \lfloor\frac{{N-n+2Z}}{{S}}\rfloor + 1$
"""
OWN = """Let W be the width of the input, F the filter size, P the padding on each side, K filters.
Without padding it starts at 0, ..., W-F, so W - F + 1 positions.
With padding W - F + {padded} + 1.
With stride S: floor((W - F + {padded})/S) + 1.
(floor((W - F + {padded})/S) + 1) x (floor((W - F + {padded})/S) + 1) x K
"""
SPOKEN = "N-n+1 positions. {pads}: N-n+2Z+1. {side}. M x M x V', {filters}."
SIDE = "Stride: M = floor((N-n+2Z)/S) + 1"
ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "2": {
        "all_steps": {"outcome": "correct", "text": STEPS},
        "a_wrong_end_behind_them": {
            "outcome": "undecided", "points": 16,
            "text": STEPS + "\n" + r"so $\lfloor\frac{N-n+2Z+1}{S}\rfloor$ on each side.",
        },
        "the_last_position_beside_the_side": {
            "outcome": "correct",
            "text": STEPS.replace("M =", "M - 1 =").replace(r"\rfloor + 1", r"\rfloor"),
        },
        "the_last_position_by_a_name_for_the_side": {
            "outcome": "partial", "points": 16, "mistake": "missing_term",
            "text": NAMED.format(k="k - 1", side="k - 1"),
        },
        "the_number_of_positions_by_its_name": {
            "outcome": "correct", "text": NAMED.format(k="k - 1", side="k")
        },
        "the_last_position_by_its_name": {
            "outcome": "correct", "text": NAMED.format(k="k", side="k + 1")
        },
        "a_name_with_two_positions_too_many": {
            "outcome": "undecided", "points": 16, "text": NAMED.format(k="k - 1", side="k + 1"),
        },
        "what_there_is_without_a_rest_behind_them": {
            "outcome": "correct",
            "text": STEPS + "\n" + r"(or $\frac{N-n+2Z}{S}+1$ where it is whole)",
        },
        "a_wrong_step_before_the_right_end": {
            "outcome": "undecided", "points": 16, "text": APART.format(third="$S(N-n+2Z)+1$"),
        },
        "a_known_mistake_before_the_right_end": {
            "outcome": "undecided", "points": 16, "mistake": "missing_term",
            "text": APART.format(third=r"$\lfloor (N-n+2Z)/S \rfloor$"),
        },
        "words_and_a_bound_before_the_right_end": {
            "outcome": "correct",
            "text": APART.format(third=r"the starts $kS \le N-n+2Z$, so $k \le (N-n+2Z)/S$"),
        },
        "letters_of_their_own": {"outcome": "correct", "text": OWN.format(padded="2P")},
        "letters_of_their_own_and_a_slip": {
            "outcome": "partial", "points": 16, "mistake": "factor",
            "text": OWN.format(padded="P"),
        },
        "letters_that_are_not_explained": {
            "outcome": "undecided", "points": 4,
            "text": OWN.format(padded="2P").partition("\n")[2],
        },
        "a_name_for_each_side": {
            "outcome": "correct", "text": STEPS.replace("$N-n+1$", "$M_1 = N-n+1$").replace(
                "M =", "H_{out} = W_{out} =").replace(r"M\times M", r"H_{out}\times W_{out}")},
        "one_name_for_the_side_of_each_step": {
            "outcome": "correct", "text": STEPS.replace("$N-n+1$", "$M = N-n+1$").replace(
                "$N-n+2Z+1$", "$M = N-n+2Z+1$")},
        "a_volume_of_the_side_before_the_stride": {
            "outcome": "undecided", "points": 16, "text": STEPS.replace("$N-n+1$", "$M_1 = N-n+1$")
            .replace(r"M\times M", r"M_1\times M_1")},
        "rounded_in_words": {
            "outcome": "correct", "text": STEPS.replace(
                r"\lfloor\frac{N-n+2Z}{S}\rfloor + 1", r"\frac{N-n+2Z}{S}$ (rounded down) $+ 1")},
        "rounded_up_in_words": {
            "outcome": "undecided", "points": 16, "text": STEPS.replace(
                r"\lfloor\frac{N-n+2Z}{S}\rfloor + 1", r"\frac{N-n+2Z}{S}$ rounded up, plus 1$")
            .replace("plus 1$$", "plus 1")},
        "padding_on_both_sides": {"outcome": "correct", "text": SPOKEN.format(
            pads="Padding adds Z on one side and Z on the other", side=SIDE,
            filters="V' is the number of filters, each as deep as the input")},
        "padding_on_one_side_only": {"outcome": "undecided", "points": 16, "text": SPOKEN.format(
            pads="Padding Z on one side only", side=SIDE, filters="V' is the number of filters")},
        "the_depth_of_the_input": {"outcome": "undecided", "points": 16, "text": SPOKEN.format(
            pads="Padding", side=SIDE, filters="V' is the depth of the input")},
        "what_the_stride_divides": {"outcome": "correct", "text": SPOKEN.format(
            pads="Padding", side="When $N-n+2Z$ is divisible by S: M = (N-n+2Z)/S + 1",
            filters="for V' filters")},
        "a_product_with_stars_behind_the_filters_of_the_sheet": {
            "outcome": "correct", "text": SPOKEN.format(
                pads="Padding", side="Stride", filters="M = floor((N-n+2Z)/S) + 1")
            .replace("Stride. M x M x V',", "With V' filters: M*M*V',")},
        "how_the_sides_change": {"outcome": "correct", "text": STEPS + """
A larger stride gives a smaller output, more padding a larger one, in all 2Z more.
"""},
        "an_output_that_grows_with_the_stride": {
            "outcome": "undecided", "points": 16,
            "text": STEPS + "\nA larger stride gives a larger output.",
        },
        "an_output_that_shrinks_with_the_padding": {
            "outcome": "undecided", "points": 16,
            "text": STEPS + "\nWith more padding the output gets smaller.",
        },
        "a_padding_that_is_counted_once_in_words": {
            "outcome": "undecided", "points": 16,
            "text": STEPS + "\nThe padding adds Z in total.",
        },
        "equal_sides_without_brackets": {"outcome": "correct", "text": """
1. The filter fits at N-n+1 positions along each side: N-n+1 x N-n+1
2. With padding: N+2Z-n+1
3. Only every S-th position: floor((N+2Z-n)/S)+1
4. All filters: floor((N+2Z-n)/S)+1 x floor((N+2Z-n)/S)+1 x V'
"""},
        "a_stride_that_divides_everything": {
            "outcome": "partial", "points": 16, "mistake": "missing_term", "text": """
1. The filter fits at N - n + 1 positions
2. With padding: N + 2Z - n + 1
3. With stride: (N + 2Z - n + 1)/S
4. With filters: (N + 2Z - n + 1)/S x (N + 2Z - n + 1)/S x V'
"""},
        "what_the_stride_need_not_divide": {
            "outcome": "undecided", "points": 16, "text": SPOKEN.format(
                pads="Padding", side="If S divides N: M = (N-n+2Z)/S + 1",
                filters="for V' filters")},
    },
}  # fmt: skip


@pytest.mark.parametrize("question", ROWS)
def test_derivations_are_read_to_their_end(question: str, tmp_path: Path) -> None:
    rows = ROWS[question]
    full = float(load_assignment("generalization_hw1").by_id[question].points)
    found = grade_variants(tmp_path, "generalization_hw1", question, rows)
    told = {name: differences(rows[name], found[name], full) for name in rows}
    assert not {name: each for name, each in told.items() if each}
