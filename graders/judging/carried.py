"""Whether a formula follows from the student's own earlier answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graders.comparing.formulas.relations.normal_form import said_by
from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence import Options, Setting, Target, judge, read_reference
from graders.errors import Undecided, Unreadable
from graders.expression import free_names, substitute
from graders.judging.passages.candidates import candidates_of
from graders.judging.passages.choosing import formulas_alone
from graders.judging.passages.passage import Passage
from graders.model import Comparison


@dataclass(frozen=True)
class Carried:
    r"""A reference as a function of an earlier answer: `\log P` of the student's own P."""

    name: str  # of the earlier answer in the formula: a declared symbol
    formula: str
    own: Sequence[str]  # the student's earlier answer, candidate by candidate


def judge_with_own(
    setting: Setting, passage: Passage, carried: Carried, options: Options
) -> Comparison | None:
    """Whether the answer follows from the student's own earlier one; None if it does not."""
    answers = formulas_alone(list(candidates_of(setting, passage)))
    if not answers or (answer := answers[-1].expression) is None:
        return None
    for target in _own_references(setting, carried):
        comparison = judge(setting, target, answer, options.without_naming)
        is_same = not said_by(target.expression, answer)  # also where it has no value
        if comparison.equal or is_same:
            return replace(comparison, equal=True, note="", follows_from=(carried.name,))
    return None


def _own_references(setting: Setting, carried: Carried) -> Iterator[Target]:
    """The reference with each of the student's earlier answers put in.

    Where one leaves no name in it, the later answer would be trivial: nothing follows from that.
    """
    template = read_reference(setting, carried.formula).expression
    for earlier in carried.own:
        found = formulas_alone(list(candidates_of(setting, Passage(earlier))))
        own = [each.expression for each in found if each.expression]
        if not own:
            continue
        expression = substitute(template, {carried.name: own[-1]})
        if free_names(expression):
            try:
                yield Target(expression, setting.bench.type(expression))
            except (ShapeFault, Unreadable, Undecided):
                continue
