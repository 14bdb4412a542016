"""Problem 2: hyper-parameters, and the weight with which a factor of the gradient reaches one."""

import re
from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import Review, SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.claims.instances import Instances
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.claims.spoken import AT_EXTREME, Spoken
from graders.reading.words.scopes import IN_GENERAL, in_scope
from solutions import gradient_stability as stability


@pytest.mark.question("2.1", points=4, kind="free_text")
def grade_strength_and_rate(answer: Answer, review: Review) -> None:
    """What limits the choice of the regularisation strength and of the learning rate."""
    review()


@pytest.mark.question("2.2", points=4, kind="free_text")
def grade_steep_activation(answer: Answer, review: Review) -> None:
    """Whether an activation with a large derivative removes the unstable gradients."""
    review()


@pytest.mark.question("2.4", points=3, kind="free_text")
def grade_momentum(answer: Answer, review: Review) -> None:
    """What goes wrong with a momentum coefficient above one or below zero."""
    review()


# --- 2.3.a The smallest weight ------------------------------------------------------------------

STRICT = Mistake("wrong_function", "the bound is strict, though the maximum is attained")
SLOPE = r"\\sigma'(?!')|d\\sigma|\\sigma\(\S*\)\(1-\\sigma|^s\(1-s\)"
SIZE = r"(?:\|\s*w\s*\||weight)"
AT_LEAST = r"\s*\$?\s*(?:\\geq?|\\geqslant|≥|>=|is at least)\s*\$?\s*"
BELOW = r"\s*\$?\s*(?:<|\\lt|(?:is|were) (?:less|smaller) than)\s*\$?\s*"
FOUR = r"(?:4|four)(?!\.?\d)"
QUARTER_OF_IT = r"\\frac\s*\{?\s*\|\s*w\s*\|\s*\}?\s*\{?4|\|\s*w\s*\|\$?\s*/\s*4"
LARGE, SMALL = "With large weights:", "With small weights:"
TO_SHOW = re.compile(rf"\b(?:show|prove)(?: that)?:?\s*\$?{SIZE}{AT_LEAST}{FOUR}\$?(?=[\s.,;:]|\Z)")
WITHOUT = r"\A(?![\s\S]*(?:{}))"
CONVERSE_ALONE = WITHOUT.format(QUARTER_OF_IT) + rf"[\s\S]*{LARGE}"
FROM_NOTHING = WITHOUT.format(rf"sigm|slope|derivative|gradient|{QUARTER_OF_IT}")
NOT_FOR_ALL = (  # arguments, or of no slope
    r"\bon average\b|\b(?:typical|usual|most)ly\b|\bconvex|\b(?:for|at) (?:most|many|some|typical"
    r"|positive|large) (?:\$?z\b|inputs?|arguments?|points?|values?)"
)
SPOKEN = Spoken(  # of the upper words that fit
    {
        r"\sigma'(z)": (
            r"(?<!\|)\\sigma'\(\w+\)",
            r"derivative|slope|gradient|parabola|product of both",
        ),
        r"|w\sigma'(z)|": (
            r"\bfactor\b(?! of)|\bproduct\b",
            r"\|\s*w\s*\|?\s*\|?\s*\\sigma'\(\w+\)\|?",
        ),
        r"\sigma''(z)": (r"second derivative|\\sigma''\(\w+\)",),
        r"|w|": (r"\|\s*w\s*\||weight",),
        r"\max(\sigma(z), 1 - \sigma(z))": (r"\b(?:both|each|all|every) factors?\b",),
        r"(1 - \sigma(z))": (r"\b1\s*-\s*\\sigma\(\w+\)",),
        r"\sigma(z)": (r"\\sigma\(\w+\)|sigmoid|logistic",),
        "e^{-z}": ("exponential",),
    },
    argument="z",
)
OF_SIGMOID = r"(?:the )?(?:sigmoid|logistic(?: function)?|\\sigma(?:\(z\))?)"
VALUES = Instances(
    {
        "slope": (rf"\b(?:derivative|slope)(?: of {OF_SIGMOID})?|\\sigma'\(z\)",),
        "sigmoid": (OF_SIGMOID,),
    },
    [stability.sigmoid_values()],
)
REASONS = Reasons(
    r"1\s*-|1/2|frac\s*\{?1\}?\s*\{?2|½|half|\bAM\b|mean|parabola|square|symmetr|product|vertex"
    r"|second|\\sigma'|''|\^|²|\|\s*w|\b(?:z|x|at) ?=? ?\$?0"
)

DERIVATIVES = (
    r"\sigma(z)(1-\sigma(z))",
    r"\sigma(z)(1-\sigma(z))(1-2\sigma(z))",
    r"w\sigma(z)(1-\sigma(z))",
)
BOUND = Part(
    "the largest slope",
    2,
    Written(
        (stability.LARGEST_SLOPE,),
        heads=SLOPE,
        relation="<=",
        mistakes={f"<{stability.LARGEST_SLOPE}": STRICT},
        beside=DERIVATIVES,
    ),
    Said(claims=(SPOKEN, REASONS, VALUES), contrary=NOT_FOR_ALL),
    left=Fraction(1, 2),
)
CONCLUSION = Part(
    "the conclusion",
    2,
    Written(("4",), heads=r"^\|w\|$", relation=">=", mistakes={">4": STRICT}),
    Said(contrary=f"{CONVERSE_ALONE}|{FROM_NOTHING}"),
    left=Fraction(1, 2),
)
CONTRADICTION = Part("the conclusion", 2, Written(("1",), heads=r"^\|w", relation="<"), case=SMALL)

MAXIMUM = r"\\?\bmax(?![A-Za-z])\s*(?:_\s*\{?\s*z\s*\}?)?\s*(\\sigma'\(z\))"
IS_BOUND = re.compile(rf"(?<![\\/{{}}|\w])(?<!/ ){MAXIMUM}\s*=")
SIGMOID = re.compile(
    r"(?:\\sigma|σ)(\s*(?:'|′|\^\s*\{?\\prime\s*\}?))?(?!\s*['′_A-Za-z]|\s*\((?!\s*1\s*[-−]))"
)


def of_slope(text: str) -> str:
    r"""A passage in which the sigmoid has its argument, and words for its bounds are formulas.

    >>> of_slope(r"$\max \sigma' = \frac14$, as $\sigma' = \sigma(1 - \sigma)$")
    "$\\sigma'(z) \\le \\frac14$, as $\\sigma'(z) = \\sigma(z)(1 - \\sigma(z))$"
    >>> of_slope(r"$|w| \ge 1/\max\sigma' = 4$")
    '$|w| \\ge 1/\\frac{1}{4} = 4$'
    >>> print(of_slope("Its slope is at most 1/4. If |w| >= 4, the factor is large."))
    Its slope is at most 1/4.
    \sigma'(z) \le 1/4
     With large weights: , the factor is large. In general:
    """
    text = SIGMOID.sub(lambda found: r"\sigma'(z)" if found[1] else r"\sigma(z)", text)
    text = text.replace("σ", r"\sigma")
    text = re.sub(MAXIMUM, lambda _: stability.LARGEST_SLOPE, IS_BOUND.sub(r"\1 \\le", text))
    text = TO_SHOW.sub("", text)
    text = in_scope(text, f"{SIZE}{BELOW}{FOUR}|otherwise", SMALL, refuted=True)
    return SPOKEN.with_formulas(in_scope(text, SIZE + AT_LEAST + FOUR, LARGE))


@pytest.mark.question("2.3.a", points=4, kind="derivation")
def grade_smallest_weight(settle_parts: SettleParts) -> None:
    """The bound of the sigmoid's derivative, and what it asks of the weight."""
    settle_parts(
        (BOUND, CONCLUSION),
        (BOUND, CONTRADICTION),
        models=("inside",),
        tight=("boundary",),
        solved=("steepest",),
        cases={LARGE: "large", SMALL: "too_small", AT_EXTREME: "steepest", IN_GENERAL: "inside"},
        rewritten=of_slope,
    )
