"""A reference with one mistake made in it: what students get when one thing goes wrong.

Each mutant changes one place of the expression. The order is that of plausibility; the words are
for the student and say what kind of thing is wrong, not what would be right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from graders.declarations import Exercise
from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    Symbol,
    children,
    free_names,
    nodes,
    substitute,
    with_children,
)
from graders.model import Mistake

MOST = 400  # mutants of one reference

_ONE, _TWO, _HALF = Number(Fraction(1)), Number(Fraction(2)), Number(Fraction(1, 2))
_MINUS_ONE = Number(Fraction(-1))
_ARRAYS = frozenset({"vector", "matrix"})
_OTHER_FUNCTIONS = {
    "sigmoid": ("tanh", "relu", "sigmoid'", "exp", "softmax", "log"),
    "sigmoid'": ("sigmoid", "tanh'", "relu'"),
    "tanh": ("sigmoid", "relu", "tanh'"),
    "tanh'": ("tanh", "sigmoid'"),
    "relu": ("step", "abs", "sigmoid", "softplus"),
    "relu'": ("relu", "sigmoid'"),
    "softmax": ("sigmoid", "exp", "logsoftmax"),
    "exp": ("log",),
    "log": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
    "sinh": ("cosh",),
    "cosh": ("sinh",),
    "max": ("min",),
    "min": ("max",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "softplus": ("relu", "sigmoid"),
    "tr": ("det",),
    "det": ("tr",),
    "sum": ("mean",),
    "mean": ("sum",),
    "odot": ("*",),
}
_OTHER_FOLDS = {"sum": ("prod",), "prod": ("sum",), "max": ("min", "sum"), "min": ("max",),
                "argmax": ("argmin", "max"), "argmin": ("argmax", "min")}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

SIGN = Mistake("sign", "a sign is reversed")
SIGN_OF_TERM = Mistake("sign", "the sign of one term is reversed")
FACTOR = Mistake("factor", "a constant factor is off")
MISSING_TERM = Mistake("missing_term", "a term is missing")
MISSING_FACTOR = Mistake("missing_term", "a factor is missing")
EXPONENT = Mistake("wrong_exponent", "an exponent is off")
SWAPPED = Mistake("swapped", "two symbols are swapped, or one stands for another")
TRANSPOSED = Mistake("transposed", "something is transposed that should not be, or the reverse")
FUNCTION = Mistake("wrong_function", "one function stands for another, or is left out")
LOG_BASE = Mistake("log_base", "the logarithm has another base")
LAYOUT = Mistake(
    "layout", "this is the derivative in the other layout: the transpose of what is asked"
)
SHAPE = Mistake("shape", "the shapes do not fit")


@dataclass(frozen=True)
class Mutant:
    """A changed expression, and the mistake that makes it."""

    expression: Expression
    mistake: Mistake


Change = Callable[[Expression, Exercise], Iterator[Mutant]]


def mutants(reference: Expression, exercise: Exercise) -> Iterator[Mutant]:
    """The reference with one mistake made, the likely ones first."""
    for change in _CHANGES:
        for rebuilt, node in _places(reference):
            for mutant in change(node, exercise):
                yield Mutant(rebuilt(mutant.expression), mutant.mistake)
    yield from _swapped_names(reference, exercise)


Rebuild = Callable[[Expression], Expression]


def _places(expression: Expression) -> Iterator[tuple[Rebuild, Expression]]:
    """Every node, with what puts another in its place."""
    waiting: list[tuple[Rebuild, Expression]] = [(lambda new: new, expression)]
    while waiting:
        rebuild, node = waiting.pop(0)
        yield rebuild, node
        parts = children(node)
        for place, part in enumerate(parts):
            if not (isinstance(part, Number) and _is_no_factor(node, place)):
                waiting.append((_inner(rebuild, node, parts, place), part))


def _is_no_factor(node: Expression, place: int) -> bool:
    """Whether a number at this place is an exponent, an index or a bound."""
    return (_is(node, "^", "**", "at", "norm", "logarithm") or isinstance(node, Fold)) and place > 0


def _inner(
    rebuild: Rebuild, node: Expression, parts: tuple[Expression, ...], place: int
) -> Rebuild:
    def put(new: Expression) -> Expression:
        return rebuild(with_children(node, (*parts[:place], new, *parts[place + 1 :])))

    return put


def _is(node: Expression, *functions: str) -> bool:
    return isinstance(node, Call) and node.function in functions


def _negated(node: Expression) -> Expression:
    if isinstance(node, Call) and node.function == "-" and len(node.arguments) == 1:
        return node.arguments[0]
    return Call("-", (node,))


def _times(node: Expression, factor: Expression) -> Expression:
    return Call("*", (factor, node))


# --- one place at a time ------------------------------------------------------------------------


def _signs(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if isinstance(node, Call) and node.function == "+":
        for place in range(len(node.arguments)):
            terms = list(node.arguments)
            terms[place] = _negated(terms[place])
            yield Mutant(replace(node, arguments=tuple(terms)), SIGN_OF_TERM)
        if len(node.arguments) > 2:
            flipped = (node.arguments[0], *(_negated(each) for each in node.arguments[1:]))
            yield Mutant(replace(node, arguments=flipped), SIGN_OF_TERM)
    if isinstance(node, Call) and node.function == "-" and len(node.arguments) == 1:
        yield Mutant(node.arguments[0], SIGN)
    if isinstance(node, Call) and node.function in ("^", "**"):
        base, exponent = node.arguments
        if isinstance(base, Symbol) and base.name == "e":
            yield Mutant(replace(node, arguments=(base, _negated(exponent))), SIGN)
    if isinstance(node, Call) and node.function in _TURNED:
        yield Mutant(replace(node, function=_TURNED[node.function]), SIGN)
    if (
        isinstance(node, Call)
        and (node.function.rstrip("'") in _OTHER_FUNCTIONS)
        and len(node.arguments) == 1
    ):
        yield Mutant(replace(node, arguments=(_negated(node.arguments[0]),)), SIGN)


def _missing_terms(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if isinstance(node, Call) and node.function == "+":
        for place in range(len(node.arguments)):
            rest = node.arguments[:place] + node.arguments[place + 1 :]
            yield Mutant(rest[0] if len(rest) == 1 else replace(node, arguments=rest), MISSING_TERM)
        for place, term in enumerate(node.arguments):
            if not isinstance(term, Number) and not _is(term, "*", "·", "odot", "/"):
                one = _negated(_ONE) if _is(term, "-") else _ONE
                replaced = (*node.arguments[:place], one, *node.arguments[place + 1 :])
                yield Mutant(replace(node, arguments=replaced), MISSING_FACTOR)
    if isinstance(node, Fold):
        if node.condition is not None:
            yield Mutant(replace(node, condition=None), MISSING_TERM)
        indices = {name for name, each in exercise.symbols.items() if each.domain == "index"}
        for name in sorted(indices - {node.index}):
            other = Call("!=", (Symbol(node.index), Symbol(name)))
            both = other if node.condition is None else Call("and", (node.condition, other))
            yield Mutant(replace(node, condition=both), MISSING_TERM)
    if isinstance(node, Call) and node.function in ("max", "min") and len(node.arguments) > 1:
        for each in node.arguments:
            yield Mutant(each, FUNCTION)


def _factors(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if isinstance(node, Call) and node.function in ("*", "·", "odot"):
        for place, factor in enumerate(node.arguments):
            rest = node.arguments[:place] + node.arguments[place + 1 :]
            found = rest[0] if len(rest) == 1 else replace(node, arguments=rest)
            yield Mutant(found, FACTOR if _is_plain_scalar(factor, exercise) else MISSING_FACTOR)
    if isinstance(node, Call) and node.function == "/":
        upper, lower = node.arguments
        yield Mutant(upper, FACTOR if _is_plain_scalar(lower, exercise) else MISSING_FACTOR)
    if isinstance(node, Number) and node.value not in (0, 1, -1):
        yield Mutant(_ONE, FACTOR)
        yield Mutant(replace(node, value=node.value * 2), FACTOR)
        yield Mutant(replace(node, value=node.value / 2), FACTOR)
        yield Mutant(replace(node, value=node.value + 1), FACTOR)
        yield Mutant(replace(node, value=node.value - 1), FACTOR)


def _factors_of_terms(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    """One term of a sum, or what a function is applied to, times a constant or a dimension."""
    sizes = [Symbol(name) for name, each in exercise.symbols.items() if each.dimension]
    scalars = [
        Symbol(name)
        for name, each in exercise.symbols.items()
        if each.type == "scalar"
        and not each.dimension
        and each.domain in ("real", "positive", "unit_interval")
    ]
    factors: list[Expression] = [_TWO, _HALF, *sizes, *scalars[:4]]
    if _is(node, "+"):
        for place, term in enumerate(children(node)):
            for factor in factors:
                for changed in (_times(term, factor), Call("/", (term, factor))):
                    terms = list(children(node))
                    terms[place] = changed
                    yield Mutant(with_children(node, tuple(terms)), FACTOR)
    if isinstance(node, Call) and len(node.arguments) == 1 and node.function not in ("-", "T", "'"):
        for factor in (_TWO, _HALF):
            yield Mutant(replace(node, arguments=(_times(node.arguments[0], factor),)), FACTOR)
    if isinstance(node, Call) and node.function == "^" and isinstance(node.arguments[0], Symbol):
        for factor in (_TWO, _HALF):
            inner = (node.arguments[0], _times(node.arguments[1], factor))
            yield Mutant(replace(node, arguments=inner), EXPONENT)


def _is_plain_scalar(node: Expression, exercise: Exercise) -> bool:
    """Whether a factor is a number or a scalar symbol, such as a learning rate or a size."""
    match node:
        case Number():
            return True
        case Symbol(name):
            declared = exercise.symbols.get(name)
            return (declared is not None and declared.type == "scalar") or name in ("e", "pi")
        case Call("^" | "sqrt" | "-" | "/" | "*" | "·", arguments):
            return all(_is_plain_scalar(each, exercise) for each in arguments)
    return False


def _exponents(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if isinstance(node, Call) and node.function in ("^", "**"):
        base, exponent = node.arguments
        yield Mutant(base, EXPONENT)
        if not (isinstance(base, Symbol) and base.name == "e"):
            yield Mutant(replace(node, arguments=(base, _negated(exponent))), EXPONENT)
        for by in (1, -1):
            more = Call("+", (exponent, Number(Fraction(by))))
            yield Mutant(replace(node, arguments=(base, more)), EXPONENT)
        yield Mutant(replace(node, arguments=(base, Call("/", (exponent, _TWO)))), EXPONENT)
        yield Mutant(replace(node, arguments=(base, _times(exponent, _TWO))), EXPONENT)
    if _is(node, "sqrt"):
        yield Mutant(children(node)[0], EXPONENT)
    if _is(node, "norm", "abs", "at", "sigmoid", "exp", "log", "tanh") or isinstance(node, Symbol):
        yield Mutant(Call("**", (node, _TWO)), EXPONENT)
        yield Mutant(Call("sqrt", (node,)), EXPONENT)
        yield Mutant(Call("**", (node, Number(Fraction(3)))), EXPONENT)
    if isinstance(node, Call) and node.function == "+":
        yield Mutant(Call("**", (node, _TWO)), EXPONENT)
        yield Mutant(Call("sqrt", (node,)), EXPONENT)
    if isinstance(node, Call) and node.function == "/":
        upper, lower = node.arguments
        yield Mutant(Call("*", (upper, lower)), EXPONENT)
        yield Mutant(Call("/", (upper, Call("**", (lower, _TWO)))), EXPONENT)
        yield Mutant(Call("/", (upper, Call("sqrt", (lower,)))), EXPONENT)
        yield Mutant(Call("/", (lower, upper)), SWAPPED)
    if isinstance(node, Call) and node.function in ("*", "·"):
        for place, factor in enumerate(node.arguments):
            rest = node.arguments[:place] + node.arguments[place + 1 :]
            inner = rest[0] if len(rest) == 1 else replace(node, arguments=rest)
            yield Mutant(Call("/", (inner, factor)), EXPONENT)


def _transposes(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if _is(node, "T"):
        yield Mutant(children(node)[0], TRANSPOSED)
    elif isinstance(node, Call) and node.function == "at" and len(node.arguments) == 3:
        array, row, column = node.arguments
        yield Mutant(replace(node, arguments=(array, column, row)), TRANSPOSED)
    elif isinstance(node, Symbol):
        declared = exercise.symbols.get(node.name)
        if declared is not None and declared.type in _ARRAYS:
            yield Mutant(Call("T", (node,)), TRANSPOSED)
    elif isinstance(node, Call) and node.function in ("*", "+", "-", "odot", "^"):
        yield Mutant(Call("T", (node,)), TRANSPOSED)
    if isinstance(node, Call) and node.function in ("*", "·") and len(node.arguments) > 1:
        for place in range(len(node.arguments) - 1):
            factors = list(node.arguments)
            factors[place : place + 2] = reversed(factors[place : place + 2])
            yield Mutant(replace(node, arguments=tuple(factors)), SWAPPED)


def _functions(node: Expression, exercise: Exercise) -> Iterator[Mutant]:
    if isinstance(node, Call):
        for other in _OTHER_FUNCTIONS.get(node.function, ()):
            yield Mutant(replace(node, function=other), FUNCTION)
        if (
            (
                node.function in _OTHER_FUNCTIONS
                or node.function
                in (
                    "abs",
                    "indicator",
                    "sqrt",
                    "sign",
                )
            )
            and len(node.arguments) == 1
            and node.function not in ("tr", "det")
        ):
            yield Mutant(node.arguments[0], FUNCTION)
        if node.function in ("exp", "^") and _is_exponential(node):
            for base in (_TWO, Number(Fraction(10))):
                yield Mutant(Call("**", (base, node.arguments[-1])), LOG_BASE)
        if _is_square(node):
            yield Mutant(Call("abs", (node.arguments[0],)), FUNCTION)
        if node.function == "log":
            for base in (_TWO, Number(Fraction(10))):
                yield Mutant(Call("logarithm", (*node.arguments, base)), LOG_BASE)
        if node.function == "norm":
            for order in (_ONE, _TWO, Symbol("inf")):
                yield Mutant(replace(node, arguments=(node.arguments[0], order)), FUNCTION)
        if (
            node.function == "^"
            and isinstance(node.arguments[0], Symbol)
            and node.arguments[0].name == "e"
        ):
            yield Mutant(node.arguments[1], FUNCTION)
        if node.function == "cases" and len(node.arguments) >= 3:
            values = list(node.arguments)
            values[0], values[2] = values[2], values[0]
            yield Mutant(replace(node, arguments=tuple(values)), SWAPPED)
            yield Mutant(node.arguments[0], MISSING_TERM)
            yield Mutant(node.arguments[2], MISSING_TERM)
    if isinstance(node, Fold):
        for other in _OTHER_FOLDS.get(node.operator, ()):
            yield Mutant(replace(node, operator=other), FUNCTION)
        if node.first is not None and node.last is not None:
            for by in (1, -1):
                step = Number(Fraction(by))
                yield Mutant(replace(node, first=Call("+", (node.first, step))), MISSING_TERM)
                yield Mutant(replace(node, last=Call("+", (node.last, step))), MISSING_TERM)
        if node.operator == "sum":
            yield Mutant(node.body, FUNCTION)
            yield from _exchanged(node, ())
    if isinstance(node, Call) and len(node.arguments) == 1 and isinstance(node.arguments[0], Fold):
        inner = node.arguments[0]
        yield Mutant(replace(inner, body=replace(node, arguments=(inner.body,))), FUNCTION)
    if isinstance(node, Call) and node.function in ("*", "·"):
        *factors, last = node.arguments
        if isinstance(last, Fold) and last.operator == "sum":
            yield from _exchanged(last, tuple(factors))


def _exchanged(fold: Fold, factors: tuple[Expression, ...]) -> Iterator[Mutant]:
    """The function of a sum for the sum of a function: log of a sum, sum of logs."""
    body = fold.body
    weights: tuple[Expression, ...] = ()
    if isinstance(body, Call) and body.function in ("*", "·"):
        *weights_, body = body.arguments
        weights = tuple(weights_)
    if not (isinstance(body, Call) and body.function in ("log", "exp", "sigmoid", "relu", "tanh")):
        return
    inner = replace(
        fold, body=Call("*", (*weights, body.arguments[0])) if weights else body.arguments[0]
    )
    for outside, inside in ((factors, ()), ((), factors)):
        whole: Expression = Call("*", (*inside, inner)) if inside else inner
        found: Expression = replace(body, arguments=(whole,))
        yield Mutant(Call("*", (*outside, found)) if outside else found, FUNCTION)
        if factors and isinstance(factors[0], Call) and factors[0].function == "-":
            yield Mutant(Call("-", (found,)), FUNCTION)


def _is_exponential(node: Call) -> bool:
    base = node.arguments[0]
    return node.function == "exp" or (isinstance(base, Symbol) and base.name == "e")


def _is_square(node: Call) -> bool:
    power = node.arguments[-1]
    return node.function in ("^", "**") and isinstance(power, Number) and power.value == 2


_CHANGES: tuple[Change, ...] = (
    _signs, _factors, _missing_terms, _transposes, _exponents, _functions, _factors_of_terms,
)  # fmt: skip


# --- names ---------------------------------------------------------------------------------------


def _swapped_names(reference: Expression, exercise: Exercise) -> Iterator[Mutant]:
    """Two names exchanged, one for the other, an index for another, p for 1 - p."""
    symbols = exercise.symbols
    present = sorted(free_names(reference) & symbols.keys())
    for place, one in enumerate(present):
        for other in present[place + 1 :]:
            if symbols[one].type == symbols[other].type:
                swap: dict[str, Expression] = {one: Symbol(other), other: Symbol(one)}
                yield Mutant(substitute(reference, swap), SWAPPED)
    for name in present:
        if symbols[name].domain in ("unit_interval", "binary", "simplex", "onehot"):
            complement = Call("+", (_ONE, Call("-", (Symbol(name),))))
            yield Mutant(substitute(reference, {name: complement}), SWAPPED)
            yield from _complements(reference, name)
    for one in present:
        for other in sorted(symbols):
            alike = (
                symbols[one].type == symbols[other].type
                and symbols[one].shape == symbols[other].shape
            )
            if one != other and alike:
                yield Mutant(substitute(reference, {one: Symbol(other)}), SWAPPED)
                yield from _one_by_one(reference, one, Symbol(other))
    indices = [name for name in present if symbols[name].domain == "index"]
    indices += sorted({node.index for node in nodes(reference) if isinstance(node, Fold)})
    for one in indices:
        for other in indices:
            if one != other:
                yield from _one_by_one(reference, one, Symbol(other))


def _one_by_one(reference: Expression, name: str, other: Expression) -> Iterator[Mutant]:
    for rebuild, node in _places(reference):
        if isinstance(node, Symbol) and node.name == name:
            yield Mutant(rebuild(other), SWAPPED)


def _complements(reference: Expression, name: str) -> Iterator[Mutant]:
    """P for 1 - p and the reverse at each single place."""
    for rebuild, node in _places(reference):
        base = node.arguments[0] if isinstance(node, Call) and node.function == "at" else node
        if isinstance(base, Symbol) and base.name == name:
            yield Mutant(rebuild(Call("+", (_ONE, Call("-", (node,))))), SWAPPED)
        if isinstance(node, Call) and node.function == "+" and len(node.arguments) == 2:
            first, second = node.arguments
            if isinstance(first, Number) and first.value == 1 and _is(second, "-"):
                yield Mutant(rebuild(children(second)[0]), SWAPPED)
