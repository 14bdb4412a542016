"""The `nabla` command: reads its arguments, calls the library, prints, returns an exit code.

Results go to stdout, progress and errors to stderr.
"""

import argparse
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from graders import __version__
from graders.errors import GraderError, GradingFailed
from graders.model import Protection, Report


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    NEEDS_PERSON = 1
    USAGE = 2
    INTERNAL = 3


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except GraderError as error:
        print(f"nabla: {error}", file=sys.stderr)
        return ExitCode.USAGE
    except GradingFailed as error:
        print(f"nabla: {error}", file=sys.stderr)
        return ExitCode.INTERNAL
    except BrokenPipeError:  # the reader of stdout has gone, as in `nabla grade ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt:
        return ExitCode.INTERNAL
    except Exception:
        traceback.print_exc()
        print("nabla: this is our failure, not yours; the lines above say where", file=sys.stderr)
        return ExitCode.INTERNAL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nabla",
        description="Grades deep-learning homework: write-ups, formulas, code, weights and logs.",
        epilog="exit codes: 0 done, 1 a person is needed, 2 usage, 3 internal failure",
    )
    parser.add_argument("--version", action="version", version=f"nabla {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_grade(commands.add_parser("grade", help="grade one submission or a class"))
    _add_compare(commands.add_parser("compare", help="compare formulas with references"))
    return parser


def _add_grade(parser: argparse.ArgumentParser) -> None:
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


# --- compare --------------------------------------------------------------------------------------


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Compares formulas with references. With a file of JSON lines, or - for stdin, prints a "
        "JSON line for each; with two formulas, explains in words how they compare."
    )
    parser.add_argument(
        "texts", metavar="FILE | REFERENCE STUDENT", nargs="*", help="requests, or two formulas"
    )
    parser.add_argument(
        "--symbols", metavar="SYMBOLS", default="", help="as JSON, or 'A: matrix m n, x: vector n'"
    )
    parser.add_argument("--kind", default="value", help="value, number, relation, shape, ...")
    parser.add_argument("--layout", choices=("denominator", "numerator"), default=None)
    parser.add_argument("--python", action="store_true", help="the student wrote Python")
    parser.set_defaults(run=_compare)


def _compare(parsed: argparse.Namespace) -> ExitCode:
    if len(parsed.texts) == 2:
        return _explain(parsed)
    if len(parsed.texts) > 2:
        raise GraderError("a file, or two formulas, can be compared", hint="quote each formula")
    return _answer_lines(parsed.texts[0] if parsed.texts else "-")


def _explain(parsed: argparse.Namespace) -> ExitCode:
    from graders.equivalence import compare
    from graders.reports.text import clean
    from graders.requests import declared_in_words, explained

    comparison = compare(
        *parsed.texts,
        kind=parsed.kind,
        symbols=declared_in_words(parsed.symbols),
        layout=parsed.layout,
        student_format="python" if parsed.python else "latex",
    )
    print(clean(explained(comparison)))
    return ExitCode.NEEDS_PERSON if comparison.equal is None else ExitCode.DONE


def _answer_lines(name: str) -> ExitCode:
    from graders.requests import answer

    code = ExitCode.DONE
    with _lines_of(name) as lines:
        for line in lines:
            if not line.strip():
                continue
            reply = answer(line)
            print(reply.line, flush=True)
            if not reply.usable:
                code = ExitCode.USAGE
            elif not reply.settled:
                code = max(code, ExitCode.NEEDS_PERSON)
    return code


def _lines_of(name: str) -> AbstractContextManager[Iterable[str]]:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return nullcontext(sys.stdin)
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        hint = "give a file of JSON lines, or two formulas in quotes"
        raise GraderError(
            f"this cannot be read: {error.strerror}", where=name, hint=hint
        ) from error
