"""Problem 1: the cost of binary labels from their likelihood, marked by its parts."""

import re

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.errors import Undecided
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.costs_by_label import of_costs_by_label
from graders.reading.calculus.probability.distributions import (
    COSTS,
    LABELS,
    OF_ANOTHER_NUMBER,
    ROLES,
    of_binary_label,
)
from graders.reading.calculus.probability.likelihoods import OF_MASS, WITHOUT_POWERS, of_likelihoods
from graders.reading.words.cases import one_by_one
from graders.reading.words.claims.logarithm_laws import LogarithmLaws
from graders.reading.words.claims.restrictions import Restrictions
from graders.reading.words.said import says
from solutions.cross_entropy_costs import bernoulli

CODES = {
    "the minus sign is lost": "sign",
    "the sign of one of the two terms is wrong": "sign",
    "the factors y and 1 - y have changed places": "swapped",
    "the parameter stands where the probability is meant": "swapped",
    "the mean over the examples is not taken": "factor",
}
MISTAKES = {latex: Mistake(CODES[words], words) for words, latex in bernoulli.MISTAKES.items()}
MASSES = (bernoulli.MASS, bernoulli.MASS_OF_BINARY_LABELS)
OF_ALL_EXAMPLES = rf"\prod_{{x=1}}^{{n}}\left({bernoulli.MASS}\right)"

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
CUMULATIVE = r"\bcumulative|\bcdf\b"
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
    r"|\bJensen"  # whose inequality gives no equation
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

SAID = (
    r"(?<![(A-Za-z\\])y(?:_\w|\^\{?\(\w\)\}?)?\$?\s*=\s*\$?\s*"  # of the label, not as an argument
)
NO_CASE = r"\n\s*\n|(?i:\b(?:both|together|either|combined?|in one|so|thus|hence|therefore)\b)"
CASES = {rf"{SAID}1\b": "bernoulli_one", rf"{SAID}0\b": "bernoulli_zero", NO_CASE: ""}

RESTRICTIONS = Restrictions(
    r"\by\b|\blabels?\b|binary|independen|i\.?i\.?d|bernoulli|probabilit|example|data|[<>≠]|\\neq"
)
BINARY_VALUES = of_binary_label(
    [bernoulli.bernoulli_values(label, p) for label in (0.0, 1.0) for p in (0.2, 0.7)]
)
BINARY_LABELS = (
    Part(
        "the final line",
        3,
        Written(
            (bernoulli.LOSS,),
            form=WITHOUT_POWERS + r".*\\(?:ln|log).*\\(?:ln|log)",
            last=True,
            others=OF_MASS,
            stated=r"^[CJL]$",
            beside=(  # the likelihood of all examples, and its logarithm
                OF_ALL_EXAMPLES,
                r"n\left[y\ln p+(1-y)\ln(1-p)\right]",
            ),
            mistakes=MISTAKES,
        ),
        Said(contrary=f"{WRONG_MEANING}|{OF_ANOTHER_NUMBER}", claims=(COSTS, ROLES, RESTRICTIONS)),
    ),
    Part(
        "the steps",
        3,
        Written(
            # that of a parameter is charged once, at the end
            (*MASSES, *(each.replace("p", r"\theta") for each in MASSES), OF_ALL_EXAMPLES),
            stated=r"^P$",
        ),
        Said(contrary=WRONG_REASONS, claims=(LABELS, BINARY_VALUES, LogarithmLaws())),
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
    return (NO_DISTRIBUTION,) if says(text, CUMULATIVE) else ()
