"""Sizes of tensors, axis by axis; labels win over order."""

from collections.abc import Sequence

import numpy as np

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.equality import Finding
from graders.comparing.formulas.terms import Term
from graders.comparing.mistakes.named import misfit
from graders.model import Mistake

_HWC = ("H", "W", "C")
PERMUTED = Mistake("swapped", "the sizes are right, but in another order")
_CHANNELS = Mistake("swapped", "the number of channels is not that of this layer's filters")


def compare_sizes(
    bench: Bench,
    reference: Sequence[Term],
    student: Sequence[Term],
    labels: Sequence[str],
    *,
    order: str = "HWC",
) -> tuple[Finding, Mistake | None]:
    """Whether two lists of sizes are the same, in the order declared.

    Args:
        bench: what the sizes are evaluated with.
        reference: the sizes, height and width before channels.
        student: the sizes as written.
        labels: a letter for each of the student's axes, or nothing.
        order: `HWC`, or `free` if the channels may come first as well.
    """
    ours, theirs = _numbers(bench, reference), _numbers(bench, student)
    if labels and len(ours) == len(_HWC):
        by_label = dict(zip(labels, theirs, strict=True))
        if set(_HWC) <= set(by_label):
            theirs = [by_label[label] for label in _HWC]
    if len(theirs) == len(ours) + 1 == 4 and set(theirs[0]) == {1.0}:
        theirs = theirs[1:]  # a batch of one
    if len(ours) == 1 < len(theirs) and ours[0] == tuple(np.prod(theirs, axis=0)):
        return Finding(None, "sizes", note="sizes whose product is right: flattened or not?"), None
    if len(ours) != len(theirs):
        words = f"{len(theirs)} size{'s' if len(theirs) > 1 else ''} instead of {len(ours)}"
        return Finding(False, "sizes", words), misfit(words)
    if theirs in (_arrangements(ours) if order == "free" else [ours]):
        return Finding(True, "sizes"), None
    axis = next(place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
    finding = Finding(False, "sizes", f"size {axis + 1} is not right")
    if sorted(ours) == sorted(theirs):
        return finding, PERMUTED
    if len(ours) == len(_HWC) and ours[0] == ours[1] and ours[:2] == theirs[:2]:
        return finding, _CHANNELS
    return finding, None


def _arrangements(sizes: list[tuple[float, ...]]) -> list[list[tuple[float, ...]]]:
    """The sizes with the channels last and first; the channels are the size that stands alone."""
    if len(sizes) != len(_HWC):
        return [sizes]
    alone = [place for place in range(3) if sizes.count(sizes[place]) == 1]
    channels = alone[0] if len(alone) == 1 else 2
    sides = [size for place, size in enumerate(sizes) if place != channels]
    return [[*sides, sizes[channels]], [sizes[channels], *sides]]


def _numbers(bench: Bench, terms: Sequence[Term]) -> list[tuple[float, ...]]:
    """Each size at all points: sizes of names are compared as such."""
    found = []
    for term in terms:
        values = np.concatenate([value.reshape(-1) for value in bench.values(term)])
        found.append(tuple(float(round(value, 9)) for value in values))
    return found
