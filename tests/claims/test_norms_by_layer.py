"""Norms of two layers, in the orders in which students give them."""

import pytest

from graders.claims.two_layer.norms_by_layer import norms_by_layer

BOTH = "F1 15.0 F2 5.0 D1 8.0 D2 4.5"
ROWS = {
    "layers_before_kinds": (
        "For the first layer: Frobenius 15.0, distance 8.0. For the second, V, Frobenius 5.0"
        " and distance 4.5", BOTH,
    ),
    "layers_as_headings_of_lists": (
        "Layer 1 (U):\n- Frobenius: 15.0\n- Distance: 8.0\n\nLayer 2 (V):\n- Frobenius: 5.0\n"
        "- Distance: 4.5", BOTH,
    ),
    "kinds_before_layers": (
        "Frobenius norm of U 15.0, of V 5.0; the distances of U and V are 8.0 and 4.5", BOTH,
    ),
    "layers_behind": ("Frobenius: 15.0 (U), 5.0 (V); distance: 8.0 (U), 4.5 (V)", BOTH),
    "no_layers": ("Frobenius norms: 15.0 / 5.0\ndistances: 8.0 / 4.5", BOTH),
    "counted": ("Frobenius (1/2): 15.0 / 5.0\nDistance (1/2): 8.0 / 4.5", BOTH),
    "kinds_are_not_said_again": (
        "For U the Frobenius norm is 15.0, the distance 8.0; for V they are 5.0 and 4.5", BOTH,
    ),
    "a_table_with_layers_above": (
        "| norm | layer 1 | layer 2 |\n|---|---|---|\n| Frobenius | 15.0 | 5.0 |\n"
        "| Distance | 8.0 | 4.5 |", BOTH,
    ),
    "a_table_with_layers_beside": (
        "| layer | Frobenius | Distance |\n|---|---|---|\n| 1 | 15.0 | 8.0 |\n| 2 | 5.0 | 4.5 |",
        BOTH,
    ),
    "a_table_without_a_frame": (
        "Layer | Frobenius | Distance\n--- | --- | ---\n1 | 15.0 | 8.0\n2 | 5.0 | 4.5", BOTH,
    ),
    "a_table_of_one_model": (
        "| norm | Model 1 |\n|---|---|\n| Frobenius | 15.0 / 5.0 |\n| Distance | 8.0 / 4.5 |", BOTH,
    ),
    "a_table_of_two_models": (
        "| norm | Model 1 | Model 2 |\n|---|---|---|\n| Frobenius | 15.0 | 12.3 |", "",
    ),
    "numbers_of_products": ("Frobenius norms 15.0 and 5.0, Fro_Fro 75.0, Dist_Fro 40.0",
                            "F1 15.0 F2 5.0"),
    "a_count_that_leaves_it_open": ("U: Frobenius 15.0 and 5.0", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_norm_is_told_by_its_kind_and_its_layer(name: str) -> None:
    text, wanted = ROWS[name]
    found = {f"{norm[0]}{norm[-1]}": value for norm, value in norms_by_layer(text)}
    words = wanted.split()
    assert found == dict(zip(words[::2], words[1::2], strict=True))
