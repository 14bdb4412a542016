"""A training log held against epochs and steps, and against what losses and accuracies can be."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from graders.comparing.claims.checks import Check
from graders.model import Mistake, PrintedNumber

LOSSES = ("loss", "validation loss", "test loss")
ACCURACIES = ("accuracy", "training accuracy", "validation accuracy", "test accuracy")
ERRORS = ("training error", "validation error", "test error")  # one less the accuracy
PAIRS = (("validation loss", "validation accuracy"), ("test loss", "test accuracy"))
START_STEPS = 20  # in which a network does not yet leave the loss that it began with
START_FACTOR = 1.6  # of the logarithm of the number of classes
FEWEST_REPEATED = 5  # losses that no two epochs have in common by chance

TOO_SHORT = "the log has {found} of {wanted} epochs"
TOO_LONG = "the log has {found} epochs; {wanted} are asked for"
OUT_OF_ORDER = "epochs or steps of the log are out of order"
UNEVEN = "epochs of the log differ in their number of entries"
BEYOND = "the log has steps that an epoch of {steps} does not have"
CUT_EPOCHS = "the log does not reach the end of its epochs: {last} of {steps} steps"
OTHER_TOTAL = "the log says that there are {said} {what}; it must be {wanted}"
NEGATIVE = Mistake("negative_loss", "a cross-entropy is never below zero")
PROBABILITIES = Mistake(
    "probabilities", "a loss between -1 and 0 comes of probabilities, not of their logarithms"
)
SUBTRACTED = Mistake("penalty", "a loss below -1 needs a penalty that is subtracted")
NOT_FINITE = Mistake("not_finite", "the loss is no number any more: the training has diverged")
IMPOSSIBLE_PAIR = Mistake("loss_and_accuracy", "a loss so low and an accuracy so low do not go "
                          "together: every wrong image adds at least ln 2 to the sum")  # fmt: skip
REPEATED = "epochs {one} and {other} of the log have the same losses, digit by digit"
WRONG_START = "the first loss is far from that of an untrained network"
ABOVE_ONE = Mistake("percent", "an accuracy or an error in the log is above 100 % or below zero")


class Entry(Protocol):
    """A line of a log; see `graders.reading.training.log.Entry`."""

    @property
    def epoch(self) -> int | None: ...
    @property
    def step(self) -> int | None: ...
    @property
    def epochs(self) -> int | None: ...
    @property
    def steps(self) -> int | None: ...
    @property
    def values(self) -> Mapping[str, PrintedNumber]: ...
    @property
    def not_finite(self) -> tuple[str, ...]: ...


def check_length(log: Sequence[Entry], epochs: int, steps: int) -> Iterator[Check]:
    """Whether a log covers so many epochs of so many steps, evenly and in order."""
    numbers = [each.epoch for each in log if each.epoch is not None]
    if not numbers:
        yield from _check_unnumbered(len(log), epochs, steps)
        return
    yield from _check_totals(log, epochs, steps)
    found = len(set(numbers))
    if found != epochs:
        words = TOO_SHORT if found < epochs else TOO_LONG
        yield Check(False, words.format(found=found, wanted=epochs))
        return
    places = [(each.epoch, each.step or 0) for each in log if each.epoch is not None]
    if any(later < earlier for earlier, later in pairwise(places)):
        yield Check(False, OUT_OF_ORDER)
        return
    yield from _check_steps(log, steps)


def _check_unnumbered(entries: int, epochs: int, steps: int) -> Iterator[Check]:
    if entries % epochs or not entries <= epochs * steps:
        yield Check(None, f"the {entries} entries of the log do not come to {epochs} epochs")
    else:
        yield Check(True, note=f"{entries} entries without epochs")


def _check_totals(log: Sequence[Entry], epochs: int, steps: int) -> Iterator[Check]:
    """What the log says of its own totals: Epoch [9/10], Step [600/600]."""
    for what, wanted, said in (
        ("epochs", epochs, {each.epochs for each in log if each.epochs}),
        ("steps in an epoch", steps, {each.steps for each in log if each.steps}),
    ):
        for number in sorted(said - {wanted})[:1]:
            yield Check(False, OTHER_TOTAL.format(said=number, what=what, wanted=wanted))


def _check_steps(log: Sequence[Entry], steps: int) -> Iterator[Check]:
    counts: dict[int, list[int]] = {}  # the steps that each epoch tells of
    for each in log:
        if each.epoch is not None:
            counts.setdefault(each.epoch, []).append(each.step or 0)
    if _tells_at_will(counts.values()) and all(each[-1] == steps for each in counts.values()):
        yield Check(True, note="a bar of progress, each epoch to its end")
        return
    lengths = {len(each) for each in counts.values()}
    if len(lengths) > 1:
        yield Check(False, UNEVEN)
        return
    last = [each[-1] for each in counts.values()]
    if not max(last):  # entries without steps
        yield Check(True) if lengths <= {1, steps} else Check(None, note="entries without steps")
        return
    own = [_within_epoch(each, number, steps) for number, each in enumerate(counts.values())]
    width = max(1, max((later - earlier for each in own for earlier, later in pairwise(each)),
                       default=own[0][-1] + 1))  # fmt: skip
    end = own[-1][-1]
    if any(each[-1] > steps for each in own):
        yield Check(False, BEYOND.format(steps=steps))
    elif end + width <= steps:
        yield Check(False, CUT_EPOCHS.format(last=end, steps=steps))
    else:
        yield Check(True)


def _tells_at_will(epochs: Iterable[Sequence[int]]) -> bool:
    """Whether no interval between entries is the usual one, as with bars of progress."""
    gaps = Counter(later - earlier for each in epochs for earlier, later in pairwise(each))
    return bool(gaps) and 2 * max(gaps.values()) < gaps.total()


def _within_epoch(numbers: Sequence[int], epoch: int, steps: int) -> list[int]:
    """Steps counted from the beginning of their epoch, though the log counts them through."""
    through = epoch > 0 and numbers[0] > steps * epoch - 1
    return [each - steps * epoch if through else each for each in numbers]


def check_values(log: Sequence[Entry], classes: int, *, penalised: bool) -> Iterator[Check]:
    """Losses and accuracies that cannot be.

    Args:
        log: its entries.
        classes: of the images.
        penalised: whether the loss contains a penalty.
    """
    if any(kind in LOSSES for each in log for kind in each.not_finite):
        yield Check(False, mistake=NOT_FINITE)
    lowest = min(_values(log, LOSSES), default=0.0)
    if lowest < -1:
        yield Check(False, mistake=SUBTRACTED, note=f"lowest loss {lowest:g}")
    elif lowest < 0:
        mistake = PROBABILITIES if max(_values(log, LOSSES)) <= 0 else NEGATIVE
        yield Check(False, mistake=mistake, note=f"lowest loss {lowest:g}")
    shares = [*_shares(log, (*ACCURACIES, *ERRORS))]
    if any(not 0 <= each <= 1 for each in shares):
        yield Check(False, mistake=ABOVE_ONE)
    yield from _check_pairs(log)
    yield from _check_repeated(log)
    if lowest >= 0 and not penalised:
        yield from _check_start(log, classes)


def _check_pairs(log: Sequence[Entry]) -> Iterator[Check]:
    """A wrong image has at most probability 1/2, so the loss is at least (1 - a) ln 2."""
    for loss, accuracy in PAIRS:
        for each in log:
            if loss not in each.values or accuracy not in each.values:
                continue
            value, share = each.values[loss], next(_shares([each], (accuracy,)))
            least = (1 - share) * math.log(2)
            if 0 <= float(value) + float(value.unit) < least:
                note = f"{loss} {value.text} with {accuracy} {each.values[accuracy].text}"
                yield Check(False, mistake=IMPOSSIBLE_PAIR, note=note)
                return


def _check_repeated(log: Sequence[Entry]) -> Iterator[Check]:
    """Epochs with the same losses, digit by digit; a network that learns nothing has one loss."""
    losses: dict[int, list[str]] = {}
    for each in log:
        if each.epoch is not None and "loss" in each.values:
            losses.setdefault(each.epoch, []).append(each.values["loss"].text)
    seen: dict[tuple[str, ...], int] = {}
    for epoch, found in losses.items():
        earlier = seen.setdefault(tuple(found), epoch)
        if earlier != epoch and len(set(found)) >= FEWEST_REPEATED:
            yield Check(None, REPEATED.format(one=earlier, other=epoch))
            return


def _check_start(log: Sequence[Entry], classes: int) -> Iterator[Check]:
    first = next((each for each in log if "loss" in each.values), None)
    if first is None or (first.epoch or 0) > 1 or first.step is None or first.step > START_STEPS:
        return
    value, expected = float(first.values["loss"]), math.log(classes)
    if not expected / START_FACTOR <= value <= expected * START_FACTOR:
        yield Check(None, WRONG_START, note=f"first loss {value:g}, ln {classes} = {expected:.3f}")


def _values(log: Sequence[Entry], kinds: Sequence[str]) -> list[float]:
    return [float(each.values[kind]) for each in log for kind in kinds if kind in each.values]


def _shares(log: Sequence[Entry], kinds: Sequence[str]) -> Iterator[float]:
    """Accuracies as fractions; a log that has one above one is taken to be in percent."""
    found = [each.values[kind] for each in log for kind in kinds if kind in each.values]
    percent = any(float(each) > 1 for each in found)
    for each in found:
        yield float(each) / (100 if percent and not each.percent else 1)
