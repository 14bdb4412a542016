"""Early stopping: the rule, replayed on the losses of a log or tried on code.

Training ends after the first epoch that makes `patience` epochs in a row without a validation loss
below the lowest so far; the best epoch is that of the lowest loss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.comparing.claims.checks import Check
from graders.model import Mistake

ON_TRAINING = Mistake("training_loss", "training was stopped by the training loss")
NOT_RESET = Mistake("not_reset", "the counter was not set back after an improvement")
TOO_EARLY = Mistake("early", "training stopped before the patience was used up")
TOO_LATE = Mistake("late", "training went on after the patience was used up")
OTHER_BEST = Mistake("best_epoch", "this is not the epoch with the lowest validation loss")
OTHER_EPOCH = Mistake("stopping_epoch", "the log does not end at the epoch that is named")
BEST_ACCURACY = "the epoch named is that of the best accuracy, not of the lowest loss"
NOT_STOPPED = "the log ends before the rule stops training; the epochs may have been used up"


@dataclass(frozen=True, slots=True)
class Stop:
    """When the rule ends training; epochs count from 1, and `epoch` is None if it does not."""

    epoch: int | None
    best: int


def stopping(losses: Sequence[float], patience: int, *, resets: bool = True) -> Stop:
    """When training ends.

    Args:
        losses: on the validation split, after each epoch.
        patience: epochs without an improvement that end it.
        resets: whether an improvement sets their counter back, as it must.

    >>> stopping([3.0, 2.0, 2.5, 2.4, 1.0, 1.5, 1.5], patience=2)
    Stop(epoch=4, best=2)
    >>> stopping([3.0, 2.0, 2.5, 1.0, 1.5, 1.4], patience=2, resets=False)
    Stop(epoch=5, best=4)
    """
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        if epoch == 0 or loss < losses[best]:
            best, waited = epoch, 0 if resets else waited
        else:
            waited += 1
        if waited >= patience:
            return Stop(epoch + 1, best + 1)
    return Stop(None, best + 1)


def check_stopping(
    series: Mapping[str, Sequence[float]], patience: int, named: int | None = None
) -> Check:
    """Whether a log ends where the rule ends it.

    Args:
        series: `validation loss` of each epoch, and others of the same epochs.
        patience: of the rule; a rule that waits one epoch more is another reading of the word.
        named: the epoch at which training is said to have stopped.
    """
    losses = series.get("validation loss", ())
    if len(losses) < 2:
        return Check(None, note="no validation losses were read")
    found, last = stopping(losses, patience), len(losses)
    note = f"{last} epochs, the rule stops at {found.epoch}, best {found.best}"
    if named is not None and named not in (last, last - 1, found.best):
        return Check(False, mistake=OTHER_EPOCH, note=note)
    if last in (found.epoch, stopping(losses, patience + 1).epoch):
        return Check(True, note=note)
    mistake = _reason(series, patience, last)
    if mistake is None:
        return Check(None, NOT_STOPPED, note=note)
    return Check(False, mistake=mistake, note=note)


def _reason(series: Mapping[str, Sequence[float]], patience: int, last: int) -> Mistake | None:
    """Which mistake ends training after this epoch."""
    losses = series["validation loss"]
    training = series.get("loss", ())
    if len(training) == last and stopping(training, patience).epoch == last:
        return ON_TRAINING
    if stopping(losses, patience, resets=False).epoch == last:
        return NOT_RESET
    found = stopping(losses, patience).epoch
    if found is None:
        return None
    return TOO_LATE if found < last else TOO_EARLY


def check_best(series: Mapping[str, Sequence[float]], named: int, counted_from: int = 1) -> Check:
    """Whether the best epoch that is named has the lowest validation loss."""
    losses = series.get("validation loss", ())
    accuracies = series.get("validation accuracy", ())
    epoch = named - counted_from
    if not losses or not 0 <= epoch < len(losses):
        return Check(None, note=f"epoch {named} is not in the log")
    if losses[epoch] == min(losses):
        return Check(True)
    if len(accuracies) > epoch and accuracies[epoch] == max(accuracies):
        return Check(None, BEST_ACCURACY)
    return Check(False, mistake=OTHER_BEST, note=f"lowest at epoch {losses.index(min(losses)) + 1}")
