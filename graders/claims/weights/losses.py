"""A printed loss held against the cross-entropy of scores, and against what mistakes make of it."""

from collections.abc import Iterator, Mapping, Sequence

from graders.comparing.claims.accuracies import Measured
from graders.comparing.claims.checks import Check
from graders.comparing.claims.epochs import EARLIER
from graders.model import Mistake, PrintedNumber
from graders.reading.training.log import Entry, series
from solutions.mean_losses import CROSS_ENTROPY

RELATIVE = 0.02
OTHER_VALUE = Mistake("claim", "the weights give another {name} than the {printed} that is printed")
MISTAKES: Mapping[str, Mistake] = {  # by what is measured in place of the cross-entropy
    "mean of the negative probabilities": Mistake(
        "probabilities", "the {name} is fed with probabilities in place of their logarithms"
    ),
    "cross-entropy of probabilities": Mistake(
        "probabilities", "the {name} is fed with probabilities, of which it takes the softmax again"
    ),
    "means of batches over images": Mistake(
        "averaged", "the {name} adds up the means of batches and divides by the number of images"
    ),
    "sum of the means of batches": Mistake(
        "sum", "the {name} is added up over the batches, not averaged"
    ),
}
LOSSY = "on a lossy copy of the test images, so a difference proves nothing"


def check_loss(
    name: str, printed: PrintedNumber, readings: Mapping[str, float], *, lossy: bool = False
) -> Check:
    """Whether a printed loss is the cross-entropy, to two percent or its last digit.

    Args:
        name: of the loss, for the student.
        printed: the number.
        readings: `solutions.mean_losses.loss_readings`.
        lossy: whether they are of a lossy copy of the images.

    >>> from graders.reading.quantities.numbers.printed import read_number
    >>> check_loss("test loss", read_number("1.31"), {"cross-entropy": 1.3}).holds
    True
    """
    measured = readings[CROSS_ENTROPY]
    note = f"{name}: printed {printed.text}, measured {measured:.4g}"
    if agrees(printed, measured):
        return Check(True, note=note)
    for what, mistake in MISTAKES.items():
        if what in readings and agrees(printed, readings[what]):
            words = mistake.words.format(name=name)
            return Check(False, mistake=Mistake(mistake.code, words), note=f"{note}, {what}")
    if lossy:
        return Check(None, note=f"{note} {LOSSY}")
    return Check(False, mistake=off(name, printed), note=note)


def check_last_loss(log: Sequence[Entry], kind: str, measured: Measured) -> Iterator[Check]:
    """Whether the last loss of a log is that of the weights; nothing if it tells of none.

    Args:
        log: its entries.
        kind: the column of losses on the images that were measured.
        measured: what the weights give.
    """
    found = [*series(log, kind)]
    if not found or not measured.losses:
        return
    check = check_loss(f"last {kind}", found[-1][1], measured.losses, lossy=measured.lossy)
    near = [each.epoch for each, value in found if agrees(value, measured.losses[CROSS_ENTROPY])]
    if check.holds is False and near:
        yield Check(None, EARLIER.format(epoch=near[0]), note=check.note)
    else:
        yield check


def agrees(printed: PrintedNumber, value: float) -> bool:
    """Whether a printed number is a value to two percent, or to its last digit."""
    return abs(float(printed) - value) <= RELATIVE * abs(value) + float(printed.unit)


def off(name: str, number: PrintedNumber) -> Mistake:
    """What is said of a number that the weights do not give."""
    return Mistake(OTHER_VALUE.code, OTHER_VALUE.words.format(name=name, printed=number.text))
