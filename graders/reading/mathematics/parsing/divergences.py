r"""Entropies and divergences that nobody declares: `H(p)`, `H(p, q)`, `KL(p\|q)`, `D_{JS}(p\|q)`.

They are of declared distributions, or of probabilities, which are those of a coin.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number, nodes
from graders.reading.mathematics.names.scripts import group_end

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_HALF = Number(Fraction(1, 2))


def read_divergence(parser: "Parser") -> Expression:
    r"""`KL(p\|q)`, or the mean of those to the middle for `JS(p\|q)`."""
    start = parser.at
    parser.at += 1
    is_mean = parser.tokens[start].text == r"\JS"
    pair = _two_arguments(parser)
    if is_all(parser, start):
        raise parser.refusal_at(start, "names what is asked, and does not say what it is")
    if not is_mean:
        return _divergence_of(parser, *pair, start)
    middle = parser.make("*", (_HALF, parser.make("+", pair, start)), start)
    both = tuple(_divergence_of(parser, each, middle, start) for each in pair)
    return parser.make("*", (_HALF, parser.make("+", both, start)), start)


def is_all(parser: "Parser", start: int) -> bool:
    """Whether what was read from a place on is the whole formula."""
    return start == 0 and parser.at == len(parser.tokens)


def _two_arguments(parser: "Parser") -> tuple[Expression, Expression]:
    opening = parser.at
    parser.at += 1
    outer, parser.open_bar = parser.open_bar, "|"
    first = _up_to_bars(parser)
    parser.open_bar = ""
    second = parser.sum()
    parser.open_bar = outer
    parser.expect(")" if parser.tokens[opening].text == "(" else "]")
    return first, second


def _up_to_bars(parser: "Parser") -> Expression:
    """The first distribution, and past what parts it from the second."""
    end = group_end(parser.tokens, parser.at - 1)
    signs = (r"\Vert", "|", ",", ";", r"\mid")
    bar = next((n for n in range(parser.at, end) if parser.tokens[n].text in signs), end)
    first = parser.within((parser.at, bar), parser.sum)
    while bar < end and parser.tokens[bar].text in signs:
        bar += 1
    parser.at = bar
    return first


def _divergence_of(parser: "Parser", p: Expression, q: Expression, start: int) -> Expression:
    return parser.make(
        "+",
        (
            cross_entropy(parser, p, q, start),
            parser.make("-", (cross_entropy(parser, p, p, start),), start),
        ),
        start,
    )


def cross_entropy(parser: "Parser", p: Expression, q: Expression, start: int) -> Expression:
    """`-sum(p log q)`, of distributions or of the two sides of a coin.

    Raises:
        Unreadable: if they are neither.
    """
    if _holds(parser, (p, q), "simplex", "onehot"):
        return _surprise(parser, p, q, start)
    if _holds(parser, (p, q), "unit_interval", "binary"):
        others = _complement(parser, p, start), _complement(parser, q, start)
        sides = _surprise(parser, p, q, start), _surprise(parser, *others, start)
        return parser.make("+", sides, start)
    raise parser.refusal_at(start, "is no name of this question")


def _holds(parser: "Parser", pair: Sequence[Expression], *domains: str) -> bool:
    """Whether a name of one of the domains stands in one of them."""
    return any(parser.domain(each) in domains for one in pair for each in nodes(one))


def _surprise(parser: "Parser", p: Expression, q: Expression, start: int) -> Expression:
    inner = parser.make("odot", (p, parser.make("log", (q,), start)), start)
    return parser.make("-", (parser.make("sum", (inner,), start),), start)


def _complement(parser: "Parser", of: Expression, start: int) -> Expression:
    return Call("+", (Number(Fraction(1)), parser.make("-", (of,), start)), of.span)
