"""The functions of the courses, by every name that students give them."""

from collections.abc import Mapping

from graders.reading.lexing.token import Token

FUNCTIONS: Mapping[str, str] = {
    "sigma": "sigmoid", "sigmoid": "sigmoid", "logistic": "sigmoid", "sig": "sigmoid",
    "sigm": "sigmoid", "arcosh": "arcosh", "arccosh": "arcosh",
    "arsinh": "arsinh", "arcsinh": "arsinh",
    "expit": "sigmoid", "exp": "exp", "ln": "log", "log": "log", "lg": "log10", "sqrt": "sqrt",
    "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "sin": "sin", "cos": "cos", "tan": "tan",
    "arctan": "arctan", "arcsin": "arcsin", "arccos": "arccos", "artanh": "artanh",
    "arctanh": "artanh", "atanh": "artanh", "cot": "cot", "sec": "sec", "csc": "csc",
    "max": "max", "min": "min", "relu": "relu", "rectifier": "relu", "abs": "abs",
    "sign": "sign", "sgn": "sign", "softmax": "softmax", "softplus": "softplus",
    "logsumexp": "logsumexp", "lse": "logsumexp", "logsoftmax": "logsoftmax",
    "tr": "tr", "trace": "tr", "det": "det", "diag": "diag", "vec": "vec", "inv": "inverse",
    "floor": "floor", "ceil": "ceil", "step": "step", "heaviside": "step", "mean": "mean",
    "argmax": "argmax", "argmin": "argmin", "mod": "mod", "gcd": "gcd", "sech": "sech",
    "rank": "rank", "var": "var", "cov": "cov", "erf": "erf", "swish": "swish",
    "silu": "swish", "indicator": "indicator", "adj": "adj", "clip": "clip",
    "clamp": "clip", "prod": "prod", "sum": "sum", "onehot": "onehot", "pinv": "pinv",
    "logit": "logit", "cof": "cof",
}  # fmt: skip
FOLDS: Mapping[str, str] = {
    "sum": "sum", "prod": "prod", "max": "max", "min": "min", "argmax": "argmax",
    "argmin": "argmin", "expectation": "mean", "lim": "lim", "sup": "max", "inf": "min",
    "Sigma": "sum", "Pi": "prod",
}  # fmt: skip

LONGEST_FUNCTION = max(len(name) for name in FUNCTIONS)
BEGINNINGS = frozenset(name[:2] for name in FUNCTIONS)

TRUTHS = frozenset({"=", "<", "<=", ">", ">=", "!=", "and", "or", "not", "in", "notin"})

PROSE = frozenset(
    "a about above after all also an and answer any apply applying are as assume at be because "
    "become becomes but by calculate can chain class component column column-wise compute "
    "condition convention cost definition denominator derivation derivative differentiate "
    "dimension does each element elementwise element-wise else entry equal equals equation every "
    "everything expand final finally find first fix follows following for form formula from "
    "function get gets give gives given giving gradient has have hence here if implies in input is "
    "it its know label last layer layout learning let like likelihood linear loss matrix means "
    "model must network neuron not notation note now number numerator obtain of on one only or "
    "other otherwise our out output over parameter per plus prediction product property rate "
    "reads real result right row rule scalar second see set show shown similarly since size "
    "so solution solve some step such sum symmetric take that the their then there therefore these "
    "they this thus times to transpose true two under update updated use using valid value values "
    "vector we weight weights when where which will with write written yields you your zero "
    "thats since finally simplifying simplify rearranging rearrange substituting substitute "
    "plugging plug padding stride kernel filter filters between into both "
    "sides case cases true false respect wrt lhs rhs qed ie eg hint only "
    "open closed interval constant optimal optimum minimiser minimizer expression term "
    "respectively namely exactly simply clearly consequently overall resulting desired "
    "combining collecting factoring expanding evaluating differentiating stationary "
    "distribution probability sample samples data point points index indices unit units "
    "mask approximately just runs running goes going ranges ranging through "
    "transposed inverse inverted denotes whenever setting solving being linearity done dims "
    "shape shaped same need needs require requires".split()
)
_SHORTEST_PLURAL = 4


def is_prose(word: str) -> bool:
    """Whether a word says nothing in a formula, also in the plural."""
    word = word.lower()
    return word in PROSE or (
        len(word) > _SHORTEST_PLURAL and word[-1] == "s" and word[:-1] in PROSE
    )


def function_named(name: str) -> str | None:
    """The function that a name means, in any case.

    >>> function_named("ReLU"), function_named("Trace"), function_named("tR")
    ('relu', 'tr', None)
    """
    if len(name) == 2 and name[0].islower() and name[1].isupper():
        return None  # t times R
    return FUNCTIONS.get(name) or FUNCTIONS.get(name.lower())


def is_function(token: Token) -> bool:
    """Whether a word or command is the name of a function."""
    name = token.text.removeprefix("\\")
    return len(name) > 1 and (function_named(name) is not None or name in FOLDS)
