"""What an equation says, whatever the order, brackets, factors of one and multiples in it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from graders.expression import Call, Expression, Fold, Number, Symbol, children

Term = tuple[str, ...]  # its factors, sorted; none for a number
Sum = Mapping[Term, Fraction]  # the terms with their coefficients, none of them zero
Said = tuple[tuple[Term, Fraction], ...]

NUMBER: Term = ()
BELOW = "1 / "  # begins a factor that is divided by


def said_by(left: Expression, right: Expression) -> Said:
    """The terms of an equation on one side, in multiples of the first; none if its sides are alike.

    >>> x, two = Symbol("x"), Number(Fraction(2))
    >>> said_by(Call("+", (x, x)), Call("*", (x, two)))
    ()
    >>> said_by(x, two) == said_by(Call("*", (two, two)), Call("*", (x, two)))
    True
    """
    return _scaled(_total([_terms(left), _times(_terms(right), Fraction(-1))]))[1]


def _terms(expression: Expression) -> Sum:
    match expression:
        case Number(value):
            return _total([{NUMBER: value}])
        case Call("+", terms):
            return _total(map(_terms, terms))
        case Call("-", (only,)):
            return _times(_terms(only), Fraction(-1))
        case Call("-", (left, right)):
            return _total([_terms(left), _times(_terms(right), Fraction(-1))])
        case Call("*" | "·", factors):
            return _product(map(_terms, factors))
        case Call("/", (above, below)):
            return _product([_terms(above), _reciprocal(_terms(below))])
        case Call("^", (base, Number(value))) if value == 1:
            return _terms(base)
        case Symbol(name):
            return {(name,): Fraction(1)}
    return {(_named(expression),): Fraction(1)}


def _named(expression: Expression) -> str:
    """What is neither sum nor product: its function, and its parts in their order."""
    match expression:
        case Fold(operator, index, _, first, last):
            head = f"{operator} {index} {first is None} {last is None}"
        case Call(function):
            head = function
        case _:
            head = ""
    parts = (_written(_scaled(_terms(each))) for each in children(expression))
    return f"{head}({'; '.join(parts)})"


def _written(scaled: tuple[Fraction, Said]) -> str:
    first, terms = scaled
    return f"{first} * ({' + '.join(f'{value} {term}' for term, value in terms)})"


def _total(parts: Iterable[Sum]) -> Sum:
    total: dict[Term, Fraction] = {}
    for part in parts:
        for term, value in part.items():
            total[term] = total.get(term, Fraction(0)) + value
    return {term: value for term, value in total.items() if value}


def _times(terms: Sum, factor: Fraction) -> Sum:
    return {term: value * factor for term, value in terms.items() if factor}


def _scaled(terms: Sum) -> tuple[Fraction, Said]:
    """The coefficient of the first term, and the terms in multiples of it."""
    ordered = sorted(terms.items())
    first = ordered[0][1] if ordered else Fraction(0)
    return first, tuple((term, value / first) for term, value in ordered)


def _product(factors: Iterable[Sum]) -> Sum:
    """Numbers multiply every term of one sum; several sums are one term, not multiplied out."""
    number, sums = Fraction(1), list[Sum]()
    for each in factors:
        if each.keys() <= {NUMBER}:
            number *= each.get(NUMBER, Fraction(0))
        else:
            sums.append(each)
    if len(sums) == 1:
        return _times(sums[0], number)
    term: list[str] = []
    for each in sums:
        first, terms = _scaled(each)
        number *= first
        term += terms[0][0] if len(terms) == 1 else [_written((Fraction(1), terms))]
    return _total([{tuple(_cancelled(sorted(term))): number}])


def _cancelled(factors: list[str]) -> list[str]:
    """The factors without those that are divided by again."""
    for below in [each for each in factors if each.startswith(BELOW)]:
        if (above := below.removeprefix(BELOW)) in factors:
            factors.remove(above)
            factors.remove(below)
    return factors


def _reciprocal(terms: Sum) -> Sum:
    first, scaled = _scaled(terms)
    if not first:
        return {(f"{BELOW}0",): Fraction(1)}
    factors = scaled[0][0] if len(scaled) == 1 else [_written((Fraction(1), scaled))]
    return {tuple(f"{BELOW}{each}" for each in factors): 1 / first}
