r"""Indicators and what looks like them: `\mathbb{1}`, steps, the identity, Kronecker's delta."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol, nodes
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.scripts import OPENING, Range, read_scripts
from graders.reading.mathematics.parsing.attached import powered, read_indices
from graders.reading.mathematics.parsing.brackets import read_arguments
from graders.reading.mathematics.parsing.divergences import cross_entropy, is_all
from graders.reading.mathematics.statements.sets import SETS, membership

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_indicator(parser: "Parser") -> Expression:
    r"""`\mathbb{1}` of a condition in brackets or below; otherwise the column of ones."""
    start = parser.at
    parser.at += 1
    if parser.peek() == "_":
        return indicator_below(parser, start)
    if parser.peek() in OPENING:
        at = parser.at
        inner = read_arguments(parser)[0]
        if isinstance(inner, Call) and inner.function in TRUTHS:
            return parser.make("indicator", (inner,), start)
        parser.at = at
    return Symbol("ones", parser.tokens[start].span)


def indicator_below(parser: "Parser", start: int) -> Expression:
    r"""`1_{z > 0}`, `1_{[z > 0]}`, `1_{(0, 1)}(z)`; `\mathbf{1}_n` is the column of n ones."""
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is None:
        raise parser.refusal("has nothing to stand on")
    inner = parser.within(scripts.sub, parser.formula)
    parser.at = scripts.after
    if isinstance(inner, Call) and inner.function == "indicator":
        found: Expression = inner
    elif isinstance(inner, Call) and inner.function in TRUTHS:
        found = parser.make("indicator", (inner,), start)
    elif isinstance(inner, Call) and inner.function in SETS and parser.peek() == "(":
        (element,) = read_arguments(parser)[:1]
        found = parser.make("indicator", (membership(element, inner),), start)
    elif parser.tokens[start].kind is Lexeme.NUMBER and not _is_size(parser, inner):
        raise parser.refusal_at(start, "has a subscript that is no condition")
    else:
        found = parser.make("ones", (inner,), start)
    return found if scripts.sup is None else powered(parser, found, scripts.sup, start)


def _is_size(parser: "Parser", inner: Expression) -> bool:
    return isinstance(inner, Symbol) and parser.is_size(inner.name)


def read_heaviside(parser: "Parser") -> Expression:
    r"""`H(z)` and `\Theta(z)` where no such name is declared: the step function.

    Of distributions it is the entropy: `H(p)`, `H(p, q)`, `H(\frac{p + q}{2})`.
    """
    start = parser.at
    if parser.after_next() not in ("(", "["):
        raise parser.refusal("is no name of this question")
    parser.at += 1
    arguments = read_arguments(parser)
    if _have_entropy(parser, arguments, start):
        return cross_entropy(parser, arguments[0], arguments[-1], start)
    if len(arguments) > 1 or parser.domain(arguments[0]) == "unit_interval":
        raise parser.refusal_at(start, "is no name of this question")
    return parser.make("step", arguments, start)


def _have_entropy(parser: "Parser", arguments: Sequence[Expression], start: int) -> bool:
    """Whether what brackets hold has an entropy: distributions, a probability, or two of them."""
    domains = [{parser.domain(part) for part in nodes(each)} for each in arguments]
    if all(not each.isdisjoint(("simplex", "onehot")) for each in domains):
        return True
    is_of_coins = len(arguments) <= len("pq") and "unit_interval" in domains[-1]
    return is_of_coins and isinstance(arguments[-1], Symbol) and not is_all(parser, start)


def read_identity(parser: "Parser") -> Expression:
    """`I`, `I_n`, or the indicator `I(z > 0)`."""
    start = parser.at
    parser.at += 1
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is not None:
        parser.at = scripts.after
        if _are_two_indices(parser, scripts.sub):  # I_{ij}
            return _one_where_equal(parser, read_indices(parser, scripts.sub), start)
        sizes = parser.within(scripts.sub, parser.formula)
        if isinstance(sizes, Call) and sizes.function in ("·", "tuple"):  # I_{n \times n}
            sizes = sizes.arguments[0]
        if isinstance(sizes, Call) and sizes.function in TRUTHS:
            return parser.make("indicator", (sizes,), start)
        found: Expression = parser.make("identity", (sizes,), start)
        return found if scripts.sup is None else powered(parser, found, scripts.sup, start)
    if parser.peek() in OPENING:
        at = parser.at
        inner = read_arguments(parser)[0]
        if isinstance(inner, Call) and inner.function in TRUTHS | {"indicator"}:
            return (
                inner
                if inner.function == "indicator"
                else parser.make("indicator", (inner,), start)
            )
        parser.at = at
    return Symbol("identity", parser.tokens[start].span)


def read_zeros(parser: "Parser") -> Expression:
    r"""`\mathbf{0}`, the column `\mathbf{0}_n`, or the matrix `\mathbf{0}_{m \times n}`."""
    start = parser.at
    parser.at += 1
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is None:
        return Symbol("zeros", parser.tokens[start].span)
    sizes = parser.within(scripts.sub, parser.formula)
    parser.at = scripts.after
    listed: tuple[Expression, ...] = (sizes,)
    if isinstance(sizes, Call) and sizes.function in ("·", "tuple"):
        listed = sizes.arguments
    found = parser.make("zeros", listed, start)
    return found if scripts.sup is None else powered(parser, found, scripts.sup, start)


def _is_index(parser: "Parser", script: Range) -> bool:
    texts = parser.texts(script)
    return len(texts) == 1 and (texts[0] in parser.bound or parser.is_index(texts[0]))


def read_kronecker_delta(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is None:
        raise parser.refusal_at(start, "is no name of this question")
    indices = read_indices(parser, scripts.sub)
    if len(indices) == 1 and scripts.sup is not None and _is_index(parser, scripts.sup):
        indices += read_indices(parser, scripts.sup)  # \delta_i^j
    if len(indices) != 2:
        raise parser.refusal_at(start, "has one index and is no name of this question")
    parser.at = scripts.after
    return _one_where_equal(parser, indices, start)


def _are_two_indices(parser: "Parser", script: Range) -> bool:
    letters = [text for text in parser.texts(script) if text != ","]
    are = [text in parser.bound or parser.is_index(text) for text in letters]
    return len(are) == 2 and all(are)


def _one_where_equal(parser: "Parser", indices: tuple[Expression, ...], start: int) -> Expression:
    return parser.make("indicator", (parser.make("=", indices, start),), start)
