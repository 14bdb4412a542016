"""Question 5.1: the scaling property of a leaky ReLU, marked by its parts."""

import re
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.corrections import behind_correction
from graders.reading.words.properties import Truth
from graders.reading.words.reasons import Reasons
from solutions.invariance import SCALED_ACTIVATION

NO_CONDITION = Mistake("missing_condition", "it holds for positive constants only: say so")
OF_ONE_ARGUMENT = Mistake("factor", "the constant is taken out of one argument of the maximum only")
IS_INVARIANT = Mistake("factor", "the value is multiplied by the constant, it is not invariant")

POSITIVE = (
    r"(?<![A-Za-z])c\$?\s*(?:>|\\gt|\\geq?(?:slant)?|≥|>=)\s*\$?0(?![.\d])|0\s*(?:<|\\lt|\\leq?"
    r"|≤)\s*c\b"
    r"|c\s*(?:\\in|∈)\s*(?:\\mathbb\{?R\}?|R|ℝ)_?\^?\{?(?:_?\+|>0|>\s*0|\\geq?\s*0)"
    r"|c\\in\(0,\\infty\)"
    r"|(?:positive|non-?negative) (?:\w+ )?(?:\$?c\b|constants?|factors?|scalars?|numbers?"
    r"|multiples?|values?)"
    r"|\$?\bc\b\$? (?:is|be|being|must be|has to be|positive)(?: a)?(?: strictly)? ?(?:positive"
    r"|non-?negative)?"
    r"(?<=ive)|positive(?:ly)?[- ]homogen|(?:greater|larger|bigger) than (?:0|zero)|above zero"
)
FOR_ALL = (
    r"\b(?:all|any|every|each|arbitrary)(?: real| constants?| numbers?| scalars?| values? of)* ?"
    r"(?:\$?c\b\$?|constants?|reals?|scalars?|numbers?)"
    r"(?! ?\$?(?:>|\\g|≥|\\in|∈|greater|larger|positive|which|that|with|c\b|(?:is "
    r"|are )?(?:bigger|above)))"
    r"|negative (?:\$?c\$? |constants? )?(?:too|as well|also)|both signs of \$?c"
    r"|c\$?\s*(?:\\neq?|≠|!=)\s*0"
)
A_TRACE = r">|<|\\g[te]|\\l[te]|≥|≤|positiv|negativ|greater|larger|above|sign|\\in|∈"
INVARIANT = (
    r"(?:scale|scaling)[- ]invarian|\binvarian\w* (?:to|under|with respect to"
    r"|for) (?:\w+ )?(?:scal|multipl|positive|constant|c\b)"
)
REASON = (
    r"(?:factor|constant|c\$?|it) (?:\w+ ){0,3}?(?:be )?(?:pulled|taken|factor(?:s|ed)?|moved"
    r"|drawn|brought|comes?) ?(?:out|outside)"
    r"|(?:pull|take|factor|move|bring)(?:s|ing)? (?:out )?(?:the |a "
    r"|this )?(?:positive )?(?:factor |constant )?\$?c?\$? ?(?:out|outside|from|of)\b"
    r"|(?:keeps?|preserv\w+|(?:does not|doesn't|not|without) (?:chang|revers|turn)\w+|unchanged"
    r"|same)[^.]{0,40}\b(?:order|sign|comparison|larger|maximum|branch|side|case)\b"
    r"|\b(?:order|sign|branch|slope)\b[^.]{0,40}\b(?:kept|preserved|stays?|same|unchanged"
    r"|remains?|not change|does not)\b"
    r"|maximum of [^.]{0,40} is \$?c\$? times|both (?:arguments|sides|terms|branches|pieces"
    r"|parts|entries) [^.]{0,40}(?:multiplied|scale|linear|factor|\bc\b)"
    r"|\|c\s*x\|\$?\s*=\s*\$?\|?c\|?\s*(?:\\cdot\s*)?\|x\|"
    r"|piecewise[- ]linear|linear on (?:each|both)|both (?:branches|pieces"
    r"|arguments)[^.]{0,20} linear"
)
ORDER = Truth(
    things={"positive": ("positive",), "negative": ("negative",)},
    known={"positive": {"kept"}, "negative": {"reversed"}},
)
OF_POSITIVE_INPUTS = (
    r"x\$?\s*>\s*\$?0\$? only|\bonly (?:holds )?(?:for|if|when) (?:\$?x\$?\s*>|positive \$?x\b)"
    r"|(?:negative \$?x\b|x\$?\s*<\s*\$?0)\$?[^.;]{0,20}"
    r"(?:\bnot hold|n't hold|\bfails?\b|\bfalse\b|\bwrong\b)"
)
OF_NEGATIVE = (  # what is said to hold for them too, or below a bound
    r"(?:^|[.;])(?![^.;]*(?:\bnot\b|n't|\bonly\b|fail|false|wrong|\bno\b|break|revers|flip|swap"
    r"|exchang|chang|opposite|turn|\\?min|instead|exclud|except))[^.;]*\bnegative (?:c\b|constant)"
    r"|0\s*(?:<|\\lt|\\leq?|≤)\s*c\s*(?:<|\\lt|\\leq?|≤)\s*(?!\\infty|∞)"
)
REASONS = Reasons(
    r"\bc\b|positiv|constant|factor|scal|order|sign|max|monoton|multipl|linear|homogen|branch|case"
    r"|both|cx|slope"
)
FUNCTION = re.compile(
    r"(?:\\(?:text|mathrm|operatorname|mathit)\s*\{\s*)?(?:L(?:eaky)?[-_ ]?ReLU"
    r"|lrelu)\b\s*\}?(?:_\{?\\rho\}?)?"
    r"\s*(?:\\left\s*)?\((?P<argument>(?:[^()]|\([^()]*\))*?)(?:\\right\s*)?\)"
    r"|(?:(?<![A-Za-z\\])|(?<=[^A-Za-z\\]c))(?:f|g|h|\\phi|\\varphi|\\sigma)\((?P<of_letter>[cxz](?:[\s\\cdot*x]*)?)\)",
    re.IGNORECASE,
)
OF_CONSTANT = re.compile(
    r"(?P<open>\$)?(?(open)|(?:[,;]|\\q?quad|\\text\{[^{}]*\}|\\[,; ]|\s)*)(?<![A-Za-z\\])c\s*"
    r"(?P<relation>[<>]=?|\\[lg](?:eq?(?:slant)?|t)(?![a-z])|[≤≥])\s*0(?![.\d])\s*(?(open)\$"
    r"|(?P<sign>\$\$?))"
)
AMONG_WORDS = re.compile(r",\s+(?=\\max\(\(\\rho\))")  # "..., LReLU(cx) = ..."
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
            contrary=f"{INVARIANT}|{OF_POSITIVE_INPUTS}",
        ),
    ),
    Part(
        "its condition",
        1,
        said=Said(POSITIVE, mistakes={FOR_ALL: NO_CONDITION}, contrary=OF_NEGATIVE, traces=A_TRACE),
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
        Said(f"{REASON}|{BOTH_BRANCHES}|{OUT_OF_BOTH}", claims=(ORDER, REASONS)),
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


def of_activation(text: str) -> str:
    r"""A passage in which the activation is the maximum that it is.

    >>> of_activation(r"$\mathrm{LReLU}(cx) = c\,f(x)$")
    '$\\max((\\rho)(cx),(cx)) = c\\,\\max((\\rho)(x),(x))$'
    """

    def maximum(found: re.Match[str]) -> str:
        argument = found["argument"] or found["of_letter"]
        return rf"\max((\rho)({argument}),({argument}))"

    return OF_CONSTANT.sub(_in_words, AMONG_WORDS.sub("; ", FUNCTION.sub(maximum, text)))


def _in_words(found: re.Match[str]) -> str:
    """A condition on the constant in words, so that no equation before it is taken for a case."""
    side = "negative" if "<" in found["relation"] or r"\l" in found["relation"] else "positive"
    return f"{found['sign'] or ''} {side} c "
