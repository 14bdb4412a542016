"""How far a training is, and the time that it still takes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solutions.training.chunks import Chunk
from solutions.training.plans import IMAGES
from solutions.training.side_by_side import Progress


@dataclass(frozen=True, slots=True)
class Moment:
    """How far everything is, after an epoch of a chunk."""

    chunk: Chunk
    progress: Progress
    seconds_left: float


Tell = Callable[[Moment], None]


class Clock:
    """Tells how far everything is, and the time left by the speed of this process so far."""

    def __init__(self, tell: Tell, chunks: Sequence[Chunk]) -> None:
        self._tell = tell
        self._later = sum(_work(chunk, 0) for chunk in chunks)  # of the chunks not begun
        self._done = self._seconds = 0.0

    def during(self, chunk: Chunk) -> Callable[[Progress], None]:
        """What is to be called after each epoch of a chunk; begins with the next one."""
        self._later -= _work(chunk, 0)
        begun = time.perf_counter()

        def progress(moment: Progress) -> None:
            nonlocal begun
            now = time.perf_counter()
            self._seconds, begun = self._seconds + now - begun, now
            self._done += _work(chunk, moment.epochs - 1)
            ahead = self._later + _work(chunk, moment.epoch)
            self._tell(Moment(chunk, moment, ahead * self._seconds / self._done))

        return progress


def _work(chunk: Chunk, done: int) -> float:
    return chunk.work * IMAGES[chunk.plan.data][0] * (chunk.config.epochs - done)
