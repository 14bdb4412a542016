r"""Sums, products, maxima, expectations: an operator, its index, its range, its body."""

from itertools import takewhile
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, free_names
from graders.reading.mathematics.names.functions import FOLDS
from graders.reading.mathematics.names.members import written_out
from graders.reading.mathematics.names.scripts import (
    CLOSING,
    OPENING,
    group_end,
    read_scripts,
    split,
)
from graders.reading.mathematics.parsing.fold_bounds import Index, is_index, read_bounds
from graders.reading.mathematics.parsing.left_out import fresh_index, index_left_out, of_entries

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_fold(parser: "Parser") -> Expression:
    r"""`\sum_{k=1}^K`, `\max_{i \neq y}`, `\prod_i`, `\mathbb{E}_{x \sim p}` and their bodies."""
    start = parser.at
    operator = _operator(parser)
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    parser.at = scripts.after
    conditions: list[Expression] = []
    of_whole = False
    if scripts.sub is None:
        index, of_whole = _index_left_out(parser, operator, start)
        indices = [index]
    else:
        indices, conditions = read_bounds(parser, scripts.sub, scripts.sup)
    if not indices:
        raise parser.refusal_at(start, "has no index that can be read")
    parser.bound += [index.name for index in indices]
    body = _body(parser, [index.name for index in indices], operator)
    body = of_entries(parser, body, indices[0].name) if of_whole else body
    del parser.bound[len(parser.bound) - len(indices) :]
    condition: Expression | None = None
    if conditions:
        condition = conditions[0] if len(conditions) == 1 else Call("and", tuple(conditions))
    parser.nodes += len(indices)
    span = parser.span_from(start)
    body, apart = (
        _apart(parser, body, {index.name for index in indices})
        if operator == "prod"
        else (body, ())
    )
    for index in reversed(indices):
        body = Fold(operator, index.name, body, index.first, index.last, condition, span)
        body = written_out(parser, body)
        condition = None
    return parser.make("*", (body, *apart), start) if apart else body


def read_fold_over_set(parser: "Parser", operator: str) -> Fold | None:
    r"""`\max\{f_i : i \neq y\}`, from the brace on; None if none of the kind opens here."""
    start, opening = parser.at, parser.at + 1
    end = group_end(parser.tokens, start)
    if parser.peek() != "{" or end >= parser.end:
        return None
    pieces = list(split(parser.tokens, opening, end, ":", r"\mid", "|"))
    if len(pieces) != 2 or not all(first < after for first, after in pieces):
        return None
    values, conditions = pieces
    indices, holding = read_bounds(parser, conditions, None)
    if len(indices) != 1:
        raise parser.refusal_at(start, "begins a set that cannot be read")
    (index,) = indices
    parser.bound.append(index.name)
    body = parser.within(values, parser.formula)
    parser.bound.pop()
    parser.at = end + 1
    condition: Expression | None = Call("and", tuple(holding)) if len(holding) > 1 else None
    condition = holding[0] if len(holding) == 1 else condition
    span = parser.span_from(start)
    return Fold(operator, index.name, body, index.first, index.last, condition, span)


def _apart(
    parser: "Parser", body: Expression, names: set[str]
) -> tuple[Expression, tuple[Expression, ...]]:
    """The body of a product, and the factors at its end that its index has nothing to do with.

    Where it has to do with none, all up to the first array are meant to differ with it.
    """
    if not isinstance(body, Call) or body.function not in ("*", "·"):
        return body, ()
    factors = body.arguments
    own = [n for n, each in enumerate(factors, 1) if free_names(each) & names]
    numbers = takewhile(lambda each: not _holds_array(parser, each), factors)
    count = max(own, default=max(1, sum(1 for _ in numbers)))
    inner = factors[0] if count == 1 else Call(body.function, factors[:count], body.span)
    return inner, factors[count:]


def _holds_array(parser: "Parser", factor: Expression) -> bool:
    return any(parser.table.kind(name) in ("vector", "matrix") for name in free_names(factor))


def _operator(parser: "Parser") -> str:
    name = parser.peek().removeprefix("\\")
    parser.at += 1
    if name == "arg":
        name += parser.peek().removeprefix("\\")
        parser.at += 1
    return FOLDS[name]


def _index_left_out(parser: "Parser", operator: str, start: int) -> tuple[Index, bool]:
    r"""The index of `\sum(y_i - z_i)^2`, and whether it is one of entries that have none either."""
    name = index_left_out(parser, parser.at) if operator == "sum" else ""
    fresh = "" if name else fresh_index(parser)
    if operator != "sum" or not (name or fresh) or name in parser.bound:
        raise parser.refusal_at(start, "has no index")
    return Index(name or fresh), not name


def _body(parser: "Parser", names: list[str], operator: str) -> Expression:
    """The product that follows, and further terms as long as they use the index."""
    start = parser.at
    terms = [parser.signed_term()]
    while operator == "sum" and parser.peek() in ("+", "-") and _next_term_uses(parser, names):
        terms.append(parser.signed_term())
    return terms[0] if len(terms) == 1 else parser.make("+", tuple(terms), start)


def _next_term_uses(parser: "Parser", names: list[str]) -> bool:
    """Whether one of the names stands in the term after the sign, not bound anew there."""
    depth = 0
    rebound: set[str] = set()
    for position in range(parser.at + 1, parser.end):
        token = parser.tokens[position]
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth < 0 or (depth == 0 and token.text in ("+", "-", ",", "=", "\\\\", "&")):
            return False
        if FOLDS.get(token.text.removeprefix("\\")) in ("sum", "prod"):
            scripts = read_scripts(parser.tokens, position + 1, parser.end)
            if scripts.sub is None:
                rebound.add(index_left_out(parser, scripts.after))
            else:
                below = parser.tokens[slice(*scripts.sub)]
                listed = takewhile(lambda each: is_index(each) or each.text == ",", below)
                rebound |= {each.text for each in (below if below[0].text in names else listed)}
        if token.text in names and token.text not in rebound:
            return True
    return False
