"""What was handed in: the submission that is graded, the answers found in it, and their values."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest

from graders.errors import SubmissionError, Unreadable
from graders.grading.collecting import Collecting
from graders.grading.question_run import QuestionRun
from graders.model import Answer, PrintedNumber, Question, Step, Submission, Value
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.finding.naming.explained import Explained, explained_in
from graders.reading.finding.overlooked.in_comments import written_into
from graders.reading.finding.overlooked.unread import unread_pages
from graders.reading.intake import decode, is_readable, open_submission, submission_id
from graders.reading.quantities.numbers.restated import restates
from graders.reading.quantities.values import read_value
from graders.reading.sources import set_apart


class HandedIn(Collecting):
    """Opens one submission after the other, and reads what graders ask for."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.path = Path()
        self.submission = Submission("", {})
        self.answers = Answers({})
        self.unread: Sequence[str] = ()  # the files that cannot be read and may hold answers
        self.commented: Collection[str] = ()  # the questions with text in the handout's comment
        self.values: dict[Answer, Value] = {}
        self.explained: Explained | None = None

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.assignment)

    def turn_to(self, path: Path, name: str | None) -> None:
        """Puts the submission before away."""
        self.path, self.submission = path, Submission(name or submission_id(path), {})
        self.answers, self.unread, self.commented = Answers({}), (), ()
        self.values, self.explained = {}, None

    def open(self) -> None:
        """Reads the submission.

        Raises:
            SubmissionError: if it cannot be opened.
        """
        try:
            opened = open_submission(self.path)
        except SubmissionError as error:
            if self.path.name in error.where:
                raise
            where = f"{self.path}: {error.where}"  # an entry of an archive
            raise SubmissionError(error.message, where=where, hint=error.hint) from error
        self.submission = replace(set_apart(opened), id=self.submission.id)
        self.answers = self.finder.find(sources_to_blocks(self.submission))
        self.unread = unread_pages(self.submission, self.answers, self.finder.sheet)
        self.commented = written_into(self.submission, self.finder.sheet)

    # --- how much there is --------------------------------------------------------------------

    @property
    def is_as_given(self) -> bool:
        """Whether nothing was handed in but the handout, as it was."""
        given = self.submission
        only_text = not (given.large or given.notes) and all(map(is_readable, given.files))
        return only_text and not self.commented and (self.answers.are_blank or self._are_stubs())

    def _are_stubs(self) -> bool:
        files = self.submission.files
        return bool(files) and all(
            name.endswith(".py") and self.finder.sheet.is_stub(decode(name, data))
            for name, data in files.items()
        )

    def leads_to_any(self, questions: Iterable[Question]) -> bool:
        """Whether a label, a name or a cue leads to the answer to one of these questions."""
        return bool(self.answers.labelled) or any(map(self.answers.to, questions))

    def has_any(self, questions: Iterable[Question]) -> bool:
        """Whether anything may answer one of these questions."""
        found = self.answers
        return any(found.to(each) or found.unclaimed(each) for each in questions)

    # --- values -------------------------------------------------------------------------------

    def value(self, answer: Answer) -> Value:
        """The value of an answer, read once.

        Raises:
            Unreadable: if there is none.
        """
        if answer not in self.values:
            value = read_value(answer, self.finder.vocabulary)
            self.values[answer] = replace(value, steps=tuple(map(self._explained, value.steps)))
        return self.values[answer]

    def _explained(self, step: Step) -> Step:
        """A step; where it cannot be read, with the names that the student explains."""
        if step.expression is not None:
            return step
        if self.explained is None:
            blocks = (each.block for each in self.answers.outline.pieces)
            self.explained = explained_in(blocks, self.finder.vocabulary)
        return self.explained.read(step.text)

    def values_of(self, run: QuestionRun) -> tuple[Value, ...]:
        """The value of each candidate answer: the number it ends in and the steps before it.

        Raises:
            Missing: if there is no answer.
            Unreadable: if one has no value.
        """
        found = tuple(map(self.value, run.answers()))
        for number, value in enumerate(found):
            printed = value.number.text.rstrip("$. ") if value.number else "a formula"
            chain = f", the end of a chain of {len(value.steps) + 2}" if value.steps else ""
            run.read_as[number] = f"{printed}{chain}"
        return found

    def own_number(self, question: Question) -> PrintedNumber | None:
        """The student's own number in a question, if one can be read."""
        return next(self._numbers_of(self.answers.to(question)[:1]), None)

    def own_numbers(self, question: Question) -> tuple[PrintedNumber, ...]:
        """The student's own numbers in a question: those of all candidates that say another one."""
        found: list[PrintedNumber] = []
        for number in self._numbers_of(self.answers.to(question)):
            if not any(restates(number, each) or restates(each, number) for each in found):
                found.append(number)
        return tuple(found)

    def _numbers_of(self, answers: Iterable[Answer]) -> Iterator[PrintedNumber]:
        for answer in answers:
            with suppress(Unreadable):
                if (number := self.value(answer).number) is not None:
                    yield number
