"""Problem 1: the limits of the softmax as its scale grows, marked by their cases."""

from dataclasses import replace

import numpy as np
import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.limits.softmax import (
    LIMITS,
    has_wrong_term,
    of_limits,
    stated,
)
from graders.reading.words.claims.instances import Instances
from solutions.cross_entropy_costs import softmax_limits

from .why_soft import WHY_SOFT

ALL_INPUTS = Mistake("swapped", "all inputs are counted, not those tied for the maximum")
TERMS_TO_ONE = Mistake(
    "wrong_function", "the exponentials of smaller inputs are said to tend to one"
)
NO_MAXIMUM = Mistake("one_case", "the limit of the maximal input is left out")
NO_TIES = Mistake("one_case", "inputs that are tied for the maximum are left out")

DIFFERENCE = r"z_\\?\w+(?:\^L)?-(?:z_\\?\w+|M|\\maxz)"
RATIO = r"e^{c(z_j-z_k)}"
SCALED = (
    *softmax_limits.SCALED_SOFTMAX_CHAIN,
    r"\frac{e^{c(z_j-M)}}{\sum_{k=1}^{n}e^{c(z_k-M)}}",
    RATIO,
)
TOTAL = Instances(
    {"limits": (r"\b(?:outputs?|activations?|probabilit\w+|shares?|a_\{?[jk]\}?)\b(?=.*\bto\b)",)},
    [
        {"limits": tuple(softmax_limits.softmax_limit(np.array(z)).tolist())}
        for z in ((1.0, 3.0, 2.0, 3.0), (1.0, 3.0, 3.0, 3.0))
    ],
)
BEFORE = Part(
    "the softmax rewritten",
    2,
    Written(SCALED, form=rf"\^\(?-|{DIFFERENCE}"),
    Said(claims=(TOTAL,)),
)

HEAD = r"^\\lima_"
NOT_OF_INPUTS = r"smallest|lowest|\bminim(?:al|um)"
OF_SMALLER, OF_MAXIMAL, OF_TIED = (
    Part(
        name,
        1,
        Written((softmax_limits.SOFTMAX_LIMITS[found],), heads=HEAD, stated=HEAD),
        Said(contrary=NOT_OF_INPUTS),
        case=f"The {case} output:",
    )
    for name, found, case in (
        ("the limit of an input that is not maximal", "not maximal", "smaller"),
        ("the limit of the maximal input", "unique maximum", "maximal"),
        ("ties", "m tied", "tied"),
    )
)
FOR_ALL = (
    r"/\s*m\b[^.;]{0,9}for (?:all|every|each|any) \$?j\b|\{m\}\$? for (?:all|every|each|any) \$?j\b"
)
OF_OTHERS = r"\bm\b\$?,? (?:is|being|denotes|counts|for)\b[^.;]{0,40}\b(?:not |non-?)\s?max"
OF_TIED = replace(
    OF_TIED,
    written=replace(OF_TIED.written, mistakes={r"\frac{1}{n}": ALL_INPUTS}),
    said=Said(contrary=f"{NOT_OF_INPUTS}|{FOR_ALL}|{OF_OTHERS}"),
)
OF_TERMS = Part(
    "the sum of the other terms",
    0,
    Written(
        (softmax_limits.TERM_LIMIT, softmax_limits.SUM_LIMIT),
        heads=r"\\lim.*\\sum",
        mistakes={"n-1": TERMS_TO_ONE},
    ),
)


def _left_out(part: Part, mistake: Mistake) -> Part:
    return replace(part, said=replace(part.said, traces="(?!)"), left_out=mistake)


def limits(text: str) -> tuple[Part, ...]:
    """The parts on limits: one for all maximal inputs, where no case says that there is one.

    A case is left out only where every limit has a case, and nothing is said of this one.
    """
    told = {each.case for each in stated(text) if each.subject == "output"}
    named = told | set(LIMITS.cases_in(text))
    maximal, tied = (
        part if case in named or "" in told else _left_out(part, mistake)
        for part, case, mistake in (
            (OF_MAXIMAL, "maximal", NO_MAXIMUM), (OF_TIED, "tied", NO_TIES),
        )
    )  # fmt: skip
    parts: tuple[Part, ...] = (OF_SMALLER, maximal, tied)
    if "tied" in told and "maximal" not in told:
        both = replace(tied, name="the limit of maximal inputs, also of ties", points=2)
        parts = (OF_SMALLER, both)
    return left_to_person(parts) if has_wrong_term(text) else parts


@pytest.mark.question("1.5", points=6, kind="derivation")
def grade_growing_scale(answer: Answer, settle_parts: SettleParts) -> None:
    """The limits of the softmax as its scale grows, and why it is called soft."""
    parts = (BEFORE, *limits(answer.text), OF_TERMS, WHY_SOFT)
    notations = ("softmax", "softmax_alone", "softmax_tied")
    settle_parts(parts, notations=notations, rewritten=of_limits)
