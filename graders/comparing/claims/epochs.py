"""A log with one entry for each epoch, of a training whose number of epochs is free."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from graders.comparing.claims.accuracies import NEAR, Measured
from graders.comparing.claims.checks import Check
from graders.comparing.claims.logs import OUT_OF_ORDER, TOO_LONG, TOO_SHORT, Entry
from graders.model import Mistake

WANTED: Mapping[str, tuple[str, ...]] = {  # what each epoch needs, by the columns that give it
    "training loss": ("loss",),
    "training error": ("training error", "training accuracy", "accuracy"),
    "validation error": ("validation error", "validation accuracy", "test error", "test accuracy"),
}
GAPS = "the log lacks epochs: it has {found} of {wanted}"
LACKS = "the log lacks the {names} of its epochs"
REPEATED = "the log has several entries for an epoch"
NO_EPOCHS = "the entries of the log have no numbers of epochs"
OTHER_WEIGHTS = Mistake(
    "log_and_weights", "the log does not end with the accuracy that the weights give"
)
EARLIER = "the weights are those of epoch {epoch}, not of the last one"


def check_epochs(log: Sequence[Entry], stated: Sequence[float]) -> Iterator[Check]:
    """Whether a log has all its epochs, in order, and everything of each.

    Args:
        log: its entries.
        stated: the numbers of epochs that the write-up names; one counts, several do not.
    """
    numbers = [each.epoch for each in log if each.epoch is not None]
    if len(numbers) < len(log):
        yield Check(None, NO_EPOCHS)
        return
    yield from _check_order(numbers)
    if len(stated) == 1 and len(set(numbers)) != stated[0]:
        words = TOO_SHORT if len(set(numbers)) < stated[0] else TOO_LONG
        yield Check(False, words.format(found=len(set(numbers)), wanted=f"{stated[0]:g}"))
    lacking = [
        name
        for name, kinds in WANTED.items()
        if not all(any(kind in each.values for kind in kinds) for each in log)
    ]
    if lacking:
        yield Check(None, LACKS.format(names=" and the ".join(lacking)))


def _check_order(numbers: Sequence[int]) -> Iterator[Check]:
    """Whether epochs are counted from 0 or 1 without a gap."""
    if len(set(numbers)) < len(numbers):
        yield Check(None, REPEATED)
    elif any(later < earlier for earlier, later in pairwise(numbers)):
        yield Check(False, OUT_OF_ORDER)
    else:
        wanted = numbers[-1] + (numbers[0] == 0)
        full = len(numbers) == wanted
        yield Check(full, "" if full else GAPS.format(found=len(numbers), wanted=wanted))


def check_end(
    log: Sequence[Entry], measured: Measured, kinds: Sequence[str] = WANTED["validation error"]
) -> Iterator[Check]:
    """Whether the last epoch is the one of which the weights are; nothing if a log does not say.

    Args:
        log: its entries.
        measured: what the weights give.
        kinds: the columns that are of the same images.
    """
    found = [(each.epoch, share) for each in log if (share := _share(each, kinds)) is not None]
    if not found:
        return
    note = f"the log ends with {float(found[-1][1]):.4g}, measured {measured}"
    if abs(found[-1][1] - measured.share) <= NEAR:
        yield Check(True, note=note)
        return
    near = [epoch for epoch, share in found if abs(share - measured.share) <= NEAR]
    if near or measured.lossy:
        yield Check(None, EARLIER.format(epoch=near[0]) if near else "", note=note)
    else:
        yield Check(False, mistake=OTHER_WEIGHTS, note=note)


def _share(entry: Entry, kinds: Sequence[str]) -> Fraction | None:
    """The accuracy of an entry, as a fraction, by the first of these columns that it has."""
    for kind in kinds:
        if kind in entry.values:
            number = entry.values[kind]
            share = number.value / 100 if number.value > 1 and not number.percent else number.value
            return 1 - share if kind.endswith("error") else share
    return None
