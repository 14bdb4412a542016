"""Handed-in arrays held against a declared network: what fits, and what is said of the rest."""

from collections.abc import Mapping

import pytest

from graders.claims.weights.networks import stored_shapes
from graders.comparing.claims.fitting import Shape, fit
from solutions.training.networks import MNIST

DECLARED = stored_shapes(MNIST)
NUMBERS = {"conv1": 0, "norm1": 1, "conv2": 4, "norm2": 5, "fc1": 9, "fc2": 12, "fc3": 14}


def numbered(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The arrays by the names that layers of a sequence have."""
    named = ((name.partition("."), shape) for name, shape in shapes.items())
    return {f"net.{NUMBERS[layer]}.{part}": shape for (layer, _, part), shape in named}


def without(*endings: str) -> dict[str, Shape]:
    return {name: shape for name, shape in DECLARED.items() if not name.endswith(endings)}


@pytest.mark.parametrize("renamed", [dict, numbered])
def test_only_what_is_missing_is_named(renamed: type[dict[str, Shape]]) -> None:
    """Also where names differ, so that no array is missing for its name alone."""
    given = renamed(without("norm1.running_mean", "norm1.running_var"))
    found = fit(given, DECLARED)
    assert found.problems == ("missing: norm1.running_mean (16), norm1.running_var (16)",)


def test_whole_layers_are_named_with_their_parts() -> None:
    given = numbered(without(*(f"norm2.{part}" for part in
                               ("weight", "bias", "running_mean", "running_var"))))  # fmt: skip
    [problem] = fit(given, DECLARED).problems
    assert problem.startswith("missing: norm2.weight (32), norm2.bias (32), ")
    assert "conv" not in problem


def test_a_layer_of_another_size_is_named_beside_what_is_needed() -> None:
    given = {**numbered(DECLARED), "net.9.weight": (99, 1568), "net.9.bias": (99,)}
    assert fit(given, DECLARED).problems == (
        "missing: fc1.weight (128 x 1568), fc1.bias (128)",
        "not of this network: net.9.weight (99 x 1568), net.9.bias (99)",
    )


def test_other_names_fit_by_their_shapes() -> None:
    found = fit(numbered(DECLARED), DECLARED)
    assert found.fits
    assert found.names["norm2.running_var"] == "net.5.running_var"
    assert fit({**numbered(DECLARED), "net.20.weight": (3, 3)}, DECLARED).problems == (
        "not of this network: net.20.weight (3 x 3)",
    )
