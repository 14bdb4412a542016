"""Code that evaluates a classifier, judged by what it did with networks and loaders that stood in.

Three things count: the accuracy over all batches, evaluation mode, and that no gradients are kept.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graders.comparing.programs.accuracies import (
    NO_ACCURACY,
    NOTHING,
    Batch,
    Case,
    batches_with,
    compare_accuracies,
)
from graders.comparing.programs.outputs import Run
from graders.comparing.programs.runs import (
    NOT_FOUND,
    Program,
    Said,
    failure,
    finding,
    given,
    in_words,
)
from graders.comparing.programs.stages import Stage
from graders.errors import Mismatch, Missing
from graders.model import Comparison, Mistake

LAST_BATCH = Mistake("last_batch", "this is the accuracy of the last batch alone")
FIRST_BATCH = Mistake("first_batch", "this is the accuracy of the first batch alone")
MEAN_OF_MEANS = Mistake(
    "mean_of_means", "this is the mean over the batches, of which the last is shorter"
)
COUNT_OF_LAST = Mistake("last_batch", "right examples of the last batch only are counted")
FULL_BATCHES = Mistake("batch_size", "the last batch is counted as if it were a full one")
BY_BATCHES = Mistake("averaged", "the count is divided by the number of batches")
HARD_CODED = Mistake("hard_coded", "10000 images are written into the code, whatever the loader")
TRAINING_SET = Mistake("training_set", "this is the accuracy on the training set")
NOT_UPDATED = Mistake(
    "not_updated",
    "the counters are never updated in the loop, or what is compared with the labels is no class",
)
NOT_MOVED = Mistake("device", "the images are not moved to the device of the network")
FAILS_FOR_SOME = Mistake("error", "the code fails for some of the batches")
TRAINING_MODE = Mistake("training_mode", "the network is not set to evaluation mode")
GRADIENTS = Mistake("gradients", "gradients are kept while the network is evaluated")
NOT_ASKED = "the accuracy is right, but the network was not called with every image"
FAILS_LATER = "a later line stops with an error: {failure}"
DIVIDES_BY_ZERO = re.compile(r"/\s*0(?![\w.])")  # as written, whatever the counters
SHEET_IMAGES = 10_000  # of the test sets of CIFAR-10 and MNIST
Cells = Sequence[tuple[str, str]]
SAID = Said({"value": None, "damaged": bool})
KNOWN_FAILURES = {"division by zero": NOT_UPDATED, "devices": NOT_MOVED}


class Solved(Protocol):
    """The reference: accuracies over batches, right ones and those of known mistakes."""

    def accuracy(self, batches: Sequence[Batch], /) -> float: ...
    def correct(
        self, scores: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]], /
    ) -> int: ...
    def last_batch_accuracy(self, batches: Sequence[Batch], /) -> float: ...
    def mean_of_batch_accuracies(self, batches: Sequence[Batch], /) -> float: ...
    def last_batch_over_all(self, batches: Sequence[Batch], /) -> float: ...
    def accuracy_of_full_batches(self, batches: Sequence[Batch], /) -> float: ...


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of the points: for the count, for evaluation mode, for no gradients."""

    count: Fraction
    mode: Fraction
    gradients: Fraction


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What came of each case: what a harness says, what was printed, how networks were called."""

    results: tuple[Mapping[str, Any], ...]
    outputs: tuple[str, ...]
    stages: tuple[Stage, ...]

    @property
    def is_there(self) -> bool:
        """Whether there was any code that evaluates a classifier."""
        return failure(self.results[0]) != NOT_FOUND

    @property
    def told(self) -> str:
        """What is said of a failure."""
        return in_words(self.results[0])


def evaluate_cases(
    student: Program, harness: Path, own: Cells, rest: Cells, cases: Sequence[Case]
) -> Evaluated:
    """Runs the code of an answer for each case.

    Raises:
        Mismatch: if it does not come to its end.
    """
    results, outputs, stages = [], [], []
    for case in cases:
        stages.append(Stage(case.scores))
        answering = stages[-1].answer
        reply = student.drive(harness, "evaluate", own, rest, case.request(), answering=answering)
        results.append(given(reply, SAID))  # no further case once one does not end
        outputs.append(reply.output)
    return Evaluated(tuple(results), tuple(outputs), tuple(stages))


def try_example(student: Program, harness: Path, own: Cells, rest: Cells, where: str) -> None:
    """Runs the code of an answer for six images in two batches, of which four are right.

    Raises:
        Finding: if what comes out is not 4 / 6.
    """
    batches = batches_with(np.random.default_rng(0), (4, 2), (3, 1))
    case = Case(batches, batches)
    stage = Stage(case.scores)
    reply = student.drive(harness, "evaluate", own, rest, case.request(), answering=stage.answer)
    result = given(reply, SAID)
    run = Run(result.get("value"), reply.output, result.get("variables"))
    if compare_accuracies([run], [4 / 6], {}).equal is not True:
        if failure(result) == NOT_FOUND and not own:
            raise Missing("No code that evaluates a classifier was found.")
        if failure(result):
            raise finding(result, where)
        raise Mismatch("For batches with 3 of 4 and 1 of 2 images right, 4/6 does not come out.")
    if any(each.training for each in stage.calls):
        raise Mismatch(f"{TRAINING_MODE.words}.".capitalize())


def judge_evaluation(
    found: Evaluated,
    cases: Sequence[Case],
    solved: Solved,
    shares: Shares,
    where: str,
) -> Comparison:
    """The code of an answer, by what came of each case.

    Args:
        found: what came of the cases.
        cases: in the same order.
        solved: the reference.
        shares: of the points.
        where: the answer stands.

    Raises:
        Finding: if it fails in every case for a reason that is not a known mistake.
    """
    calls = [each for stage in found.stages for each in stage.calls]
    counted = _counted(found, cases, solved, where)
    slips = [TRAINING_MODE] * any(each.training for each in calls)
    slips += [GRADIENTS] * any(each.gradients for each in calls)
    evaluates = bool(calls) and counted.note not in (NOTHING, NO_ACCURACY, NOT_ASKED)
    credit = shares.count * (counted.equal is True)
    credit += shares.mode * (evaluates and TRAINING_MODE not in slips)
    credit += shares.gradients * (evaluates and GRADIENTS not in slips)
    remarks = (*counted.remarks, *(each.words for each in slips))
    if counted.equal is not True:
        damaged = any(result.get("damaged") for result in found.results)
        return replace(
            counted, credit=credit, remarks=remarks, equal=None if damaged else counted.equal
        )
    if not slips:
        return counted
    return replace(
        counted, equal=False, mistake=slips[0], credit=credit,
        remarks=(*(each.words for each in slips[1:]), *counted.remarks),
    )  # fmt: skip


def _counted(
    found: Evaluated,
    cases: Sequence[Case],
    solved: Solved,
    where: str,
) -> Comparison:
    """The accuracies alone."""
    failed = [result for result in found.results if failure(result)]
    runs = [
        Run(result.get("value"), output, result.get("variables"))
        for result, output in zip(found.results, found.outputs, strict=True)
    ]
    references = [solved.accuracy(case.batches) for case in cases]
    compared = _doubted(compare_accuracies(runs, references, mistaken(cases, solved)))
    if compared.equal is True and not _has_seen_all(found.stages, cases):
        return Comparison(None, "run", note=NOT_ASKED)
    if not failed:
        return compared
    if compared.equal is True:
        stops = FAILS_LATER.format(failure=in_words(failed[0]))
        return replace(compared, remarks=(*compared.remarks, stops))
    known = KNOWN_FAILURES.get(failure(failed[0]))
    if known is not None and not DIVIDES_BY_ZERO.search(in_words(failed[0])):
        return Comparison(False, "run", known)
    said = finding(failed[0], where)
    if len(failed) == len(found.results):
        raise said
    return Comparison(False, "run", FAILS_FOR_SOME, remarks=(said.feedback,), note=said.note)


def _has_seen_all(stages: Sequence[Stage], cases: Sequence[Case]) -> bool:
    return all(
        stage.asked >= set(range(case.examples)) for stage, case in zip(stages, cases, strict=True)
    )


def mistaken(cases: Sequence[Case], solved: Solved) -> dict[Mistake, list[float]]:
    """What each known mistake makes of each case."""

    def right(batches: Sequence[Batch]) -> int:
        return sum(solved.correct(*batch) for batch in batches)

    made: Mapping[Mistake, Callable[[Sequence[Batch]], float]] = {
        LAST_BATCH: solved.last_batch_accuracy,
        FIRST_BATCH: lambda batches: solved.accuracy(batches[:1]),
        MEAN_OF_MEANS: solved.mean_of_batch_accuracies,
        COUNT_OF_LAST: solved.last_batch_over_all,
        FULL_BATCHES: solved.accuracy_of_full_batches,
        BY_BATCHES: lambda batches: right(batches) / len(batches),
        HARD_CODED: lambda batches: right(batches) / SHEET_IMAGES,
        NOT_UPDATED: lambda _: 0.0,
    }
    values = {each: [make(case.batches) for case in cases] for each, make in made.items()}
    return {**values, TRAINING_SET: [solved.accuracy(case.train) for case in cases]}


def _doubted(comparison: Comparison) -> Comparison:
    """A count that is right for the test set of the sheet alone is for a person to judge."""
    if comparison.mistake != HARD_CODED:
        return comparison
    return replace(comparison, equal=None, mistake=None, remarks=(HARD_CODED.words,))
