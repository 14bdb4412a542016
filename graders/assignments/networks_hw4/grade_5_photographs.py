"""Problem 5: pictures of the data set and of one's own, with what a network makes of them."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from graders.claims.grading import leave
from graders.claims.pictures.photographs import NO_PICTURE, Photographs, check_shown, pictures
from graders.claims.pictures.transformations import check_transformations
from graders.claims.weights.given import given_classifier
from graders.claims.weights.images import images_in
from graders.comparing.claims.checks import Check, Part, together
from graders.grading.fixtures.types import AnswersTo, Settle
from graders.model import Answer, Mistake, Question, Submission
from graders.reading.code.answer_code import answer_cells

CLASSES = 10
LISTED = re.compile(r"(?<![\d.,])(\d{1,5}(?:\s*,\s*\d{1,5}){9,99})(?![\d.])|\brange\(\s*(10)\s*\)")
FIRST_TEN = Mistake("classes", "the first ten images of the training set are not of ten classes")
NOT_ALL = Mistake("classes", "the images shown are of {count} classes, not of all ten")
NO_NETWORK = "no network classified the picture: {file} is not in the instructor's folder"
IS_IT_RIGHT = "whether the label is right for the picture, a person sees"
RECOGNISED = "whether the object is still recognised, a person sees"


@pytest.mark.question("5.1.show", points=1, kind="free_text")
def grade_classes_shown(question: Question, answer: Answer, data_folder: Path | None) -> None:
    """An image of each of the ten classes, with its name."""
    leave(question, check_classes(answer.text, labels_in(data_folder)), note="")


def check_classes(text: str, labels: np.ndarray | None) -> Iterator[Check]:
    """Whether the indices that a text lists are of images of all classes.

    Args:
        text: of the answer.
        labels: of the training images in the order of the data set, if they are at hand.

    >>> [each.told for each in check_classes("Nimg = [0,1,2,3,4,5,6,7,8,9]", None)]
    ['the first ten images of the training set are not of ten classes']
    """
    found = LISTED.search(text)
    if found is None:
        return
    listed = [int(each) for each in found[1].split(",")] if found[1] else [*range(CLASSES)]
    if labels is not None and max(listed) < len(labels):
        count = len(np.unique(labels[listed]))
        words = NOT_ALL.words.format(count=count)
        mistake = Mistake(NOT_ALL.code, words) if count < CLASSES else None
        yield Check(None, mistake=mistake, note=f"images {listed} are of {count} classes")
    elif sorted(listed) == [*range(CLASSES)]:
        yield Check(None, mistake=FIRST_TEN)


def labels_in(folder: Path | None) -> np.ndarray | None:
    """The labels of CIFAR-10's training images in its own order; None of a lossy copy."""
    images = images_in(folder, "cifar10", "train") if folder else None
    if images is None or images.places is None:
        return None
    return images.labels[np.argsort(images.places)]


@pytest.mark.question("5.2.correct", points=1, kind="training")
@pytest.mark.question("5.2.trick", points=2, kind="training")
def grade_own_image(
    request: pytest.FixtureRequest,
    question: Question,
    submission: Submission,
    answer: Answer,
    answers_to: AnswersTo,
    data_folder: Path | None,
    settle: Settle,
) -> None:
    """What a network trained on ImageNet makes of the student's own image."""
    given = given_classifier(data_folder)
    source = "\n".join(text for _, text in answer_cells(answers_to(question.id)))
    steps = [*check_transformations(source)]
    told = [text_of(answers_to(name)) for name in ("5.2.correct", "5.2.trick")]
    taken, changed = pictures(submission, *told)
    if isinstance(given, str):
        leave(question, (Check(None, note=NO_NETWORK.format(file=given)), *steps))
    if taken is None:
        leave(question, (Check(None, NO_PICTURE), *steps))
    photographs = Photographs(request.getfixturevalue("student"), submission, given)
    label = photographs.check_label
    if question.id == "5.2.correct":
        settle(together([
            Part("setting", Fraction(2, 5), (Check(None, IS_IT_RIGHT), *steps)),
            Part("claim", Fraction(2, 5), tuple(label(taken, answer.text))),
            Part("shown", Fraction(1, 5), (check_shown(answer.text),)),
        ]))  # fmt: skip
    else:
        fooled = photographs.check_fooled(taken, changed), *label(changed, answer.text)
        settle(together([
            Part("label", Fraction(1, 2), fooled),
            Part("recognised", Fraction(1, 2), (Check(None, RECOGNISED), *steps)),
        ]))  # fmt: skip


def text_of(answers: tuple[Answer, ...]) -> str:
    return answers[0].text if answers else ""
