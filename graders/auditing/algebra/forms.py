"""Other forms of an expression that may be equal to it.

A rule looks at one node and proposes others in its place. Whether a proposal is equal is not
asked here: `values.same` decides it for the whole expression.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from graders.auditing.algebra.building import (
    ONE,
    TWO,
    Proposal,
    negative,
    power,
    product_of,
    quotient,
    sum_of,
)
from graders.expression import Call, Expression, Fold, Number, Symbol, substitute


def equal_forms(node: Expression) -> Iterator[Proposal]:
    """Other forms of a node, most of them equal to it."""
    match node:
        case Call("+", terms):
            yield from _sums(terms)
        case Call("*" | "·", factors):
            yield from _products(factors)
        case Call("/", (above, below)):
            yield from _quotients(above, below)
        case Call("-", (only,)):
            yield from _negatives(only)
        case Call("^", (base, exponent)):
            yield from _powers(base, exponent)
        case Call("T", (only,)):
            yield from _transposes(only)
        case Fold():
            yield from _folds(node)
        case Call():
            yield from _functions(node)


def _sums(terms: Sequence[Expression]) -> Iterator[Proposal]:
    yield "terms in another order", sum_of([*terms[1:], terms[0]])
    yield "terms reversed", sum_of(terms[::-1])
    yield "a minus before the sum", negative(sum_of([negative(each) for each in terms]))
    quotients = [each for each in terms if isinstance(each, Call) and each.function == "/"]
    if len(terms) == len(quotients) == 2:
        (one, two), (three, four) = (each.arguments for each in quotients)
        above = sum_of([product_of([one, four]), product_of([three, two])])
        yield "fractions over one denominator", quotient(above, product_of([two, four]))
    if len(terms) == 2 and isinstance(terms[1], Call) and terms[1].function == "/":
        above, below = terms[1].arguments
        whole = sum_of([product_of([terms[0], below]), above])
        yield "one fraction", quotient(whole, below)
    yield from _common_factor(terms)


def _common_factor(terms: Sequence[Expression]) -> Iterator[Proposal]:
    if len(terms) != 2:
        return
    lists = [_factors(each) for each in terms]
    for factor in lists[0]:
        if factor in lists[1] and not isinstance(factor, Number):
            rest = [product_of(_without(one, factor) or [ONE]) for one in lists]
            yield "a factor taken out", product_of([sum_of(rest), factor])
            yield "a factor taken out in front", product_of([factor, sum_of(rest)])


def _without(factors: Sequence[Expression], factor: Expression) -> list[Expression]:
    """The factors without one of them, at its first place."""
    at = factors.index(factor)
    return [*factors[:at], *factors[at + 1 :]]


def _factors(term: Expression) -> Sequence[Expression]:
    match term:
        case Call("*", factors):
            return factors
    return (term,)


def _products(factors: Sequence[Expression]) -> Iterator[Proposal]:
    yield "factors in another order", product_of([*factors[1:], factors[0]])
    yield "factors reversed", product_of(factors[::-1])
    for at, factor in enumerate(factors):
        before, after = factors[:at], factors[at + 1 :]
        match factor:
            case Call("+", terms):
                parts = [product_of([*before, each, *after]) for each in terms]
                yield "a product multiplied out", sum_of(parts)
            case Call("/", (above, below)):
                rest = [each for each in (*before, above, *after) if each != ONE] or [ONE]
                yield "one fraction for a product", quotient(product_of(rest), below)
            case Number(value) if value == 2 and len(factors) > 1:
                rest_of = product_of([*before, *after])
                yield "a sum for a double", sum_of([rest_of, rest_of])
            case Call("-", (only,)):
                yield "a minus in front", negative(product_of([*before, only, *after]))


def _quotients(above: Expression, below: Expression) -> Iterator[Proposal]:
    yield "a reciprocal factor", product_of([quotient(ONE, below), above])
    yield "a negative power", product_of([above, power(below, Number(Fraction(-1)))])
    yield "both negated", quotient(negative(above), negative(below))
    match above:
        case Call("+", terms):
            yield "a fraction for each term", sum_of([quotient(each, below) for each in terms])
        case Call("-", (only,)):
            yield "a minus before the fraction", negative(quotient(only, below))
    match below:
        case Call("^", (base, exponent)):
            yield "a negative power", product_of([above, power(base, negative(exponent))])
        case Call("*", factors):
            first, rest = factors[0], product_of(factors[1:])
            yield "a fraction of a fraction", quotient(quotient(above, first), rest)


def _negatives(only: Expression) -> Iterator[Proposal]:
    match only:
        case Call("+", terms):
            yield "a minus for each term", sum_of([negative(each) for each in terms])
        case Call("*", factors):
            yield "a negative factor", product_of([negative(factors[0]), *factors[1:]])
            yield "a factor of minus one", product_of([Number(Fraction(-1)), *factors])
        case Call("/", (above, below)):
            yield "a negative numerator", quotient(negative(above), below)
            yield "a negative denominator", quotient(above, negative(below))
        case Call("log", (inner,)):
            yield "the logarithm of the reciprocal", Call("log", (quotient(ONE, inner),))


def _powers(base: Expression, exponent: Expression) -> Iterator[Proposal]:
    if exponent == TWO:
        yield "a square written out", product_of([base, base])
        match base:
            case Call("norm", (array, Number(value))) if value == 2:
                yield "a product for a norm", product_of([Call("T", (array,)), array])
            case Call("+", (one, two)):
                double = product_of([TWO, one, two])
                yield "a square multiplied out", sum_of([power(one, TWO), double, power(two, TWO)])
    match exponent, base:
        case Call("-", (only,)), _:
            yield "a reciprocal power", quotient(ONE, power(base, only))
        case Call("+", (one, two)), _:
            yield "a product of powers", product_of([power(base, one), power(base, two)])
    if base == Symbol("e"):
        yield "exp", Call("exp", (exponent,))
    match base:
        case Call("*", factors):
            yield "a power for each factor", product_of([power(each, exponent) for each in factors])


def _transposes(only: Expression) -> Iterator[Proposal]:
    match only:
        case Call("*" | "·", factors):
            turned = [Call("T", (each,)) for each in reversed(factors)]
            yield "the transpose of a product", product_of(turned)
        case Call("+", terms):
            yield "the transpose of a sum", sum_of([Call("T", (each,)) for each in terms])
        case Call("T", (inner,)):
            yield "a transpose of a transpose", inner


def _folds(fold: Fold) -> Iterator[Proposal]:
    def with_body(body: Expression) -> Fold:
        return replace(fold, body=body)

    if fold.operator == "sum":
        match fold.body:
            case Call("+", terms):
                yield "a sum for each term", sum_of([with_body(each) for each in terms])
            case Call("-", (only,)):
                yield "a minus before a sum", negative(with_body(only))
            case Call("*", (Number() | Symbol() as factor, *rest)):
                yield "a factor before a sum", product_of([factor, with_body(product_of(rest))])
    if fold.condition is None:
        body = substitute(fold.body, {fold.index: Symbol("l")})
        yield "another index", replace(fold, index="l", body=body)


def _functions(node: Call) -> Iterator[Proposal]:
    match node:
        case Call("log", (Call("*", factors),)):
            yield "a sum of logarithms", sum_of([Call("log", (each,)) for each in factors])
        case Call("log", (Call("/", (above, below)),)):
            yield (
                "a difference of logarithms",
                sum_of([Call("log", (above,)), negative(Call("log", (below,)))]),
            )
        case Call("log", (Call("^", (base, exponent)),)):
            yield "an exponent before the logarithm", product_of([exponent, Call("log", (base,))])
        case Call("sqrt", (only,)):
            yield "the power of one half", power(only, Number(Fraction(1, 2)))
        case Call("exp", (only,)):
            yield "a power of e", power(Symbol("e"), only)
        case Call("sigmoid", (only,)):
            below = sum_of([ONE, power(Symbol("e"), negative(only))])
            yield "the sigmoid written out", quotient(ONE, below)
            yield "one minus a sigmoid", sum_of([ONE, negative(Call("sigmoid", (negative(only),)))])
        case Call("abs", (only,)):
            yield "the size of the negative", Call("abs", (negative(only),))
        case Call("indicator", (Call(">", (left, right)),)):
            yield "the condition turned round", Call("indicator", (Call("<", (right, left)),))
        case Call("odot", (left, right)):
            yield "an elementwise product turned round", Call("odot", (right, left))
        case Call("sum", (Call("odot", (left, right)),)):
            yield "a product of row and column", product_of([Call("T", (left,)), right])


def of_the_whole(expression: Expression) -> Iterator[Proposal]:
    """Forms in which nothing is gained, as on the way of a derivation."""
    yield "halved and doubled", product_of([TWO, quotient(expression, TWO)])
    yield "times one", product_of([ONE, expression])
    yield "two minus signs", negative(Call("-", (Call("-", (expression,)),)))
