"""Material that stands beside the repository on some machines and is no part of it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def needs(*parts: str) -> pytest.MarkDecorator:
    """Skips a test where the material is absent."""
    path = SHARED.joinpath(*parts)
    return pytest.mark.skipif(not path.exists(), reason=f"shared/{'/'.join(parts)} is not here")
