"""Problem 1: the cost of one of K classes from its likelihood, marked by its parts."""

import re

import numpy as np
import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.probability.distributions import (
    CLASSES,
    COSTS,
    OF_ANOTHER_NUMBER,
    OF_PREDICTION,
    ROLES,
    TERMS,
    of_one_hot_label,
)
from graders.reading.calculus.probability.likelihoods import OF_MASS, WITHOUT_POWERS, of_likelihoods
from graders.reading.words.claims.logarithm_laws import LogarithmLaws
from solutions.cross_entropy_costs import multinomial

MINUS_LOST = Mistake("sign", "the minus sign is lost")
INDEPENDENT_LABELS = Mistake("wrong_function", "the terms of K independent labels are added")
SUM_OF_LOGARITHMS = Mistake("wrong_function", "the logarithm of a sum becomes a sum of logarithms")
SUM_TAKEN_APART = (
    r"\blog(?:arithm)?s? of (?:a|the) sum (?:is|equals|becomes|gives) (?:a|the) sum of (?:the )?log"
)
LOGARITHM_OF_SUM = re.compile(
    r"\\(?:ln|log)(?:\\left|[\[({])*\\sum(?:_\{?\w[^{}]{0,4}\}?|\^\{?\w\}?)*y_"
)
ONE_HOT = re.compile(
    r"one-?\s?hot|\b(?:exactly|only|just|precisely|a single) one\b|\bonly\b|\bsingle\b|\btrue class"
    r"|\b(?:others?|rest|remaining)\b[^.;]{0,40}(?:\b(?:0|zero)|vanish|drop)|y_\{?\w\}?\$?\s*=\s*\$?\s*1"
    r"|\\in\s*\\?\{\s*0\s*,\s*1",
    re.IGNORECASE,
)
TERM_BY_TERM = "the logarithm of a sum is taken term by term: say that the label is one-hot"
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

LOSSES = (multinomial.LOSS, multinomial.COST)
BERNOULLI_SUMS = (multinomial.BERNOULLI_LOSS, multinomial.BERNOULLI_COST)
BERNOULLI_SUM_OF_PARAMETER = multinomial.BERNOULLI_LOSS.replace("p_k", r"\theta")
FINAL_FORM = WITHOUT_POWERS + r".*\\(?:ln|log)(?![Pf])"

OF_EXAMPLE = r"\prod_{k=1}^{K}p_{ik}^{y_{ik}}"
OF_ALL_EXAMPLES = (rf"\prod_{{x=1}}^{{n}}{multinomial.MASS}", rf"\prod_{{i=1}}^{{n}}{OF_EXAMPLE}")
MASSES = (multinomial.MASS, OF_EXAMPLE, "p_t", *OF_ALL_EXAMPLES)
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
            (*LOSSES, multinomial.LOG_MASS, r"\sum_{k=1}^{K}y_{ik}\ln p_{ik}"),
            form=r"^(?!.*\\(?:ln|log)[\[(]*(?:\\(?:sum|prod)|[Pf]))",
            mistakes={multinomial.SUM_OF_LOGARITHMS: SUM_OF_LOGARITHMS},
            stated=r"^(?:-?\\(?:ln|log))?P$",  # of another mass it is not the logarithm
            beside=MASSES,
        ),
        Said(
            contrary=MOVED_INSIDE,
            mistakes={SUM_TAKEN_APART: SUM_OF_LOGARITHMS},
            claims=(TERMS, CLASS_VALUES, LogarithmLaws()),
        ),
    ),
    Part(
        "the final form",
        2,
        Written(
            LOSSES,
            form=FINAL_FORM,
            last=True,
            others=OF_MASS,
            stated=r"^C$",
            mistakes={
                multinomial.LOG_MASS: MINUS_LOST,
                multinomial.SUM_OF_LOGARITHMS: SUM_OF_LOGARITHMS,
                multinomial.ROLES_SWAPPED: ROLES_SWAPPED,
                **dict.fromkeys(multinomial.WITHOUT_INDEX, INDEX_LOST),
                **dict.fromkeys(BERNOULLI_SUMS, INDEPENDENT_LABELS),
            },
        ),
        Said(
            contrary=f"{SEPARATE_LABELS}|{OF_PREDICTION}|{OF_ANOTHER_NUMBER}",
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
            others=OF_MASS,
            mistakes=dict.fromkeys(
                (*BERNOULLI_SUMS, BERNOULLI_SUM_OF_PARAMETER), INDEPENDENT_LABELS
            ),
        ),
    ),
)


@pytest.mark.question("1.3", points=6, kind="derivation")
def grade_one_of_classes(answer: Answer, settle_parts: SettleParts) -> None:
    """The cost of a label with one of K classes; that of K separate labels is another one."""
    notations = ("multinomial", "multinomial_examples", "multinomial_any_label")
    routes = (ONE_OF_CLASSES, INDEPENDENT_CLASSES)
    remarks = remarks_on_logarithm(answer.text)
    settle_parts(*routes, notations=notations, remarks=remarks, rewritten=of_likelihoods)


def remarks_on_logarithm(text: str) -> tuple[str, ...]:
    r"""Whether a step holds for one-hot labels only, and nothing says that they are.

    >>> remarks_on_logarithm(r"$\ln\sum_k y_k p_k = \sum_k y_k \ln p_k$") == (TERM_BY_TERM,)
    True
    >>> remarks_on_logarithm(r"As $y$ is one-hot, $\ln\sum_k y_k p_k = \sum_k y_k \ln p_k$")
    ()
    """
    summed = LOGARITHM_OF_SUM.search("".join(text.split()))
    return (TERM_BY_TERM,) if summed and not ONE_HOT.search(text) else ()
