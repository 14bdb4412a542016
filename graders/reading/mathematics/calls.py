r"""Functions, fractions, roots, norms and all else that begins with a sign of its own."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeGuard

from graders.expression import Call, Expression, Number, Symbol
from graders.reading.lexer import SET_BRACE, Lexeme
from graders.reading.mathematics.dots import are_dots, with_dots
from graders.reading.mathematics.functions import TRUTHS, function_named
from graders.reading.mathematics.scripts import Scripts, read_scripts
from graders.reading.mathematics.sets import (
    NUMBER_SETS,
    SETS,
    membership,
    read_number_set,
    read_set,
)

if TYPE_CHECKING:
    from graders.reading.mathematics.parser import Parser

_OPENING = frozenset("([{")
_INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh",
    "tanh": "artanh",
}  # fmt: skip
_SEVERAL = frozenset({"max", "min", "mod", "gcd"})  # functions of several arguments


def read_call(parser: "Parser") -> Expression:
    r"""A function at its argument: `\sigma(z)`, `\log_2 x`, `\sigma'(z)`, `\tanh^2 x`."""
    start = parser.at
    function = function_named(parser.peek().removeprefix("\\")) or ""
    parser.at += 1
    if function == "sqrt":
        return _root(parser, start)
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    parser.at = scripts.after
    arguments = _arguments(parser, function)
    if parser.reading.powers_inside and parser.peek() == "^" and len(arguments) == 1:
        inner = read_scripts(parser.tokens, parser.at, parser.end)
        if inner.sup is not None:
            parser.at = inner.after
            arguments = (parser.powered(arguments[0], inner.sup, start),)
    if len(arguments) > 1 and function not in _SEVERAL:
        raise parser.refusal_at(start, f"is applied to {len(arguments)} arguments")
    base = _base_of_logarithm(parser, function, scripts)
    if base is not None:
        found: Expression = parser.make("logarithm", (*arguments, base), start)
    else:
        found = parser.make(function + "'" * scripts.primes, arguments, start)
        if scripts.sub is not None:
            found = parser.make("at", (found, *parser.indices(scripts.sub)), start)
    if scripts.sup is None:
        return found
    texts = [token.text for token in parser.tokens[slice(*scripts.sup)]]
    if texts == ["-", "1"] and function in _INVERSES:
        return parser.make(_INVERSES[function], arguments, start)
    if texts[:1] == ["-"]:
        raise parser.refusal_at(scripts.sup[0], "makes an inverse function, which is not read")
    if len(texts) == 1 and parser.transposes(texts[0]):
        return parser.make("T", (found,), start)
    return parser.make("**", (found, parser.within(scripts.sup, parser.sum)), start)


def _base_of_logarithm(parser: "Parser", function: str, scripts: Scripts) -> Expression | None:
    if function != "log" or scripts.sub is None:
        return None
    return parser.within(scripts.sub, parser.sum)


def _arguments(parser: "Parser", function: str) -> tuple[Expression, ...]:
    if parser.peek() in _OPENING:
        return parser.arguments()
    return (_open_argument(parser, function),)


def _open_argument(parser: "Parser", function: str) -> Expression:
    """An argument without brackets: plain factors side by side, or one factor of another kind."""
    start = parser.at
    if parser.peek() in ("-", "+"):
        return parser.signed_factor()
    factors = [parser.factor()]
    while _is_plain(factors[-1]) and parser.begins_factor() and _begins_plain(parser):
        if isinstance(factors[-1], Number) and parser.tokens[parser.at].kind is Lexeme.NUMBER:
            break
        factors.append(parser.factor())
    return factors[0] if len(factors) == 1 else parser.make("*", tuple(factors), start)


def _is_plain(expression: Expression) -> bool:
    match expression:
        case Number() | Symbol():
            return True
        case Call(function, (base, *_)):
            return function in ("at", "^", "T", "/", "'") and (function == "/" or _is_plain(base))
    return False


def _begins_plain(parser: "Parser") -> bool:
    token = parser.tokens[parser.at]
    if token.kind is Lexeme.NUMBER:
        return True
    found = parser.table.match(parser.tokens, parser.at, parser.end)
    return token.text in parser.bound or found is not None


def _root(parser: "Parser", start: int) -> Expression:
    degree: Expression | None = None
    if parser.peek() == "[":
        parser.at += 1
        degree = parser.sum()
        parser.expect("]")
    inner = parser.arguments()[0] if parser.peek() == "(" else parser.braced()
    if degree is None:
        return parser.make("sqrt", (inner,), start)
    power = parser.make("/", (Number(Fraction(1)), degree), start)
    return parser.make("^", (inner, power), start)


def _fraction(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    upper = parser.braced()
    lower = parser.braced()
    return parser.make("/", (upper, lower), start)


def _binomial(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    upper, lower = parser.braced(), parser.braced()
    return parser.make("binomial", (upper, lower), start)


# --- brackets of other kinds --------------------------------------------------------------------


def _bars(parser: "Parser") -> Expression:
    """|x|, or ||x|| with its scripts."""
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
    return parser.make("abs", (inner,), start)


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


def _double_bars(parser: "Parser") -> Expression:
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
    return found if scripts.sup is None else parser.powered(found, scripts.sup, start)


def _inner_product(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    left = _barred(parser, "|")
    if not (parser.accept(",") or parser.accept("|") or parser.accept(r"\mid")):
        raise parser.refusal("stands where ',' is expected")
    right = parser.sum()
    parser.expect(r"\rangle")
    if parser.is_array(left) and parser.is_array(right):
        kinds = {parser.table.kind(each.name) for each in (left, right) if isinstance(each, Symbol)}
        if kinds == {"vector"}:
            return parser.make("·", (left, right), start)
    return parser.make("sum", (parser.make("odot", (left, right), start),), start)


def _rounded(function: str, closing: str) -> Callable[["Parser"], Expression]:
    def read(parser: "Parser") -> Expression:
        start = parser.at
        parser.at += 1
        inner = parser.sum()
        parser.expect(closing)
        return parser.make(function, (inner,), start)

    return read


def _indicator(parser: "Parser") -> Expression:
    r"""`\mathbb{1}` of a condition in brackets or below; otherwise the column of ones."""
    start = parser.at
    parser.at += 1
    if parser.peek() == "_":
        return indicator_below(parser, start)
    if parser.peek() in _OPENING:
        at = parser.at
        inner = parser.arguments()[0]
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
        (element,) = parser.arguments()[:1]
        found = parser.make("indicator", (membership(element, inner),), start)
    elif parser.tokens[start].kind is Lexeme.NUMBER:
        raise parser.refusal_at(start, "has a subscript that is no condition")
    else:
        found = parser.make("ones", (inner,), start)
    return found if scripts.sup is None else parser.powered(found, scripts.sup, start)


def _heaviside(parser: "Parser") -> Expression:
    r"""`H(z)` and `\Theta(z)` where no such name is declared: the step function."""
    start = parser.at
    if parser.peek(1) not in ("(", "["):
        raise parser.refusal("is no declared name")
    parser.at += 1
    return parser.make("step", parser.arguments(), start)


def _identity(parser: "Parser") -> Expression:
    """`I`, `I_n`, or the indicator `I(z > 0)`."""
    start = parser.at
    parser.at += 1
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is not None:
        parser.at = scripts.after
        sizes = parser.within(scripts.sub, parser.formula)
        if isinstance(sizes, Call) and sizes.function in ("·", "tuple"):  # I_{n \times n}
            sizes = sizes.arguments[0]
        if isinstance(sizes, Call) and sizes.function in TRUTHS:
            return parser.make("indicator", (sizes,), start)
        found: Expression = parser.make("identity", (sizes,), start)
        return found if scripts.sup is None else parser.powered(found, scripts.sup, start)
    if parser.peek() in ("(", "["):
        at = parser.at
        inner = parser.arguments()[0]
        if isinstance(inner, Call) and inner.function in TRUTHS | {"indicator"}:
            return (
                inner
                if inner.function == "indicator"
                else parser.make("indicator", (inner,), start)
            )
        parser.at = at
    return Symbol("identity", parser.tokens[start].span)


def _kronecker_delta(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    if scripts.sub is None:
        raise parser.refusal_at(start, "is no declared name")
    indices = parser.indices(scripts.sub)
    if len(indices) != 2:
        raise parser.refusal_at(start, "has one index and is no declared name")
    parser.at = scripts.after
    equal = parser.make("=", indices, start)
    return parser.make("indicator", (equal,), start)


def _environment(parser: "Parser") -> Expression:
    start = parser.at
    kind = parser.tokens[start].font.removeprefix("begin ")
    if kind in ("cases", "dcases", "rcases"):
        return _cases(parser, start)
    if kind.endswith("matrix") or kind == "array":
        return _matrix(parser, start)
    raise parser.refusal("stands where a formula is expected")


def _rows(parser: "Parser") -> bool:
    """Goes over the end of a row; whether another row begins."""
    while parser.peek() == "\\\\":
        ended = parser.tokens[parser.at].font.startswith("end ")
        parser.at += 1
        if ended:
            return False
    return parser.at < parser.end


def _matrix(parser: "Parser", start: int) -> Expression:
    """Rows of cells; dots among them stand for what they leave out."""
    parser.at += 1
    rows: list[Expression] = []
    generated = False
    while True:
        row_start = parser.at
        cells = [parser.sum()]
        while parser.accept("&"):
            cells.append(parser.sum())
        if all(are_dots(cell) for cell in cells):
            rows.append(cells[0])
            generated = True
        else:
            listed = with_dots("row", cells)
            generated |= listed is not None
            rows.append(listed or parser.make("row", tuple(cells), row_start))
        if parser.peek() != "\\\\":
            raise parser.refusal("is not expected in a matrix")
        if not _rows(parser):
            break
    if not generated:
        return parser.make("matrix", tuple(rows), start)
    found = [each.arguments[0] if _is_single(each) else each for each in rows]
    return with_dots("stack", found) or (found[0] if len(found) == 1 else _refuse(parser, start))


def _is_single(row: Expression) -> TypeGuard[Call]:
    return isinstance(row, Call) and row.function == "row" and len(row.arguments) == 1


def _refuse(parser: "Parser", start: int) -> Expression:
    raise parser.refusal_at(start, "begins a matrix whose dots cannot be filled in")


def _cases(parser: "Parser", start: int) -> Expression:
    """Values with their conditions; the last may be for all other cases."""
    parser.at += 1
    parts: list[Expression] = []
    while True:
        parts.append(parser.sum())
        parser.accept(",")
        parser.accept("&")
        otherwise = False
        while parser.at < parser.end and parser.tokens[parser.at].kind is Lexeme.TEXT:
            otherwise |= parser.peek().lower().strip(" .,") in ("otherwise", "else")
            parser.at += 1
        if not otherwise and parser.peek() not in ("\\\\", ""):
            parts.append(parser.formula())
            parser.accept(",")
        while parser.peek() in (",", "."):
            parser.at += 1
        if parser.peek() != "\\\\":
            raise parser.refusal("is not expected in a case")
        if not _rows(parser):
            return parser.make("cases", tuple(parts), start)


def _braced_note(parser: "Parser") -> Expression:
    r"""`\underbrace{x}_{note}`: the note says nothing."""
    parser.at += 1
    inner = parser.braced()
    parser.at = read_scripts(parser.tokens, parser.at, parser.end).after
    return inner


def _negated(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    return parser.make("not", (parser.relation(),), start)


def _accented(parser: "Parser") -> Expression:
    raise parser.refusal("begins a name that is not declared")


def _group(parser: "Parser") -> Expression:
    if parser.tokens[parser.at].font != SET_BRACE:
        return parser.brackets()
    if parser.peek(1) == "\\\\":
        start = parser.at
        parser.at += 1
        return _cases(parser, start)
    return read_set(parser)


def _emphasis(parser: "Parser") -> Expression:
    r"""`\underline{2x}`: what is no name is only underlined."""
    parser.at += 1
    return parser.braced()


BASES: Mapping[str, Callable[["Parser"], Expression]] = {
    r"\frac": _fraction, r"\binom": _binomial, r"\dbinom": _binomial, r"\tbinom": _binomial,
    "|": _bars, r"\Vert": _double_bars,
    r"\langle": _inner_product, r"\lfloor": _rounded("floor", r"\rfloor"),
    r"\lceil": _rounded("ceil", r"\rceil"), "{": _group, r"\one": _indicator, "I": _identity,
    "H": _heaviside, r"\Theta": _heaviside,
    r"\delta": _kronecker_delta, "\\\\": _environment, r"\underbrace": _braced_note,
    r"\overbrace": _braced_note, r"\underline": _emphasis,
    r"\vec": _emphasis,
    r"\neg": _negated, r"\lnot": _negated, r"\hat": _accented,
    **dict.fromkeys(NUMBER_SETS, read_number_set),
}  # fmt: skip
