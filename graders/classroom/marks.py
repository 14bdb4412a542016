"""Marks: the points and comments that persons gave, and reports that have them.

A mark belongs to an answer. Where the student has changed the answer since, the mark is not
counted and not dropped: a person looks again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path

from graders.errors import GraderError
from graders.model import Kind, Outcome, Report, Verdict
from graders.output import MARKS
from graders.reports.points import shown
from graders.reports.words import WORDS


@dataclass(frozen=True, slots=True)
class Mark:
    """The points of one answer, given by a person; `answer` tells which answer it was."""

    submission: str
    question: str
    points: Fraction
    comment: str
    answer: str


Marks = Mapping[tuple[str, str], Mark]  # by submission and question


def fingerprint(verdict: Verdict, submission_digest: str) -> str:
    """What tells an answer from an earlier or later one: its text, or all that was handed in.

    >>> from graders.model import Question
    >>> question = Question("1", "Why?", Fraction(2), Kind.FREE_TEXT)
    >>> verdict = Verdict(question, Outcome.REVIEW, Fraction(0), text="a b")
    >>> fingerprint(verdict, "") == fingerprint(replace(verdict, text="a  b"), "")
    True
    """
    runs = verdict.question.kind in (Kind.CODE, Kind.TRAINING)
    text = " ".join(verdict.text.split())
    known = f"submission {submission_digest}" if runs or not text else f"text {text}"
    return letters(f"{verdict.max_points} points, {known}", 8)


def letters(text: str, number: int) -> str:
    """So many letters that stand for a text; no spreadsheet takes them for a number or a date.

    >>> letters("2.10", 6)
    'knnkjm'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("a") + byte % 16) for byte in digest[:number])


def with_marks(report: Report, marks: Marks, submission_digest: str) -> Report:
    """The report with the marks that persons gave."""
    return replace(
        report,
        verdicts=tuple(
            _marked(each, mark, submission_digest)
            if (mark := marks.get((report.submission, each.question.id)))
            else each
            for each in report.verdicts
        ),
    )


def _marked(verdict: Verdict, mark: Mark, submission_digest: str) -> Verdict:
    if mark.answer != fingerprint(verdict, submission_digest):
        return _to_look_at_again(verdict, mark)
    points = min(max(mark.points, Fraction(0)), verdict.max_points)
    if points == verdict.max_points:
        outcome = Outcome.CORRECT
    else:
        outcome = Outcome.PARTIAL if points else Outcome.INCORRECT
    before = f"before a person marked it: {WORDS[verdict.outcome].sentence}"
    before += f", {shown(verdict.points)} points"
    return replace(
        verdict,
        outcome=outcome,
        points=points,
        feedback=mark.comment,
        mistake=None,
        note="\n".join(filter(None, (before, verdict.feedback, verdict.note))),
        review_points=Fraction(0),
        marked=True,
    )


def _to_look_at_again(verdict: Verdict, mark: Mark) -> Verdict:
    outcome = verdict.outcome if verdict.outcome.needs_person else Outcome.UNDECIDED
    earlier = f"an earlier version of this answer was marked with {shown(mark.points)} points"
    earlier += f": {mark.comment}" if mark.comment else ""
    found = f"now {WORDS[verdict.outcome].sentence}, {shown(verdict.points)} points"
    return replace(
        verdict,
        outcome=outcome,
        feedback="This answer has changed since a person marked it; a person looks at it again.",
        note="\n".join(filter(None, (earlier, found, verdict.feedback, verdict.note))),
        review_points=verdict.max_points - verdict.points,
    )


def read_marks(output: Path) -> dict[tuple[str, str], Mark]:
    """The marks that count in an output folder: the last of each answer.

    Raises:
        GraderError: if the file is damaged; no mark is passed over.
    """
    return {(mark.submission, mark.question): mark for mark in read_every_mark(output)}


def read_every_mark(output: Path) -> list[Mark]:
    """All marks that were ever given, those of one answer in their order.

    Raises:
        GraderError: if the file is damaged.
    """
    path = output / MARKS
    marks: list[Mark] = []
    if not path.exists():
        return marks
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            data = json.loads(line)
            mark = Mark(**data | {"points": Fraction(data["points"])})
        except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
            hint = "mend the line, or take it out and mark the answer again"
            raise GraderError(
                "this line holds no mark", where=f"{path}:{number}", hint=hint
            ) from error
        marks.append(mark)
    return marks


def write_marks(output: Path, marks: Iterable[Mark]) -> None:
    """Keeps the marks, all or none of them; of one answer the last one counts."""
    from graders.grading.results import write_whole

    ordered = sorted(marks, key=lambda mark: (mark.submission, mark.question))
    lines = (json.dumps(asdict(mark) | {"points": str(mark.points)}) for mark in ordered)
    write_whole(output / MARKS, "".join(f"{line}\n" for line in lines), durable=True)
