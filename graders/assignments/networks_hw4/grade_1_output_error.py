"""Problem 1: the output error of the softmax, marked by its parts."""

import re

import numpy as np
import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.distributions import CLASS_SCOPES, OF_PREDICTION, ROLES
from graders.reading.words.cases import one_by_one
from graders.reading.words.claims.instances import Instances
from graders.reading.words.claims.restrictions import Restrictions
from solutions.cross_entropy_costs import output_errors

TAKEN = r"^(?!.*(?:\\partial|∂|d)[aC])"  # no derivative is still to be taken
OF_CASE = (
    r"^(?!.*(?:(?:\\partial|∂|d)[aC]|y))(?=.*(?:(?<!t)a_|e\^|\\exp|\d))"  # nor the label put in
)
OF_OTHERS = r"^(?:y_\w|a_\w|[SZjt]|\\tildey|\\delta_\S\S)$"  # what a case, or the softmax, is
WRONG_JACOBIAN = Mistake("sign", "the sign within the Jacobian is wrong")
WRONG_ERROR = Mistake("sign", "the sign of the output error is wrong")
WRONG_INDEX = Mistake("swapped", "the exponent of the other class carries the wrong index")
WRONG_CASE_SIGN = Mistake("sign", "the sign of the derivative of the other class is wrong")
TRUE_CLASS = r"j\s*=\s*(?:[tyc]\b|\\tilde\{y\})|(?:true|correct|right|target) class"
OTHER_CLASS = (
    r"j\s*(?:\\neq?|≠|!=|\\not\s*=)|(?:other|another|wrong) class"
    r"|\bother \$?j\b|\b(?:[Ff]or|of|in) (?:the|any|all|every) others?\b|\b(?:else|otherwise)\b"
)
OF_OUTPUT = (  # the derivative of an output that is said to be that of the cost
    r"(?:\bso|\bgiv\w+|hence|thus|becomes|\bget|leaves|\bhave|result is)"
    r"\s*\$*\s*a_\{?[tj]\}?\s*\(\s*1"
)
JACOBIANS = tuple(output_errors.SOFTMAX_JACOBIAN.replace("i", each) for each in "ikt")
ERRORS = output_errors.OUTPUT_ERROR_CASES

OWN_OUTPUT_ALONE = (  # before any case: a logit changes all outputs
    r"\A(?:(?!(?<!_)j(?:=|\\neq?|≠|!=)|class).)*?(?:\\frac)?(?:\\partial|∂|d)C/?(?:\\partial|∂|d)"
    r"a_([ijk])(?:\\cdot|\\times|[*·()])*(?:\\frac)?(?:\\partial|∂|d)a_\1/?(?:\\partial|∂|d)z_\1"
)
OTHERS_UNCHANGED = (
    r"z_j\$? (?:only )?(?:changes|affects|enters|influences|appears in)[^.;]{0,9}"
    r"(?:a_j\$? (?:only|alone)|only \$?a_j)|only \$?a_j\$? (?:depends|changes)"
    r"|a_t\$? (?:does(?: not|n't) (?:depend on|(?:change|vary) with|contain)|is independent of)"
    r" \$?z_j"
)
CONCLUDED = r"\b(?:[Tt]ogether|[Cc]ombined|[Bb]oth (?:cases|are)|[Ii]n (?:both|either|all|one))\b"
VALUES = Instances(
    {
        "softmax derivatives": (
            r"\bderivatives? of (?:the |a )?softmax\b|\bsoftmax derivatives?\b|\bjacobian\b",
        ),
        "another": (r"\bderivative|\blogits?\b|\binputs?\b|\blog\w*",),
        "softmax": (r"\bsoftmax(?: function)?\b",),
        "errors": (r"\b(?:output )?errors?\b|\bgradients?\b|⌑errors\b",),
        "outputs": (r"\boutputs?\b|\ba_\{?[jk]\b\}?|\bprobabilit\w+|\bactivations?\b",),
        "labels": (r"\blabels?\b|\by_\{?[jk]\b\}?",),
    },
    [
        output_errors.output_values(np.array([0.3, -1.2, 1.0, 0.1]), true_class)
        for true_class in (0, 2)
    ],
    scopes=CLASS_SCOPES,
    formulas={"a_j-y_j": "errors", "a_k-y_k": "errors"},
)
RESTRICTIONS = Restrictions(
    r"(?-i:\b[ijkt]\b)|\bclass|\blabels?\b|one-?hot|softmax|K\s*(?:>|\\g)|right|wrong|correct|predict"
)
CHAIN_RULE = Part(
    "the chain rule",
    2,
    Written(
        (output_errors.OUTPUT_ERROR, "a_t-1", *ERRORS.values()),
        form=r"(?:\\partial|∂|d)a|(?:\\frac(?:1|y_\w)|(?:1|y_\w)/)\(?a_",
    ),
    Said("chain rule", contrary=f"{OWN_OUTPUT_ALONE}|{OTHERS_UNCHANGED}"),
)
CONCLUSION = Part(
    "the conclusion",
    2,
    Written(
        (output_errors.OUTPUT_ERROR,),
        form=r"^(?=.*y_)(?=.*[-+])",
        last=True,
        mistakes={"y_j-a_j": WRONG_ERROR, "a_j+y_j": WRONG_ERROR},
    ),
    Said(
        "a_j-y_j",
        claims=(VALUES, ROLES, RESTRICTIONS),
        contrary=rf"\by_\{{?t\}}?\s*=\s*0|{OF_PREDICTION}",
    ),
)
BY_CASES = (
    CHAIN_RULE,
    Part(
        "the true class",
        2,
        Written(
            ("a_j(1-a_j)", ERRORS["true class"]),
            form=OF_CASE,
            last=True,
            others=OF_OTHERS,
            stated="z_t$",
            anywhere=("a_t-1", "a_t(1-a_t)"),
            mistakes={"1-a_j": WRONG_ERROR},
        ),
        Said(contrary_there=OF_OUTPUT),
        case=TRUE_CLASS,
        until=CONCLUDED,
    ),
    Part(
        "another class",
        2,
        Written(
            (ERRORS["other class"], output_errors.OFF_DIAGONAL),
            form=OF_CASE,
            last=True,
            others=OF_OTHERS,
            stated=r"(?:\\partial|∂|d)a_\S*z_j$",
            mistakes={"a_t": WRONG_INDEX, "-a_j": WRONG_CASE_SIGN},
        ),
        case=OTHER_CLASS,
        until=CONCLUDED,
    ),
    CONCLUSION,
)
BY_JACOBIAN = (
    CHAIN_RULE,
    Part(
        "the Jacobian, both cases in one",
        4,
        Written(
            (
                *JACOBIANS,
                output_errors.OUTPUT_ERROR,
            ),  # alone, or in the product with the derivative of C
            form=TAKEN + r".*a_\w\W{0,6}(?:\\delta|\[)",
            mistakes={each.replace("-a_j", "+a_j"): WRONG_JACOBIAN for each in JACOBIANS},
        ),
    ),
    CONCLUSION,
)
COST_BY_LOGITS = Part(
    "the cost by the logits",
    2,
    Written(
        (output_errors.LOG_LIKELIHOOD_COST, r"z_t-\ln\sum_{k=1}^{K}e^{z_k}"),
        form=r"e\^|\\exp|\\ln\(?[SZ]",
    ),
)
AT_ONCE = (
    COST_BY_LOGITS,
    Part("its derivative", 4, Written((output_errors.OUTPUT_ERROR,), form=r"e\^|\\exp|delta|\[")),
    CONCLUSION,
)
BY_CASES_OF_LOGITS = (COST_BY_LOGITS, *BY_CASES[1:])


WRONG_CASES = re.compile(
    r"(?:correctly|wrongly) (?:identified|classified|predicted)|misclassif"
    r"|(?:identified|classified|predicted) (?:correctly|wrongly|right|wrong)"
    r"|(?:network|prediction|classification|model|guess|\bit)\$? (?:is|was) (?:right|correct|wrong)"
    r"|(?:right|correct|wrong) (?:prediction|classification|guess)",
    re.IGNORECASE,
)
CASES_REMARK = "the cases are the true class and the others, not right and wrong classifications"


CASE_BEHIND = re.compile(
    r"^(.*?\S)[ \t]*\(((?:for |if |when )?j\s*(?:!=|=|≠|\\neq?)[^()\n]*)\)\s*$", re.M
)
KRONECKER = re.compile(r"(?:δ|\\delta|\bdelta)_\{?([a-z])([a-z])(?![a-z])\}?")
SUM_OF_LOGITS = re.compile(  # without its index
    r"(?:[Σ∑]|\\sum|(?<![A-Za-z\\])sum)\s*(?=(?:e\s*\^\s*\{?|\\?exp\s*\(?)\s*z_\{?([a-z])\b)"
)
SUM_ALONE = re.compile(r"(?:[Σ∑]|\\sum(?![A-Za-z_]))(?=\s*(?:[-−+=,;.:)\]}$\n]|$))")
CLASS_OF_LABEL = re.compile(
    r"(?<=[az]_)(?:y(?![A-Za-z_])|\{y\})|(?<=_\{)y(?=[a-z]\})|(?<=_\{[a-z])y(?=\})"
)
OTHER_LABELS = re.compile(  # "y_t = 1, others 0"
    r"(y_\{?\w\}?\s*=\s*1\$?)\s*,?\s*(?:and )?(?:all )?(?:the )?(?:others?|rest)(?: labels?)?"
    r"\s*(?:are|is|being|=)?\s*\$?(?:0|zero)\b\$?"
)
ANY_SIZE = re.compile(r",?\s*for (?:any|all|every|each) \$?K\s*(?:\\geq?|>=?|≥)\s*\d\$?")
_INDEX = r"_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)"
_LAST_LAYER = r"\s*\^\s*(?:\{\s*\(?L\)?\s*\}|L(?![A-Za-z]))"
OF_LAST_LAYER = re.compile(
    rf"((?<![A-Za-ce-z\\])[az]|\\delta|δ)(?:({_INDEX}){_LAST_LAYER}|{_LAST_LAYER}\s*({_INDEX}))"
)


def of_cases(text: str) -> str:
    r"""A passage in which cases come before what holds in them, and the true class is t.

    >>> of_cases("dC/dz_j = a_j (j != t)"), of_cases("a_y(δ_yj - a_j)"), of_cases("e^{z_j}/Σ - 1")
    ('j != t:\ndC/dz_j = a_j', 'a_t(\\delta_{tj} - a_j)', 'e^{z_j}/S - 1')
    """
    text = ANY_SIZE.sub("", text)
    text = OTHER_LABELS.sub(r"\1", SUM_ALONE.sub("S", OF_LAST_LAYER.sub(r"\1\2\3", text)))
    text = SUM_OF_LOGITS.sub(r"\\sum_\1 ", text)
    text = CLASS_OF_LABEL.sub("t", KRONECKER.sub(r"\\delta_{\1\2}", text))
    return CASE_BEHIND.sub(r"\2:\n\1", one_by_one(text))


@pytest.mark.question("1.6", points=8, kind="derivation")
def grade_output_error(answer: Answer, settle_parts: SettleParts) -> None:
    """The derivative of the log-likelihood cost by an input of the softmax."""
    settle_parts(
        BY_CASES,
        BY_JACOBIAN,
        AT_ONCE,
        BY_CASES_OF_LOGITS,
        models=("output_error",),
        cases={TRUE_CLASS: "output_error_true_class", OTHER_CLASS: "output_error_other_class"},
        rewritten=of_cases,
        remarks=(CASES_REMARK,) if WRONG_CASES.search(answer.text) else (),
    )
