"""Three kinds of numbers on which terms are evaluated.

All work on arrays of shape (points, rows, columns). `Floats` is double precision; an undefined
value is NaN. `Modulo` computes with remainders by a large prime: exact, for what is rational.
`Precise` carries fifty digits, for the few points in doubt.
"""

from graders.comparing.formulas.arithmetic.floats import Array, Floats, NotRational
from graders.comparing.formulas.arithmetic.modulo import PRIMES, Modulo
from graders.comparing.formulas.arithmetic.precise import DIGITS, Distant, Precise

__all__ = ["DIGITS", "PRIMES", "Array", "Distant", "Floats", "Modulo", "NotRational", "Precise"]
