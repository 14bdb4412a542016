r"""Functions, fractions, roots, norms and all else that begins with a sign of its own."""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number, Symbol, free_names
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.functions import function_named
from graders.reading.mathematics.names.scripts import OPENING, Scripts, read_scripts
from graders.reading.mathematics.parsing.attached import powered, read_indices
from graders.reading.mathematics.parsing.brackets import braced, read_arguments
from graders.reading.mathematics.parsing.dots import with_dots
from graders.reading.mathematics.parsing.fold_heads import starts_fold
from graders.reading.mathematics.parsing.folds import read_fold_over_set

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_ONE = Number(Fraction(1))
_INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh",
    "tanh": "artanh",
}  # fmt: skip
_SEVERAL = frozenset({"max", "min", "mod", "gcd", "clip"})  # functions of several arguments


def read_call(parser: "Parser") -> Expression:
    r"""A function at its argument: `\sigma(z)`, `\log_2 x`, `\sigma'(z)`, `\tanh^2 x`."""
    start = parser.at
    function = function_named(parser.peek().removeprefix("\\")) or ""
    parser.at += 1
    if function == "sqrt":
        return _root(parser, start)
    if function in ("max", "min") and (fold := read_fold_over_set(parser, function)) is not None:
        return fold
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    parser.at = scripts.after
    arguments = _arguments(parser, function)
    if function == "sigmoid" and _is_largest(parser, scripts):
        largest = parser.make("norm", (*arguments, Number(Fraction(2))), start)
        return largest if scripts.sup is None else powered(parser, largest, scripts.sup, start)
    if function in ("max", "min") and (listed := with_dots(function, arguments)) is not None:
        return listed
    if parser.peek() == "^" and len(arguments) == 1:
        arguments = (_with_power(parser, arguments[0], start),)
    if len(arguments) > 1 and function not in _SEVERAL:
        raise parser.refusal_at(start, f"is applied to {len(arguments)} arguments")
    base = _base_of_logarithm(parser, function, scripts)
    if base is not None:
        found: Expression = parser.make("logarithm", (*arguments, base), start)
    else:
        found = _made(parser, function + "'" * scripts.primes, arguments, start)
        if scripts.sub is not None:
            found = parser.make("at", (found, *read_indices(parser, scripts.sub)), start)
    if scripts.sup is None:
        return found
    texts = [token.text for token in parser.tokens[slice(*scripts.sup)]]
    if texts == ["-", "1"] and function in _INVERSES:
        return parser.make(_INVERSES[function], arguments, start)
    is_power = texts[1:] != ["1"] and all(map(str.isdecimal, texts[1:]))  # \cosh^{-2}
    if texts[:1] == ["-"] and not is_power:
        raise parser.refusal_at(scripts.sup[0], "makes an inverse function, which is not read")
    if len(texts) == 1 and parser.transposes(texts[0]):
        return parser.make("T", (found,), start)
    return parser.make("**", (found, parser.within(scripts.sup, parser.sum)), start)


def _is_largest(parser: "Parser", scripts: Scripts) -> bool:
    r"""Whether a sigma is the largest singular value: `\sigma_{\max}(A)`."""
    return scripts.sub is not None and parser.texts(scripts.sub) in ([r"\max"], ["max"])


def _with_power(parser: "Parser", argument: Expression, start: int) -> Expression:
    """The argument in brackets with the power behind them, in the reading that takes it so."""
    scripts = read_scripts(parser.tokens, parser.at, parser.end)
    texts = parser.texts(scripts.sup) if scripts.sup is not None else []
    if scripts.sup is None or (len(texts) == 1 and parser.transposes(texts[0])):
        return argument
    parser.doubts.add("powers_inside")
    if not parser.reading.powers_inside:
        return argument
    parser.at = scripts.after
    return powered(parser, argument, scripts.sup, start)


def _made(
    parser: "Parser", function: str, arguments: tuple[Expression, ...], start: int
) -> Expression:
    if function == "logit":
        complement = parser.make("+", (_ONE, parser.make("-", arguments, start)), start)
        return parser.make("log", (parser.make("oslash", (*arguments, complement), start),), start)
    if function == "cof":
        return parser.make("T", (parser.make("adj", arguments, start),), start)
    if function != "clip":
        return parser.make(function, arguments, start)
    if len(arguments) != 3:
        raise parser.refusal_at(start, f"has {len(arguments)} arguments and not three")
    value, low, high = arguments
    return parser.make("min", (parser.make("max", (value, low), start), high), start)


def _base_of_logarithm(parser: "Parser", function: str, scripts: Scripts) -> Expression | None:
    if function != "log" or scripts.sub is None:
        return None
    return parser.within(scripts.sub, parser.sum)


def _arguments(parser: "Parser", function: str) -> tuple[Expression, ...]:
    if parser.peek() in OPENING:
        return read_arguments(parser)
    return (_open_argument(parser, function),)


def _open_argument(parser: "Parser", function: str) -> Expression:
    """An argument without brackets: plain factors side by side, or one factor of another kind."""
    start = parser.at
    if parser.peek() == "+" or (parser.peek() == "-" and function == "sigmoid"):
        raise parser.refusal(f"stands where the argument of {function} is expected")
    if parser.peek() == "-":
        return parser.signed_factor()
    factors = [parser.factor()]
    while _is_plain(factors[-1]) and parser.begins_factor() and _begins_plain(parser):
        if isinstance(factors[-1], Number) and parser.tokens[parser.at].kind is Lexeme.NUMBER:
            break
        factors.append(parser.factor())
    if starts_fold(parser) and all(_counts(parser, each) for each in factors):
        factors.append(parser.factor())  # \log\frac1n\sum_i x_i
    if parser.peek() in ("(", "[") and function == "log":
        parser.doubts.add("wide_arguments")
        while parser.reading.wide_arguments and parser.begins_factor():
            factors.append(parser.factor())
    return factors[0] if len(factors) == 1 else parser.make("*", tuple(factors), start)


def _is_plain(expression: Expression) -> bool:
    match expression:
        case Number() | Symbol():
            return True
        case Call(function, (base, *_)):
            return function in ("at", "^", "T", "/", "'") and (function == "/" or _is_plain(base))
    return False


def _counts(parser: "Parser", factor: Expression) -> bool:
    """Whether a factor is made of numbers and sizes alone, as `1/n` before a sum."""
    return all(map(parser.is_size, free_names(factor)))


def _begins_plain(parser: "Parser") -> bool:
    token = parser.tokens[parser.at]
    if token.kind is Lexeme.NUMBER or token.text == r"\pi":
        return True
    if token.text == "e" and parser.after_next() != "^":
        return True
    found = parser.table.match(parser.tokens, parser.at, parser.end)
    return token.text in parser.bound or found is not None


def _root(parser: "Parser", start: int) -> Expression:
    degree: Expression | None = None
    if parser.peek() == "[":
        parser.at += 1
        degree = parser.sum()
        parser.expect("]")
    inner = read_arguments(parser)[0] if parser.peek() == "(" else braced(parser)
    if degree is None:
        return parser.make("sqrt", (inner,), start)
    power = parser.make("/", (Number(Fraction(1)), degree), start)
    return parser.make("^", (inner, power), start)
