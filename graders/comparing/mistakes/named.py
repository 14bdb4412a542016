"""The mistakes that are named in formulas, in words for the student."""

from graders.model import Mistake

SIGN = Mistake("sign", "a sign is reversed")
SIGN_OF_TERM = Mistake("sign", "the sign of one term is reversed")
FACTOR = Mistake("factor", "a constant factor is off")
FACTOR_LEFT_OUT = Mistake("factor", "a factor is missing")
FACTOR_OF_TERM = Mistake("factor", "one term has a factor that does not belong there")
OTHER_FACTOR = Mistake("factor", "the direction is right, but a factor of all entries is not")
EXTRA_SLOPE = Mistake("factor", "a derivative is multiplied in that does not belong here")
MISSING_TERM = Mistake("missing_term", "a term is missing")
MISSING_FACTOR = Mistake("missing_term", "a factor is missing")
MISSING_CONDITION = Mistake("missing_term", "a condition is missing")
EXPONENT = Mistake("wrong_exponent", "an exponent is off")
SWAPPED = Mistake("swapped", "two symbols are swapped, or one stands for another")
TRANSPOSED = Mistake("transposed", "something is transposed that should not be, or the reverse")
FUNCTION = Mistake("wrong_function", "one function stands for another, or is left out")
LOG_BASE = Mistake("log_base", "the logarithm has another base")
LAYOUT = Mistake(
    "layout", "this is the derivative in the other layout: the transpose of what is asked"
)
SHAPE = Mistake("shape", "the shapes do not fit")


def misfit(words: str) -> Mistake:
    """Shapes that do not fit, with words that say which."""
    return Mistake(SHAPE.code, f"{SHAPE.words}: {words}")
