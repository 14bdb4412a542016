r"""Sums, products, maxima, expectations: an operator, its index, its range, its body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.errors import Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, free_names
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FOLDS
from graders.reading.mathematics.names.members import written_out
from graders.reading.mathematics.names.scripts import (
    CLOSING,
    OPENING,
    Range,
    group_end,
    read_scripts,
    split,
)
from graders.reading.mathematics.parsing.left_out import fresh_index, index_left_out, of_entries

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_ONE = Number(Fraction(1))
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass
class _Index:
    """An index and what its subscript says of its range."""

    name: str
    first: Expression | None = None
    last: Expression | None = None
    above: Expression | None = None  # `i > k`: where it begins, if nothing says where it ends

    def with_size(self) -> Expression | None:
        """What is a condition where an index runs up to its size: the index begins at 1 again."""
        if self.above is None or self.last is not None or self.first == _ONE:
            return None
        self.first = None
        return self.above


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
        indices, conditions = _bounds(parser, scripts.sub, scripts.sup)
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
        _apart(body, {index.name for index in indices}) if operator == "prod" else (body, ())
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
    indices, holding = _bounds(parser, conditions, None)
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


def _apart(body: Expression, names: set[str]) -> tuple[Expression, tuple[Expression, ...]]:
    """The body of a product, and the factors at its end that its index has nothing to do with."""
    if not isinstance(body, Call) or body.function not in ("*", "·"):
        return body, ()
    factors = body.arguments
    count = max((n for n, each in enumerate(factors, 1) if free_names(each) & names), default=1)
    inner = factors[0] if count == 1 else Call(body.function, factors[:count], body.span)
    return inner, factors[count:]


def _operator(parser: "Parser") -> str:
    name = parser.peek().removeprefix("\\")
    parser.at += 1
    if name == "arg":
        name += parser.peek().removeprefix("\\")
        parser.at += 1
    return FOLDS[name]


def _index_left_out(parser: "Parser", operator: str, start: int) -> tuple[_Index, bool]:
    r"""The index of `\sum(y_i - z_i)^2`, and whether it is one of entries that have none either."""
    name = index_left_out(parser, parser.at) if operator == "sum" else ""
    fresh = "" if name else fresh_index(parser)
    if operator != "sum" or not (name or fresh) or name in parser.bound:
        raise parser.refusal_at(start, "has no index")
    return _Index(name or fresh), not name


def _bounds(
    parser: "Parser", sub: Range, sup: Range | None
) -> tuple[list[_Index], list[Expression]]:
    """The indices that a subscript binds, and its conditions."""
    indices: list[_Index] = []
    conditions: list[Expression] = []
    pieces = list(_pieces(parser, sub))
    fresh: list[str] = []
    for piece in pieces:
        fresh += list(_fresh_names(parser, piece, fresh))
    parser.bound += fresh
    try:
        for piece in pieces:
            _read_piece(parser, piece, indices, conditions, fresh)
        if sup is not None:
            last = parser.within(sup, parser.sum)
            for index in indices:
                if index.last is None:
                    index.first, index.last = index.first or _ONE, last
        conditions += filter(None, [index.with_size() for index in indices])
    finally:
        del parser.bound[len(parser.bound) - len(fresh) :]
    return indices, conditions


def _pieces(parser: "Parser", sub: Range) -> list[Range]:
    """The parts of a subscript between commas, rows of a substack and colons."""
    start, end = sub
    tokens = parser.tokens
    if tokens[start].text == r"\substack":
        start += 1
    while tokens[start].text in ("{", "(") and group_end(tokens, start) == end - 1:
        start, end = start + 1, end - 1
    signs = (",", "\\\\", ";", ":", r"\mid", "|")
    return [piece for piece in split(tokens, start, end, *signs) if piece[0] < piece[1]]


def _fresh_names(parser: "Parser", piece: Range, known: list[str]) -> Iterator[str]:
    """The index letters that a piece of a subscript introduces."""
    tokens = parser.tokens
    for position in range(*piece):
        token = tokens[position]
        if not is_index(token) or token.text in known:
            continue
        following = tokens[position + 1].text if position + 1 < piece[1] else ""
        begins = following == "=" or not parser.is_size(token.text)  # k = 0, and n > i
        names_anew = position == piece[0] and following != "_" and begins
        if not parser.table.declares_letter(token.text) and token.text not in parser.bound:
            if following != "_" and not _is_raised(parser, position):  # x_i of a matrix X, w^T
                yield token.text
        elif names_anew and not known:
            yield token.text
            return


def _is_raised(parser: "Parser", position: int) -> bool:
    return parser.texts((position - 2, position))[-1:] == ["^"]


def _read_piece(
    parser: "Parser",
    piece: Range,
    indices: list[_Index],
    conditions: list[Expression],
    fresh: Sequence[str],
) -> None:
    tokens = parser.tokens
    texts = [tokens[position].text for position in range(*piece)]
    if len(texts) == 1:
        indices.append(_Index(_name(parser, piece[0])))
        return
    if len(texts) == 2 and all(is_index(tokens[place]) for place in range(*piece)):
        indices += [_Index(_name(parser, position)) for position in range(*piece)]  # \sum_{ij}
        return
    if texts[1] == r"\sim":
        source = parser.within((piece[0] + 2, piece[1]), parser.sum)
        indices.append(_Index(_name(parser, piece[0]), source))
        return
    if texts[1] == r"\rightarrow":
        target = parser.within((piece[0] + 2, piece[1]), parser.sum)
        indices.append(_Index(_name(parser, piece[0]), target))
        return
    if texts[0] == "(" and r"\in" not in texts:
        raise parser.refusal_at(piece[0], "is no index")
    known = {index.name for index in indices}
    here = {tokens[position].text for position in range(*piece)}
    names = [name for name in fresh if name in here - known]
    relation = parser.within(piece, parser.formula)
    if len(names) > 1:  # \sum_{i < j}, \sum_{1 \le i \le j \le n}
        first, last = _outer_ends(relation, set(names))
        indices += [_Index(name, first, last) for name in names]
        conditions.append(relation)
    else:
        _add_relation(relation, indices, conditions, parser, names[0] if names else "")


def _outer_ends(
    relation: Expression, names: set[str]
) -> tuple[Expression | None, Expression | None]:
    """The ends of a chain such as 1 <= i <= j <= n, if they are no indices themselves."""
    if not isinstance(relation, Call) or relation.function != "and":
        return None, None
    links = [each for each in relation.arguments if isinstance(each, Call)]
    if len(links) < 3 or not all(each.function in ("<", "<=") for each in links):
        return None, None
    first, last = links[0].arguments[0], links[-1].arguments[1]
    return (None, None) if (free_names(first) | free_names(last)) & names else (first, last)


def _name(parser: "Parser", position: int) -> str:
    token = parser.tokens[position]
    if not is_index(token):
        raise parser.refusal_at(position, "is no index")
    return token.text


def is_index(token: Token) -> bool:
    """Whether a token is a letter, with its primes if it has any."""
    return token.kind is Lexeme.WORD and len(token.text.rstrip("'")) == 1


def _add_relation(
    relation: Expression,
    indices: list[_Index],
    conditions: list[Expression],
    parser: "Parser",
    name: str,
) -> None:
    r"""`k = 1`, `k \in S`, `1 <= k <= K` bind an index; what else is said is a condition."""
    links = (
        relation.arguments
        if isinstance(relation, Call) and relation.function == "and"
        else (relation,)
    )
    index = _Index(name)
    for link in links:
        if isinstance(link, Call) and link.function in ("not", "or"):
            conditions.append(link)
            continue
        if not isinstance(link, Call) or len(link.arguments) != 2:
            raise Unreadable("the range of an index cannot be read")
        left, right = link.arguments
        function = link.function
        if isinstance(right, Symbol) and right.name == name and function in _FLIPPED:
            left, right, function = right, left, _FLIPPED[function]
        bounds_index = (
            isinstance(left, Symbol) and left.name == name and name not in free_names(right)
        )
        if not name or not bounds_index:
            conditions.append(link)
        elif function in ("=", "in"):
            index.first = right
        elif function in (">=", ">"):
            index.first = right if function == ">=" else _shifted(right, 1)
            index.above = link
        elif function in ("<=", "<") and (index.first is not None or _sized(right, parser)):
            index.last = right if function == "<=" else _shifted(right, -1)
        else:
            conditions.append(link)
    if name:
        if index.last is not None and index.first is None:
            index.first = _ONE
        indices.append(index)


def _sized(bound: Expression, parser: "Parser") -> bool:
    return isinstance(bound, Symbol) and parser.is_size(bound.name)


def _shifted(expression: Expression, by: int) -> Expression:
    return Call("+", (expression, Number(Fraction(by))), expression.span)


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
                below = [t.text for t in parser.tokens[slice(*scripts.sub)]]
                rebound |= set(below if below[0] in names else below[:1])
        if token.text in names and token.text not in rebound:
            return True
    return False
