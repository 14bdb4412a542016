r"""Numbers beside vectors: where no shape fits otherwise, `x - \mu` takes \mu from each entry."""

from collections.abc import Sequence
from contextlib import suppress

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.shapes import ShapeFault, settled
from graders.comparing.formulas.terms import Term, parts_of
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, children, nodes, with_children

_MOST_PARTS = 200


def with_numbers_at_each_entry(expression: Expression, bench: Bench) -> Expression:
    r"""The expression with `\mu\mathbf{1}` for each \mu that is added to a column.

    A number that is computed of arrays, as in `x - y^Tz`, is none that stands for its entries.
    """
    if sum(1 for _ in nodes(expression)) > _MOST_PARTS:
        return expression
    return _mended(expression, bench)


def _mended(expression: Expression, bench: Bench) -> Expression:
    if _typed(expression, bench) is not None:
        return expression
    parts = tuple(_mended(each, bench) for each in children(expression))
    if isinstance(expression, Call) and expression.function in ("+", "-"):
        parts = _alike(parts, bench)
    return with_children(expression, parts)


def _alike(parts: Sequence[Expression], bench: Bench) -> tuple[Expression, ...]:
    """Summands with the column of ones behind the numbers, where a column is among them."""
    terms = [_typed(each, bench) for each in parts]
    if not any(term is not None and _is_column(term) for term in terms):
        return tuple(parts)
    return tuple(
        Call("*", (part, Symbol("ones"))) if term is not None and _is_number(term) else part
        for part, term in zip(parts, terms, strict=True)
    )


def _typed(expression: Expression, bench: Bench) -> Term | None:
    """The term of an expression; None if it has none, at least not alone."""
    with suppress(ShapeFault, Unreadable, Undecided):
        return bench.type(expression)
    return None


def _is_column(term: Term) -> bool:
    return settled(term.shape[1]) == 1 != settled(term.shape[0])


def _is_number(term: Term) -> bool:
    """Whether a term is a number that is made of numbers alone."""
    return all(each.is_scalar for each in parts_of(term))
