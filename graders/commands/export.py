"""`nabla export`: grades for other systems."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.writing import writing
from graders.errors import GraderError

if TYPE_CHECKING:
    from graders.classroom.folder import ClassFolder
    from graders.reports.exports import Format


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Writes the grades of a class for Canvas, for Moodle or as a plain table, or all verdicts "
        "as JSON lines. Points that wait for a person are not in them."
    )
    parser.add_argument("folder", metavar="OUT", type=Path, help="what nabla grade -o wrote to")
    parser.add_argument(
        "--format", choices=["canvas", "moodle", "csv", "jsonl"], default="csv", help="csv if none"
    )
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="a table with the ids of the students"
    )
    parser.add_argument(
        "--column", default="", metavar="NAME", help="what the platform calls the assignment"
    )
    parser.add_argument("--questions", action="store_true", help="a column for each question, too")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="stdout if none")
    parser.set_defaults(run=_export)


def _export(parsed: argparse.Namespace) -> ExitCode:
    from graders.classroom.folder import open_class
    from graders.reports.exports import Format

    folder, kind = open_class(parsed.folder), Format(parsed.format)
    code = ExitCode.DONE
    if kind is Format.JSONL:
        _write_lines(folder, parsed.output)
    else:
        people, unknown = _people(folder, parsed.roster, kind)
        if unknown:
            code = ExitCode.NEEDS_PERSON
        _write(_table(folder, people, unknown, kind, parsed), parsed.output)
    return max(code, _tell_of_waiting(folder))


def _people(
    folder: "ClassFolder", roster: Path | None, kind: "Format"
) -> tuple[Mapping[str, Mapping[str, str]], Sequence[str]]:
    """The lines of the roster by submission, and the submissions that have none.

    Raises:
        GraderError: if the roster is none, or is needed.
    """
    from graders.classroom.roster import match
    from graders.reports.exports import Format

    if roster is None:
        if kind is Format.CANVAS:
            hint = "export the gradebook from Canvas and give it with --roster"
            raise GraderError("Canvas knows students by its own ids", hint=hint)
        return {}, ()
    matched = match(roster, folder.names())
    _tell(matched.unknown, "in no line of the roster, or in several; not exported", "submission")
    _tell(matched.disputed, "of whom it is not sure what is theirs; not exported", "student")
    _tell(matched.absent, "without a submission; not exported", "student")
    return matched.people, matched.unknown


def _tell(names: Sequence[str], what: str, noun: str) -> None:
    from graders.reports.words import count, listed

    if names:
        print(f"{count(len(names), noun)} {what}: {listed(names)}", file=sys.stderr)


def _table(
    folder: "ClassFolder",
    people: Mapping[str, Mapping[str, str]],
    unknown: Sequence[str],
    kind: "Format",
    parsed: argparse.Namespace,
) -> str:
    from graders.classroom.spreadsheets import to_text
    from graders.reports.exports import to_sheet

    reports = (each for each in folder.reports() if each.submission not in unknown)
    sheet = to_sheet(reports, people, kind, column=parsed.column, questions=parsed.questions)
    return to_text(sheet.columns, sheet.rows, ",") if sheet.rows else ""


def _write(text: str, output: Path | None) -> None:
    from graders.grading.results import write_whole

    if output is None:
        print(text.replace("\r\n", "\n").removeprefix("\ufeff"), end="")
    else:
        with writing(output):
            write_whole(output, text)


def _write_lines(folder: "ClassFolder", output: Path | None) -> None:
    from graders.reports.exports import to_json_lines

    lines = to_json_lines(folder.reports())
    if output is None:
        for line in lines:
            print(line)
        return
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


def _tell_of_waiting(folder: "ClassFolder") -> ExitCode:
    from graders.reports.words import count

    read = (report for report in folder.reports() if not report.is_unread)
    waiting = sum(len(report.needs_review) for report in read)
    if waiting:
        words = f"still for a person: {count(waiting, 'answer')}"
        print(f"{words}; points not given yet are not in the grades", file=sys.stderr)
    unread = folder.unread()
    _tell(unread, "could not be opened, without a grade", "submission")
    return ExitCode.NEEDS_PERSON if waiting or unread else ExitCode.DONE
