"""`nabla grade`: one submission or a class."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graders.commands.exits import ExitCode
from graders.errors import GraderError
from graders.model import Protection, Report


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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = "Grades write-ups, notebooks, folders or archives, one submission each."
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="its name, or its folder")
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a submission")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="write results and pages to this folder"
    )
    parser.add_argument(
        "-j", "--workers", type=int, default=1, metavar="N", help="grade N submissions at a time"
    )
    parser.add_argument(
        "--json", action="store_true", help="print a Gradescope results object for each submission"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="ID", help="grade this question alone"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="data that questions need, such as figures"
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
            paths=tuple(parsed.paths),
            output=parsed.output,
            workers=parsed.workers,
            json=parsed.json,
            only=tuple(parsed.only),
            data=parsed.data,
            verbose=parsed.verbose,
            allow_weak_isolation=parsed.allow_weak_isolation,
        )
    )


def grade_command(arguments: GradeArguments) -> ExitCode:
    """Grades the submissions, prints what was asked for and says whether a person is needed."""
    from graders.assignment import load_assignment
    from graders.batch import Graded, Options, grade_all

    assignment = load_assignment(arguments.assignment)
    assignment.chosen(arguments.only)
    _check_folders(arguments)
    options = Options(
        arguments.only,
        arguments.data,
        arguments.output,
        allow_weak_isolation=arguments.allow_weak_isolation,
    )
    if assignment.runs_code:
        _warn_of_a_small_machine(assignment.libraries)
    many = len(arguments.paths) > 1
    kept: list[Report] = []  # for the table and pages of the class
    codes: list[ExitCode] = []

    def receive(graded: Graded) -> None:
        report = graded.report
        if graded.refused is not None or report is None:
            codes.append(ExitCode.USAGE)
            print(f"nabla: {graded.refused}", file=sys.stderr)
            if many and report is not None:
                kept.append(report)  # the class sees that somebody handed in
            return
        codes.append(_code_for(report))
        if arguments.json:
            _print_json(report)
        if arguments.output is not None:
            _write_page(arguments.output, report)
        if arguments.output is not None or not arguments.json:
            kept.append(report)
        if many:
            _show_progress(report, len(codes), len(arguments.paths))

    grade_all(assignment, arguments.paths, options, receive, workers=arguments.workers)
    if arguments.output is not None and kept:
        _write_class(arguments.output, kept)
        print(f"written to {arguments.output}", file=sys.stderr)
    if kept and not arguments.json:
        _print_reports(kept, many=many, verbose=arguments.verbose)
    return max(codes, default=ExitCode.DONE)


def _warn_of_a_small_machine(libraries: Sequence[str]) -> None:
    """Says before the grading what it may come to for want of memory."""
    from graders.sandbox.machine import ADVICE, this_machine

    machine = this_machine()
    if short := machine.too_small_for(libraries):
        print(f"nabla: {short}: code questions will not be run ({ADVICE})", file=sys.stderr)
    elif short := machine.warning_for(libraries):
        print(f"nabla: {short} ({ADVICE})", file=sys.stderr)


def _code_for(report: Report) -> ExitCode:
    if report.isolation.protection is Protection.NONE:
        return ExitCode.INTERNAL
    return ExitCode.NEEDS_PERSON if report.needs_review else ExitCode.DONE


def _check_folders(arguments: GradeArguments) -> None:
    """Refuses what would fail only after the grading.

    Raises:
        GraderError: if the output cannot be written, or the data is no folder.
    """
    if arguments.workers < 1:
        raise GraderError("the number of workers must be 1 or more", hint="leave -j out")
    if arguments.data is not None and not arguments.data.is_dir():
        raise GraderError("there is no such folder", where=str(arguments.data), hint="check --data")
    if arguments.output is not None:
        try:
            arguments.output.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=arguments.output):
                pass
        except OSError as error:
            message = f"nothing can be written here: {error.strerror}"
            raise GraderError(message, where=str(arguments.output), hint="check -o") from error


def _print_json(report: Report) -> None:
    from graders.reports.gradescope import to_json

    print(to_json(report), flush=True)


def _write_page(output: Path, report: Report) -> None:
    """The page of one submission, without notes for staff: it may be sent to the student."""
    from graders.reports.html import to_html
    from graders.results import write_whole

    page = replace(report, notes=(), verdicts=tuple(replace(v, note="") for v in report.verdicts))
    write_whole(output / report.submission / "report.html", to_html(page))


def _write_class(output: Path, reports: Sequence[Report]) -> None:
    from graders.batch import CLASS_PAGE, GRADEBOOK
    from graders.reports.gradebook import to_csv
    from graders.reports.html import class_to_html
    from graders.results import write_whole

    write_whole(output / GRADEBOOK, to_csv(reports))
    write_whole(output / CLASS_PAGE, class_to_html(reports))


def _show_progress(report: Report, done: int, total: int) -> None:
    """A line for each submission; on a terminal one line that is written over."""
    line = f"{done}/{total} {report.submission} {float(report.points):g} points"
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r\x1b[K{line}", end=end, file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)


def _print_reports(reports: Sequence[Report], *, many: bool, verbose: bool) -> None:
    from graders.reports.terminal import for_encoding, to_class_table, to_terminal

    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = max(80, min(shutil.get_terminal_size((100, 24)).columns, 140))
    if many:
        text = to_class_table(reports, width=width, color=color)
    else:
        text = to_terminal(reports[0], width=width, color=color, verbose=verbose)
    print(for_encoding(text, sys.stdout.encoding or "utf-8"), end="")
