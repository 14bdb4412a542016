"""Problem 1: the cross-entropy of a target between 0 and 1, marked by its parts."""

import re

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from graders.reading.words.claims.properties import Truth, without_values
from graders.reading.words.claims.trends import Trend
from solutions.cross_entropy_costs import real_targets

SLOPE_MISTAKES = {
    latex: Mistake("sign", words)
    for wrong in (real_targets.SLOPE_MISTAKES, real_targets.SLOPE_BY_LOGIT_MISTAKES)
    for words, latex in wrong.items()
}
WITHOUT_ZERO = (  # a derivative that is zero elsewhere, set to zero, or another zero
    r"(?<![\w(,'])z\s*=\s*y\b|"
    r"-\s*(?:\\frac\s*\{\s*y\s*\}\s*\{\s*a\s*\}|y\s*/\s*a)\s*"
    r"-\s*(?:\\frac\s*\{\s*1\s*-\s*y\s*\}\s*\{\s*1\s*-\s*a\s*\}|\(1\s*-\s*y\)\s*/\s*\(1\s*-\s*a\))"
    r"\s*=\s*0(?!\.)"
)
OUTPUT = r"^(?:[apqs]|\\sigma(?:\(z\))?|\\haty)$"
INFINITE_AT_ENDS = (
    r"\ba\W{0,3}(?:→|->|\\to|=|goes to|near)\W{0,3}0[^.]{0,24}(?<!\d)1(?!\d)[^.]{0,30}"
    r"(?:infinit\w*|\\infty|∞)|"
    r"(?:infinit\w*|\\infty|∞)[^.]{0,30}a\W{0,3}(?:→|->|\\to|=|goes to|near)\W{0,3}0"
    r"[^.]{0,24}(?<!\d)1\b"
    r"|(?:infinit\w*|\\infty|∞)[^.;]{0,24}\b(?:both|either|each|the) (?:end|boundar)"
    r"|\b(?:both|either|each|the) (?:ends?|boundar\w+)\b[^.;]{0,24}(?:infinit\w*|\\infty|∞)"
)
SECOND_DERIVATIVE = r"^(?:C''(?!\(y\))|(?:\\frac)?(?:d|\\partial|∂)(?:\^2|²)C)"
SIGN_CHANGE = (
    r"changes? (?:its )?sign|from (?:negative|minus|[-−]) to (?:positive|plus|\+)"
    r"|decreas\w+ .*increas|falls .*rises"
    r"|goes down[^.;]{0,30}\bup\b"
)
DIVERGENCE = r"KL\b|Kullback|Gibbs|(?<!cross.)entropy|Jensen"
WRONG_CURVATURE = Mistake("sign", "the sign of the second derivative is wrong")
OF_COST = r"(?: of (?:the )?(?:\$?C\b|cost|loss))?"
CURVATURE = (
    r"C\s*''|C\s*\^\{?\\prime\s*\\prime",
    r"(?:\^\{?2\}?|²)\s*C\b",
    "second derivative" + OF_COST,
)
COSTS = Truth(
    things={
        "cost": (r"(?-i:\bC\b)(?!\s*['′^])|\b(?:cost|loss|function)\b",),
        "curvature": (*CURVATURE, "curvature"),
        "slope": (r"C\s*['′]|(?:\\partial|∂|\bd)\s*C\b|(?:derivative|slope|gradient)" + OF_COST,),
        "another": (r"\bKL\b|divergence|entropy|difference|\\?\b(?:ln|log)\b",),
    },
    known={"cost": {"smallest", "convex", "positive"}, "curvature": {"positive"}},
    telling={"cost": {"convex"}, "curvature": {"positive"}},
)
OF_LOGIT = Trend(r"\$\s*a\s*\$|\bsigmoid|\boutput|\bactivation", r"\bz\b|\blogit", together=True)
SLOPE = {"below": {"negative", "falling"}, "above": {"positive", "rising"}}
SIGN_OF_SLOPE = re.compile(
    r"(?:C\s*['′]|(?:\\partial|∂|\bd)\s*C\b)[^<>=,;:.]{0,30}?"
    r"(?:(?:<|\\lt)|(?P<above>>|\\gt))\s*0(?![.\d])(?P<ends>\s*\n(?=\s*a\b))?"
)


def signs_in_words(text: str) -> str:
    """A passage with words for the signs of the slope.

    >>> signs_in_words("$C'(a) = a - y < 0$ for $a < y$, and dC/da > 0 for a > y")
    'the slope is negative for a < y, and the slope is positive for a > y'
    """

    def told(said: re.Match[str]) -> str:
        sign = "positive" if said["above"] else "negative"
        return f"the slope is {sign}" + (".\n" if said["ends"] else "")

    return SIGN_OF_SLOPE.sub(told, without_values(text))


SIDES = Truth(
    things={
        "anywhere": CURVATURE,
        "below": (r"\ba\s*<\s*y|\ba\s*\\lt\s*y", r"\b(?:left|below|smaller)\b(?! than (?:0|zero))"),
        "above": (r"\ba\s*>\s*y|\ba\s*\\gt\s*y", r"\b(?:right|above|larger)\b(?! than (?:0|zero))"),
    },
    known=SLOPE,
    telling=SLOPE,
    mistake=Mistake("sign", "the signs of the derivative beside its zero have changed places"),
    goes_on=False,
    in_words=signs_in_words,
)
TURNED = (
    r"from (?:positive|plus|\+) to|goes up[^.;]{0,30}\bdown\b"
    r"|(?:increas|ris)\w+[^.;]{0,40}\bthen\b[^.;]{0,20}(?:de|fall)"
)
SOUND_REASON = (  # why the cost is convex, or what is said of its derivatives
    r"1\s*-|''|\\prime|\b(?:both|each|all|second|sum\w*|terms?|squar\w+|sign\w*|logarithms?|ln|log"
    r"|combination|numerator|denominator|fractions?|increas\w+|rising|monoton\w+)\b"
    r"|(?:<|\\lt)\s*1\b|\(0\s*,\s*1\)|between|²|\^\s*\{?2|" + DIVERGENCE
)
OTHER_REASON = (
    r"(?:positive|> ?0|convex\w*|minim\w+|smallest)\$?,? (?:because|since|as|due to)\b"
    rf"(?:(?!{SOUND_REASON})(?:[^.;,]|\.(?=\d)))*(?:[.;,](?!\d)|$)"
    rf"|\b(?:[Bb]ecause|[Ss]ince|[Aa]s)\b(?:(?!{SOUND_REASON}|''|\bC\b)[^.;,])*\bconvex"
)
NOT_POSITIVE = (  # what is said of the curvature and is no reason
    r"(?:1\s*[-−]\s*a\)(?:\^\{?2\}?|²)?\}?|second derivative|curvature|''\S{0,4})\$?,?"
    r" (?:which |that )?(?:is|stays|lies|does) (?:always |at |never |also )?"
    r"(?:less|below|smaller|most|bounded|finite|above 1|larger than 1|constant|non-?zero"
    r"|not (?:0|zero|vanish)|different from (?:0|zero))"
    r"(?![^.;]{0,40}(?:positive|above (?:0|zero)|larger than (?:0|zero)))"
)
OF_TERM = r"[-−]\s*(?:y\s*|\(\s*1\s*[-−]\s*y\s*\)\s*)?(?:\\cdot\s*)?\\?(?:ln|log)\s*"
CONVEX_TERMS = (  # of which the cost is a sum
    rf"{OF_TERM}\(?\s*a\)?\$?(?:,|\s+and)\s+\$?{OF_TERM}\(\s*1\s*[-−]\s*a\s*\)\$?,?"
    r"(?: which)? (?:are|both|each)(?: (?:both|are|is|strictly))* convex"
)
NO_ARGUMENT = Mistake("left_out", "why the stationary point is a minimum is not shown")

REAL_TARGETS = (
    Part(
        "the derivative",
        2,
        Written(
            (real_targets.SLOPE_BY_OUTPUT, real_targets.SLOPE_BY_LOGIT, "a-y"),
            mistakes=SLOPE_MISTAKES,
        ),
    ),
    Part(
        "the stationary point",
        2,
        Written(
            (real_targets.STATIONARY_OUTPUT,),
            heads=OUTPUT,
            stated=r"^a$",
            beside=(r"\frac{1}{1+e^{-z}}", r"\frac{e^z}{1+e^z}"),
        ),
        Said(contrary=WITHOUT_ZERO),
    ),
    Part(
        "why it is a minimum",
        2,
        Written(
            (
                *(real_targets.CURVATURE_BY_OUTPUT, real_targets.CURVATURE_BY_LOGIT, "a(1-a)"),
                r"\frac{1}{y}+\frac{1}{1-y}",  # where it is stationary
            ),
            stated=SECOND_DERIVATIVE,
            mistakes={
                f"-({real_targets.CURVATURE_BY_OUTPUT})": WRONG_CURVATURE,
                r"\frac{y}{a^2}-\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
                r"-\frac{y}{a^2}+\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
            },
        ),
        Said(
            f"{SIGN_CHANGE}|{INFINITE_AT_ENDS}|{DIVERGENCE}|{CONVEX_TERMS}",
            claims=(COSTS, SIDES, OF_LOGIT),
            contrary=f"{TURNED}|{OTHER_REASON}|{NOT_POSITIVE}",
            traces=(
                r"''|′|\\prime|second|curv|\^\s*\{?\s*2|²|sign|\bpositive|negative|(?<![=-])>|increas"
                r"|falls|rises"
                r"|grow|\\infty|∞|infinit|boundar|\bend|convex|" + DIVERGENCE
            ),
        ),
        left_out=NO_ARGUMENT,
    ),
)
BY_DIVERGENCE = (
    Part("the cost less that of a = y", 4, Written((r"y\ln\frac{y}{a}+(1-y)\ln\frac{1-y}{1-a}",))),
    Part("why it is smallest at a = y", 2, said=Said(DIVERGENCE, claims=(COSTS, SIDES))),
)


UPRIGHT = re.compile(r"\\(?:mathrm|text|operatorname)\s*\{\s*d\s*\}")
OF_ZERO = (
    r"(?: of (?:it|this|that|(?:the |this |that )?(?:point|zero|minimum)"
    r"|\$?(?:a\s*=\s*)?y\b\$?))?"
)
ENDS_CLAUSE = r"(?=\s*(?:[,.;:]|\b(?:and|so)\b|$))"
SIDES_IN_WORDS = {
    "for $a < y$": rf"\b(?:to|on|at) the left(?: side)?{OF_ZERO}|\bbefore{ENDS_CLAUSE}",
    "for $a > y$": rf"\b(?:to|on|at) the right(?: side)?{OF_ZERO}|\bafter(?:wards)?{ENDS_CLAUSE}",
}
SIDE_BEHIND = re.compile(r"(\$ for \$a [<>] y\$):")  # of what is said before it
SIDE_ALONE = re.compile(r"(\ba\s*(?:<|>|\\lt(?![a-z])|\\gt(?![a-z]))\s*y\s*\$?)\s*:")


def of_output(text: str) -> str:
    r"""A passage in which a stands for the sigmoid of z.

    >>> of_output(r"\sigma'(z) > 0, \sigma(z) = y")
    ' a(1-a) > 0,  a = y'
    >>> of_output("negative to the left of it, positive on the right")
    'negative for $a < y$, positive for $a > y$'
    """
    for side, words in SIDES_IN_WORDS.items():
        text = re.sub(words, side, text, flags=re.IGNORECASE)
    text = SIDE_BEHIND.sub(r"\1,", text)
    text = SIDE_ALONE.sub(r"\1 ⇒ ", UPRIGHT.sub("d", text))
    text = re.sub(
        r"(?:\\sigma|σ)\s*(?:'|′|\^\s*\{?\s*\\prime\s*\}?)\s*(?:\(\s*z\s*\))?", " a(1-a)", text
    )
    return re.sub(
        r"(?:\\sigma|σ)(?:\s*(?:\\left)?\(\s*z\s*(?:\\right)?\)|(?!\s*(?:[\w']|\((?!\s*1\s*[-−]))))",
        " a",
        text,
    )


@pytest.mark.question("1.4", points=6, kind="derivation")
def grade_real_targets(settle_parts: SettleParts) -> None:
    """Where the cost of a target between 0 and 1 is smallest, and why."""
    settle_parts(
        REAL_TARGETS,
        BY_DIVERGENCE,
        models=("target",),
        solved=("at_target",),
        cases={r"\ba\s*(?:<|\\lt)\s*y": "below_target", r"\ba\s*(?:>|\\gt)\s*y": "above_target"},
        rewritten=of_output,
    )
