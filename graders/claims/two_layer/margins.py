"""A printed training margin held against the margins of the scores that weights give."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.claims.weights.losses import agrees, off
from graders.comparing.claims.checks import Check
from graders.model import Mistake, PrintedNumber
from solutions.generalization.margins import PERCENTILE, training_margin_readings

OF_PROBABILITIES = "the margin is one of probabilities, not of scores"
BY_VALUE = "the percentile of the margin is not stated; by its value it is {percentile:g}"
OTHER_PERCENTILE = Mistake(
    "percentile", "the margin is not that of the percentile stated: {found:g} would fit"
)
OTHER_SIGN = Mistake("sign", "the margin has the other sign")
READINGS: Mapping[str, tuple[bool, str]] = {  # whether it is right, and what is said of it
    "percentile of the margins of scores": (True, ""),
    "percentile of the margins of probabilities": (True, OF_PROBABILITIES),
    "mean of the margins of scores": (False, "this is the mean margin, not a low percentile"),
    "mean of the margins of probabilities": (
        False, "this is the mean margin, of probabilities, not a low percentile",
    ),
    "percentile from above": (False, "the percentile is counted from the largest margin"),
}  # fmt: skip
USUAL = (PERCENTILE, 1.0, 10.0)  # percentiles that are tried where another was stated
_STATED = re.compile(
    r"(?<![\w.])(?P<before>\d{1,2}(?:\.\d+)?)\s*(?:\\?%|st|nd|rd|th)?[\s-]*(?:percentile|quantile)"
    r"|percentile[^\n\d]{0,20}(?P<after>\d{1,2}(?:\.\d+)?)"
    r"|(?<![\w.])p\s*=\s*(?P<letter>\d{1,2}(?:\.\d+)?)(?![\w.]*\d)",
    re.IGNORECASE,
)

_PERCENTILE = re.compile(
    r"[ ,]*\(?[ ]*(?:(?:at|of|is|as|the)[ ]+)*\d{1,2}(?:\.\d+)?[ ]*(?:\\?%|-?(?:st|nd|rd|th))?[ -]*"
    r"(?:percentile|quantile)s?\b(?:[ ]*\))?"
    r"|[ ,]*\([ $]*(?:p[ ]*=[ ]*\d{1,2}(?:\.\d+)?[ ]*\\?%?|\d{1,2}[ ]*\\?%)[ $]*\)",
    re.IGNORECASE,
)


def stated_percentile(text: str) -> float | None:
    """The percentile of the margin that a text states, in percent.

    >>> stated_percentile("the margin is the 5th percentile"), stated_percentile("margin -0.5")
    (5.0, None)
    """
    found = _STATED.search(text)
    return float(next(filter(None, found.groups()))) if found else None


def without_percentile(text: str) -> str:
    """The text without the words on which percentile a margin is, whose number is no margin.

    >>> without_percentile("margin (5th percentile): -2.3, the 5 %-quantile")
    'margin: -2.3'
    """
    return _PERCENTILE.sub("", text)


def check_margin(
    printed: PrintedNumber | None,
    scores: NDArray[np.floating[Any]],
    labels: NDArray[np.integer[Any]],
    percentile: float | None,
) -> Check:
    """Whether a margin is the percentile of those on the training images.

    Args:
        printed: the margin.
        scores: of all training images.
        labels: their classes.
        percentile: that is stated; None if there is none.
    """
    if printed is None:
        return Check(None, "margin is not printed")
    tried, turned = (PERCENTILE if percentile is None else percentile, *USUAL), False
    for number in dict.fromkeys(tried):
        values = training_margin_readings(scores.astype(np.float64), labels, percentile=number)
        note = f"margin: printed {printed.text}, measured {next(iter(values.values())):.4g}"
        for reading, value in values.items():
            if agrees(printed, value):
                return _named(reading, number, percentile, f"{note}, {reading}")
            turned = turned or agrees(printed, -value)
    if turned:
        return Check(False, mistake=OTHER_SIGN, note=note)
    return Check(False, mistake=off("margin", printed), note=note)


def _named(reading: str, found: float, stated: float | None, note: str) -> Check:
    right, words = READINGS[reading]
    if not right:
        return Check(False, mistake=Mistake("margin", words), note=note)
    if stated is None:
        return Check(True, "; ".join(filter(None, (words, BY_VALUE.format(percentile=found)))),
                     note=note)  # fmt: skip
    if found != stated:
        told = OTHER_PERCENTILE.words.format(found=found)
        return Check(False, mistake=Mistake(OTHER_PERCENTILE.code, told), note=note)
    return Check(True, words, note=note)
