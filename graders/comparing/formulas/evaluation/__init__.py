"""The values of terms in a world, by any of the arithmetics; a module for each kind of term."""

from graders.comparing.formulas.evaluation.budget import limited_work, spend
from graders.comparing.formulas.evaluation.evaluator import Evaluator

__all__ = ["Evaluator", "limited_work", "spend"]
