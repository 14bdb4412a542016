"""Work dealt to processes of this machine; one that dies costs what it was at, no more.

Each process takes a batch and sends back what became of each of its items as soon as it is known.
Of a batch whose process has died, the item that it was at is tried once more, by itself; if it
dies again that item is given up and the rest goes on.
"""

import ctypes
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Send = Callable[[Any], None]
Job = Callable[[Sequence[Any], Send], None]  # sends a result for each item, in order

PR_SET_PDEATHSIG = 1
AHEAD = 4  # batches a process may be ahead of the slowest: what waits for its turn is bounded


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item whose process died twice."""

    item: Item


@dataclass(frozen=True, slots=True)
class Failed:
    """The exception that ended a job."""

    error: Exception


@dataclass
class Batch(Generic[Item]):
    """Items that one process takes together; `first` is the place of the first among all."""

    first: int
    items: Sequence[Item]
    done: int = 0
    retried: bool = False


@dataclass(eq=False)
class Process(Generic[Item]):
    """A process, and the batch that it is at."""

    process: BaseProcess
    connection: Connection
    batch: Batch[Item] | None = field(default=None)

    def give(self, batch: Batch[Item]) -> None:
        self.batch = batch
        with suppress(BrokenPipeError):  # its death is found when it is waited for
            self.connection.send(batch.items)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def deal(job: Job, items: Sequence[Item], *, workers: int, size: int) -> Iterator[Any | Lost[Item]]:
    """What the job sends for each item, in the order of the items, and `Lost` for one given up.

    When the caller stops asking, or is interrupted, all processes are ended at once.

    Args:
        job: called in another process with some of the items, and with what sends a result.
        items: that are dealt.
        workers: the number of processes.
        size: the number of items that a process takes at a time.

    Raises:
        Exception: what the job raised.
    """
    dealer = _Dealer(job, items, size)
    try:
        dealer.start(min(workers, len(dealer.waiting)))
        yield from dealer.run()
    finally:
        for process in dealer.processes:
            process.end()


class _Dealer(Generic[Item]):
    def __init__(self, job: Job, items: Sequence[Item], size: int) -> None:
        self.job = job
        starts = range(0, len(items), size)
        self.waiting = deque(Batch(start, items[start : start + size]) for start in starts)
        self.total, self.next, self.size = len(items), 0, size
        self.results: dict[int, Any] = {}  # that wait for their turn
        self.processes: list[Process[Item]] = []

    def start(self, number: int) -> None:
        for _ in range(number):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(target=_serve, args=(self.job, theirs, ours))
            process.start()
            theirs.close()
            self.processes.append(Process(process, ours))

    def run(self) -> Iterator[Any]:
        while self.next < self.total:
            self._give()
            ready = wait([each.connection for each in self.processes if each.batch])
            for process in [each for each in self.processes if each.connection in ready]:
                self._hear(process)
            while self.next in self.results:
                yield self.results.pop(self.next)
                self.next += 1

    def _give(self) -> None:
        """Gives batches to idle processes, unless they lie too far ahead."""
        limit = self.next + AHEAD * self.size * len(self.processes)
        for process in self.processes:
            if process.batch is None and self.waiting and self.waiting[0].first <= limit:
                process.give(self.waiting.popleft())

    def _hear(self, process: Process[Item]) -> None:
        batch = process.batch
        assert batch is not None
        try:
            result = process.connection.recv()
        except (EOFError, OSError):
            self._replace(process, batch)
            return
        if isinstance(result, Failed):
            raise result.error
        self.results[batch.first + batch.done] = result
        batch.done += 1
        if batch.done == len(batch.items):
            process.batch = None

    def _replace(self, process: Process[Item], batch: Batch[Item]) -> None:
        """Starts another process; the item that this one was at is tried by itself."""
        process.end()
        self.processes.remove(process)
        self.start(1)
        at, rest = batch.first + batch.done, batch.items[batch.done :]
        if len(rest) > 1:
            self.waiting.appendleft(Batch(at + 1, rest[1:]))
        if batch.retried:
            self.results[at] = Lost(rest[0])
        else:
            self.waiting.appendleft(Batch(at, rest[:1], retried=True))


def _serve(job: Job, connection: Connection, parents_end: Connection) -> None:
    """The life of a process: batches in, results out, until it is ended."""
    parents_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _end_with_parent()
    with suppress(EOFError):
        while True:
            items = connection.recv()
            try:
                job(items, connection.send)
            except Exception as error:
                connection.send(Failed(error))


def _end_with_parent() -> None:
    """Asks the kernel to end this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
