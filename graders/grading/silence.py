"""Questions for which no answer was found: a person looks where it may stand after all."""

from collections.abc import Iterable, Sequence
from functools import partial

from graders.errors import Undecided
from graders.grading.question_run import QuestionRun
from graders.grading.session import GradingSession
from graders.judging.unlabelled import (
    is_one_of,
    is_sure,
    number_read,
    untaken,
    with_heads,
    with_value,
    with_value_alone,
    with_words,
)
from graders.model import Answer, Kind
from graders.reading.labels.label import Path

NO_LABEL = "No label leads to this answer; a person looks for it."
NO_NAME = "No name leads to this answer; a person looks for it."
FITS = "this fits, but stands under no label of this part"


class Silence:
    """What may be the answer to a question, among what no label of a part claims."""

    def __init__(self, grading: GradingSession, run: QuestionRun) -> None:
        self.answers = grading.answers
        self.run = run
        self.question = run.question

    def doubt(
        self,
        *values: float,
        words: str = "",
        heads: str = "",
        without: Sequence[str] = (),
        settles: bool = False,
    ) -> None:
        """Looks for one of these values, or for words, where no answer was found.

        Args:
            values: what the answer may be.
            words: a regular expression.
            heads: one for the left-hand sides of equations that a person looks at otherwise.
            without: labels of other parts, where the same may stand for their own answers.
            settles: whether words, or a value at the end of an equation that is printed finely,
                are taken for the answer, and not only shown to a person.

        Raises:
            Undecided: if something was found that is not surely the answer.
        """
        if self.run.candidates:
            return
        part = self.question.path[:2]
        elsewhere = [tuple(each.split(".")) for each in without]
        if part not in elsewhere and self.answers.text_under(part):
            self._look_below(values)
            return
        others = [each for each in elsewhere if each != part]
        found = self._fitting(values, words, others)
        if found is not None:
            self._take([found], is_number=bool(values))
            if not (settles and (words or all(is_sure(found, value) for value in values))):
                raise Undecided(NO_LABEL, note=FITS)
        elif heads and (alike := tuple(with_heads(self.answers, self.question, heads, others))):
            self._take(alike, is_number=False)
            raise Undecided(NO_LABEL)

    def _fitting(
        self, values: Sequence[float], words: str, others: Sequence[Path]
    ) -> Answer | None:
        """What has one of the values, or else the words."""
        answers, question = self.answers, self.question
        found = next(with_value(answers, question, values, others), None) if values else None
        if found is None and words:
            found = next(with_words(answers, question, words, others), None)
        return found

    def _look_below(self, values: Sequence[float]) -> None:
        """Looks for a number that no name claims under the question's own label.

        It ends an equation; where it is the only one that is asked for, and no part beside the
        question has a label, it may stand anywhere.
        """
        answers, question = self.answers, self.question
        beside = {each for each in answers.labelled if each[:-1] == question.path[:-1]}
        asked = values if question.kind is Kind.NUMERIC else ()
        found = next(with_value_alone(answers, question, asked), None)
        if found is None and len(asked) == 1 and not beside:
            found = next(untaken(answers, question, partial(is_one_of, values=asked)), None)
        if found is not None:
            self._take([found], is_number=True)
            raise Undecided(NO_NAME)

    def _take(self, found: Iterable[Answer], *, is_number: bool) -> None:
        self.run.candidates = tuple(found)
        if is_number:
            self.run.read_as[0] = number_read(self.run.candidates[0])
