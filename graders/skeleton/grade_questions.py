"""One grader for each question. The first line of its docstring is shown to students."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.programs.cases import Case, compare_many
from graders.grading.fixtures.types import (
    Review,
    Settle,
    SettleChoice,
    SettleFormula,
    SettleValue,
)
from graders.grading.student import Student
from graders.judging.tables import compare_table
from graders.model import Answer, Mistake

from .references import (
    LAYERS,
    LEAST_SQUARES_GRADIENT,
    NEURON,
    REFLECTED_SIGMOID,
    softmax,
)

# A mistake that is named to the student is made here: the worksheet with this change.
NO_BIAS = KnownMistake(Mistake("missing_term", "the bias is left out"), {"b": 0.0})
NO_TWO = Mistake("factor", "the derivative of the square has a factor 2")
DROPOUT = {"no": ["not-applied", "no"], "yes": ["is-applied", "yes"]}
SCORES: Mapping[str, Sequence[object]] = {
    "a row": [1.0, 2.0, 3.0],
    "two rows": [[0.0, 0.0], [1.0, -1.0]],
    "rows far apart": [[0.0, 1.0], [1000.0, 1001.0]],
}


@pytest.mark.question("1.a", points=2, kind="numeric")
def grade_activation(quantity: str, settle_value: SettleValue) -> None:
    """The activation of the neuron."""
    settle_value(Target(NEURON, quantity, mistakes=[NO_BIAS]))


@pytest.mark.question("1.b", points=2, kind="numeric")
def grade_gradient(quantity: str, settle_value: SettleValue) -> None:
    """The gradient of the cost by the weight."""
    settle_value(Target(NEURON, quantity))


@pytest.mark.question("2", points=3, kind="symbolic")
def grade_squared_norm(settle_formula: SettleFormula) -> None:
    """The gradient of a squared norm."""
    mistakes = {"A^T (A x - b)": NO_TWO}
    settle_formula(LEAST_SQUARES_GRADIENT, mistakes=mistakes)


@pytest.mark.question("3", points=2, kind="choice")
def grade_dropout(settle_choice: SettleChoice) -> None:
    """Whether dropout is applied when a network is used: the choice; its reason is read."""
    hint = "Think of what dropout does to the outputs, and when."
    settle_choice(DROPOUT, "no", hint=hint, share=0.5)


@pytest.mark.question("4", points=3, kind="table")
def grade_layers(answers: Sequence[Answer], settle: Settle) -> None:
    """The side of the output and the number of parameters of each layer."""
    settle(compare_table(answers, LAYERS, columns=["side", "parameters"]))


@pytest.mark.question("5", points=4, kind="derivation")
def grade_symmetry(settle_derivation: SettleFormula) -> None:
    """The sigmoid of a negative input, link by link."""
    settle_derivation(REFLECTED_SIGMOID)


@pytest.mark.question("6", points=3, kind="code")
def grade_softmax(student: Student, settle: Settle) -> None:
    """The softmax over the last axis, for scores of any size."""
    settle(compare_many([case(student, name, given) for name, given in SCORES.items()]))


def case(student: Student, name: str, given: Sequence[object]) -> Case:
    """What the student's function makes of these scores, and what is right."""
    scores = np.array(given, dtype=np.float64)
    return Case(name, student.tried("softmax", scores), softmax(scores))


@pytest.mark.question("7", points=1, kind="free_text")
def grade_learning_rate(answer: Answer, review: Review) -> None:
    """What a learning rate does that is too large or too small."""
    review()
