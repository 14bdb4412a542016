r"""Labels: the class that a one-hot vector stands for where a number is meant, as in `p_y`."""

from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, Symbol

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist


def as_label(typist: "Typist", expression: Expression) -> Expression:
    """The place of the one in a vector that is declared as one-hot; all else as it is."""
    match expression:
        case Symbol(name) if name not in typist.bound:
            declared = typist.exercise.symbols.get(name)
            if declared is not None and declared.domain == "onehot" and declared.type == "vector":
                place = Symbol(f"class of {name}")
                counted = Call("*", (place, Call("at", (expression, place))))
                return Fold("sum", place.name, counted, span=expression.span)
    return expression


def is_place(typist: "Typist", expression: Expression) -> bool:
    """Whether an expression is an index, bound or declared."""
    if not isinstance(expression, Symbol):
        return False
    declared = typist.exercise.symbols.get(expression.name)
    return expression.name in typist.bound or (declared is not None and declared.domain == "index")
