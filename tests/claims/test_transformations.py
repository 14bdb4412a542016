"""Transformations that do nothing or little, as students write them."""

from collections.abc import Mapping

import pytest

from graders.claims.pictures.transformations import check_transformations

SOURCES: Mapping[str, tuple[str, int]] = {  # and how many remarks there are
    "no values": ("transforms.ColorJitter()", 1),
    "zeros by name": ("T.ColorJitter(brightness=0, hue=0.0)", 1),
    "one that counts": ("T.ColorJitter(brightness=0, hue=0.5)", 0),
    "values that are not known": ("T.ColorJitter(strength)", 0),
    "a kernel alone": ("GaussianBlur(kernel_size=(51, 51))", 1),
    "a kernel with its sigma": ("GaussianBlur(51, sigma=20)", 0),
    "both in one": ("T.Compose([T.ColorJitter(0, 0, 0, 0), T.GaussianBlur(9)])", 2),
    "no Python": ("T.ColorJitter(", 0),
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_does_nothing_is_named(name: str) -> None:
    source, remarks = SOURCES[name]
    assert len([*check_transformations(source)]) == remarks
