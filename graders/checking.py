"""What a student can know before handing in: what is found of each answer, and public checks.

Public checks are `check_*` functions in the `check_*.py` beside an assignment's graders. They use
the same fixtures with inputs that anybody may see, and no reference.
"""

from dataclasses import dataclass
from pathlib import Path

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import DECLARATION, Assignment, load_assignment
from graders.errors import AssignmentError, GraderError, GradingFailed, SubmissionError
from graders.grading.collecting import told
from graders.model import Isolation, Kind, Outcome, Question, Report, Submission, Verdict
from graders.reading.code import read_code
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.finding.overlooked.in_comments import written_into
from graders.reading.finding.overlooked.unread import unread_pages
from graders.reading.intake import open_submission, shown
from graders.reading.sources import set_apart

EXCERPT = 60  # characters
NOT_READ = (
    "your write-up could not be read, through a fault of Nabla and none of yours ({}).\n"
    "Hand it in as it is: a person will look at it. Tell your course of this, so that it is mended."
)
IN_COMMENT = "{}: text stands in the comment, where nothing is read: move it below"
NOT_TYPED = "{} cannot be read: type the answers that it holds"
CHECKS = "checks"  # the folder of a handout that holds its declaration and public checks


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one question: where its answer stands, and what its check says."""

    question: Question
    where: str
    excerpt: str
    verdict: Verdict | None  # of its public check, if it has one
    runs: bool  # whether it is graded by running code, which needs no label, and there is some

    @property
    def is_found(self) -> bool:
        if self.verdict is not None:
            return self.verdict.outcome is not Outcome.MISSING
        return bool(self.where) or self.runs

    @property
    def is_fine(self) -> bool:
        if self.verdict is not None:
            return self.verdict.outcome is Outcome.CORRECT
        return self.is_found


@dataclass(frozen=True, slots=True)
class Checklist:
    """All questions of an assignment as a student's folder stands."""

    title: str
    entries: tuple[Checked, ...]
    isolation: Isolation
    notes: tuple[str, ...]


def assignment_for(path: Path, named: str | None = None) -> Assignment:
    """The assignment that is named, or the one that the folder of these answers was handed out for.

    Raises:
        AssignmentError: if there is none.
        SubmissionError: if there are no answers here, and so nothing that was handed out.
    """
    if named is not None:
        return load_assignment(named)
    if not path.exists():
        hint = "give the folder that was handed out, or name both: nabla check ASSIGNMENT PATH"
        raise SubmissionError("there is no such file or folder", where=str(path), hint=hint)
    around = path if path.is_dir() else path.parent
    for folder in (around / CHECKS, around):
        if (folder / DECLARATION).is_file():
            return load_assignment(folder)
    hint = "name it: nabla check ASSIGNMENT PATH"
    raise AssignmentError("which assignment this is for is not known", where=str(path), hint=hint)


def check_submission(assignment: Assignment, path: Path) -> Checklist:
    """Looks for every answer, and runs the public checks of the code.

    Raises:
        SubmissionError: if the submission cannot be opened.
        GradingFailed: if the checks could not be run.
    """
    assignment = assignment.for_students
    submission = set_apart(open_submission(path))
    finder = Finder(assignment)
    answers = _answers_in(submission, finder, assignment.folder)
    has_code = bool(read_code(submission).modules)
    report = _report(assignment, path)
    verdicts = {verdict.question.id: verdict for verdict in report.verdicts}
    entries = [
        _checked(each, answers, verdicts.get(each.id), has_code) for each in assignment.questions
    ]
    unread = unread_pages(submission, answers, finder.sheet)
    already = tuple(f"{name}:" for name in unread)
    commented = sorted(written_into(submission, finder.sheet))
    notes = (
        *(IN_COMMENT.format(name) for name in commented),
        *(NOT_TYPED.format(shown(name)) for name in unread),
        *(note for note in report.notes if not note.startswith(already)),
    )
    return Checklist(assignment.title, tuple(entries), report.isolation, notes)


def _answers_in(submission: Submission, finder: Finder, folder: Path) -> Answers:
    """What is found; a failure of ours is told as one, for it says nothing of the answers."""
    try:
        return finder.find(sources_to_blocks(submission))
    except GraderError:
        raise
    except Exception as error:
        raise GradingFailed(NOT_READ.format(told(error, folder))) from error


def _report(assignment: Assignment, path: Path) -> Report:
    """The verdicts of the public checks alone."""
    if not has_checks(assignment):
        return Report(path.name, assignment.id, assignment.title, (), "", 0.0)
    found: list[Graded] = []
    options = Options(public=True, allow_weak_isolation=True)  # it is the student's own code
    grade_all(assignment, [path], options, found.append)
    return found[0].report


def has_checks(assignment: Assignment) -> bool:
    return any(assignment.folder.glob("check_*.py"))


def _checked(
    question: Question, answers: Answers, verdict: Verdict | None, has_code: bool
) -> Checked:
    runs = has_code and question.kind is Kind.CODE
    if not (found := answers.to(question)):
        return Checked(question, "", "", verdict, runs)
    excerpt = " ".join(found[0].text.split())[:EXCERPT]
    return Checked(question, str(found[0].where), excerpt, verdict, runs)
