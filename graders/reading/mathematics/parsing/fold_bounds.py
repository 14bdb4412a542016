r"""What the subscript of a sum or the like says: its indices, their ranges, and conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol, free_names
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import Range, group_end, split

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_ONE = Number(Fraction(1))
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass
class Index:
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


def read_bounds(
    parser: "Parser", sub: Range, sup: Range | None
) -> tuple[list[Index], list[Expression]]:
    """The indices that a subscript binds, and its conditions."""
    indices: list[Index] = []
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
    indices: list[Index],
    conditions: list[Expression],
    fresh: Sequence[str],
) -> None:
    tokens = parser.tokens
    texts = [tokens[position].text for position in range(*piece)]
    if len(texts) == 1:
        indices.append(Index(_name(parser, piece[0])))
        return
    if len(texts) == 2 and all(is_index(tokens[place]) for place in range(*piece)):
        indices += [Index(_name(parser, position)) for position in range(*piece)]  # \sum_{ij}
        return
    if texts[1] == r"\sim":
        source = parser.within((piece[0] + 2, piece[1]), parser.sum)
        indices.append(Index(_name(parser, piece[0]), source))
        return
    if texts[1] == r"\rightarrow":
        target = parser.within((piece[0] + 2, piece[1]), parser.sum)
        indices.append(Index(_name(parser, piece[0]), target))
        return
    if texts[0] == "(" and r"\in" not in texts:
        raise parser.refusal_at(piece[0], "is no index")
    known = {index.name for index in indices}
    here = {tokens[position].text for position in range(*piece)}
    names = [name for name in fresh if name in here - known]
    relation = parser.within(piece, parser.formula)
    if len(names) > 1:  # \sum_{i < j}, \sum_{1 \le i \le j \le n}
        first, last = _outer_ends(relation, set(names))
        indices += [Index(name, first, last) for name in names]
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
    indices: list[Index],
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
    index = Index(name)
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
