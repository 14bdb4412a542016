"""Whether the formula that a passage gives is the reference.

The formulas are read in order; the last chain is the answer, unless another one defines the
quantity by its name. A passage in which the right formula stands, but not at the end, goes to a
person.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from graders.equivalence import Options, Setting, read_reference
from graders.expression import Expression, free_names
from graders.judging.accepted import Accepted, false_equation, false_step, judge_candidate
from graders.judging.passages.candidates import (
    PLAIN,
    Candidate,
    candidates_of,
    results_behind,
    without_those_beside,
)
from graders.judging.passages.choosing import (
    answers_among,
    in_its_names,
    is_special_case,
    may_go_on,
    words_against,
)
from graders.judging.passages.explained import with_given_values
from graders.judging.passages.passage import Passage
from graders.model import Comparison
from graders.reading.words.against.corrections import behind_correction, unsaid_correction

ALTERNATIVES = re.compile(r"\b(?:or|either|alternatively)\b", re.IGNORECASE)
BESIDE = "words beside the formula speak against it, or change it"
GOES_ON = "it may be one formula with that in the dollar signs beside it"
FALSE_STEP = "its chain says that it equals what it does not"
NOT_ITS_EQUATION = "the right formula does not solve this equation"
CORRECTED = "the right formula is taken back"


def judge_formula(
    setting: Setting,
    passage: Passage,
    accepted: Accepted,
    options: Options,
    *,
    steps_count: bool = False,
) -> Comparison:
    """Whether the answer that a passage gives is the reference, also behind a correction.

    A right one that a false step leads to is left open, unless its steps count on their own.
    """
    found = _judge_passage(setting, passage, accepted, options)
    if found.equal and not steps_count and (said := _false_step(setting, passage, accepted)):
        return _open(found, said)
    behind = replace(passage, text=behind_correction(passage.text))
    if found.equal and (taken_back := unsaid_correction(passage.text)):
        return replace(found, equal=None, note=f"{CORRECTED}: {taken_back[:80]}")
    if not found.equal or not behind.text or not any(candidates_of(setting, behind)):
        return found
    if _judge_passage(setting, behind, accepted, options).equal:
        return found
    return replace(found, equal=None, note=f"{CORRECTED}: {' '.join(behind.text.split())[:80]}")


def _false_step(setting: Setting, passage: Passage, accepted: Accepted) -> str:
    """What a passage with the right formula says that is not so: in its chains, or of zero."""
    if equation := false_equation(setting, passage.text, accepted):
        return f"{NOT_ITS_EQUATION}: {equation}"
    right = (each for each in candidates_of(setting, passage) if each.steps and not each.remarked)
    for candidate in right:
        if judge_candidate(setting, candidate, accepted, PLAIN).equal and (
            step := false_step(setting, candidate, accepted)
        ):
            return f"{FALSE_STEP}: {step}"
    return ""


def _judge_passage(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    """What the last answer of a passage comes to, if nothing else in it says otherwise."""

    def judged(candidate: Candidate) -> Comparison:
        return judge_candidate(setting, candidate, accepted, options)

    candidates = without_those_beside(
        setting, list(candidates_of(setting, passage)), accepted.beside
    )
    named = [each for each in candidates if each.named]
    chosen = in_its_names(setting, named, accepted) or named or answers_among(passage, candidates)
    if not chosen:
        return Comparison(None, "reading", note="no formula can be found in the answer")
    chosen = [_with_given(setting, passage, each, accepted) for each in chosen]
    comparisons = [judged(each) for each in chosen]
    last = comparisons[-1]
    if last.equal is not None and (words := words_against(passage, chosen[-1])):
        return _open(last, f"{BESIDE}: {words}")
    if last.equal is False and may_go_on(passage, chosen[-1]):
        return _open(last, GOES_ON)
    if last.equal:
        behind = results_behind(setting, passage, chosen[-1])
        other = next((each for each in behind if judged(each).equal is False), None)
        if other is not None:
            return _several(last, other)
    if {True, False} <= {each.equal for each in comparisons}:
        has_case = not named and any(map(is_special_case, candidates))
        return _right_and_wrong(passage, chosen, comparisons, has_case=has_case)
    unchained = [each for each in candidates if not (named and each.chained)]  # of no other name
    beside = (each for each in unchained if each not in chosen)
    is_beside = last.equal is False and any(judged(each).equal for each in beside)
    return _several(last, chosen[-1]) if is_beside else last


def _right_and_wrong(
    passage: Passage,
    chosen: Sequence[Candidate],
    comparisons: Sequence[Comparison],
    *,
    has_case: bool,
) -> Comparison:
    """The last formula if it is right and no alternative, or the first one before its cases."""
    first, last = comparisons[0], comparisons[-1]
    if last.equal and not ALTERNATIVES.search(passage.text):
        return last
    if first.equal and has_case:
        words = words_against(passage, chosen[0])
        return _open(last, f"{BESIDE}: {words}") if words else first
    return _several(last, chosen[-1])


def _several(last: Comparison, candidate: Candidate) -> Comparison:
    text = candidate.text[:80]
    return _open(last, f"right and wrong formulas stand in the answer; the last is {text}")


def _open(last: Comparison, note: str) -> Comparison:
    return replace(last.left_open(note), credit=Fraction(0))


def _with_given(
    setting: Setting, passage: Passage, candidate: Candidate, accepted: Accepted
) -> Candidate:
    r"""A candidate with names of the reference, where its passage gives the others a value.

    `w - \eta g` with `\eta = 1/\lambda` is `w - g / \lambda`.
    """
    if candidate.expression is None or accepted.others:
        return candidate
    known = _names_behind(setting, read_reference(setting, accepted.reference).expression)
    meant = with_given_values(setting, passage, candidate.expression, known)
    return candidate if meant is None else replace(candidate, expression=meant, explained=True)


def _names_behind(setting: Setting, expression: Expression) -> frozenset[str]:
    """The names of an expression, and those by which they are defined."""
    names = free_names(expression)
    meant = {name: setting.bench.exercise.definitions.get(name) for name in names}
    return names.union(*(free_names(each) for each in meant.values() if each is not None))
