"""A first look at expressions: their values at one point, in plain numbers and without a type."""

from graders.comparing.formulas.plain.look import Look, names_at
from graders.comparing.formulas.plain.scenes import Names
from graders.comparing.formulas.plain.values import Unsure, Value

__all__ = ["Look", "Names", "Unsure", "Value", "names_at"]
