"""Values that a relation says of one quantity: `x = 3 or x = -2`, `x_1 = 3, x_2 = -2`."""

from graders.expression import Call, Expression, to_text
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.statements.sets import SETS


def values_said(relation: Expression, *, ordered: bool) -> Expression | None:
    """The set of the values, or the list of those that `and` joins; None if they are no values.

    >>> from fractions import Fraction
    >>> from graders.expression import Number, Symbol
    >>> x, y, one, two = Symbol("x"), Symbol("y"), Number(Fraction(1)), Number(Fraction(2))
    >>> either = Call("or", (Call("=", (x, one)), Call("=", (x, two))))
    >>> to_text(values_said(either, ordered=True))
    '{1, 2}'
    >>> values_said(Call("and", (Call("=", (x, one)), Call("=", (y, two)))), ordered=True)
    """
    match relation:
        case Call("=" | "in", (_, Call(function) as found)) if function in SETS:
            return found
        case Call("and" | "or" as word, parts):
            read = [_quantity_and_value(each) for each in parts]
            quantities = [quantity for quantity, _ in read]
            values = tuple(value for _, value in read if value is not None)
            if len(values) == len(parts) and _are_of_one(quantities):
                return Call("tuple" if ordered and word == "and" else "set", values, relation.span)
    return None


def _quantity_and_value(part: Expression) -> tuple[str, Expression | None]:
    """What is said to be a value, if anything is, and the value; None if it is a condition."""
    match part:
        case Call("=", (quantity, value)):
            return to_text(quantity), value
        case Call(function) if function in TRUTHS:
            return "", None
    return "", part


def _are_of_one(quantities: list[str]) -> bool:
    """Whether all are the same quantity, or its values by their numbers: x[1], x[2]."""
    base = quantities[0].removesuffix("[1]")
    numbered = [f"{base}[{n}]" for n in range(1, len(quantities) + 1)]
    return len(set(quantities)) == 1 or quantities == numbered
