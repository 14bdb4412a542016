"""Grades one submission or many: pytest collects the graders once and runs them for all.

With several workers the submissions are dealt out to processes, each with a pytest run of its
own; what became of them comes back in the order of the paths. A submission that cannot be opened
is refused and costs no other one anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graders.declaring.assignment import Assignment, load_assignment
from graders.errors import GraderError, GradingFailed
from graders.grading.faults import not_graded
from graders.grading.loading import run_pytest
from graders.grading.resuming import Begun
from graders.model import Question, Report
from graders.output import RunningResults, submission_names
from graders.processes.endings import in_words
from graders.processes.workers import At, Ended, Lost, Send, deal

if TYPE_CHECKING:
    import pytest

CHUNK = 16  # submissions that a worker takes at a time


@dataclass(frozen=True)
class Options:
    """What to grade of each submission and where to leave its results."""

    only: tuple[str, ...] = ()
    data: Path | None = None
    output: Path | None = None  # results.json goes to output/<submission>/
    allow_weak_isolation: bool = False  # run student code even where nothing keeps it apart
    public: bool = False  # run the public checks instead of the graders
    plugins: tuple[object, ...] = ()  # that hear of the run too
    until: float | None = None  # the moment, by time.monotonic(), at which it ends by itself


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one path: its report, and the reason if it could not be opened."""

    path: Path
    report: Report
    refused: GraderError | None = None


Finish = Callable[[Graded], Graded]  # what a worker does with a graded submission at once


def grade(assignment: str | Path, submission: str | Path, *, data: Path | None = None) -> Report:
    """The report on one submission.

    Raises:
        AssignmentError: if there is no such assignment.
        SubmissionError: if the submission cannot be opened.
        GradingFailed: if the graders could not be run.
    """
    found: list[Graded] = []
    options = Options(data=data)
    grade_all(load_assignment(assignment), [Path(submission)], options, found.append)
    graded = found[0]
    if graded.refused is not None:
        raise graded.refused
    return graded.report


def grade_all(
    assignment: Assignment,
    paths: Sequence[Path],
    options: Options,
    receive: Callable[[Graded], object],
    *,
    workers: int = 1,
    apart: bool = False,
    names: Mapping[Path, str] | None = None,
    finish: Finish | None = None,
) -> None:
    """Grades every path and hands what became of it to `receive`, in the order of the paths.

    Args:
        assignment: the graders.
        paths: the submissions.
        options: what to grade of each.
        receive: called for each in this process.
        workers: how many are graded at a time.
        apart: grade in other processes even with one worker, so that a question over which one
            dies or hangs is left a fault, and the rest is graded.
        names: what reports call them; otherwise `submission_names`.
        finish: called for each in the process that graded it; `receive` gets what it returns.

    Raises:
        GradingFailed: if the graders could not be run.
    """
    names = submission_names(paths) if names is None else names
    if not apart and (workers <= 1 or len(paths) <= 1):
        send = receive if finish is None else lambda graded: receive(finish(graded))
        _run_pytest(assignment, names, options, _Listener(send), final_results=finish is None)
        return
    pieces = [_Piece(path, name) for path, name in names.items()]
    size = max(1, min(CHUNK, -(-len(paths) // workers)))
    job = partial(_grade_some, assignment.folder, options, finish)
    dealt = deal(job, pieces, workers=workers, size=size, without=_without, resumed=_resumed)
    for graded in dealt:
        if isinstance(graded, Lost):
            piece: _Piece = graded.item
            reason = f"reading the submission: {_reason(graded.ended)}"
            report = not_graded(assignment, piece.name, reason, only=options.only)
            graded = Graded(piece.path, Begun(piece.graded).added_to(report))
            graded = graded if finish is None else finish(graded)
        receive(graded)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A submission for a worker; questions that ended one are not graded, for a reason.

    `graded` holds what workers that have ended had graded of it.
    """

    path: Path
    name: str
    ended: Mapping[str, str] = field(default_factory=dict)
    graded: tuple[Report, ...] = ()


def _without(piece: _Piece, ended: Ended) -> _Piece | None:
    """The submission without the question that ended its process, if it was at one."""
    question = ended.at.what
    if not question or question in piece.ended:
        return None
    return replace(piece, ended={**piece.ended, question: _reason(ended)})


def _resumed(piece: _Piece, done: Sequence[Report]) -> _Piece:
    return replace(piece, graded=(*piece.graded, *done))


def _reason(ended: Ended) -> str:
    if ended.code is not None:
        return f"the process that graded it has died here twice: {in_words(ended.code)}"
    return f"it did not end within {ended.at.seconds:.3g} s, and could not be interrupted"


def _grade_some(
    folder: Path,
    options: Options,
    finish: Finish | None,
    some: Sequence[_Piece],
    send: Send,
) -> None:
    receive = send if finish is None else lambda graded: send(finish(graded))
    listener = _Listener(receive, send, {piece.path: piece for piece in some})
    names = {piece.path: piece.name for piece in some}
    _run_pytest(load_assignment(folder), names, options, listener, final_results=finish is None)


@dataclass
class _Listener:
    """Hears from a pytest run what became of each submission, and what it is at."""

    receive: Callable[[Graded], object]
    tell: Send | None = None
    pieces: Mapping[Path, _Piece] = field(default_factory=dict)
    heard: int = 0
    question: str = ""  # that it is at
    report: Report | None = None  # on what is graded so far
    unwritten: OSError | None = None  # why a report could not be written

    def pytest_nabla_resumes(self, path: Path) -> Sequence[Report]:
        self.question, self.report = "", None
        return self.pieces[path].graded if path in self.pieces else ()

    def pytest_nabla_begins(
        self, path: Path, question: Question | None, seconds: float
    ) -> str | None:
        name = question.id if question else ""
        reason = self.pieces[path].ended.get(name) if path in self.pieces else None
        if self.tell is not None and reason is None:
            self.tell(At(name, seconds, self._done(name)))
            self.question = name
        return reason

    def _done(self, following: str) -> Report | None:
        """The report with the verdict on the question before, once no grader of it is left."""
        if self.report is None or self.question in ("", following):
            return None
        verdicts = [each for each in self.report.verdicts if each.question.id == self.question]
        return replace(self.report, verdicts=tuple(verdicts))

    def pytest_nabla_report(self, report: Report, path: Path, final: bool) -> None:
        self.report = report
        if final:
            self.heard += 1
            if self.tell is not None:
                self.tell(At(""))  # writing takes its time
            self.receive(Graded(path, report))

    def pytest_internalerror(self, excinfo: "pytest.ExceptionInfo[BaseException]") -> bool:
        """A report that cannot be written is no failure of pytest: the disk may be full."""
        self.unwritten = excinfo.value if isinstance(excinfo.value, OSError) else None
        return self.unwritten is not None

    def pytest_nabla_refused(self, path: Path, report: Report, error: GraderError) -> None:
        self.heard += 1
        self.receive(Graded(path, report, refused=error))


def _run_pytest(
    assignment: Assignment,
    names: Mapping[Path, str],
    options: Options,
    listener: _Listener,
    *,
    final_results: bool = True,
) -> None:
    """One pytest run over these submissions, silent but for its own errors."""
    import pytest

    arguments = [
        *(f"--submission={path}" for path in names),
        *(f"--submission-name={name}" for name in names.values()),
        *(f"--only={each}" for each in options.only),
        *([f"--data={options.data}"] if options.data else []),
        *(["--allow-weak-isolation"] if options.allow_weak_isolation else []),
        *(["--public"] if options.public else []),
        *([f"--until={options.until!r}"] if options.until is not None else []),
    ]
    plugins: list[object] = [listener, *options.plugins]
    if options.output is not None:
        plugins.append(RunningResults(options.output, final_too=final_results))
    code = run_pytest(assignment, arguments, plugins)
    if listener.unwritten is not None:
        raise listener.unwritten
    if listener.heard < len(names):
        raise GradingFailed(f"pytest stopped early ({pytest.ExitCode(code).name.lower()})")
