"""Problem 2: hyper-parameters, and the weight with which a factor of the gradient reaches one."""

import re
from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import Review, SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.properties import Truth
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

SLOPE = r"\\sigma'|d\\sigma|\\sigma\(\S*\)\(1-\\sigma|^s\(1-s\)"
QUARTER = r"(?:\\frac14|\\frac\{1\}\{4\}|1/4|0\.25|¼)"
OF_SIGMOID = r"(?<!1-)(?<!1 - )\\sigma\(z\)(?!\s*\(1)"  # and not of its slope
AT_ITS_LARGEST = (  # what tells that a slope is more than one among others
    r"max|larg|high|peak|\btop\b|most|bound|exceed|steep|never|''|″|\\le(?:q|slant)?(?!ft)|≤|<=|symmetr"
)
ATTAINED = (
    rf"(?=.*(?:{AT_ITS_LARGEST}))\\sigma'\(0\)=(?:\S{{0,60}}?=)?{QUARTER}|\\max\S{{0,60}}?={QUARTER}"
    rf"|(?:at most|max(?:im\w+)?\b|larg\w+|high\w+|peak\w*|top\b|vertex|bounded by"
    rf"|never (?:exceeds|larger than|above))"
    rf"(?:(?!less|below|under|smaller|<|\\lt|{OF_SIGMOID})[^.]){{0,60}}?{QUARTER}"
    rf"|\\sigma'\S{{0,4}}\s?(?:is|has|=)[^.;]{{0,10}}{QUARTER}[^.;]{{0,9}}(?:larg|max|high|peak)"
)
SOUND_REASON = (  # why the slope is at most a quarter, or what a bound leads to
    r"1\s*-|\\?\bfrac\s*\{?1\}?\s*\{?2|1/2|\bhalf\b|0\.5|½|(?:\bz|x|at|wa\s*\+\s*b)\s*=?\s*\$?(?:0\b|zero)"
    r"|''|\bAM\b|mean|parabola|quadratic|second|vertex|square|symmetr|product|\|\s*w|\^|²|tangent"
)
OTHER_REASON = (
    rf"\b(?:because|since|due to)\b(?:(?!{SOUND_REASON})(?:[^.;,]|\.(?=\d)))*(?:[.;,](?!\d)|$)"
)
SLOPES = Truth(
    things={
        "bend": (
            r"(?:\\sigma|σ|sigma|\bs)\s*(?:''|″)",
            "second derivative",
            r"derivative (?:is )?\$?1\s*[-−]\s*2",
        ),
        "slope": (r"(?:\\sigma|σ|sigma|\bs)\s*['′]|\\sigma\^\{?\\prime|derivative|slope|gradient",),
        "parabola": (r"parabola|product|quadratic",),
        "another": (
            r"(?:\\sigma|σ|sigma|sigmoid)\b(?!['′])",
            "exponential|denominator",
            r"\|\s*w\s*\|",
        ),
    },
    known={"slope": {"largest", "positive"}, "parabola": {"largest"}},
)
ELSEWHERE = (
    r"(?:reach|attain|assum|maxim|larg|peak|equal|most|bound|\\le|≤)\w*(?:[^.;]|\.(?=\d)){0,50}?"
    r"(?:\b(?:at|when|for|if|with|near)\s*\$?|\(|where\s*\$?)"
    r"(?:\bz|wa\s*\+\s*b|argument)\$?\s*(?:=|→|->|\\to|\bis|near|goes to)\s*\$?"
    r"(?:[-+±]|\\pm)?\s*(?:0*[1-9]|0\.\d|\\[dt]?frac|\\infty|∞|infinit)"
    r"|(?:sigmoid|\\sigma|σ)\S{0,5}\$? is (?:\w+ ){0,2}(?:linear|constant|line)\b"
    r"|(?:line|linear)\w* (?:of|with) slope|never (?:reached|attained)|not attained"
    r"|\b(?:large|big|great|extreme)\w* (?:\$?\|?z\b|inputs?|arguments?)[^.;]{0,60}?"
    r"(?:max|peak|most)"
    r"|(?:max|peak|most)\w*[^.;]{0,30}?(?:\\to|→|->)\s*\$?[-+]?\s*(?:\\infty|∞)"
)
AT_LEAST_ONE = r"(?:\\geq?|\\geqslant|≥|>=|at least|exceeds)\s*\$?(?:1\b(?!/)|one\b)"
LARGE_WEIGHT = (
    r"(?:\|\s*w\s*\|\$?\s*(?:\\geq?|\\geqslant|≥|>=|is at least)"
    r"|(?:the |a )?weight (?:is |of (?:a )?size )?at least)\s*\$?(?:4|four)\b"
)
BOUND = (  # of the factor by the weight, from which the conclusion follows
    r"(?:\|\s*w\s*\|\s*(?:\\[ct]\w+|·|\*)?\s*|\\[dt]?frac\s*\{?\s*\|\s*w\s*\|\s*\}?\s*\{?\s*)"
    rf"(?:/?\s*4|{QUARTER})|{QUARTER}\s*(?:\\[ct]\w+|·|\*)?\s*\|\s*w\s*\||\|\s*w\s*\|\$?\s*(?:<|\\lt)"
)
CONVERSE_ALONE = (  # with nothing before it from which it may follow
    rf"\A(?:(?!{BOUND}).)*?(?:(?<!only )\b(?:for|if|when)\s+\$?{LARGE_WEIGHT}[^.;]{{0,60}}"
    rf"{AT_LEAST_ONE}|{AT_LEAST_ONE}\$? (?:is true |holds )?(?:for|if|when)\s+\$?{LARGE_WEIGHT})"
)
CONVERSE = (  # that a large weight is enough, which it is not
    rf"{CONVERSE_ALONE}|"
    r"(?:\\geq?|\\geqslant|≥|>=|at least)\s*\$?4\b(?:(?!\bnot\b|n't|\bnecessary)[^.;]){0,20}"
    r"\b(?:sufficient|suffices|enough|guarantees?|ensures?)\b"
    r"|\b(?:sufficient|suffices|enough)\b[^.;]{0,24}\|\s*w\s*\|\$?\s*(?:\\geq?|≥|>=)\s*\$?4\b"
    r"|\b(?:whenever|once|as soon as|every|for all)\s+\$?\|\s*w\s*\|\$?"
    rf"\s*(?:\\geq?|≥|>=|is at least)\s*\$?4\b[^.;]{{0,60}}{AT_LEAST_ONE}"
)
HALF = r"(?:\\[dt]?frac\s*(?:\{\s*1\s*\}\s*\{\s*2\s*\}|12|1\s+2)|1/2|0\.5|½|half\b)"
AT_MOST = r"(?:at most|\\leq?\b|≤|<=|bounded by|no more than|not (?:larg|great|bigg)er than)"
NOT_ITS_BOUND = (  # both factors below a half, of which the sum is one, or the sigmoid itself
    r"(?:\b(?:both|each|all|every)\b[^.;]{0,40}?|[-−]\s*(?:\\sigma|σ)(?:\(z\))?\$?\s*(?:is )?)"
    rf"{AT_MOST}\s*(?:one )?\$?{HALF}(?!\s*(?:\\cdot|\\times|[·*^(]))"
    r"|(?:^|[.;,:]|\b(?:as|since|because|that|and|so))\s*(?:the |a )?(?:logistic )?"
    r"(?:sigmoid|logistic)(?: function)?(?: itself)? (?:is|can|cannot|never|has|takes|reaches|lies"
    r"|does|stays)\b(?:(?!deriv|slope|gradient|steep|['′])[^.;,]){0,30}?"
    rf"{QUARTER}"
)
STRICT = Mistake("wrong_function", "the bound is strict, though the maximum is attained")
CONTRARY = (
    r"(?:[Ii]f|[Ss]uppose|[Aa]ssume|[Ww]ere|[Ff]or)\b[^.;]{0,16}\|\s*w\s*\|\$?\s*(?:<|\\lt|were)"
)
REFUTED = r"contradict|impossible|cannot|[Hh]ence|[Tt]hus|[Tt]herefore|\b[Ss]o\b"
LEADS = (  # to the end of an argument
    r"(?:so|i\.\s?e\.|that is|hence|thus|therefore|implies|gives|then|need\w*|must|follow\w*"
    r"|requires?|forces?|leads|get|obtain|yields?|\\Rightarrow|\\implies|\\iff|⇒|=>|→|\\to|and|,|because|since|/4|\\frac\|w\|4"
    r"|(?:\\geq?|≥|>=)\s*\$?1\b)"
)
AT_LEAST_FOUR = (
    rf"{LEADS}[^.]{{0,40}}?\|w\|\s*(?:\\geq?|\\geqslant|≥|>=|[^.]{{0,24}}at least)\s*\$?"
    r"(?:(?:\\frac1|1/)\S+?(?:\\geq?|=))?4"
    r"|\|\s*w\s*\|\$?\s*(?:<|\\lt)\s*\$?4\b(?:[^.]|\.(?=\d)){0,80}(?:<|\\lt)\s*\$?1\b"
    r"[^.]{0,20}(?:contradict|impossible|violat)"
)

DERIVATIVES = (
    r"\sigma(z)(1-\sigma(z))",
    r"\sigma(z)(1-\sigma(z))(1-2\sigma(z))",
    r"w\sigma(z)(1-\sigma(z))",
)

SMALLEST_WEIGHT = (
    Part(
        "the largest slope",
        2,
        Written(
            (stability.LARGEST_SLOPE,),
            heads=SLOPE,
            relation="<=",
            mistakes={f"<{stability.LARGEST_SLOPE}": STRICT},
            beside=DERIVATIVES,
        ),
        Said(ATTAINED, claims=(SLOPES,), contrary=f"{OTHER_REASON}|{ELSEWHERE}|{NOT_ITS_BOUND}"),
        left=Fraction(1, 2),
    ),
    Part(
        "the conclusion",
        2,
        said=Said(AT_LEAST_FOUR, mistakes={r"\|w\|\s*(?:>|\\gt)\s*4": STRICT}, contrary=CONVERSE),
        left=Fraction(1, 2),
    ),
)

MAXIMUM = re.compile(r"\\max(?![A-Za-z])(?!\s*_)")
SIGMOID = re.compile(
    r"(\\sigma|σ)(\s*(?:'|′|\^\s*\{?\\prime\}?))?(?!\s*['′_A-Za-z]|\s*\((?!\s*1\s*[-−]))"
)


def of_slope(text: str) -> str:
    r"""A passage in which the sigmoid has its argument.

    >>> of_slope(r"$\max \sigma' = \sigma(1 - \sigma)$")
    "$\\max_z \\sigma'(z) = \\sigma(z)(1 - \\sigma(z))$"
    """
    text = SIGMOID.sub(lambda found: r"\sigma'(z)" if found[2] else r"\sigma(z)", text)
    return MAXIMUM.sub(r"\\max_z", text)


@pytest.mark.question("2.3.a", points=4, kind="derivation")
def grade_smallest_weight(settle_parts: SettleParts) -> None:
    """The bound of the sigmoid's derivative, and what it asks of the weight."""
    settle_parts(
        SMALLEST_WEIGHT,
        models=("inside",),
        tight=("boundary",),
        solved=("steepest",),
        cases={CONTRARY: "too_small", REFUTED: "inside"},
        rewritten=of_slope,
    )
