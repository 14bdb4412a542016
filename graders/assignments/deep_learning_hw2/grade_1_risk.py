"""Question 1: the risk in a teacher-student setup, marked along one of three ways to prove it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.components import DELTA, of_components
from graders.reading.calculus.normal import of_normal
from graders.reading.words.corrections import behind_correction
from graders.reading.words.said import says
from solutions.teacher_student import RISK

NO_MEAN = "covariances that vanish give E[x_i x_j] = 0 only where the mean is zero: say so"

# --- what is said ---------------------------------------------------------------------------------

MEAN_OF = r"\\sim ?N\}?\[\s*\(?"  # spaced, or squeezed
NORMAL = r"N\s*\(\s*(?:\\mathbf)?\{?0\}?\s*,|standard(?:ly)?[- ](?:normal|gaussian)"
OF_PRODUCT = rf"{MEAN_OF}x\s*\(?x\s*(?:\^|ᵀ|')"
MEAN_OF_PRODUCT = (  # E[x x^T] = Cov(x) + ... = I
    rf"{OF_PRODUCT}[^=$]{{0,20}}=\s*(?:[^$,;\n]{{0,160}}=\s*)?I(?:_d)?\b(?!\()"
)
CENTRED = (
    rf"{NORMAL}|means? (?:is |are |of |being |equal to |= ?)*\$?(?:0|zero)|zero[- ]mean"
    r"|cent(?:er|re)d|expect\w+ (?:is |are |of )*\$?(?:0|zero)"
    rf"|{MEAN_OF}x(?:_\{{?\w\}}?)?\s*\]\)*\s*=\s*0|=\s*0\s*(?:\\cdot|\\times|[*·])\s*0\b"
)
UNCORRELATED = (
    rf"{NORMAL}|{MEAN_OF_PRODUCT}|\bindependen|\buncorrelated|covarianc|\bi\.?i\.?d\b"
    rf"|{MEAN_OF}x_\{{?\w\}}?\s*\][^=]{{0,40}}{MEAN_OF}x_"
)
CROSS_TERMS = (
    r"\\neq?(?![a-z])|\b[i-n]\s*(?:<|\\lt)\s*[i-n]\b|≠|\\not=|!=|cross|off-?\s?diagonal|mixed|different|distinct|other|bmod|delta"
    rf"|{OF_PRODUCT}"
)
ONE_IF_EQUAL = (
    r"\b1\b(?:\b(?:for|if|when|where)\b|\\text\{[^{}]*\}|[\s$&,])+"
    r"(?P<index>\w) ?= ?(?!(?P=index))\w\b"
)
KRONECKER = (  # E[x_i x_j] is 1 for i = j alone
    rf"{MEAN_OF}x_\{{?\w\}}?\s*x_(?:[^=$]{{0,40}}\]\)?\s*=\s*(?:{DELTA})|[^.;]{{0,80}}{ONE_IF_EQUAL})"
)
ONE = r"\$?(?:1(?![\d.])|one|unity|unit)\b"
COVARIANCE = re.compile(r"\bcov", re.IGNORECASE)
IDENTITY = r"covariance[^.]{0,50}?(?:identity|\bI(?:_d)?\b)|identity covariance|unit covariance"
OF_VARIANCE_ONE = (
    rf"{NORMAL}|{IDENTITY}|{MEAN_OF_PRODUCT}"
    rf"|variances? (?:is |are |of |equal to |= ?|all |each )*{ONE}"
    rf"|unit[- ]variance|{KRONECKER}"
    r"|second moments? (?:is |are |of )*" + ONE
)
SQUARE = (  # of a component, or its variance, and with the weight before it
    r"^(?!.*\\sum)(?:[uq]_\w\^2)?\(+\\mathbbE_x\\simN\[\(?(?P<component>x_\w)\)?"
    r"(?:\^2|(?:\\cdot)?\(?(?P=component)\)?\])"
)
OF_TWO = r"^\(+\\mathbbE_x\\simN\[\(?x_\w\)?(?:\\cdot)?\(?x_\("  # of one component and the next
WRONG_MOMENTS = (
    r"(?<!zero )(?<!zero-)means? (?:is |are |of |being )*\$?(?:1|one)\b|(?:not|n't"
    r"|never) independent|\bdependent\b"
    r"|variances? (?:is |are |of |being )*\$?(?:0|zero|2|two|d)\b|not uncorrelated"
    r"|(?<!un)(?<!not )\bcorrelated"
    r"|\bweights? (?:is |are )(?:all |also )?(?:independent(?! of)|uncorrelated|random|i\.?i\.?d)"
    r"|\bindependen\w+ (?:of the )?weights"
)
BARS = r"(?:\\\||\|\|)"
NORM = rf"{BARS}(?:[uq]|w-w_t|w_t-w|\(w-w_t\)){BARS}(?:_2)?\^2"
ROTATED = r"rotat\w*[^.]{0,20}invarian|invarian\w*[^.]{0,20}rotat"
ITS_VARIANCE = (
    rf"varianc\w*(?:(?!\\\||,|so|hence|thus|\d)[^.$]){{0,30}}\$?"
    rf"(?:{NORM}|\\sum\S{{0,14}}[uq]_\w\^2)|N\(0,(?:{NORM})|={NORM}\(+\\mathbbE_x\\simN\[x_1\^2\]"
)
ONE_NORMAL = (
    rf"(?:normal|gaussian)(?=.*(?:{CENTRED}|\b0\b))|(?:{CENTRED}).*(?:normal|gaussian)"
    rf"|N\(0,(?:{NORM})|{ROTATED}"
)

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
    Said(
        rf"(?=.*(?:{UNCORRELATED}))(?=.*(?:{CENTRED}))(?=.*(?:{CROSS_TERMS}))",
        contrary=WRONG_MOMENTS,
    ),
)
DIAGONAL = Part(
    "the diagonal terms",
    2,
    Written(("1", "u_i^2"), form=r"^1$|^[uq]_\w\^2$", heads=SQUARE, stated=SQUARE),
    Said(OF_VARIANCE_ONE, contrary=WRONG_MOMENTS),
)
CONCLUSION = Part("the conclusion", 2, Written((RISK,), form=rf"^{NORM}$", stated=r"^R(?:\(w\))?$"))
BY_COMPONENTS = (EXPANSION, CROSS, DIAGONAL, CONCLUSION)
BY_MATRIX = (
    replace(EXPANSION, written=replace(EXPANSION.written, form=QUADRATIC)),
    *BY_COMPONENTS[1:],
)
BY_PROJECTION = (
    Part("the projection as one normal variable", 3, said=Said(ONE_NORMAL, contrary=WRONG_MOMENTS)),
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
    return (NO_MEAN,) if COVARIANCE.search(text) and not says(of_risk(text), CENTRED) else ()


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


# --- how it is read -------------------------------------------------------------------------------

THIN_SPACE = re.compile(r"\\[,;:!]")
X_OF_LAYER = re.compile(r"(?<![A-Za-z])x\s*\^\s*(?:\{\s*\(\s*0\s*\)\s*\}|\(\s*0\s*\))")
OF_TEACHER = re.compile(
    r"w_\{?\s*(?:(?P<a>[i-n])\s*,\s*t|t\s*,?\s*(?P<b>[i-n])|t_\{?(?P<c>[i-n])\}?"
    r"|(?P<e>[i-n])t)\s*\}"
    r"|w_\{?t\}?\^\{?\(?(?P<f>[i-n])\)?\}?|\(w_\{?t\}?\)_\{?(?P<g>[i-n])\}?"
    r"|w_\{?t\}?\[(?P<h>[i-n])\]"
)
LETTER = r"(?<![A-Za-z\\])(?P<letter>\\[A-Za-z]+|[a-zA-Z])"
DIFFERENCE = re.compile(
    LETTER + r"(?:_\{?[i-n]\}?)?\s*(?::=|=|\\coloneqq|\\equiv|≡)\s*"
    r"(?:w(?:_\{?[i-n]\}?)?\s*-\s*(?P<after>w_\{?t)|w_\{?t(?:,[i-n])?\}?\s*-\s*w(?![_\w]|_\{?t))"
)
PROJECTION = re.compile(
    r"(?:(?<=\$)|(?<=[a-z]{2}\s))"
    + LETTER
    + r"\s*:?=\s*(?P<value>(?:[uq]|\(\s*w\s*-\s*w_\{?t\}?\s*\))"
    r"\s*\^\s*\{?(?:T|\\top|\\intercal)\}?\s*x)(?=\s*(?:\$|[,.;]\s))"
)
TYPED_INDEX = re.compile(r"(?<![A-Za-z\\])([xwv])([i-k])(?![A-Za-z])")


def of_risk(text: str) -> str:
    r"""A passage in the names that are declared, with expectations over x.

    >>> of_risk(r"$v = w - w_t$: $E[x_i x_j] = 0$, $v_i$").replace(r"\mathbb{E}_{x\sim N}", "E")
    '$u = w - w_t$: $(E[x_i x_{(i \\bmod d)+1}]) = 0$, $u_i$'
    """
    for slip in SLIPS:
        text = slip.looks.sub(slip.meant, text)
    text = TYPED_INDEX.sub(r"\1_\2", text)
    text = OF_TEACHER.sub(_component, X_OF_LAYER.sub("x", text))
    text = _with_projection(_with_differences(THIN_SPACE.sub(" ", text)))
    return of_components(of_normal(text, "x", is_vector=True))


def _with_projection(text: str) -> str:
    """A passage in which the error has no letter behind the equation that gives it one."""
    found = PROJECTION.search(text)
    if found is None or found["letter"] in ("R", "E", "N"):
        return text
    alone = rf"(?<![A-Za-z\\_^]){re.escape(found['letter'])}(?![A-Za-z_(])"
    return text[: found.end()] + re.sub(alone, lambda _: f"({found['value']})", text[found.end() :])


def _component(found: re.Match[str]) -> str:
    return f"w_{{t,{next(filter(None, found.groups()))}}}"


def _with_differences(text: str) -> str:
    """A passage in which u is w - w_t and q is w_t - w, whatever the student calls them."""
    found = DIFFERENCE.search(text)
    if found is None or found["letter"] in ("R", "d"):
        return text
    own = re.escape(found["letter"])
    alone = rf"(?:(?<![A-Za-z\\])|(?<=_[i-n])){own}(?![A-Za-z])"
    return re.sub(alone, "u" if found["after"] else "q", text)
