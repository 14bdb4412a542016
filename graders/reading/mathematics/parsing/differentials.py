r"""Derivatives that are to be taken: `\frac{d}{dz}\tanh(z)`, `\frac{\partial (wx)^2}{\partial w}`.

Those that are declared as names, such as `\frac{\partial L}{\partial w}`, are read before.
"""

from typing import TYPE_CHECKING

from graders.expression import DERIVATIVE, Call, Expression, Symbol
from graders.reading.mathematics.names.literals import read_constant
from graders.reading.mathematics.names.scripts import Range, after_argument, read_scripts

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_differential(parser: "Parser") -> Expression | None:
    r"""The derivative that a `\frac` begins; None if it begins none."""
    start = parser.at
    if start + 1 >= parser.end or parser.tokens[start + 1].text == r"\frac":
        return None
    upper, middle = after_argument(parser.tokens, start + 1)
    if middle >= parser.end:
        return None
    lower, after = after_argument(parser.tokens, middle)
    if not (_begins(parser, upper) and _begins(parser, lower)) or lower[1] - lower[0] < 2:
        return None
    variable = parser.within((lower[0] + 1, lower[1]), parser.factor)
    parser.at = after
    if upper[1] - upper[0] > 1:
        body = parser.within((upper[0] + 1, upper[1]), parser.sum)
    else:
        body = _operand(parser)
    return _derived(parser, body, variable, start)


def read_gradient(parser: "Parser") -> Expression:
    r"""`\nabla_x \|x\|^2`, by a name of the question; every other nabla begins an unknown name."""
    start = parser.at
    scripts = read_scripts(parser.tokens, start + 1, parser.end)
    if scripts.sub is None or scripts.sup is not None or scripts.primes:
        return read_constant(parser)
    if parser.table.match(parser.tokens, *scripts.sub) is None:
        return read_constant(parser)
    variable = parser.within(scripts.sub, parser.factor)
    parser.at = scripts.after
    return _derived(parser, _operand(parser), variable, start)


def _derived(parser: "Parser", body: Expression, variable: Expression, start: int) -> Expression:
    if not _is_variable(variable):
        raise parser.refusal_at(start, "derives by what is no name")
    if _is_variable(body) and not _is_explained(parser, body):
        raise parser.refusal_at(start, "begins the derivative of a name")
    return parser.make(DERIVATIVE, (body, variable), start)


def _begins(parser: "Parser", inner: Range) -> bool:
    r"""Whether a differential begins here: `\partial`, or a `d` that is no name of the question."""
    text = parser.tokens[inner[0]].text if inner[0] < inner[1] else ""
    if text == "d":
        return parser.table.match(parser.tokens, *inner) is None
    return text == r"\partial"


def _is_explained(parser: "Parser", name: Expression) -> bool:
    """Whether a name is one that the student says the value of."""
    defined = parser.table.definitions.get(name.name) if isinstance(name, Symbol) else None
    return defined is not None and not defined.value


def _is_variable(expression: Expression) -> bool:
    match expression:
        case Symbol() | Call("at", (Symbol(), _)):
            return True
    return False


def _operand(parser: "Parser") -> Expression:
    """What is derived: what stands in brackets, or the product that follows."""
    bracketed = parser.peek() in ("(", "[", "{")
    found = parser.factor()
    if not bracketed or (
        isinstance(found, Call) and found.function == "T"
    ):  # (Ax - b)^T (Ax - b): a row is but the beginning
        return parser.with_juxtaposed(found)
    if parser.begins_factor():
        raise parser.refusal("leaves open how far the derivative reaches")
    return found
