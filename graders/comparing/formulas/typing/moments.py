r"""Expectations, variances and covariances of variables of which no distribution is declared.

Such a variable has three outcomes, with any values and any chances: what holds for all of these
holds in general, as far as it is a law of expectations. $\mathbb{E}[X^2]$ is the sum over the
outcomes of chance times value squared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from graders.declaring.declarations import Declaration, Exercise
from graders.errors import Undecided
from graders.expression import (
    Call,
    Expression,
    Symbol,
    children,
    free_names,
    nodes,
    substitute,
    with_children,
)

MOMENTS: Mapping[str, str] = {
    "E": "mean", "expectation": "mean", "Var": "variance", "V": "variance", "Cov": "covariance",
}  # fmt: skip
_OUTCOMES = range(1, 4)
_MOST_NODES = 2_000


def with_outcomes(exercise: Exercise, random: tuple[frozenset[str], ...]) -> Exercise:
    """An exercise with random variables.

    Args:
        exercise: what is declared.
        random: the variables; those that stand together may depend on each other.
    """
    added = {
        _at(name, outcome): replace(exercise.symbols[name], name=_at(name, outcome))
        for names in random
        for name in names
        for outcome in _OUTCOMES
    }
    chances = [_chance(names, outcome) for names in random for outcome in _OUTCOMES]
    weights = {each: Declaration(each, domain="positive") for each in chances}
    return replace(exercise, symbols={**exercise.symbols, **added, **weights}, random=random)


def over_outcomes(expression: Expression, exercise: Exercise) -> Expression:
    """An expression with a sum over outcomes for each expectation in it, the inner ones first.

    Raises:
        Undecided: if there are too many of them, or one is taken of more than it can be.
    """
    inner = tuple(over_outcomes(each, exercise) for each in children(expression))
    found = with_children(expression, inner)
    if not isinstance(found, Call) or found.function != "apply":
        return found
    match found.arguments:
        case (Symbol(name), *of) if name in MOMENTS:
            return _moment(MOMENTS[name], of, exercise)
    return found


def _moment(kind: str, of: Sequence[Expression], exercise: Exercise) -> Expression:
    inner = [substitute(each, exercise.definitions) for each in of]
    if sum(1 for each in inner for _ in nodes(each)) > _MOST_NODES:
        raise Undecided("there are too many expectations within each other")
    match kind, inner:
        case "mean", [one]:
            return _mean(one, exercise)
        case (("variance" | "covariance"), [one]):
            return _covariance(one, one, exercise)
        case "covariance", [one, other]:
            return _covariance(one, other, exercise)
    raise Undecided(f"a {kind} of {len(inner)} variables cannot be evaluated")


def _covariance(one: Expression, other: Expression, exercise: Exercise) -> Expression:
    around = [Call("-", (each, _mean(each, exercise))) for each in (one, other)]
    return _mean(Call("*", (around[0], Call("T", (around[1],)))), exercise)


def _mean(body: Expression, exercise: Exercise) -> Expression:
    """The sum over all outcomes of the variables in a body, each by its chance."""
    free = free_names(body)
    groups = [names for names in exercise.random if names & free]
    if not groups:
        return body
    cases = product(_OUTCOMES, repeat=len(groups))
    return Call("+", tuple(_case(body, groups, case) for case in cases))


def _case(body: Expression, groups: Sequence[frozenset[str]], case: tuple[int, ...]) -> Expression:
    """What one outcome of each group adds to a mean."""
    together = list(zip(groups, case, strict=True))
    values = {name: Symbol(_at(name, n)) for names, n in together for name in names}
    return Call("*", (*(_share(names, n) for names, n in together), substitute(body, values)))


def _share(names: frozenset[str], outcome: int) -> Expression:
    """The chance of an outcome, of all that make one."""
    return Call("/", (Symbol(_chance(names, outcome)), Call("+", tuple(_weights(names)))))


def _weights(names: frozenset[str]) -> Iterator[Expression]:
    return (Symbol(_chance(names, outcome)) for outcome in _OUTCOMES)


def _at(name: str, outcome: int) -> str:
    return f"{name}({outcome})"


def _chance(names: frozenset[str], outcome: int) -> str:
    return f"weight of {', '.join(sorted(names))}({outcome})"
