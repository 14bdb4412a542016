"""The words of Nabla: what travels between readers, comparators, graders and reports.

A *submission* holds *answers*. A *question* compares an answer with a *reference* and gives a
*verdict*; verdicts make a *report*. All of them are frozen values and know nothing of files,
pytest or pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from graders.expression import Expression


class Outcome(StrEnum):
    """What became of one question."""

    CORRECT = "correct"
    FOLLOW_THROUGH = "follow_through"  # right work on a wrong earlier value
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    MISSING = "missing"  # no answer was found
    UNREADABLE = "unreadable"  # an answer was found and cannot be read
    UNDECIDED = "undecided"  # read, but not settled
    REVIEW = "review"  # free text: a person marks it
    FAULT = "fault"  # our failure, not the student's

    @property
    def needs_person(self) -> bool:
        """Whether a person must look before the points are final.

        >>> [outcome.value for outcome in Outcome if outcome.needs_person]
        ['unreadable', 'undecided', 'review', 'fault']
        """
        return self in (Outcome.UNREADABLE, Outcome.UNDECIDED, Outcome.REVIEW, Outcome.FAULT)


class Kind(StrEnum):
    """What a question asks for."""

    NUMERIC = "numeric"
    SYMBOLIC = "symbolic"
    SHAPE = "shape"
    CHOICE = "choice"
    TABLE = "table"
    DERIVATION = "derivation"
    FREE_TEXT = "free_text"
    CODE = "code"
    TRAINING = "training"


class Visibility(StrEnum):
    """When a student may see a verdict, in Gradescope's words."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"


class Form(StrEnum):
    """How an answer is written."""

    LATEX = "latex"
    MARKDOWN = "markdown"
    CODE = "code"
    TABLE = "table"


class Protection(StrEnum):
    """How far student code is kept from everything else."""

    NOT_NEEDED = "not needed"
    FULL = "full"
    REDUCED = "reduced"
    NONE = "none"  # code was not run


@dataclass(frozen=True, slots=True)
class Isolation:
    """What kept student code apart while a submission was graded, in words for the report.

    >>> print(Isolation(Protection.NOT_NEEDED, "no student code was run"))
    isolation: no student code was run
    """

    protection: Protection
    words: str

    def __str__(self) -> str:
        return f"isolation: {self.words}"


NO_CODE_RUN = Isolation(Protection.NOT_NEEDED, "no student code was run")


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a submission; lines and notebook cells count from 1.

    >>> str(Where("answers.md", 14)), str(Where("hw.ipynb", 2, cell=3))
    ('answers.md:14', 'hw.ipynb[3]:2')
    """

    file: str
    line: int
    cell: int | None = None

    def __str__(self) -> str:
        cell = "" if self.cell is None else f"[{self.cell}]"
        return f"{self.file}{cell}:{self.line}"


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in, unpacked safely.

    `files` maps names relative to the folder, with forward slashes, to their bytes; `large` maps
    those of weights that were not read to their sizes in bytes. `unread` are the names of those
    that cannot be read and may hold answers: pictures, documents, archives, text that is none.
    """

    id: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()  # for staff: what was left out and why
    large: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One candidate answer to a question.

    `text` is the answer as the student wrote it, `where` its first line, and `found_by` says in
    words how it was matched to the question ("label 2.1", "left-hand side dMSE/dw_9").
    `around` is what the student wrote under the question's own label, if it is more; `apart` are
    its passages, where it was put together from several that could each be the answer.
    """

    question: str
    text: str
    form: Form
    where: Where
    found_by: str
    inferred: bool = False  # neither a label nor a name leads to it: it is not called wrong
    shared: bool = False  # it stands there for all parts of its label, and is taken by none
    around: str = field(default="", compare=False)
    apart: tuple["Answer", ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    r"""A number as a student printed it.

    `unit` is one unit of the last place printed: 0.01 for ``0.79``, 10 for ``1.2e2``,
    0.0001 for ``93.06%``; it is 0 for an exact form such as ``\frac{1}{2}``.
    """

    text: str
    value: Fraction
    unit: Fraction
    percent: bool = False

    def __float__(self) -> float:
        return float(self.value)


@dataclass(frozen=True, slots=True)
class Step:
    """A member of an equation chain; `problem` says why it could not be read, if it could not."""

    text: str
    expression: Expression | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A numeric answer: the number it ends in, if it does, and the steps that lead to it.

    `others` are the other numbers of the sentences that it was taken from; `goes_on` says that
    a formula stands behind the number there.
    """

    number: PrintedNumber | None
    steps: tuple[Step, ...] = ()
    others: tuple[PrintedNumber, ...] = field(default=(), compare=False)
    goes_on: bool = field(default=False, compare=False)


StatedShape = tuple[str, str]  # rows and columns, as they are written; "" where that is not said


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known mistake: `code` for statistics, `words` for the student."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer held against its reference.

    `equal` is None when the two could not be told apart or together, never when they differ.
    `remarks` are observations without a deduction; `follows_from` names the earlier questions
    whose wrong answers explain this one; `credit` is the share of the points that a wrong
    answer still earns, `lost` the share that it has lost where a person decides on the rest.
    """

    equal: bool | None
    method: str
    mistake: Mistake | None = None
    witness: str = ""  # where the two part, for staff
    note: str = ""
    remarks: tuple[str, ...] = ()
    follows_from: tuple[str, ...] = ()
    credit: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)
    read_as: str = ""

    def left_open(self, note: str) -> "Comparison":
        """The same, not settled: no mistake is named, and a person looks."""
        return replace(self, equal=None, mistake=None, note=note)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an assignment, as its `assignment.toml` declares it.

    `names` are the left-hand sides that define the answer, in LaTeX; `cues` are words that
    introduce it, `called` those by which a short line tells it from the parts beside it; `follows`
    are the earlier questions it is computed from; `rubric` is what a person looks for; `symbols`
    names the set of symbols that its formula is made of, and `layout` is that of a derivative. The
    points of a `bonus` question are beyond the maximum.
    """

    id: str
    title: str
    points: Fraction
    kind: Kind
    names: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()
    visibility: Visibility = Visibility.VISIBLE
    symbols: str = ""
    layout: str = ""
    bonus: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The id as a path of labels: ('2', '2', 'w9') for 2.2.w9."""
        return tuple(self.id.split("."))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a question decided about an answer.

    `feedback` is for the student and never holds the reference; `note` is for staff.
    `review_points` are the points that a person may still award.

    Raises:
        TypeError: where words are none, as from a grader that an instructor has just written.
    """

    question: Question
    outcome: Outcome
    points: Fraction
    feedback: str = ""
    note: str = ""
    read_as: str = ""
    where: str = ""
    mistake: str | None = None
    review_points: Fraction = Fraction(0)
    about: str = ""  # the grader's own line, shown above the feedback
    tags: tuple[str, ...] = ()
    text: str = ""  # the answer as the student wrote it; of several candidates all of them
    marked: bool = False  # a person gave the points
    figure: str = ""  # an SVG made by us, for pages alone; no text of students is in it

    def __post_init__(self) -> None:
        for words in (self.feedback, self.note, self.read_as, self.figure):
            if not isinstance(words, str):
                raise TypeError(f"a verdict is told in words, not by {words!r}")

    @property
    def max_points(self) -> Fraction:
        return self.question.points


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one submission, in the order of the assignment."""

    submission: str
    assignment: str
    title: str
    verdicts: tuple[Verdict, ...]
    grader_version: str
    seconds: float
    notes: tuple[str, ...] = ()  # for staff: files left out, passages matched to no question
    leaderboard: tuple[Mapping[str, object], ...] = field(default=())
    isolation: Isolation = NO_CODE_RUN
    refused: str = ""  # why the submission could not be opened

    @property
    def is_unread(self) -> bool:
        """Whether nothing is known of it: it could not be opened, and no person has marked it."""
        return bool(self.refused) and not any(verdict.marked for verdict in self.verdicts)

    @property
    def points(self) -> Fraction:
        return sum((verdict.points for verdict in self.verdicts), Fraction(0))

    @property
    def max_points(self) -> Fraction:
        """All points but those of bonus questions."""
        regular = (each.max_points for each in self.verdicts if not each.question.bonus)
        return sum(regular, Fraction(0))

    @property
    def needs_review(self) -> tuple[Verdict, ...]:
        """The verdicts that a person must look at."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome.needs_person)
