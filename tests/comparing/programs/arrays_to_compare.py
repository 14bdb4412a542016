"""Arrays of some shapes, and what a comparison tells of them."""

import numpy as np

from graders.model import Comparison

NAN, INF = float("nan"), float("inf")
MATRIX = np.array([[0.5, -1.25, 3.0], [2.5, 0.75, -4.0]])
SQUARE = np.array([[1.0, 2.0], [3.5, -4.0]])
CUBE = np.arange(24.0).reshape(2, 3, 4) ** 1.5
VECTOR = np.array([0.25, -1.0, 7.0, 2.0, 3.0])
SINGLE = MATRIX.astype(np.float32)


def code(comparison: Comparison) -> str:
    return comparison.mistake.code if comparison.mistake else ""


def words(comparison: Comparison) -> str:
    """All that a student reads."""
    named = [comparison.mistake.words] if comparison.mistake else []
    return "; ".join([*named, *comparison.remarks])
