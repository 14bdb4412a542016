"""Nabla grades deep-learning homework: write-ups, formulas, code, weights and logs."""

__version__ = "0.1.0"
