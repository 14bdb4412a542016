"""Question 2: a convolutional classifier for CIFAR-10, its layers and its sizes."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import prod

import pytest

from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.words.choices import read_choice
from graders.reading.words.hypotheses import is_hypothetical
from graders.reading.words.said import says
from solutions import cifar_network

Settle = Callable[..., None]
Review = Callable[..., None]
ReadAs = Callable[[str], None]


@pytest.mark.question("2.1.i", "2.2.2", "2.2.3", "2.3.iii", points=1, kind="free_text")
def grade_explanation(answer: Answer, review: Review) -> None:
    """An explanation, for a person to read."""
    review()


# --- 2.2.4: kernels of side 3 ---------------------------------------------------------------------

POINTS = {
    "the sizes": Fraction(4, 10),
    "where it fails": Fraction(3, 10),
    "a change that runs": Fraction(3, 10),
}
OUTPUTS = next(each.outputs for each in cifar_network.NETWORK if each.kind == "linear")
FLATTENED = cifar_network.inputs_needed(cifar_network.NETWORK)
NEEDED = cifar_network.inputs_needed(cifar_network.WITH_KERNEL_3)
PADDED = cifar_network.inputs_needed(cifar_network.FIXES["padding 1 and a matching linear layer"])
MAPS = frozenset(  # of all networks that an answer may be about
    tuple(sorted(row.shape))
    for network in (
        cifar_network.NETWORK, cifar_network.WITH_KERNEL_3, *cifar_network.FIXES.values()
    )
    for row in cifar_network.table(network)
    if len(row.shape) > 1
)  # fmt: skip
SENTENCE = re.compile(r"\n|[.;](?!\w)")
LINEAR = re.compile(r"linear|fully|\bfc|dense|in_features|\b400\b")
FAILS = (
    r"mismatch|incompatib|\bnot compatib|\bfails?\b|\berror|\bcrash|\bbreaks?\b|\bwrong\b"
    r"|(?:cannot|can ?not|can't) be (?:multipl|fed)|(?:(?:does|do|can|will) ?not|doesn[’']t"
    r"|can[’']t|no longer) (?:fit|match|agree|take|accept|pass|work)"
)
NOT_EQUAL = re.compile(
    r"expect|≠|!=|\\neq?\b|\b(?:not|instead of|rather than|built for|made for|wants?|needs?|but)\b"
)
FITS = (
    r"\b(?:fits?|match(?:es)?|works?|runs?|passes|accepts?)\b"
    r"|\b(?:no|without(?: an)?) (?:error|problem|mismatch)"
)
CHANGES = re.compile(r"\b(?<!the )(?:chang|replac|adjust|adapt|resiz|set|mak|giv|us|becom)\w*")
NEEDS = re.compile(r"\b(?:must|should|ha(?:s|ve) to|needs?|linear\()")
DENIED = re.compile(r"\b(?:not|no|never|without|cannot)\b|n[’']t\b")
TO_BLAME = re.compile(
    r"kernel|filter|\bgets?\b|receiv|error|fail|mismatch|instead|\bfits?\b|\bbut\b"
)
OTHER_LAYER = re.compile(r"\bfc[23]\b|\b(?:second|third|last)\b")
KEPT = re.compile(r"\b(?:keep|leave|unchanged|stays?|as (?:it|they) (?:is|are|was|were))\b")
SIZE = re.compile(r"\b(?:16x\d+x\d+|(\d+)x\1x16|\d{3,})\b")
MAP = re.compile(r"\b(\d+)x(\d+)x(\d+)\b|\((\d+), ?(\d+), ?(\d+)\)")
PADDING = re.compile(r"\bpadd?\w*\D{0,20}\b1\b|\b1\b\D{0,12}\bpadding")
ADAPTIVE = re.compile(r"adaptive\D{0,60}\b5(?:x5)?\b")
PASSES = re.compile(r"^\W*yes\b|\bimage (?:still )?passes\b|\bstill works\b")
ONE_ONLY = re.compile(r"\b1[12]x1[12]\b")
IT_PASSES = Mistake("shape", "no image comes out at the end: follow the sizes to the last layer")


@pytest.mark.question("2.2.4", points=1, kind="shape")
def grade_kernel_of_side_three(answer: Answer, settle: Settle, review: Review) -> None:
    """Kernels of side 3: the sizes, where an image fails, and a change that runs."""
    text = plain_sizes(answer.text)
    sentences = SENTENCE.split(text)
    shown = {
        "the sizes": has_sizes(text),
        "where it fails": any(map(tells_failure, sentences)),
        "a change that runs": has_change(sentences),
    }
    passes = PASSES.search(text) is not None
    found = [name for name in POINTS if shown[name] and not (passes and name != "the sizes")]
    if passes and not found:
        settle(Comparison(False, "sizes", IT_PASSES))
    if len(found) == len(POINTS):
        settle(Comparison(True, "sizes"))
        return
    note = f"found: {', '.join(found) or 'nothing that could be settled'}"
    if ONE_ONLY.search(text):
        note += "; only one of the two convolutions seems to be changed"
    review(note, points=sum((POINTS[name] for name in found), Fraction(0)))


def tells_failure(sentence: str) -> bool:
    """Whether a sentence says that the first linear layer does not take its input.

    >>> tells_failure("an error in fc1"), tells_failure("fc1 expects 400 and gets 400: no error")
    (True, False)
    >>> tells_failure("576 and not 400 for fc1"), tells_failure("fc1 does not fail")
    (True, False)
    """
    if not LINEAR.search(sentence) or is_hypothetical(sentence):
        return False
    sizes = {FLATTENED, NEEDED} <= set(sizes_in(sentence)) and NOT_EQUAL.search(sentence)
    return says(sentence, FAILS) or (bool(sizes) and not says(sentence, FITS, denied=True))


def has_sizes(text: str) -> bool:
    """Whether the last map is that of kernels of side 3, and no map is that of another network."""
    maps = {tuple(sorted(map(int, filter(None, each)))) for each in MAP.findall(text)}
    return NEEDED in sizes_in(text) and maps <= MAPS


def has_change(sentences: Sequence[str]) -> bool:
    """Whether what is proposed makes a network that runs, and nothing else is proposed.

    >>> has_change(["it gets 576", " make fc1 take 576"]), has_change(["fc1 must take 784"])
    (True, False)
    """
    sizes = [size for each in sentences if (size := proposed_size(each)) is not None]
    proposals = [each for each in sentences if CHANGES.search(each) or NEEDS.search(each)]
    if any(LINEAR.search(each) and KEPT.search(each) for each in sentences):
        return False
    is_padded = any(PADDING.search(each) for each in sentences)
    if sizes and is_padded:
        return PADDED in sizes and {PADDED, NEEDED}.issuperset(sizes)
    if sizes:
        return {NEEDED}.issuperset(sizes)
    return any(ADAPTIVE.search(each) and not DENIED.search(each) for each in proposals)


def proposed_size(sentence: str) -> int | None:
    """The inputs that a sentence would give the first linear layer.

    The last size is what something is changed to, the first one what is needed; a sentence that
    says what is wrong, or that denies, proposes nothing. A padding alone leaves the layer as it is.

    >>> proposed_size("change fc1 from 400 to 576"), proposed_size("fc1 needs 400, 576 arrive")
    (576, 400)
    >>> proposed_size("it cannot be fixed by changing fc1 to 576") is None
    True
    """
    padding = PADDING.search(sentence)
    proposal = sentence[padding.end() :] if padding else sentence
    change, need = CHANGES.search(proposal), NEEDS.search(proposal)
    verb = change or need
    sizes = sizes_in(proposal[verb.start() :]) if verb else []
    if (
        verb is None
        or OTHER_LAYER.search(proposal, verb.start())
        or TO_BLAME.search(proposal, verb.start())
        or DENIED.search(sentence)
    ):
        return None
    return sizes[-1 if change else 0] if sizes else None


def sizes_in(text: str) -> list[int]:
    """The sizes of flattened maps, as products or as numbers; 120 units come out, and none go in.

    >>> sizes_in("linear(16x6x6, 120) for 576 inputs")
    [576, 576]
    """
    factors = [each[0].split("x") for each in SIZE.finditer(text)]
    return [size for each in factors if (size := prod(map(int, each))) != OUTPUTS]


def plain_sizes(text: str) -> str:
    """In lower case, with the sizes of products in one spelling: 16x6x6."""
    plain = re.sub(r"\\times|×|\\cdot|(?<=\d)\s*[*·]\s*(?=\d)", "x", text.casefold())
    plain = re.sub(r"[${}]", "", plain)
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", plain)


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
SENTENCE_END = re.compile(r"[;\n]|\.(?!\w)")
REASON = re.compile(r"[,:(—]|\b(?:because|since|as|for which|which)\b")
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
    sentences = SENTENCE_END.split(BUT.split(text)[0])
    stated = [each for each in sentences if NEEDS_NONE.search(each)]
    stated += [
        head for each in sentences if not SAID_OF_NAMES.sub("", head := REASON.split(each)[0])
    ]
    return [
        kind for kind, phrases in LAYER_CHOICES.items()
        if read_choice(". ".join(stated), {kind: phrases}) is not None
    ]  # fmt: skip
