"""A class graded again: with the present graders, or with the marks of persons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graders.batch import Graded, Options, grade_all
from graders.classroom.cluster import Cluster
from graders.classroom.fingerprints import Made, made_here
from graders.classroom.folder import ClassFolder
from graders.classroom.grading import is_finished, kept, record_of
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


Receive = Callable[[Regraded], object]


def regrade(
    folder: ClassFolder,
    stale: Stale,
    receive: Receive,
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
    for (reference, options), group in stale.groups.items():
        assignment = load_assignment(reference)
        names = {head.path: name for name, head in group.items()}
        heads = {head.path: head for head in group.values()}
        hear = _Hearing(folder, assignment, heads, receive, dry_run=dry_run)
        if cluster is not None:
            cluster.grade(assignment, reference, names, options, hear)
        else:
            grade_all(
                assignment, list(names), options, hear, workers=workers, apart=True, names=names
            )


@dataclass(frozen=True)
class _Hearing:
    """Takes what was graded again, holds it against what was there, and passes it on."""

    folder: ClassFolder
    assignment: Assignment
    heads: Mapping[Path, Head]
    receive: Receive
    dry_run: bool

    def __call__(self, graded: Graded) -> None:
        before = self.folder.marked(self.folder.record(graded.report.submission))
        after = self._marked(graded)
        self.receive(Regraded(after, moves_between(before, after.report)))

    def _marked(self, graded: Graded) -> Graded:
        """What was graded with the marks of persons; it is written, unless nothing is to be."""
        if not self.dry_run:
            return kept(self.folder, self.assignment, self.heads, graded)
        record = record_of(graded.report, self.heads[graded.path], graded.refused)
        return replace(graded, report=self.folder.marked(record))


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
