"""Which of the formulas of a passage are its answer, by their names and the words beside them."""

import re
from collections.abc import Sequence

from graders.equivalence import Setting, read_reference
from graders.expression import Number, Symbol, free_names
from graders.judging.accepted import Accepted
from graders.judging.passages.candidates import Candidate, candidates_of
from graders.judging.passages.passage import Passage
from graders.reading.words.against.beside import against, is_contrasted, place_of

_REASON = re.compile(
    r"\b(?:because|since|where|with|using|let|from)$"
    r"|\$,?\s+(?:where|with)\s+(?:\$[^$]+\$(?:\s*(?:[,;]|and))+\s*)+$",  # with $a = 1$, $b = 2$
    re.IGNORECASE,
)
_OF_CASE = re.compile(  # "with $y = 1$ it is"
    r"\b[a-z]\s*=\s*[-−]?\d+\s*\$?[\s,:]*(?:(?:it|this|that|we|one|the\s\w+)\s+)?"
    r"(?:is|gives?|gets?|have|has|leaves?|becomes|equals|yields)$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:\\left\s*)?[-−(\[]")
_BEHIND_FORMULA = re.compile(r"\$\s*\$+\s*$")
_BEFORE_FORMULA = re.compile(rf"\s*\$+\s*\$+{_GOES_ON.pattern}")
_STATED = re.compile(r"(?::|\bsimply|\b(?:answer|result|derivative|gradient) is)$", re.IGNORECASE)


def answers_among(passage: Passage, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that may be the answer: no reason or special case, and not what it is not."""
    words = ((each, _before(passage, each)) for each in candidates)
    told = [each for each, said in words if not _is_none(said)]
    if told and told[-1].explained:
        return told[-1:]
    alone = formulas_alone([each for each in told if not each.remarked] or told or candidates)
    stated = [each for each in told[-1:] if not _is_mention(passage, each)]
    return [*alone, *(each for each in stated if each not in alone)]


def _is_none(said: str) -> bool:
    """Whether the words before a formula make it a reason, a contrast or a special case."""
    is_other = _REASON.search(said) or _OF_CASE.search(said)
    return is_other is not None or is_contrasted(said)


def formulas_alone(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without mere mentions of a name, as long as there are others."""
    stated = [each for each in candidates if not is_special_case(each)]
    chains = [each for each in stated if each.chained]
    whole = [each for each in stated if not isinstance(each.expression, Symbol)]
    return chains or whole or list(candidates)


def is_special_case(candidate: Candidate) -> bool:
    """Whether a number is given to a name: "which is 1 - p when y = 0" says no more than that."""
    return candidate.chained and isinstance(candidate.expression, Number)


def words_against(passage: Passage, candidate: Candidate) -> str:
    """The words that take back a formula or make another answer of it: "twice", "is wrong"."""
    end = len(passage.text)  # behind all words, where the formula stands there in other signs
    start, end = place_of(passage.text, candidate.text) or (end, end)
    return against(passage.text, start, end, throughout=True)


def may_go_on(passage: Passage, candidate: Candidate) -> bool:
    r"""Whether a formula may be one with that in the next dollar signs: `$p = a$ $(1 - b)$`.

    A minus or a bracket begins the second of them.
    """
    place = place_of(passage.text, candidate.text)
    if place is None:
        return False
    is_second = _GOES_ON.match(candidate.text) and _BEHIND_FORMULA.search(passage.text[: place[0]])
    return bool(is_second or _BEFORE_FORMULA.match(passage.text, place[1]))


def of_its_names(
    setting: Setting, passages: Sequence[Passage], accepted: Accepted
) -> Sequence[int]:
    r"""Which of several answers are in the names of the reference: all of them if none is.

    `w = w_t - \eta g` may stand beside the answer `w = w_t - g / \lambda`, for comparison.
    """
    if len(passages) == 1:
        return [0]
    named = ([each for each in candidates_of(setting, one) if each.named] for one in passages)
    kept = [n for n, each in enumerate(named) if in_its_names(setting, each, accepted)]
    return kept or range(len(passages))


def in_its_names(
    setting: Setting, candidates: Sequence[Candidate], accepted: Accepted
) -> list[Candidate]:
    """Those candidates that use no other names than the reference does."""
    known = free_names(read_reference(setting, accepted.reference).expression)
    return [
        each
        for each in candidates
        if each.expression is not None and free_names(each.expression) <= known
    ]


def _is_mention(passage: Passage, candidate: Candidate) -> bool:
    """Whether no words say of a letter alone that it is the answer: "in this layout: $A$"."""
    is_letter = isinstance(candidate.expression, Symbol) and not candidate.chained
    return not (is_letter and _STATED.search(_before(passage, candidate)))


def _before(passage: Passage, candidate: Candidate) -> str:
    """The words right before a formula."""
    place = place_of(passage.text, candidate.text)
    return passage.text[: place[0]].rstrip("$( \\[") if place else ""
