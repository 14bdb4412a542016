"""Between which numbers all entries of a term lie, as far as its domains and functions tell."""

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from graders.comparing.formulas.terms import Term
from graders.declaring.declarations import Declaration

Range = tuple[float, float]
Symbols = Mapping[str, Declaration]

_ALL: Range = (-math.inf, math.inf)
_NOT_NEGATIVE: Range = (0.0, math.inf)
_DOMAINS: Mapping[str, Range] = {
    "positive": _NOT_NEGATIVE,
    "nonnegative": _NOT_NEGATIVE,
    "unit_interval": (0.0, 1.0),
    "simplex": (0.0, 1.0),
    "onehot": (0.0, 1.0),
    "binary": (0.0, 1.0),
}
_FUNCTIONS: Mapping[str, Range] = {
    "sigmoid": (0, 1), "sigmoid'": (0, 0.25), "tanh": (-1, 1), "tanh'": (0, 1), "sech": (0, 1),
    "cosh": (1, math.inf), "sin": (-1, 1), "cos": (-1, 1), "sign": (-1, 1), "step": (0, 1),
    "relu'": (0, 1), "abs'": (-1, 1), "softplus": _NOT_NEGATIVE, "softplus'": (0, 1),
    "erf": (-1, 1), "arctan": (-math.pi / 2, math.pi / 2), "arccos": (0, math.pi),
    "factorial": (0, math.inf), "exp": _NOT_NEGATIVE, "exp'": _NOT_NEGATIVE,
    "sqrt": _NOT_NEGATIVE, "sqrt'": _NOT_NEGATIVE,
}  # fmt: skip
_WITHIN = frozenset("transpose at slice diagonal shared vec".split())  # entries of what they take
_OWN: Mapping[str, Range] = {
    "norm": _NOT_NEGATIVE, "softmax": (0, 1), "logsoftmax": (-math.inf, 0), "indicator": (0, 1),
    "identity": (0, 1), "ones": (1, 1), "zeros": (0, 0), "binomial": _NOT_NEGATIVE,
}  # fmt: skip


def range_of(term: Term, symbols: Symbols, known: dict[int, Range] | None = None) -> Range:
    """The least and the greatest number that an entry of a term can be.

    Args:
        term: the term.
        symbols: what its names are declared as.
        known: the ranges that were found before, by the identity of their terms.

    >>> half = Term("number", payload=Fraction(1, 2))
    >>> range_of(Term("negate", (half,)), {})
    (-0.5, -0.5)
    """
    known = {} if known is None else known
    if id(term) not in known:
        known[id(term)] = _found(term, symbols, known)
    return known[id(term)]


def _found(term: Term, symbols: Symbols, known: dict[int, Range]) -> Range:
    operation, payload = term.operation, term.payload
    if operation in _OWN:
        return _OWN[operation]
    match operation, payload:
        case "number", Fraction():
            return float(payload), float(payload)
        case "constant", _:
            return getattr(math, str(payload)), getattr(math, str(payload))
        case "symbol", _:
            return _declared(symbols.get(str(payload)))
    ranges = [range_of(each, symbols, known) for each in term.arguments]
    if operation in _WITHIN:
        return ranges[0]
    if operation in _COMBINED:
        return _COMBINED[operation](term, ranges)
    if operation == "function":
        return _of_function(str(payload), ranges[0])
    if operation in ("reduce", "fold"):
        return _of_many(str(getattr(payload, "operator", payload)), ranges[0])
    if operation == "det" and symbols:
        inner = symbols.get(str(term.arguments[0].payload))
        return _NOT_NEGATIVE if inner and inner.domain == "invertible_det_positive" else _ALL
    return _ALL


def _declared(declaration: Declaration | None) -> Range:
    if declaration is None or declaration.type == "function":
        return _ALL
    low, high = _DOMAINS.get(declaration.domain, _ALL)
    if declaration.dimension:
        low = 1.0
    return (
        low if declaration.low is None else max(low, declaration.low),
        high if declaration.high is None else min(high, declaration.high),
    )


def _added(term: Term, ranges: list[Range]) -> Range:
    return ranges[0][0] + ranges[1][0], ranges[0][1] + ranges[1][1]


def _negated(term: Term, ranges: list[Range]) -> Range:
    return -ranges[0][1], -ranges[0][0]


def _multiplied(term: Term, ranges: list[Range]) -> Range:
    if term.arguments[0] is term.arguments[1]:
        return _squared(ranges[0])
    found = [_times(one, other) for one in ranges[0] for other in ranges[1]]
    return min(found), max(found)


def _times(one: float, other: float) -> float:
    return 0.0 if 0 in (one, other) else one * other


def _squared(inner: Range) -> Range:
    ends = sorted(abs(each) for each in inner)
    return 0.0 if inner[0] <= 0 <= inner[1] else ends[0] ** 2, ends[1] ** 2


def _divided(term: Term, ranges: list[Range]) -> Range:
    low, high = ranges[1]
    if low < 0 < high:
        return _ALL
    sign = 1.0 if low >= 0 else -1.0
    ends = [1 / each if each else sign * math.inf for each in (low, high)]
    found = [_times(one, other) for one in ranges[0] for other in ends]
    return min(found), max(found)


def _raised(term: Term, ranges: list[Range]) -> Range:
    exponent = term.arguments[1].payload
    if exponent == 2:
        return _squared(ranges[0])
    is_even = isinstance(exponent, Fraction) and exponent.denominator == 1 and exponent % 2 == 0
    return _NOT_NEGATIVE if is_even or ranges[0][0] >= 0 else _ALL


def _product_of_arrays(term: Term, ranges: list[Range]) -> Range:
    factors = list(_factors(term, turned=False))
    is_square = term.is_scalar and factors == [(x, not turned) for x, turned in reversed(factors)]
    return _NOT_NEGATIVE if is_square or all(low >= 0 for low, _ in ranges) else _ALL


def _factors(term: Term, *, turned: bool) -> Iterator[tuple[Term, bool]]:
    """The factors of a product of arrays, and whether each is transposed: three of `x^T(Ax)`."""
    if term.operation == "transpose":
        yield from _factors(term.arguments[0], turned=not turned)
    elif term.operation == "matmul":
        for each in term.arguments[:: -1 if turned else 1]:
            yield from _factors(each, turned=turned)
    else:
        yield term, turned


def _larger(term: Term, ranges: list[Range]) -> Range:
    return max(low for low, _ in ranges), max(high for _, high in ranges)


def _smaller(term: Term, ranges: list[Range]) -> Range:
    return min(low for low, _ in ranges), min(high for _, high in ranges)


def _of_cases(term: Term, ranges: list[Range]) -> Range:
    values = [*ranges[0::2]]
    return min(low for low, _ in values), max(high for _, high in values)


_COMBINED: Mapping[str, Callable[[Term, list[Range]], Range]] = {
    "add": _added,
    "negate": _negated,
    "multiply": _multiplied,
    "divide": _divided,
    "power": _raised,
    "matmul": _product_of_arrays,
    "maximum": _larger,
    "minimum": _smaller,
    "cases": _of_cases,
}


def _of_function(name: str, inner: Range) -> Range:
    low, high = inner
    match name:
        case "abs":
            return 0.0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high))
        case "relu":
            return max(low, 0.0), max(high, 0.0)
        case "log" | "log10":
            log = math.log if name == "log" else math.log10
            return (
                log(low) if low > 0 else -math.inf,
                log(high) if 0 < high < math.inf else math.inf,
            )
        case "floor" | "ceil" | "trunc" if math.isfinite(low) and math.isfinite(high):
            rounded = getattr(math, name)
            return float(rounded(low)), float(rounded(high))
        case "exp":
            return math.exp(min(low, 700.0)), math.exp(high) if high < 700 else math.inf
        case "sqrt":
            return math.sqrt(max(low, 0.0)), math.sqrt(max(high, 0.0))
    return _FUNCTIONS.get(name, _ALL)


def _of_many(operator: str, inner: Range) -> Range:
    """Of the sum, the product, the largest one ... of entries, of which there is at least one."""
    low, high = inner
    match operator:
        case "max" | "min" | "mean":
            return inner
        case "sum":
            return 0.0 if low >= 0 else -math.inf, 0.0 if high <= 0 else math.inf
        case "prod" if low >= 0:
            return 0.0, 1.0 if high <= 1 else math.inf
        case "var":
            return _NOT_NEGATIVE
    return _ALL
