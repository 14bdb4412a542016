"""`nabla check`: for students, before they hand in."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.terminals import print_text, terminal

if TYPE_CHECKING:
    from graders.checking import Checked, Checklist
    from graders.reports.lines import Line

TITLE = 34  # cells
REASON_LINES = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Says which answers are found, where, and how they begin, and runs the public checks of "
        "the code. It gives no points: what is found is not yet right."
    )
    parser.add_argument(
        "assignment",
        metavar="ASSIGNMENT",
        nargs="?",
        help="its name, or its folder; not needed in a folder that was handed out",
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="your folder, archive or file")
    parser.set_defaults(run=_check)


def _check(parsed: argparse.Namespace) -> ExitCode:
    from graders.checking import assignment_for, check_submission
    from graders.reports.lines import printed

    checklist = check_submission(assignment_for(parsed.path, parsed.assignment), parsed.path)
    width, color = terminal()
    print_text(printed(_lines(checklist, width), width=width, color=color))
    return ExitCode.DONE if all(e.is_fine for e in checklist.entries) else ExitCode.NEEDS_PERSON


def _lines(checklist: "Checklist", width: int) -> Iterator["Line"]:
    from graders.reports.lines import BOLD, DIM, cell, wrapped
    from graders.reports.text import one_line

    yield [(checklist.title, BOLD)]
    yield []
    ids = max(len(each.question.id) for each in checklist.entries)
    for each in checklist.entries:
        sign, words, style = _standing(each)
        columns = (cell(each.question.id, ids), (" ", ""), cell(each.question.title, TITLE))
        yield [(f"  {sign} ", style), *columns, ("  ", ""), (words, style)]
        for line in _reasons(each):
            lines = wrapped(line, width - ids - 5, limit=REASON_LINES)
            yield from ([(" " * (ids + 5) + part, DIM)] for part in lines)
    yield []
    for note in checklist.notes:
        yield [(one_line(note)[:width], DIM)]
    yield [(_in_all(checklist.entries), BOLD)]


def _in_all(entries: Sequence["Checked"]) -> str:
    """The last line: how many answers are found, and which checks do not pass."""
    from graders.reports.words import listed

    asked = [each for each in entries if each.is_found or each.question.points]
    found = sum(each.is_found for each in entries)
    words = f"{found} of {len(asked)} answers are found"
    failing = [each.question.id for each in entries if each.is_found and not each.is_fine]
    if failing:
        return f"{words}; a public check does not pass: {listed(failing)}"
    return f"{words}, with no check failing"


def _standing(each: "Checked") -> tuple[str, str, str]:
    """The sign, the words and the style of an entry."""
    from graders.reports.words import WORDS

    if each.verdict is None:
        if each.where or each.runs:
            return "·", f"found: {each.where}" if each.where else "your code will be run", ""
        return "○", "not found", "yellow"
    words = WORDS[each.verdict.outcome]
    said = "the public check passes" if each.is_fine else f"the public check: {words.sentence}"
    return words.sign, said, words.style


def _reasons(each: "Checked") -> Iterator[str]:
    from graders.model import Outcome
    from graders.reports.text import clean, one_line

    if each.verdict is not None and not each.is_fine:
        is_fault = each.verdict.outcome is Outcome.FAULT  # of the student's own machine, perhaps
        told = each.verdict.note if is_fault else each.verdict.feedback
        yield from clean(told).splitlines()
    elif each.excerpt and each.verdict is None:
        yield one_line(each.excerpt)
