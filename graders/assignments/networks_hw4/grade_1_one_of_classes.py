"""Problem 1: the cost of one of K classes from its likelihood, marked by its parts."""

import numpy as np
import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
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

MASSES = (multinomial.MASS, r"\prod_{k=1}^{K}p_{ik}^{y_{ik}}", "p_t")
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
def grade_one_of_classes(settle_parts: SettleParts) -> None:
    """The cost of a label with one of K classes; that of K separate labels is another one."""
    notations = ("multinomial", "multinomial_examples", "multinomial_any_label")
    routes = (ONE_OF_CLASSES, INDEPENDENT_CLASSES)
    settle_parts(*routes, notations=notations, rewritten=of_likelihoods)
