r"""What begins with a sign of its own: fractions, bars, sets, indicators, notes."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Expression, Number, free_names, functions_in
from graders.reading.lexing.token import SET_BRACE
from graders.reading.mathematics.names.literals import read_constant
from graders.reading.mathematics.names.scripts import after_argument, read_scripts, text_at
from graders.reading.mathematics.names.spelled_names import INCREMENT
from graders.reading.mathematics.parsing.arrays import read_cases, read_environment
from graders.reading.mathematics.parsing.attached import powered
from graders.reading.mathematics.parsing.brackets import braced, read_arguments, read_brackets
from graders.reading.mathematics.parsing.differentials import read_differential, read_gradient
from graders.reading.mathematics.parsing.divergences import read_divergence
from graders.reading.mathematics.parsing.enclosed import (
    read_bars,
    read_double_bars,
    read_inner_product,
    read_number_of,
    read_rounded,
)
from graders.reading.mathematics.parsing.indicators import (
    read_heaviside,
    read_identity,
    read_indicator,
    read_kronecker_delta,
    read_zeros,
)
from graders.reading.mathematics.statements.sets import NUMBER_SETS, read_number_set, read_set

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def _fraction(parser: "Parser") -> Expression:
    start = parser.at
    taken = read_differential(parser)
    if taken is not None:
        return taken
    parser.at += 1
    upper = braced(parser)
    lower = braced(parser)
    return parser.make("/", (upper, lower), start)


def _binomial(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    upper, lower = braced(parser), braced(parser)
    return parser.make("binomial", (upper, lower), start)


def _braced_note(parser: "Parser") -> Expression:
    r"""`\underbrace{x}_{note}`: the note says nothing."""
    parser.at += 1
    inner = braced(parser)
    parser.at = read_scripts(parser.tokens, parser.at, parser.end).after
    return inner


def _negated(parser: "Parser") -> Expression:
    start = parser.at
    parser.at += 1
    return parser.make("not", (parser.relation(),), start)


def _accented(parser: "Parser") -> Expression:
    raise parser.refusal("begins a name that this question does not have")


def _average(parser: "Parser") -> Expression:
    r"""`\overline{x^2}`, a name of no one: the mean of the entries of what has entries."""
    start = parser.at
    argument, after = after_argument(parser.tokens, start + 1)
    inner = parser.within(argument, parser.formula)
    parser.at = after
    kinds = {parser.table.kind(name) for name in free_names(inner)}
    if "vector" not in kinds or "matrix" in kinds or "at" in functions_in(inner):
        raise parser.refusal_at(start, "is no name of this question")
    return parser.make("mean", (inner,), start)


def _group(parser: "Parser") -> Expression:
    if parser.tokens[parser.at].font != SET_BRACE:
        return read_brackets(parser)
    if parser.after_next() == "\\\\":
        start = parser.at
        parser.at += 1
        return read_cases(parser, start)
    return read_set(parser)


def _eigenvalue(parser: "Parser") -> Expression:
    r"""`\lambda_{\max}(A)`, the largest eigenvalue, or the smallest one."""
    start = parser.at
    scripts = read_scripts(parser.tokens, start + 1, parser.end)
    which = "".join(parser.texts(scripts.sub)).removeprefix("\\") if scripts.sub else ""
    if which not in ("max", "min") or text_at(parser.tokens, scripts.after) != "(":
        return read_constant(parser)
    parser.at = scripts.after
    found: Expression = parser.make(f"{which} eigenvalue", read_arguments(parser), start)
    return powered(parser, found, scripts.sup, start) if scripts.sup is not None else found


def _gamma(parser: "Parser") -> Expression:
    r"""`\Gamma(n + 1)`, the factorial of n, where no such name is declared."""
    start = parser.at
    if parser.after_next() not in ("(", "["):
        return read_constant(parser)
    parser.at += 1
    arguments = read_arguments(parser)
    if len(arguments) > 1:
        raise parser.refusal_at(start, "is no name of this question")
    less_one = parser.make("+", (*arguments, Number(Fraction(-1))), start)
    return parser.make("factorial", (less_one,), start)


def _emphasis(parser: "Parser") -> Expression:
    r"""`\underline{2x}`: what is no name is only underlined."""
    parser.at += 1
    return braced(parser)


BASES: Mapping[str, Callable[["Parser"], Expression]] = {
    r"\frac": _fraction, r"\binom": _binomial, r"\dbinom": _binomial, r"\tbinom": _binomial,
    "|": read_bars, "#": read_number_of, r"\Vert": read_double_bars, r"\langle": read_inner_product,
    r"\lfloor": read_rounded("floor", r"\rfloor"), r"\lceil": read_rounded("ceil", r"\rceil"),
    "{": _group, "\\\\": read_environment, **dict.fromkeys(NUMBER_SETS, read_number_set),
    r"\one": read_indicator, r"\zero": read_zeros, "I": read_identity,
    "H": read_heaviside, r"\Theta": read_heaviside,
    r"\delta": read_kronecker_delta, r"\underbrace": _braced_note, r"\overbrace": _braced_note,
    r"\underline": _emphasis, r"\vec": _emphasis, r"\neg": _negated, r"\lnot": _negated,
    **dict.fromkeys((r"\KL", r"\JS"), read_divergence), r"\Gamma": _gamma,
    r"\lambda": _eigenvalue, r"\hat": _accented, INCREMENT: _accented, r"\bar": _average,
    r"\overline": _average, r"\nabla": read_gradient,
}  # fmt: skip
