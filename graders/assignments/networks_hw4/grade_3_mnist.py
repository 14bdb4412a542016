"""Problem 3: networks trained on MNIST; a person holds each claim against its rubric."""

import re
from collections.abc import Callable

import pytest

from graders.model import Answer

Review = Callable[..., None]

ACCURACY = re.compile(r"accuracy[^\n]{0,80}?\b([01]\.\d{4})\b", re.IGNORECASE)
LOSS = re.compile(r"loss\s*[:=]\s*([-−]?\d+\.\d+)", re.IGNORECASE)


def doubts(text: str) -> str:
    """What the figures of a run say against it, for the person who marks it.

    >>> doubts("Step 600, Loss: -0.98 ... Test accuracy on 10000 images: 0.9900")
    'an accuracy of 0.9900 may be that of 100 images; a negative loss is fed with probabilities'
    """
    whole = [each for each in ACCURACY.findall(text) if each.endswith("00")]
    losses = [float(each.replace("−", "-")) for each in LOSS.findall(text)]
    found = [f"an accuracy of {each} may be that of 100 images" for each in whole[-1:]]
    if any(loss < 0 for loss in losses):
        found.append("a negative loss is fed with probabilities")
    if any(loss < -1 for loss in losses):
        found.append("a loss below -1 has a penalty that is subtracted")
    return "; ".join(found)


@pytest.mark.question("3.1", points=6, kind="training")
@pytest.mark.question("3.2.l1_random", "3.2.l1_from_l2", points=3, kind="training")
@pytest.mark.question(
    "3.3.a.sgd", "3.3.a.momentum", "3.3.a.adagrad", "3.3.a.adam", points=1.5, kind="training"
)
@pytest.mark.question("3.3.b.sgd_bn", "3.3.b.adam_bn", points=2, kind="training")
def grade_run(answer: Answer, review: Review) -> None:
    """A network trained as the sheet says, with its log and its accuracy on the test images."""
    review(doubts(answer.text))


@pytest.mark.question("3.3.a.compare", points=2, kind="free_text")
def grade_comparison(answer: Answer, review: Review) -> None:
    """The ranking of the four optimisers, held against the accuracies of the same write-up."""
    review()
