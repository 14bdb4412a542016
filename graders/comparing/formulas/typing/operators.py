"""The shapes of sums, products, quotients and powers."""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import (
    SCALAR,
    ShapeFault,
    Unknown,
    in_words,
    settled,
    size_product,
    unify,
)
from graders.comparing.formulas.terms import Term, is_literal, transposed
from graders.errors import Undecided
from graders.expression import Call, Expression, Symbol, free_names, nodes

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist

_MOST_IN_A_ROW = 64  # terms


def plus(typist: "Typist", call: Call) -> Term:
    terms = typist.numbers(call)
    while len(terms) > _MOST_IN_A_ROW:  # in pairs, so that a long sum is not deep
        ends = terms[len(terms) // 2 * 2 :]
        pairs = zip(terms[::2], terms[1::2], strict=False)
        terms = [elementwise_pair(typist, "add", a, b, "added to") for a, b in pairs] + ends
    total = terms[0]
    for term in terms[1:]:
        total = elementwise_pair(typist, "add", total, term, "added to")
    return total


def minus(typist: "Typist", call: Call) -> Term:
    terms = typist.numbers(call)
    if len(terms) == 1:
        return Term("negate", (terms[0],), terms[0].shape)
    negated = Term("negate", (terms[1],), terms[1].shape)
    return elementwise_pair(typist, "add", terms[0], negated, "subtracted from")


def product(typist: "Typist", call: Call) -> Term:
    factors = typist.numbers(call)
    total = factors[0]
    for factor in factors[1:]:
        total = _product_of(typist, total, factor, inner=call.function == "·")
    return total


def _product_of(typist: "Typist", left: Term, right: Term, *, inner: bool) -> Term:
    """A product; of two columns, which have none, that of their entries where these are meant."""
    by_entries = typist.by_entries or (typist.exercise.entrywise and not inner)
    columns = all(map(_is_column, (left, right)))
    by_entries = by_entries or (columns and not inner and _are_of_one_vector(left, right))
    if columns and by_entries and unify(left.shape[0], right.shape[0]):
        return Term("multiply", (left, right), left.shape)
    return _times(left, right, inner=inner)


def _are_of_one_vector(left: Term, right: Term) -> bool:
    r"""Whether both are functions, entry by entry, of one vector: `\sigma(z)(1 - \sigma(z))`."""
    of_what = [_arguments_of_functions(each) for each in (left, right)]
    return of_what[0] == of_what[1] != frozenset({None})


def _arguments_of_functions(term: Term) -> frozenset[Term | None]:
    """What a column takes functions of, entry by entry; None if it holds anything else."""
    if term.is_scalar:
        return frozenset()
    match term.operation:
        case "function":
            return frozenset({term.arguments[0]})
        case "add" | "negate" | "multiply" | "divide" | "power" | "shared":
            found = map(_arguments_of_functions, term.arguments)
            return frozenset[Term | None]().union(*found)
    return frozenset({None})


def _is_column(term: Term) -> bool:
    return settled(term.shape[1]) == 1 != settled(term.shape[0])


def code_product(typist: "Typist", call: Call) -> Term:
    """`A @ x` of code, where a vector has one axis: it is a row on the left."""
    left, right = typist.arguments(call)
    if left.is_scalar or right.is_scalar:
        return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
    row = settled(left.shape[1]) == 1 and settled(right.shape[0]) != 1
    if row and unify(left.shape[0], right.shape[0]):
        return transposed(Term("matmul", (transposed(left), right), (1, right.shape[1])))
    return _times(left, right, inner=True)


def hadamard(typist: "Typist", call: Call) -> Term:
    factors = typist.numbers(call)
    total = factors[0]
    for factor in factors[1:]:
        total = elementwise_pair(typist, "multiply", total, factor, "multiplied elementwise with")
    return total


def kronecker(typist: "Typist", call: Call) -> Term:
    left, right = typist.arguments(call)
    if left.is_scalar or right.is_scalar:
        return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
    if settled(left.shape[1]) == settled(right.shape[0]) == 1:  # x ⊗ yᵀ
        return Term("matmul", (left, right), (left.shape[0], right.shape[1]))
    if settled(left.shape[1]) == settled(right.shape[1]) == 1:  # the outer product x ⊗ y
        return Term("matmul", (left, transposed(right)), (left.shape[0], right.shape[0]))
    rows, columns = (size_product(a, b) for a, b in zip(left.shape, right.shape, strict=True))
    return Term("kronecker", (left, right), (rows, columns))


def quotient(typist: "Typist", call: Call) -> Term:
    upper, lower = typist.numbers(call)
    if lower.is_scalar:
        return Term("divide", (upper, lower), upper.shape)
    by_matrix = settled(lower.shape[1]) != 1 and not works_by_entries(typist, lower)
    if by_matrix and call.function == "/":
        raise ShapeFault(f"nothing can be divided by {in_words(lower.shape)}")
    return elementwise_pair(typist, "divide", upper, lower, "divided by, entry by entry, in")


def raised(typist: "Typist", call: Call) -> Term:
    base, exponent = typist.numbers(call)
    if not exponent.is_scalar:
        if base.operation == "constant" and base.payload == "e":
            return Term("function", (exponent,), exponent.shape, "exp")
        return elementwise_pair(typist, "power", base, exponent, "the exponent of")
    if base.is_scalar:
        if base.operation == "constant" and base.payload == "e":
            return Term("function", (exponent,), SCALAR, "exp")
        return Term("power", (base, exponent))
    if _is_transposed(base, call.arguments[1]):
        return transposed(base)
    power = _whole(exponent)
    if settled(base.shape[1]) == 1 or settled(base.shape[0]) == 1:
        return Term("power", (base, exponent), base.shape)  # of every entry
    if not unify(*base.shape):
        raise ShapeFault(f"{in_words(base.shape)} is not square and has no power")
    if power is None and _counts(typist, call.arguments[1]):
        return Term("matrix power", (base, exponent), base.shape)
    if power is None or abs(power) > 50:
        raise Undecided("a matrix to this power can be read, but not checked")
    if power < 0:
        base = Term("inverse", (base,), base.shape)
    if power == 0:
        return Term("identity", (), base.shape)
    found = base
    for _ in range(abs(power) - 1):
        found = Term("matmul", (found, base), base.shape)
    return found


def _is_transposed(base: Term, exponent: Expression) -> bool:
    """Whether T, though it is a number, transposes: what is not square has no T-th power."""
    if not (isinstance(exponent, Symbol) and exponent.name == "T"):
        return False
    rows, columns = map(settled, base.shape)
    return rows != columns and not isinstance(rows, Unknown) and not isinstance(columns, Unknown)


def elementwise_power(typist: "Typist", call: Call) -> Term:
    base, exponent = typist.arguments(call)
    return elementwise_pair(typist, "power", base, exponent, "the exponent of")


def elementwise_pair(typist: "Typist", operation: str, left: Term, right: Term, words: str) -> Term:
    """Two of one shape, or a literal number beside anything.

    In an exercise that works entry by entry, it may be any number.
    """
    if left.is_scalar and right.is_scalar:
        return Term(operation, (left, right))
    for one, other in ((left, right), (right, left)):
        if one.is_scalar and (
            is_literal(one) or operation != "add" or works_by_entries(typist, other)
        ):
            return Term(operation, (left, right), other.shape)
    if not all(unify(a, b) for a, b in zip(left.shape, right.shape, strict=True)):
        raise ShapeFault(f"{in_words(right.shape)} cannot be {words} {in_words(left.shape)}")
    return Term(operation, (left, right), left.shape)


def works_by_entries(typist: "Typist", array: Term) -> bool:
    """Whether what is done with an array is done with each entry, and not with a square matrix."""
    rows, columns = (settled(size) for size in array.shape)
    is_known = not isinstance(rows, Unknown) and not isinstance(columns, Unknown)
    by_entries = typist.exercise.entrywise or typist.by_entries
    return by_entries and is_known and rows != columns


def _times(left: Term, right: Term, *, inner: bool) -> Term:
    if left.is_scalar or right.is_scalar:
        return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
    if inner:
        dotted = _dot(left, right)
        if dotted is not None:
            return dotted
    if not unify(left.shape[1], right.shape[0]):
        raise ShapeFault(f"{in_words(left.shape)} times {in_words(right.shape)} does not exist")
    return Term("matmul", (left, right), (left.shape[0], right.shape[1]))


def _dot(left: Term, right: Term) -> Term | None:
    """The inner product of two columns, or of two rows."""
    columns = all(settled(each.shape[1]) == 1 for each in (left, right))
    rows = all(settled(each.shape[0]) == 1 for each in (left, right))
    if columns and unify(left.shape[0], right.shape[0]):
        return Term("matmul", (transposed(left), right))
    if rows and unify(left.shape[1], right.shape[1]):
        return Term("matmul", (left, transposed(right)))
    return None


def _counts(typist: "Typist", exponent: Expression) -> bool:
    """Whether an exponent is a number of steps, `k` or `k - 1`, and no other number."""
    if not isinstance(exponent, Symbol | Call) or free_names(exponent) == set():
        return False
    declared = map(typist.exercise.symbols.get, free_names(exponent))
    are_whole = all(each is not None and each.domain in ("integer", "index") for each in declared)
    return are_whole and all(
        each.function in ("+", "-", "*", "·") for each in nodes(exponent) if isinstance(each, Call)
    )


def _whole(term: Term) -> int | None:
    """The integer that a term is, if it is one written out."""
    if term.operation == "negate":
        inner = _whole(term.arguments[0])
        return None if inner is None else -inner
    if term.operation == "number" and isinstance(term.payload, Fraction):
        return int(term.payload) if term.payload.denominator == 1 else None
    return None
