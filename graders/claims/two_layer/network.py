"""A handed-in network with one hidden layer: its weights, of whatever width, and its start."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graders.claims.weights.measuring import Fitted, are_same, read_arrays, shapes_of
from graders.claims.weights.networks import stored_shapes
from graders.comparing.claims.fitting import fit
from graders.errors import Mismatch
from graders.grading.student import Student
from solutions.generalization.measures import Network
from solutions.generalization.printed_consistency import INPUTS
from solutions.training.networks import two_layer

WIDEST = 4096  # hidden units; of more, norms are not measured here
NO_FIT = "the file {file} does not hold a network with one hidden layer: {problems}"
OTHER_WIDTH = (
    "the file {file} holds {width} hidden units, which is not the number of parameters printed"
)
TOO_WIDE = "the file {file} holds {width:,} hidden units, more than are measured here"


@dataclass(frozen=True, eq=False)
class TwoLayer:
    """Weights as they were handed in, and how they fit the network of their width."""

    fitted: Fitted

    @cached_property
    def network(self) -> Network:
        """The same in float64, by the names of the solutions."""
        names = ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")
        return Network(*(self.fitted.named[name].astype(np.float64) for name in names))

    @property
    def width(self) -> int:
        return int(self.network.sizes.hidden)

    def is_same_as(self, other: "TwoLayer") -> bool:
        """Whether all weights are the same, bit for bit."""
        return are_same(self.fitted.named, other.fitted.named)


def open_two_layer(student: Student, file: str, widths: Collection[int] = ()) -> TwoLayer:
    """The network in a file of weights, read behind the wall.

    Args:
        student: gives the sandbox.
        file: of weights.
        widths: the numbers of hidden units that it may have; any, if none is given.

    Raises:
        Missing: if there is no such file.
        Mismatch: if it holds no such network.
    """
    arrays = read_arrays(student, file)
    shapes = shapes_of(arrays)
    width = next((each[0] for each in shapes.values() if len(each) == 2 and each[1] == INPUTS), 0)
    declared = two_layer(width or min(widths, default=1))
    found = fit(shapes, stored_shapes(declared))
    words = None
    if not found.fits:
        words = NO_FIT.format(file=file, problems="; ".join(found.problems))
    elif widths and width not in widths:
        words = OTHER_WIDTH.format(file=file, width=width)
    elif width > WIDEST:
        words = TOO_WIDE.format(file=file, width=width)
    if words:
        raise Mismatch(words, mistake="weights")
    return TwoLayer(Fitted(declared, found, arrays))
