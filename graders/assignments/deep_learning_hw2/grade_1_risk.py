"""Question 1: the risk in a teacher-student setup, marked along one of three ways to prove it.

Asked is a chain to the squared distance of the weights: by components, by the matrix in the middle,
or by the projection of the input. Its formulas are evaluated for normal inputs; what is said of the
moments of an input is judged by those that it has.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.teachers import of_teacher
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.claims.moments import Moments
from solutions.teacher_student import MOMENTS, RISK

NO_MEAN = "that covariances vanish does not give E[x_i x_j] = 0 by itself"

# --- what is said ---------------------------------------------------------------------------------

MEAN_OF_PRODUCT = r"\\sim ?N\}?\[\s*\(?x\s*\(?x\s*(?:\^|ᵀ|')"
CROSS_TERMS = (
    r"\\neq?(?![a-z])|\b[i-n]\s*(?:<|\\lt)\s*[i-n]\b|≠|\\not=|!=|cross|off-?\s?diagonal|mixed"
    rf"|different|distinct|other|bmod|delta|{MEAN_OF_PRODUCT}"
)
OF_WEIGHTS = (  # which are no random variables
    r"\bweights? (?:is |are )(?:all |also )?(?:independent(?! of)|uncorrelated|random|i\.?i\.?d)"
    r"|\bindependen\w+ (?:of the )?weights"
)
OF_MEANS = Moments(MOMENTS, {"mean"})
OF_PAIRS = Moments(MOMENTS, {"mean", "covariance"}, beside=CROSS_TERMS)
OF_SQUARES = Moments(MOMENTS, {"variance"})
OF_ONE_NORMAL = Moments(MOMENTS, {"mean"}, beside="normal|gaussian")
MEAN = r"N}[x]"  # as a formula
COVARIANCE = re.compile(r"\bcov", re.IGNORECASE)
SQUARE = (  # of a component, or its variance, and with the weight before it
    r"^(?!.*\\sum)(?:[uq]_\w\^2)?\(+\\mathbbE_x\\simN\[\(?(?P<component>x_\w)\)?"
    r"(?:\^2|(?:\\cdot)?\(?(?P=component)\)?\])"
)
OF_TWO = r"^\(+\\mathbbE_x\\simN\[\(?x_\w\)?(?:\\cdot)?\(?x_\("  # of one component and the next
BARS = r"(?:\\\||\|\|)"
NORM = rf"{BARS}(?:[uq]|w-w_t|w_t-w|\(w-w_t\)){BARS}(?:_2)?\^2"
ROTATED = r"rotat\w*[^.]{0,20}invarian|invarian\w*[^.]{0,20}rotat"
ITS_VARIANCE = (
    rf"varianc\w*(?:(?!\\\||,|so|hence|thus|\d)[^.$]){{0,30}}\$?"
    rf"(?:{NORM}|\\sum\S{{0,14}}[uq]_\w\^2)|N\(0,(?:{NORM})|={NORM}\(+\\mathbbE_x\\simN\[x_1\^2\]"
)
ONE_NORMAL = rf"N\(0,(?:{NORM})|{ROTATED}"


# --- the parts ------------------------------------------------------------------------------------

DOUBLE = r"\\sum.*\\sum|\\sum_\w,\w|\\sum_[i-n][i-n](?!=|_)|\\sum_\w(?:\\neq?|<|≠)"
OF_VARIANCES = (  # of a sum, which is a sum of variances
    r"\\sum_\S{1,6}[uq]_(?P<index>\w)\^2\(\(\\mathbbE_x\\simN\[\(x_(?P=index)\)\^2\]\)-"
)
QUADRATIC = r"(?:\^T|\^\\top|\^\\intercal|').*N\[x?.*xx(?:\^|')|N\[.*x\)?(?:x\^|\(x|\\cdotx\^)"
KNOWN = (  # the error, its square, of which the mean is taken, and the matrix in the middle
    r"(w-w_t)^Tx",
    r"((w-w_t)^Tx)^2",
    "I_d",
)
SQUARED_ERROR = "((w-w_t)^Tx)^2"
EXPANSION = Part(
    "the expansion",
    3,
    Written((RISK, SQUARED_ERROR), form=rf"(?=.*x)(?:{DOUBLE}|{OF_VARIANCES})", beside=KNOWN),
)
CROSS = Part(
    "the cross terms",
    3,
    Written(stated=OF_TWO, beside=("0",)),
    Said(claims=(OF_PAIRS,), contrary=OF_WEIGHTS),
)
DIAGONAL = Part(
    "the diagonal terms",
    2,
    Written(("1", "u_i^2"), form=r"^1(?:\+0)?$|^[uq]_\w\^2$", heads=SQUARE, stated=SQUARE),
    Said(claims=(OF_SQUARES,), contrary=OF_WEIGHTS),
)
CONCLUSION = Part("the conclusion", 2, Written((RISK,), form=rf"^{NORM}$", stated=r"^R(?:\(w\))?$"))
BY_COMPONENTS = (EXPANSION, CROSS, DIAGONAL, CONCLUSION)
BY_MATRIX = (
    replace(EXPANSION, written=replace(EXPANSION.written, form=QUADRATIC)),
    *BY_COMPONENTS[1:],
)
BY_PROJECTION = (
    Part(
        "the projection as one normal variable",
        3,
        said=Said(ONE_NORMAL, claims=(OF_ONE_NORMAL,), contrary=OF_WEIGHTS),
    ),
    Part("its variance", 5, Written(beside=KNOWN), Said(ITS_VARIANCE)),
    CONCLUSION,
)

WAYS = (BY_COMPONENTS, BY_MATRIX, BY_PROJECTION)


class Slip(NamedTuple):
    """A slip of the pen: how it looks, what is meant, and the part that it costs half of."""

    looks: re.Pattern[str]
    meant: str | Callable[[re.Match[str]], str]
    mistake: Mistake
    part: str


SLIPS = (
    Slip(
        re.compile(
            r"((?P<one>[a-z])\s*\\neq?\s*(?P<other>[a-z])\s*\}.*?"
            r"\[\s*x_\{?(?P<same>(?P=one)|(?P=other))\}?\s*x_\{?)(?P=same)(?=\}?\s*\])"
        ),
        lambda found: found[1] + found["other" if found["same"] == found["one"] else "one"],
        Mistake(
            "swapped", "the cross term is written with the same index twice, which is not zero"
        ),
        CROSS.name,
    ),
    Slip(
        re.compile(r"(\\sum\s*_\s*\{\s*[a-z]\s*=\s*)0(?=\s*\}\s*\^\s*\{?\s*d\s*\}?(?!\s*-))"),
        r"\g<1>1",
        Mistake("order", "an index begins at zero, but the components are counted from one"),
        EXPANSION.name,
    ),
    Slip(
        re.compile(r"(?<![\w^}\]])I(?:_d)?\s*(?=\\cdot\s*\\\||\\\||\\lVert|\\left\\\|)"),
        "",
        Mistake("shape", "the identity matrix stands in an equation of numbers"),
        CONCLUSION.name,
    ),
)


@pytest.mark.question("1", points=10, kind="derivation")
def grade_risk(answer: Answer, settle_parts: SettleParts) -> None:
    """The proof that the risk is the squared distance of student and teacher."""
    slips = [each for each in SLIPS if each.looks.search(answer.text)]
    routes = [tuple(with_slips(route, slips)) for route in WAYS]
    if behind_correction(answer.text):
        routes = [*map(left_to_person, routes)]
    settle_parts(
        *routes,
        remarks=remarks_on_covariance(answer.text),
        rewritten=of_risk,
    )


def remarks_on_covariance(text: str) -> tuple[str, ...]:
    """Whether a covariance is taken for a second moment, and nothing says that the mean is zero."""
    said = of_risk(text)
    has_mean = OF_MEANS.affirmed(said) or MEAN in said
    return (NO_MEAN,) if COVARIANCE.search(text) and not has_mean else ()


def with_slips(route: tuple[Part, ...], slips: list[Slip]) -> Iterator[Part]:
    """The parts of a route, of which each slip has cost one half."""
    for part in route:
        made = next((each for each in slips if each.part == part.name), None)
        if made is None:
            yield part
        else:
            half = Fraction(part.points, 2)
            yield replace(part, points=half)
            name = f"{part.name} as it is written"
            yield Part(name, half, said=Said(mistakes={r"\S": made.mistake}))


def of_risk(text: str) -> str:
    """A passage in declared names, in which what a slip of the pen means stands in its place."""
    for slip in SLIPS:
        text = slip.looks.sub(slip.meant, text)
    return of_teacher(text)
