"""A class graded by the workers of a Dask cluster.

Submissions travel as bytes, so workers need not see their files; what a worker sends back is the
record that `nabla grade` wrote there. Workers must hold the same Nabla, the same assignment and
the same versions of what they use: their digest is compared before anything is dealt, and again
with each task, for a worker may come later.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graders.batch import CHUNK, Graded, Options, grade_all
from graders.classroom.packing import Task, differences, grade_packed, machine_parts, pack
from graders.classroom.record import from_text
from graders.declaring.assignment import Assignment
from graders.errors import GraderError, GradingFailed
from graders.grading.faults import not_graded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

CONNECTING_SECONDS = 10
LOOKING_SECONDS = 10  # after so long without a result, see whether there are workers left
AHEAD = 2  # tasks for each thread: some wait while others run
Some = Sequence[tuple[Path, str]]  # submissions and their names


class Cluster:
    """The workers of a scheduler, such as `tcp://host:8786`."""

    def __init__(self, address: str) -> None:
        self.address = address

    def grade(
        self,
        assignment: Assignment,
        reference: str,
        names: Mapping[Path, str],
        options: Options,
        receive: Callable[[Graded], object],
    ) -> None:
        """Grades these submissions; `receive` gets them in their order.

        Raises:
            GraderError: if the cluster cannot be used.
            GradingFailed: if it has gone.
        """
        if not names:
            return
        task = Task(reference, options, machine_parts(reference, options))
        with self._connected() as client:
            self._check(client, task)
            _Dealing(client, assignment, task, names, receive).run()

    @contextmanager
    def _connected(self) -> "Iterator[Client]":
        try:
            from distributed import Client
        except ImportError as error:
            hint = "pip install 'nabla-grader[cluster]'"
            raise GraderError("--cluster needs Dask", hint=hint) from error
        try:
            client = Client(self.address, timeout=CONNECTING_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            hint = "start one with: dask scheduler; and workers with: dask worker ADDRESS"
            message = f"no scheduler answers here ({error})"
            raise GraderError(message, where=self.address, hint=hint) from error
        with client:
            yield client

    def _check(self, client: "Client", task: Task) -> None:
        """Refuses a cluster whose workers would grade otherwise.

        Raises:
            GraderError: if there are no workers, or one differs.
        """
        found: Mapping[str, Mapping[str, str] | Exception] = client.run(
            machine_parts, task.reference, task.options, on_error="return"
        )
        if not found:
            hint = f"start some with: dask worker {self.address}"
            raise GraderError("the scheduler has no workers", where=self.address, hint=hint)
        for place, theirs in sorted(found.items()):
            if isinstance(theirs, Exception):
                different = f"{type(theirs).__name__}: {theirs}"
            else:
                different = differences(theirs, task.parts)
            if different:
                hint = "install there what is installed here, and copy the assignment and --data"
                message = f"the worker {place} would grade otherwise: {different}"
                raise GraderError(message, where=self.address, hint=hint)


class _Dealing:
    """The submissions of a class on their way to workers and back."""

    def __init__(
        self,
        client: "Client",
        assignment: Assignment,
        task: Task,
        names: Mapping[Path, str],
        receive: Callable[[Graded], object],
    ) -> None:
        items = list(names.items())
        threads = max(1, sum(client.nthreads().values()))
        size = max(1, min(CHUNK, -(-len(items) // threads)))
        self.client, self.assignment, self.task = client, assignment, task
        self.receive = receive
        self.order = deque(path for path, _ in items)
        self.waiting: deque[Some] = deque(
            items[at : at + size] for at in range(0, len(items), size)
        )
        self.most = AHEAD * threads
        self.running: dict[Future, Some] = {}
        self.results: dict[Path, Graded] = {}  # that wait for their turn

    def run(self) -> None:
        while self.order:
            while self.waiting and len(self.running) < self.most:
                self._submit(self.waiting.popleft())
            for future in self._done():
                self._hear(future, self.running.pop(future))
            while self.order and self.order[0] in self.results:
                self.receive(self.results.pop(self.order.popleft()))

    def _submit(self, some: Some) -> None:
        packed = {path: each for path, _ in some if (each := pack(path)) is not None}
        for path, name in some:
            if path not in packed:
                self._grade_here(path, name)
        sent = [(path, name) for path, name in some if path in packed]
        if sent:
            future = self.client.submit(grade_packed, self.task, list(packed.values()), pure=False)
            self.running[future] = sent

    def _grade_here(self, path: Path, name: str) -> None:
        """Grades what cannot be sent, or was refused there, in the words of this machine."""

        def keep(graded: Graded) -> None:
            self.results[path] = graded

        grade_all(self.assignment, [path], self.task.options, keep, names={path: name})

    def _done(self) -> "list[Future]":
        """The tasks that have ended; waits for the first.

        Raises:
            GradingFailed: if no worker is left.
        """
        from distributed import wait

        while self.running:
            with suppress(TimeoutError):
                found = wait(
                    list(self.running), timeout=LOOKING_SECONDS, return_when="FIRST_COMPLETED"
                )
                return list(found.done)
            if not self._has_workers():
                raise GradingFailed("the cluster has no workers left; grade again to go on")
        return []

    def _has_workers(self) -> bool:
        try:
            return bool(self.client.nthreads())
        except OSError:
            return False

    def _hear(self, future: "Future", some: Some) -> None:
        if future.status == "finished":
            texts: list[str | None] = future.result()
            for (path, name), text in zip(some, texts, strict=True):
                self._take(path, name, text)
        elif isinstance(error := _exception_of(future), GraderError):
            raise error
        elif len(some) > 1:
            self.waiting.extendleft([each] for each in reversed(some))
        else:
            path, name = some[0]
            reason = f"its worker has died: {error}"
            report = not_graded(self.assignment, name, reason, only=self.task.options.only)
            self.results[path] = Graded(path, report)

    def _take(self, path: Path, name: str, text: str | None) -> None:
        if text is None:
            self._grade_here(path, name)
        else:
            self.results[path] = Graded(path, replace(from_text(text).report, submission=name))


def _exception_of(future: Any) -> BaseException | None:
    """What ended a task; a cluster that has gone ends all.

    Raises:
        GradingFailed: if the task was cancelled, for nobody here does that.
    """
    if future.status in ("cancelled", "lost"):
        raise GradingFailed("the cluster has gone; grade again to go on")
    error: BaseException | None = future.exception()
    return error
