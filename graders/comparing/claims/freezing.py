"""Fine-tuned weights held against those they were trained from, array by array."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from graders.comparing.claims.checks import Check
from graders.model import Mistake

Arrays = Mapping[str, NDArray[Any]]
STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
MOST_NAMED = 4

CHANGED = Mistake("frozen", "frozen layers have changed: {names}")
DRIFTED = Mistake(
    "statistics", "the batch-norm statistics of frozen layers have changed: {names} (.eval() them)"
)
UNTRAINED = Mistake("untrained", "nothing was trained: all weights are those of the start")
NO_CONVOLUTION = Mistake(
    "not_unfrozen", "no convolution was trained: was the optimiser built before unfreezing?"
)
OTHER_NETWORK = "the weights handed in are not of the network that was given"


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of each array between start and end; a replaced one has another shape."""

    same: tuple[str, ...]
    changed: tuple[str, ...]
    replaced: tuple[str, ...]
    missing: tuple[str, ...]
    further: tuple[str, ...]


def changes(start: Arrays, end: Arrays) -> Changes:
    """Compares bit by bit.

    >>> import numpy as np
    >>> changes({"a": np.ones(2), "head": np.ones(3)}, {"a": np.ones(2), "head": np.ones(5)})
    ... # doctest: +NORMALIZE_WHITESPACE
    Changes(same=('a',), changed=(), replaced=('head',), missing=(), further=())
    """
    both = [name for name in start if name in end]
    replaced = [name for name in both if start[name].shape != end[name].shape]
    same = [name for name in both if name not in replaced and _equal(start[name], end[name])]
    return Changes(
        tuple(same),
        tuple(name for name in both if name not in replaced and name not in same),
        tuple(replaced),
        tuple(name for name in start if name not in end),
        tuple(name for name in end if name not in start),
    )


def _equal(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def check_frozen(start: Arrays, end: Arrays, head: Collection[str]) -> Iterator[Check]:
    """Whether everything but the head is bit for bit as it was, and the head is not."""
    found = changes(start, end)
    trained = [*found.changed, *found.replaced]
    outside = [name for name in trained if name not in head]
    weights = [name for name in outside if not name.endswith(STATISTICS)]
    statistics = [name for name in outside if name.endswith(STATISTICS)]
    if lost := [name for name in found.missing if name not in head]:
        yield Check(None, OTHER_NETWORK, note=f"missing: {_named(lost)}")
        return
    if weights:
        yield Check(
            False, mistake=Mistake(CHANGED.code, CHANGED.words.format(names=_named(weights)))
        )
    if statistics:
        words = DRIFTED.words.format(names=_named(statistics))
        yield Check(False, mistake=Mistake(DRIFTED.code, words))
    if not trained and not found.further:
        yield Check(False, mistake=UNTRAINED)
    elif not outside:
        yield Check(True, note=f"{len(found.same)} arrays are as they were")


def check_unfrozen(start: Arrays, end: Arrays) -> Check:
    """Whether a convolution was trained."""
    found = changes(start, end)
    convolutions = [name for name in start if start[name].ndim == 4 and name in end]
    if not convolutions or any(name in found.replaced for name in convolutions):
        return Check(None, OTHER_NETWORK)
    trained = [name for name in convolutions if name in found.changed]
    if not trained:
        return Check(
            False, mistake=NO_CONVOLUTION if found.changed or found.replaced else UNTRAINED
        )
    return Check(True, note=f"trained: {_named(trained)}")


def _named(names: Collection[str]) -> str:
    listed = [*names]
    more = f" and {len(listed) - MOST_NAMED} more" if len(listed) > MOST_NAMED else ""
    return ", ".join(listed[:MOST_NAMED]) + more
