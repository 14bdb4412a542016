"""Problem 2: hyper-parameters, and when a factor of the gradient can reach one."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from graders.comparing.parts import Part
from graders.model import Answer, Mistake
from graders.reading.lexer import in_commands
from solutions import gradient_stability as stability

SettleParts = Callable[..., None]
Leave = Callable[..., None]


@pytest.mark.question("2.1", points=4, kind="free_text")
def grade_strength_and_rate(answer: Answer, review: Leave) -> None:
    """What limits the choice of the regularisation strength and of the learning rate."""
    review()


@pytest.mark.question("2.2", points=4, kind="free_text")
def grade_steep_activation(answer: Answer, review: Leave) -> None:
    """Whether an activation with a large derivative removes the unstable gradients."""
    review()


@pytest.mark.question("2.4", points=3, kind="free_text")
def grade_momentum(answer: Answer, review: Leave) -> None:
    """What goes wrong with a momentum coefficient above one or below zero."""
    review()


# --- 2.3.a The smallest weight ------------------------------------------------------------------

SLOPE = r"\\sigma'|\\frac\S*d\\sigma|\\sigma\(\S*\)\(1-\\sigma\(\S*\)\)|^s\(1-s\)"
QUARTER = r"(?:\\frac14|1/4|0\.25|¼)"
ATTAINED = (
    rf"\\sigma'\(0\)=(?:\S{{0,60}}?=)?{QUARTER}|\\max\S{{0,60}}?={QUARTER}"
    rf"|(?:at most|maxim\w+|larg\w+|high\w+|peak\w*|bounded by|never (?:exceeds|larger than|above))"
    rf"[^.]{{0,60}}?(?:{QUARTER}|\\frac\{{1\}}\{{4\}})"
)
INVERSE_BOUND = Mistake("wrong_function", "the bound of the derivative is 1/4, not 4")
STRICT = Mistake("wrong_function", "the bound is strict, though the maximum is attained")

AT_LEAST_FOUR = (  # as the end of an argument
    r"(?:so|i\.\s?e\.|that is|hence|thus|therefore|implies|gives|then|need\w*|must|follow\w*"
    r"|requires?|forces?|leads|\\Rightarrow|\\implies|\\iff|⇒|=>|→|\\to|and|,|because|since"
    r"|(?:\\geq?|≥|>=)\s*\$?1\b|/4|\\frac\|w\|4)[^.]{0,40}?"
    r"\|w\|\s*(?:\\geq?|\\geqslant|≥|>=|[^.]{0,24}at least)\s*\$?"
    r"(?:(?:\\frac1|1/)\S+?(?:\\geq?|=))?4"
)

SMALLEST_WEIGHT = (
    Part(
        "the largest slope",
        2,
        (stability.LARGEST_SLOPE,),
        SLOPE,
        "<=",
        words=ATTAINED,
        mistakes={rf"<{stability.LARGEST_SLOPE}": STRICT},
        left=Fraction(1, 2),
    ),
    Part(
        "the conclusion",
        2,
        words=AT_LEAST_FOUR,
        misstated={
            r"\|w\|\s*(?:>|\\gt)\s*4": STRICT,
            r"(?:\|w\|(?:\\cdot|\\times|\*|·)4|(?<!\d)4\|w\|)\\geq?1": INVERSE_BOUND,
        },
        left=Fraction(1, 2),
    ),
)


@pytest.mark.question("2.3.a", points=4, kind="derivation")
def grade_smallest_weight(settle_parts: SettleParts) -> None:
    """The bound of the sigmoid's derivative, and what it asks of the weight."""
    settle_parts(SMALLEST_WEIGHT)


# --- 2.3.b The width ----------------------------------------------------------------------------

INVERSE_WEIGHT = Mistake("wrong_function", "1/w stands for |w| in the coefficient of x")
RATIO_INVERTED = Mistake("sign", "the ratio is inverted, so the width is negative")
HALVED = Mistake("factor", "the width is half of what the roots give")
COEFFICIENT_SIGN = Mistake("sign", "the sign of |w| in the coefficient of x is wrong")
ROOT_SIGN = Mistake("sign", "the sign under the root is wrong")
SUMMAND_SIGN = Mistake("sign", "the sign of the last summand in the logarithm is wrong")
SUMMAND_LOST = Mistake("missing_term", "the last summand in the logarithm is lost")
ROOT_DOUBLED = Mistake("factor", "the root is twice as large as it is")
QUADRATICS = {
    power: rf"({power})^2+(2-{{coefficient}}){power}+1"
    for power in ("x", r"e^{-(wa+b)}", r"e^{-wa}", r"e^{wa+b}", r"e^{wa}")
}
OF_SLOPE = r"\sigma(wa+b)^2-\sigma(wa+b)+\frac{1}{|w|}"
HALF_PLANE = r"\\frac1\\pm\\sqrt1-(?:\\frac4\|w\||4/\|w\|)2|\(1\\pm\\sqrt\(?1-4/\|w\|\)?\)/2"
OF_DISCRIMINANT = (
    r"\\sqrt\(?(?:\|w\|(?:\*|\\cdot)?\(\|w\|-4\)|\(?(?:\|w\|-2|2-\|w\|)\)\^2-4"
    r"|\|?w\|?\^2-4\|w\||\\Delta|D\b)"
)
INVERTED = (
    r"(?<!-)(?:\\frac1w|\(1/w\)|1/w)\\ln\(?(?:\\fracr_2r_1|r_2/r_1)|\\frac1\|w\|\\ln\(?\\fracr_1r_2"
    r"|\(?\\lnr_1-\\lnr_2\)?/\|w\||\\frac\\lnr_1-\\lnr_2\|w\|"
)
ROOTS_MULTIPLY = (
    r"r_1(?:\\cdot|\\times|\*)?r_2=1|r_2(?:\\cdot|\\times|\*)?r_1=1|r_2=(?:\\frac1|1/)r_1"
    r"|r_1=(?:\\frac1|1/)r_2|\\lnr_1=-\\lnr_2|\\lnr_2=-\\lnr_1|\\fracr_2r_1=\(?r_2\)?\^2|s_-=1-s_\+"
    r"|product (?:[^.]{0,24}?(?:is|equals|=) )?(?:1|one)\b|reciprocal"
)
AREA_COSINE = (
    r"\\frac2\|w\|\S*?(?:ar(?:c)?cosh|acosh|cosh\^-1)\(?(?:\\frac\|w\|2|\|w\|/2)-1"
    r"|2/\|w\|\S*?(?:ar(?:c)?cosh|acosh|cosh\^-1)\(?(?:\\frac\|w\|2|\|w\|/2)-1"
)
COSINE = r"\\cosh\(?\w+\)?\\leq?(?:\\frac\|w\|2|\|w\|/2)-1"
ROOT_OF = r"\\sqrt\(?1-(?:4/\|w\||\\frac4\|w\|)\)?\)"
FACTOR = rf"\|w\|\(1\+{ROOT_OF}"
OF_LARGER_ROOT = (
    r"(?=.*(?:\\frac2\|w\|\\lnr_2|\\frac2\\lnr_2\|w\||2\\ln\(?r_2\)?/\|w\|))"
    rf"(?=.*r_2=\S*?(?:\\frac{FACTOR}2|{FACTOR}/2|(?:\\frac\|w\|2|\|w\|/2)\(1\+{ROOT_OF})-1)"
)
POSITIVE = r"w\s*>\s*0|\bw\$? (?:is )?positive|positive \$?w"
NEGATIVE = r"w\s*<\s*0|\bw\$? (?:is |being )?negative|negative \$?w"
TURNED = (
    r"\bsame\b|swap|chang\w+ (?:the |their )?(?:place|order|sign)|turn|flip|exchang|revers"
    r"|divided? by \$?-|switch|other way (?:a)?round"
)
BOTH_SIGNS = (
    rf"(?:{NEGATIVE})\$?[^.]{{0,40}}(?:{TURNED})|"
    r"(?:both|either|each|any|whatever|whichever|which|regardless of|irrespective of|independent of"
    r"|no matter (?:which|what)|does not depend on)(?: the| which)? signs?|(?:in )?both cases"
    rf"|(?:{TURNED})[^.]{{0,30}}(?:{NEGATIVE})|positive (?:and|or) negative|alike"
    r"|w\s*>\s*0\$? as well as|\|(?:w?a)(?:\+(?:b/w|\\fracbw|b))?\|\\leq?\S{0,9}\\ln"
    r"|\|\\lnr_\d-\\lnr_\d\|/\|w\|"
)


def with_coefficient(coefficient: str) -> tuple[str, ...]:
    """The quadratic with |w|, or what stands for it, in each way to write its unknown."""
    return tuple(each.replace("{coefficient}", coefficient) for each in QUADRATICS.values())


QUADRATIC = (
    Part(
        "the quadratic",
        1,
        (*with_coefficient("|w|"), OF_SLOPE),
        words=r"(\w)\^2-\1\+(?:\\frac1\|w\||1/\|w\|)\\leq?0",
        mistakes={
            **dict.fromkeys(with_coefficient(r"\frac{1}{w}"), INVERSE_WEIGHT),
            **dict.fromkeys(with_coefficient(r"\frac{1}{|w|}"), INVERSE_WEIGHT),
            **dict.fromkeys(with_coefficient("(-|w|)"), COEFFICIENT_SIGN),
        },
    ),
    Part(
        "its roots",
        1,
        (stability.LARGER_ROOT, stability.SMALLER_ROOT),
        form=r"^(?!.*\\(?:ln|log)).*\\sqrt",
        words=rf"(?:\|w\|-2|\(\|w\|-2\)/2|\\frac\|w\|-22|\|w\|/2-1)(?:\\pm|\\mp){OF_DISCRIMINANT}|{HALF_PLANE}",
    ),
    Part("the product of the roots", 1, words=ROOTS_MULTIPLY),
)
HYPERBOLIC = (
    Part("the condition on the hyperbolic cosine", 2, words=COSINE),
    Part(
        "its solution",
        1,
        words=r"(?:\|\w+(?:\+b)?\|\\leq?|\\pm)\\?(?:operatorname)?\\?(?:arc?|a)cosh",
    ),
)
RATIO = r"\\ln\(?(?:\\fracr_2r_1|r_2/r_1)"
BY_SIGN = (
    Part(
        "the width for w > 0",
        1,
        (stability.WIDTH_BY_ROOTS,),
        form=r"r_[12].*r_[12]",
        case=POSITIVE,
        words=rf"(?<!-)(?:\\frac1\|?w\|?|\(?1/\|?w\|?\)?){RATIO}|"
        r"\\frac1w\(?\\lnr_2-\\lnr_1|\\frac\\lnr_2-\\lnr_1w|\(\\lnr_2-\\lnr_1\)/w|2[A-Z]/\|?w|\\frac2[A-Z]\|?w",
        mistakes={r"\frac{1}{|w|}\ln\frac{r_1}{r_2}": RATIO_INVERTED},
    ),
    Part(
        "the width for w < 0",
        1,
        (stability.WIDTH_BY_ROOTS,),
        form=r"(?=.*\|w\|).*r_[12].*r_[12]",
        case=NEGATIVE,
        words=rf"(?<!-)(?:\\frac1\|w\||\(?1/\|w\|\)?){RATIO}|-\\frac1w(?:\(\\lnr_2-\\lnr_1\)|\\ln\(?\\fracr_2r_1\)?)(?!=)|\(\\lnr_1-\\lnr_2\)/w|{TURNED}",
        misstated={INVERTED: RATIO_INVERTED},
    ),
)
AT_ONCE = (Part("the width for w of both signs", 2, words=BOTH_SIGNS),)
LOGARITHM_OF = r"\frac{{2}}{{|w|}}\ln\left({}\right)"
FINAL_FORMULA = (
    Part(
        "the final formula",
        1,
        (stability.WIDTH,),
        form=r"\\(?:ln|log).*\\sqrt",
        last=True,
        words=f"{AREA_COSINE}|{OF_LARGER_ROOT}",
        mistakes={
            f"-({stability.WIDTH})": RATIO_INVERTED,
            rf"\frac{{1}}{{2}}({stability.WIDTH})": HALVED,
            LOGARITHM_OF.format(r"\frac{|w|(1+\sqrt{1+4/|w|})}{2}-1"): ROOT_SIGN,
            LOGARITHM_OF.format(r"\frac{|w|(1+\sqrt{1-4/|w|})}{2}+1"): SUMMAND_SIGN,
            LOGARITHM_OF.format(r"\frac{|w|(1+\sqrt{1-4/|w|})}{2}"): SUMMAND_LOST,
            LOGARITHM_OF.format(r"|w|(1+\sqrt{1-4/|w|})-2"): ROOT_DOUBLED,
            LOGARITHM_OF.format(r"|w|(1+\sqrt{1-4/|w|})-1"): ROOT_DOUBLED,
        },
    ),
)
WAYS = [
    (*way, *widths, *FINAL_FORMULA)
    for way in (QUADRATIC, HYPERBOLIC)
    for widths in (BY_SIGN, AT_ONCE)
]

ROOT = r"(?<![A-Za-z\\])(?:[rxtuyqvXE]\s*_\s*"
LARGER = re.compile(ROOT + r"(?:\{\s*(?:2|\+|\\?max)\s*\}|2|\+|\\?max)|r2)(?![\d,])")
SMALLER = re.compile(ROOT + r"(?:\{\s*(?:1|-|\\?min)\s*\}|1|-|\\?min)|r1)(?![\d,])")
PLUS_FIRST = re.compile(
    r"(?:^|[\s$,;&(])"
    + ROOT
    + r"\{?1\}?|r1)\s*(?:=|:)(?:(?!\\?ln|\\?log)[^=\n]){0,60}\+\s*\\?sqrt",
    re.MULTILINE,
)
FIRST_IS_LARGER = re.compile(
    ROOT + r"\{?1\}?|r1)\s*(?:>|\\gt|≥|>=|\\geq?(?![a-z])|\\geqslant)\s*" + ROOT + r"\{?2\}?|r2)"
)
UNKNOWN = re.compile(
    r"(?<![A-Za-z\\_])(?P<name>[pqstuvyXE])\s*:?=\s*(?:e\s*\^|\\?exp\b)\s*[{(]?\s*-"
)
TWICE_FIRST = re.compile(r"2\s*\\?ln\s*\(?\s*" + ROOT + r"\{?1\}?|r1)(?![\d,])")


def of_roots(text: str) -> str:
    r"""A passage in which the smaller root is called r_1, the larger one r_2.

    >>> of_roots(r"\ln x_+ - \ln x_-"), of_roots("ln r2")
    ('\\ln r_2 - \\ln r_1', 'ln r_2')
    >>> of_roots("u = e^{-wa}: u^2 + 1 <= |w|u")
    'x = e^{-wa}: x^2 + 1 <= |w|x'
    """
    text = in_commands(text)
    unknown = UNKNOWN.search(text)
    if unknown and not re.search(r"(?<![A-Za-z\\])x(?![A-Za-z])", text):
        text = re.sub(rf"(?<![A-Za-z\\]){unknown['name']}(?![A-Za-z])", "x", text)
    if re.search(r"\bx1\b", text) and re.search(r"\bx2\b", text):
        text = re.sub(r"\bx([12])\b", r"x_\1", text)
    is_first_larger = any(each.search(text) for each in (PLUS_FIRST, TWICE_FIRST, FIRST_IS_LARGER))
    first, second = ("r_2", "r_1") if is_first_larger else ("r_1", "r_2")
    return SMALLER.sub(first, LARGER.sub(lambda _: second.replace("_", "!"), text)).replace(
        "!", "_"
    )


@pytest.mark.question("2.3.b", points=6, kind="derivation")
def grade_interval_width(settle_parts: SettleParts) -> None:
    """The quadratic, its roots, and the width for weights of both signs."""
    settle_parts(*WAYS, notations=("width", "width_below"), rewritten=of_roots)
