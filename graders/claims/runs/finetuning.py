"""A fine-tuned network: which layers were trained, and whether training ended by the rule."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from graders.claims.grading import claims_in
from graders.claims.runs.asked import IMAGENET
from graders.claims.weights.images import LabelledImages
from graders.claims.weights.losses import check_last_loss
from graders.claims.weights.measuring import Arrays, Evaluator, Scale
from graders.comparing.claims.accuracies import Claim, Measured, check_claim, the_claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.epochs import REPEATED, check_end
from graders.comparing.claims.fitting import natural
from graders.comparing.claims.freezing import check_frozen, check_unfrozen
from graders.comparing.claims.logs import check_values
from graders.comparing.claims.stopping import check_best, check_stopping
from graders.errors import Finding, GraderError
from graders.grading.student import Student
from graders.model import Submission
from graders.reading.code import read_code
from graders.reading.training.kinds import ACCURACY, LOSS, VALIDATION_ACCURACY, VALIDATION_LOSS
from graders.reading.training.log import Entry

SPLIT, NETWORK = "validation.npz", "network.py"
KINDS = (LOSS, VALIDATION_LOSS, ACCURACY, VALIDATION_ACCURACY)
STOPPED = re.compile(r"stopp\w*[^\n.\d]{0,30}epoch\s+(\d{1,4})", re.IGNORECASE)
RESTORED = re.compile(
    r"(?:restor|reload|load|keep|kept|sav)\w*[^.\n]{0,40}best|best[^.\n]{0,40}(?:restor|reload|kept|sav)",
    re.IGNORECASE,
)
BEST = re.compile(r"best[^\n.\d]{0,40}epoch\s+(\d{1,4})", re.IGNORECASE)
NO_START = "neither the given weights nor those of the start are at hand"
NO_NETWORK = (
    "the accuracy was not measured: {what} is not in the instructor's folder; a person looks"
)
NOT_RUN = "the weights do not run in the network that was handed out"
NO_CLAIM = "no validation accuracy could be read"
NO_LOSSES = "the log needs the validation loss of every epoch"


@dataclass(frozen=True)
class Tuned:
    """What is known of one fine-tuning: weights before and after, its log, and its text."""

    start: Arrays | None
    end: Arrays | None
    log: Sequence[Entry]
    text: str

    def check_layers(self, *, frozen: bool) -> tuple[Check, ...]:
        """Whether only the head was trained, or convolutions too."""
        if self.end is None:
            return (Check(None, note="no weights are in the hand-in"),)
        if self.start is None:
            return (Check(None, note=NO_START),)
        if frozen:
            return tuple(check_frozen(self.start, self.end, head_of(self.start)))
        return (check_unfrozen(self.start, self.end),)

    def up_to_weights(self) -> Sequence[Entry]:
        """The log up to the epoch of which the weights are: the last, or the best if restored."""
        losses = series_of(self.log)[VALIDATION_LOSS]
        if RESTORED.search(self.text) and len(losses) == len(self.log):
            return self.log[: 1 + losses.index(min(losses))]
        return self.log

    def check_log(self, patience: int, classes: int = 10) -> tuple[Check, ...]:
        """Whether the log is one that the rule ends, and is possible."""
        if not self.log:
            return (Check(None, note="no log is in the hand-in"),)
        found = series_of(self.log)
        if not found.get(VALIDATION_LOSS):
            return (Check(None, NO_LOSSES),)
        numbers = [each.epoch for each in self.log if VALIDATION_LOSS in each.values]
        if len(set(numbers)) < len(numbers) and None not in numbers:
            return (Check(None, REPEATED),)
        stopped, best = STOPPED.search(self.text), BEST.search(self.text)
        checks = [
            *check_values(self.log, classes, penalised=False),
            check_stopping(found, patience, int(stopped[1]) if stopped else None),
        ]
        if best:
            checks.append(check_best(found, int(best[1])))
        return tuple(checks)


@dataclass(frozen=True)
class Validation:
    """The split and the network that an instructor gives, by which a claim is measured again.

    Args:
        images: with their labels, as the network takes them.
        scale: of their pixels.
        network: the source of a module that defines `network()`.
    """

    images: LabelledImages
    scale: Scale
    network: str

    def measured(self, student: Student, weights: Arrays) -> Measured | str:
        """Right images by the instructor's network with these weights, or why there are none."""
        source = Submission("given", {NETWORK: self.network.encode()})
        given = replace(student, code=read_code(source), preferred="")
        evaluator = Evaluator(given, self.images)
        return evaluator.by_network("network", weights, self.scale)

    def check(self, student: Student, tuned: Tuned) -> Iterator[Check]:
        """Whether the weights give the validation accuracy that is claimed and logged."""
        claim = the_claim(claims_in(tuned.text, ("validation", "test", "")))
        if tuned.end is None:
            yield Check(None, note="no weights are in the hand-in")
            return
        try:
            measured = self.measured(student, tuned.end)
        except Finding as error:
            yield Check(None, NOT_RUN, note=error.feedback)
            return
        if isinstance(measured, str):
            yield Check(None, NOT_RUN, note=measured)
            return
        yield check_claim(claim, measured) if isinstance(claim, Claim) else Check(None, NO_CLAIM)
        if tuned.log:
            yield from check_end(tuned.up_to_weights(), measured)
            yield from check_last_loss(tuned.up_to_weights(), VALIDATION_LOSS, measured)


def given_validation(folder: Path | None) -> Validation | str:
    """The split and the network in the instructor's folder, or what is not there.

    Raises:
        GraderError: if a file is there and cannot be read.
    """
    file = folder / SPLIT if folder else None
    if folder is None or file is None or not file.is_file():
        return SPLIT
    if not (folder / NETWORK).is_file():
        return NETWORK
    try:
        with np.load(file, allow_pickle=False) as given:
            arrays = {name: given[name] for name in given.files}
        pixels, labels = arrays["validation_images"], arrays["validation_labels"]
    except (OSError, ValueError, KeyError) as error:
        hint = "it needs validation_images (uint8) and validation_labels; see docs"
        raise GraderError(
            f"this split cannot be read: {error}", where=str(file), hint=hint
        ) from error
    scale = Scale(
        tuple(map(float, arrays.get("mean", IMAGENET.mean))),
        tuple(map(float, arrays.get("deviation", IMAGENET.deviation))),
        "that of the split",
    )
    images = LabelledImages(pixels, labels.astype(np.int64))
    return Validation(images, scale, (folder / NETWORK).read_text(encoding="utf-8"))


def series_of(log: Sequence[Entry]) -> Mapping[str, list[float]]:
    """The values of each epoch, by their kind."""
    return {
        kind: [float(each.values[kind]) for each in log if kind in each.values] for kind in KINDS
    }


def head_of(arrays: Arrays) -> frozenset[str]:
    """The names of the last linear layer.

    >>> import numpy as np
    >>> sorted(head_of({"fc.weight": np.ones((3, 2)), "fc.bias": np.ones(3),
    ...                 "conv.weight": np.ones((2, 1, 3, 3))}))
    ['fc.bias', 'fc.weight']
    """
    lines = sorted((name for name, each in arrays.items() if each.ndim == 2), key=natural)
    layer = lines[-1].rpartition(".")[0] if lines else ""
    return frozenset(name for name in arrays if name.rpartition(".")[0] == layer)
