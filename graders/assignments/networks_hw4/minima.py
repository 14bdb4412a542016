"""Why a cost is smallest where its slope is zero, in words: what shows it, what is no reason."""

from graders.model import Mistake
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.restrictions import Restrictions
from graders.reading.words.claims.trends import Trend

from .sides_of_zero import signs_in_words

# --- the things of which something is claimed -----------------------------------------------------

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
OUTPUT_BY_LOGIT = Trend(
    r"\$\s*a\s*\$|\bsigmoid|\boutput|\bactivation", r"\bz\b|\blogit", together=True
)
NEEDS = Restrictions(
    r"\ba\b|\\sigma|sigmoid|[<>≠]|\\neq|between|inside|interior|\bends?\b|convex|second|C''|slope"
    r"|derivative|equal"
)
SLOPE_BESIDE_ZERO = {"below": {"negative", "falling"}, "above": {"positive", "rising"}}
SIDES = Truth(
    things={
        "anywhere": CURVATURE,
        "below": (r"\ba\s*<\s*y|\ba\s*\\lt\s*y", r"\b(?:left|below|smaller)\b(?! than (?:0|zero))"),
        "above": (r"\ba\s*>\s*y|\ba\s*\\gt\s*y", r"\b(?:right|above|larger)\b(?! than (?:0|zero))"),
    },
    known=SLOPE_BESIDE_ZERO,
    telling=SLOPE_BESIDE_ZERO,
    mistake=Mistake("sign", "the signs of the derivative beside its zero have changed places"),
    goes_on=False,
    in_words=signs_in_words,
)

# --- what shows it --------------------------------------------------------------------------------

DIVERGENCE = r"KL\b|Kullback|Gibbs|(?<!cross.)entropy|Jensen"
SIGN_CHANGES = (
    r"changes? (?:its )?sign",
    r"from (?:negative|minus|[-−]) to (?:positive|plus|\+)",
    r"decreas\w+ .*increas",
    r"falls .*rises",
    r"goes down[^.;]{0,30}\bup\b",
)
INFINITE = r"(?:infinit\w*|\\infty|∞)"
AT_BOTH = r"a\W{0,3}(?:→|->|\\to|=|goes to|near)\W{0,3}0[^.]{0,24}(?<!\d)1"
INFINITE_AT_ENDS = (
    rf"\b{AT_BOTH}(?!\d)[^.]{{0,30}}{INFINITE}",
    rf"{INFINITE}[^.]{{0,30}}{AT_BOTH}\b",
    rf"{INFINITE}[^.;]{{0,24}}\b(?:both|either|each|the) (?:end|boundar)",
    rf"\b(?:both|either|each|the) (?:ends?|boundar\w+)\b[^.;]{{0,24}}{INFINITE}",
)
TERM = r"[-−]\s*(?:y\s*|\(\s*1\s*[-−]\s*y\s*\)\s*)?(?:\\cdot\s*)?\\?(?:ln|log)\s*"
CONVEX_TERMS = (  # of which the cost is a sum
    rf"{TERM}\(?\s*a\)?\$?(?:,|\s+and)\s+\$?{TERM}\(\s*1\s*[-−]\s*a\s*\)\$?,?"
    r"(?: which)? (?:are|both|each)(?: (?:both|are|is|strictly))* convex"
)
SHOWN = "|".join((*SIGN_CHANGES, *INFINITE_AT_ENDS, DIVERGENCE, CONVEX_TERMS))

# --- what is no reason ----------------------------------------------------------------------------

TURNED = (
    r"from (?:positive|plus|\+) to",
    r"goes up[^.;]{0,30}\bdown\b",
    r"(?:increas|ris)\w+[^.;]{0,40}\bthen\b[^.;]{0,20}(?:de|fall)",
)
SOUND = "|".join((  # what a reason speaks of
    r"1\s*-", "''", r"\\prime",
    r"\b(?:both|each|all|second|sum\w*|terms?|squar\w+|sign\w*|logarithms?|ln|log|combination"
    r"|numerator|denominator|fractions?|increas\w+|rising|monoton\w+)\b",
    r"(?:<|\\lt)\s*1\b", r"\(0\s*,\s*1\)", "between", "²", r"\^\s*\{?2", DIVERGENCE,
))  # fmt: skip
UNSOUND = (
    r"(?:positive|> ?0|convex\w*|minim\w+|smallest)\$?,? (?:because|since|as|due to)\b"
    rf"(?:(?!{SOUND})(?:[^.;,]|\.(?=\d)))*(?:[.;,](?!\d)|$)",
    rf"\b(?:[Bb]ecause|[Ss]ince|[Aa]s)\b(?:(?!{SOUND}|''|\bC\b)[^.;,])*\bconvex",
)
NOT_POSITIVE = (  # what is said of the curvature beside its sign
    r"(?:1\s*[-−]\s*a\)(?:\^\{?2\}?|²)?\}?|second derivative|curvature|''\S{0,4})\$?,?"
    r" (?:which |that )?(?:is|stays|lies|does) (?:always |at |never |also )?"
    r"(?:less|below|smaller|most|bounded|finite|above 1|larger than 1|constant|non-?zero"
    r"|not (?:0|zero|vanish)|different from (?:0|zero))"
    r"(?![^.;]{0,40}(?:positive|above (?:0|zero)|larger than (?:0|zero)))"
)
CONTRARY = "|".join((*TURNED, *UNSOUND, NOT_POSITIVE))
TRACES = (
    r"''|′|\\prime|second|curv|\^\s*\{?\s*2|²|sign|\bpositive|negative|(?<![=-])>|increas"
    r"|falls|rises|grow|\\infty|∞|infinit|boundar|\bend|convex|" + DIVERGENCE
)
