"""The graders of vision_hw4: a real write-up, and the mistakes that they know by name."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from graders.assignments.vision_hw4 import grade_1_basics as basics
from graders.assignments.vision_hw4 import grade_2_classifier as classifier
from graders.assignments.vision_hw4 import grade_2_code as code
from graders.assignments.vision_hw4 import grade_2_layers as layers
from graders.assignments.vision_hw4 import grade_3_interview as interview
from graders.assignments.vision_hw4 import grade_4_gan as gan
from graders.batch import grade
from graders.comparing import evaluations
from graders.equivalence import compare
from graders.model import Mistake, Outcome, Verdict
from tests.assignments.variants import differences, grade_variants
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
        assert (lines["1.3.3"], lines["2.2.5"], lines["4.2.Wg"]) == (141, 251, 473)

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
    for gradient in basics.GRADIENTS.values():
        yield from gradient.mistakes.values()
    yield Mistake("transposed", basics.TRANSPOSED)
    yield from (
        *basics.LIKELIHOOD_WORDS.values(), *basics.LOG_WORDS.values(), *basics.LOSS_WORDS.values(),
        basics.MORE_PARAMETERS, basics.OTHER_CHOICE,
        layers.POOLING_ONCE, layers.RELU_AT_THE_END, layers.SOFTMAX_LAYER,
        classifier.IT_PASSES, classifier.WITH_WEIGHTS,
        code.NUMBER_OF_BATCHES, code.SWAPPED, code.ONE_ONLY, code.ONLY_NETWORK, code.NOT_ASSIGNED,
        code.NO_LABELS, code.OPTIMISER_FIRST,
        evaluations.LAST_BATCH, evaluations.NOT_MOVED, evaluations.TRAINING_MODE,
        interview.OTHER_STRIDE, interview.NOT_WHOLE, interview.WRONG_SETTING,
        *interview.WORDS_OF_STEP.values(),
        *gan.LOSS_WORDS.values(), gan.SWAPPED_ROLES, gan.REAL_AND_FAKE,
        *(each.mistake for each in gan.OPTIMUM_MISTAKES),
        *gan.GENERATOR_WORDS.values(), *gan.DISCRIMINATOR_WORDS.values(),
        gan.OTHER_LOSS, gan.ONE_LETTER,
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


@pytest.mark.parametrize("mask", ["1(u > 0)", "1[u > 0]", r"\mathbb{1}_{u > 0}"])
def test_a_plain_one_before_a_condition_is_its_indicator(mask: str) -> None:
    symbols = {"u": {"type": "vector", "shape": ["n", "1"]}}
    assert compare(r"\mathbb{1}(u > 0) \odot u", rf"{mask} \odot u", symbols=symbols).equal


# --- answers in words and numbers ---------------------------------------------------------------

CHANGES: Mapping[str, dict[str, Any]] = {
    "a_layer_that_takes_what_arrives": {
        "outcome": "correct",
        "text": "It fails at fc1, which expects 400: 16x6x6 = 576. Make fc1 Linear(576, 120).",
    },
    "an_adaptive_pooling": {
        "outcome": "correct",
        "text": "576 values, but the linear layer expects 400. Use an adaptive pooling to 5×5.",
    },
    "a_padding_that_does_not_fit_the_layer_kept": {
        "outcome": "review", "points": 0.7,
        "text": "576 ≠ 400, an error in fc1. With padding 1 there are 16x8x8 = 1024; keep fc1.",
    },
    "a_change_that_is_denied": {
        "outcome": "review", "points": 0.7,
        "text": "576 and not 400: an error in fc1. Changing fc1 to 576 inputs does not help.",
    },
    "a_change_to_another_size": {
        "outcome": "review", "points": 0.7,
        "text": "The linear layer fails: 576 is not 400. It must take 784, so set it to 784.",
    },
    "what_is_needed_so_far": {
        "outcome": "review", "points": 0.7,
        "text": "It does not pass: the linear layer needs 400 inputs, 16x6x6 = 576 arrive.",
    },
    "two_changes": {
        "outcome": "correct",
        "text": "576 ≠ 400, an error in fc1. Make it Linear(576, 120), or with padding 1 "
        "change it to 16x8x8 = 1024 inputs.",
    },
    "a_map_of_no_such_network": {
        "outcome": "review", "points": 0.3,
        "text": "After conv1 30x30x6, after conv2 16x12x12, so 576 and not 400: fc1 fails.",
    },
    "a_padding_with_the_layer_as_it_is": {
        "outcome": "review", "points": 0.7,
        "text": "fc1 expects 400 and not 576. Use a padding of 1, so 16x8x8 = 1024 go into fc1.",
    },
    "what_arrives_is_no_change": {
        "outcome": "review", "points": 0.7,
        "text": "When the kernels change, the linear layer gets 576 values and not 400: an error.",
    },
}  # fmt: skip
DECAYS: Mapping[str, dict[str, Any]] = {
    "below_one_in_each_step": {
        "outcome": "correct",
        "text": r"$w_{t+1} = (1-2\alpha\lambda) w_t - \alpha\nabla L$, the penalty adds "
        r"$2\lambda w$. In each step the weight is multiplied by less than 1.",
    },
    "weights_that_are_said_to_grow": {
        "outcome": "review", "points": 3,
        "text": r"$w_{t+1} = (1-2\alpha\lambda) w_t - \alpha\nabla L$, the penalty adds "
        r"$2\lambda w$. The factor is less than 1, so that weights grow in every step.",
    },
    "a_gradient_that_shrinks": {
        "outcome": "review", "points": 3,
        "text": r"$w_{t+1} = (1-2\alpha\lambda) w_t - \alpha\nabla L$, the penalty adds "
        r"$2\lambda w$. The gradient is multiplied by a factor in each step.",
    },
    "something_else_that_decays": {
        "outcome": "review", "points": 3,
        "text": r"$w_{t+1} = (1-2\alpha\lambda) w_t - \alpha\nabla L$, the penalty adds "
        r"$2\lambda w$. The learning rate is reduced by a factor in each step.",
    },
}  # fmt: skip
LAYERS: Mapping[str, dict[str, Any]] = {
    "a_softmax_behind_the_last": {
        "outcome": "undecided", "points": 1.75,
        "text": "conv(3,6,5) relu, maxpool(2,2), conv(6,16,5) relu, maxpool(2,2), linear(400,120) "
        "relu, linear(120,84) relu, linear(84,10) softmax",
    },
    "a_pooling_of_another_window": {
        "outcome": "partial", "points": 1.75,
        "text": "conv1 (3→6, 5x5, ReLU), max pool (3x3, stride 2), conv2 (6→16, 5x5, ReLU), max "
        "pool (2x2, stride 2), fc1 (400→120, ReLU), fc2 (120→84, ReLU), fc3 (84→10)",
    },
    "pooling_behind_and": {
        "outcome": "correct",
        "text": "The first convolution has 6 channels and a 5x5 kernel, followed by ReLU and a 2x2 "
        "max pooling. The second convolution has 16 channels and a 5x5 kernel, followed by ReLU "
        "and again a 2x2 max pooling. Then linear 400 to 120 with ReLU, linear 120 to 84 with "
        "ReLU, linear 84 to 10.",
    },
}  # fmt: skip
LABELS: Mapping[str, dict[str, Any]] = {
    "said_of_each_label": {"outcome": "undecided", "text": "P(Y=1|x) = ŷ and P(Y=0|x) = 1 - ŷ"},
    "of_one_label": {"outcome": "incorrect", "mistake": "missing_term", "text": r"$\hat{y}$"},
    "swapped": {
        "outcome": "incorrect", "mistake": "swapped",
        "text": r"$\hat{y}^{1-y}(1-\hat{y})^y$, which is right for y = 1",
    },
}  # fmt: skip
BASES: Mapping[str, dict[str, Any]] = {
    "a_base_that_is_named": {"outcome": "correct", "text": "V = -2 bits"},
    "two_bases": {"outcome": "undecided", "text": "In natural logs V = -1.3863, not in bits."},
}
IDEALS: Mapping[str, dict[str, Any]] = {
    "a_sign_of_its_own": {"outcome": "correct", "text": "D says ½ of whatever it is shown."},
    "changed_behind": {"outcome": "undecided", "text": "D(x) = 1/2 times two, that is one."},
    "of_all_inputs": {"outcome": "correct", "text": "D(x) = 1/2 over all of x, at all times."},
    "half_as_a_threshold": {"outcome": "undecided", "text": "Above 0.5 for real ones, that is 1."},
}


@pytest.mark.parametrize(
    ("question", "points", "rows"),
    [
        ("1.2.i", 2, LABELS),
        ("2.2.4", 1, CHANGES),
        ("3.3", 4, DECAYS),
        ("4.1.a", 0.5, IDEALS),
        ("4.1.b", 0.5, BASES),
        ("2.2.1", 2, LAYERS),
    ],
)
def test_answers_in_words_are_read_to_their_end(
    question: str, points: float, rows: Mapping[str, dict[str, Any]], tmp_path: Path
) -> None:
    found = grade_variants(tmp_path, "vision_hw4", question, rows)
    assert not [each for name in rows for each in differences(rows[name], found[name], full=points)]
