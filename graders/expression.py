"""Expressions as readers give them and comparators evaluate them: one small tree.

An operator is a call too: ``a + b`` is ``Call("+", (a, b))``, ``-a`` is ``Call("-", (a,))``. Sums
and products have any number of arguments, so a long sum is not deep. Every node keeps the span of
source text it was read from.

The functions that are no plain names:

    + - * / ^        arithmetic; ``-`` has one argument, or two
    ·                a product with a written sign: of two columns it is their inner product
    odot oslash      elementwise product and quotient; ``otimes`` is the Kronecker product
    T                transpose
    at               ``at(z, j)``: component j of z; ``at(A, i, k)`` of a matrix, counted from 1
    norm             ``norm(x, 2)``; the second argument is 1, 2, inf, or the symbol F
    cases            value, condition, value, condition, ..., and a value otherwise
    = < <= > >= !=   comparisons; ``and``, ``or``, ``not`` join them; ``in`` is membership
    tuple set range  ``(a, b)``; ``{a, b}``; ``{1, ..., K}``
    interval         ``interval(low, high, closed)`` with closed one of the symbols [] [) (] ()
    matrix row       a matrix written out, by its rows
    derivative       ``derivative(f, x)``: by a number, or by ``at(x, j)``
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

Span = tuple[int, int]


@dataclass(slots=True, unsafe_hash=True)
class Number:
    """A literal number, exact as written."""

    value: Fraction
    span: Span = (0, 0)


@dataclass(slots=True, unsafe_hash=True)
class Symbol:
    """A name in its canonical spelling, such as `w9` or `dMSE_dw9`."""

    name: str
    span: Span = (0, 0)


@dataclass(slots=True, unsafe_hash=True)
class Call:
    """A function or an operator applied to its arguments."""

    function: str
    arguments: tuple["Expression", ...]
    span: Span = (0, 0)


@dataclass(slots=True, unsafe_hash=True)
class Fold:
    """A sum, product, maximum or the like of a body over the values of an index.

    The index runs from `first` to `last`, or through the set `first` if there is no `last`; without
    either it runs over the size of what it indexes in the body. `condition` leaves values out.
    """

    operator: str  # sum, prod, max, min, argmax, argmin, mean (an expectation) or lim
    index: str
    body: "Expression"
    first: "Expression | None" = None
    last: "Expression | None" = None
    condition: "Expression | None" = None
    span: Span = (0, 0)

    @property
    def parts(self) -> tuple["Expression", ...]:
        """The body and what is there of the bounds."""
        return tuple(
            each for each in (self.body, self.first, self.last, self.condition) if each is not None
        )


Expression = Number | Symbol | Call | Fold

UNIT = "unit"  # unit(i): the column with a 1 at place i
DERIVATIVE = "derivative"  # derivative(f, x): what is still to be derived

_IN_WORDS = {
    "tuple": "a list of values", "set": "a set", "such": "a set", "range": "a range of numbers",
    "interval": "an interval", "union": "a union of sets", "cap": "an intersection of sets",
    "setminus": "a difference of sets", "matrix": "a matrix", "row": "a row", "T": "a transpose",
    "at": "an index", "derivative": "a derivative", "sample": "a sample", "norm": "a norm",
    "cases": "a distinction of cases", "=": "an equation",
    "!=": "an inequality", "<": "an inequality", ">": "an inequality", "<=": "an inequality",
    ">=": "an inequality", "in": "membership in a set", "notin": "membership in a set",
    "and": "an 'and'", "or": "an 'or'", "not": "a negation", "odot": "an elementwise product",
    "oslash": "an elementwise quotient", "otimes": "a Kronecker product", "'": "a prime",
    "apply": "a function", "indicator": "an indicator", "tr": "a trace", "det": "a determinant",
    "inverse": "an inverse", "factorial": "a factorial", "softmax": "a softmax",
    "mod": "a remainder", "pinv": "a pseudo-inverse", "unit": "a unit vector",
}  # fmt: skip
INFIX = {"+": 1, "-": 1, "*": 2, "·": 2, "/": 2, "odot": 2, "oslash": 2, "otimes": 2, "^": 4}
NEGATION = 3
_RELATIONS = frozenset({"=", "<", "<=", ">", ">=", "!=", "in", "notin"})
_BEHIND = {"T": ("^T", 4), "'": ("'", 5)}
_TIGHTEST = 6
_WORDS = {"odot": " ⊙ ", "oslash": " ⊘ ", "otimes": " ⊗ ", "+": " + ", "-": " - ", "·": "·"}
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "in": "∈", "notin": "∉", "and": "and", "or": "or"}


def in_words(function: str) -> str:
    """A function or an operator of the tree, as a student knows it."""
    return _IN_WORDS.get(function, function)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly within this one."""
    if isinstance(expression, Call):
        return expression.arguments
    return expression.parts if isinstance(expression, Fold) else ()


def with_children(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same node around other parts, which come in the order of `children`."""
    match expression:
        case Call():
            return Call(expression.function, parts, expression.span)
        case Fold():
            rest = iter(parts)
            return replace(
                expression,
                body=next(rest),
                first=next(rest) if expression.first is not None else None,
                last=next(rest) if expression.last is not None else None,
                condition=next(rest) if expression.condition is not None else None,
            )
    return expression


def nodes(expression: Expression) -> Iterator[Expression]:
    """The expression and everything within it."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)


def functions_in(expression: Expression) -> set[str]:
    """The functions and operators in an expression, such as `log` and `+`."""
    found, waiting = set[str](), [expression]
    for node in waiting:  # which grows
        if isinstance(node, Call):
            found.add(node.function)
            waiting += node.arguments
        elif isinstance(node, Fold):
            waiting += node.parts
    return found


def free_names(expression: Expression) -> frozenset[str]:
    """The names that an expression depends on; the index of a sum is not one.

    >>> sum_of_x = Fold("sum", "k", Call("at", (Symbol("x"), Symbol("k"))))
    >>> free_names(sum_of_x)
    frozenset({'x'})
    """
    match expression:
        case Symbol(name):
            return frozenset({name})
        case Fold():
            inner = (free_names(each) for each in expression.parts)
            return frozenset().union(*inner) - {expression.index}
        case Call("derivative", (body, Symbol(name), point)):
            return (free_names(body) - {name}) | free_names(point)
    return frozenset().union(*(free_names(each) for each in children(expression)))


def substitute(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with names replaced; the index of a sum hides the name it shares."""
    match expression:
        case Symbol(name):
            return values.get(name, expression)
        case Number():
            return expression
        case Fold(index=index):
            values = {name: value for name, value in values.items() if name != index}
        case Call("derivative", (body, Symbol(name) as by)) if _is_point(values.get(name)):
            rest = {other: value for other, value in values.items() if other != name}
            return Call(DERIVATIVE, (substitute(body, rest), by, values[name]), expression.span)
    return with_children(
        expression, tuple(substitute(each, values) for each in children(expression))
    )


def _is_point(value: Expression | None) -> bool:
    """Whether what stands for a name is no other name, by which can be derived."""
    return value is not None and not isinstance(value, Symbol)


def to_text(expression: Expression, *, within: int = 0) -> str:
    """The expression as one line of text, with no more brackets than it needs.

    >>> to_text(Call("*", (Symbol("x"), Call("+", (Symbol("y"), Number(Fraction(1)))))))
    'x*(y + 1)'
    >>> to_text(Fold("sum", "k", Symbol("x"), Number(Fraction(1)), Symbol("n")))
    'sum(x, k=1..n)'
    """
    if isinstance(expression, Symbol):
        return expression.name
    if isinstance(expression, Number):
        value = expression.value
        return str(value) if value.denominator == 1 or within < 2 else f"({value})"
    if isinstance(expression, Fold):
        return _fold_text(expression)
    text, strength = _operator_text(expression)
    return f"({text})" if strength < within else text


def _operator_text(call: Call) -> tuple[str, int]:
    """The text of a call, and how strongly its operator holds its parts together."""
    function, parts = call.function, call.arguments
    if function in INFIX and len(parts) > 1:
        return _infix_text(function, parts), INFIX[function]
    if (function in _RELATIONS or function in ("and", "or")) and len(parts) > 1:
        sign = f" {_SIGNS.get(function, function)} "
        return sign.join([to_text(each, within=1) for each in parts]), 0
    if function in ("at", "sample") and parts:
        inner = ",".join([to_text(each) for each in parts[1:]])
        return f"{to_text(parts[0], within=5)}[{inner}]", 5
    if _is_negation(call):
        return f"-{to_text(parts[0], within=NEGATION)}", 1
    if function in _BEHIND and len(parts) == 1:
        sign, strength = _BEHIND[function]
        return f"{to_text(parts[0], within=5)}{sign}", strength
    return _call_text(call), _TIGHTEST


def _is_negation(call: Call) -> bool:
    return call.function == "-" and len(call.arguments) == 1


def _infix_text(function: str, parts: Sequence[Expression]) -> str:
    strength, sign = INFIX[function], _WORDS.get(function, function)
    text = to_text(parts[0], within=strength)
    for each in parts[1:]:
        if function == "+" and isinstance(each, Call) and _is_negation(each):
            text += f" - {to_text(each.arguments[0], within=strength + 1)}"
        else:
            text += f"{sign}{to_text(each, within=strength + 1)}"
    return text


def _call_text(call: Call) -> str:
    inner = [to_text(each) for each in call.arguments]
    match call.function:
        case "tuple":
            return f"({', '.join(inner)})"
        case "set":
            return f"{{{', '.join(inner)}}}"
        case "range":
            return f"{{{inner[0]}, …, {inner[1]}}}"
        case "interval":
            low, high, closed = inner
            return f"{closed[0]}{low}, {high}{closed[1]}"
        case "matrix":
            return f"[{'; '.join(inner)}]"
        case "row":
            return " ".join(inner)
        case "norm":
            return f"‖{inner[0]}‖_{inner[1]}"
        case "apply":
            return f"{inner[0]}({', '.join(inner[1:])})"
    return f"{call.function}({', '.join(inner)})"


def _fold_text(fold: Fold) -> str:
    where = fold.index
    if fold.first is not None and fold.last is not None:
        where += f"={to_text(fold.first)}..{to_text(fold.last)}"
    elif fold.first is not None:
        where += f" ∈ {to_text(fold.first)}"
    if fold.condition is not None:
        where += f", {to_text(fold.condition)}"
    return f"{fold.operator}({to_text(fold.body)}, {where})"
