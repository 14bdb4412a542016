"""`nabla grade -o`: a class on disk."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.grade_words import load, print_class, print_report
from graders.commands.progress import Progress
from graders.errors import GradingFailed
from graders.model import Report

if TYPE_CHECKING:
    from graders.batch import Options
    from graders.classroom.folder import ClassFolder
    from graders.classroom.grading import Todo
    from graders.commands.grade import GradeArguments
    from graders.declaring.assignment import Assignment
    from graders.reports.tally import Tally

LINES_SHOWN = 10


def grade_into(
    output: Path, assignment: "Assignment", options: "Options", arguments: "GradeArguments"
) -> ExitCode:
    """Grades what is new or changed and shows the whole class."""
    from graders.classroom.cluster import Cluster
    from graders.classroom.folder import ClassFolder
    from graders.classroom.grading import grade_class, plan

    folder = ClassFolder(output)
    cluster = Cluster(arguments.cluster) if arguments.cluster else None
    with folder.locked():
        todo = plan(folder, assignment, arguments.paths, options, fresh=arguments.fresh)
        _tell_of_the_plan(todo, output)
        if todo.pending:
            load(assignment)
        progress = Progress(len(todo.names), todo.finished)
        try:
            with progress:
                grade_class(
                    folder, assignment, todo, options, progress.hear,
                    workers=arguments.workers, cluster=cluster,
                )  # fmt: skip
        except (KeyboardInterrupt, GradingFailed):
            words = "what is finished is kept; give the same command again to go on"
            print(f"nabla: {words}", file=sys.stderr)
            raise
        finally:
            tally = _write_class(folder, list(todo.names.values()), progress)
    print(f"written to {output}", file=sys.stderr)
    _print_results(folder, tally, todo, arguments)
    return progress.code


def _tell_of_the_plan(todo: "Todo", output: Path) -> None:
    """Says whose place a submission takes, and which is graded under another name."""
    _list(
        f"{path}: is called {todo.names[path]}, for another one is called {name}; if both are of "
        f"one student, take the folders of both out of {output} and grade the later one"
        for path, name in todo.renamed.items()
    )
    _list(f"{name}: takes the place of {path}" for name, path in todo.replaced.items())
    if todo.finished:
        words = f"{todo.finished} of {len(todo.names)} are finished and unchanged"
        print(words, file=sys.stderr)
    reasons = Counter(todo.pending.values())
    if set(reasons) - {"new"}:
        counted = ", ".join(f"{number} {reason}" for reason, number in reasons.most_common())
        print(f"to grade: {counted}", file=sys.stderr)


def _list(lines: Iterable[str]) -> None:
    first, more = [*islice(lines := iter(lines), LINES_SHOWN)], sum(1 for _ in lines)
    for line in first:
        print(f"nabla: {line}", file=sys.stderr)
    if more:
        print(f"nabla: and {more} more like these", file=sys.stderr)


def _write_class(folder: "ClassFolder", names: Sequence[str], progress: Progress) -> "Tally":
    """Writes the pages of the whole class, whatever was graded just now; counts what is asked."""
    asked = set(names)

    def reports() -> Iterator[Report]:
        for record in folder.records():
            report = folder.marked(record)
            if record.name in asked:
                progress.count(report, refused=bool(record.head.refused))
            yield report

    return folder.write_class(reports())


def _print_results(
    folder: "ClassFolder", tally: "Tally", todo: "Todo", arguments: "GradeArguments"
) -> None:
    from graders.output import RESULTS

    names = [name for name in todo.names.values() if folder.head(name)]
    if arguments.json:
        for name in names:
            print((folder.path / name / RESULTS).read_text(encoding="utf-8"), end="")
    elif len(todo.names) > 1:
        print_class(tally)
    elif names:
        record = folder.record(names[0])
        if not record.head.refused:
            print_report(folder.marked(record), verbose=arguments.verbose)
