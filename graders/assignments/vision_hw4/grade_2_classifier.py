"""Question 2: a convolutional classifier for CIFAR-10, in words, and its layers without weights."""

import re
from collections.abc import Mapping, Sequence

import pytest

from graders.grading.fixtures.types import ReadAs, Review, Settle
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.words.choosing.choices import read_choice
from graders.sentences import LINES, Ends
from solutions import cifar_network


@pytest.mark.question("2.1.i", "2.2.2", "2.2.3", "2.3.iii", points=1, kind="free_text")
def grade_explanation(answer: Answer, review: Review) -> None:
    """An explanation, for a person to read."""
    review()


# --- 2.2.5: layers without parameters -------------------------------------------------------------

LAYER_CHOICES: Mapping[str, Sequence[str]] = {
    "max pooling": ("pool", "maxpool"),
    "relu": ("relu", "activation function", "activation layer", "activations"),
    "flatten": ("flatten", "reshape", "view"),
    "convolution": ("conv", "the first layer"),
    "linear": ("fully", "linear", "fc", "dense", "output layer", "last layer"),
}
BUT = re.compile(
    r"\b(?:however|but|whereas|while|unlike|(?:as opposed|in contrast|compared) to|except|for all"
    r"|the others?|all other)\b"
)
CLAUSES = Ends(",:", words="because|since|as|for which|which", also="[(—]")
SAID_OF_NAMES = re.compile(
    r"\b(?:the|a|an|all|both|any|is|it|that|this|and|or|for|in|of|at|max|flattening|layers?|maxpool\w*"
    r"|pool\w*|relus?|activations?|functions?|flatten|reshap\w*|view|convolution\w*|conv\w*|linear"
    r"|fully|connected|fc\w*|dense|output|first|second|last|answer|kind|type|sub-?sampling)\b|[^a-z]"
)
NEEDS_NONE = re.compile(
    r"(?:\b(?:not|no|none|nothing|never|without|zero)\b|n[’']t\b)[^.;]{0,40}?"
    r"\b(?:additional|extra|gradients?|parameters?|weights?|learn|train|updat|bias)|parameter-?free"
)
NO_KIND = re.compile(
    r"\W*(?:i think )?(?:there (?:is|are) )?(?:none|no (?:such )?(?:layer|kind))\b"
)
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
        review("of no kind of layer is it plainly said")
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
    """The kinds of layer that an answer is said to be about, before it goes on to the other ones.

    >>> layers_named("max pooling, as it only picks entries"), layers_named("fc has no weights")
    (['max pooling'], ['linear'])
    >>> layers_named("in backpropagation the activations of conv1 are used")
    []
    """
    if NO_KIND.match(text):
        return []
    sentences = LINES.split(BUT.split(text)[0])
    stated = [each for each in sentences if NEEDS_NONE.search(each)]
    stated += [head for each in sentences if not SAID_OF_NAMES.sub("", head := CLAUSES.first(each))]
    return [
        kind for kind, phrases in LAYER_CHOICES.items()
        if read_choice(". ".join(stated), {kind: phrases}) is not None
    ]  # fmt: skip
