"""Accuracies that a write-up claims, with the split that they are said to be of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.training.claimed_otherwise import (
    accuracies_by_counts,
    accuracies_by_errors,
    accuracies_reached,
)

LONGEST = 20_000  # characters
SPLITS = {"test": r"test(?:ing|ed)?\b", "validation": r"val(?:id(?:ation)?)?\b|dev\b",
          "training": r"train(?:ing)?\b"}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[.,]\d{1,8})?(?:\s*\\?%)?|\.\d{1,8}"
_IMAGES = r"(?P<images>\d[\d, ]{0,8}?\d)\s*(?:test(?:ing)?\s+)?(?:images|samples|examples)"
_AFTER = re.compile(
    rf"acc(?:uracy|\.)?\b(?P<between>[^\n.]{{0,90}}?)(?<![\w./])(?P<number>[-−]?(?:{_NUMBER}))"
    r"(?![\w.]*\d)(?!\s*/\s*\d+(?![\d.]))",
    re.IGNORECASE,
)
_BEFORE = tuple(
    re.compile(rf"(?<![\w.]){number}\bacc(?:uracy|\.)?\b{behind}", re.IGNORECASE)
    for number, behind in (
        (r"(?P<number>\d{1,3}(?:\.\d{1,6})?\s*\\?%)(?P<between>[^\n.|%,;]{0,30}?)", ""),
        (r"(?P<number>0?\.\d{2,8})(?P<between>(?:\s+(?:test|val|train)\w*)?\s+)", r"(?!.{0,9}\d)"),
    )
)
_PERCENT = re.compile(r"(?<=\d)\s*per ?cent\b", re.IGNORECASE)
_COUNT = re.compile(_IMAGES, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClaimedAccuracy:
    """An accuracy as it is claimed; `split` is empty where the text does not say of what."""

    number: PrintedNumber
    split: str = ""
    images: int | None = None


def claimed_accuracies(text: str) -> tuple[ClaimedAccuracy, ...]:
    """The accuracies that a text states, in their order.

    >>> text = "Accuracy of the network on the 10000 test images: 59%"
    >>> [found] = claimed_accuracies(text)
    >>> found.number.text, found.split, found.images
    ('59%', 'test', 10000)
    >>> [each.split for each in claimed_accuracies("It achieved an 87% test accuracy in this run")]
    ['test']
    >>> [float(each.number) for each in claimed_accuracies("Test error 43.43 %; 5657/10000 right")]
    [0.5657, 0.5657]
    >>> claimed_accuracies("test accuracy = -0.57")
    ()
    """
    text = _PERCENT.sub("%", text[:LONGEST])
    text = re.sub(r"[*`]|\\(?=%)|%[-+.\d]*[a-z]\b(?:\s*%%)?", "", text)
    found = dict((*_after(text), *_before(text), *_otherwise(text))) or dict(_reached(text))
    return tuple(found[start] for start in sorted(found))


def _after(text: str) -> Iterator[tuple[int, ClaimedAccuracy]]:
    """`test accuracy: 0.61`, whatever stands between on one line."""
    for seen in _AFTER.finditer(_without_counts(text)):
        around = text[max(0, seen.start() - 25) : seen.start("number")]
        if (number := _accuracy(seen["number"])) is not None:
            yield seen.start("number"), _claim(number, around, text[seen.start() : seen.end()])


def _before(text: str) -> Iterator[tuple[int, ClaimedAccuracy]]:
    """`an 87% test accuracy`, `0.87 test accuracy`."""
    for seen in (each for form in _BEFORE for each in form.finditer(text)):
        if (number := _accuracy(seen["number"])) is not None:
            yield seen.start("number"), _claim(number, seen["between"], seen[0])


def _otherwise(text: str) -> Iterator[tuple[int, ClaimedAccuracy]]:
    """`test error 43 %`, `5657 of 10000 are right`."""
    for seen, number in accuracies_by_errors(text):
        around = text[max(0, seen.start() - 25) : seen.end()]
        yield seen.start("number"), _claim(number, around, seen[0])
    for seen, number, images in accuracies_by_counts(text):
        around = text[max(0, seen.start() - 25) : seen.end()]
        claim = _claim(number, around, "")
        yield seen.start("some"), ClaimedAccuracy(number, claim.split or "test", images)


def _reached(text: str) -> Iterator[tuple[int, ClaimedAccuracy]]:
    """`it reaches 0.97`, where no accuracy is called so."""
    for seen, number in accuracies_reached(text):
        yield seen.start("number"), _claim(number, seen[0], "")


def _without_counts(text: str) -> str:
    """The text with the numbers of images blanked, each character at its place."""
    return _COUNT.sub(lambda found: " " * len(found[0]), text)


def _accuracy(text: str) -> PrintedNumber | None:
    number = read_number(text)
    return number if number is not None and number.value >= 0 else None


def _claim(number: PrintedNumber, around: str, whole: str) -> ClaimedAccuracy:
    last = max(
        ((found.start(), split) for split, form in SPLITS.items()
         for found in re.finditer(rf"\b(?:{form})", around, re.IGNORECASE)),
        default=(0, ""),
    )  # fmt: skip
    count = _COUNT.search(whole)
    images = int(re.sub(r"\D", "", count["images"])) if count else None
    return ClaimedAccuracy(number, last[1] or ("test" if images else ""), images)
