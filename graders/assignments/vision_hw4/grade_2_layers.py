"""Question 2.2.1: the layers of the classifier and their sizes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from graders.comparing.tables.cells import Cell, compare_cells
from graders.errors import Unreadable
from graders.grading.fixtures.types import ReadAs, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.layers.alignment import align
from graders.reading.layers.described import (
    ARROW,
    FROM_TO,
    INPUTS,
    KINDS,
    OUTPUTS,
    Described,
    in_order_of_calls,
    kind_of,
    kinds_in,
    layers_in,
    with_repeated,
)
from graders.reading.words.tables import NOT_GIVEN, told_by_column
from solutions import cifar_network
from solutions.cifar_network import Layer

LAYERS = tuple(each for each in cifar_network.NETWORK if each.kind in KINDS)
ENDS: Mapping[str, tuple[int, int]] = {
    each.name: (each.inputs, each.outputs) if each.outputs else (before.outputs, before.outputs)
    for before, each in pairwise((LAYERS[0], *LAYERS))
}  # channels or units that go into a layer, and that come out
CHANNELS = frozenset(
    size for each in LAYERS if each.kind == "convolution" for size in (each.inputs, each.outputs)
)
_BUT_LAST = r"\b(?:all|each|every)\b[^.]*\b(?:except|but)\b[^.]*last"
RELU_BUT_LAST = re.compile(rf"relu[^.]*{_BUT_LAST}|{_BUT_LAST}[^.]*relu")
PRINTED = re.compile(r"^\s*\(\w+\): \w+\(", re.MULTILINE)  # what a network has, not what it calls
FEWEST_MATCHED = 5  # of the layers; with fewer it is the reading that fails
FOR_BOTH = re.compile(r"\b(?:both|each|every|twice)\b")
KERNEL, STRIDE, PADDING = (
    r"(?:\bkernel|\bwindow|\bfilters?(?=\s+(?:of|size)))(?![a-z])(?:[\s_]*(?:size|side|of|is|=|:))*\s*(\d+)",
    r"(?:strides?\b\D{0,12}|\bs\s*=\s*)(\d+)",
    r"(?:\bpad(?:ding|ded)?\b\s*(?:amount|of|is|=|:|by|\s)*|\bp\s*=\s*)(\d+)",
)
_SQUARE = r"(?<![\dx])(\d)\s*(?:x|×|\*|\\times)\s*\1(?![\dx])"
POOLED = (  # a window beside the word: "max pool (2x2, stride 2)", "2x2 max pooling"
    rf"pool(?:ing|\w*d)?(?: layer)?[\s(:,$]{{0,3}}(?:(?:with|of|an?|size|the)\s+)*{_SQUARE}",
    rf"{_SQUARE}\$?[\s-]+(?:max|pool)",
)
CHANNELS_FROM_TO = re.compile(
    rf"channels?\W{{0,3}}(\d+){ARROW}(\d+)(?![\dx])|(?<![\dx])(\d+){ARROW}(\d+)\s*channels"
)
CONVOLVED = re.compile(r"\bconv\w*\(\s*(\d+)\s*,\s*(\d+)")
UNSEEN = "a printed network does not show how often a layer is called"
MAP = re.compile(r"(?<![\dx])\d+x(?:[6-9]|\d\d)x\d+(?![\dx])")  # no kernel is so large
MAPS = frozenset(
    "x".join(map(str, order))
    for shape in (cifar_network.IMAGE, *(each.shape for each in cifar_network.table()))
    for order in (shape, shape[1:] + shape[:1])
)
OTHER_MAP = "a feature map of this network has other sizes than those that stand there"
MEAN = re.compile(r"^(?!.*\bmax).*\b(?:average|avg|mean)[\s_-]*pool", re.DOTALL)
POOLING_BY_MEAN = Mistake("wrong_function", "the pooling takes the largest value, not the mean")
POOLING_ONCE = Mistake("missing_term", "a pooling layer is left out, so the sizes do not follow")
OTHERWISE = "something else is said elsewhere of a layer of this kind"
NO_POOLING = re.compile(r"\b(?:no|not|without)\s+(?:an?y?\s+)?(?:max[ -]?)?pool\w*")
POOLING_BESIDE = "a pooling is named with the convolution before it and was not told apart from it"
RELU_AT_THE_END = Mistake("wrong_function", "an activation stands where none belongs")
SOFTMAX_LAYER = Mistake("wrong_function", "the softmax is part of the loss, not a layer")
SOFTMAX_AT_THE_END = "a softmax stands behind the last layer; it is part of the loss"
OF_LOSS = re.compile(r"\bloss|entropy|criterion|\b(?:no|without)\s+(?:a\s+)?softmax")
SOFTMAX = re.compile(r"^\W*(?:\d+\W*)?softmax(?: layer)?\b", re.MULTILINE)


@pytest.mark.question("2.2.1", points=2, kind="table")
def grade_layers(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """The layers with their sizes: one eighth each, and one for the activations."""
    told = "\n\n".join(told_by_column(each.text, kind_of) for each in answers).casefold()
    text = with_repeated(in_order_of_calls(told))
    described = tuple(layers_in(text))
    if not described:
        raise Unreadable("no layers can be told apart in this description")
    read_as(
        ", ".join("mean pooling" if MEAN.search(each.text) else each.kind for each in described)
    )
    matched = match_layers(described)
    if sum(each is not None for each in matched) < FEWEST_MATCHED:
        settle(Comparison(None, "cells", note="few layers can be told apart"))
    whole = Described("", text).numbers
    cells = [
        layer_cell(right, found, before, whole)
        for right, found, before in zip(LAYERS, matched, (None, *matched[:-1]), strict=True)
    ]
    cells = beside_others(cells, [each for each in described if each not in matched])
    cells.append(activation_cell(matched, text))
    settle(compare_cells(list(map(called_unseen, cells)) if PRINTED.search(text) else cells))


def beside_others(cells: Sequence[Cell], others: Sequence[Described]) -> list[Cell]:
    """The cells of the layers; open where something else is said of all layers of the kind."""
    denied = {
        each.kind
        for each in others
        if all(contradicts(each, right) for right in LAYERS if right.kind == each.kind)
    }
    return [
        replace(cell, equal=None, open=OTHERWISE) if cell.equal and right.kind in denied else cell
        for cell, right in zip(cells, LAYERS, strict=True)
    ]


def called_unseen(cell: Cell) -> Cell:
    """A cell of a network that is printed: how often a layer is called does not stand there."""
    is_seen = cell.equal is not False or cell.name not in ("pool1", "pool2", "activations")
    return cell if is_seen else replace(cell, equal=None, mistake=None, open=UNSEEN)


def match_layers(described: Sequence[Described]) -> tuple[Described | None, ...]:
    """The description of each layer; one of pooling may be for both of its uses."""
    kinds = [each.kind for each in described]
    places = align([each.kind for each in LAYERS], kinds)
    pools = [each for each in described if each.kind == "max pooling"]
    shared = pools[0] if len(pools) == 1 and FOR_BOTH.search(pools[0].text) else None
    return tuple(
        described[place] if place is not None
        else shared if right.kind == "max pooling"
        else None
        for right, place in zip(LAYERS, places, strict=True)
    )  # fmt: skip


def layer_cell(
    right: Layer, found: Described | None, before: Described | None, whole: set[int]
) -> Cell:
    """What is said of a layer; sizes of a linear one that stand elsewhere leave it open.

    So does a pooling that the words for the layer before it name as well.
    """
    elsewhere = right.kind == "linear" and {right.inputs, right.outputs} <= whole
    if elsewhere and (found is None or not (contradicts(found, right) or describes(found, right))):
        return Cell(right.name, "", None)
    if found is None:
        if before is not None and right.kind in kinds_in(NO_POOLING.sub("", before.text)):
            return Cell(right.name, "", None, open=POOLING_BESIDE)
        mistake = POOLING_ONCE if right.kind == "max pooling" else None
        return Cell(right.name, "", False, mistake)
    mistake = POOLING_BY_MEAN if takes_mean(found, right) else None
    fits = False if mistake else describes(found, right)
    text = " ".join(found.text.split())[:60]
    if fits and not set(MAP.findall(found.plain)) <= MAPS:
        return Cell(right.name, text, None, open=OTHER_MAP)
    return Cell(right.name, text, fits, mistake)


def takes_mean(found: Described, right: Layer) -> bool:
    return right.kind == "max pooling" and MEAN.search(found.text) is not None


def describes(found: Described, right: Layer) -> bool | None:
    """Whether a description gives the sizes of a layer; None where it leaves some out."""
    if contradicts(found, right):
        return False
    return None if NOT_GIVEN in found.text else has_sizes(found.numbers, right)


def contradicts(found: Described, right: Layer) -> bool:
    """Whether something is said of a layer that is not so."""
    inputs, outputs = ENDS[right.name]
    linear = right.kind == "linear"
    pairs = pairs_of(found, linear=linear)
    if right.outputs and (outputs, inputs) in pairs:
        return True
    pairs = {each for each in pairs if each[1] == outputs} if linear else pairs
    said = [(INPUTS, inputs), (OUTPUTS, outputs)]
    if not linear:
        said += [(KERNEL, right.kernel), (STRIDE, right.stride), (PADDING, 0)]
        said += [(each, right.kernel) for each in POOLED if right.kind == "max pooling"]
    otherwise = any(found.says_otherwise(pattern, number) for pattern, number in said)
    return otherwise or (bool(pairs) and (inputs, outputs) not in pairs)


def pairs_of(found: Described, *, linear: bool) -> set[tuple[int, int]]:
    """The units before and after a linear layer, or the channels where these are of the network."""
    if linear:
        return found.pairs(FROM_TO)
    bare = found.pairs(FROM_TO) | found.pairs(CONVOLVED)
    return found.pairs(CHANNELS_FROM_TO) | {each for each in bare if CHANNELS.issuperset(each)}


def has_sizes(numbers: set[int], right: Layer) -> bool | None:
    """Whether these are the numbers of a layer; None where there are too few."""
    if right.kind == "linear":
        others = {each for each in numbers if each > 16} - {right.inputs, right.outputs, 25}
        return right.outputs in numbers and not others
    needed = {right.kernel} | ({right.outputs} if right.outputs else set())
    return needed <= numbers if len(numbers) >= len(needed) else None


def activation_cell(matched: Sequence[Described | None], text: str) -> Cell:
    """ReLU after every layer with weights but the last, and nothing after that."""
    if SOFTMAX.search(text):
        return Cell("activations", "softmax", False, SOFTMAX_LAYER)
    if matched[-1] is not None and "softmax" in matched[-1].text and not OF_LOSS.search(text):
        return Cell("activations", "softmax", None, open=SOFTMAX_AT_THE_END)
    if "relu" not in text:
        return Cell("activations", "", False)
    if RELU_BUT_LAST.search(text):
        return Cell("activations", "ReLU but for the last", True)
    with_weights = [
        (right, found)
        for right, found in zip(LAYERS, matched, strict=True)
        if right.kind != "max pooling" and found is not None
    ]
    wrong = [
        right for right, found in with_weights
        if found.has_relu != cifar_network.has_relu(right.name)
    ]  # fmt: skip
    mistake = RELU_AT_THE_END if LAYERS[-1] in wrong else None
    return Cell("activations", ", ".join(each.name for each in wrong), not wrong, mistake)
