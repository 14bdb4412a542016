r"""The space that a value is said to lie in: `2x \in \mathbb{R}^n`."""

from graders.comparing.formulas.shapes import Shape, settled
from graders.expression import Call, Expression, Number, Symbol


def without_space(shape: Shape, value: Expression) -> Expression:
    """A value without the space that it is said to lie in, if what has this shape does.

    >>> member = Call("in", (Symbol("x"), Call("^", (Symbol("reals"), Symbol("n")))))
    >>> without_space(("n", 1), member), without_space(("m", 1), member) == member
    (Symbol(name='x', span=(0, 0)), True)
    """
    match value:
        case Call("in", (inner, space)) if _sides(space) == _long_sides(shape):
            return inner
    return value


def _long_sides(shape: Shape) -> list[str]:
    return [str(size) for size in map(settled, shape) if size != 1]


def _sides(space: Expression) -> list[str] | None:
    """The sides of what lies in a space, but those of length one; None if it is no such space."""
    match space:
        case Symbol("reals"):
            return []
        case Call("^", (Symbol("reals"), Call("·" | "*", sides))):
            return [each for each in map(_named, sides) if each != "1"]
        case Call("^", (Symbol("reals"), side)):
            return [_named(side)]
    return None


def _named(side: Expression) -> str:
    match side:
        case Symbol(name):
            return name
        case Number(value):
            return str(value)
    return ""
