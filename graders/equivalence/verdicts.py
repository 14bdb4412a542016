"""Expressions held against a reference."""

import numpy as np

from graders.comparing.formulas.equality import compare_terms, same_shape
from graders.comparing.formulas.shapes import ShapeFault, in_words
from graders.comparing.formulas.terms import is_truth
from graders.comparing.formulas.typing.derivatives import takes_gradient
from graders.comparing.mistakes.named import misfit
from graders.equivalence.findings import comparison_of, named
from graders.equivalence.options import Options
from graders.equivalence.relations import judge_relation
from graders.equivalence.settings import Setting, Target
from graders.errors import Undecided, Unreadable
from graders.expression import DERIVATIVE, UNIT, Expression, functions_in, to_text
from graders.model import Comparison, Mistake

_NOT_WORKED_OUT = "a derivative is not worked out"


@np.errstate(all="ignore")  # what is not defined somewhere is no news
def judge(setting: Setting, target: Target, theirs: Expression, options: Options) -> Comparison:
    """Whether an expression is the reference, and which mistake it shows if it is not."""
    found = _judged(setting, target, theirs, options)
    functions = functions_in(theirs) if found.equal is False else ()
    if DERIVATIVE in functions and takes_gradient(theirs, setting.bench.exercise):
        return Comparison(None, "reading", note=_NOT_WORKED_OUT, read_as=found.read_as)
    if UNIT in functions:
        return Comparison(None, "reading", note="it is not said what e is", read_as=found.read_as)
    return found


def _judged(setting: Setting, target: Target, theirs: Expression, options: Options) -> Comparison:
    term = target.term
    read_as = to_text(theirs)
    bench = setting.bench
    try:
        student = bench.type(theirs)
    except ShapeFault as fault:
        return Comparison(False, "shapes", misfit(str(fault)), note=str(fault), read_as=read_as)
    except (Unreadable, Undecided) as doubt:
        return Comparison(None, "reading", note=doubt.feedback, read_as=read_as)
    if is_truth(student) != is_truth(term):
        return Comparison(None, "reading", note="a relation stands for a value", read_as=read_as)

    def name() -> Mistake | None:
        if not options.naming:
            return None
        return target.gallery(bench, layout=options.layout is not None).name(student, theirs)

    try:
        if is_truth(term):
            return judge_relation(setting, target, theirs, student, options)
        if not same_shape(term, student):
            found = f"this is {in_words(student.shape)}"
            mistake = name() or misfit(found)
            return Comparison(False, "shapes", mistake, note=found, read_as=read_as)
        finding = compare_terms(bench, term, student, almost_everywhere=options.almost_everywhere)
    except (Unreadable, Undecided) as doubt:
        return Comparison(None, "evaluation", note=doubt.feedback, read_as=read_as)
    if finding.equal and _leaves_derivative(theirs) and not _leaves_derivative(target.expression):
        return Comparison(None, "reading", note=_NOT_WORKED_OUT, read_as=read_as)
    return comparison_of(finding, named(name) if finding.equal is False else None, read_as)


def _leaves_derivative(expression: Expression) -> bool:
    return DERIVATIVE in functions_in(expression)
