"""Question 4.1: the second moment of a standard normal variable after ReLU, marked by its parts.

Asked are its value and the chain that leads there. Every expectation, integral and probability is
evaluated over the normal variable; what is said of symmetry is judged by what is even and what is
not, and any reason that speaks of something else is read by a person.
"""

import re
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.rectified import of_rectified
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.rewriting.other_quantities import without_formulas_of
from solutions.initialization import SECOND_MOMENT

NOT_HALVED = Mistake("factor", "the half line is not taken into account")
HALVED_TWICE = Mistake("factor", "the half is counted twice")
TWICE, WHOLE = r"\frac{1}{4}", "1"

# --- what is said ---------------------------------------------------------------------------------

PARITY = Truth(
    things={
        "density": (r"densit|distribution|gaussian|normal|\b[fp]\b",),
        "square": (r"\bz\s*\^\{?2|\bz²|integrand|square",),
        "activation": (r"(?:\\mathrm\W*)?relu|activation",),
        "another": (
            r"\b(?:first|second|third|last|other|term|summand|product|rest)\b|z\s*\|z\||z\^3",
        ),
    },
    known={"density": {"even"}, "square": {"even"}, "activation": {"neither even nor odd"}},
    opposites=(
        {
            "even": (
                r"\beven\b(?! (?:if|though|for|when|at|in)\b)",
                r"\bsymmetric|\bsymmetry of\b",
            ),
            "odd": (r"\bodd\b", r"\b(?:anti-?|skew[- ]?)symmetric"),
            "neither even nor odd": (r"\basymmetric",),
        },
    ),
)
MIDDLE = r"\b(?:(?:anti-?)?symmetr\w+|cent(?:er|re)d|mirror\w*)\b[^.;,]{0,20}? (?:about|around|at) "
ORIGIN = r"(?:the )?(?:\$?(?:[xz]\s*=\s*)?0(?![.\d])|zero\b|origin\b|\w+[- ]axis\b|(?:its )?mean\b)"
CENTRES = Truth(
    things={"density": PARITY.things["density"], "square": PARITY.things["square"]},
    known={"density": {"at zero"}, "square": {"at zero"}},
    opposites=(
        {
            "at zero": (MIDDLE + ORIGIN,),
            "elsewhere": (rf"{MIDDLE}\$?(?:z\s*=\s*)?(?:[-\d]|(?:one|two|half)\b)",),
        },
    ),
)
HALVES = Truth(
    things={
        "another": (r"\b(?:other|rest|half)\b(?! (?:of the )?(?:posit|negat))",),
        "positive": (r"\bpositive\b|\bz\s*(?:>|\\gt|\\geq?|≥)\s*0(?![.\d])|\bright half",),
        "negative": (r"\bnegative\b|\bz\s*(?:<|\\lt|\\leq?|≤)\s*0(?![.\d])|\bleft half",),
    },
    known={"positive": {"kept"}, "negative": {"dropped"}},
    goes_on=False,
    opposites=(
        {
            "kept": (r"\b(?:keep|pass|retain|preserv|surviv)\w*",),
            "dropped": (
                r"\b(?:kill|drop|remov|discard|clip|cut|eras|eliminat|zero(?=e|i))\w*",
                r"\b(?:sets?|setting|maps?|sends?|turns?)\b(?=[^.;,]{0,40} to \$?(?:0(?!\.)|zero))",
            ),
        },
    ),
)
SUBJECT = (  # what sound reasons are made of
    r"relu|activation|density|pdf|distribution|gaussian|normal|standard|symmetr\w*|mirror\w*|even"
    r"|functions?|integra\w+|parts|substitution|squar\w+|hal(?:f|ves)|zero\w*|vanish\w*|negatives?"
    r"|positives?|sides?|lines?|axis|mass|kill\w*|cuts?|sets?|removes?|drops?|contribut\w+|values?"
    r"|varian\w+|mean|unit|moments?|identity|origin|expect\w+|surviv\w*|remain\w*|pass\w*|inputs?"
    r"|outputs?|definition|linearity|law|total|condition\w*|max|int|infty|exp|sqrt|pi|dz|odd|terms?"
    r"|signs?|var|text|mathrm|mathbb|variables?|random|full|curve|cent(?:er|re)d|respect|real|area"
    r"|range"
)
MEAN_ALONE = r"(?!.*(?:varian|symmetr|standard)).*\bmean\b"
REASONS = Reasons(rf"(?s)^(?!{MEAN_ALONE})", loosely=True, subject=SUBJECT)
CLAIMS = (PARITY, CENTRES, HALVES, REASONS)
IN_THE_END = (
    r"\b(?:second moment|expectation|integral|it|result|value)\b[^.;=]{0,40} (?:is|equals)"
    r"(?: then| just| therefore| thus| exactly)? "
    r"\$?(?:\\[dt]?frac\s*\{?1\}?\s*\{?2\}?|1/2|0\.5|½)\W*\Z"
)
SYMMETRIC = r"symmetr|\beven\b|\bhalf\b|mirror|same distribution"

NEGATIVE_SHARE = r"contribut\w+ \$?[-−]\s*[\d\\]"  # which no square has

# --- the parts ------------------------------------------------------------------------------------

OF_MOMENT = (
    r"\(\\mathbbE_z\\simN\[(?=.*\^2)(?=.*(?:relu|max|>0|\\geq?0|≥0))"  # after ReLU, or over a half
)
BY_CHANCE = (  # what has no square is no second moment, though it may be a half
    r"relu\S{0,12}\]\)=(?=[^=]*(?:\\simN|\\int))(?![^=]*(?:\^2|relu|\\max))[^=]*(?:=|$)"
)
MEAN_TAKEN_TWICE = (  # from a square: the variance without the square of the mean
    r"\(\\mathbbE_z\\simN\[z\]\)\^2\)[-−]\(*\\mathbbE_z\\simN\[z\]"
)
VALUE = Part(
    "the value",
    2,
    Written(
        (SECOND_MOMENT,),
        form=r"^(?!.*[Ez])",
        heads=rf"^(?!.*\]\)[-+]){OF_MOMENT}",  # and of no sum of moments
        mistakes={WHOLE: NOT_HALVED, TWICE: HALVED_TWICE},
    ),
    Said(IN_THE_END),
)
HALF_ONCE = Part(
    "the half counted once",
    0,
    Written(form=OF_MOMENT, heads=OF_MOMENT, mistakes={TWICE: HALVED_TWICE}),
)
CHAIN = Part(
    "the chain",
    3,
    said=Said(claims=CLAIMS, contrary=f"{BY_CHANCE}|{MEAN_TAKEN_TWICE}|{NEGATIVE_SHARE}"),
    steps=True,
)
IN_WORDS = replace(CHAIN, said=replace(CHAIN.said, words=SYMMETRIC), steps=False)
BETWEEN = re.compile(  # what stands between the first expectation and the last
    r"\\(?:int|mid)|\bint_|∫|[|]|(?:\\[dt]?frac\s*\{?1\}?\s*\{?2\}?|1\s*/\s*2|½|0\.5)[^=]*[Ez]|[Pp](?:r"
    r"|rob)?\(|1\}?_?\s*[({\[]\s*z\s*[<>\\≥]"
)

SPREAD = re.compile(  # of the weights, which 4.2 asks for: with its index, or beside a width
    r"(?:\\sigma|σ|\bsigma)\s*_\s*\{?\s*(?:l|\\ell|w|W)(?![a-z])"
    r"|\A(?=.*(?:\\sigma|σ|\bsigma))(?=.*(?:(?<![A-Za-z\\])[dn](?!\s*[a-z])|fan))",
    re.DOTALL,
)


@pytest.mark.question("4.1", points=5, kind="derivation")
def grade_second_moment(answer: Answer, settle_parts: SettleParts) -> None:
    """The second moment of a standard normal variable after ReLU."""
    own = without_formulas_of(answer.text, SPREAD)
    chain = CHAIN if BETWEEN.search(own) else IN_WORDS
    parts = (VALUE, HALF_ONCE, chain)
    is_corrected = bool(behind_correction(answer.text))
    settle_parts(
        left_to_person(parts) if is_corrected else parts,
        models=("initialization",),
        rewritten=of_moment,
    )


def of_moment(text: str) -> str:
    r"""A passage in declared names, without what it says of the spread of weights.

    >>> of_moment(r"$I = \frac12$, so $d\sigma_l^2\frac12 = 1$")
    '$I = \\frac12$, so  '
    """
    return of_rectified(without_formulas_of(text, SPREAD))
