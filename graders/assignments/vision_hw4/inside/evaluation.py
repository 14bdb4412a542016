"""Runs the code that evaluates a classifier; see `graders.sandbox.inside.stand_ins.evaluation`."""

from graders.sandbox.inside.stand_ins.evaluation import evaluate

__all__ = ["evaluate"]
