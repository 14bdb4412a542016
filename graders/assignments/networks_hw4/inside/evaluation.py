"""Runs the code that evaluates a classifier; see `graders.sandbox.inside.evaluation`."""

from graders.sandbox.inside.evaluation import evaluate

__all__ = ["evaluate"]
