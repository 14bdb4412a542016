"""The graders of vision_hw4: a real write-up, and the mistakes that they know by name."""

from collections.abc import Iterator

import pytest

from graders.assignments.vision_hw4 import grade_1_cross_entropy as entropy
from graders.assignments.vision_hw4 import grade_1_gradients as gradients
from graders.assignments.vision_hw4 import grade_1_overfitting as overfitting
from graders.assignments.vision_hw4 import grade_2_classifier as classifier
from graders.assignments.vision_hw4 import grade_2_code as code
from graders.assignments.vision_hw4 import grade_2_kernel_3 as kernel
from graders.assignments.vision_hw4 import grade_2_layers as layers
from graders.assignments.vision_hw4 import grade_3_padding as padding
from graders.assignments.vision_hw4 import grade_3_weight_decay as decay
from graders.assignments.vision_hw4 import grade_4_gradients as gan_gradients
from graders.assignments.vision_hw4 import grade_4_loss as gan_loss
from graders.assignments.vision_hw4 import grade_4_optimum as gan_optimum
from graders.batch import grade
from graders.comparing.programs import evaluations
from graders.equivalence import compare
from graders.model import Mistake, Outcome, Verdict
from tests.shared import SHARED, needs
from tests.test_samples import SAMPLES, holds

SEED = SHARED / "seeds" / "vision_hw4.md"
RIGHT = {
    "1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.2.i", "1.2.ii", "1.2.iii", "2.1.ii", "3.2.i", "4.1.a",
    "4.1.b", "4.2.Wg", "4.2.Wd",
}  # fmt: skip
PARTLY = {"2.2.1": "1.5", "2.4.i": "0.85", "3.2.ii": "1.5", "4.1.loss": "0.6"}
EARNED_BEFORE_A_PERSON = {"3.3": 3, "2.2.5": 0.5, "1.3.1": 0.25, "1.3.2": 0.25, "1.3.3": 0.25,
                          "1.3.4": 0.25}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {verdict.question.id: verdict for verdict in grade("vision_hw4", SEED).verdicts}


def with_outcome(verdicts: dict[str, Verdict], *outcomes: Outcome) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict.outcome in outcomes}


@needs("seeds", "vision_hw4.md")
class TestTheWriteUp:
    def test_every_answer_is_found_below_the_statements_of_the_sheet(
        self, verdicts: dict[str, Verdict]
    ) -> None:
        assert len(verdicts) == 39
        assert not with_outcome(verdicts, Outcome.MISSING, Outcome.UNREADABLE, Outcome.FAULT)
        lines = {name: int(each.where.rpartition(":")[2]) for name, each in verdicts.items()}
        assert (lines["1.3.3"], lines["2.2.5"], lines["4.2.Wg"]) == (141, 251, 471)

    def test_right_formulas_and_numbers_are_right(self, verdicts: dict[str, Verdict]) -> None:
        assert with_outcome(verdicts, Outcome.CORRECT) == RIGHT
        assert "runs to the wrong size" in verdicts["1.1.3"].feedback

    def test_what_is_partly_right_says_why(self, verdicts: dict[str, Verdict]) -> None:
        assert with_outcome(verdicts, Outcome.PARTIAL) == set(PARTLY)
        points = {name: f"{float(verdicts[name].points):g}" for name in PARTLY}
        assert points == PARTLY
        assert "pooling layer is left out" in verdicts["2.2.1"].feedback
        assert "not set to evaluation mode" in verdicts["2.4.i"].feedback
        assert "whole percents hide" in verdicts["2.4.i"].feedback.casefold()
        assert "another stride" in verdicts["3.2.ii"].feedback
        assert "roles are swapped" in verdicts["4.1.loss"].feedback

    def test_the_rest_goes_to_a_person_with_its_points(self, verdicts: dict[str, Verdict]) -> None:
        left = with_outcome(verdicts, Outcome.REVIEW)
        assert left == set(verdicts) - RIGHT - set(PARTLY)
        earned = {name: float(verdicts[name].points) for name in left if verdicts[name].points}
        assert earned == EARNED_BEFORE_A_PERSON
        assert "stands inside the factor" in verdicts["3.3"].feedback
        assert "the code is not in the hand-in" in verdicts["2.3.ii"].note


def known_mistakes() -> Iterator[Mistake]:
    for gradient in gradients.GRADIENTS.values():
        yield from gradient.mistakes.values()
    yield Mistake("transposed", gradients.TRANSPOSED)
    yield from (
        *entropy.LIKELIHOOD_WORDS.values(), *entropy.LOG_WORDS.values(),
        *entropy.LOSS_WORDS.values(),
        overfitting.MORE_PARAMETERS, overfitting.OTHER_CHOICE,
        layers.POOLING_ONCE, layers.RELU_AT_THE_END, layers.SOFTMAX_LAYER,
        kernel.IT_PASSES, classifier.WITH_WEIGHTS,
        code.NUMBER_OF_BATCHES, code.SWAPPED, code.ONE_ONLY, code.ONLY_NETWORK, code.NOT_ASSIGNED,
        code.NO_LABELS, code.OPTIMISER_FIRST,
        evaluations.LAST_BATCH, evaluations.NOT_MOVED, evaluations.TRAINING_MODE,
        padding.OTHER_STRIDE, padding.NOT_WHOLE, padding.WRONG_SETTING,
        *decay.WORDS_OF_STEP.values(),
        *gan_loss.LOSS_WORDS.values(), gan_loss.SWAPPED_ROLES, gan_optimum.REAL_AND_FAKE,
        *(each.mistake for each in gan_optimum.OPTIMUM_MISTAKES),
        *gan_gradients.GENERATOR_WORDS.values(), *gan_gradients.DISCRIMINATOR_WORDS.values(),
        gan_gradients.OTHER_LOSS, gan_gradients.ONE_LETTER,
    )  # fmt: skip


@pytest.mark.parametrize("words", sorted({each.words for each in known_mistakes()}))
def test_some_sample_makes_the_mistake(words: str) -> None:
    phrases = [
        phrase
        for sample in SAMPLES
        if sample.assignment == "vision_hw4"
        for result in sample.results.values()
        for phrase in result.says
    ]
    assert any(holds(phrase, words) or holds(words, phrase) for phrase in phrases)


# --- what the loss of a GAN needs of the comparison ---------------------------------------------

PLAYERS = {
    "D": {"type": "function", "domain": "unit_interval"},
    "G": {"type": "function"},
    "p": {"type": "distribution"},
    "z": {"type": "scalar"},
}


def test_a_function_takes_its_values_from_its_domain() -> None:
    reference = r"\mathbb{E}_{z \sim p}[\log(1 - D(G(z)))]"
    assert compare(reference, r"\mathbb{E}_{z \sim p}\ln(1 - D(G(z)))", symbols=PLAYERS).equal
    assert (
        compare(reference, r"\mathbb{E}_{z \sim p}[\log D(G(z))]", symbols=PLAYERS).equal is False
    )


@pytest.mark.parametrize("mask", ["1(u > 0)", "1[u > 0]", r"1\{u > 0\}", r"\mathbb{1}_{u > 0}"])
def test_a_plain_one_before_a_condition_is_its_indicator(mask: str) -> None:
    symbols = {"u": {"type": "vector", "shape": ["n", "1"]}}
    assert compare(r"\mathbb{1}(u > 0) \odot u", rf"{mask} \odot u", symbols=symbols).equal
