r"""What arrays may mean beside what is written: `A_{i,:}` is a row, and its entries a column.

A one behind an array, as in `x^T 1`, is the column of ones: it would say nothing as a number.
"""

from graders.expression import Call, Expression, Number, Symbol, children, with_children


def upright(expression: Expression) -> Expression:
    """A row of a matrix as a column; anything else as it is."""
    match expression:
        case Call("at", (_, _, Symbol(":"))):
            return Call("T", (expression,), expression.span)
    return expression


def with_upright_rows(expression: Expression) -> Expression:
    r"""The expression with its rows of matrices as columns: `A_{i,:}^\top x` is a number then."""
    parts = tuple(map(with_upright_rows, children(expression)))
    return upright(with_children(expression, parts))


def with_columns_of_ones(expression: Expression) -> Expression:
    """The expression with the column of ones for each one that ends a product."""
    parts = tuple(map(with_columns_of_ones, children(expression)))
    match with_children(expression, parts):
        case Call(("*" | "·") as sign, (*factors, Number(value=1) as one), span):
            return Call(sign, (*factors, Symbol("ones", one.span)), span)
        case other:
            return other
