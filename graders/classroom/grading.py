"""Grading a class into a folder: what is finished is not graded again.

A submission is finished if its report was made of the same bytes, by the same graders and with
the same options. Each report is on disk before the next is begun in its process, so whatever ends
a run, the next one goes on from there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from graders.batch import Graded, Options, grade_all
from graders.classroom.cluster import Cluster
from graders.classroom.fingerprints import Made, made_here
from graders.classroom.folder import ClassFolder
from graders.classroom.names import absolute, names_in_class
from graders.classroom.record import Head, Record, is_whole
from graders.declaring.assignment import FOLDER, Assignment
from graders.errors import AssignmentError, GraderError
from graders.grading.faults import not_graded
from graders.model import Report
from graders.output import submission_names

DRAFTS = re.compile(r"\.(results\.json|report\.(json|html))\.\d+")  # left by a killed run


@dataclass(frozen=True)
class Todo:
    """The submissions of a class by their names, and those of them that must be graded."""

    names: Mapping[Path, str]
    heads: Mapping[Path, Head]  # what a report on each is made from
    pending: Mapping[Path, str]  # with the reason
    replaced: Mapping[str, Path]  # where the report of a name was made from another path
    renamed: Mapping[Path, str]  # where another submission has the name of a path

    @property
    def finished(self) -> int:
        return len(self.names) - len(self.pending)


def plan(
    folder: ClassFolder,
    assignment: Assignment,
    paths: Sequence[Path],
    options: Options,
    *,
    fresh: bool = False,
) -> Todo:
    """What must be graded of these submissions.

    Raises:
        GraderError: if the folder holds another assignment, or more than is asked for now.
    """
    known = _known(folder, assignment)
    _refuse_to_lose(folder, assignment, known, options)
    names = names_in_class(paths, {name: head.path for name, head in known.items()})
    here = made_here(assignment, options)
    heads: dict[Path, Head] = {}
    pending: dict[Path, str] = {}
    for path, name in names.items():
        made = here.of(path)
        heads[path] = Head(reference_to(assignment), absolute(path), made, options)
        head = known.get(name)
        moved = head is not None and head.assignment != heads[path].assignment
        if fresh or moved or not is_finished(head, made):
            pending[path] = _why(head, made)
    replaced = {
        name: known[name].path
        for path, name in names.items()
        if name in known and absolute(known[name].path) != absolute(path)
    }
    plain = submission_names(paths)
    renamed = {
        path: plain[path]
        for path, name in names.items()
        if name not in known and plain[path] in known
    }
    return Todo(names, heads, pending, replaced, renamed)


def reference_to(assignment: Assignment) -> str:
    """How an assignment is named so that it is found again: its name, or its folder."""
    folder = assignment.folder.resolve()
    return folder.name if folder.parent == FOLDER.resolve() else str(folder)


def _known(folder: ClassFolder, assignment: Assignment) -> dict[str, Head]:
    """The heads of what the folder holds.

    Raises:
        GraderError: if the folder holds another assignment.
    """
    found = {name: folder.head(name) for name in folder.names()}
    known = {name: head for name, head in found.items() if head is not None}
    reference = reference_to(assignment)
    others = {each.assignment for each in known.values()} - {reference}
    others = {each for each in others if not _has_moved(each, reference)}
    if others:
        message = f"this folder holds reports on {min(others)}"
        hint = "give each assignment a folder of its own with -o"
        raise GraderError(message, where=str(folder.path), hint=hint)
    return known


def _refuse_to_lose(
    folder: ClassFolder, assignment: Assignment, known: Mapping[str, Head], options: Options
) -> None:
    """Keeps reports on more questions from being replaced by those on a few.

    Raises:
        GraderError: if the folder holds such reports.
    """
    asked = assignment.chosen(options.only)
    if all(_questions(assignment, head) <= asked for head in known.values()):
        return
    message = "this folder holds reports on more questions than --only names, which would be lost"
    hint = "leave --only out (what has not changed is not graded again), or name another folder"
    raise GraderError(message, where=str(folder.path), hint=hint)


def _questions(assignment: Assignment, head: Head) -> frozenset[str]:
    """The questions that a report was made on, as far as there still are any."""
    try:
        return assignment.chosen(head.options.only)
    except AssignmentError:
        return frozenset()


def _has_moved(earlier: str, reference: str) -> bool:
    """Whether the folder of an assignment is gone, and this one is called as it was."""
    before = Path(earlier)
    return before.is_absolute() and not before.exists() and before.name == Path(reference).name


def is_finished(head: Head | None, made: Made) -> bool:
    """Whether a report need not be made again: it was made of the same, and whole."""
    if head is None or head.refused or not head.is_whole:
        return False
    return head.made == made and bool(made.submission)


def _why(head: Head | None, made: Made) -> str:
    """Why a submission is graded, in words that follow a number."""
    if head is None:
        return "new"
    if head.refused:
        return "could not be opened"
    if head.made.submission != made.submission:
        return "handed in otherwise"
    if head.made.graders != made.graders:
        return "graded by other graders or another Nabla"
    if head.made.options != made.options:
        return "graded with other options"
    return "finished" if head.is_whole else "not graded as a whole"


def grade_class(
    folder: ClassFolder,
    assignment: Assignment,
    todo: Todo,
    options: Options,
    receive: Callable[[Graded], object],
    *,
    workers: int = 1,
    cluster: Cluster | None = None,
) -> None:
    """Grades what is pending into the folder.

    `receive` gets each submission with its marked report once it is on disk, in their order.

    Raises:
        GradingFailed: if the graders could not be run.
    """
    names = {path: todo.names[path] for path in todo.pending}
    _clear_drafts(folder, names.values())
    finish = partial(kept, folder, assignment, {path: todo.heads[path] for path in names})
    if cluster is not None:
        reference = reference_to(assignment)
        cluster.grade(assignment, reference, names, options, lambda graded: receive(finish(graded)))
    elif names:
        grade_all(
            assignment,
            list(todo.pending),
            replace(options, output=folder.path),
            receive,
            workers=workers,
            apart=True,
            names=names,
            finish=finish,
        )
    finished = [name for path, name in todo.names.items() if path not in names]
    for name in folder.not_rendered(finished):
        folder.render(folder.record(name))


def kept(
    folder: ClassFolder, assignment: Assignment, heads: Mapping[Path, Head], graded: Graded
) -> Graded:
    """Puts a graded submission on disk; a report that cannot be written costs that one alone.

    Args:
        folder: to which it is written.
        assignment: by which it was graded.
        heads: what the report on each path is made from.
        graded: what became of it; is given back with the marks of persons.

    Raises:
        OSError, GraderError: if nothing can be written there.
    """
    head, refused = heads[graded.path], graded.refused
    try:
        report = folder.keep(record_of(graded.report, head, refused))
    except (OSError, GraderError):  # the disk or the folder: it would be so for all
        raise
    except Exception as error:
        reason = f"writing the report: {type(error).__name__}: {error}"
        faults = not_graded(assignment, graded.report.submission, reason, only=head.options.only)
        report = folder.keep(record_of(faults, head, refused))
    return Graded(graded.path, report, refused)


def record_of(report: Report, head: Head, refused: GraderError | None = None) -> Record:
    """The record of a submission that has been graded just now."""
    words = "" if refused is None else str(refused)
    whole = Head(
        head.assignment, head.path, head.made, head.options, words, is_whole=is_whole(report)
    )
    return Record(whole, report)


def _clear_drafts(folder: ClassFolder, names: Iterable[str]) -> None:
    for name in names:
        place = folder.path / name
        for file in place.iterdir() if place.is_dir() else ():
            if DRAFTS.fullmatch(file.name):
                file.unlink(missing_ok=True)
