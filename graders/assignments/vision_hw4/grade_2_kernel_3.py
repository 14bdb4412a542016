"""Question 2.2.4: the classifier with kernels of side 3."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import prod

import pytest

from graders.grading.fixtures.types import Review, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.layers.linear_layers import LinearLayer
from graders.reading.layers.map_sizes import chains_in, maps_in, plain_sizes, sides_in
from graders.reading.layers.misfits import does_not_take, expects, fails_elsewhere
from graders.reading.layers.proposals import is_kept, is_padded, is_proposal, proposed
from graders.sentences import LINES
from solutions import cifar_network

POINTS = {
    "the sizes": Fraction(4, 10),
    "where it fails": Fraction(3, 10),
    "a change that runs": Fraction(3, 10),
}
LAYER = LinearLayer(
    cifar_network.inputs_needed(cifar_network.NETWORK),
    next(each.outputs for each in cifar_network.NETWORK if each.kind == "linear"),
)
NEEDED = cifar_network.inputs_needed(cifar_network.WITH_KERNEL_3)
PADDED = cifar_network.inputs_needed(cifar_network.FIXES["padding 1 and a matching linear layer"])
SHAPES = [  # of all networks that an answer may be about
    [row.shape for row in cifar_network.table(network)]
    for network in (
        cifar_network.NETWORK, cifar_network.WITH_KERNEL_3, *cifar_network.FIXES.values()
    )
]  # fmt: skip
MAPS = frozenset(
    tuple(sorted(shape))
    for shapes in (*SHAPES, [cifar_network.IMAGE])
    for shape in shapes
    if len(shape) > 1
)
KERNELS = {1, 2, 3, 5}
SIDES = [
    KERNELS.union(*shapes, {prod(shape) for shape in shapes}, cifar_network.IMAGE)
    for shapes in SHAPES
]
SIDE = cifar_network.IMAGE[-1]
IN_ORDER = [  # the sides behind one another; the last one may be named again with its units
    [SIDE, *sides, *sides[-1:]]
    for shapes in SHAPES
    if (sides := [shape[-1] for shape in shapes if len(shape) > 1])
]
ADAPTIVE = re.compile(r"adaptive\w*\D{0,60}\b5(?:x5)?\b")
YES = re.compile(r"^\W*yes\b")
PASSES = re.compile(rf"{YES.pattern}|\bimage (?:still )?passes\b|\bstill works\b")
ONE_ONLY = ({11}, {12})  # sides where one convolution alone is changed
IT_PASSES = Mistake("shape", "no image comes out at the end: follow the sizes to the last layer")


@pytest.mark.question("2.2.4", points=1, kind="shape")
def grade_kernel_of_side_three(answer: Answer, settle: Settle, review: Review) -> None:
    """Kernels of side 3: the sizes, where an image fails, and a change that runs."""
    text = plain_sizes(answer.text)
    sentences = LINES.split(text)
    shown = {
        "the sizes": has_sizes(text),
        "where it fails": has_place(sentences),
        "a change that runs": has_change(sentences),
    }
    passes = PASSES.search(text) is not None
    found = [name for name in POINTS if shown[name] and not (passes and name != "the sizes")]
    if passes and (not found or says_no_more(text, sentences)):
        credit = sum((POINTS[name] for name in found), Fraction(0))
        settle(Comparison(False, "sizes", IT_PASSES, credit=credit))
        return
    if len(found) == len(POINTS):
        settle(Comparison(True, "sizes"))
        return
    note = f"found: {', '.join(found) or 'nothing that could be settled'}"
    if any(each in ONE_ONLY for each in sides_in(text)):
        note += "; only one of the two convolutions seems to be changed"
    review(note, points=sum((POINTS[name] for name in found), Fraction(0)))


def says_no_more(text: str, sentences: Sequence[str]) -> bool:
    """Whether a text says yes, and neither where an image fails nor what is to be changed."""
    proposes = any(proposed(LAYER, each) is not None for each in sentences)
    return YES.search(text) is not None and not (proposes or has_place(sentences))


def has_sizes(text: str) -> bool:
    """Whether the last map is that of kernels of side 3, and no map is that of another network."""
    fit = all(any(each <= known for known in SIDES) for each in sides_in(text))
    follow = all(follows(each, IN_ORDER) for each in chains_in(text))
    return NEEDED in LAYER.sizes_in(text) and maps_in(text) <= MAPS and fit and follow


def follows(chain: Sequence[int], orders: Sequence[Sequence[int]]) -> bool:
    """Whether sides stand in the order of the layers; numbers of other things have none.

    >>> orders = [[32, 30, 30, 15, 13], [32, 28, 28]]
    >>> [follows(each, orders) for each in ([32, 30, 15], [30, 15, 15], [16, 30, 15, 15])]
    [True, False, True]
    """
    sides = [each for each in chain if each <= SIDE]
    known = [each for each in orders if set(sides) <= set(each)]
    return not known or any(_is_within(sides, each) for each in known)


def _is_within(chain: Sequence[int], order: Sequence[int]) -> bool:
    rest = iter(order)
    return all(each in rest for each in chain)


def has_place(sentences: Sequence[str]) -> bool:
    """Whether the first linear layer is said not to take what arrives, and no other layer is."""
    is_told = any(does_not_take(LAYER, each, NEEDED) for each in sentences)
    return is_told and not any(
        expects(LAYER, each, NEEDED) or fails_elsewhere(LAYER, each) for each in sentences
    )


def has_change(sentences: Sequence[str]) -> bool:
    """Whether what is proposed makes a network that runs, and nothing else is proposed.

    >>> has_change(["it gets 576", " make fc1 take 576"]), has_change(["fc1 must take 784"])
    (True, False)
    """
    if any(is_kept(LAYER, each) for each in sentences):
        return False
    sizes = {size for each in sentences if (size := proposed(LAYER, each)) is not None}
    if sizes and any(map(is_padded, sentences)):
        return PADDED in sizes and sizes <= {PADDED, NEEDED}
    if sizes:
        return sizes == {NEEDED}
    return any(ADAPTIVE.search(each) and is_proposal(each) for each in sentences)
