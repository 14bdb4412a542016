"""Accuracies that a student's program gave for several sets of batches, held against the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.comparing.programs.outputs import (
    PRINTED,
    RETURNED,
    VARIABLE,
    Place,
    Run,
    numbers_at_places,
    printed_labels,
)
from graders.model import Comparison, Mistake, PrintedNumber

METHOD = "accuracies"
EXACT = Fraction(1, 100_000)  # what float32 may be off
COARSEST = Fraction(101, 10_000)  # of a printed accuracy: whole percents
SCALES = (1, 100)
BESIDE = frozenset({"training_set"})  # what may well stand beside the accuracy
LAST = frozenset({(PRINTED, "-1"), (PRINTED, "-2")})

HIDDEN_DECIMALS = "whole percents hide the decimals of the accuracy"
NOT_SHOWN = "the accuracy is computed, but neither returned nor printed"
NOT_THE_ACCURACY = Mistake("values", "what comes out is not the accuracy over all batches")
RIVALS = "several numbers come out that may be meant as the accuracy; one of them is right"
NOTHING = "the program neither returns nor prints a number"
NO_ACCURACY = "no number looks like an accuracy"

Batch = tuple[NDArray[np.floating[Any]], NDArray[np.integer[Any]]]  # scores and labels
Series = tuple[PrintedNumber, ...]
Cases = tuple["Case", ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Batches of a classifier's scores with their labels, as a harness is given them."""

    batches: tuple[Batch, ...]
    train: tuple[Batch, ...]
    kind: str = "list"
    shape: tuple[int, ...] = (3, 32, 32)

    @property
    def scores(self) -> NDArray[np.floating[Any]]:
        """Of all test images, then of those for training, as the network gives them."""
        return np.concatenate([scores for scores, _ in (*self.batches, *self.train)])

    @property
    def examples(self) -> int:
        """The number of test images."""
        return sum(len(labels) for _, labels in self.batches)

    def request(self) -> dict[str, Any]:
        """The case as plain values, without scores and without what is right."""
        train = _joined(self.train)
        return {**_joined(self.batches), "train": train, "kind": self.kind, "shape": self.shape}


def _joined(batches: Sequence[Batch]) -> dict[str, Any]:
    return {
        "labels": np.concatenate([labels for _, labels in batches]),
        "sizes": [len(labels) for _, labels in batches],
    }


def batches_with(
    random: np.random.Generator, sizes: Sequence[int], right: Sequence[int], classes: int = 10
) -> tuple[Batch, ...]:
    """Batches of these sizes, so many examples of each put into their own class.

    >>> [(scores, labels)] = batches_with(np.random.default_rng(0), [4], [3])
    >>> int((scores.argmax(axis=1) == labels).sum())
    3
    """
    return tuple(
        _batch(random, size, count, classes) for size, count in zip(sizes, right, strict=True)
    )


def _batch(random: np.random.Generator, size: int, right: int, classes: int) -> Batch:
    labels = random.integers(classes, size=size)
    wrong = random.permutation(size) >= right
    chosen = (labels + wrong * random.integers(1, classes, size=size)) % classes
    scores = random.normal(-1.0, 2.0, size=(size, classes)).astype(np.float32)
    scores[np.arange(size), chosen] = scores.max(axis=1) + 1
    return scores, labels


# Of each case: the number of full batches, their size, whether a shorter one follows, which
# examples are right in the full ones and in the last, and the number of classes.
ALL, SOME, NONE = "all", "some", "none"
PATTERNS: Sequence[tuple[int, int, bool, str, str, int]] = (
    (3, 4, True, SOME, SOME, 10),
    (0, 8, True, SOME, SOME, 10),
    (2, 6, True, SOME, SOME, 2),
    (2, 5, True, ALL, ALL, 10),
    (2, 5, True, NONE, NONE, 10),
    (2, 8, True, ALL, NONE, 10),
    (2, 8, True, NONE, ALL, 10),
    (3, 10, False, SOME, SOME, 10),
)


def make_cases(shape: tuple[int, ...], random: np.random.Generator | None = None) -> Cases:
    """A case of each pattern, drawn anew; batches come as lists and as tuples in turn.

    Any two mistakes give another accuracy in some case, whatever is drawn.

    >>> [len(case.batches) for case in make_cases((1, 28, 28))]
    [4, 1, 3, 3, 3, 3, 3, 3]
    """
    random = random or np.random.default_rng()
    return tuple(
        Case(
            _drawn(random, *pattern),
            batches_with(random, (6, 5), (6, number % 5), pattern[-1]),
            ("list", "tuple")[number % 2],
            shape,
        )
        for number, pattern in enumerate(PATTERNS)
    )


def _drawn(
    random: np.random.Generator,
    full: int,
    size: int,
    has_short: bool,
    in_full: str,
    in_last: str,
    classes: int,
) -> tuple[Batch, ...]:
    sizes = [size] * full + [int(random.integers(2, size))] * has_short
    which = [in_full] * (len(sizes) - 1) + [in_last]
    right = [_right(random, *each) for each in zip(sizes, which, strict=True)]
    return batches_with(random, sizes, right, classes)


def _right(random: np.random.Generator, size: int, which: str) -> int:
    return {ALL: size, NONE: 0}.get(which, int(random.integers(1, size)))


def compare_accuracies(
    runs: Sequence[Run],
    references: Sequence[float],
    mistakes: Mapping[Mistake, Sequence[float]],
) -> Comparison:
    """The results of a program, one for each case, held against the accuracies.

    A number of any place counts, as a fraction or in percent, if it is right in every case. Where
    no place is right, a mistake is named whose values stand in one place.

    >>> runs = [Run(output="accuracy: 50 %"), Run(output="accuracy: 81 %")]
    >>> compare_accuracies(runs, [0.5, 0.813], {}).equal
    True
    >>> compare_accuracies(runs, [0.4, 0.813], {}).equal
    False
    """
    places = numbers_at_places(runs)
    for place, numbers in places.items():
        for scale in SCALES:
            if _counts(place) and _all_fit(numbers, references, scale):
                remarks = _remarks(place, numbers, scale, references)
                if _rivals(place, places, mistakes, printed_labels(runs[0].output)):
                    return Comparison(None, METHOD, note=RIVALS)
                return Comparison(True, METHOD, remarks=remarks)
    for mistake, values in mistakes.items():
        for place, numbers in places.items():
            named = place[0] == RETURNED or place in LAST
            if named and any(_all_fit(numbers, values, scale) for scale in SCALES):
                return Comparison(False, METHOD, mistake)
    shown = {place: numbers for place, numbers in places.items() if place[0] != VARIABLE}
    if any(_plausible(numbers) for numbers in shown.values()):
        return Comparison(False, METHOD, NOT_THE_ACCURACY)
    return Comparison(None, METHOD, note=NO_ACCURACY if shown else NOTHING)


def _rivals(
    right: Place,
    places: Mapping[Place, Series],
    mistakes: Mapping[Mistake, Sequence[float]],
    labels: Mapping[Place, str],
) -> bool:
    """Whether a number beside the right one is what a known mistake gives.

    What is printed on lines above, such as the accuracy of each batch, is none.
    """
    wrong = [
        values
        for mistake, values in mistakes.items()
        if mistake.code not in BESIDE and len({*values}) > 1
    ]
    found = {
        place
        for place, numbers in places.items()
        if place[0] == right[0] and _counts(place)
        if any(_all_fit(numbers, values, scale) for values in wrong for scale in SCALES)
    }
    if right[0] != PRINTED:
        return bool(found)
    first = _start_of_line(right, places, labels)
    return any(first <= int(at) < 0 for _, at in found)


def _start_of_line(
    right: Place, places: Mapping[Place, Series], labels: Mapping[Place, str]
) -> int:
    """The first number, counted from the last, on the line of the right one."""
    alike = [int(at) for how, at in places if how == PRINTED and places[how, at] == places[right]]
    at = max((each for each in alike if each < 0), default=-1)
    while "\n" not in labels.get((PRINTED, str(at)), "\n") and (PRINTED, str(at - 1)) in labels:
        at -= 1
    return at


def _counts(place: Place) -> bool:
    """Whether a right number there is the answer: of variables, only one named for it."""
    how, name = place
    return how != VARIABLE or "acc" in name.casefold()


def _all_fit(numbers: Series, references: Sequence[float], scale: int) -> bool:
    return all(_fits(each, wanted, scale) for each, wanted in zip(numbers, references, strict=True))


def _fits(number: PrintedNumber, reference: float, scale: int) -> bool:
    if number.percent and scale != 1:
        return False
    error = abs(number.value / scale - Fraction(reference))
    unit = number.unit / scale
    return error <= EXACT or (unit <= COARSEST and error <= unit)


def _remarks(
    place: Place, numbers: Series, scale: int, references: Sequence[float]
) -> tuple[str, ...]:
    found = []
    if place[0] == VARIABLE:
        found.append(NOT_SHOWN)
    in_percent = scale == 100 or all(each.percent for each in numbers)
    whole = all(each.unit / scale >= Fraction(1, 100) for each in numbers)
    if in_percent and whole and any(100 * each % 1 for each in references):
        found.append(HIDDEN_DECIMALS)
    return tuple(found)


def _plausible(numbers: Series) -> bool:
    """Whether these may be meant as accuracies: within their range and not all the same."""
    values = {each.value for each in numbers}
    return len(values) > 1 and all(0 <= each <= 100 for each in values)
