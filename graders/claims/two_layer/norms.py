"""The norms of a handed-in model, measured on its weights, and what mistakes make of them."""

from collections.abc import Collection

import numpy as np

from graders.claims.runs.files import RunFiles
from graders.claims.two_layer.network import TwoLayer, open_two_layer
from graders.comparing.claims.weighing import Weighed
from graders.errors import Mismatch, Undecided
from graders.grading.student import Student
from solutions.generalization.measure_mistakes import norm_measures_with_mistake
from solutions.generalization.measures import PARAMETERS, norm_measures

OF_END = (  # what the weights after training give alone
    "Frobenius1", "Frobenius2", "Spectral1", "Spectral2", "Fro_Fro", "L1max_L1max", PARAMETERS,
)  # fmt: skip
OF_END_ALONE = ("columns are taken as output units", "norms are squared",
                "biases are part of the norms")  # fmt: skip
TOO_LARGE = "the weights are so large that their norms are no numbers"
OTHER_START = "the weights before training are of another width than those after"


def weigh(student: Student, files: RunFiles, widths: Collection[int]) -> Weighed:
    """What the weights of a model give.

    Without those before training, nothing is said of what depends on them.

    Args:
        student: gives the sandbox.
        files: of the model; its weights are there.
        widths: the numbers of hidden units that the report allows.

    Raises:
        Mismatch: if the files do not hold such a model.
        Undecided: if it has no finite norms.
    """
    end = open_two_layer(student, files.weights or "", widths)
    start = open_two_layer(student, files.start) if files.start else None
    if start is not None and start.width != end.width:
        raise Mismatch(OTHER_START, mistake="weights")
    try:
        with np.errstate(over="raise", invalid="raise"):
            return _weighed(end, start)
    except (FloatingPointError, np.linalg.LinAlgError) as error:
        raise Undecided(TOO_LARGE, note=str(error)) from error


def _weighed(end: TwoLayer, start: TwoLayer | None) -> Weighed:
    origin = (start or end).network
    right = norm_measures(end.network, origin)
    mistaken = norm_measures_with_mistake(end.network, origin)
    if start is not None:
        return Weighed(right, mistaken)
    return Weighed(
        {name: right[name] for name in OF_END},
        {words: {name: mistaken[words][name] for name in OF_END} for words in OF_END_ALONE},
    )
