"""Question 5.1: the scaling property of a leaky ReLU, marked by its parts.

Asked are an identity, the constants for which it holds, and why. The identity and the steps to it
are formulas that a model judges; what is said of constants and inputs is judged by their signs, and
what is said of the order of the arguments, of their signs and branches by what is true of these.
"""

import re
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.claims.properties import Truth, without_values
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.claims.signs import ALL_SIGNS, Holding
from solutions.invariance import SCALED_ACTIVATION, signs_of_scaling

NO_CONDITION = Mistake(
    "missing_condition", "it does not hold for every constant, and for which it does must be said"
)
OF_ONE_ARGUMENT = Mistake("factor", "the constant is taken out of one argument of the maximum only")
IS_INVARIANT = Mistake("factor", "the value is multiplied by the constant, it is not invariant")

# --- what is said ---------------------------------------------------------------------------------

OF_CONSTANT = Holding(
    nouns=(
        *("c", r"constants?", r"factors?", r"scalars?", r"scalings?", r"numbers?", r"reals?"),
        *(r"multiples?", r"multipliers?", r"multiplications?", r"values?", r"homogen\w*"),
    ),
    signs=signs_of_scaling(),
    asked=frozenset("+"),
    mistake=NO_CONDITION,
)
OF_INPUT = Holding(("x", r"inputs?", r"arguments?"), ALL_SIGNS)
A_TRACE = r">|<|\\g[te]|\\l[te]|≥|≤|positiv|negativ|greater|larger|above|sign|\\in|∈"
INVARIANCE = Truth(
    things={
        "value": (r"\b(?:function|activation|LReLU|value|output|score)\b",),
        "sign": (
            r"\b(?:signs?|class\w*|decisions?|predictions?|labels?|network)\b"
            r"(?: of (?:the |its |an? )?\w+)?",
        ),
    },
    known={"value": {"equivariant"}, "sign": {"invariant"}},
    goes_on=False,
    opposites=(
        {
            "equivariant": (r"\bequivariant",),
            "invariant": (
                r"\binvariant\b|\bscal\w+[- ]invariance",
                r"\binvariance (?:to|under|for|with respect to)\b",
            ),
        },
    ),
)

MOVED = r"(?:chang|alter|affect|revers|flip|swap|exchang|turn|mov|disturb|switch)\w*"
TAKEN = r"\b(?:pull|tak|factor|mov|draw|br[io]|com)\w*(?: (?!not\b)\S+){0,5}?"
WHICH = re.compile(r"\bwhich\b[^.;,]{0,30}\b(?:larger|bigger|greater|max\w*|wins?|active)\b")
TELLING = {
    "constant": {"taken out"},
    "order": {"kept", "scaled", "taken out"},
    "sign": {"kept"},
    "branch": {"kept", "linear", "scaled", "taken out"},
    "function": {"linear on each side", "taken out"},
    "value": {"linear on each side", "taken out"},
}
MAXIMUM = Truth(
    things={
        "constant": (r"\b(?:c|constants?|scalars?|numbers?)\b|\bmultipl\w+",),
        "order": (
            r"\border\w*|\bcomparison|\binequalit\w*|(?<!\\)\bmax\w*|\b(?:larger|bigger|greater)\b",
        ),
        "sign": (r"\bsigns?\b(?: of (?:the |its )?\w+)?|\bside\b|\bhal(?:f|ves)\b",),
        "branch": (r"\b(?:which )?(?:branch|case|piece|slope|argument|line)\w*",),
        "value": (r"\b(?:value|output|score)\b",),
        "function": (r"\b(?:function|activation|LReLU|ReLU)\b",),
    },
    known={**TELLING, "value": {"reversed", "linear on each side", "taken out"}},
    telling=TELLING,
    opposites=(
        {
            "kept": (
                r"\bke(?:ep|pt)\w*|\bpreserv\w*|\bun(?:chang|affect|alter)ed|\b(?:stay|remain)s?\b",
                r"\bsame\b|\bequals? (?=the sign)",
                rf"\b(?:not|never|nor|without)\b (?:\w+ ){{0,2}}?{MOVED}|n['’]t {MOVED}",
            ),
            "reversed": (MOVED,),
        },
        {
            "linear on each side": (
                r"piecewise[- ]linear",
                r"\blinear (?:on|for|in|over|where|if|when)\b(?! (?:all|any|every) )",
            ),
            "linear": (r"\blinear\b",),
        },
        {
            "scaled": (
                r"\b(?:is|are|becomes?|equals?) \$?c\$? times|\b(?:multiplied|scaled?s?)\b",
            ),
        },
        {
            "taken out of one": (
                rf"{TAKEN} of (?:only )?(?:the )?(?:first|second|one|left|right)\b",
            ),
            "taken out": (
                rf"{TAKEN} (?:out\b|outside\b|from\b)",
                r"\bfactor\w* \$?c\b",
                "common factor",
            ),
        },
    ),
    in_words=lambda text: WHICH.sub("the order", without_values(OF_CONSTANT.without_others(text))),
)
REASONS = Reasons(
    r"\bc\b|positiv|constant|factor|scal|order|sign|max|monoton|multipl|linear|homogen|branch|case"
    r"|both|cx|slope"
)

# --- what is written ------------------------------------------------------------------------------

OF_SCALED = r"^\\max\((?:\(\\rho\)\((?:c|xc)|\\rhoc|c\\rho)"
SCALED = r"^c(?:\\cdot|\\times|\*|\()?\\max"
X_POSITIVE = r"(?<![A-Za-z])x\s*(?:>|\\geq?|≥)\s*0|positive \$?x\b"
X_NEGATIVE = r"(?<![A-Za-z])x\s*(?:<|\\leq?|≤)\s*0|negative \$?x\b"
BOTH_BRANCHES = (
    rf"(?:{X_POSITIVE})[^.;]{{0,90}}=\s*c\s*x\b[\s\S]{{0,90}}?"
    rf"(?:{X_NEGATIVE})[^.;]{{0,90}}=\s*(?:(?:\\rho|ρ)\s*c|c\s*(?:\\rho|ρ))\s*x\b"
)
OUT_OF_BOTH = (  # of any two numbers
    r"max\(c(?:\\cdot|[\s*·])*(?P<one>\w),\s*c(?:\\cdot|[\s*·])*(?P<other>\w)\)\s*"
    r"=\s*c(?:\\cdot|[\s*·])*\\?max\((?P=one),\s*(?P=other)\)"
)
OF_SIZE = r"\|c\s*x\|\$?\s*=\s*\$?\|?c\|?\s*(?:\\cdot\s*)?\|x\|"
HOMOGENEITY = (
    Part(
        "the identity",
        1,
        Written(
            (SCALED_ACTIVATION,),
            form=SCALED,
            heads=OF_SCALED,
            mistakes={r"\max(\rho x, x)": IS_INVARIANT, r"\max(\rho x, cx)": OF_ONE_ARGUMENT},
        ),
        Said(
            r"(?:LReLU|f)\(cx\) (?:is|equals) (?:\$?c\$? )?times",
            claims=(OF_INPUT, INVARIANCE),
        ),
    ),
    Part(
        "its condition",
        1,
        said=Said(claims=(OF_CONSTANT,), traces=A_TRACE),
        left_out=NO_CONDITION,
    ),
    Part(
        "the reason",
        1,
        Written(
            (SCALED_ACTIVATION,),
            form=r"^\\max\((?!\(\\rho\)).*c.*,.*c",
            heads=SCALED,
            beside=("cx", r"\rho cx"),
        ),
        Said(f"{BOTH_BRANCHES}|{OUT_OF_BOTH}|{OF_SIZE}", claims=(MAXIMUM, REASONS)),
    ),
)
BOTH_CASES = r"\n\s*\n|(?i:\b(?:both|together|so|thus|hence|therefore)\b)"


@pytest.mark.question("5.1", points=3, kind="derivation")
def grade_homogeneity(answer: Answer, settle_parts: SettleParts) -> None:
    """The scaling property of the activation, with its condition and its reason."""
    *others, reason = HOMOGENEITY
    if "max" not in answer.text:
        reason = replace(reason, written=replace(reason.written, values=()))
    parts = (*others, reason)
    settle_parts(
        left_to_person(parts) if behind_correction(answer.text) else parts,
        cases={X_POSITIVE: "scaled_positive", X_NEGATIVE: "scaled_negative", BOTH_CASES: ""},
        rewritten=of_activation,
    )


# --- how it is read -------------------------------------------------------------------------------

FUNCTION = re.compile(
    r"(?:\\(?:text|mathrm|operatorname|mathit)\s*\{\s*)?(?:L(?:eaky)?[-_ ]?ReLU"
    r"|lrelu)\b\s*\}?(?:_\{?\\rho\}?)?"
    r"\s*(?:\\left\s*)?\((?P<argument>(?:[^()]|\([^()]*\))*?)(?:\\right\s*)?\)"
    r"|(?:(?<![A-Za-z\\])|(?<=[^A-Za-z\\]c))(?:f|g|h|\\phi|\\varphi|\\sigma)\((?P<of_letter>[cxz](?:[\s\\cdot*x]*)?)\)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"(?P<open>\$)?(?(open)|(?:[,;]|\\q?quad|\\text\{[^{}]*\}|\\[,; ]|\s)*)(?<![A-Za-z\\])c\s*"
    r"(?P<relation>[<>]=?|\\[lg](?:eq?(?:slant)?|t)(?![a-z])|[≤≥])\s*0(?![.\d])\s*(?(open)\$"
    r"|(?P<sign>\$\$?))"
)
AMONG_WORDS = re.compile(r",\s+(?=\\max\(\(\\rho\))")  # "..., LReLU(cx) = ..."


def of_activation(text: str) -> str:
    r"""A passage in which the activation is the maximum that it is.

    >>> of_activation(r"$\mathrm{LReLU}(cx) = c\,f(x)$")
    '$\\max((\\rho)(cx),(cx)) = c\\,\\max((\\rho)(x),(x))$'
    """

    def maximum(found: re.Match[str]) -> str:
        argument = found["argument"] or found["of_letter"]
        return rf"\max((\rho)({argument}),({argument}))"

    return CONDITION.sub(_in_words, AMONG_WORDS.sub("; ", FUNCTION.sub(maximum, text)))


def _in_words(found: re.Match[str]) -> str:
    """A condition on the constant in words, so that no equation before it is taken for a case."""
    side = "negative" if "<" in found["relation"] or r"\l" in found["relation"] else "positive"
    return f"{found['sign'] or ''} {side} c "
