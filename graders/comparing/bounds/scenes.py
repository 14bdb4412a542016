"""Calls a student's bound with small networks, in one scene after the other.

A scene is one of the ways in which a model and data may be given; the harness knows them by number,
and replies "no scene" beyond the last one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from graders.comparing.bounds.returned import Run, Values, read_run
from graders.comparing.programs.runs import Reply

Request = Mapping[str, Any]  # a network, its start, its data and its margin, as plain values
Cells = Sequence[tuple[str, str]]  # what a traceback calls each, and its source

MOST_SCENES = 1_000


class Program(Protocol):
    """The student's program, as a grader drives it; see `graders.grading.student.Student`."""

    def drive(self, harness: Path, name: str, *arguments: Any, uses: str) -> Reply: ...


@dataclass
class Search:
    """Calls a function with the networks of `requests`.

    Args:
        student: the program.
        harness: that makes the networks and calls the function.
        name: of the function.
        cells: the student's sources, for tracebacks.
        requests: with a margin above zero.
        silent: calls without a number, as they come.
        ended: where the code was stopped.
    """

    student: Program
    harness: Path
    name: str
    cells: Cells
    requests: Sequence[Request]
    silent: list[Run] = field(default_factory=list)
    ended: Reply | None = None

    def call(self, scene: int, request: Request) -> Run | None:
        """What came of a call; None where the code was stopped."""
        arguments = (self.name, scene, request, self.cells)
        reply = self.student.drive(self.harness, "call_bound", *arguments, uses=self.name)
        if not reply.returned:
            self.ended = reply
            return None
        return read_run(reply.value, reply.output)

    def scenes(self) -> Iterator[tuple[int, list[Run]]]:
        """The scenes in which numbers come back for all networks, where these are new."""
        seen: list[Values] = []
        for scene in range(MOST_SCENES):
            first = self.call(scene, self.requests[0])
            if first is None or first.failed == "no scene":
                return
            if not first.values:
                self.silent.append(first)
            elif first.values not in seen:
                seen.append(first.values)
                runs = [first, *(self.call(scene, each) for each in self.requests[1:])]
                yield scene, [each for each in runs if each is not None]
