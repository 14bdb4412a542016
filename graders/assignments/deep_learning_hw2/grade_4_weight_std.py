"""Question 4.2: the standard deviation of the weights, marked by its parts.

Asked are the variance of a pre-activation as width times expectation, and the spread that keeps it
at one. Every equation is tried where the spread is the right one; words that give the spread, the
variance of a sum or its mean are equations, too, and what is said of widths is judged by what is
true of them. Words for what ReLU does are held in an example. A second moment of the student's
own is carried on.
"""

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts, Shows
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.spreads import is_called_variance, of_spread
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.claims.instances import Instances
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.claims.trends import Trend
from solutions.initialization import SECOND_MOMENT, WEIGHT_STD_OF_MOMENT, values_after_relu

A_VARIANCE = Mistake("wrong_exponent", "this is the variance, not the standard deviation")
NOT_A_VARIANCE = Mistake("wrong_exponent", "this is the standard deviation, not the variance")
FAN_OUT = Mistake("swapped", "the width of the layer itself is used, not of the one before")
OUTPUTS, VARIANCE_OF_OUTPUTS = r"\sqrt{\frac{2}{d_l}}", r"\frac{2}{d_l}"
OTHER_MOMENTS = ("1", r"\frac{1}{4}", "2")  # that a student may have found in 4.1

# --- what is said ---------------------------------------------------------------------------------

ANOTHER = r"\b(?:variance|step|deviation)s?\b"
WIDTH = r"\bd_\{?l\s*-\s*1\}?"
PLACES = Truth(
    things={"another": (ANOTHER,), "width": (WIDTH,)},
    known={"width": {"before"}},
    opposites=(
        {
            "before": (
                r"\b(?:previous|before|preceding|incoming|fan-?in|inputs?)\b",
                r"\boutputs? of (?:the )?(?:previous|preceding|last) ",
            ),
            "behind": (r"\b(?:next|following|fan-?out|outputs?|(?:the )?layer (?:itself|l\b))",),
        },
    ),
    goes_on=False,
)
SIZES = Truth(
    things={"another": (ANOTHER,), "width": (WIDTH, r"\b(?:width|number|units)\b")},
    known={"width": {"large"}},
    opposites=(
        {
            "large": (r"\b(?:large|wide|high|big|many|infinit\w+)\b",),
            "small": (r"\b(?:small(?:er)?|narrow|low|few|tiny)\b",),
        },
    ),
    goes_on=False,
)
WEIGHTS = Truth(
    things={
        "another": (r"\b(?:units?|activations?|outputs?|inputs?|layers?)\b",),
        "weights": (r"\bweights?\b",),
    },
    known={"weights": {"independent"}},
    opposites=(
        {
            "independent": (r"\bindependent|\buncorrelated\b",),
            "dependent": (r"\bdependent\b|\bcorrelated\b",),
        },
    ),
    goes_on=False,
)
CAUSES = Reasons(
    r"independ|i\.?i\.?d|identical|distribut|varianc|large|\blaw\b|zero|mean|moment|expect|normal"
    r"|symmetr|unit|keep|preserv|vanish|explod|average|\bsum|relu|[=\\]|\bz\b"
)
OF_WIDTH = Trend(r"layers?|widths?|d_\{?l\s*-\s*1\}?", r"weights|\\sigma(?:_l)?|σ_?l?|spread")
OTHER_SIZE = (  # of the variance, than one
    r"\b(?:must|has to|have to|should|needs? to) (?:then |also )?(?:be|stay|remain|become) "
    r"(?:(?:as|very|chosen) )?(?:small|large|big|close)"
)
RELU = r"(?:\\mathrm\{relu\}(?:\(z\))?|\brelu\b|\brectifi\w+)"
VALUES = Instances(
    {
        "second moment": (
            rf"\bsecond moment(?: of| after) (?:the |a )?{RELU}",
            rf"\bmean of (?:the )?squared? {RELU}",
        ),
        "mean": (rf"\bmean(?: of| after) (?:the |a )?{RELU}",),
        "ReLU": (RELU,),
    },
    [values_after_relu()],
)
SUM_IN_WORDS = (
    r"(?:sum|average|mean)\b.{0,60}\b(?:is|by|becomes|with|→|≈|converges? to|tends to)\b.{0,40}"
    r"(?:width|number of (?:units|terms)|d_).{0,20}\b(?:times|expect)"
)

# --- the parts ------------------------------------------------------------------------------------

STD, VARIANCE = r"^\\sigma_l$", r"^\\sigma_l\^2$"
EXPONENT = r"(?<!\^)(?<!\^-)(?<!\^\()(?<!\^\(-)"  # which no half of the width is
HALF = rf"E_z|{EXPONENT}(?:\\frac12|0\.5|½|1/2)"
HALF_OF_WIDTH = r"\\frac(?:\\sigma_l\^2)?d_l(?:-1)?2(?!\)\^)"
TIMES_WIDTH = (
    rf"^(?!.*\\sum)(?:.*(?:{HALF}).*d_l|.*d_l.*(?:{HALF}|(?<!\^1)(?<!\^-1)/2)"
    rf"|.*{HALF_OF_WIDTH})"
)
ROOT = r"\(d_l-1/2\)\^-(?:1/2|\\frac12|0\.5)$"


@pytest.mark.question("4.2", points=5, kind="derivation")
def grade_weight_std(answer: Answer, settle_parts: SettleParts, shows: Shows) -> None:
    """The standard deviation of the weights, or their variance if it is called so."""
    is_variance = is_called_variance(answer.text)
    parts = route(SECOND_MOMENT, is_variance=is_variance)
    own = [each for each in OTHER_MOMENTS if shows("4.1", each)]
    settle_parts(
        left_to_person(parts) if behind_correction(answer.text) else parts,
        notations=("initialization", "initialization_solved"),
        models=() if own else ("initialization_solved",),
        carried=route(own[0], is_variance=is_variance) if own else (),
        rewritten=of_spread,
    )


def route(moment: str, *, is_variance: bool) -> tuple[Part, ...]:
    """The parts of the way to the spread with a second moment."""
    root = WEIGHT_STD_OF_MOMENT.replace("M", rf"\left({moment}\right)")
    square = rf"\frac{{1}}{{d_{{l-1}}\left({moment}\right)}}"
    total = rf"d_{{l-1}}\left({moment}\right)"
    right_width = (rf"\sigma_l^2 {total}", total, root, square)
    values = (*right_width, *(each.replace("{l-1}", "l") for each in right_width))
    right, wrong = (square, {root: NOT_A_VARIANCE}) if is_variance else (root, {square: A_VARIANCE})
    fan_out = {VARIANCE_OF_OUTPUTS if is_variance else OUTPUTS: FAN_OUT}
    return (
        Part(
            "the sum as width times expectation",
            2,
            Written(
                values,
                form=TIMES_WIDTH if moment == SECOND_MOMENT else r"\\sigma.*d_l",
                beside=(rf"\sigma_l^2\left({moment}\right)",),  # of one term
            ),
            Said(SUM_IN_WORDS, claims=(SIZES,)),
        ),
        Part(
            "the result",
            3,
            Written(
                (right,),
                form=rf"^(?:{ROOT}|(?!{TIMES_WIDTH}))",
                heads=VARIANCE if is_variance else STD,
                stated=STD if is_variance else VARIANCE,
                beside=(root, square),
                mistakes={**wrong, **fan_out},
            ),
            Said(contrary=OTHER_SIZE, claims=(PLACES, WEIGHTS, CAUSES, VALUES, OF_WIDTH)),
        ),
    )
