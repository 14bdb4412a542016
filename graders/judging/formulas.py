"""Whether the formula that a passage gives is the reference.

The formulas are read in order; the last chain is the answer, unless another one defines the
quantity by its name. A passage in which the right formula stands, but not at the end, goes to a
person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from graders.comparing.formulas.sameness import said_by
from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence import Options, Setting, Target, judge, read_reference
from graders.equivalence.values import unless_ambiguous
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Expression, Number, Symbol, free_names, substitute
from graders.judging.candidates import (
    Candidate,
    candidates_of,
    results_behind,
    with_given_values,
    without_those_beside,
)
from graders.judging.passages import MAX_LENGTH, Passage
from graders.model import Comparison, Mistake
from graders.reading.words.beside import against, is_contrasted, place_of
from graders.reading.words.corrections import behind_correction

ALTERNATIVES = re.compile(r"\b(?:or|either|alternatively)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|where|with|using|let|from)$"
    r"|\$,?\s+(?:where|with)\s+(?:\$[^$]+\$(?:\s*(?:[,;]|and))+\s*)+$",  # with $a = 1$, $b = 2$
    re.IGNORECASE,
)
_STATED = re.compile(r"(?::|\bsimply|\b(?:answer|result|derivative|gradient) is)$", re.IGNORECASE)
SET_TO_ZERO = "an equation is set to zero; what solves it was not found"
BESIDE = "words beside the formula speak against it, or change it"
CORRECTED = "the right formula is taken back"
HALF = Fraction(1, 2)
_HALVES = frozenset({"sign", "factor", "layout"})  # mistakes in an otherwise right formula


@dataclass(frozen=True)
class Accepted:
    """What counts as right: the reference, other right forms, and known mistakes by their words.

    What may stand `beside` the answer, such as the function to be derived, is none beside others.
    """

    reference: str
    others: Sequence[str] = ()
    mistakes: Mapping[str, Mistake] | None = None
    beside: Sequence[str] = ()


@dataclass(frozen=True)
class Carried:
    r"""A reference as a function of an earlier answer: `\log P` of the student's own P."""

    name: str  # of the earlier answer in the formula: a declared symbol
    formula: str
    own: Sequence[str]  # the student's earlier answer, candidate by candidate


def judge_formula(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    """Whether the answer that a passage gives is the reference, also behind a correction."""
    length = len(passage.text)
    if length > MAX_LENGTH:
        return Comparison(None, "reading", note=f"the answer has {length} characters")
    found = _judge_passage(setting, passage, accepted, options)
    behind = replace(passage, text=behind_correction(passage.text))
    if not found.equal or not behind.text or not any(candidates_of(setting, behind)):
        return found
    if _judge_passage(setting, behind, accepted, options).equal:
        return found
    return replace(found, equal=None, note=f"{CORRECTED}: {' '.join(behind.text.split())[:80]}")


def _judge_passage(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    candidates = without_those_beside(
        setting, list(candidates_of(setting, passage)), accepted.beside
    )
    named = [each for each in candidates if each.named]
    chosen = _in_its_names(setting, named, accepted) or named or _answers(passage, candidates)
    if not chosen:
        return Comparison(None, "reading", note="no formula can be found in the answer")
    chosen = [_with_given(setting, passage, each, accepted) for each in chosen]
    comparisons = [_judged(setting, each, accepted, options) for each in chosen]
    last = comparisons[-1]
    found = {each.equal for each in comparisons}
    if last.equal is not None and (words := _against(passage, chosen[-1])):
        return _open(last, f"{BESIDE}: {words}")
    for each in results_behind(setting, passage, chosen[-1]) if last.equal else ():
        if _judged(setting, each, accepted, options).equal is False:
            return _several(last, each)
    if {True, False} <= found:
        if last.equal and not ALTERNATIVES.search(passage.text):
            return last
        if comparisons[0].equal and not named and any(map(_is_special_case, candidates)):
            words = _against(passage, chosen[0])
            return _open(last, f"{BESIDE}: {words}") if words else comparisons[0]
        return _several(last, chosen[-1])
    others = () if last.equal is not False else _beside(candidates, named)
    rest = (_judged(setting, each, accepted, options) for each in others if each not in chosen)
    return _several(last, chosen[-1]) if any(each.equal for each in rest) else last


def _beside(candidates: Sequence[Candidate], named: Sequence[Candidate]) -> Sequence[Candidate]:
    """What may be the answer beside the chosen one: no equation for another name."""
    return [each for each in candidates if not (named and each.chained)]


def _several(last: Comparison, candidate: Candidate) -> Comparison:
    text = candidate.text[:80]
    return _open(last, f"right and wrong formulas stand in the answer; the last is {text}")


def _open(last: Comparison, note: str) -> Comparison:
    return replace(last, equal=None, note=note, mistake=None, credit=Fraction(0))


def _answers(passage: Passage, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that may be the answer: no reason, and not what it is said not to be."""
    words = ((each, _before(passage, each)) for each in candidates)
    told = [each for each, said in words if not (_REASON.search(said) or is_contrasted(said))]
    if told and told[-1].explained:
        return told[-1:]
    alone = _formulas_alone(told or candidates)
    stated = [each for each in told[-1:] if not _is_mention(passage, each)]
    return [*alone, *(each for each in stated if each not in alone)]


def _is_mention(passage: Passage, candidate: Candidate) -> bool:
    """Whether no words say of a letter alone that it is the answer: "in this layout: $A$"."""
    is_letter = isinstance(candidate.expression, Symbol) and not candidate.chained
    return not (is_letter and _STATED.search(_before(passage, candidate)))


def _against(passage: Passage, candidate: Candidate) -> str:
    """The words that take back a formula or make another answer of it: "twice", "is wrong"."""
    end = len(passage.text)  # behind all words, where the formula stands there in other signs
    start, end = place_of(passage.text, candidate.text) or (end, end)
    return against(passage.text, start, end, throughout=True)


def _before(passage: Passage, candidate: Candidate) -> str:
    """The words right before a formula."""
    place = place_of(passage.text, candidate.text)
    return passage.text[: place[0]].rstrip("$( \\[") if place else ""


def of_its_names(
    setting: Setting, passages: Sequence[Passage], accepted: Accepted
) -> Sequence[int]:
    r"""Which of several answers are in the names of the reference: all of them if none is.

    `w = w_t - \eta g` may stand beside the answer `w = w_t - g / \lambda`, for comparison.
    """
    if len(passages) == 1:
        return [0]
    named = ([each for each in candidates_of(setting, one) if each.named] for one in passages)
    kept = [n for n, each in enumerate(named) if _in_its_names(setting, each, accepted)]
    return kept or range(len(passages))


def _in_its_names(
    setting: Setting, candidates: Sequence[Candidate], accepted: Accepted
) -> list[Candidate]:
    """Those candidates that use no other names than the reference does."""
    known = free_names(read_reference(setting, accepted.reference).expression)
    return [
        each
        for each in candidates
        if each.expression is not None and free_names(each.expression) <= known
    ]


def _with_given(
    setting: Setting, passage: Passage, candidate: Candidate, accepted: Accepted
) -> Candidate:
    r"""A candidate with names of the reference, where its passage gives the others a value.

    `w - \eta g` with `\eta = 1/\lambda` is `w - g / \lambda`.
    """
    if candidate.expression is None or accepted.others:
        return candidate
    known = _names_behind(setting, read_reference(setting, accepted.reference).expression)
    return with_given_values(setting, passage, candidate, known) or candidate


def _names_behind(setting: Setting, expression: Expression) -> frozenset[str]:
    """The names of an expression, and those by which they are defined."""
    names = free_names(expression)
    meant = {name: setting.bench.exercise.definitions.get(name) for name in names}
    return names.union(*(free_names(each) for each in meant.values() if each is not None))


def judge_with_own(
    setting: Setting, passage: Passage, carried: Carried, options: Options
) -> Comparison | None:
    """Whether the answer follows from the student's own earlier one; None if it does not.

    Where an earlier answer leaves no name in the later one, that would be trivial: nothing
    follows from it.
    """
    template = read_reference(setting, carried.formula).expression
    for earlier in carried.own:
        found = candidates_of(setting, Passage(earlier))
        own = [each.expression for each in found if each.expression]
        if not own:
            continue
        expression = substitute(template, {carried.name: own[-1]})
        if not free_names(expression):
            continue
        try:
            target = Target(expression, setting.bench.type(expression))
        except (ShapeFault, Unreadable, Undecided):
            continue
        for candidate in _formulas_alone(list(candidates_of(setting, passage)))[-1:]:
            if candidate.expression is None:
                continue
            comparison = judge(setting, target, candidate.expression, options.without_naming)
            is_same = not said_by(expression, candidate.expression)  # also where it has no value
            if comparison.equal or is_same:
                return replace(comparison, equal=True, note="", follows_from=(carried.name,))
    return None


def _formulas_alone(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without mere mentions of a name, as long as there are others."""
    stated = [each for each in candidates if not _is_special_case(each)]
    chains = [each for each in stated if each.chained]
    whole = [each for each in stated if not isinstance(each.expression, Symbol)]
    return chains or whole or list(candidates)


def _is_special_case(candidate: Candidate) -> bool:
    """Whether a number is given to a name: "which is 1 - p when y = 0" says no more than that."""
    return candidate.chained and isinstance(candidate.expression, Number)


def _judged(
    setting: Setting, candidate: Candidate, accepted: Accepted, options: Options
) -> Comparison:
    if candidate.expression is None:
        return Comparison(None, "reading", note=candidate.problem, read_as=candidate.text)
    found: Comparison | None = None
    for reference in (accepted.reference, *accepted.others):
        target = read_reference(setting, reference)
        asked = options.without_naming if found else options
        comparison = judge(setting, target, candidate.expression, asked)
        if comparison.equal:
            return comparison
        found = found or comparison
    assert found is not None
    if _is_condition(candidate, found):
        return Comparison(None, "reading", note=SET_TO_ZERO, read_as=candidate.text)
    known = _known_mistake(setting, candidate.expression, accepted, options)
    if known is None:
        target = read_reference(setting, accepted.reference)
        found = unless_ambiguous(setting, target, candidate.text, found, options)
    mistake = known or found.mistake
    credit = HALF if mistake is not None and mistake.code in _HALVES else Fraction(0)
    return replace(found, mistake=mistake, credit=credit if found.equal is False else Fraction(0))


def _is_condition(candidate: Candidate, found: Comparison) -> bool:
    """Whether something is set to zero that is no number: what solves it stands elsewhere."""
    is_zero = isinstance(candidate.expression, Number) and not candidate.expression.value
    of_shapes = found.mistake is not None and found.mistake.code == "shape"
    return candidate.chained and is_zero and found.equal is False and of_shapes


def _known_mistake(
    setting: Setting, expression: Expression, accepted: Accepted, options: Options
) -> Mistake | None:
    for latex, mistake in (accepted.mistakes or {}).items():
        try:
            target: Target = read_reference(setting, latex)
        except GraderError:
            continue  # a mistake whose shapes do not fit is named by them
        if judge(setting, target, expression, options.without_naming).equal:
            return mistake
    return None
