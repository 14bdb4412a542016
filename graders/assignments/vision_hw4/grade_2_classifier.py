"""Question 2: a convolutional classifier for CIFAR-10, its layers and its sizes."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest

from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.choices import read_choice
from solutions import cifar_network

Settle = Callable[..., None]
Review = Callable[..., None]
ReadAs = Callable[[str], None]


@pytest.mark.question("2.1.i", "2.2.2", "2.2.3", "2.3.iii", points=1, kind="free_text")
def grade_explanation(answer: Answer, review: Review) -> None:
    """An explanation, for a person to read."""
    review()


# --- 2.2.4: kernels of side 3 ---------------------------------------------------------------------

NEEDED = cifar_network.inputs_needed(cifar_network.WITH_KERNEL_3)
LAST_MAP = "16x6x6|6x6x16"
SIZES = re.compile(rf"\b(?:{LAST_MAP}|{NEEDED})\b")
FAILS = re.compile(
    r"(?:linear|fully|fc|dense|400)[^.]*(?:mismatch|expect|match|fail|error|does not|cannot|wrong)"
    r"|(?:mismatch|expect|fail|error|does not|cannot)[^.]*(?:linear|fully|fc|dense|400)"
    r"|(?:≠|!=|\\neq?|\bnot(?: equal to)?|instead of|rather than|built for|made for)\W{0,3}"
    r"(?:16x5x5\W{1,3})?400\b"
)
LINEAR = r"(?:linear|fully|fc|dense|layer|inputs?\b|in_features)"
NEW = rf"\b(?:{LAST_MAP}|{NEEDED})\b"
TO_BLAME = r"kernel|\bgets?\b|receiv|error|fail|mismatch|instead|\bbut\b"
WITHIN = rf"(?:(?!{TO_BLAME})(?:[^.;\n]|\.(?=\w))){{0,80}}?"
RUNS = re.compile(
    rf"linear\(\s*(?:in_features\s*=\s*)?(?:{LAST_MAP}|{NEEDED})\b"
    rf"|\b(?:chang|replac|adjust|adapt|resiz|set|make|giv(?=e\b)|use)\w*{WITHIN}{LINEAR}{WITHIN}{NEW}"
    rf"|{LINEAR}{WITHIN}\b(?:must|should|has to|have to|needs? to|would need|chang\w+|becomes?)\b"
    rf"{WITHIN}{NEW}"
    r"|padd?\w*(?:[^.]|\.(?=\w)){0,200}?\b1\b(?:[^.]|\.(?=\w)){0,200}?"
    r"(?:\b1024\b|linear\(\s*16x8x8\b)"
    r"|adaptive[^.]{0,80}?\b5(?:x5)?\b"
)
KEPT = re.compile(  # a first linear layer with which nothing else would run
    rf"\b(?:keep|leave)\b{WITHIN}{LINEAR}"
    rf"|{LINEAR}{WITHIN}\b(?:unchanged|stays?|as (?:it|they) (?:is|are|was|were))\b"
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
    found = [
        (points, name)
        for sign, points, name in KERNEL_PARTS
        if sign.search(text) and not (sign is RUNS and KEPT.search(text))
    ]
    if PASSES.search(text):
        found = [each for each in found if each[1] == KERNEL_PARTS[0][2]]
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
    plain = re.sub(r"\\times|×|\\cdot|(?<=\d)\s*[*·]\s*(?=\d)", "x", text.casefold())
    plain = re.sub(r"[${}]", "", plain)
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", plain)


# --- 2.2.5: layers without parameters -------------------------------------------------------------

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
