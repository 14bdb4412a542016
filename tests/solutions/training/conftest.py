"""Tests of the trainer are skipped where there is no torch."""

import pytest

pytest.importorskip("torch", reason="training needs torch")
