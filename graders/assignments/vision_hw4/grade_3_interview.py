"""Question 3: batch normalisation, sizes of a convolution, weight decay, why convolutions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.comparing.parts import Part
from graders.errors import Unreadable
from graders.model import Answer, Comparison, Mistake
from graders.reading.quantities.columns import told_by_column
from graders.reading.quantities.named_pairs import Pair, read_pair
from graders.reading.quantities.shapes import Shape, shapes_in
from graders.reading.words.corrections import behind_correction
from graders.reading.words.doubts import is_doubtful
from graders.reading.words.hypotheses import without_hypotheses
from solutions import convolution, weight_decay
from solutions.convolution import Setting

Settle = Callable[..., None]
ReadAs = Callable[[str], None]
HALF = Fraction(1, 2)


@pytest.mark.question("3.1.i", "3.1.ii", points=2, kind="free_text")
@pytest.mark.question("3.4", points=3, kind="free_text")
def grade_interview(answer: Answer, review: Callable[..., None]) -> None:
    """An explanation, for a person to read."""
    review()


# --- 3.2: sizes of a convolution ----------------------------------------------------------------

INPUT: convolution.Shape = (32, 64, 64)
FILTERS, KERNEL, WANTED = 64, 3, 32
SIDE = INPUT[1]
SIZE_WORDS: Mapping[str, str] = {
    "size kept without padding": "without padding the sides do not stay as they are",
    "one subtracted once instead of twice": "both ends lose a cell, not one of them",
    "number of input channels kept": "the output has a channel for each filter",
    "padding counted once": "there is padding at both ends",
    "+1 lost after the division": "the first position of the filter is not counted",
}


ASKED = re.compile(r"\d[\s$)\]]*\?")
OR = re.compile(r"\b(?:or|either|alternatively)\b", re.IGNORECASE)


@pytest.mark.question("3.2.i", points=2, kind="shape")
def grade_output_size(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """Channels, height and width of the output, in any order that can be told."""
    text = told_by_column("\n".join(each.text for each in answers))
    listed = (shapes_in(each, axes=3) for each in without_hypotheses(text))
    said = next(filter(None, listed), ())
    found = [each for each in said if sorted(each) != sorted(INPUT)] or said
    if not found:
        raise Unreadable("no three sizes can be read")
    read_as(" x ".join(map(str, found[-1])))
    compared = compare_output(found[-1])
    is_one_of_several = len({tuple(sorted(each)) for each in found}) > 1
    is_told = any(compare_output(each).equal for each in found)
    if is_one_of_several and is_told and not (compared.equal and not OR.search(text)):
        compared = Comparison(None, "sizes", note="right sizes and wrong ones are given")
    later = behind_correction(text)
    if re.search(r"\d", later) and not shapes_in(later, axes=3):
        compared = Comparison(None, "sizes", note="the sizes are corrected to what cannot be read")
    if is_doubtful(text) or ASKED.search(text):
        compared = Comparison(None, "sizes", note="the sizes are doubted")
    settle(compared)


def compare_output(seen: Shape) -> Comparison:
    """Three sizes held against the right ones; half where one of them is wrong."""
    right = convolution.output_shape(INPUT, FILTERS, KERNEL)
    if sorted(seen) == sorted(right):
        return Comparison(True, "sizes")
    for name, wrong in convolution.output_shape_mistakes(INPUT, FILTERS, KERNEL).items():
        if sorted(seen) == sorted(wrong):
            mistake = Mistake("shape", SIZE_WORDS[name])
            return Comparison(False, "sizes", mistake, credit=credit_of(seen, right))
    return Comparison(False, "sizes", credit=credit_of(seen, right))


def credit_of(seen: Shape, right: Shape) -> Fraction:
    """Half where all sizes but one are right, in whatever order."""
    left = list(right)
    for size in seen:
        if size in left:
            left.remove(size)
    return HALF if len(left) == 1 else Fraction(0)


PAIR_SHARE = Fraction(3, 4)  # the rest is for working that fits it
UNEVEN = re.compile(r"\b(?:left|right|one side|asymmetric|top|bottom|unequal)\b")
PADDED_ONCE = Mistake("factor", SIZE_WORDS["padding counted once"])
OTHER_STRIDE = Mistake("swapped", "the working has another stride than the answer")
NOT_WHOLE = Mistake("shape", "a padding is a whole number of cells")
WRONG_SETTING = Mistake("shape", "this padding and stride give another side")


@pytest.mark.question("3.2.ii", points=2, kind="shape")
def grade_padding_and_stride(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """A padding and a stride that halve the side; any that do are right."""
    text = "\n".join(each.text for each in answers)
    pair = read_pair(text, NAMES)
    if pair is None:
        raise Unreadable("a padding and a stride cannot both be read")
    padding, stride = pair.values
    read_as(f"padding {padding}, stride {stride}")
    settle(beside_others(compare_setting(padding, stride, text), pair))


def beside_others(found: Comparison, pair: Pair) -> Comparison:
    """The comparison of a pair; open where words take it back, or a right one stands beside it."""
    if pair.against:
        return replace(found, equal=None, mistake=None, credit=Fraction(0), note=pair.against)
    is_wrong = found.equal is False and not found.credit
    if is_wrong and any(compare_setting(*each, "").equal for each in pair.others):
        note = "a padding and a stride that fit stand in the answer, too"
        return replace(found, equal=None, mistake=None, credit=Fraction(0), note=note)
    return found


def compare_setting(padding: Fraction, stride: Fraction, text: str) -> Comparison:
    """Whether these give the wanted side, and whether the working has the same stride."""
    if padding.denominator > 1 or stride.denominator > 1 or stride < 1 or padding < 0:
        if UNEVEN.search(text):
            return Comparison(None, "sizes", note="a padding that differs between the sides")
        return Comparison(False, "sizes", NOT_WHOLE)
    setting = Setting(int(padding), int(stride))
    side = convolution.output_side(SIDE, KERNEL, **setting._asdict())
    if side != WANTED:
        if UNEVEN.search(text):
            return Comparison(None, "sizes", note="a padding that differs between the sides")
        gives = f"({setting.padding}, {setting.stride}) gives {side}"
        return Comparison(False, "sizes", WRONG_SETTING, witness=gives)
    working = divisions_in(text)
    if any(stride != each for _, each in working):
        return Comparison(False, "sizes", OTHER_STRIDE, credit=PAIR_SHARE)
    if padding and any(sum_of(each, padding) == SIDE + padding - KERNEL for each, _ in working):
        return Comparison(False, "sizes", PADDED_ONCE, credit=PAIR_SHARE)
    return Comparison(True, "sizes")


NAMES: Mapping[str, str] = {"padding": r"padding|pad|p", "stride": r"strides?|s"}


def divisions_in(text: str) -> list[tuple[str, Fraction]]:
    """The padded sides that the working divides, each with its divisor: (64 - 3 + 2p) / 2."""
    plain = re.sub(r"\\[,;! ]|[$*]", " ", text.casefold())
    fractions = re.findall(r"\\[dt]?frac\{([^{}]*)\}\{(\d+)\}", plain)
    fractions += re.findall(r"\(([^()]*)\)\s*/\s*(\d+)", plain)
    return [
        (upper, Fraction(lower))
        for upper, lower in fractions
        if re.search(rf"{SIDE}|\bw\b|\bh\b", upper)
    ]


def sum_of(upper: str, padding: Fraction) -> Fraction | None:
    """The value of a sum of numbers and paddings, each taken once; None of anything else.

    >>> sum_of("64 + p - 3", Fraction(1)), sum_of("64 + 2p - 3", Fraction(1))
    (Fraction(62, 1), None)
    """
    plain = re.sub(r"(?<!\w)p(?!\w)", str(padding), upper).replace("−", "-").replace(" ", "")
    is_sum = re.fullmatch(r"[-+]?\d+(?:[-+]\d+)*", plain)
    return Fraction(sum(map(int, re.findall(r"[-+]?\d+", plain)))) if is_sum else None


# --- 3.3: weight decay --------------------------------------------------------------------------

GRADIENT_OF_L = r"\frac{\partial L}{\partial w}"


def of_gradient(latex: str) -> str:
    """A formula with the gradient of L under its short name."""
    return latex.replace(GRADIENT_OF_L, " g")


WEIGHT_INSIDE = "weight inside and outside the factor"
WORDS_OF_STEP: Mapping[str, Mistake] = {
    "factor 2 lost": Mistake("factor", "the factor of the square is lost"),
    "plus sign": Mistake("sign", "the step goes up the gradient, not down"),
    "factor above 1": Mistake("sign", "the factor lies above one, so that weights would grow"),
    WEIGHT_INSIDE: Mistake("shape", "the weight stands inside the factor"),
}
STEP = weight_decay.STEP_WITH_PENALTY
_SHRUNK = (
    r"\b(?:shr[iu]nk|multiplied|scaled|reduced|smaller|decreas(?!es the)|(?<!weight )decay)\w*"
)
_SHRINKS = r"\b(?:shrink|multipl|scale|reduce|decrease|decay)\w*"
_WEIGHTS = r"\b(?:weights?|w|it|they|them|parameters?|norm)\b"
_OTHER = (
    r"\b(?:loss|gradients?|learning rate|step size|error|overfit\w*|penalty|variance|accuracy)\b"
)
_DENIAL = r"\b(?:not|never|no|nor)\b|n[’']t\b"
_ON, _OF_IT = rf"(?:(?!{_DENIAL})[^.])*", rf"(?:(?!{_DENIAL}|{_OTHER})[^.])*?"
_OBJECT = r"(?:(?:the|all|each|every|our|these) )*\$?\\?"
_SHRINK = (
    rf"(?:(?<!of )(?<!of the )(?<!of \$){_WEIGHTS}{_OF_IT}{_SHRUNK}|{_SHRINKS} {_OBJECT}{_WEIGHTS})"
)
_BELOW = r"(?:<\s*\$?\s*1\b|(?:less|smaller|lower) than \$?(?:1\b|one)|below \$?(?:1\b|one))"
SHRINKS = (
    rf"{_SHRINK}{_ON}(?:\b(?:factor|each|every|step|iteration|update|constant)|{_BELOW})"
    rf"|\b(?:each|every) \w+{_ON}{_SHRINK}|每[^。]*(?:乘|缩小|变小|减小)"
    rf"|\b(?:the|this|that|its|whose) (?:\w+ )?(?:factor|coefficient)\b{_OF_IT}{_BELOW}"
)
GROWS = re.compile(
    r"\b(?:grow|increas|enlarg|amplif|explod|rais)\w*|\b(?:larger|bigger|above (?:1|one))\b"
)
UPDATED = r"^w(?:[_^]?\(?(?:t\+1|k\+1|n\+1|new)\)?|')?$"
INSIDE = r"\(1-2?(?:\\[a-z]+){2}w(?:_t)?\)[-+]"
OF_THE_UPDATE = ("factor above 1", "factor 2 lost")  # a step that tells of a wrong gradient
PARTS = (
    Part(
        "the gradient of the penalty",
        Fraction(1),
        values=(
            weight_decay.GRADIENT_OF_PENALTY,
            r"\alpha 2\lambda w",
            r"g + 2\lambda w",
        ),
        form="lambda",  # and not the gradient by its name alone
        anywhere=(of_gradient(STEP), of_gradient(weight_decay.MISTAKES[STEP]["plus sign"])),
        stated=r"nabla.*lambdaw\^Tw|partial.*lambdaw\^Tw",
        mistakes={
            of_gradient(weight_decay.MISTAKES[STEP][name]): WORDS_OF_STEP[name]
            for name in OF_THE_UPDATE
        }
        | dict.fromkeys((r"\lambda w", r"g + \lambda w"), WORDS_OF_STEP["factor 2 lost"]),
        beside=tuple(of_gradient(weight_decay.MISTAKES[STEP][name]) for name in OF_THE_UPDATE),
    ),
    Part(
        "the update",
        Fraction(2),
        values=(of_gradient(STEP), weight_decay.DECAY_FACTOR),
        mistakes={
            of_gradient(formula): WORDS_OF_STEP[name]
            for name, formula in weight_decay.MISTAKES[STEP].items()
            if name in WORDS_OF_STEP
        },
        restated=UPDATED,
        beside=(of_gradient(weight_decay.STEP),),
        misstated={INSIDE: WORDS_OF_STEP[WEIGHT_INSIDE]},
    ),
    Part("why this is called weight decay", Fraction(1), words=SHRINKS),
    Part(
        "a factor without the weight in it",
        Fraction(0),
        mistakes={r"1-2\alpha\lambda w": WORDS_OF_STEP[WEIGHT_INSIDE]},
    ),
)


@pytest.mark.question("3.3", points=4, kind="derivation")
def grade_weight_decay(answer: Answer, settle_parts: Callable[..., None]) -> None:
    """The steps with and without the penalty, and why the weights decay."""
    grows = GROWS.search(answer.text.casefold())
    settle_parts([replace(each, words="") for each in PARTS] if grows else PARTS)
