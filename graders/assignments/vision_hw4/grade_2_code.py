"""Question 2: the code for CIFAR-10, run with data sets, networks and devices that stand in."""

import re
import secrets
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.comparing.programs.accuracies import make_cases
from graders.comparing.programs.evaluations import Shares
from graders.comparing.programs.outputs import (
    PRINTED,
    Place,
    Run,
    numbers_at_places,
    printed_labels,
)
from graders.comparing.programs.runs import NO_CODE, Program, Said, failure, finding, given
from graders.comparing.programs.stages import CPU, GPU, IMAGES, LABELS, NETWORK, Stage
from graders.grading.fixtures.types import Review, Settle, SettleEvaluation
from graders.model import Answer, Comparison, Mistake, PrintedNumber, Question
from graders.reading.code.answer_code import Cells, all_cells, answer_cells, mentions
from solutions import accuracy

INSIDE = Path(__file__).parent / "inside"
HALF = Fraction(1, 2)


# --- 2.1.ii: numbers of samples -------------------------------------------------------------------

BATCH = 4


def draw_sizes() -> tuple[int, int]:
    """Numbers of training and test samples that nobody can know before."""
    return 1000 + secrets.randbelow(900), 60 + secrets.randbelow(180)


SIZES = (draw_sizes(), draw_sizes())
THOUSANDS = re.compile(r"(?<![\w.,])(\d{1,3})[,_](\d{3})(?![\w,])")  # 50,000 or 50_000
OF_SAMPLES = Said({"value": None, "damaged": bool})
DAMAGED = "some of its lines are no Python"
NUMBER_OF_BATCHES = Mistake("batches", "this is the number of batches, not of samples")
SWAPPED = Mistake("swapped", "the numbers of training and test samples are swapped")
ONE_ONLY = Mistake("missing_term", "one of the two numbers is not printed")
TEST_FIRST = "no word says which number is which, and that of the test samples comes first"
NO_NUMBER = Mistake("values", "the numbers that come out are not those of the samples")
Series = tuple[PrintedNumber, ...]


@pytest.mark.question("2.1.ii", points=1, kind="code")
def grade_numbers_of_samples(
    question: Question,
    answers: tuple[Answer, ...],
    student: Program,
    settle: Settle,
    review: Review,
) -> None:
    """The lines that print the numbers of training and test samples."""
    own, rest = answer_cells(answers), all_cells(student.code)
    if not own:
        review(NO_CODE)
    runs = []
    for sizes in SIZES:
        reply = student.drive(INSIDE / "samples.py", "count", own, rest, sizes)
        result = given(reply, OF_SAMPLES)
        runs.append(Run(result.get("value"), THOUSANDS.sub(r"\1\2", reply.output)))
    comparison = compare_sizes(runs)
    if failure(result) and comparison.equal is not True:
        raise finding(result, str(answers[0].where))
    if comparison.equal is False and result.get("damaged"):
        comparison = Comparison(None, "samples", note=DAMAGED)
    settle(comparison)


def compare_sizes(runs: Sequence[Run]) -> Comparison:
    """The numbers that come out, half for each that is the number of samples."""
    places = numbers_at_places(runs)
    of_train, of_test = (place_of(places, [sizes[k] for sizes in SIZES]) for k in (0, 1))
    if of_train and of_test:
        return compare_order(of_train, of_test, printed_labels(runs[0].output))
    found = bool(of_train) + bool(of_test)
    batches = [place_of(places, [-(-sizes[k] // BATCH) for sizes in SIZES]) for k in (0, 1)]
    mistake = NUMBER_OF_BATCHES if any(batches) else ONE_ONLY if found else NO_NUMBER
    if not places:
        return Comparison(None, "samples", note="nothing is printed")
    return Comparison(False, "samples", mistake, credit=HALF * found)


def compare_order(train: Place, test: Place, labels: Mapping[Place, str]) -> Comparison:
    """Whether both numbers are said to be what they are; without words their order says it."""
    words = labels.get(train, ""), labels.get(test, "")
    if "test" in words[0] and "train" in words[1]:
        return Comparison(False, "samples", SWAPPED)
    told = "train" in words[0] or "test" in words[1]
    printed = train[0] == test[0] == PRINTED
    if printed and not told and int(train[1]) > int(test[1]):
        return Comparison(None, "samples", note=TEST_FIRST)
    return Comparison(True, "samples")


def place_of(places: Mapping[tuple[str, str], Series], sizes: Sequence[int]) -> Any:
    """Where these numbers stand in every run, if they do."""
    return next(
        (
            place
            for place, series in places.items()
            if [each.value for each in series] == list(sizes)
        ),
        None,
    )


# --- 2.3.ii: lines for the GPU --------------------------------------------------------------------

ONLY_NETWORK = Mistake("device", "only the network is moved: inputs and labels stay on the CPU")
NOT_ASSIGNED = Mistake(
    "not_assigned", "a tensor's .to() gives a new tensor: its result must be assigned"
)
NO_LABELS = Mistake("device", "the labels are not moved")
NO_IMAGES = Mistake("device", "the inputs are not moved")
NO_NETWORK = Mistake("device", "the network is not moved")
NOTHING_MOVED = Mistake("device", "nothing is moved to the GPU")
OPTIMISER_FIRST = Mistake("order", "the network is moved after its optimiser was built")
DEVICES = "devices"
UNSEEN = "parameters are taken before the network is moved, and no optimiser is seen"
OPTIMISERS = r"optim|SGD|Adam"
CLASSES, EXAMPLES = 10, 10
OF_GPU = Said({"damaged": bool}, {"held": [str], "compared": [str]})
PLACES = r"\.(?:to|cuda)\(|device"


@pytest.mark.question("2.3.ii", points=1, kind="code")
def grade_lines_for_gpu(
    question: Question,
    answers: tuple[Answer, ...],
    student: Program,
    settle: Settle,
    review: Review,
) -> None:
    """The lines that move the network, and inputs and labels of every batch, to the GPU."""
    own, rest = answer_cells(answers), all_cells(student.code)
    if not mentions(own, PLACES):
        review(NO_CODE)
    stage, result = on_a_gpu(student, own, rest)
    if hides_optimiser(stage) and mentions(own, OPTIMISERS):
        review(UNSEEN)
    network, data = judge_network(stage), judge_data(stage, result)
    earned = HALF * (network is None) + HALF * (data is None)
    if failure(result) not in ("", DEVICES):
        said = finding(result, str(answers[0].where))
        review(f"{said.feedback} {said.note}", points=HALF * (network is None) * question.points)
    mistakes = [each for each in (network, data) if each is not None]
    if len(mistakes) == 2 and NO_NETWORK in mistakes and not stage.roles_moved_to(GPU):
        mistakes = [NOTHING_MOVED]
    if mistakes and result.get("damaged"):
        settle(Comparison(None, "devices", note=DAMAGED, credit=earned))
    words = tuple(each.words for each in mistakes[1:])
    first = mistakes[0] if mistakes else None
    settle(Comparison(not mistakes, "devices", first, remarks=words, credit=earned))


def on_a_gpu(student: Program, own: Cells, rest: Cells) -> tuple[Stage, Mapping[str, Any]]:
    """What the lines do with a network and batches that stand in, and how they end.

    Raises:
        Finding: if they do not come to their end.
    """
    random = np.random.default_rng()
    stage = Stage(random.normal(size=(EXAMPLES, CLASSES)).astype(np.float32))
    given_to = (stage.tokens, random.integers(CLASSES, size=EXAMPLES))
    harness = INSIDE / "gpu.py"
    reply = student.drive(harness, "train", own, rest, *given_to, answering=stage.answer)
    return stage, given(reply, OF_GPU)


def judge_network(stage: Stage) -> Mistake | None:
    """What is wrong with how the network is moved."""
    moves = [each for each in stage.events if each in (CPU, GPU)]
    if moves[-1:] != [GPU]:
        return NO_NETWORK
    return OPTIMISER_FIRST if "optimiser" in before_move(stage) else None


def hides_optimiser(stage: Stage) -> bool:
    """Whether parameters were taken before the network was moved, for what is not known."""
    is_seen = "optimiser" in stage.events
    return not is_seen and GPU in stage.events and "parameters" in before_move(stage)


def before_move(stage: Stage) -> Sequence[str]:
    """What was done with the network before it was moved."""
    return stage.events[: stage.events.index(GPU)] if GPU in stage.events else stage.events


def judge_data(stage: Stage, result: Mapping[str, Any]) -> Mistake | None:
    """What is wrong with how inputs and labels are moved."""
    moved = stage.roles_moved_to(GPU) - {NETWORK}
    called = {each.place for each in stage.calls}
    held_images = stage.places_of(result["held"], IMAGES)
    held_labels = stage.places_of(result["compared"] or result["held"], LABELS)
    images = called == {GPU} if called else GPU in held_images
    labels = GPU in held_labels if held_labels else LABELS in moved  # those of a function: unseen
    labels = labels and failure(result) != DEVICES
    if images and labels:
        return None
    lost = {name for name, there in ((IMAGES, images), (LABELS, labels)) if not there}
    if lost & moved:
        return NOT_ASSIGNED
    if not moved:
        return ONLY_NETWORK
    return NO_LABELS if images else NO_IMAGES


# --- 2.4.i: accuracy ------------------------------------------------------------------------------

CASES = make_cases(shape=(3, 32, 32))
SHARES = Shares(count=Fraction(7, 10), mode=Fraction(3, 20), gradients=Fraction(3, 20))


@pytest.mark.question("2.4.i", points=1, kind="code")
def grade_accuracy(settle_evaluation: SettleEvaluation) -> None:
    """The accuracy on the whole test set, in evaluation mode, without gradients."""
    settle_evaluation(INSIDE / "evaluation.py", CASES, accuracy, SHARES)
