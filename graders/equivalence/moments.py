r"""References with expectations and variances of which no distribution is declared.

Random are the names that stand within expectations alone; of these the capital letters, if there
are any, and of vectors and matrices the vectors: X in `\mathbb{E}[aX + b]`, x in `\mathbb{E}[Ax]`.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.typing.moments import MOMENTS, with_outcomes
from graders.declaring.declarations import Declaration, Declarations
from graders.equivalence.settings import Setting
from graders.errors import Undecided, Unreadable
from graders.expression import (
    Call,
    Expression,
    Number,
    Symbol,
    children,
    free_names,
    nodes,
    with_children,
)
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.main_statement import read_value

_CONSTANT = 4  # the rank of what is never random
INDEPENDENT = "it is right only if the variables are independent"
_NAMES = ("E", r"\mathbb{E}", "Var", "V", "Cov")
_MOMENT = re.compile(
    r"(?:𝔼|(?<![A-Za-z\\])(?:E|Var|Cov)|\\mathbb\s*\{?\s*[EV])(?:\s|\})*"
    r"(?:(?P<below>_\s*(?:\{[^{}]*\}|\w)?)|(?:\\left|\s)*[\[(^])"
)


def moment_settings(setting: Setting, reference: str, student: str) -> Sequence[Setting]:
    """The exercise with random variables: of any kind, and then independent ones.

    Nothing where the reference has no such moments.

    Raises:
        Undecided: if it is said over which of several distributions a mean is taken.
    """
    if not _MOMENT.search(reference) or setting.declared.definitions:
        return ()
    if reference not in setting.in_moments:
        setting.in_moments[reference] = _settings(setting, reference)
    found = setting.in_moments[reference]
    names = list(found[-1].bench.exercise.random) if found else []
    for mean in _MOMENT.finditer(student) if found else ():
        if mean["below"] and names != [{mean["below"].strip("_{} ")}]:
            raise Undecided("it is not said what the distribution below an expectation is")
    return found


def _settings(setting: Setting, reference: str) -> Sequence[Setting]:
    declared = setting.declared
    if any(_MOMENT.search(f"{each.name}[") for each in declared.symbols):
        return ()
    if any(each["below"] for each in _MOMENT.finditer(reference)):
        return ()
    functions = (Declaration(name, "function") for name in _NAMES)
    with suppress(Unreadable):
        table = SymbolTable(Declarations((*declared.symbols, *functions)))
        names = _random_names(table, read_value(reference, table))
        apart = tuple(frozenset({each}) for each in sorted(names))
        exercise = replace(setting.bench.exercise, symbols=table.declarations | table.sizes)
        parted = [(names,), apart][: len(names)]
        return [Setting(table, Bench(with_outcomes(exercise, each))) for each in parted]
    return ()


def _random_names(table: SymbolTable, reference: Expression) -> frozenset[str]:
    """The names of the random variables; none where no expectation is taken of any."""
    moments = [each for each in nodes(reference) if _is_moment(each)]
    within = frozenset[str]().union(*map(free_names, moments))
    outside = free_names(_without_moments(reference))
    if not any(map(_is_mean, moments)) and any(map(table.is_array, within)):
        return frozenset()
    least = min((_rank(table, each) for each in within - outside), default=_CONSTANT)
    alike = (each for each in table.declarations if each not in outside)
    found = frozenset(each for each in alike if _rank(table, each) == least)
    return found if least != _CONSTANT else frozenset()


def _rank(table: SymbolTable, name: str) -> int:
    """How soon a name is that of a random variable: capital letters first, matrices last."""
    declared = table.declarations.get(name)
    if declared is None or declared.dimension or declared.domain == "index":
        return _CONSTANT
    kinds = ("scalar", "vector"), ("matrix",)
    ranks = (2 * place for place, each in enumerate(kinds) if declared.type in each)
    return next((rank + name[0].islower() for rank in ranks), _CONSTANT)


def _is_moment(expression: Expression) -> bool:
    match expression:
        case Call("apply", (Symbol(name), *_)):
            return name in MOMENTS
    return False


def _is_mean(moment: Expression) -> bool:
    """Whether a moment is no variance, which may be one of the entries of an array."""
    first = children(moment)[0]
    return isinstance(first, Symbol) and MOMENTS[first.name] == "mean"


def _without_moments(expression: Expression) -> Expression:
    if _is_moment(expression):
        return Number(Fraction(0))
    inner = tuple(_without_moments(each) for each in children(expression))
    return with_children(expression, inner)
