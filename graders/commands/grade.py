"""`nabla grade`: one submission or a class."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.grade_class import grade_into
from graders.commands.grade_words import load, print_class, print_json, print_report
from graders.commands.paths import ask_about_a_class, submissions
from graders.commands.progress import Progress
from graders.commands.workers import add_workers
from graders.errors import GraderError
from graders.model import Report

if TYPE_CHECKING:
    from graders.batch import Graded, Options
    from graders.declaring.assignment import Assignment


@dataclass(frozen=True)
class GradeArguments:
    """What `nabla grade` is asked to do."""

    assignment: str
    paths: tuple[Path, ...]
    output: Path | None
    workers: int
    json: bool
    only: tuple[str, ...]
    data: Path | None
    verbose: bool
    allow_weak_isolation: bool
    fresh: bool
    cluster: str | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Grades write-ups, notebooks, folders or archives, one submission each. With -o, what was "
        "graded before and has not changed is not graded again."
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="its name, or its folder")
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a submission")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="write results and pages to this folder"
    )
    add_workers(parser)
    parser.add_argument(
        "--json", action="store_true", help="print a Gradescope results object for each submission"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="ID", help="grade this question alone"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="data that questions need, such as figures"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="grade all again, also what has not changed"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show every answer as read")
    parser.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="run student code even where nothing keeps it apart; every report says so",
    )
    parser.set_defaults(run=_grade)


def _grade(parsed: argparse.Namespace) -> ExitCode:
    return grade_command(
        GradeArguments(
            assignment=parsed.assignment,
            paths=submissions(parsed.paths, parsed.output),
            output=parsed.output,
            workers=parsed.workers,
            json=parsed.json,
            only=tuple(parsed.only),
            data=parsed.data,
            verbose=parsed.verbose,
            allow_weak_isolation=parsed.allow_weak_isolation,
            fresh=parsed.fresh,
            cluster=parsed.cluster,
        )
    )


def grade_command(arguments: GradeArguments) -> ExitCode:
    """Grades the submissions, prints what was asked for and says whether a person is needed."""
    from graders.batch import Options
    from graders.declaring.assignment import load_assignment

    assignment = load_assignment(arguments.assignment)
    assignment.chosen(arguments.only)
    ask_about_a_class(arguments.paths, assignment)
    _check_arguments(arguments)
    options = Options(
        arguments.only,
        arguments.data,
        allow_weak_isolation=arguments.allow_weak_isolation,
    )
    if assignment.runs_code and arguments.cluster is None:
        _warn_of_a_small_machine(assignment.libraries)
    if arguments.output is None:
        return _grade_without_output(assignment, options, arguments)
    return grade_into(arguments.output, assignment, options, arguments)


def _grade_without_output(
    assignment: "Assignment", options: "Options", arguments: GradeArguments
) -> ExitCode:
    from graders.batch import grade_all
    from graders.reports.tally import Tallying

    progress = Progress(len(arguments.paths))
    tallying = Tallying()
    last: list[Report] = []

    def receive(graded: "Graded") -> None:
        progress.hear(graded)
        report = graded.report
        if arguments.json:
            print_json(report)
        last[:] = [report] if graded.refused is None else []
        tallying.add(report)

    load(assignment)
    with progress:
        grade_all(
            assignment, arguments.paths, options, receive, workers=arguments.workers, apart=True
        )
    if arguments.json:
        return progress.code
    if len(arguments.paths) > 1:
        print_class(tallying.tally())
    elif last:
        print_report(last[0], verbose=arguments.verbose)
    return progress.code


def _warn_of_a_small_machine(libraries: Sequence[str]) -> None:
    """Says before the grading what it may come to for want of memory."""
    from graders.sandbox.machine import ADVICE, this_machine

    machine = this_machine()
    if short := machine.too_small_for(libraries):
        print(f"nabla: {short}: code questions will not be run ({ADVICE})", file=sys.stderr)
    elif short := machine.warning_for(libraries):
        print(f"nabla: {short} ({ADVICE})", file=sys.stderr)


def _check_arguments(arguments: GradeArguments) -> None:
    """Refuses what would fail only after the grading.

    Raises:
        GraderError: if the output cannot be written, or the data is no folder.
    """
    if not arguments.paths:
        raise GraderError("there is no submission but the output folder", hint="give hw/*")
    if arguments.data is not None and not arguments.data.is_dir():
        raise GraderError("there is no such folder", where=str(arguments.data), hint="check --data")
    if arguments.output is None:
        if arguments.cluster is not None:
            raise GraderError("--cluster keeps its results in a folder", hint="add -o OUT")
        return
    try:
        arguments.output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=arguments.output):
            pass
    except OSError as error:
        message = f"nothing can be written here: {error.strerror}"
        raise GraderError(message, where=str(arguments.output), hint="check -o") from error
