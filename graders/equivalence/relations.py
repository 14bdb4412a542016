"""Relations, equations and constraints: an answer holds where the reference does."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from graders.comparing.formulas.relations.relation import (
    Relation,
    compare_relations,
    mistake_in_relation,
)
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.formulas.terms import Term, is_truth
from graders.comparing.mistakes.mutants import mutants
from graders.comparing.mistakes.named import SWAPPED
from graders.equivalence.findings import comparison_of, named
from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target
from graders.errors import Undecided, Unreadable
from graders.expression import Expression, Number, free_names, nodes, substitute, to_text
from graders.model import Comparison, Mistake
from graders.reading.mathematics.statements.assignments import read_assignment
from graders.reading.mathematics.statements.relations import read_relation

_LIST = re.compile(r"^(?!.*(?:\band\b|∧|∩|\\(?:land|wedge|cap)(?![a-z]))).*[,;\n]", re.DOTALL)
_MOST_MUTANTS = 160  # of a relation or an equation
_MOST_NODES = 30_000  # of all of them together


def compare_relation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    target = setting.target(reference, read_relation)
    theirs = read_relation(student, setting.table, about=free_names(target.expression))
    term = setting.bench.type(theirs)
    if not is_truth(term) or not is_truth(target.term):
        return Comparison(None, "reading", note="this is no relation", read_as=to_text(theirs))
    found = judge_relation(setting, target, theirs, term, options)
    is_list = found.equal is False and _LIST.search(student)
    if is_list and Relation(setting.bench, term).holds_nowhere:
        words = "all of the list holds nowhere; one of its parts may be meant"
        return Comparison(None, "reading", note=words, read_as=found.read_as)
    return found


def judge_relation(
    setting: Setting, target: Target, theirs: Expression, term: Term, options: Options
) -> Comparison:
    """Whether a relation, read and typed, holds where the reference does, and its mistake."""
    other = Relation(setting.bench, term)
    finding = compare_relations(target.relation(setting.bench), other)
    mistake = None
    if finding.equal is False and options.naming:
        changed = (each for each in changed_terms(setting, target.expression) if is_truth(each[0]))
        mistake = named(lambda: mistake_in_relation(other, changed))
    return comparison_of(finding, mistake, to_text(theirs))


def changed_terms(setting: Setting, ours: Expression) -> Iterator[tuple[Term, Mistake]]:
    """The reference with one mistake made, as far as it has a meaning."""
    most = min(_MOST_MUTANTS, _MOST_NODES // sum(1 for _ in nodes(ours)))
    for mutant in islice(mutants(ours, setting.bench.exercise), most):
        try:
            yield setting.bench.type(mutant.expression), mutant.mistake
        except (ShapeFault, Unreadable, Undecided):
            continue


def compare_constraint(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    ours = setting.target(reference, read_relation).expression
    assigned = read_assignment(student, setting.table)
    read_as = ", ".join(f"{name} = {value}" for name, value in assigned.items())
    missing = sorted(free_names(ours) & setting.table.declarations.keys() - assigned.keys())
    if missing:
        note = f"no value is given for {', '.join(missing)}"
        return Comparison(None, "reading", note=note, read_as=read_as)
    for name, value in assigned.items():
        problem = _outside(setting, name, value)
        if problem:
            return Comparison(False, "constraint", note=problem, read_as=read_as)
    if _holds(setting, ours, assigned):
        return Comparison(True, "constraint", read_as=read_as)
    turned = dict(zip(assigned, [*assigned.values()][::-1], strict=True))
    is_turned = len(assigned) == 2 and _holds(setting, ours, turned)
    note = "the condition does not hold for these values"
    return Comparison(
        False, "constraint", SWAPPED if is_turned else None, note=note, read_as=read_as
    )


def _holds(setting: Setting, condition: Expression, assigned: Mapping[str, Fraction]) -> bool:
    values = {name: Number(value) for name, value in assigned.items()}
    term = setting.bench.type(substitute(condition, values))
    return all(each.all() for each in setting.bench.values(term))


def _outside(setting: Setting, name: str, value: Fraction) -> str:
    declared = setting.table.declarations[name]
    if declared.domain in ("integer", "index") and value.denominator != 1:
        return f"{name} must be a whole number"
    if declared.low is not None and value < declared.low:
        return f"{name} must be at least {declared.low:g}"
    if declared.high is not None and value > declared.high:
        return f"{name} must be at most {declared.high:g}"
    if declared.domain == "positive" and value <= 0:
        return f"{name} must be positive"
    return ""
