"""Changes of an expression as students make them by mistake.

Whether a change alters the value is not asked here: `values.same` decides it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.auditing.algebra.building import (
    ONE,
    TWO,
    Proposal,
    Rule,
    negative,
    power,
    product_of,
    quotient,
    sum_of,
)
from graders.expression import Call, Expression, Fold, Number, Symbol

_OTHER_FUNCTION = {
    "sigmoid": "tanh", "tanh": "sigmoid", "relu": "abs", "sin": "cos", "cos": "sin",
    "max": "min", "min": "max", "exp": "log", "log": "exp", "odot": "+",
}  # fmt: skip


def mistakes_in(names: Sequence[Sequence[str]]) -> Rule:
    """The rule that changes a node as students do by mistake.

    Args:
        names: groups of names that may be mistaken for one another.
    """
    others = {name: [each for each in group if each != name] for group in names for name in group}

    def rule(node: Expression) -> Iterator[Proposal]:
        match node:
            case Number(value):
                yield "a number larger by one", Number(value + 1)
                yield "a number doubled", Number(2 * value)
            case Symbol(name):
                yield from (("another name", Symbol(each)) for each in others.get(name, ()))
            case Call("+", terms):
                yield from _wrong_sums(terms)
            case Call("*" | "·", factors):
                yield from _wrong_products(factors)
            case Fold():
                yield from _wrong_folds(node)
            case Call():
                yield from _wrong_calls(node)

    return rule


def _wrong_sums(terms: Sequence[Expression]) -> Iterator[Proposal]:
    for at, term in enumerate(terms):
        before, after = terms[:at], terms[at + 1 :]
        yield "a term left out", sum_of([*before, *after])
        yield "a sign", sum_of([*before, negative(term), *after])


def _wrong_products(factors: Sequence[Expression]) -> Iterator[Proposal]:
    for at in range(len(factors)):
        before, after = factors[:at], factors[at + 1 :]
        yield "a factor left out", product_of([*before, *after])
        yield "a transpose too many", product_of([*before, Call("T", (factors[at],)), *after])
    for at in range(len(factors) - 1):
        one, other = factors[at : at + 2]
        yield "factors exchanged", product_of([*factors[:at], other, one, *factors[at + 2 :]])
    yield "factors reversed", product_of(factors[::-1])


def _wrong_folds(fold: Fold) -> Iterator[Proposal]:
    other = {"sum": "prod", "prod": "sum", "max": "min", "min": "max"}.get(fold.operator)
    if other:
        yield "sum and product exchanged", replace(fold, operator=other)
    if fold.last is None:
        return
    match fold.first:
        case Number(value):
            yield "a sum that begins one too late", replace(fold, first=Number(value + 1))
        case Call() | Symbol() as first:
            yield "a sum that begins one too late", replace(fold, first=sum_of([first, ONE]))


def _wrong_calls(node: Call) -> Iterator[Proposal]:
    match node:
        case Call("T", (only,)):
            yield "a transpose left out", only
        case Call("/", (above, below)):
            yield "a fraction turned round", quotient(below, above)
            yield "a denominator left out", above
        case Call("^", (base, exponent)):
            yield "an exponent left out", base
            yield "an exponent larger by one", power(base, sum_of([exponent, ONE]))
        case Call("-", (only,)):
            yield "a sign", only
        case Call(_, (only,)):
            yield "a function left out", only
    if isinstance(node, Call) and node.function in _OTHER_FUNCTION:
        yield "another function", Call(_OTHER_FUNCTION[node.function], node.arguments)


def wrong_as_a_whole(expression: Expression) -> Iterator[Proposal]:
    """The expression with a mistake that concerns all of it."""
    yield "a sign", negative(expression)
    yield "a factor of two", product_of([TWO, expression])
    yield "half of it", quotient(expression, TWO)
    yield "transposed", Call("T", (expression,))
    yield "turned round", quotient(ONE, expression)
    yield "one more", sum_of([expression, ONE])
