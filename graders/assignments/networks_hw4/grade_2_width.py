"""Problem 2: the width of the range of activations, marked by its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.quadratics import BETWEEN_ROOTS, POSITIVE_ROOTS
from graders.reading.calculus.roots import of_roots
from graders.reading.lexing.signs import in_commands
from graders.reading.words.claims.instances import Instances
from graders.reading.words.claims.properties import Truth
from solutions import gradient_stability as stability

INVERSE_WEIGHT = Mistake("wrong_function", "1/w stands for |w| in the coefficient of x")
RATIO_INVERTED = Mistake("sign", "the ratio is inverted, so the width is negative")
HALVED = Mistake("factor", "the width is half of what the roots give")
COEFFICIENT_SIGN = Mistake("sign", "the sign of |w| in the coefficient of x is wrong")
ROOT_SIGN = Mistake("sign", "the sign under the root is wrong")
SUMMAND_SIGN = Mistake("sign", "the sign of the last summand in the logarithm is wrong")
SUMMAND_LOST = Mistake("missing_term", "the last summand in the logarithm is lost")
ROOT_DOUBLED = Mistake("factor", "the root is twice as large as it is")
NO_BIAS = re.compile(r"\bb\s*=\s*0(?![.\d])|\A(?:(?!\bb\b)[\s\S])*\Z")
POSITIVE = r"w\s*>\s*0|\bw\$? (?:is )?positive|positive \$?w"
NEGATIVE = r"w\s*<\s*0|\bw\$? (?:is |being )?negative|negative \$?w"
TURNED = (
    r"\bsame\b|as well|swap|chang\w+ (?:the |their )?(?:place|order|sign)|turn|flip|exchang|revers"
    r"|divided? by \$?-|switch|other way (?:a)?round"
)
BOTH_SIGNS = (
    rf"(?:{NEGATIVE})\$?[^.]{{0,40}}(?:{TURNED})|(?:{TURNED})[^.]{{0,30}}(?:{NEGATIVE})"
    r"|(?:both|either|each|any|whatever|whichever|which|(?:regardless|irrespective|independent) of"
    r"|no matter (?:which|what)|does not depend on)(?: the| which)? signs?|(?:in )?both cases"
    r"|positive (?:and|or) negative|alike|w\s*>\s*0\$? as well as"
    r"|\|(?:w?a)(?:\+(?:b/w|\\fracbw|b))?\|\\leq?\S{0,9}\\ln|\|\\lnr_\d-\\lnr_\d\|/\|w\|"
)
ROOTS_MULTIPLY = (
    r"r_[12][\s\\*·×()]{0,3}(?:cdot|times)?r_[12]=1|r_[12]=(?:\\frac1|1/)r_[12]|\\lnr_[12]=-\\lnr_[12]"
    r"|\\fracr_2r_1=\(?r_2\)?\^2|s_1=1-s_2|s_2=1-s_1|1-s_[12]=s_[12]|s_[12]\+s_[12]=1"
    r"|product (?:[^.]{0,24}?(?:is|equals|=) )?(?:1|one)\b"
    r"|reciprocal"
)
NOT_THEIR_PRODUCT = (
    r"r_[12]\s*[-+]\s*r_[12]\s*=\s*1|(?:sum|difference|ratio|quotient) of (?:the|its|both) roots "
    r"(?:is|equals|=) (?:1|one)\b|negatives? of (?:each other|one another)|opposite signs?"
)
TURNED_ROUND = r"\^2[^=<>≤≥;]{0,40}\+1(?:\\g(?:eq?|eqslant|t)(?![a-z])|≥|>=?)0"
NAMED_ROOT = r"(?=.*\\ln\(?r_2)(?=.*r_2=\S*?\\sqrt\(?1-\S*-1)"

BIAS = Truth(  # which only moves the interval
    things={
        "weight": (r"\|?\bw\b\|?|weight|\bsigns?\b",),
        "bias": (r"\bb\b|\bbias\b|\bshift",),
    },
    known={"bias": {"shifting"}},
    goes_on=False,
    opposites=(
        {
            "shifting": (r"\b(?:shift|translat|mov|displac)\w*",),
            "changing": (
                r"\b(?:wid(?:er|ens?)|narrow\w*|longer|shorter|stretch\w*|scal(?:es|ing))\b",
                r"\bchang\w* (?:the |its )?(?:width|length|size)",
            ),
        },
    ),
)

OF_THE_ROOTS = r" of (?:(?:the|its|both|two|2) )*roots\b"
ROOTS = Instances(
    {
        **{f"{each} of roots": (each + OF_THE_ROOTS,) for each in ("sum", "product", "ratio")},
        "larger root": (r"\b(?:larg|great|bigg)er (?:root|one|1)\b|r_\{?2\b\}?",),
        "smaller root": (r"\bsmaller (?:root|one|1)\b|r_\{?1\b\}?",),
        "roots": (r"\b(?:roots?|solutions?)\b",),
        "size of the weight": (r"\|w\|",),
        "weight": (r"\bw\b|\bweights?\b",),
        "x": (r"\bx\b|\bexponential\b",),
    },
    [stability.root_values(each) for each in (5.0, 9.0, -6.0)],
)


def quadratics(coefficient: str) -> tuple[str, ...]:
    """The quadratic with |w|, or what stands for it, in each way to write its unknown."""
    unknowns = ("x", r"e^{-(wa+b)}", r"e^{-wa}", r"e^{wa+b}", r"e^{wa}")
    return tuple(rf"({each})^2+(2-{coefficient}){each}+1" for each in unknowns)


QUADRATIC = (
    Part(
        "the quadratic",
        1,
        Written(
            (*quadratics("|w|"), r"\sigma(wa+b)^2-\sigma(wa+b)+\frac{1}{|w|}"),
            mistakes={
                **dict.fromkeys(quadratics(r"\frac{1}{w}"), INVERSE_WEIGHT),
                **dict.fromkeys(quadratics(r"\frac{1}{|w|}"), INVERSE_WEIGHT),
                **dict.fromkeys(quadratics("(-|w|)"), COEFFICIENT_SIGN),
            },
        ),
        Said(r"(\\sigma|\w)\^2-\1\+(?:\\frac1\|w\||1/\|w\|)\\leq?0", contrary=TURNED_ROUND),
    ),
    Part(
        "its roots",
        1,
        Written(
            (stability.LARGER_ROOT, stability.SMALLER_ROOT, r"\frac{1+\sqrt{1-4/|w|}}{2}"),
            form=r"^(?!.*\\(?:ln|log)).*\\sqrt",
            beside=("|w|(|w|-4)",),
        ),
        Said(claims=(POSITIVE_ROOTS, BETWEEN_ROOTS, BIAS, ROOTS)),
    ),
    Part("the product of the roots", 1, said=Said(ROOTS_MULTIPLY, contrary=NOT_THEIR_PRODUCT)),
)
HYPERBOLIC = (
    Part(
        "the condition on the hyperbolic cosine",
        2,
        Written((r"\frac{|w|}{2}-1",), heads=r"^\\cosh", relation="<="),
    ),
    Part(
        "its solution",
        1,
        said=Said(
            r"(?:\|\w+(?:\+b)?\|\\leq?|\\pm)\\?(?:operatorname|mathrm|text)?\\?(?:arc?|a)cosh"
        ),
    ),
)
OF_ROOTS = Part(
    "the width",
    1,
    Written(
        (stability.WIDTH_BY_ROOTS,),
        form=r"\\(?:ln|log).*[rs]_.*[rs]_",
        last=True,
        mistakes={r"\frac{1}{|w|}\ln\frac{r_1}{r_2}": RATIO_INVERTED},
    ),
)
OF_SIGN = replace(
    OF_ROOTS,
    written=replace(
        OF_ROOTS.written,
        form=r"(?=.*w).*(?:\\(?:ln|log).*[rs]_|2L)",
        bounded=r"^-?\(?(?:w\*?)?a(?![a-z_])",
    ),
    until=r"\n\s*\n|\n(?=(?:[Tt]he )?[Ww]idth\b)"
    r"|(?<=[.$])\s+(?:[Ss]o|[Hh]ence|[Tt]hus|[Tt]herefore|[Bb]oth"
    r"|[Tt]ogether|[Aa]ltogether|[Oo]verall|[Ff]inally|[Cc]ombined)\b|\bBoth\b"
    r"|\b[Ii]n (?:both|either|any|total|all|sum|short|general)\b",
)
BY_SIGN = (
    replace(OF_SIGN, name="the width for w > 0", case=POSITIVE),
    replace(OF_SIGN, name="the width for w < 0", case=NEGATIVE, said=Said(TURNED)),
)
OF_NEGATIVE = re.compile(rf"(?:{NEGATIVE})[^\n.]{{0,60}}?\\?(?:ln|log)[^\n.]{{0,20}}?r_")
AT_ONCE = (
    replace(
        OF_ROOTS, written=replace(OF_ROOTS.written, form=r"\\(?:ln|log).*[rs]_|2L|cosh", last=False)
    ),
    Part("that it is so for both signs of w", 1, said=Said(BOTH_SIGNS)),
)
ONE_SIGN = re.compile(
    rf"{POSITIVE}|{NEGATIVE}|/\s*-?w\b|frac\s*\{{[^{{}}]*\}}\s*\{{\s*-?w\s*\}}|frac\s*\dw"
)
BY_SIZE = (  # of both signs, as no sign is spoken of and nothing is divided by w itself
    replace(
        OF_ROOTS,
        written=replace(AT_ONCE[0].written, form=r"\|w\|.*(?:\\(?:ln|log).*[rs]_|cosh)|2L/?\|w\|"),
        points=2,
    ),
)
LOGARITHM_OF = r"\frac{{2}}{{|w|}}\ln\left({}\right)"
NO_MORE_THAN_IT = (  # a bound from below is none from above
    r"(?:at least|greater than|more than|larger than|exceeds|\bwidth\S*\s*(?:\\geq?|≥|>=?|\\gt))"
    r"\s*\$?\s*\(?\s*(?:\\[dt]?frac\s*\{?\s*2|2\s*/)"
)
FINAL_FORMULA = (
    Part(
        "the final formula",
        1,
        Written(
            (stability.WIDTH,),
            form=r"\\(?:ln|log).*\\sqrt|cosh",
            last=True,
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
        Said(NAMED_ROOT, contrary=NO_MORE_THAN_IT),
    ),
)


def ways(text: str) -> Iterator[Sequence[Part]]:
    """The routes to the width: by the sign of w, and at once where the signs are not told apart."""
    text = of_width(text)
    at_once = AT_ONCE if ONE_SIGN.search(text) else BY_SIZE
    widths = (BY_SIGN,) if OF_NEGATIVE.search(text) else (BY_SIGN, at_once)
    return ((*way, *each, *FINAL_FORMULA) for way in (QUADRATIC, HYPERBOLIC) for each in widths)


WRITTEN_TWO = re.compile(  # as z, as machines read it
    r"\^\s*\{?\s*z|\(\s*z\s*[-−]\s*\||\|\s*[-−]\s*z(?!\w)"
)
BELOW_FOUR = re.compile(  # of which nothing is asked
    r"\b(?:[Ff]or|[Ii]f|[Ww]hen) \$?\|w\|\s*(?:<|\\lt)\s*4\$?(?:(?!\|w\|\s*(?:\\g|≥|>))[^.;])*[.;]"
)
UNEQUATED = re.compile(r"\b([Ww]idth)(?: is)? (?=[\d(])")  # "the width (1/w) ln ..."


def of_width(text: str) -> str:
    r"""A passage in which the roots have their names, and the width is equated.

    >>> of_width("x^z + (z-|w|)x + 1; the width is (1/w)(ln x_+ - ln x_-)")
    'x^2 + (2-|w|)x + 1; the width = (1/w)(ln r_2 - ln r_1)'
    """
    text = UNEQUATED.sub(r"\1 = ", BELOW_FOUR.sub("", in_commands(text)))
    if WRITTEN_TWO.search(text):
        text = re.sub(r"(?<![A-Za-z\\])z(?![A-Za-z])", "2", text)
    return of_roots(text)


@pytest.mark.question("2.3.b", points=6, kind="derivation")
def grade_interval_width(answer: Answer, settle_parts: SettleParts) -> None:
    """The quadratic, its roots, and the width for weights of both signs."""
    inside = "centred" if NO_BIAS.search(answer.text) else "inside"
    settle_parts(
        *ways(answer.text),
        models=(inside,),
        tight=("boundary",),
        solved=("boundary",),
        cases={POSITIVE: f"{inside}_positive", NEGATIVE: f"{inside}_negative"},
        rewritten=of_width,
    )
