"""Problem 1: costs from the likelihood of binary labels and of one of K classes."""

import re

import numpy as np
import pytest

from graders.comparing.parts import Part, Said, Written
from graders.errors import Undecided
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.costs_by_label import of_costs_by_label
from graders.reading.calculus.distributions import (
    CLASSES,
    LABELS,
    OF_PREDICTION,
    ROLES,
    TERMS,
    of_binary_label,
    of_one_hot_label,
)
from graders.reading.calculus.likelihoods import of_likelihoods
from graders.reading.words.cases import one_by_one
from graders.reading.words.properties import Truth
from solutions.cross_entropy_costs import bernoulli, multinomial

# --- 1.2 Binary labels --------------------------------------------------------------------------

LOGARITHMS_APART = r"^(?!.*\^(?:y|\(?1-))"  # no label is a power any more
MINUS_LOST = Mistake("sign", "the minus sign is lost")
MEAN_LOST = Mistake("factor", "the mean over the examples is not taken")
SIGN_WITHIN = Mistake("sign", "the sign of one of the two terms is wrong")
LABELS_SWAPPED = Mistake("swapped", "the factors y and 1 - y have changed places")
PARAMETER = Mistake("swapped", "the parameter stands where the probability is meant")
HEAD_OF_CASES = re.compile(r"(-?(?:\\(?:ln|log)\s*)?P)\s*=\s*\\begin\{cases\}")
LOGARITHM_OF_SUM = re.compile(
    r"\\(?:ln|log)(?:\\left|[\[(])*y\S{0,12}\+\(1-y"
    r"|(?<![ng])P(?:\([^=]{0,40}\))?=y(?:(?!\\?ln|\\?log)\S){1,12}\+\(1-y\)(?!\\?ln|\\?log)"
)
BINARY = re.compile(
    r"\{?0\s*,\s*1|0 (?:or|and) 1|zero (?:or|and) one|binary|either"
    r"|y\$? ?= ?\$?1\b(?s:.*)y\$? ?= ?\$?0\b|y\$? ?= ?\$?0\b(?s:.*)y\$? ?= ?\$?1\b",
    re.IGNORECASE,
)
CUMULATIVE = re.compile(r"\bcumulative|\bcdf\b", re.IGNORECASE)
NO_DISTRIBUTION = "the mass function of a label is no cumulative distribution"
TERM_BY_TERM = "the logarithm of a sum is taken term by term: say that a label is 0 or 1"

PARAMETER_MEANT = re.compile(  # as the probability of a label
    r"(?:\\theta|θ)\$?,?\s*(?:=|:=|\\equiv|\b(?:is|denotes|being|stands for)\b)?\s*(?:the )?\$?"
    r"(?:[pP]r?\s*(?:\\left)?\(\s*y\s*=\s*[01]|prob\w* (?:that|of|for) "
    r"(?:(?:the )?(?:label|class) )?(?:is )?\$?(?:y\s*=\s*)?(?:[01]|zero|one)\b(?!\.\d))"
)
PARAMETER_NAME = re.compile(r"\\theta(?![A-Za-z])|θ")

WRONG_REASONS = (
    r"linear\w* of the log|log\w* (?:of|goes|distributes|can be taken) (?:(?!product)[^.;]){0,20}"
    r"(?:term by term|each (?:term|summand)|(?:a|the) sum\b)"
    r"|log\w* of (?:a|the) product (?:is|equals|becomes|gives) (?:a|the) product"
)
WRONG_MEANING = (
    r"\bp\$?,? (?:(?:is|be|being|denotes|=) )?(?:the )?prob\w* (?:that|of|for)"
    r" (?:(?:the |a )?(?:label|class) )?(?:is |being )?\$?(?:y\s*=\s*)?(?:0|zero)\b(?!\.\d)"
    r"|(?<![-−])(?<![-−] )\bp\s*=\s*P\s*\(\s*y\s*=\s*0"
)
SWAPPED_MEANING = re.compile(
    r"P\S*?\(\s*y\b[^()=]*=\s*0[^()]*\)\s*=\s*(?:p|\\hat\s*\{?[py]\}?)(?![\w(^])"
    r"|P\S*?\(\s*y\b[^()=]*=\s*1[^()]*\)\s*=\s*1\s*[-−]\s*(?:p|\\hat\s*\{?[py]\}?)(?![\w(^])",
)
OF_ZERO = "The answer says that p is the probability of the label 0; a person looks at it."
COSTS = Truth(
    things={
        "cost": (
            r"\bnegative\b(?: (?:mean )?log-?\s?likelihood)?|[-−]\s*\$?\\?(?:ln|log)\b",
            r"\b(?:cost|loss|cross-?\s?entropy)\b|(?-i:\b[CJL]\b)",
        ),
        "likelihood": (r"(?:log-?\s?)?likelihood|probabilit|(?-i:\bP\b)",),
        "logarithm": (r"\\?\b(?:ln|log(?:arithm)?)\b",),
    },
    known={
        "cost": {"smallest"},
        "likelihood": {"largest"},
        "logarithm": {"largest", "rising", "concave"},
    },
)
OF_OTHERS = r"^\\(?:ln|log)\(?P|^P"  # what the cost follows from

SAID = (
    r"(?<![(A-Za-z\\])y(?:_\w|\^\{?\(\w\)\}?)?\$?\s*=\s*\$?\s*"  # of the label, not as an argument
)
NO_CASE = r"\n\s*\n|(?i:\b(?:both|together|either|combined?|in one|so|thus|hence|therefore)\b)"
CASES = {rf"{SAID}1\b": "bernoulli_one", rf"{SAID}0\b": "bernoulli_zero", NO_CASE: ""}

BINARY_VALUES = of_binary_label(
    [bernoulli.bernoulli_values(label, p) for label in (0.0, 1.0) for p in (0.2, 0.7)]
)
BINARY_LABELS = (
    Part(
        "the final line",
        3,
        Written(
            (bernoulli.BERNOULLI_LOSS,),
            form=LOGARITHMS_APART + r".*\\(?:ln|log).*\\(?:ln|log)",
            last=True,
            others=OF_OTHERS,
            stated=r"^[CJL]$",
            beside=(r"n\left[y\ln p+(1-y)\ln(1-p)\right]",),  # of all examples
            mistakes={
                r"y\ln p+(1-y)\ln(1-p)": MINUS_LOST,
                r"-\left[y\ln p-(1-y)\ln(1-p)\right]": SIGN_WITHIN,
                r"-\left[(1-y)\ln p+y\ln(1-p)\right]": LABELS_SWAPPED,
                r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]": PARAMETER,
                r"-n\left[y\ln p+(1-y)\ln(1-p)\right]": MEAN_LOST,
            },
        ),
        Said(contrary=WRONG_MEANING, claims=(COSTS, ROLES)),
    ),
    Part(
        "the steps",
        3,
        Written(
            (
                *(r"p^y(1-p)^{1-y}", r"yp+(1-y)(1-p)"),
                # that of a parameter is charged once, at the end
                *(r"\theta^y(1-\theta)^{1-y}", r"y\theta+(1-y)(1-\theta)"),
            ),
            stated=r"^P$",
        ),
        Said(contrary=WRONG_REASONS, claims=(LABELS, BINARY_VALUES)),
        steps=True,
    ),
)


@pytest.mark.question("1.2", points=6, kind="derivation")
def grade_binary_labels(answer: Answer, settle_parts: SettleParts) -> None:
    """The cost of binary labels, from their likelihood."""
    if SWAPPED_MEANING.search(answer.text):
        raise Undecided(OF_ZERO)
    remarks = (*remarks_on_logarithm(answer.text), *remarks_on_mass(answer.text))
    notations = ("bernoulli", "bernoulli_parameter")
    settle_parts(
        BINARY_LABELS,
        notations=notations,
        cases=CASES,
        remarks=remarks,
        rewritten=of_binary_labels,
    )


def of_binary_labels(text: str) -> str:
    r"""A passage in which each case of the label is an equation of its own.

    >>> of_binary_labels(r"$P = \begin{cases} p & y = 1 \\ q & y = 0 \end{cases} = q$")
    '$P = $$\n\n$y = 1$: $P = p$\n\n$y = 0$: $P = q$\n\n$$= q$'
    """
    if PARAMETER_MEANT.search(text):
        text = PARAMETER_NAME.sub(" p", text)
    text = of_costs_by_label(of_likelihoods(text))
    head = HEAD_OF_CASES.search(text)
    return one_by_one(text, head=f"{head[1]} = " if head else "")


def remarks_on_logarithm(text: str) -> tuple[str, ...]:
    """Whether a step holds for binary labels only, and nothing says that they are."""
    summed = LOGARITHM_OF_SUM.search("".join(text.split()))
    return (TERM_BY_TERM,) if summed and not BINARY.search(text) else ()


def remarks_on_mass(text: str) -> tuple[str, ...]:
    """Whether a mass function is called a cumulative distribution."""
    return (NO_DISTRIBUTION,) if CUMULATIVE.search(text) else ()


# --- 1.3 One of K classes -----------------------------------------------------------------------

INDEPENDENT_LABELS = Mistake("wrong_function", "the terms of K independent labels are added")
SUM_OF_LOGARITHMS = Mistake("wrong_function", "the logarithm of a sum becomes a sum of logarithms")
SUM_TAKEN_APART = (
    r"\blog(?:arithm)?s? of (?:a|the) sum (?:is|equals|becomes|gives) (?:a|the) sum of (?:the )?log"
)
MOVED_INSIDE = r"\b(?:tak|mov|pull|push|bring|draw)\w* the log\w* (?:inside|into|within|in)\b"
ROLES_SWAPPED = Mistake("swapped", "the label and its probability have changed places")
SUMS_TO = r"(?:sum|add)(?:s|ming|ing)?(?: up)? to \$?"
NOT_A_DISTRIBUTION = (
    rf"(?:not|n't|never|without)\b[^.;,]{{0,24}}{SUMS_TO}(?:one|1|unity)\b"
    rf"|{SUMS_TO}(?!(?:one|1|unity)\b)"
    r"|(?:several|many|more than one|some|two|all)\b[^.;]{0,20}"
    r" (?:can|may|could) be (?:\$?1|one|true|right|active|on)\b|need not be one-?hot"
)
SEPARATE_LABELS = (
    r"(?:sum|product)s? of[^.;]{0,20}(?:Bernoulli|binary|independent)"
    r"|(?:independent|separate) (?:\$?K\$? )?(?:Bernoulli|binary|labels|classes|sigmoids?)"
)
INDEX_LOST = Mistake("swapped", "the class index of the probability is lost")

LOSSES = (multinomial.MULTINOMIAL_LOSS, multinomial.MULTINOMIAL_COST)
BERNOULLI_SUMS = (
    r"-\sum_{k=1}^{K}\left[y_k\ln p_k+(1-y_k)\ln(1-p_k)\right]",
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}"
    r"\left[y_{ik}\ln p_{ik}+(1-y_{ik})\ln(1-p_{ik})\right]",
)
BERNOULLI_SUM_OF_PARAMETER = r"-\sum_{k=1}^{K}\left[y_k\ln\theta+(1-y_k)\ln(1-\theta)\right]"

FINAL_FORM = LOGARITHMS_APART + r".*\\(?:ln|log)(?![Pf])"

MASSES = (r"\prod_{k=1}^{K}p_k^{y_k}", r"\prod_{k=1}^{K}p_{ik}^{y_{ik}}", "p_t")
CLASS_VALUES = of_one_hot_label(
    [
        multinomial.multinomial_values(np.eye(4)[true], np.array([0.1, 0.2, 0.3, 0.4]))
        for true in (1, 2)
    ]
)
ONE_OF_CLASSES = (
    Part(
        "the mass function",
        2,
        Written(
            MASSES,
            form=r"\^|\\sum|^p_[tcy]$",
            stated=r"^P$",
        ),
        Said(contrary=NOT_A_DISTRIBUTION, claims=(CLASSES,)),
    ),
    Part(
        "its logarithm",
        2,
        Written(
            (*LOSSES, r"\sum_{k=1}^{K}y_k\ln p_k", r"\sum_{k=1}^{K}y_{ik}\ln p_{ik}"),
            form=r"^(?!.*\\(?:ln|log)[\[(]*(?:\\(?:sum|prod)|[Pf]))",
            mistakes={r"-\sum_{k=1}^{K}\ln(y_kp_k)": SUM_OF_LOGARITHMS},
            stated=r"^(?:-?\\(?:ln|log))?P$",  # of another mass it is not the logarithm
            beside=MASSES,
        ),
        Said(
            contrary=MOVED_INSIDE,
            mistakes={SUM_TAKEN_APART: SUM_OF_LOGARITHMS},
            claims=(TERMS, CLASS_VALUES),
        ),
    ),
    Part(
        "the final form",
        2,
        Written(
            LOSSES,
            form=FINAL_FORM,
            last=True,
            others=OF_OTHERS,
            stated=r"^C$",
            mistakes={
                r"\sum_{k=1}^{K}y_k\ln p_k": MINUS_LOST,
                r"-\sum_{k=1}^{K}\ln(y_kp_k)": SUM_OF_LOGARITHMS,
                r"-\sum_{k=1}^{K}y_k\ln\theta": INDEX_LOST,
                r"-\sum_{k=1}^{K}y_k\ln p": INDEX_LOST,
                r"-\sum_{k=1}^{K}p_k\ln y_k": ROLES_SWAPPED,
                **dict.fromkeys(BERNOULLI_SUMS, INDEPENDENT_LABELS),
            },
        ),
        Said(
            contrary=f"{SEPARATE_LABELS}|{OF_PREDICTION}",
            claims=(COSTS, ROLES),
            mistakes={r"y_\w\\(?:ln|log)\(?(?-i:[paq])(?![_(^\w])": INDEX_LOST},
        ),
        spoiling=(INDEPENDENT_LABELS,),
    ),
)
INDEPENDENT_CLASSES = (
    Part("a term for each class", 1, Written((*BERNOULLI_SUMS, BERNOULLI_SUM_OF_PARAMETER))),
    Part(
        "the probability of each class",
        1,
        Written(BERNOULLI_SUMS, mistakes={BERNOULLI_SUM_OF_PARAMETER: INDEX_LOST}),
    ),
    Part(
        "one label with one of K classes",
        4,
        Written(
            form=FINAL_FORM,
            last=True,
            others=OF_OTHERS,
            mistakes=dict.fromkeys(
                (*BERNOULLI_SUMS, BERNOULLI_SUM_OF_PARAMETER), INDEPENDENT_LABELS
            ),
        ),
    ),
)


@pytest.mark.question("1.3", points=6, kind="derivation")
def grade_one_of_classes(settle_parts: SettleParts) -> None:
    """The cost of a label with one of K classes; that of K separate labels is another one."""
    notations = ("multinomial", "multinomial_examples", "multinomial_any_label")
    routes = (ONE_OF_CLASSES, INDEPENDENT_CLASSES)
    settle_parts(*routes, notations=notations, rewritten=of_likelihoods)
