"""The values of terms in a world, by any of the arithmetics; a module for each kind of term."""

from graders.comparing.evaluation.budget import limited_work, spend
from graders.comparing.evaluation.evaluator import Evaluator

__all__ = ["Evaluator", "limited_work", "spend"]
