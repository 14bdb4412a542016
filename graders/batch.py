"""Grades one submission or many: pytest collects the graders once and runs them for all.

With several workers the submissions are dealt out to processes, each with a pytest run of its
own; what became of them comes back in the order of the paths. A submission that cannot be opened
is refused and costs no other one anything.
"""

import ctypes
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from graders.assignment import Assignment, load_assignment
from graders.errors import GraderError, GradingFailed
from graders.model import Report
from graders.results import ResultsFile

GRADEBOOK, CLASS_PAGE = "grades.csv", "report.html"  # in the output folder
CHUNK = 16  # submissions that a worker takes at a time

PR_SET_PDEATHSIG = 1

# Pytest's plugins that grading does not need; each costs time for every question.
_UNUSED = (
    "terminal cacheprovider logging junitxml pastebin faulthandler doctest stepwise warnings "
    "threadexception unraisableexception setuponly setupplan debugging skipping"
).split()


@dataclass(frozen=True)
class Options:
    """What to grade of each submission and where to leave its results."""

    only: tuple[str, ...] = ()
    data: Path | None = None
    output: Path | None = None  # results.json goes to output/<submission>/
    allow_weak_isolation: bool = False  # run student code even where nothing keeps it apart
    public: bool = False  # run the public checks instead of the graders


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one path: its report, and the reason if it could not be opened."""

    path: Path
    report: Report | None = None
    refused: GraderError | None = None


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
    if graded.report is None:
        raise GradingFailed(f"no report was made of {submission}")
    return graded.report


def grade_all(
    assignment: Assignment,
    paths: Sequence[Path],
    options: Options,
    receive: Callable[[Graded], None],
    *,
    workers: int = 1,
) -> None:
    """Grades every path and hands what became of it to `receive`, in the order of the paths.

    Raises:
        GradingFailed: if the graders could not be run.
    """
    names = submission_names(paths)
    if workers <= 1 or len(paths) <= 1:
        _run_pytest(assignment, names, options, receive)
        return
    size = max(1, min(CHUNK, -(-len(paths) // workers)))
    run = partial(_grade_chunk, assignment.folder, options)
    with ProcessPoolExecutor(max_workers=workers, initializer=_end_with_parent) as pool:
        for done in pool.map(run, _chunks(names, size)):
            for graded in done:
                receive(graded)


def submission_names(paths: Sequence[Path]) -> Mapping[Path, str]:
    """A name of its own for each path; folders set apart two files of one name.

    >>> list(submission_names([Path("a/hw.md"), Path("b/hw.md"), Path("c.md")]).values())
    ['a_hw', 'b_hw', 'c']
    """
    from graders.reading.intake import submission_id

    plain = {path: _unreserved(submission_id(path)) for path in paths}
    shared = {name for name, count in Counter(plain.values()).items() if count > 1}
    names = {
        path: f"{submission_id(path.resolve().parent)}_{name}" if name in shared else name
        for path, name in plain.items()
    }
    seen: Counter[str] = Counter()
    for path, name in names.items():
        seen[name] += 1
        if seen[name] > 1:
            names[path] = f"{name}_{seen[name]}"
    return names


def _unreserved(name: str) -> str:
    """A name that is no file of the output folder's own."""
    return f"{name}_" if name in (GRADEBOOK, CLASS_PAGE) else name


def _chunks(names: Mapping[Path, str], size: int) -> Iterator[Mapping[Path, str]]:
    items = list(names.items())
    for start in range(0, len(items), size):
        yield dict(items[start : start + size])


def _end_with_parent() -> None:
    """Asks the kernel to end this worker when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _grade_chunk(folder: Path, options: Options, names: Mapping[Path, str]) -> list[Graded]:
    done: list[Graded] = []
    _run_pytest(load_assignment(folder), names, options, done.append)
    return done


@dataclass
class _Listener:
    """Hears from a pytest run what became of each submission."""

    receive: Callable[[Graded], None]
    heard: int = field(default=0)

    def pytest_nabla_report(self, report: Report, path: Path, final: bool) -> None:
        if final:
            self.heard += 1
            self.receive(Graded(path, report))

    def pytest_nabla_refused(self, path: Path, report: Report, error: GraderError) -> None:
        self.heard += 1
        self.receive(Graded(path, report, refused=error))


def _run_pytest(
    assignment: Assignment,
    names: Mapping[Path, str],
    options: Options,
    receive: Callable[[Graded], None],
) -> None:
    """One pytest run over these submissions, silent but for its own errors."""
    import pytest

    arguments = [
        str(assignment.folder),
        f"--rootdir={assignment.folder}",
        f"--config-file={os.devnull}",
        "--import-mode=importlib",
        "--assert=plain",
        "--disable-plugin-autoload",
        *("-p", "graders.plugin"),
        *(each for name in _UNUSED for each in ("-p", f"no:{name}")),
        *(f"--submission={path}" for path in names),
        *(f"--submission-name={name}" for name in names.values()),
        *(f"--only={each}" for each in options.only),
        *([f"--data={options.data}"] if options.data else []),
        *(["--allow-weak-isolation"] if options.allow_weak_isolation else []),
        *(["--public"] if options.public else []),
    ]
    listener = _Listener(receive)
    plugins: list[object] = [listener]
    if options.output is not None:
        plugins.append(ResultsFile(partial(_results_path, options.output)))
    code = pytest.main(arguments, plugins=plugins)
    if listener.heard < len(names):
        raise GradingFailed(f"pytest stopped early ({pytest.ExitCode(code).name.lower()})")


def _results_path(output: Path, report: Report) -> Path:
    return output / report.submission / "results.json"
