"""What formulas need beyond the usual worlds: other sizes, or points on all sides of their bends.

Most need neither, and looking there takes as long as the comparison itself.
"""

from collections.abc import Container, Mapping, Set
from fractions import Fraction
from typing import NamedTuple

from graders.comparing.formulas.terms import FoldOver, Term, asked_once, parts_of
from graders.declaring.declarations import Declaration

_PLACES = frozenset({"at", "slice", "fold", "list"})  # whose arguments but the first are places
_KINKS = frozenset("maximum minimum max min relu relu' abs abs'".split())
_JUMPS = frozenset("compare argmax argmin mod sign step floor ceil trunc factorial".split())
_WAVES = frozenset("sin cos tan cot".split())
_ARCS = frozenset("arcsin arccos arctan".split())  # of one turn
_ROOTS = frozenset("sqrt log log10".split())  # have kinks where they are those of a power
_VAST = frozenset({"softmax", "logsoftmax"})
_EXPONENTIAL = frozenset(
    "exp exp' sigmoid sigmoid' tanh tanh' sinh cosh sech softplus softplus' swish swish' erf "
    "factorial".split()
)
APPROACHED = frozenset({"series", "limit"})  # which have no value far out
_DISCRETE = frozenset("index binary onehot".split())
_USUAL = frozenset({Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)})  # drawn on both sides
_LARGEST = 1_000_000  # a number beyond this is no place to look at
_LARGEST_SIZE = 24
_LARGEST_POWER = 12  # of a number that is a place to look at


def counts_sizes(term: Term, names: Container[str]) -> bool:
    """Whether a size or an index is more than a place: whether it counts as a number."""
    return _is_index(term, names) or any(_counts(each, names) for each in parts_of(term))


def _counts(part: Term, names: Container[str]) -> bool:
    arguments = part.arguments
    if not arguments:
        return False
    if part.operation in _PLACES:
        return _is_index(arguments[0], names)
    found = [_is_index(each, names) for each in arguments]
    return not all(found) if part.operation == "compare" and any(found) else any(found)


def _is_index(term: Term, names: Container[str]) -> bool:
    return term.operation == "bound" or (term.operation == "symbol" and term.payload in names)


def bends_far_out(symbols: Mapping[str, Declaration], *terms: Term) -> bool:
    """Whether a part is cut off, rounded or folded back at a place that is seldom drawn."""
    traits = frozenset[object]().union(*[_traits(each).bends for each in terms])
    if "compare" in traits and all(symbols[n].domain in _DISCRETE for n in _compared(*terms)):
        traits -= {"compare"}
    jumps = not traits.isdisjoint(_JUMPS)
    if not jumps and traits.isdisjoint(_KINKS):
        return not traits.isdisjoint(_ARCS)
    if not traits.isdisjoint(_WAVES | _ARCS):
        return True
    numbers = numbers_in(*terms)
    return bool(numbers - _USUAL) or (jumps and bool(numbers - {0}))


def _compared(*terms: Term) -> Set[str]:
    """The names in the comparisons of formulas."""
    parts = (part for term in terms for part in parts_of(term))
    return names_in(*(part for part in parts if part.operation == "compare"))


@asked_once
def saturates(term: Term) -> bool:
    """Whether numbers may come so near to others that they cannot be told apart any more."""
    return any(
        each.operation in _VAST
        or (each.operation == "function" and each.payload in _EXPONENTIAL)
        or (each.operation == "power" and each.arguments[1].operation != "number")
        for each in parts_of(term)
    )


class _Traits(NamedTuple):
    """What stands in a term, anywhere."""

    names: Set[str]  # of symbols, and of the distributions by which it takes means
    bends: Set[object]  # what may bend it: functions, operators of folds, other operations


@asked_once
def _traits(term: Term) -> _Traits:
    names, bends = set[str](), set[object]()
    for part in parts_of(term):
        bend: object = part.operation
        match bend:
            case "symbol":
                names.add(str(part.payload))
            case "function":
                is_root = part.payload in _ROOTS and part.arguments[0].operation == "power"
                bend = "abs" if is_root else part.payload
            case "reduce":
                bend = part.payload
            case "fold":
                assert isinstance(part.payload, FoldOver)
                bend = part.payload.operator
                names.add(part.payload.distribution)
        bends.add(bend)
    return _Traits(names - {""}, bends)


@asked_once
def _numbers(term: Term) -> Set[Fraction]:
    """The sizes of the numbers written out, but for huge ones."""
    found = (written_number(part) for part in parts_of(term))
    sizes = {abs(value) for value in found if value is not None}
    return frozenset(size for size in sizes if size <= _LARGEST)


def has_any(term: Term, bends: Set[object]) -> bool:
    """Whether one of these functions, operators or other operations stands in a term."""
    return not _traits(term).bends.isdisjoint(bends)


def names_in(*terms: Term) -> Set[str]:
    """The symbols that stand in formulas, and the distributions by which they take means."""
    return frozenset[str]().union(*[_traits(each).names for each in terms])


def numbers_in(*terms: Term) -> Set[Fraction]:
    """The sizes of the numbers written out in formulas, `10^{-3}` among them; no huge ones."""
    return frozenset[Fraction]().union(*[_numbers(each) for each in terms])


def written_number(term: Term) -> Fraction | None:
    """The number that is written out, as digits, a fraction or a power."""
    if term.operation == "number" and isinstance(term.payload, Fraction):
        return term.payload
    if term.operation not in ("negate", "divide", "power"):
        return None
    values = [written_number(each) for each in term.arguments]
    match term.operation, values:
        case "negate", [Fraction() as value]:
            return -value
        case "divide", [Fraction() as upper, Fraction() as lower] if lower:
            return upper / lower
        case "power", [Fraction() as base, Fraction() as power]:
            is_small = power.denominator == 1 and abs(power) <= _LARGEST_POWER
            return base**power.numerator if base and is_small else None
    return None


def largest_size_in(*terms: Term) -> int:
    """The largest number written out that may be one of rows or entries."""
    whole = (int(each) for each in numbers_in(*terms) if each <= _LARGEST_SIZE)
    return max((each for each in whole if each > 2), default=0)


def free_sizes(symbols: Mapping[str, Declaration], *terms: Term) -> frozenset[str]:
    """The sizes that are numbers like others, where nothing in the formulas is of any size."""
    used = names_in(*terms)
    found = frozenset(name for name in used if symbols[name].dimension)
    sized = any(symbols[name].shape != (1, 1) or symbols[name].domain == "index" for name in used)
    if not found or sized:
        return frozenset()
    parts = (part for term in terms for part in parts_of(term))
    return frozenset() if any(_has_size(part) for part in parts) else found


def _has_size(part: Term) -> bool:
    return not part.is_scalar or isinstance(part.payload, FoldOver)
