"""The shapes of choices: an expression, and what others have in its place."""

from typing import TYPE_CHECKING

from graders.comparing.shapes import SCALAR, Shape, ShapeFault, Unknown, settled
from graders.comparing.terms import Term, is_truth
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Number

if TYPE_CHECKING:
    from graders.comparing.typing.typist import Typist


def choice(typist: "Typist", call: Call) -> Term:
    """The first argument, with those of the others that are numbers of its shape.

    Each of the others comes after the number of its block, which the payload keeps.
    """
    original = typist.type(call.arguments[0])
    shape = _settled(original)
    if is_truth(original) or any(isinstance(size, Unknown) for size in shape):
        return original
    numbers: list[int] = []
    others: list[Term] = []
    for number, part in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        try:
            other = typist.type(part)
        except (ShapeFault, Undecided, Unreadable):
            continue
        if not is_truth(other) and _settled(other) == shape:
            assert isinstance(number, Number)
            numbers.append(number.value.numerator)
            others.append(other)
    typist.placed.update((id(call), number) for number in numbers)
    return Term("choice", (original, *others), original.shape, tuple(numbers))


def _settled(term: Term) -> Shape:
    return term.shape if term.shape is SCALAR else (settled(term.shape[0]), settled(term.shape[1]))
