"""Variants graded end to end: each is written as a submission and graded by the real graders."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from graders.auditing.sample import Sample
from graders.auditing.variants import Variant
from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import Assignment, load_assignment
from graders.errors import GradingFailed
from graders.model import Report, Verdict
from graders.sandbox.room import keep_rooms

KILLED = "one of {} processes was killed, perhaps for the memory it took; give fewer by -j"
CHUNK = 24  # variants of a question that a worker takes at a time

Judged = tuple[Variant, Verdict]


@dataclass(frozen=True)
class Trial:
    """Grades variants of a sample.

    Args:
        assignment: whose graders are used.
        sample: in which the variants stand.
        options: of the grading.
        workers: processes that grade at a time.
    """

    assignment: Assignment
    sample: Sample
    options: Options
    workers: int = 1

    def base(self, *plugins: object) -> Mapping[str, Verdict]:
        """The verdicts on the sample itself."""
        options = replace(self.options, plugins=plugins)
        return next(self._wholes([Whole()], options, workers=1))

    def wholes(self, wholes: Sequence["Whole"]) -> Iterator[Mapping[str, Verdict]]:
        """The verdicts on the sample in other forms."""
        return self._wholes(wholes, self.options, workers=self.workers)

    def verdicts(self, variants: Iterable[Variant]) -> Iterator[Judged]:
        """The verdict on each variant, for the question that it answers.

        Raises:
            GradingFailed: if a worker was killed.
        """
        chunks = list(_chunks(variants))
        run = partial(_graded, self.assignment.folder, self.sample, self.options)
        if self.workers <= 1:
            for chunk in chunks:
                yield from run(chunk)
            return
        with ProcessPoolExecutor(max_workers=self.workers, initializer=keep_rooms) as pool:
            try:
                for done in pool.map(run, chunks):
                    yield from done
            except BrokenProcessPool as broken:
                raise GradingFailed(KILLED.format(self.workers)) from broken

    def _wholes(
        self, wholes: Sequence["Whole"], options: Options, *, workers: int
    ) -> Iterator[Mapping[str, Verdict]]:
        with TemporaryDirectory(prefix="nabla-audit-") as folder:
            paths = [Path(folder) / f"{number:04}" for number in range(len(wholes))]
            for path, each in zip(paths, wholes, strict=True):
                text = self.sample.text(each.changes, each.heading, self.assignment.by_id)
                self.sample.write(path, text)
            found: list[Graded] = []
            grade_all(self.assignment, paths, options, found.append, workers=workers)
        for graded in found:
            yield {each.question.id: each for each in _report(graded).verdicts}


@dataclass(frozen=True)
class Whole:
    """The whole sample with other headings, or with other answers to some questions."""

    heading: str = "handout"
    changes: Mapping[str, str] = field(default_factory=dict)


def _chunks(variants: Iterable[Variant]) -> Iterator[list[Variant]]:
    """Variants of one question together, as they come, but not too many."""
    groups: dict[str, list[Variant]] = {}
    for each in variants:
        groups.setdefault(each.question, []).append(each)
    for group in groups.values():
        rest = iter(group)
        while chunk := list(islice(rest, CHUNK)):
            yield chunk


def _graded(
    folder: Path, sample: Sample, options: Options, variants: Sequence[Variant]
) -> list[Judged]:
    """The verdicts on variants of one question."""
    assignment = load_assignment(folder)
    name = variants[0].question
    only = replace(options, only=(name,))
    with TemporaryDirectory(prefix="nabla-audit-") as place:
        paths = []
        for number, each in enumerate(variants):
            changes = {**each.others, each.question: each.text}
            path = Path(place) / f"{number:04}"
            sample.write(path, sample.text(changes, each.heading, assignment.by_id))
            paths.append(path)
        found: list[Graded] = []
        receive: Callable[[Graded], None] = found.append
        grade_all(assignment, paths, only, receive)
    verdicts = [
        next(each for each in _report(graded).verdicts if each.question.id == name)
        for graded in found
    ]
    return list(zip(variants, verdicts, strict=True))


def _report(graded: Graded) -> Report:
    if graded.refused is not None:
        raise graded.refused
    return graded.report
