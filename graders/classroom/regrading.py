"""A class graded again: with the present graders, or with the marks of persons."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from graders.batch import Graded, Options, grade_all
from graders.classroom.cluster import Cluster
from graders.classroom.fingerprints import Made, made_here
from graders.classroom.folder import ClassFolder
from graders.classroom.grading import is_finished, record_of
from graders.classroom.marks import Mark, with_marks
from graders.classroom.record import Head
from graders.declaring.assignment import Assignment, load_assignment
from graders.errors import AssignmentError
from graders.grading.loading import load_graders
from graders.reports.moves import Move, moves_between


@dataclass
class Stale:
    """The submissions of a class that would be graded otherwise now, by what they are graded with.

    `gone` are those whose files are no longer where they were.
    """

    groups: dict[tuple[str, Options], dict[str, Head]] = field(default_factory=dict)
    gone: dict[str, Path] = field(default_factory=dict)
    total: int = 0

    @property
    def number(self) -> int:
        return sum(map(len, self.groups.values()))


def find_stale(folder: ClassFolder) -> Stale:
    """What has changed since it was graded: submissions, graders, or what they use.

    Raises:
        AssignmentError: if the assignment is no longer there.
    """
    stale = Stale()
    here: dict[tuple[str, Options], Made] = {}
    for name in folder.names():
        head = folder.head(name) or folder.record(name).head
        stale.total += 1
        if not head.path.exists():
            stale.gone[name] = head.path
            continue
        kind = head.assignment, head.options
        if kind not in here:
            here[kind] = made_here(_assignment_of(folder, head), head.options)
        made = here[kind].of(head.path)
        if not is_finished(head, made):
            group = stale.groups.setdefault(kind, {})
            group[name] = Head(head.assignment, head.path, made, head.options)
    return stale


def _assignment_of(folder: ClassFolder, head: Head) -> Assignment:
    """The assignment that a report was made by.

    Raises:
        AssignmentError: if it is no longer where it was.
    """
    try:
        return load_assignment(head.assignment)
    except AssignmentError as error:
        if Path(head.assignment).exists():
            raise
        message = "the assignment that graded this class is no longer here"
        hint = f"where it has moved to NEW: nabla grade NEW/ PATH... -o {folder.path}"
        raise AssignmentError(message, where=head.assignment, hint=hint) from error


@dataclass(frozen=True)
class Regraded:
    """A submission that was graded again, with the marks of persons, and what has moved."""

    graded: Graded
    moves: Sequence[Move] = ()


def regrade(
    folder: ClassFolder,
    stale: Stale,
    receive: Callable[[Regraded], object],
    *,
    dry_run: bool = False,
    workers: int = 1,
    cluster: Cluster | None = None,
) -> None:
    """Grades again what is stale; writes it, unless it is a dry run.

    Raises:
        GradingFailed: if the graders could not be run.
    """
    for reference in {reference for reference, _ in stale.groups}:
        load_graders(load_assignment(reference))
    for (reference, options), heads in stale.groups.items():
        assignment = load_assignment(reference)
        names = {head.path: name for name, head in heads.items()}
        hear = partial(_hear, folder, heads, names, receive, dry_run)
        if cluster is not None:
            cluster.grade(assignment, reference, names, options, hear)
        else:
            grade_all(
                assignment,
                list(names),
                options,
                hear,
                workers=workers,
                apart=True,
                names=names,
            )


def _hear(
    folder: ClassFolder,
    heads: dict[str, Head],
    names: dict[Path, str],
    receive: Callable[[Regraded], object],
    dry_run: bool,
    graded: Graded,
) -> None:
    name = names[graded.path]
    before = folder.marked(folder.record(name))
    record = record_of(graded.report, heads[name], graded.refused)
    after = folder.marked(record) if dry_run else folder.keep(record)
    receive(Regraded(replace(graded, report=after), moves_between(before, after)))


def moves_by_marks(folder: ClassFolder, marks: Sequence[Mark]) -> Iterator[Move]:
    """What marks move; nothing is written."""
    new = folder.marks | {(mark.submission, mark.question): mark for mark in marks}
    for name in dict.fromkeys(mark.submission for mark in marks):
        record = folder.record(name)
        after = with_marks(record.report, new, record.head.made.submission)
        yield from moves_between(folder.marked(record), after)


def keep_marks(folder: ClassFolder, marks: Sequence[Mark]) -> None:
    """Keeps marks and writes what follows from them; the marks themselves come first."""
    folder.add_marks(marks)
    for name in dict.fromkeys(mark.submission for mark in marks):
        folder.render(folder.record(name))
