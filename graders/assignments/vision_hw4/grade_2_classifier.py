"""Question 2: a convolutional classifier for CIFAR-10, its layers and its sizes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest

from graders.comparing.alignment import align
from graders.comparing.cells import Cell, compare_cells
from graders.errors import Unreadable
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.choices import read_choice
from graders.reading.columns import NOT_GIVEN, told_by_column
from solutions import cifar_network
from solutions.cifar_network import Layer

Settle = Callable[..., None]
Review = Callable[..., None]
ReadAs = Callable[[str], None]


@pytest.mark.question("2.1.i", "2.2.2", "2.2.3", "2.3.iii", "2.4.iii", points=1, kind="free_text")
def grade_explanation(answer: Answer, review: Review) -> None:
    """An explanation, for a person to read."""
    review()


# --- 2.2.1: the layers --------------------------------------------------------------------------

KINDS: Mapping[str, re.Pattern[str]] = {
    "convolution": re.compile(r"conv|卷积"),
    "max pooling": re.compile(r"pool|池化"),
    "linear": re.compile(
        r"\bfcn?(?:\d|\b)|fully[ -]?connected|(?<!non-)(?<!non)linear|dense|全连接"
    ),
}
LAYERS = tuple(each for each in cifar_network.NETWORK if each.kind in KINDS)
ENDS: Mapping[str, tuple[int, int]] = {
    each.name: (each.inputs, each.outputs) if each.outputs else (before.outputs, before.outputs)
    for before, each in pairwise((LAYERS[0], *LAYERS))
}  # channels or units that go into a layer, and that come out
COMMA = (
    r",\s+(?=(?:(?:then|again|another|an?|the|first|second|third)\s+)*"
    r"(?:conv|max|pool|fc|fully|linear|dense))"
)
ARROWS = r";|(?:→|->|\\(?:right)?arrow\b|\\to\b)(?!\s*\$?\d)"
SENTENCES = r"(?<=[.)])\s+(?=[A-Z*])|[；。]"
ONE_LAYER_EACH = (r"\n", ARROWS, SENTENCES, COMMA)
WITHIN_A_SENTENCE = re.compile(
    r"[,;]?\s*(?:\b(?:and|then|again|each|it is)\s+)*"
    r"\b(?:followed by|and then|then|after (?:that|which))\s+(?:again\s+)?|[，；]|" + COMMA
)
MADE = re.compile(r"self\.(\w+)\s*=\s*(?:nn\.)?(\S.*)")
CALLED = re.compile(r"self\.(\w+)\(")
NUMBERED = re.compile(r"^\W*layer\s*(\d)\W+(.*)", re.MULTILINE)
REPEATED = re.compile(
    r"^(\W*layer\s*\d\W+)(?:the )?(?:same as|identical to|like) layer (\d)", re.MULTILINE
)
LIKE_BEFORE = re.compile(r"\b(?:same|ditto|identical|as (?:above|before))\b|同上")
NO_RELU = re.compile(
    r"\b(?:no|without)\s+(?:an\s+)?(?:activation|relu|non-?linear)|activation\W+none|(?:没有|无)激活"
)
_BUT_LAST = r"\b(?:all|each|every)\b[^.]*\b(?:except|but)\b[^.]*last"
RELU_BUT_LAST = re.compile(rf"relu[^.]*{_BUT_LAST}|{_BUT_LAST}[^.]*relu")
FEWEST_MATCHED = 5  # of the layers; with fewer it is the reading that fails
FOR_BOTH = re.compile(r"\b(?:both|each|every|twice)\b")
KERNEL, STRIDE, PADDING = (
    r"(?:\bkernel|\bwindow|\bfilters?(?=\s+(?:of|size)))(?![a-z])(?:[\s_]*(?:size|side|of|is|=|:))*\s*(\d+)",
    r"strides?\b\D{0,12}(\d+)",
    r"\bpad(?:ding|ded)?\b\s*(?:amount|of|is|=|:|by|\s)*(\d+)",
)

ARROW = r"\s*(?:to|→|[-=]>|\\to|\\rightarrow)\s*"
SIZE = r"(\d+(?:x\d+)*)"
FROM_TO = re.compile(rf"(?<![\dx]){SIZE}{ARROW}(\d+)(?![\dx])|linear\(\s*{SIZE}\s*,\s*(\d+)")
CHANNELS_FROM_TO = re.compile(
    rf"channels?\W{{0,3}}(\d+){ARROW}(\d+)(?![\dx])|(?<![\dx])(\d+){ARROW}(\d+)\s*channels"
)
ONE_SIDE = (
    r"(?<!\d )\b{}(?:puts?|(?:put)?[ _-]?(?:channels?|features|units|size))"
    r"[\s:=(]{{0,3}}(\d+)(?![\dx])"
)
INPUTS, OUTPUTS = ONE_SIDE.format("in"), ONE_SIDE.format("out")
OWN_SIZES = re.compile(rf"{INPUTS}|{OUTPUTS}|{FROM_TO.pattern}")

POOLING_ONCE = Mistake("missing_term", "a pooling layer is left out, so the sizes do not follow")
RELU_AT_THE_END = Mistake("wrong_function", "an activation stands where none belongs")
SOFTMAX_LAYER = Mistake("wrong_function", "the softmax is part of the loss, not a layer")
SOFTMAX = re.compile(r"^\W*(?:\d+\W*)?softmax(?: layer)?\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Described:
    """A layer as a student describes it: its kind and what is said of it, in lower case."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        """With the factors of products in one spelling: 16x5x5."""
        plain = re.sub(r"\\times|×|\*|\\cdot", "x", self.text)
        return re.sub(r"(?<=\d)\s*[${}]*\s*x\s*[${}]*\s*(?=\d)", "x", plain)

    @property
    def numbers(self) -> set[int]:
        """The numbers, and those that products such as 16 x 5 x 5 come to."""
        products = re.findall(r"\d+(?:x\d+)+", self.plain)
        numbers = {int(each) for each in re.findall(r"\d{1,5}", self.plain)}
        return numbers | {prod(map(int, each.split("x"))) for each in products}

    @property
    def has_relu(self) -> bool:
        return "relu" in self.text and not NO_RELU.search(self.text)

    def pairs(self, pattern: re.Pattern[str]) -> set[tuple[int, int]]:
        """The sizes before and after a layer, as a pattern finds them."""
        found = (list(filter(None, each)) for each in pattern.findall(self.plain))
        return {(prod(map(int, before.split("x"))), int(after)) for before, after in found}

    def says_otherwise(self, pattern: str, right: int) -> bool:
        """Whether another number than the right one is given for a stride or a padding."""
        return any(int(each) != right for each in re.findall(pattern, self.text))


@pytest.mark.question("2.2.1", points=2, kind="table")
def grade_layers(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """The layers with their sizes: one eighth each, and one for the activations."""
    told = "\n\n".join(told_by_column(each.text, kind_of) for each in answers).casefold()
    text = with_repeated(in_order_of_calls(told))
    described = tuple(layers_in(text))
    if not described:
        raise Unreadable("no layers can be told apart in this description")
    read_as(", ".join(each.kind for each in described))
    matched = match_layers(described)
    if sum(each is not None for each in matched) < FEWEST_MATCHED:
        settle(Comparison(None, "cells", note="few layers can be told apart"))
    whole = Described("", text).numbers
    cells = [layer_cell(right, found, whole) for right, found in zip(LAYERS, matched, strict=True)]
    settle(compare_cells((*cells, activation_cell(matched, text))))


def in_order_of_calls(code: str) -> str:
    r"""The layers of a module in the order of their calls; other text is left as it is.

    >>> in_order_of_calls("self.c = Conv(3, 6)\nself.p = Pool(2)\nx = self.p(relu(self.c(x)))")
    'conv(3, 6) relu\npool(2)'
    """
    made = dict(MADE.findall(code.casefold()))
    layers: list[str] = []
    for line in code.casefold().splitlines():
        called = [] if MADE.search(line) else [made.get(name) for name in CALLED.findall(line)]
        for layer in reversed([each for each in called if each]):
            layers.append(f"{layer} relu" if "relu" in line and "pool" not in layer else layer)
    return "\n".join(layers) or code


def with_repeated(text: str) -> str:
    """A list of layers with what is said of an earlier one for "layer 4: same as layer 2"."""
    said = dict(NUMBERED.findall(text))
    return REPEATED.sub(lambda each: f"{each[1]} {said.get(each[2], each[0])}", text)


def layers_in(text: str) -> Iterator[Described]:
    """The layers that a text describes one after the other.

    An introduction that names several kinds of layer at once describes none of them.
    """
    before: dict[str, str] = {}  # what was said of each kind
    for paragraph in re.split(r"\n\s*\n", text):
        for part in (each for several in one_layer_each(paragraph) for each in one_each(several)):
            kinds = kinds_in(part)
            said = part
            if kinds and LIKE_BEFORE.search(part) and kinds[0] in before:
                said = f"{part.replace(NOT_GIVEN, '')} | {OWN_SIZES.sub('', before[kinds[0]])}"
            if kinds and len(kinds) < len(KINDS) and re.search(r"\d", said):
                before[kinds[0]] = said
                yield Described(kinds[0], said)


def one_each(sentence: str) -> Iterator[str]:
    """A sentence cut where another layer follows, and at each of several linear layers."""
    kinds = kinds_in(sentence)
    if kinds == ["linear"]:
        plain = Described("linear", sentence).plain
        starts = [each.start() for each in FROM_TO.finditer(plain)][1:]
        if starts:
            yield plain[: starts[0]]
            yield from (f"linear {plain[a:b]}" for a, b in pairwise([*starts, len(plain)]))
            return
    parts = [""]
    for part in WITHIN_A_SENTENCE.split(sentence) if 1 < len(kinds) < len(KINDS) else (sentence,):
        if kinds_in(parts[-1]) and kinds_in(part):
            parts.append(part)
        else:
            parts[-1] += f" {part}"
    yield from parts


def one_layer_each(paragraph: str) -> Sequence[str]:
    """A paragraph cut where its layers end: at its lines, its arrows or its sentences."""
    for separator in ONE_LAYER_EACH:
        parts: list[str] = []
        for part in re.split(separator, paragraph, flags=re.IGNORECASE):
            if parts and not kinds_in(part):  # it goes on about the same layer
                parts[-1] += f" {part}"
            else:
                parts.append(part)
        named = [part for part in parts if kinds_in(part)]
        in_a_list = separator == COMMA and not all(re.search(r"\d", part) for part in named)
        if len(named) > 1 and not in_a_list:
            return parts
    return [paragraph]


def kind_of(line: str) -> str:
    """The kind of layer that a row of a table is about; none for a heading of several."""
    kinds = kinds_in(line.casefold())
    return kinds[0] if len(kinds) == 1 else ""


def kinds_in(part: str) -> list[str]:
    """The kinds of layer that a text names, in its order."""
    found = {kind: pattern.search(part) for kind, pattern in KINDS.items()}
    places = [(match.start(), kind) for kind, match in found.items() if match]
    return [kind for _, kind in sorted(places)]


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


def layer_cell(right: Layer, found: Described | None, whole: set[int]) -> Cell:
    """What is said of a layer; sizes of a linear one that stand elsewhere leave it open."""
    elsewhere = right.kind == "linear" and {right.inputs, right.outputs} <= whole
    if elsewhere and (found is None or not (contradicts(found, right) or describes(found, right))):
        return Cell(right.name, "", None)
    if found is None:
        mistake = POOLING_ONCE if right.kind == "max pooling" else None
        return Cell(right.name, "left out" if mistake else "", False, mistake)
    fits = describes(found, right)
    return Cell(right.name, " ".join(found.text.split())[:60], fits)


def describes(found: Described, right: Layer) -> bool | None:
    """Whether a description gives the sizes of a layer; None where it leaves some out."""
    if contradicts(found, right):
        return False
    return None if NOT_GIVEN in found.text else has_sizes(found.numbers, right)


def contradicts(found: Described, right: Layer) -> bool:
    """Whether something is said of a layer that is not so."""
    inputs, outputs = ENDS[right.name]
    linear = right.kind == "linear"
    pairs = found.pairs(FROM_TO if linear else CHANNELS_FROM_TO)
    pairs = {each for each in pairs if each[1] == outputs} if linear else pairs
    said = [(INPUTS, inputs), (OUTPUTS, outputs)]
    if not linear:
        said += [(KERNEL, right.kernel), (STRIDE, right.stride), (PADDING, 0)]
    otherwise = any(found.says_otherwise(pattern, number) for pattern, number in said)
    return otherwise or (bool(pairs) and (inputs, outputs) not in pairs)


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


# --- 2.2.4: kernels of side 3 -------------------------------------------------------------------

NEEDED = cifar_network.inputs_needed(cifar_network.WITH_KERNEL_3)
LAST_MAP = "16x6x6|6x6x16"
SIZES = re.compile(rf"\b(?:{LAST_MAP}|{NEEDED})\b")
FAILS = re.compile(
    r"(?:linear|fully|fc|dense|400)[^.]*(?:mismatch|expect|match|fail|error|does not|cannot|wrong)"
    r"|(?:mismatch|expect|fail|error|does not|cannot)[^.]*(?:linear|fully|fc|dense|400)"
    r"|(?:≠|!=|\\neq?|\bnot(?: equal to)?|instead of|rather than|built for|made for)\W{0,3}400\b"
)
RUNS = re.compile(
    rf"linear\(\s*(?:{LAST_MAP}|{NEEDED})"
    rf"|(?:chang|replac|set|adjust|adapt|resiz|make|take|need)[^.]*(?:{LAST_MAP}|{NEEDED})"
    r"|padd?\w*(?:[^.]|\.\w)*\b1\b(?:[^.]|\.\w)*(?:1024|16x8x8)|adaptive[^.]*\b5\b"
)
PASSES = re.compile(r"^\W*yes\b|\bimage (?:still )?passes\b|\bstill works\b")
ONE_ONLY = re.compile(r"\b1[12]x1[12]\b")
KERNEL_PARTS = (
    (SIZES, Fraction(4, 10), "the sizes"),
    (FAILS, Fraction(3, 10), "where it fails"),
    (RUNS, Fraction(3, 10), "a change that runs"),
)
IT_PASSES = Mistake("shape", "no image comes out at the end: follow the sizes to the last layer")


@pytest.mark.question("2.2.4", points=1, kind="shape")
def grade_kernel_of_side_three(answer: Answer, settle: Settle, review: Review) -> None:
    """Kernels of side 3: the sizes, where an image fails, and a change that runs."""
    text = plain_sizes(answer.text)
    found = [(points, name) for sign, points, name in KERNEL_PARTS if sign.search(text)]
    if PASSES.search(text) and not found:
        settle(Comparison(False, "sizes", IT_PASSES))
    if len(found) == len(KERNEL_PARTS):
        settle(Comparison(True, "sizes"))
        return
    note = f"found: {', '.join(name for _, name in found) or 'nothing that could be settled'}"
    if ONE_ONLY.search(text):
        note += "; only one of the two convolutions seems to be changed"
    review(note, points=sum((points for points, _ in found), Fraction(0)))


def plain_sizes(text: str) -> str:
    """In lower case, with the sizes of products in one spelling: 16x6x6."""
    plain = re.sub(r"\\times|×|\\cdot|(?<=\d)\s*\*\s*(?=\d)", "x", text.casefold())
    plain = re.sub(r"[${}]", "", plain)
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", plain)


# --- 2.2.5: layers without parameters -----------------------------------------------------------

LAYER_CHOICES: Mapping[str, Sequence[str]] = {
    "max pooling": ("pool", "maxpool"),
    "relu": ("relu", "activation"),
    "flatten": ("flatten", "reshape", "view"),
    "convolution": ("conv", "the first layer"),
    "linear": ("fully", "linear", "fc", "dense", "output layer", "last layer"),
}
BUT = re.compile(r"\b(?:however|but|whereas|while|unlike|for all|the others?|all other)\b")
NO_GRADIENT = re.compile(
    r"no gradient[^.]*(?:pass|flow|propagat)|gradients? do(?:es)? not (?:pass|flow)"
)
WITH_WEIGHTS = Mistake("swapped", "this layer has parameters of its own")


@pytest.mark.question("2.2.5", points=1, kind="choice")
def grade_layer_without_parameters(
    question: Question, answer: Answer, read_as: ReadAs, settle: Settle, review: Review
) -> None:
    """A kind of layer that has no parameters, with the reason."""
    named = layers_named(answer.text.casefold())
    read_as(", ".join(named))
    if not named:
        settle(Comparison(None, "choice", note="no kind of layer can be read"))
    free = cifar_network.parameter_free_kinds()
    wrong = [each for each in named if each not in free]
    if len(wrong) == len(named):
        settle(Comparison(False, "choice", WITH_WEIGHTS))
    if wrong:
        settle(Comparison(None, "choice", note="kinds with and without parameters are named"))
    note = "the kind is right; the reason is left to mark"
    if NO_GRADIENT.search(answer.text.casefold()):
        note += "; it seems to say that no gradient passes through the layer"
    review(note, points=question.points / 2)


def layers_named(text: str) -> list[str]:
    """The kinds of layer that an answer names before it goes on to the other ones."""
    opening = BUT.split(text)[0]
    return [
        kind for kind, phrases in LAYER_CHOICES.items()
        if read_choice(opening, {kind: phrases}) is not None
    ]  # fmt: skip
