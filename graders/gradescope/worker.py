"""Grades the one submission of a container; `supervising` runs it and outlives it.

python -m graders.gradescope.worker /autograder UNTIL
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import Assignment, load_assignment
from graders.errors import GraderError
from graders.gradescope.hooks import Rules
from graders.gradescope.layout import DATA, FINISHED, Layout, Settings, read_settings
from graders.gradescope.metadata import Metadata, MetadataError, read_metadata
from graders.gradescope.publishing import (
    Results,
    decided,
    graded_in,
    publish,
    read_back,
    rule_failed,
    told,
    withheld,
)
from graders.model import Report
from graders.reading.intake.names import ARCHIVES, IGNORED
from graders.reports.gradescope import to_gradescope

REFUSED = "Your submission could not be opened; the staff will look at it. The reason: {}"


def grade_submission(root: Path, until: float) -> None:
    """Grades what stands in a container, applies the instructor's rules, and writes results.

    Args:
        root: of the container.
        until: the moment at which it is ended, as `time.monotonic` tells it.

    Raises:
        OSError: if the results cannot be written; what stood before is whole.
        GradingFailed: if the graders could not be run.
    """
    run = _prepared(Layout(root))
    rules = Rules(run.assignment.folder, run.metadata)
    if refusal := rules.admit():
        publish(run.layout.results_file, withheld(refusal, run.assignment.questions))
        return
    graded = run.graded(until)
    results = run.results(graded.report, graded.refused)
    decision = rules.adjust(graded.report)
    if rules.failure:
        print(rules.failure, file=sys.stderr)
        results = rule_failed(results, rules.failure)
    publish(run.layout.results_file, decided(results, decision, run.assignment.questions))


@dataclass(frozen=True)
class Run:
    """One submission in its container; `note` tells staff why there are no metadata."""

    layout: Layout
    settings: Settings
    assignment: Assignment
    metadata: Metadata | None
    note: str

    def graded(self, until: float) -> Graded:
        """What became of the submission; results are written after every question."""
        found: list[Graded] = []
        data = self.layout.source / DATA if self.settings.has_data else None
        options = Options(data=data, plugins=(self,), until=until)
        path = handed_in(self.layout.submission)
        grade_all(
            self.assignment, [path], options, found.append, apart=True, names={path: self.name}
        )
        return found[0]

    @property
    def name(self) -> str:
        return self.metadata.id if self.metadata else "submission"

    def pytest_nabla_report(self, report: Report) -> None:
        """Writes the report so far; where there is no room for it the one before stands.

        So does one that knows more, from a process that has died over a question.
        """
        try:
            results = self.results(report)
            if graded_in(results) >= graded_in(read_back(self.layout.results_file)):
                publish(self.layout.results_file, results)
        except OSError as error:
            print(f"results.json could not be written: {error}", file=sys.stderr)

    def results(self, report: Report, refused: GraderError | None = None) -> Results:
        sentences = [REFUSED.format(_reason(refused, self.layout.submission))] if refused else []
        notes = [self.note] if self.note else []
        return told(to_gradescope(report), *sentences, notes=notes)


def _prepared(layout: Layout) -> Run:
    settings = read_settings(layout.source)
    assignment = load_assignment(settings.assignment)
    try:
        return Run(layout, settings, assignment, read_metadata(layout.metadata), "")
    except MetadataError as error:
        return Run(layout, settings, assignment, None, str(error))


def handed_in(folder: Path) -> Path:
    """What to grade of a folder: all of it, or the one archive that is all it holds."""
    entries = [
        each for each in folder.iterdir() if each.name not in IGNORED and each.name[0] != "."
    ]
    alone = entries[0] if len(entries) == 1 else None
    is_archive = alone is not None and alone.name.lower().endswith(ARCHIVES)
    return alone if alone is not None and is_archive and alone.is_file() else folder


def _reason(error: GraderError, folder: Path) -> str:
    """Why a submission was refused, without the folders of the container, on one line."""
    reason, _, hint = error.within(str(folder)).partition("\nhint: ")
    return f"{reason} ({hint})" if hint else reason


if __name__ == "__main__":
    grade_submission(Path(sys.argv[1]), float(sys.argv[2]))
    sys.exit(FINISHED)
