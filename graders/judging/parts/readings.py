"""In which ways a step of a derivation may be meant, where brackets are left out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from graders.comparing.derivations import Step
from graders.expression import Call, Expression, Fold, Symbol, children, nodes, with_children


def readings_of(step: Step) -> Iterator[Step]:
    r"""A step as read, and as it may be meant where brackets are left out.

    `\ln x^k y^l` may be the logarithm of the whole product, `\sum_x a + b` the sum of both, and
    `\sum_{i<j}` one over both indices where one of them is declared.
    """
    if step.expression is None:
        yield step
        return
    read = [step.expression]
    for meant in (_power_within_logarithm, _all_within_sum, over_both_indices):
        read += [other for each in read if (other := meant(each)) != each]
    yield from (replace(step, expression=each) for each in read)


def _power_within_logarithm(expression: Expression) -> Expression:
    match expression:
        case Call("^", (Call("log", (inner,)), exponent), span):
            return Call("log", (Call("^", (inner, exponent), span),), span)
        case Call("*", (Call() as factor, Call("^") as power), span):
            match _power_within_logarithm(factor):
                case Call("log", (inner,)):
                    return Call("log", (Call("*", (inner, power), span),), span)
    parts = tuple(_power_within_logarithm(each) for each in children(expression))
    return with_children(expression, parts)


def _all_within_sum(expression: Expression) -> Expression:
    """A sum over an index with all that stands behind it within its body."""
    match expression:
        case Call("+" | "-" as sign, (first, *rest), span) if rest:
            found = _with_body(_all_within_sum(first), lambda body: Call(sign, (body, *rest), span))
            return found or expression
    return expression


def _with_body(
    expression: Expression, changed: Callable[[Expression], Expression]
) -> Expression | None:
    """An expression that ends in a sum over an index, whose body is changed; None for others."""
    match expression:
        case Fold("sum", body=body):
            return replace(expression, body=changed(body))
        case Call("-", (last,)) | Call("*" | "·", (*_, last)):
            found = _with_body(last, changed)
            return found and with_children(expression, (*children(expression)[:-1], found))
    return None


def over_both_indices(expression: Expression, bound: frozenset[str] = frozenset()) -> Expression:
    """A sum under a condition on two indices, taken over both where nothing else is over one."""
    if not isinstance(expression, Fold):
        parts = tuple(over_both_indices(each, bound) for each in children(expression))
        return with_children(expression, parts)
    inside = replace(
        expression, body=over_both_indices(expression.body, bound | {expression.index})
    )
    match expression.operator, expression.condition:
        case "sum", Call(_, (Symbol(one), Symbol(other))) if expression.index in (one, other):
            free = other if one == expression.index else one
            if free not in bound and any(
                isinstance(node, Symbol) and node.name == free for node in nodes(expression.body)
            ):
                return Fold("sum", free, inside, span=expression.span)
    return inside
