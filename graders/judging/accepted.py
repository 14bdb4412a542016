"""What counts as a right formula, and one formula held against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from graders.comparing.mistakes.named import FACTOR_OF_TERM, OTHER_FACTOR
from graders.equivalence import (
    Options,
    Setting,
    compare_components,
    compare_in,
    judge,
    read_reference,
)
from graders.equivalence.ambiguous import unless_ambiguous
from graders.errors import GraderError
from graders.expression import Expression, Number, free_names
from graders.judging.passages.candidates import Candidate
from graders.judging.passages.explained import statements_of
from graders.judging.passages.prose import formulas_in
from graders.model import Comparison, Mistake

SET_TO_ZERO = "an equation is set to zero; what solves it was not found"
NOT_SOLVED = "the answer solves this equation, which is not solved for it"
HALF = Fraction(1, 2)
_HALVES = frozenset({"sign", "factor", "layout"})  # mistakes in an otherwise right formula
_NO_CONSTANTS = (FACTOR_OF_TERM, OTHER_FACTOR)  # factors that leave it less than that


@dataclass(frozen=True)
class Accepted:
    """What counts as right: the reference, other right forms, and known mistakes by their words.

    What may stand `beside` the answer, such as the function to be derived, is none beside others.
    An `equation` that the answer solves, in another form, is none, and not wrong.
    """

    reference: str
    others: Sequence[str] = ()
    mistakes: Mapping[str, Mistake] | None = None
    beside: Sequence[str] = ()
    equation: str = ""


def judge_candidate(
    setting: Setting, candidate: Candidate, accepted: Accepted, options: Options
) -> Comparison:
    """Whether one formula is the reference or another right form, and what is wrong with it."""
    if candidate.expression is None:
        unread = Comparison(None, "reading", note=candidate.problem, read_as=candidate.text)
        return compare_components(setting, accepted.reference, candidate.text, options) or unread
    target = read_reference(setting, accepted.reference)
    found = judge(setting, target, candidate.expression, options)
    if found.equal:
        return found
    for each in accepted.others:
        other = read_reference(setting, each)
        comparison = judge(setting, other, candidate.expression, options.without_naming)
        if comparison.equal:
            return comparison
    if _is_condition(candidate, found):
        return Comparison(None, "reading", note=SET_TO_ZERO, read_as=candidate.text)
    if found.equal is False and _is_equation(setting, candidate, accepted.equation):
        return Comparison(None, "reading", note=NOT_SOLVED, read_as=candidate.text)
    known = _known_mistake(setting, candidate.expression, accepted, options)
    if known is None:
        found = unless_ambiguous(setting, target, candidate.text, found, options)
    mistake = known or found.mistake
    is_half = found.equal is False and mistake is not None and mistake.code in _HALVES
    is_half &= mistake not in _NO_CONSTANTS
    return replace(found, mistake=mistake, credit=HALF if is_half else Fraction(0))


def false_step(setting: Setting, candidate: Candidate, accepted: Accepted) -> str:
    """What the chain of a right formula says that it equals, though it does not; empty if nothing.

    Only what is made of the names of the reference, and has its shape, is held against it.
    """
    target = read_reference(setting, accepted.reference)
    for step in candidate.steps:
        names = free_names(step)
        if names and names <= free_names(target.expression):
            found = judge(setting, target, step, Options().without_naming)
            if found.equal is False and found.method != "shapes":
                return found.read_as
    return ""


def false_equation(setting: Setting, text: str, accepted: Accepted) -> str:
    """What a passage sets to zero, though the right formula does not solve it; empty if nothing."""
    for formula in formulas_in(text) if accepted.equation else ():
        for stated in _set_to_zero(setting, formula):
            if _solves(setting, stated, accepted.equation) is False:
                return stated
    return ""


def _set_to_zero(setting: Setting, formula: str) -> Iterator[str]:
    """The equations of a formula whose last member is zero, with the member before it."""
    for each in statements_of(setting, formula):
        members = each.written
        if len(members) > 1 and [token.text for token in members[-1].tokens] == ["0"]:
            yield formula[members[-2].span[0] : members[-1].span[1]]


def _solves(setting: Setting, stated: str, equation: str) -> bool | None:
    return compare_in(setting, equation, stated, Options("equation", naming=False)).equal


def _is_condition(candidate: Candidate, found: Comparison) -> bool:
    """Whether something is set to zero that is no number: what solves it stands elsewhere."""
    is_zero = isinstance(candidate.expression, Number) and not candidate.expression.value
    of_shapes = found.mistake is not None and found.mistake.code == "shape"
    return candidate.chained and is_zero and found.equal is False and of_shapes


def _is_equation(setting: Setting, candidate: Candidate, equation: str) -> bool:
    """Whether a candidate is an equation with the same solution."""
    return bool(equation and candidate.chained and _solves(setting, candidate.text, equation))


def _known_mistake(
    setting: Setting, expression: Expression, accepted: Accepted, options: Options
) -> Mistake | None:
    for latex, mistake in (accepted.mistakes or {}).items():
        try:
            target = read_reference(setting, latex)
        except GraderError:
            continue  # a mistake whose shapes do not fit is named by them
        if judge(setting, target, expression, options.without_naming).equal:
            return mistake
    return None
