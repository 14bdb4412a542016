"""What known mistakes make of the bounds that a report may add as its own.

`own_bounds_with_mistakes` names each mistake by its words. Another bound of the report than these
is among them: one by the VC dimension, or the L1max bound, with either meaning of its constant.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from solutions.generalization.hidden_networks import Case
from solutions.generalization.margin_bounds import DELTA, SPEC_FRO_OF_THEOREM, Setting
from solutions.generalization.measure_mistakes import (
    bounds_with_mistake,
    norm_measures_with_mistake,
)
from solutions.generalization.measures import PER_BATCH, PER_POINT
from solutions.generalization.own_bounds import Parts, Problem, Values, only_own

Mistaken = Iterator[tuple[str, Values]]  # the words of mistakes, with what comes out

L1MAX = "this is the L1max bound; a further one is asked for"
OTHER_BOUNDS = {
    "VC bound": "this is the VC bound; a further one by margins is asked for",
    PER_BATCH: L1MAX,
    PER_POINT: L1MAX,
}
LEFT_OUT = {  # they change none of the bounds that count, at a margin above zero
    "natural logarithms for binary ones",
    "a negative margin is made positive",
    "the roots of C and H are swapped",  # in measures of the report
}
SHEET_POINTS = 50_000  # of the training set
# The powers of the base's logarithm that a complexity has; zero for the other bounds.
LOGARITHMS_IN = {"Spec_L1 bound": 2.0, "Spec_Fro bound": 0.5, SPEC_FRO_OF_THEOREM: 0.5}


def own_bounds_with_mistakes(case: Case, delta: float) -> Mistaken:
    """The known mistakes, with the bounds that come out with each.

    Words may come twice, where a mistake has two readings.

    Args:
        case: a network with its start and training points.
        delta: δ.
    """
    problem = Problem.of(case, delta)
    values = problem.all_bounds()
    for name, words in OTHER_BOUNDS.items():
        yield words, {name: values[name]}
    for words, wrong in bounds_with_mistake(problem.norms, problem.data, problem.setting).items():
        if words not in LEFT_OUT:
            yield words, only_own(wrong)
    yield from _of_parts(problem)
    yield from _of_logarithms(problem)
    for words, norms in norm_measures_with_mistake(case.network, case.start).items():
        if words not in LEFT_OUT:
            yield words, replace(problem, norms=norms).bounds()
    yield from _of_data(problem)
    yield from _of_setting(problem)


def _of_parts(problem: Problem) -> Mistaken:
    margin = problem.setting.margin
    changes: Mapping[str, Callable[[Parts], float]] = {
        "the square is missing": lambda each: each.complexity + each.rest,
        "the square of a sum for a sum of squares, or the reverse": lambda each: replace(
            each, adds_squares=not each.adds_squares
        ).value(),
        "what is added to the complexity is missing": lambda each: each.complexity**2,
        "the margin does not divide the complexity": lambda each: each.times(margin).value(),
        "the margin is squared before it divides the complexity": lambda each: each.times(
            1 / margin
        ).value(),
    }
    parts = problem.parts()
    for words, change in changes.items():
        yield words, {name: change(each) for name, each in parts.items()}


def _of_logarithms(problem: Problem) -> Mistaken:
    """Logarithms of another base, in the complexity as well."""
    for base, words in ((2, "binary"), (10, "decimal")):
        unit = math.log(base)
        rests = problem.rests(unit)
        wrong = {
            name: replace(each.times(unit ** -LOGARITHMS_IN.get(name, 0.0)), rest=rests[name])
            for name, each in problem.parts().items()
        }
        yield (
            f"{words} logarithms for natural ones",
            {name: each.value() for name, each in wrong.items()},
        )


def _of_data(problem: Problem) -> Mistaken:
    data = problem.data
    changes = {  # factors of κ₂, of κ_max and of h
        "the mean over the data is a sum": (data.points, data.points, 1.0),
        "the largest square stands for the mean one": (data.kappa_max / data.kappa_2, 1.0, 1.0),
        "the mean square stands for the largest one": (1.0, data.kappa_2 / data.kappa_max, 1.0),
        "the root of the data constant is missing": (data.kappa_2, data.kappa_max, 1.0),
        "the data constant is missing": (1 / data.kappa_2, 1 / data.kappa_max, 1.0),
        "the initial hidden units are left out": (1.0, 1.0, 0.0),
    }
    for words, (mean, largest, hidden) in changes.items():
        wrong = replace(
            data,
            kappa_2=mean * data.kappa_2,
            kappa_max=largest * data.kappa_max,
            hidden_moments=hidden * data.hidden_moments,
        )
        yield words, replace(problem, data=wrong).bounds()


def _of_setting(problem: Problem) -> Mistaken:
    setting = problem.setting
    sizes = setting.sizes
    exchanged = replace(sizes, hidden=sizes.classes, classes=sizes.hidden)
    changes: Mapping[str, Setting] = {
        "the roots of C and H are swapped": replace(setting, sizes=exchanged),
        "50000 points are written into the code, whatever the data": replace(
            setting, points=SHEET_POINTS
        ),
        "the confidence delta is not used": replace(setting, delta=DELTA),
    }
    for words, changed in changes.items():
        yield words, replace(problem, setting=changed).bounds()
