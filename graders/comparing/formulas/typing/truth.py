"""The shapes of comparisons, conditions, memberships and of cases."""

from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import SCALAR, ShapeFault, in_words, unify
from graders.comparing.formulas.terms import Term, is_truth
from graders.comparing.formulas.typing.labels import as_label, is_place
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, to_text

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist

COMPARISONS = frozenset({"=", "<", "<=", ">", ">=", "!="})


def comparison(typist: "Typist", call: Call) -> Term:
    match call:
        case Call("=", (Call("tuple", ours), Call("tuple", theirs))) if len(ours) == len(theirs):
            pairs = zip(ours, theirs, strict=True)
            return logic(typist, Call("and", tuple(Call("=", pair) for pair in pairs)))
    left, right = typist.numbers(_with_label(typist, call))
    shape = left.shape if right.is_scalar else right.shape
    fits = left.is_scalar or right.is_scalar or all(map(unify, left.shape, right.shape))
    if not fits:
        words = f"{in_words(left.shape)} cannot be compared with {in_words(right.shape)}"
        raise ShapeFault(words)
    return Term("compare", (left, right), shape, call.function)


def _with_label(typist: "Typist", call: Call) -> Call:
    """A comparison of a one-hot vector and an index as one of its label."""
    if call.function not in ("=", "!=") or len(call.arguments) != 2:
        return call
    left, right = call.arguments
    if is_place(typist, right):
        left = as_label(typist, left)
    elif is_place(typist, left):
        right = as_label(typist, right)
    return Call(call.function, (left, right), call.span)


def logic(typist: "Typist", call: Call) -> Term:
    parts = typist.arguments(call)
    for part in parts:
        if not is_truth(part):
            raise Unreadable("something that is no condition stands where one is expected")
    shape = next((part.shape for part in parts if not part.is_scalar), SCALAR)
    return Term(call.function, tuple(parts), shape)


def indicator(typist: "Typist", call: Call) -> Term:
    inner = typist.type(call.arguments[0])
    return typist.number(inner)


def membership(typist: "Typist", call: Call) -> Term:
    element, where = call.arguments
    inner = typist.number(typist.type(element))
    if isinstance(where, Symbol) and where.name == "reals":
        true = Term("compare", (inner, inner), inner.shape, "=")
    else:
        true = _within(typist, inner, where)
    return true if call.function == "in" else Term("not", (true,), true.shape)


def cases(typist: "Typist", call: Call) -> Term:
    arguments = typist.arguments(call)
    values = [typist.number(each) for each in arguments[::2]]
    conditions = arguments[1::2]
    for condition in conditions:
        if not is_truth(condition):
            raise Unreadable("a case has a condition that is none")
    arrays = [each for each in (*values, *conditions) if not each.is_scalar]
    shape = arrays[0].shape if arrays else SCALAR
    if not all(unify(a, b) for each in arrays for a, b in zip(each.shape, shape, strict=True)):
        raise ShapeFault("the cases and their conditions have different shapes")
    parts: list[Term] = []
    for position, value in enumerate(values):
        parts.append(value)
        parts += conditions[position : position + 1]
    return Term("cases", tuple(parts), shape)


def _within(typist: "Typist", element: Term, where: Expression) -> Term:
    match where:
        case Call("set", members):
            links = [
                Term("compare", (element, _number(typist, each)), element.shape, "=")
                for each in members
            ]
            return links[0] if len(links) == 1 else Term("or", tuple(links), element.shape)
        case Call("range", (first, last)):
            low, high = _number(typist, first), _number(typist, last)
            whole = Term("function", (element,), element.shape, "floor")
            links = [
                Term("compare", (low, element), element.shape, "<="),
                Term("compare", (element, high), element.shape, "<="),
                Term("compare", (element, whole), element.shape, "="),
            ]
            return Term("and", tuple(links), element.shape)
        case Call("interval" | "tuple", (first, last, *closed)):
            ends = closed[0].name if closed and isinstance(closed[0], Symbol) else "()"
            low, high = _number(typist, first), _number(typist, last)
            below = Term("compare", (low, element), element.shape, "<=" if ends[0] == "[" else "<")
            above = Term("compare", (element, high), element.shape, "<=" if ends[1] == "]" else "<")
            return Term("and", (below, above), element.shape)
        case Call("union", parts):
            return Term(
                "or", tuple(_within(typist, element, each) for each in parts), element.shape
            )
    raise Undecided(f"membership in {to_text(where)} can be read, but not checked")


def _number(typist: "Typist", expression: Expression) -> Term:
    """A member of a set, or an end of an interval."""
    found = typist.type(expression)
    if is_truth(found):
        raise Unreadable("a condition stands where a number is expected")
    return found
