"""A fine-tuned network: which layers were trained, and whether training ended by the rule."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.claims.measuring import Arrays
from graders.comparing.claims.checks import Check
from graders.comparing.claims.freezing import check_frozen, check_unfrozen
from graders.comparing.claims.logs import check_values
from graders.comparing.claims.stopping import check_best, check_stopping
from graders.errors import GraderError
from graders.reading.training_log import (
    ACCURACY,
    LOSS,
    VALIDATION_ACCURACY,
    VALIDATION_LOSS,
    Entry,
)
from graders.sandbox.inside.weights import WeightsError, read_weights

GIVEN = ("pretrained.safetensors", "pretrained.pt", "pretrained.npz")
KINDS = (LOSS, VALIDATION_LOSS, ACCURACY, VALIDATION_ACCURACY)
STOPPED = re.compile(r"stopp\w*[^\n.\d]{0,30}epoch\s+(\d{1,4})", re.IGNORECASE)
BEST = re.compile(r"best[^\n.\d]{0,40}epoch\s+(\d{1,4})", re.IGNORECASE)
NO_START = "neither the given weights nor those of the start are at hand"
NO_LOSSES = "the log needs the validation loss of every epoch"
REPEATED = "the log has several entries for an epoch"


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
    lines = sorted((name for name, each in arrays.items() if each.ndim == 2), key=_natural)
    layer = lines[-1].rpartition(".")[0] if lines else ""
    return frozenset(name for name in arrays if name.rpartition(".")[0] == layer)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(each or 0), text) for each, text in re.findall(r"(\d*)(\D*)", name)]


def given_weights(folder: Path | None) -> Arrays | None:
    """The pretrained weights that the instructor hands out, from a local file.

    Raises:
        GraderError: if the file is there and cannot be read.
    """
    file = (
        next((folder / name for name in GIVEN if (folder / name).is_file()), None)
        if folder
        else None
    )
    if file is None:
        return None
    try:
        return read_weights(str(file))
    except (WeightsError, ImportError) as error:
        hint = "save the state_dict with torch.save or as safetensors"
        raise GraderError(str(error), where=str(file), hint=hint) from error
