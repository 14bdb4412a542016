"""Every exception of Nabla.

    NablaError                  a failure that we foresaw
    ├── GraderError             for the person at the keyboard; ends in an exit code
    │   ├── SubmissionError     the submission cannot be opened or is refused
    │   └── AssignmentError     the assignment is unknown or its declaration is wrong
    ├── GradingFailed           the graders themselves could not be run
    └── Finding                 raised while a question is graded; ends in a verdict
        ├── Mismatch            the answer is wrong
        ├── Missing             no answer was found
        ├── Unreadable          an answer was found and cannot be read
        ├── Undecided           a person must decide
        └── Review              free text, for a person to mark

Anything else that is raised is our bug: inside a question it becomes a `fault`, never a zero.
"""

import re
from fractions import Fraction


class NablaError(Exception):
    """A failure that we foresaw."""


class GraderError(NablaError):
    """For the person at the keyboard: where, what, and what to do next.

    >>> print(GraderError("the file is empty", where="answers.md", hint="hand in the written one"))
    answers.md: the file is empty
    hint: hand in the written one
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.message, self.where, self.hint)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\nhint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"

    def within(self, folder: str) -> str:
        """The words of this error for one who sees the folder, and need not know where it lies.

        >>> GraderError("the file is empty", where="/tmp/hw/ada/a.md").within("/tmp/hw")
        'ada/a.md: the file is empty'
        """
        inside = re.fullmatch(rf"{re.escape(folder)}(?:[/:]\s*(.*))?", self.where, re.DOTALL)
        where = self.where if inside is None else inside[1] or ""
        return str(GraderError(self.message, where=where, hint=self.hint))


def _rebuilt(kind: type[GraderError], message: str, where: str, hint: str) -> GraderError:
    """An error that has come from another process."""
    return kind(message, where=where, hint=hint)


class SubmissionError(GraderError):
    """The submission cannot be opened, or is refused because it is not safe to open."""


class AssignmentError(GraderError):
    """The assignment is unknown, or its declaration is wrong."""


class GradingFailed(NablaError):
    """The graders could not be run; pytest has said why on stderr."""


class Finding(NablaError):
    """What became of one question.

    `feedback` is for the student, `note` for staff; `mistake` is the code of a known mistake,
    `points` are those that are earned already, and `lost` those that are lost already.

    Raises:
        TypeError: where words are none; ValueError or OverflowError: where points are no number.
    """

    def __init__(
        self,
        feedback: str,
        *,
        note: str = "",
        mistake: str | None = None,
        points: Fraction = Fraction(0),
        lost: Fraction = Fraction(0),
    ) -> None:
        super().__init__(feedback)
        for text in (feedback, note, mistake or ""):
            if not isinstance(text, str):
                raise TypeError(f"a finding is told in words, not by {text!r}")
        self.feedback = feedback
        self.note = note
        self.mistake = mistake
        self.points = Fraction(points)
        self.lost = Fraction(lost)


class Mismatch(Finding):
    """The answer is wrong."""


class Missing(Finding):
    """No answer was found."""


class Unreadable(Finding):
    """An answer was found and cannot be read."""


class Undecided(Finding):
    """A person must decide."""


class Review(Finding):
    """Free text, for a person to mark."""
