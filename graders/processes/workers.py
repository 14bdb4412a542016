"""Work dealt to processes of this machine; one that dies costs what it was at, no more.

Each process takes a batch and sends back what became of each of its items as soon as it is known,
and on the way what it is at and how long that may take. Of a batch whose process has died, the item
that it was at is tried once more, by itself; if it dies at the same place again, or is ended there
because its time is over, the item is tried without what it was at, or given up, and the rest goes
on.
"""

import ctypes
import math
import multiprocessing
import signal
import sys
import time
from bisect import insort
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
GRACE_SECONDS = 5.0  # beyond the time of what a process is at, for it to come to its end by itself
DYING_SECONDS = 1.0  # between the end of a process's work and its own
AHEAD = 4  # batches a process may be ahead of the slowest: what waits for its turn is bounded


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that was given up, and how its last process ended."""

    item: Item
    ended: "Ended"


@dataclass(frozen=True, slots=True)
class At:
    """What a process is at, sent before it begins; within so many seconds it sends the next.

    `done` is what it has finished of its item since it sent the last.
    """

    what: str
    seconds: float | None = None
    done: Any = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: what it was at, and its exit code; none if its time was over."""

    at: At
    code: int | None = None


Without = Callable[[Any, Ended], Any | None]  # the item without what a process ended at
Resumed = Callable[[Any, Sequence[Any]], Any]  # the item with what is done of it


def given_up(item: object, ended: Ended) -> None:
    """No item is tried without a part of it."""


def begun_anew(item: Any, done: Sequence[Any]) -> Any:
    """What is done of an item is done again."""
    return item


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
    died_at: frozenset[str] = frozenset()  # where earlier processes died over its first item


@dataclass(eq=False)
class Process(Generic[Item]):
    """A process, and the batch that it is at."""

    process: BaseProcess
    connection: Connection
    batch: Batch[Item] | None = field(default=None)
    at: At = At("")
    until: float = math.inf  # by time.monotonic()
    done: list[Any] = field(default_factory=list)  # of the item that it is at

    def give(self, batch: Batch[Item]) -> None:
        self.batch = batch
        self.done.clear()
        self.go_on_to(At(""))
        with suppress(BrokenPipeError):  # its death is found when it is waited for
            self.connection.send(batch.items)

    def go_on_to(self, at: At) -> None:
        self.at = at
        self.until = math.inf
        if at.done is not None:
            self.done.append(at.done)
        if at.seconds is not None:
            self.until = time.monotonic() + at.seconds + GRACE_SECONDS

    def code(self) -> int:
        """The exit code of a process that has let go of its end."""
        self.process.join(DYING_SECONDS)
        code = self.process.exitcode
        return -signal.SIGKILL if code is None else code

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def deal(
    job: Job,
    items: Sequence[Item],
    *,
    workers: int,
    size: int,
    without: Without = given_up,
    resumed: Resumed = begun_anew,
) -> Iterator[Any | Lost[Item]]:
    """What the job sends for each item, in the order of the items, and `Lost` for one given up.

    When the caller stops asking, or is interrupted, all processes are ended at once.

    Args:
        job: called in another process with some of the items, and with what sends a result, or
            what it is `At`.
        items: that are dealt.
        workers: the number of processes.
        size: the number of items that a process takes at a time.
        without: an item without what its process has ended at; None where there is none.
        resumed: an item of which a process that ended had sent what was done.

    Raises:
        Exception: what the job raised.
    """
    dealer = _Dealer(job, items, size, without, resumed)
    try:
        dealer.start(min(workers, len(dealer.waiting)))
        yield from dealer.run()
        dealer.dismiss()
    finally:
        for process in dealer.processes:
            process.end()


class _Dealer(Generic[Item]):
    def __init__(
        self, job: Job, items: Sequence[Item], size: int, without: Without, resumed: Resumed
    ) -> None:
        self.job, self.without, self.resumed = job, without, resumed
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
            busy = [each for each in self.processes if each.batch]
            until = min(each.until for each in busy)
            seconds = None if until == math.inf else max(0.0, until - time.monotonic())
            ready = wait([each.connection for each in busy], seconds)
            for process in busy:
                if process.connection in ready:
                    self._hear(process)
                elif process.until <= time.monotonic():
                    self._replace(process, Ended(process.at))
            while self.next in self.results:
                yield self.results.pop(self.next)
                self.next += 1

    def dismiss(self) -> None:
        """Lets processes that have done their work take away what is theirs, and end."""
        for process in self.processes:
            with suppress(OSError):  # it has ended already
                process.connection.send(None)
        for process in self.processes:
            process.process.join(DYING_SECONDS)

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
            self._replace(process, Ended(process.at, process.code()))
            return
        if isinstance(result, Failed):
            raise result.error
        if isinstance(result, At):
            process.go_on_to(result)
            return
        process.go_on_to(At(""))
        process.done.clear()
        self.results[batch.first + batch.done] = result
        batch.done += 1
        if batch.done == len(batch.items):
            process.batch = None

    def _replace(self, process: Process[Item], ended: Ended) -> None:
        """Starts another process; the item that this one was at is tried by itself, or lost."""
        batch = process.batch
        assert batch is not None
        process.end()
        self.processes.remove(process)
        self.start(1)
        at, rest = batch.first + batch.done, batch.items[batch.done :]
        tried = self.resumed(rest[0], process.done)
        if len(rest) > 1:
            self._put_back(Batch(at + 1, rest[1:]))
        died_at = batch.died_at if batch.done == 0 else frozenset()
        if ended.code is not None and ended.at.what not in died_at:
            self._put_back(Batch(at, [tried], died_at=died_at | {ended.at.what}))
        elif (item := self.without(tried, ended)) is not None:
            self._put_back(Batch(at, [item]))
        else:
            self.results[at] = Lost(tried, ended)

    def _put_back(self, batch: Batch[Item]) -> None:
        """What lies behind is given first: all that lies far ahead waits for it."""
        insort(self.waiting, batch, key=lambda each: each.first)


def _serve(job: Job, connection: Connection, parents_end: Connection) -> None:
    """The life of a process: batches in, results out, until it is ended."""
    parents_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _end_with_parent()
    with suppress(EOFError):
        while (items := connection.recv()) is not None:
            try:
                job(items, connection.send)
            except Exception as error:
                connection.send(Failed(error))


def _end_with_parent() -> None:
    """Asks the kernel to end this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
