"""Rows of a matrix as the vectors that they are: `A_{i,:}` is a row, and its entries a column."""

from graders.expression import Call, Expression, Symbol, children, with_children


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
