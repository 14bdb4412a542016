"""Equations: an answer has the solutions of the reference, whole or component by component."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from graders.comparing.formulas.relations.equations import compare_equations, mistake_in_equation
from graders.comparing.formulas.shapes import ShapeFault, settled
from graders.comparing.formulas.terms import Term
from graders.equivalence.components import components_of, indices_of
from graders.equivalence.findings import comparison_of, named
from graders.equivalence.options import Options
from graders.equivalence.relations import changed_terms
from graders.equivalence.settings import Setting, Target
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Number, Symbol, substitute, to_text
from graders.model import Comparison
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.index_notation import arrayed, free_letters
from graders.reading.mathematics.statements.relations import read_relation
from graders.reading.mathematics.tokens import prepare

_MOST_INDICES = 2  # of an array


def compare_equation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    """Whether an equation is the reference up to a factor; written row by row it may be, too.

    Raises:
        Unreadable: if there is no equation, or it is not said what its indices run over.
    """
    target = setting.target(reference, _read_difference)
    try:
        theirs = _read_difference(student, setting.table)
    except Unreadable:
        letters = free_letters(prepare(student, setting.table), setting.table)
        if not letters:
            raise
        theirs = _read_difference(student, setting.table, letters)
        return _judged_by_components(setting, target, theirs, letters, options)
    term = setting.bench.type(theirs)
    if not _fits(target.term, term):
        with suppress(Unreadable):
            return _judged_by_components(setting, target, theirs, (), options)
    return _judged(setting, target, theirs, (target.term, term), options)


def _judged(
    setting: Setting, target: Target, theirs: Expression, terms: tuple[Term, Term], options: Options
) -> Comparison:
    finding = compare_equations(setting.bench, *terms)
    mistake = None
    if finding.equal is False and options.naming:
        changed = changed_terms(setting, target.expression)
        mistake = named(lambda: mistake_in_equation(setting.bench, *terms, changed))
    return comparison_of(finding, mistake, f"{to_text(theirs)} = 0")


def _judged_by_components(
    setting: Setting,
    target: Target,
    theirs: Expression,
    letters: Sequence[str],
    options: Options,
) -> Comparison:
    """The first meaning of its indices in which an equation is right, or else the first one.

    Raises:
        Unreadable: if no meaning is of the shape of the reference.
    """
    found: list[Comparison] = []
    for ours, meant in _meanings(setting, target, theirs, letters):
        with suppress(ShapeFault, Unreadable, Undecided):
            terms = setting.bench.type(ours), setting.bench.type(meant)
            if _fits(*terms):
                found.append(_judged(setting, target, theirs, terms, options))
    if not found:
        raise Unreadable("it is not said what the indices run over")
    return next((each for each in found if each.equal), found[0])


def _meanings(
    setting: Setting, target: Target, theirs: Expression, letters: Sequence[str]
) -> Iterator[tuple[Expression, Expression]]:
    r"""Both equations in one shape: `\sum_j A_{ij}x_j = b_i` is one for each i, so is `Ax = b`."""
    ours, asked = target.expression, indices_of(setting, target.expression)
    axes = sum(settled(size) != 1 for size in target.term.shape)
    if axes:
        indices = letters or [each for each in indices_of(setting, theirs) if each not in asked]
        lies = settled(target.term.shape[0]) == 1
        for kept, component in components_of(theirs, indices, indices, axes):
            yield ours, arrayed(component, kept, lies=lies)
    elif letters:
        for kept, component in components_of(theirs, letters, letters, len(asked)):
            yield ours, substitute(component, dict(zip(kept, map(Symbol, asked), strict=True)))
    elif 1 <= len(asked) <= _MOST_INDICES:
        yield arrayed(ours, asked), theirs


def _fits(ours: Term, theirs: Term) -> bool:
    """Whether two equations are of one shape, but for a transpose of the whole."""
    shapes = [tuple(settled(size) for size in each.shape) for each in (ours, theirs)]
    return shapes[0] in (shapes[1], shapes[1][::-1])


def _read_difference(text: str, table: SymbolTable, indices: Sequence[str] = ()) -> Expression:
    """The left side of an equation less the right one."""
    relation = read_relation(text, table, indices=indices)
    if isinstance(relation, Call) and relation.function == "and":
        relation = relation.arguments[-1]  # a = b = c: the last equation
    if not isinstance(relation, Call) or relation.function != "=":
        raise Unreadable("there is no equation")
    left, right = relation.arguments
    if any(isinstance(each, Call) and each.function in TRUTHS for each in (left, right)):
        raise Unreadable("a relation stands for a value")
    if isinstance(right, Number) and right.value == 0:
        return left
    if isinstance(right, Symbol) and right.name == "zeros":
        return left
    if isinstance(left, Number) and left.value == 0:
        return right
    return Call("+", (left, Call("-", (right,), right.span)), relation.span)
