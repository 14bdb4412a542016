"""Problem 1: cross-entropy costs, each derivation marked by its parts."""

import re
from collections.abc import Callable

import pytest

from graders.comparing.parts import Part
from graders.model import Mistake
from solutions import cross_entropy_costs as costs

SettleParts = Callable[..., None]

# --- 1.1 Swapped roles --------------------------------------------------------------------------

TOWARDS = (
    r"\$?\s*(?:=|\\to|\\rightarrow|→|->|\b(?:is|can be|equals?(?: to)?|goes to|tends to)\b)"
    r"\s*\$?\s*"
)
NOT_FINITE = (
    r"(?<!not)(?<!not )(?<!never )"
    r"(?:undefined|infinit|\\infty|∞|\binf\b|diverge|unbounded|without bound|blow\w* up|explode)"
    r"|(?:not|isn't|never) (?:defined|finite|computable)|does(?:n't| not) exist"
    r"|(?:can ?not|can't) be (?:evaluated|computed|calculated|determined|defined)"
    r"|ln\s*\(?0\)?\$?[:,; ]{0,3}\s*(?:also|again|too|as well|same)\b"
)
HIDDEN = Mistake("wrong_function", "0 times infinity is no zero: the term is not finite")
ZERO_TIMES_INFINITY = (
    r"0\s*(?:\\cdot|\\times|\*|·)?\s*\\?ln\s*\(?\s*0\)?\s*=\s*0|0\s*(?:\\cdot|\\times|\*|·)\s*"
    r"\(?-?\\infty\)?\s*=\s*0"
)
DOWNWARDS = Mistake("sign", "the cost grows to plus infinity, not to minus infinity")
TO_MINUS_INFINITY = (
    r"\b(?:C|cost|loss)(?:\(\w+\))?\$?\s*(?:=|\\to|\\rightarrow|→|->|\bis\b|(?:goes|tends|runs) to)"
    r"\s*\$?\s*(?:[-−–]|minus |negative )\s*(?:\\infty|∞|inf)"
    r"|(?<![\w)=}])\s*[-−–][^$=,;]*\\?ln[^$=,;]*=\s*[-−–]\s*(?:\\infty|∞|inf)"  # of -a ln y
)
BOTH_LABELS = (
    rf"\b(?:both|either|each|any|every)\b[^.]{{0,60}}?(?:{NOT_FINITE})"
    rf"|(?:{NOT_FINITE})[^.]{{0,80}}\b(?:both|either|each|any|every)\b"
    rf"|(?:{NOT_FINITE})[^.]{{0,20}}y{TOWARDS}(?:0|zero)\b[\s\S]*?y{TOWARDS}(?:1|one)\b"
    rf"[\s\S]*?(?:{NOT_FINITE})"
)
OTHER_LABEL = (
    rf"y{TOWARDS}(?:{{label}}|{{word}})|both|other|also|same|either"
    r"|symmetr|likewise|similar|vice versa|analog|{label}[- ]label|label[^.]{{0,9}}{label}"
)
ONE_ENDPOINT = Mistake("one_case", "only one of the labels is looked at")
OUTPUT_NAMED = r"sigmoid|\\sigma|σ|logistic|activation|output|prediction|network|neuron"
NOT_OF_THE_LABEL = r"(?:(?!\by\b|label|target)[^.;]){0,60}?"
OPEN_INTERVAL = (
    r"(?:∈|\\in|\bin)\s*\$?\s*[(\]]\s*0|\(0\s*,\s*1\)|open (?:unit )?interval"
    r"|(?:never|not)\b[^.;]{0,24}\b(?:0|zero)\b[^.;]{0,14}\b(?:or|and|nor)\b[^.;]{0,14}\b(?:1|one)\b"
    r"|(?:only|just) approach\w*|asymptot|strictly (?:between|inside|within|in)"
    r"|(?:between|neither) \$?(?:0|zero)\$? (?:and|nor) \$?(?:1|one)\b"
)
INSIDE = (  # said of the output: that a label lies inside is no reason
    r"0\s*(?:<|\\lt)\s*(?:a|\\?sigma|σ)\S{0,9}?\s*(?:<|\\lt)\s*1"
    rf"|(?:{OUTPUT_NAMED}|\ba\b){NOT_OF_THE_LABEL}(?:{OPEN_INTERVAL})"
    rf"|(?:{OPEN_INTERVAL}){NOT_OF_THE_LABEL}(?:{OUTPUT_NAMED})"
)
ALSO_UNDEFINED = Mistake("wrong_function", "the right form is said to be undefined too")
ENDS_SWAPPED = Mistake("swapped", "the values of the right form have changed places")
OTHER_END = (
    r"y\s*=\s*1\$?[^.;y]{0,30}C\s*=\s*-\s*\\?ln\s*\(\s*1\s*-\s*a"
    r"|y\s*=\s*0\$?[^.;y]{0,30}C\s*=\s*-\s*\\?ln\s*\(?\s*a"
)
TOO = "(?:also|too|as well|still)"
RIGHT_FORM = r"(?:right|correct|proper|true|original|usual)\s+(?:form|one|version|cost|formula)?"
REASON = Part(
    "why the right form is finite",
    2,
    words=INSIDE,
    misstated={
        rf"{RIGHT_FORM}[^.]{{0,60}}{TOO}[^.]{{0,12}}(?:{NOT_FINITE})": ALSO_UNDEFINED,
        OTHER_END: ENDS_SWAPPED,
    },
    left_out=Mistake("left_out", "why the right form is finite is left out"),
    traces=(
        r"sigmoid|\\sigma|σ|logistic|right|correct|proper|original|usual|activation|\\ln\s*a|ln a"
    ),
)


def endpoint(label: int) -> Part:
    """What happens at one of the labels."""
    return Part(
        f"not finite at y = {label}",
        2,
        words=NOT_FINITE,
        case=rf"y{TOWARDS}(?:{label}|{('zero', 'one')[label]})",
        misstated={
            ZERO_TIMES_INFINITY: HIDDEN,
            r"\bC\s*(?:=|\\to|→|is)\s*\$?0(?![.\d])": HIDDEN,
            TO_MINUS_INFINITY: DOWNWARDS,
        },
        traces=OTHER_LABEL.format(label=label, word=("zero", "one")[label]),
        left_out=ONE_ENDPOINT,
    )


SWAPPED_ROLES = (endpoint(0), endpoint(1), REASON)
SWAPPED_ROLES_AT_ONCE = (
    Part(
        "not finite at y = 0 and at y = 1",
        4,
        words=BOTH_LABELS,
        misstated={TO_MINUS_INFINITY: DOWNWARDS},
    ),
    REASON,
)


@pytest.mark.question("1.1", points=6, kind="derivation")
def grade_swapped_roles(settle_parts: SettleParts) -> None:
    """Where the swapped cost is not finite, and why the right one is."""
    settle_parts(SWAPPED_ROLES, SWAPPED_ROLES_AT_ONCE)


# --- 1.4 Real-valued targets --------------------------------------------------------------------

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
    r"|second derivative (?:is )?(?:always )?negative"
)
UPHILL = r"(?:positive|(?:increas|ris|grow)\w+|>\s*0)"
DOWNHILL = r"(?:negative|(?:decreas|fall|shrink)\w+|<\s*0)"
SIGNS_SWAPPED = Mistake("sign", "the signs of the derivative beside its zero have changed places")
REVERSED = "|".join(
    rf"{slope} (?:for|if|when|where|as) \$?a\s*{side}\s*y"
    rf"|(?:for|if|when|where) \$?a\s*{side}\s*y\$?,?(?: (?:it|C|the \w+))?(?: is)? {slope}(?! for)"
    for slope, side in ((UPHILL, r"(?:<|\\lt)"), (DOWNHILL, r"(?:>|\\gt)"))
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
    Part("why it is smallest at a = y", 2, words=DIVERGENCE),
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
