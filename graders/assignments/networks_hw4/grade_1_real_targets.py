"""Problem 1: the cross-entropy of a target between 0 and 1, marked by its parts."""

import re
from collections.abc import Callable

import pytest

from graders.comparing.parts import Part
from graders.model import Mistake
from solutions import cross_entropy_costs as costs

SettleParts = Callable[..., None]

WRONG_SIGN = Mistake("sign", "the sign of the derivative is wrong")
INNER_LOST = Mistake("sign", "the inner derivative of 1 - a is lost")
OUTPUT = r"^(?:[apqs]|\\sigma(?:\(z\))?|\\haty)$"
CONVEX = (
    r"convex|changes? (?:its )?sign|from negative to positive"
    r"|a\s*<\s*y\W[^.]{0,30}(?:negativ|decreas|<\s*0)"
    r"|(?:negative|<0) (?:for|if|when|to the left|below|before)"
    r"|decreas\w+ .*increas|falls .*rises"
    r"|(?:C'(?:\([az]\))?|(?:\\partial|d)C/?(?:\\partial|d)[az])[<>]0"  # which is tried
    r"|C''(?:\([^()]{1,9}\))?(?:\\geq?|>|ispositive|isgreaterthan|isalwayspositive)"
    r"|\\frac(?:\\partial|d)\^2C(?:\\partial|d)[azs]\^2(?:>|ispositive)"
    r"|(?:infinit\w*|\\infty|∞)[^.]{0,30}a\W{0,3}(?:→|->|\\to|=|goes to|near)\W{0,3}0[^.]{0,24}"
    r"\b1\b"
    r"|second derivative\W{0,3} (?:is|=|of \S+ is)?\s*(?:always |also |strictly )*"
    r"(?:positive|>\s*0)"
)
DIVERGENCE = r"KL\b|Kullback|Gibbs|entropy|Jensen"
WRONG_CURVATURE = Mistake("sign", "the sign of the second derivative is wrong")
CONCAVE = (
    r"(?:C''|(?:\^2|²)C/?(?:\\partial|d)[azs](?:\^2|²)|second derivative)[^<>]{0,90}<\s*0"
    r"|(?:C''|second derivative|curvature)(?:(?!positive)[^.;<>]){0,90}?"
    r"\b(?:is|being|stays|remains)? ?(?:always |strictly |everywhere |clearly )?"
    r"(?:negative|(?:smaller|less) than (?:zero|\$?0)|below (?:zero|\$?0))"
)
UPHILL = r"(?:positive|(?:increas|ris|grow)\w+|>\s*0)"
DOWNHILL = r"(?:negative|(?:decreas|fall|shrink)\w+|<\s*0)"
SIGNS_SWAPPED = Mistake("sign", "the signs of the derivative beside its zero have changed places")
REVERSED = "|".join(
    rf"{slope} (?:for|if|when|where|as) \$?a\s*{side}\s*y"
    rf"|(?:for|if|when|where) \$?a\s*{side}\s*y\$?,?(?: (?:it|C|the \w+))?(?: is)? {slope}(?! for)"
    for slope, side in ((UPHILL, r"(?:<|\\lt)"), (DOWNHILL, r"(?:>|\\gt)"))
)
NO_MINIMUM = (  # said of the point, or what makes it none
    r"(?<!or )(?<!or a )\b(?:maxim(?:um|a|al|i[sz]\w+)\b|saddle|inflection)"
    r"|(?:C''|second derivative|convex)[^.;,]{0,30}\bonly\b"
    r"(?! (?:stationary|zero|root|critical|extrem|minim|one\b|point))"
    r"|\b(?:is|becomes) (?:the )?(?:largest|highest|greatest|biggest)\b"
    r"|(?:\bC(?:\([az]\))?\$?|cost|loss|function|\bit) (?:is|being) (?:strictly |always )?concave"
    r"|from (?:positive|plus|\+) to (?:negative|minus|[-−])"
    r"|(?:increas|ris)\w+[^.;]{0,40}\b(?:then|afterwards|until)\b[^.;]{0,40}(?:decreas|fall)"
    rf"|{UPHILL}[^.;,]{{0,16}} (?:left|below|smaller)\b|{DOWNHILL}[^.;,]{{0,16}} (?:right|above)\b"
    rf"|(?:left|below)(?: of)?(?: it| \$?y\$?)?,?[^.;,]{{0,16}} {UPHILL}"
    rf"|(?:right|above)(?: of)?(?: it| \$?y\$?)?,?[^.;,]{{0,16}} {DOWNHILL}"
)
NO_ARGUMENT = Mistake("left_out", "why the stationary point is a minimum is not shown")

REAL_TARGETS = (
    Part(
        "the derivative",
        2,
        values=(costs.SLOPE_BY_OUTPUT, costs.SLOPE_BY_LOGIT, "a-y"),
        mistakes={
            r"\frac{y}{a}-\frac{1-y}{1-a}": WRONG_SIGN,
            r"-\frac{y}{a}-\frac{1-y}{1-a}": INNER_LOST,
            "y-a": WRONG_SIGN,
        },
    ),
    Part("the stationary point", 2, values=("y",), heads=OUTPUT),
    Part(
        "why it is a minimum",
        2,
        values=(costs.CURVATURE_BY_OUTPUT, costs.CURVATURE_BY_LOGIT, "a(1-a)"),
        words=f"{CONVEX}|{DIVERGENCE}",
        mistakes={
            f"-({costs.CURVATURE_BY_OUTPUT})": WRONG_CURVATURE,
            r"\frac{y}{a^2}-\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
            r"-\frac{y}{a^2}+\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
        },
        misstated={CONCAVE: WRONG_CURVATURE, REVERSED: SIGNS_SWAPPED},
        contrary=NO_MINIMUM,
        traces=(
            r"''|′|\\prime|second|curv|\^\s*\{?\s*2|²|sign|\bpositive|negative|(?<![=-])>|increas"
            r"|falls|rises"
            r"|grow|\\infty|∞|infinit|boundar|\bend|" + DIVERGENCE
        ),
        left_out=NO_ARGUMENT,
    ),
)
BY_DIVERGENCE = (
    Part(
        "the cost less that of a = y",
        4,
        values=(r"y\ln\frac{y}{a}+(1-y)\ln\frac{1-y}{1-a}",),
    ),
    Part("why it is smallest at a = y", 2, words=DIVERGENCE, contrary=NO_MINIMUM),
)


def of_output(text: str) -> str:
    r"""A passage in which a stands for the sigmoid of z.

    >>> of_output(r"\sigma'(z) > 0, \sigma(z) = y")
    ' a(1-a) > 0,  a = y'
    """
    text = re.sub(
        r"(?:\\sigma|σ)\s*(?:'|′|\^\s*\{?\s*\\prime\s*\}?)\s*(?:\(\s*z\s*\))?", " a(1-a)", text
    )
    return re.sub(
        r"(?:\\sigma|σ)(?:\s*(?:\\left)?\(\s*z\s*(?:\\right)?\)|(?!\s*[\w(']))", " a", text
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
