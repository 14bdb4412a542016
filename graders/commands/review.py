"""`nabla review`: what a person must mark, as a table to fill in."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.terminals import print_text, terminal
from graders.commands.writing import writing

if TYPE_CHECKING:
    from graders.classroom.review import Entry
    from graders.reports.lines import Line

DELIMITERS = {",": ",", ";": ";", "tab": "\t"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Lists every answer that a person must look at, question by question. With -o it is a "
        "table: fill in the columns 'points' and 'comment' in any spreadsheet, then give it to "
        "nabla regrade OUT --review FILE. What a table holds already is kept."
    )
    parser.add_argument("folder", metavar="OUT", type=Path, help="what nabla grade -o wrote to")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the table here")
    parser.add_argument(
        "--only", action="append", default=[], metavar="ID", help="this question alone"
    )
    parser.add_argument("--marked", action="store_true", help="list what is marked already, too")
    parser.add_argument("--all", action="store_true", help="list every answer")
    parser.add_argument(
        "--delimiter",
        choices=sorted(DELIMITERS),
        default=",",
        help="what separates cells; ';' where Excel writes 1,5 for 1.5",
    )
    parser.set_defaults(run=_review)


def _review(parsed: argparse.Namespace) -> ExitCode:
    from graders.classroom.folder import open_class
    from graders.classroom.review import waiting
    from graders.reports.lines import printed
    from graders.reports.words import count, listed

    folder = open_class(parsed.folder)
    entries = waiting(folder, only=parsed.only, marked_too=parsed.marked, all_of_them=parsed.all)
    unread = folder.unread()
    if parsed.output is not None:
        _write(parsed.output, entries, DELIMITERS[parsed.delimiter], parsed.folder)
    else:
        width, color = terminal()
        print_text(printed(_lines(entries, unread, width), width=width, color=color))
    if unread and not parsed.all:
        words = f"{count(len(unread), 'submission')} could not be opened; --all lists them, too: "
        print(words + listed(unread), file=sys.stderr)
    needed = bool(unread) or any(entry.marked.outcome.needs_person for entry in entries)
    return ExitCode.NEEDS_PERSON if needed else ExitCode.DONE


def _write(path: Path, entries: Sequence["Entry"], delimiter: str, folder: Path) -> None:
    """Writes the table; whatever a person has written into it stays.

    Raises:
        GraderError: if the file is something else, or cannot be written.
    """
    from graders.classroom.review import read_review, review_table
    from graders.grading.results import write_whole

    kept = review_table(entries, read_review(path) if path.exists() else None, delimiter)
    with writing(path):
        write_whole(path, kept.text, durable=True)
    filled = f", {kept.filled} of them filled in already" if kept.filled else ""
    print(f"{kept.rows} rows written to {path}{filled}", file=sys.stderr)
    print(f"then: nabla regrade {folder} --review {path}", file=sys.stderr)


def _lines(entries: Sequence["Entry"], unread: Sequence[str], width: int) -> Iterator["Line"]:
    """A line for each question: how many answers wait, and how many different ones."""
    from graders.reports.lines import BOLD, DIM, cell
    from graders.reports.points import shown
    from graders.reports.text import one_line
    from graders.reports.words import WORDS, count

    if not entries:
        what = "No answer that was read" if unread else "Nothing"
        yield [(f"{what} waits for a person.", BOLD)]
        return
    questions = {entry.graded.question.id: entry.graded.question for entry in entries}
    ids = max(map(len, questions))
    title = max(20, width - ids - 50)
    head = (cell("", ids), ("  ", ""), cell("", title), cell("to look at", 12, right=True))
    yield [*head, cell("different", 11, right=True), cell("points", 8, right=True)]
    for id, question in questions.items():
        of_it = [entry for entry in entries if entry.graded.question.id == id]
        different = len({entry.likeness or entry.place for entry in of_it})
        outcomes = Counter(entry.marked.outcome for entry in of_it)
        signs = " ".join(f"{WORDS[each].sign}{number}" for each, number in outcomes.items())
        yield [
            cell(id, ids, BOLD),
            ("  ", ""),
            cell(one_line(question.title), title),
            cell(str(len(of_it)), 12, right=True),
            cell(str(different), 11, right=True),
            cell(shown(question.points), 8, right=True),
            (f"  {signs}", DIM),
        ]
    yield []
    words = f"{count(len(entries), 'answer')} to look at; -o FILE writes them as a table"
    yield [(words, BOLD)]
