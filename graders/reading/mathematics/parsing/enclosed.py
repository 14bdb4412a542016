"""What stands between signs of its own: bars, norms, inner products, floor and ceiling."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, Number, Symbol
from graders.reading.mathematics.names.scripts import read_scripts, text_at
from graders.reading.mathematics.names.slices import upright
from graders.reading.mathematics.parsing.attached import powered

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_bars(parser: "Parser") -> Expression:
    r"""|x|, or ||x|| with its scripts; `|\{i : x_i > 0\}|` is how many there are."""
    start = parser.at
    parser.at += 1
    if _is_double(parser, start) and _closes_double(parser):
        parser.at += 1
        inner = _barred(parser, "|")
        parser.expect("|")
        parser.expect("|")
        return _norm(parser, inner, start)
    inner = _barred(parser, "|")
    parser.expect("|")
    if (counted := _number_of_elements(parser, inner, start)) is not None:
        return counted
    parser.doubts.add("bars_of_norms")
    if parser.reading.bars_of_norms or _has_order(parser):
        return _norm(parser, inner, start)
    return parser.make("abs", (inner,), start)


def read_number_of(parser: "Parser") -> Expression:
    r"""`\#\{i : x_i > 0\}`: how many there are."""
    start = parser.at
    parser.at += 1
    counted = _number_of_elements(parser, parser.base(), start)
    if counted is None:
        raise parser.refusal_at(start, "counts what cannot be read")
    return counted


def _number_of_elements(parser: "Parser", elements: Expression, start: int) -> Fold | None:
    """How many values an index takes for which a condition holds."""
    match elements:
        case Call("such", (Symbol(name), condition)) if name not in parser.table.names:
            counted = parser.make("indicator", (condition,), start)
            return Fold("sum", name, counted, span=parser.span_from(start))
    return None


def _has_order(parser: "Parser") -> bool:
    """Whether the order of a norm hangs on a bar: `|a|_2`."""
    sub = read_scripts(parser.tokens, parser.at, parser.end).sub
    return sub is not None and parser.texts(sub) in (["1"], ["2"], [r"\infty"])


def _is_double(parser: "Parser", at: int) -> bool:
    """Whether two bars stand close together."""
    pair = parser.tokens[at : at + 2]
    return [token.text for token in pair] == ["|", "|"] and pair[1].font == "double"


def _closes_double(parser: "Parser") -> bool:
    """Whether the next bar after the opening ones is double too: ||x||, and not ||a| - b|."""
    bars = (at for at in range(parser.at + 1, parser.end) if parser.tokens[at].text == "|")
    following = next(bars, None)
    return following is not None and _is_double(parser, following)


def _barred(parser: "Parser", bar: str) -> Expression:
    outer, parser.open_bar = parser.open_bar, bar
    inner = parser.sum()
    parser.open_bar = outer
    return inner


def read_double_bars(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    inner = _barred(parser, r"\Vert")
    parser.expect(r"\Vert")
    return _norm(parser, inner, start)


def _norm(parser: "Parser", inner: Expression, start: int) -> Expression:
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    parser.at = scripts.after
    order: Expression = Number(Fraction(2))
    if scripts.sub is not None:
        texts = [t.text for t in parser.tokens[slice(*scripts.sub)] if t.text not in "{}"]
        named = {"F": "F", r"\infty": "inf", "2": "2", "1": "1", "Fro": "F", "F r o": "F"}
        kind = named.get(" ".join(texts)) or named.get("".join(texts))
        if kind is None:
            raise parser.refusal_at(scripts.sub[0], "is no norm that is known")
        order = Number(Fraction(int(kind))) if kind.isdigit() else Symbol(kind)
    found: Expression = parser.make("norm", (inner, order), start)
    return found if scripts.sup is None else powered(parser, found, scripts.sup, start)


def read_inner_product(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    left = _barred(parser, "|")
    if not (parser.accept(",") or parser.accept("|") or parser.accept(r"\mid")):
        raise parser.refusal("stands where ',' is expected")
    right = parser.sum()
    parser.expect(r"\rangle")
    _pass_over_space(parser)
    left, right = upright(left), upright(right)
    if parser.is_array(left) and parser.is_array(right):
        kinds = {parser.table.kind(each.name) for each in (left, right) if isinstance(each, Symbol)}
        if kinds == {"vector"}:
            return parser.make("·", (left, right), start)
    return parser.make("sum", (parser.make("odot", (left, right), start),), start)


def _pass_over_space(parser: "Parser") -> None:
    r"""The subscript of `\langle A, B \rangle_F` says whose inner product it is: the usual one."""
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is not None and parser.texts(scripts.sub) in (["F"], ["2"]):
        parser.at = scripts.sub[1] + (text_at(parser.tokens, scripts.sub[1]) == "}")


def read_rounded(function: str, closing: str) -> Callable[["Parser"], Expression]:
    def read(parser: "Parser") -> Expression:
        start = parser.at
        parser.at += 1
        inner = parser.sum()
        parser.expect(closing)
        return parser.make(function, (inner,), start)

    return read
