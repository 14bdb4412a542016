"""Question 3.3.b: the bound at the step size of the sheet and its order, marked by their parts."""

import re
from collections.abc import Mapping

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from graders.reading.words.claims.meanings import Meanings
from graders.reading.words.claims.properties import Truth, without_values
from solutions import gradient_descent as solution

RATE_BOUND_MISTAKES: Mapping[str, Mistake] = {
    latex: Mistake("wrong_exponent", f"the bound is another function of T: {words}")
    for words, latex in solution.RATE_BOUND_MISTAKES.items()
}
WRONG_ORDER = Mistake("wrong_exponent", "the order is another power of T")
_BEHIND_COLON = re.compile(r"(?<=\S):\s+=\s*")  # "with eta = 1: = 2", where a sum goes on
_MORE_STEPS = re.compile(
    r"(?i:\b(?:as|when|while|if|for|with))\s+(?:\$?T\$?|the number of \w+)\s*"
    r"(?:increas\w+|grow\w*|ris\w+|(?:gets?|becomes?|is) larger?|(?:goes|tends) to|→|\\to)"
)
BOUND = Truth(
    {
        "bound": (
            r"\b(?:bound|rate|error|gap|difference|suboptimality|excess|right[- ]hand side)\b",
            r"f\s*\(",
        ),
        "steps": (r"\bT\b", r"\b(?:steps?|iterations?|iterates?|time|sum)\b"),
        "data": (r"\bB\b", r"\\?\brho\b|ρ", r"\\?\beta\b|η"),
    },
    {"bound": {"falling", "finite"}},
    in_words=lambda text: _MORE_STEPS.sub(", ", without_values(text)),
)
LETTERS = Meanings(
    {"B": "weights", r"\\rho|ρ|rho": "gradient"},
    {
        "gradient": (r"gradient|\bv_t\b|\blipschitz|\bslope|\\nabla",),
        "weights": (
            r"w\^?\{?[*∗]|w\^\{?\\(?:star|ast)|\bminimi[sz]er|\bweights?\b|\bdistance|\bradius",
        ),
    },
)
_GAP = r"f\((?:\\(?:bar|overline)w|w̄)\)-f\(w\^?(?:\*|\\star|\\ast)\)"
FROM_BELOW_SAID = (  # the other side of the bound
    rf"{_GAP}(?:\\geq?(?:slant)?(?![a-z])|≥|>)|(?:\\leq?(?:slant)?|≤|<=?){_GAP}"
    r"|\bat least\b|\blower bound|\bbounded (?:from )?below\b|\b(?:more|larger|greater) than\b"
)
_OF_ORDER = r"(?:O(?=\()|(?:(?<!un)like|order|rate)(?:of|is)?)"  # without spaces
_WITHOUT_ETA = r"^(?!.*\\eta)"  # the step size of the sheet stands for it
RATE = (
    Part(
        "the bound",
        3,
        Written((solution.RATE_BOUND,), form=_WITHOUT_ETA, mistakes=RATE_BOUND_MISTAKES),
        Said(claims=(BOUND, LETTERS), contrary=FROM_BELOW_SAID),
    ),
    Part(
        "the step size is put in",
        2,
        Written(
            (solution.RATE_BOUND,),
            form=r"\\frac.*\+|/.*\+",
            beside=(solution.RATE_TERM,),
        ),
    ),
    Part(
        "the order",
        1,
        said=Said(
            rf"{_OF_ORDER}\(?(?:(?:\\frac1|1/)(?:\\sqrtT|√T|T\^(?:1/2|\\frac12|0?\.5))"
            r"|T\^\(?-(?:1/2|\\frac12|0?\.5)|1/sqrt\(?T)",
            mistakes={
                rf"{_OF_ORDER}\(?(?:\\sqrtT|(?:\\frac1|1/)?T(?:\^-?1)?)(?![\w^/])": WRONG_ORDER
            },
        ),
    ),
)


@pytest.mark.question("3.3.b", points=6, kind="derivation")
def grade_rate(settle_parts: SettleParts) -> None:
    """The bound at the step size of the sheet, and its order."""
    settle_parts(RATE, rewritten=lambda text: _BEHIND_COLON.sub(":\n\n", text))
