"""Expressions as readers give them and comparators evaluate them: one small tree.

An operator is a call too: ``a + b`` is ``Call("+", (a, b))``, ``-a`` is ``Call("-", (a,))``.
Every node keeps the span of source text it was read from.
"""

from dataclasses import dataclass
from fractions import Fraction

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number, exact as written."""

    value: Fraction
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name in its canonical spelling, such as `w9` or `dMSE_dw9`."""

    name: str
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator applied to its arguments."""

    function: str
    arguments: tuple["Expression", ...]
    span: Span = (0, 0)


Expression = Number | Symbol | Call

INFIX = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
NEGATION = 3


def to_text(expression: Expression, *, within: int = 0) -> str:
    """The expression as one line of text, with no more brackets than it needs.

    >>> to_text(Call("*", (Symbol("x"), Call("+", (Symbol("y"), Number(Fraction(1)))))))
    'x*(y + 1)'
    """
    match expression:
        case Number(value):
            return str(value) if value.denominator == 1 or within < 2 else f"({value})"
        case Symbol(name):
            return name
        case Call("-", (only,)):
            text, strength = f"-{to_text(only, within=NEGATION)}", 1
        case Call(function, (left, right)) if function in INFIX:
            strength = INFIX[function]
            space = " " if strength == 1 else ""
            text = (
                f"{to_text(left, within=strength)}{space}{function}{space}"
                f"{to_text(right, within=strength + 1)}"
            )
        case Call(function, arguments):
            return f"{function}({', '.join(to_text(each) for each in arguments)})"
    return f"({text})" if strength < within else text
