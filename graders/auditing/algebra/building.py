"""Expressions made of others, and what rules propose in their place."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from graders.expression import Call, Expression, Number, children, with_children

Proposal = tuple[str, Expression]  # the name of a rule, and what it makes of an expression
Rule = Callable[[Expression], Iterator[Proposal]]

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))


def negative(expression: Expression) -> Expression:
    match expression:
        case Call("-", (only,)):
            return only
    return Call("-", (expression,))


def sum_of(terms: Sequence[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Call("+", tuple(terms))


def product_of(factors: Sequence[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Call("*", tuple(factors))


def quotient(above: Expression, below: Expression) -> Expression:
    return Call("/", (above, below))


def power(base: Expression, exponent: Expression) -> Expression:
    return Call("^", (base, exponent))


def everywhere(expression: Expression, rule: Rule) -> Iterator[Proposal]:
    """What becomes of the expression when the rule is used at one of its nodes."""
    yield from rule(expression)
    parts = children(expression)
    for at, part in enumerate(parts):
        for name, other in everywhere(part, rule):
            yield name, with_children(expression, (*parts[:at], other, *parts[at + 1 :]))
