"""The shapes of sums, products, lists and expectations over an index."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import (
    SCALAR,
    Dimension,
    ShapeFault,
    Unknown,
    in_words,
    settled,
    unify,
)
from graders.comparing.formulas.terms import FoldOver, Term, is_truth
from graders.comparing.formulas.typing.endless import beginning, sum_of_series, without_end
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, children, free_names

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist


def folded(typist: "Typist", fold: Fold) -> Term:
    if fold.operator == "lim":
        if (endless := without_end(fold)) is not None:
            return typist.type(endless)
        return _approached(typist, fold, "limit", fold.first)
    if fold.operator == "mean":
        return _expectation(typist, fold)
    if fold.operator in ("stack", "row"):
        return _listed(typist, fold)
    if (series := sum_of_series(fold)) is not None:
        return typist.type(series)
    if fold.operator == "sum" and (first := beginning(fold)) is not None:
        return _approached(typist, fold, "series", first)
    source, bounds, unknown = _range(typist, fold)
    if unknown is not None and isinstance(settled(unknown), Unknown):
        length = _length_by_use(typist, fold)
        if length is not None:
            unify(unknown, length)
    with typist.binding(fold.index, unknown or _named_size(typist, fold)):
        body = typist.number(typist.type(fold.body))
        condition = typist.type(fold.condition) if fold.condition is not None else None
    if unknown is not None and isinstance(settled(unknown), Unknown):
        _take_only_size(typist, unknown)
    if source == "size" and unknown is not None and isinstance(settled(unknown), Unknown):
        raise Unreadable(f"the range of the index {fold.index} is not given")
    if condition is not None and not is_truth(condition):
        raise Unreadable(f"the condition on {fold.index} is none")
    if fold.operator not in ("sum", "prod") and not body.is_scalar:
        raise ShapeFault(
            f"the {fold.operator} is one of numbers, and this is {in_words(body.shape)}"
        )
    over = FoldOver(fold.operator, fold.index, source, condition is not None, unknown)
    arguments = (body, *bounds, *([condition] if condition is not None else []))
    shape = body.shape if fold.operator in ("sum", "prod") else SCALAR
    return Term("fold", arguments, shape, over)


def _approached(typist: "Typist", fold: Fold, operation: str, place: Expression | None) -> Term:
    """A limit, or a sum without end."""
    if place is None:
        raise Undecided("a limit can be read, but not where it is taken")
    if fold.index not in free_names(fold.body):
        raise Undecided(f"what stands behind the {fold.operator} does not show {fold.index}")
    with typist.binding(fold.index, None):
        body = typist.number(typist.type(fold.body))
    over = FoldOver(fold.operator, fold.index, operation, False)
    return Term(operation, (body, _scalar(typist, place)), body.shape, over)


def _take_only_size(typist: "Typist", unknown: Unknown) -> None:
    """Where but one size is declared, an index that picks nothing runs up to that."""
    sizes = [name for name, each in typist.exercise.symbols.items() if each.dimension]
    if len(sizes) == 1:
        unify(unknown, sizes[0])


def _length_by_use(typist: "Typist", fold: Fold) -> Dimension | None:
    """The length of what the index picks entries of, if there is but one."""
    found: set[Dimension] = set(_length_by_condition(typist, fold))
    waiting: list[Expression] = [fold.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Fold) and node.index == fold.index:
            continue  # another index of the same name
        waiting += children(node)
        match node:
            case Call("at", (Symbol(name), Symbol(index))) if index == fold.index:
                declared = typist.exercise.symbols.get(name)
                if declared is not None and declared.type == "vector":
                    found.add(declared.shape[0])
    return found.pop() if len(found) == 1 else None


def _length_by_condition(typist: "Typist", fold: Fold) -> Iterator[Dimension]:
    """How far another index runs from which the index must differ."""
    match fold.condition:
        case Call("!=", (Symbol(one), Symbol(other))) if fold.index in (one, other):
            declared = typist.exercise.symbols.get(other if fold.index == one else one)
            if declared is not None and declared.first == 1 and declared.last:
                yield declared.last


def _listed(typist: "Typist", fold: Fold) -> Term:
    """A column or a row whose entries follow a pattern, written with dots."""
    size: Dimension
    counted: Unknown | None = None
    match fold.first, fold.last:
        case None, None:
            size = counted = Unknown()
        case Number(first), Symbol(name) if first == 1 and name in typist.exercise.symbols:
            size = name
        case Number(first), Number(last) if first == 1 and 1 < last <= 64:
            size = int(last)
        case _:
            raise Undecided("a list with dots is read, but its size is not known")
    with typist.binding(fold.index, counted):
        body = typist.number(typist.type(fold.body))
    if counted is not None and isinstance(settled(counted), Unknown):
        _take_only_size(typist, counted)
    size = settled(size)
    if isinstance(size, Unknown):
        raise Undecided("the entries of an array are read, but not how many there are")
    along = 0 if fold.operator == "stack" else 1
    if settled(body.shape[along]) != 1:
        raise Undecided("a list of matrices can be read, but not checked")
    shape = (size, body.shape[1]) if along == 0 else (body.shape[0], size)
    known = Unknown()
    known.become(size)
    return Term("list", (body,), shape, FoldOver(fold.operator, fold.index, "size", False, known))


def _expectation(typist: "Typist", fold: Fold) -> Term:
    source = fold.first
    name = source.name if isinstance(source, Symbol) else ""
    declaration = typist.exercise.symbols.get(name)
    if declaration is not None and declaration.domain in ("simplex", "onehot"):
        weight = Call("at", (Symbol(name), Symbol(fold.index)))
        return folded(typist, Fold("sum", fold.index, Call("*", (weight, fold.body))))
    if declaration is None or declaration.type != "distribution":
        raise Undecided("an expectation is read, but its distribution is no name of this question")
    with typist.binding(fold.index, None, declaration.shape):
        body = typist.number(typist.type(fold.body))
    over = FoldOver("mean", fold.index, "distribution", False, None, name)
    return Term("fold", (body,), body.shape, over)


def _range(typist: "Typist", fold: Fold) -> tuple[str, list[Term], Unknown | None]:
    if fold.first is not None and fold.last is not None:
        return "range", [_scalar(typist, fold.first), _scalar(typist, fold.last)], None
    match fold.first:
        case Call("range", (first, last)):
            return "range", [_scalar(typist, first), _scalar(typist, last)], None
        case Call("set", members):
            return "set", [_scalar(typist, each) for each in members], None
        case None:
            return "size", [], _declared_range(typist, fold.index)
        case Number(value) if value == 1:
            return "size", [], Unknown()
    raise Undecided(f"the range of the index {fold.index} can be read, but not checked")


def _named_size(typist: "Typist", fold: Fold) -> Unknown | None:
    """The size up to which an index runs from 1, where it has a name."""
    match fold.first, fold.last:
        case Number(first), Symbol(name) if first == 1 and name in typist.exercise.symbols:
            found = Unknown()
            found.become(name)
            return found
    return None


def _declared_range(typist: "Typist", index: str) -> Unknown:
    unknown = Unknown()
    declaration = typist.exercise.symbols.get(index)
    if declaration is None or declaration.domain != "index" or declaration.first != 1:
        return unknown
    if declaration.last:
        unknown.become(declaration.last)
    return unknown


def _scalar(typist: "Typist", expression: Expression) -> Term:
    term = typist.number(typist.type(expression))
    if not term.is_scalar:
        raise ShapeFault(f"the bound of an index is {in_words(term.shape)}")
    return term
