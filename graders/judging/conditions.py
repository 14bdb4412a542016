"""Conditions: whether the relation, interval or set that a passage gives is the reference."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence import Options, Setting
from graders.equivalence.relations import compare_relation
from graders.errors import Undecided, Unreadable
from graders.judging.accepted import Accepted
from graders.judging.passages.candidates import Candidate
from graders.judging.passages.choosing import words_against
from graders.judging.passages.passage import Passage
from graders.judging.passages.prose import formulas_in
from graders.model import Comparison
from graders.reading.words.against.beside import place_of

SEVERAL = "right and wrong conditions stand in the answer"
TOGETHER = "the conditions are right if all of them are meant together"
BESIDE = "words beside the condition speak against it, or change it"
_JOINER = re.compile(r"[\s$,;&]*(?:and|as well as|with)?[\s$,;&]*", re.IGNORECASE)


def judge_condition(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    """Whether the last condition of a passage is the reference, or all of them together are."""
    text = passage.text
    formulas = formulas_in(text)
    found = [_judged(setting, each, accepted, options) for each in formulas]
    if not found or found[-1].equal is None:
        return found[-1] if found else Comparison(None, "reading", note="no condition is found")
    last = found[-1]
    verdicts = {each.equal for each in found}
    if last.equal:
        words = words_against(passage, Candidate(formulas[-1], None))
        return last.left_open(f"{BESIDE}: {words}") if words else last
    if True in verdicts:
        return last.left_open(SEVERAL)
    together = _judged(setting, r" \text{ and } ".join(formulas), accepted, options)
    if len(formulas) > 1 and together.equal:
        return together if _are_joined(text, formulas) else last.left_open(TOGETHER)
    return last


def _judged(setting: Setting, formula: str, accepted: Accepted, options: Options) -> Comparison:
    """One condition held against the reference and other right forms, with the mistake it is."""
    try:
        found = compare_relation(setting, accepted.reference, formula, options)
        if found.equal is not False:
            return found
        for each in accepted.others:
            other = compare_relation(setting, each, formula, options.without_naming)
            if other.equal:
                return other
        for latex, mistake in (accepted.mistakes or {}).items():
            if compare_relation(setting, latex, formula, options.without_naming).equal:
                return replace(found, mistake=mistake)
    except ShapeFault as fault:
        return Comparison(False, "shapes", note=str(fault), read_as=formula)
    except (Unreadable, Undecided) as doubt:
        return Comparison(None, "reading", note=doubt.feedback, read_as=formula)
    return found


def _are_joined(text: str, formulas: Sequence[str]) -> bool:
    """Whether no more than "and" stands between the formulas."""
    after: int | None = None
    for each in formulas:
        place = place_of(text, each)
        if place is None or (after is not None and not _JOINER.fullmatch(text, after, place[0])):
            return False
        after = place[1]
    return True
