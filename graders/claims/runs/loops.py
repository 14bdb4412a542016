"""A student's training loop, run on a small network and held against a loop that is known."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.claims.weights.measuring import LIMITS
from graders.comparing.claims.checks import Check
from graders.comparing.programs.runs import Said, failure, finding, given
from graders.errors import Finding, Mismatch, Undecided
from graders.grading.student import Student
from graders.model import Mistake
from graders.reading.code.answer_code import Cells
from graders.reading.training.kinds import LOSS
from graders.reading.training.log import read_log, series
from solutions.training.linear import (
    KEPT,
    LOOPS,
    ONCE_AN_EPOCH,
    TOO_SOON,
    Batches,
    Trained,
    optimizer,
    running_losses,
    train_linear,
)

SHAPE, CLASSES, IMAGES, BATCH, STEPS = (3, 32, 32), 10, 48, 4, 2500
MOST_STEPS = 25_000  # of which the reference is computed
CLOSE = 0.01  # of the way that weights go: float32 against float64
DIGITS = 2e-3  # by which a printed running loss may be off, as a part of it
FEWEST = 2  # intervals that show how losses are kept

MISTAKES: Mapping[str, Mistake] = {
    KEPT: Mistake("not_reset", "gradients are not reset, so each step adds to the old ones"),
    ONCE_AN_EPOCH: Mistake("not_reset", "gradients are reset once an epoch, not at every step"),
    TOO_SOON: Mistake("order", "the step is taken before the gradients are computed"),
}
NOT_TRAINED = Mistake(
    "not_trained",
    "the weights do not change: a step belongs behind the gradients, and before their reset",
)
OTHER_LOOP = "the loop changes the weights in another way than by one step for each batch"
OTHER_OPTIMISER = "it trains with {name}, which is not tried here"
NO_OPTIMISER = "no optimiser of torch was built"
EPOCHS = Mistake("epochs", "it trains for {found} epochs; {wanted} are asked for")
HAS_GRAPH = Mistake(
    "graph", "losses are kept as tensors with the graph of their step: add loss.item()"
)
KEPT_LOSSES: Mapping[str, Mistake | None] = {
    "mean of the interval": None,
    "sum of the interval": Mistake("sum", "the loss is not averaged over the interval"),
    "never set back": Mistake("running_loss", "the running loss is not set back to zero"),
    "last batch of the interval": Mistake(
        "last_batch", "the loss is that of the last batch, not the mean over the interval"
    ),
}
NOT_RUN = "No loop of the code goes through the batches here; a person looks at it."
NO_LOSSES = "no losses of intervals were printed or kept on a short run"
FORM = Said(
    {"damaged": bool},
    {"weights": None, "taken": int, "epochs": int, "optimiser": str, "settings": dict,
     "kept": [[float]], "has_graph": bool},
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """The weights and images that a loop starts from, which nobody can know before."""

    weights: NDArray[np.float32]
    images: NDArray[np.float32]
    truth: NDArray[np.int64]

    @classmethod
    def drawn(cls, seed: int | None = None) -> "Start":
        random = np.random.default_rng(secrets.randbits(64) if seed is None else seed)
        size = int(np.prod(SHAPE))
        truth = random.permutation(np.arange(IMAGES) % CLASSES)
        means = random.normal(scale=0.3, size=(CLASSES, *SHAPE))
        return cls(
            random.uniform(-1, 1, (CLASSES, size + 1)).astype(np.float32) / size**0.5,
            (means[truth] + random.normal(size=(IMAGES, *SHAPE))).astype(np.float32),
            truth.astype(np.int64),
        )

    @property
    def batches(self) -> Batches:
        rows = self.images.reshape(IMAGES, -1).astype(np.float64)
        return Batches(rows, self.truth, BATCH, STEPS)


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What a loop left: the weights, what it was trained with, and the losses that it kept."""

    weights: NDArray[np.float64]
    epochs: int
    optimiser: str
    settings: Mapping[str, float]
    kept: Sequence[Sequence[float]]
    has_graph: bool


def run_loop(student: Student, harness: Path, own: Cells, rest: Cells, start: Start) -> Left:
    """What a loop makes of small weights and batches.

    Raises:
        Finding: if it does not come to its end.
    """
    runner = replace(student, limits=LIMITS)
    try:
        reply = runner.drive(
            harness, "train", own, rest, start.weights, start.images, start.truth, BATCH, STEPS
        )
    finally:
        runner.close()
    result = given(reply, FORM)
    if failure(result) and (result["taken"] % STEPS or not result["taken"]):
        raise finding(result, own[0][0] if own else "")
    if not result["taken"]:
        raise Undecided(NOT_RUN)
    return _left(result, reply.output)


def _left(result: Mapping[str, Any], output: str) -> Left:
    weights = np.asarray(getattr(result["weights"], "array", result["weights"]))
    shape = (CLASSES, int(np.prod(SHAPE)) + 1)
    if weights.shape != shape or weights.dtype.kind != "f" or not np.isfinite(weights).all():
        raise Mismatch("The weights are no numbers after the training.", mistake="not_finite")
    printed = [float(number) for _, number in series(read_log(output), LOSS)]
    settings = {str(name): float(each) for name, each in result["settings"].items()}
    kept = [*result["kept"], *([printed] if printed else [])]
    return Left(weights, result["epochs"], result["optimiser"], settings, kept,
                result["has_graph"])  # fmt: skip


def check_loop(left: Left, start: Start, epochs: int) -> tuple[tuple[Check, ...], Trained | None]:
    """Whether a loop trains as a plain one does, and the known loop that trains as it does.

    Args:
        left: what it left.
        start: of it.
        epochs: that are asked for.
    """
    if np.array_equal(left.weights, start.weights.astype(np.float64)):
        return (Check(False, mistake=NOT_TRAINED),), None
    checks = [Check(False, mistake=HAS_GRAPH)] if left.has_graph else []
    if left.epochs != epochs:
        words = EPOCHS.words.format(found=left.epochs, wanted=epochs)
        checks.append(Check(False, mistake=Mistake(EPOCHS.code, words)))
    if optimizer(left.optimiser, {"lr": 0.0}) is None or left.epochs * STEPS > MOST_STEPS:
        words = OTHER_OPTIMISER.format(name=left.optimiser) if left.optimiser else NO_OPTIMISER
        return (*checks, Check(None, words)), None
    for mistake in LOOPS:
        known = trained(left, start, mistake)
        if _goes_there(left, known, start.weights.astype(np.float64)):
            named = MISTAKES.get(mistake)
            note = f"trained with {left.optimiser}, learning rate {left.settings.get('lr'):g}"
            return (*checks, Check(named is None, mistake=named, note=note)), known
    return (*checks, Check(None, OTHER_LOOP)), None


def trained(left: Left, start: Start, mistake: str = "") -> Trained:
    """What a known loop makes of the same start with the same optimiser."""
    update = optimizer(left.optimiser, {"lr": 0.0, **left.settings})
    assert update is not None
    before = start.weights.astype(np.float64)
    with np.errstate(all="ignore"):
        return train_linear(before, start.batches, left.epochs, update, mistake=mistake)


def _goes_there(left: Left, right: Trained, before: NDArray[np.float64]) -> bool:
    """Whether weights end where a known loop ends, as seen from the start."""
    way = np.linalg.norm(right.weights - before)
    return bool(np.linalg.norm(left.weights - right.weights) <= CLOSE * way)


def check_kept(left: Left, known: Trained) -> Check:
    """Whether the losses that were printed or kept are the mean over their intervals."""
    for values in left.kept:
        for every in _intervals(len(values), left.epochs):
            for what, series_of in running_losses([*known.losses], every, STEPS).items():
                if _agree(values, series_of):
                    mistake = KEPT_LOSSES[what] if every > 1 else None
                    return Check(mistake is None, mistake=mistake, note=f"{what} of {every} steps")
    return Check(None, note=NO_LOSSES)


def _intervals(count: int, epochs: int) -> list[int]:
    """The steps in an interval, where so many losses are kept; whole epochs or round ones first."""
    if count < FEWEST or not epochs or count % epochs:
        return []
    each = count // epochs
    fitting = [every for every in range(1, STEPS + 1) if STEPS // every == each]
    return sorted(fitting, key=lambda every: (every != STEPS, -_zeros(every), every))[:40]


def _zeros(number: int) -> int:
    text = str(number)
    return len(text) - len(text.rstrip("0"))


def _agree(values: Sequence[float], known: Sequence[float]) -> bool:
    return len(values) == len(known) and bool(np.allclose(values, known, rtol=DIGITS, atol=DIGITS))


def judge_loop(
    student: Student, harness: Path, own: Cells, rest: Cells, epochs: int
) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """What is found of a loop, and of the losses that it keeps."""
    start = Start.drawn()
    try:
        left = run_loop(student, harness, own, rest, start)
    except Finding as error:
        holds = False if isinstance(error, Mismatch) else None
        mistake = Mistake(error.mistake or "error", error.feedback) if holds is False else None
        return (Check(holds, error.feedback, mistake, error.note or ""),), ()
    checks, known = check_loop(left, start, epochs)
    return checks, (check_kept(left, known),) if known else ()
