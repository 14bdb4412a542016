"""Questions 4.2 and 4.3: gradients by the weights of both networks; noise that changes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from graders.comparing.stated_shapes import with_stated_shape
from graders.grading.fixtures.types import AnswersTo, JudgeFormula, Review, Settle, TextUnder
from graders.model import Answer, Comparison, Mistake, StatedShape
from graders.reading.calculus.masks import with_masks_by_elements
from graders.reading.misread import may_hold_sigma
from graders.reading.quantities.stated_shapes import stated_shapes, without_stated_shapes
from graders.reading.words.choosing.players import is_negated
from graders.reading.words.claims.meanings import Meanings
from graders.reading.words.rewriting.own_signs import with_products_by_elements
from solutions import gan

GENERATED = r"\text{ReLU}(\mathbf{W}_g\mathbf{x})"
BY_GENERATOR = gan.GRADIENT_BY_GENERATOR
BY_DISCRIMINATOR = gan.GRADIENT_BY_DISCRIMINATOR
OTHER_LOSS = Mistake("swapped", "this is the gradient of another loss, which is not named")
SIGN = Mistake("sign", "the sign is reversed")
NOT_MASKED = Mistake("missing_term", "the derivative of ReLU is left out")
NO_NOISE = Mistake("shape", "the product with the noise is left out")
OTHER_ORDER = Mistake("shape", "the outer product is in another order")
NOT_TRANSPOSED = Mistake("transposed", "W_d is not transposed")
FACTOR = Mistake("wrong_function", "the derivative of the logarithm is another factor")
FACTOR_AND_MASK = Mistake("wrong_function", "neither the logarithm nor ReLU is derived rightly")
REAL_ONLY = Mistake("missing_term", "the term of the generated sample is left out")
FAKE_ONLY = Mistake("missing_term", "the term of the real sample is left out")
COLUMN = Mistake("layout", "this is a column, and the weights are a row")
ONE_LETTER = Mistake("swapped", "one letter stands for the real and for the generated sample")
SHARES: Mapping[Mistake, Fraction] = {  # what a mistake leaves of the points
    mistake: Fraction(tenths, 10)
    for tenths, mistakes in (
        (9, (NOT_TRANSPOSED,)),
        (8, (COLUMN,)),
        (7, (NOT_MASKED, NO_NOISE, OTHER_ORDER)),
        (6, (SIGN, OTHER_LOSS, FACTOR, REAL_ONLY, FAKE_ONLY)),
        (3, (FACTOR_AND_MASK,)),
    )
    for mistake in mistakes
}
GENERATOR_WORDS: Mapping[str, Mistake] = {
    "mask missing": NOT_MASKED,
    "no outer product": NO_NOISE,
    "W_d not transposed": NOT_TRANSPOSED,
    "outer product in the other order": OTHER_ORDER,
    "noise on the left": OTHER_ORDER,
}
GENERATOR_MISTAKES: Mapping[str, Mistake] = {
    **{formula: GENERATOR_WORDS[name] for name, formula in gan.MISTAKES[BY_GENERATOR].items()},
    gan.NON_SATURATING_GRADIENT_BY_GENERATOR: OTHER_LOSS,
    BY_GENERATOR.removeprefix("-"): SIGN,
    **{gan.with_factor(each): FACTOR for each in gan.OTHER_FACTORS},
    **{gan.with_factor(each, masked=False): FACTOR_AND_MASK for each in gan.OTHER_FACTORS},
}
DISCRIMINATOR_WORDS: Mapping[str, Mistake] = {
    "real term only": REAL_ONLY,
    "fake term only": FAKE_ONLY,
    "real term with another factor": FACTOR,
    "fake term with another factor": FACTOR,
    "column instead of row": COLUMN,
}
BY_WEIGHTS = {
    f"4.2.W{letter}": re.compile(rf"(?:\\partial|∂|\bd|\\nabla|∇)[\s_{{]*W_?\{{?{letter}\b")
    for letter in "gd"
}
UNSIGNED_MASK = "the mask stands beside a column without a sign for a product by elements"
SIGMA = "a 6 may be a misread sigma"
TOLD_APART = re.compile(
    r"\b(?:first|second|other|real|fake|generated|former|latter)\b", re.IGNORECASE
)
NON_SATURATING = re.compile(r"non-?\s?saturating", re.IGNORECASE)
BARE_ROW = re.compile(
    r"(?:\\math(?:bf|rm)\s*\{\s*W\s*\}|W)_(?:\{d\}|d)"
    r"(?!(?:\s|\\[,;!]|\\cdot|\*|@)*(?:\^|\.T|[yzG(]|\\math(?:bf|rm)\s*\{\s*[yz]|(?:\\\w+\{?)?relu))",
    re.IGNORECASE,
)


SAMPLES = Meanings(
    {"x": "noise", "y": "generated", "z": "real"},
    {
        "real": (r"\b(?:real|true|genuine|data)\b",),
        "noise": (r"\b(?:noise|latent|random)\b",),
        "generated": (r"\b(?:generat(?:ed|or's)|fakes?|synthetic)\b",),
    },
)
STATES_LOSS = re.compile(r"(?<![A-Za-z])[LJV](?:\([^()=]*\))?\s*=")


@pytest.fixture
def other_sign(answers_to: AnswersTo, text_under: TextUnder) -> bool:
    """Whether the student's loss, as it stands here or in 4.1, is the negative of the sheet's."""
    lines = text_under("4.2").splitlines()
    beside = [each for each in lines if not any(by.search(each) for by in BY_WEIGHTS.values())]
    stated = [each for each in beside if STATES_LOSS.search(each)]
    return any(map(is_negated, stated or [each.text for each in answers_to("4.1.loss")]))


def with_signs(*gradients: str, both: bool) -> list[str]:
    """Gradients, and where the loss may have the other sign, those of its negative as well."""
    return [*gradients, *(rf"-\left({each}\right)" for each in gradients if both)]


def as_input(latex: str) -> str:
    """The formula with the generated sample called z, as the sheet calls what D is given."""
    return latex.replace(GENERATED, r"\mathbf{z}")


@pytest.mark.question("4.2.Wg", points=1, kind="symbolic")
def grade_gradient_by_generator(
    answers: tuple[Answer, ...], judge_formula: JudgeFormula, other_sign: bool, settle: Settle
) -> None:
    """The gradient of the loss by the weights of the generator, with their shape."""
    other = gan.NON_SATURATING_GRADIENT_BY_GENERATOR
    is_named = any(NON_SATURATING.search(each.text) for each in answers)
    masked = BY_GENERATOR.replace(r"(\mathbf{W}_g\mathbf{x}>0)", r"(\mathbf{z}>0)")
    forms = [BY_GENERATOR, masked, as_input(BY_GENERATOR), as_input(masked)]
    forms += [other] if is_named else []
    wrong = {f: m for f, m in GENERATOR_MISTAKES.items() if not (other_sign and m is SIGN)}
    judge = partial(
        judge_formula,
        BY_GENERATOR,
        others=with_signs(*forms, both=other_sign)[1:],
        almost_everywhere=True,
    )
    meant = judge(rewritten=with_transpose)
    by_elements = judge(rewritten=lambda text: with_masks_by_elements(with_indices(text)))
    found = judge(mistakes=wrong, rewritten=with_indices)
    named = map(named_transpose, found, meant)
    shared = map(open_if_misread, map(with_share, named), answers)
    shared = map(open_if_masked, shared, by_elements)
    settle_if_meant(with_shapes(shared, answers, ("5", "2"), Fraction(9, 10)), answers, settle)


def with_indices(text: str) -> str:
    """The weights with an index where it is typed as a second letter: Wg; without their shapes."""
    return re.sub(r"\bW([gd])\b", r"W_\1", with_products_by_elements(without_stated_shapes(text)))


def with_transpose(text: str) -> str:
    """The text with the weights transposed where they are multiplied by no sample."""
    return BARE_ROW.sub(r"\g<0>^T", with_indices(text))


def named_transpose(found: Comparison, meant: Comparison) -> Comparison:
    """With the mistake named where sizes do not fit only because W_d is not transposed."""
    if found.mistake and found.mistake.code == "shape" and meant.equal:
        return replace(found, mistake=NOT_TRANSPOSED)
    return found


@pytest.mark.question("4.2.Wd", points=1, kind="symbolic")
def grade_gradient_by_discriminator(
    answers: tuple[Answer, ...], judge_formula: JudgeFormula, other_sign: bool, settle: Settle
) -> None:
    """The gradient of the loss by the weights of the discriminator, with their shape."""
    wrong = gan.MISTAKES[BY_DISCRIMINATOR].items()
    found = judge_formula(
        BY_DISCRIMINATOR,
        others=with_signs(BY_DISCRIMINATOR, both=other_sign)[1:],
        mistakes={
            **{formula: DISCRIMINATOR_WORDS[name] for name, formula in wrong},
            as_input(BY_DISCRIMINATOR): ONE_LETTER,
        },
        almost_everywhere=True,
        rewritten=with_indices,
    )
    shared = map(open_if_misread, map(with_share, found), answers)
    told = map(open_if_told_apart, shared, answers)
    settle_if_meant(with_shapes(told, answers, ("1", "5"), Fraction(8, 10)), answers, settle)


def settle_if_meant(found: Iterable[Comparison], answers: Iterable[Answer], settle: Settle) -> None:
    """Settles a right gradient only where its letters are not said to be other samples."""
    told = [
        (each, SAMPLES.denied(answer.text)) for each, answer in zip(found, answers, strict=True)
    ]
    settle(
        *(
            each.left_open(f"it says: {said}") if said and each.equal else each
            for each, said in told
        )
    )


def with_shapes(
    found: Iterable[Comparison], answers: Iterable[Answer], right: StatedShape, share: Fraction
) -> Iterator[Comparison]:
    """Comparisons, of which a share is left where an answer states another shape."""
    for each, answer in zip(found, answers, strict=True):
        stated = stated_shapes(own_lines(answer.text, answer.question))
        yield with_stated_shape(each, stated, right, share)


def own_lines(text: str, question: str) -> str:
    r"""The text without lines on the other gradient alone, which has another shape.

    >>> own_lines("dL/dW_g = a (5 x 2)\ndL/dW_d = b (1 x 5)", "4.2.Wd")
    'dL/dW_d = b (1 x 5)'
    """
    own = BY_WEIGHTS[question]
    others = [each for name, each in BY_WEIGHTS.items() if name != question]
    return "\n".join(
        line
        for line in text.splitlines()
        if own.search(line) or not any(each.search(line) for each in others)
    )


def open_if_misread(comparison: Comparison, answer: Answer) -> Comparison:
    """A wrong gradient in which a 6 may be a misread sigma is left to a person."""
    if comparison.equal is False and may_hold_sigma(answer.text):
        return replace(comparison, equal=None, mistake=None, note=SIGMA, credit=Fraction(0))
    return comparison


def open_if_masked(comparison: Comparison, masked: Comparison) -> Comparison:
    """A mask beside a column without a sign is left to a person where all else is right."""
    if comparison.equal is False and masked.equal:
        return replace(comparison.left_open(UNSIGNED_MASK), credit=SHARES[NOT_MASKED])
    return comparison


def open_if_told_apart(comparison: Comparison, answer: Answer) -> Comparison:
    """One letter for both samples is left to a person where words say which of them it is."""
    if comparison.mistake == ONE_LETTER and TOLD_APART.search(answer.text):
        return comparison.left_open(ONE_LETTER.words)
    return comparison


def with_share(comparison: Comparison) -> Comparison:
    """With what the sheet gives for the parts that a mistake leaves right."""
    mistake = comparison.mistake
    if comparison.equal is not False or mistake is None:
        return comparison
    return replace(comparison, credit=SHARES.get(mistake, comparison.credit))


@pytest.mark.question("4.3", points=1, kind="free_text")
def grade_changing_noise(answer: Answer, review: Review) -> None:
    """What changes when the noise has another distribution at every draw."""
    review()
