"""`nabla regrade`: takes in the marks of persons, or grades again what has changed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.progress import Progress
from graders.commands.terminals import print_text, terminal
from graders.commands.workers import add_workers

if TYPE_CHECKING:
    from graders.classroom.folder import ClassFolder
    from graders.classroom.merging import Merged
    from graders.classroom.regrading import Regraded, Stale
    from graders.reports.moves import Move


PROBLEMS_SHOWN = 10
MOVES_SHOWN = 40  # on a terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "With --review: takes in the points and comments of a table that nabla review wrote. "
        "Without: grades again, with the present graders, what has changed since it was graded. "
        "Shows every score that moves."
    )
    parser.add_argument("folder", metavar="OUT", type=Path, help="what nabla grade -o wrote to")
    parser.add_argument("--review", type=Path, metavar="FILE", help="the table that was filled in")
    parser.add_argument("--dry-run", action="store_true", help="show what would move, no more")
    add_workers(parser)
    parser.set_defaults(run=_regrade)


def _regrade(parsed: argparse.Namespace) -> ExitCode:
    from graders.classroom.folder import open_class

    folder = open_class(parsed.folder)
    with folder.locked():
        if parsed.review is not None:
            code = _take_in(folder, parsed.review, dry_run=parsed.dry_run)
        else:
            code = _grade_again(folder, parsed)
        needed = _write_class(folder, dry_run=parsed.dry_run)
    return max(code, ExitCode.NEEDS_PERSON if needed else ExitCode.DONE)


def _write_class(folder: "ClassFolder", *, dry_run: bool) -> int:
    """Writes the pages of the class; how many answers still need a person."""
    if dry_run:
        return sum(len(report.needs_review) for report in folder.reports())
    from graders.reports.words import count, listed

    tally = folder.write_class()
    if tally.waiting:
        print(f"still for a person: {count(tally.waiting, 'answer')}", file=sys.stderr)
    if tally.unread:
        words = f"{count(len(tally.unread), 'submission')} could not be opened"
        names = listed([each.submission for each in tally.unread])
        print(f"{words}: {names}", file=sys.stderr)
    return tally.waiting + len(tally.unread)


# --- with --review --------------------------------------------------------------------------------


def _take_in(folder: "ClassFolder", path: Path, *, dry_run: bool) -> ExitCode:
    from graders.classroom.merging import merge
    from graders.classroom.regrading import keep_marks, moves_by_marks
    from graders.classroom.review import read_review

    merged = merge(folder, read_review(path))
    moves = list(moves_by_marks(folder, merged.marks))
    if not dry_run and merged.marks:
        keep_marks(folder, merged.marks)
    _show_moves(moves, len(folder.names()))
    _tell(merged, path, dry_run=dry_run)
    return ExitCode.NEEDS_PERSON if merged.problems else ExitCode.DONE


def _tell(merged: "Merged", path: Path, *, dry_run: bool) -> None:
    from graders.reports.words import count

    for told in sorted(merged.replaced, key=lambda each: each.row.number):
        print(f"{path}: {told}", file=sys.stderr)
    problems = sorted(merged.problems, key=lambda each: each.row.number)
    for problem in problems[:PROBLEMS_SHOWN]:
        print(f"{path}: {problem}", file=sys.stderr)
    if more := problems[PROBLEMS_SHOWN:]:
        print(f"{path}: {count(len(more), 'more row')} not taken", file=sys.stderr)
    words = [f"{'to take in' if dry_run else 'taken in'}: {count(len(merged.marks), 'mark')}"]
    if merged.alike:
        words.append(f"{merged.alike:,} of them for answers that are the same")
    if merged.known:
        words.append(f"{merged.known:,} were there already")
    if merged.problems:
        words.append(f"{count(len(merged.problems), 'row')} not taken, as said above")
    print("; ".join(words), file=sys.stderr)


# --- without --------------------------------------------------------------------------------------


def _grade_again(folder: "ClassFolder", parsed: argparse.Namespace) -> ExitCode:
    from graders.classroom.cluster import Cluster
    from graders.classroom.regrading import find_stale, regrade

    stale = find_stale(folder)
    _tell_of(stale)
    moves: list[Move] = []
    progress = Progress(stale.number)

    def receive(regraded: "Regraded") -> None:
        moves.extend(regraded.moves)
        progress.hear(regraded.graded)

    cluster = Cluster(parsed.cluster) if parsed.cluster else None
    try:
        with progress:
            regrade(
                folder, stale, receive,
                dry_run=parsed.dry_run, workers=parsed.workers, cluster=cluster,
            )  # fmt: skip
    finally:
        _show_moves(moves, progress.done)
    return progress.code


def _tell_of(stale: "Stale") -> None:
    for name, path in stale.gone.items():
        words = f"{path} is gone; its report stays as it is"
        print(f"nabla: {name}: {words}", file=sys.stderr)
    number = f"{stale.number} of {stale.total}"
    print(f"to grade again, for they or their graders have changed: {number}", file=sys.stderr)


def _show_moves(moves: Sequence["Move"], submissions: int) -> None:
    from graders.reports.moves import to_moves_table

    width, color = terminal()
    limit = MOVES_SHOWN if sys.stdout.isatty() else None
    print_text(to_moves_table(moves, submissions, width=width, color=color, limit=limit))
