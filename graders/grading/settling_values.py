"""Values settled: every candidate number of a question, with the student's own earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, islice, product

from graders.comparing.numbers.quantities import compare_quantity, is_told_by
from graders.comparing.numbers.targets import Earlier, Target
from graders.errors import GraderError
from graders.grading.question_run import QuestionRun
from graders.grading.session import GradingSession
from graders.judging.unlabelled import beside_answer, by_own_name, unread_numbers, untaken
from graders.judging.values import (
    in_doubt,
    most_favourable,
    on_the_way,
    unless_apart,
    waiting,
)
from graders.model import Answer, Comparison, PrintedNumber, Question, Value
from graders.reading.labels.dashes import MAY_BE_MINUS, without_dash
from graders.reading.quantities.numbers.damaged import damaged_numbers

OTHER = "another number that fits stands under the same label: {}"
TORN = "pieces of digits make the right number; a scan may have torn it"
FOLLOWS = "this follows from a number that a person must look at"
WAITS = "it may follow from an answer that a person must look at: {}"
MOST_READINGS = 32  # of earlier values for which several numbers are given


class ValueSettling:
    """One numeric question: what its candidates, and the answers before it, come to.

    The student's earlier values are those of the questions that this one follows, each of them if
    one has several; a grader that finds them elsewhere gives them as `earlier`. Where no answer was
    found, but the value stands near, without a name that leads to it, or a value by a name of the
    student's own, a person looks; so does one where a wrong number was read and the right one
    stands under the same label, or where an earlier answer waits for a person.
    """

    def __init__(self, grading: GradingSession, run: QuestionRun) -> None:
        self.grading = grading
        self.run = run
        self.followed = [grading.assignment.by_id[name] for name in run.question.follows]

    def settle(self, target: Target, *, earlier: Earlier | None = None) -> None:
        """Settles the question.

        Raises:
            GraderError: if the question follows one whose quantity the worksheet does not have.
        """
        self.grading.config.hook.pytest_nabla_compared(question=self.run.question, given=target)
        readings = [earlier] if earlier is not None else self._own_readings(target)
        self._look_near(target, readings[0])
        values = self.grading.values_of(self.run)
        found: Sequence[Comparison] = [
            self._held(answer, value, target, readings)
            for answer, value in zip(self.run.candidates, values, strict=True)
        ]
        if all(each.equal is False for each in found):
            found = self._doubted(found, values, target, readings[0])
        open_yet = ", ".join(each.id for each in self.followed if self.grading.waits(each))
        if open_yet and not any(each.equal for each in found):
            found = [waiting(each, WAITS.format(open_yet)) for each in found]
        left_out = on_the_way(values, found)
        kept = [number for number in range(len(found)) if number not in left_out]
        self.run.candidates = tuple(self.run.candidates[number] for number in kept)
        self.run.settle(*(found[number] for number in kept))

    def _held(
        self, answer: Answer, value: Value, target: Target, readings: Sequence[Earlier]
    ) -> Comparison:
        """What an answer comes to, if a dash at its beginning makes no difference."""

        def compared(value: Value) -> Comparison:
            return most_favourable(compare_quantity(value, target, each) for each in readings)

        bare = without_dash(answer.text)
        if bare is None:
            return compared(value)
        meant = self.grading.value(replace(answer, text=bare))
        return unless_apart(compared(value), compared(meant), MAY_BE_MINUS)

    @cached_property
    def _asked(self) -> Mapping[str, Question]:
        """The quantities of earlier questions."""
        finder = self.grading.finder
        return {finder.quantity(each): each for each in self.followed if each.names}

    def _own_readings(self, target: Target) -> list[Earlier]:
        """What the student's earlier values may be, where several numbers are given for one."""
        for name, question in self._asked.items():
            if name not in target.worksheet.names:
                raise GraderError(
                    f"the answer to {question.id} is called '{name}', which no worksheet here has",
                    hint=f"its quantities are {', '.join(target.worksheet.names)}",
                )
        numbers = [self.grading.own_numbers(each) or (None,) for each in self._asked.values()]
        some = islice(product(*numbers), MOST_READINGS)
        return [dict(zip(self._asked, each, strict=True)) for each in some]

    def _look_near(self, target: Target, earlier: Earlier) -> None:
        """Where no answer was found: what stands near, or under a name of the student's own."""
        run, answers = self.run, self.grading.answers
        if run.candidates or run.unclaimed is not None:
            return
        is_meant = partial(is_told_by, target=target, earlier=earlier)
        near = untaken(answers, run.question, is_meant)
        by_name = by_own_name(answers, run.question, self.grading.finder)
        run.unclaimed = next(chain(near, by_name), None)

    def _doubted(
        self,
        found: Sequence[Comparison],
        values: Sequence[Value],
        target: Target,
        earlier: Earlier,
    ) -> Sequence[Comparison]:
        """Wrong values, left open where another one beside them, or before them, would be right."""
        answers, question = self.grading.answers, self.run.question
        read = [each.number for each in values]
        is_meant = partial(is_told_by, target=target, earlier=earlier)
        if beside := next(beside_answer(answers, question, read, is_meant), None):
            found = [in_doubt(each, OTHER.format(beside)) for each in found]
        if any(map(is_meant, self._damaged())):
            found = [in_doubt(each, TORN) for each in found]
        owns = list(self._unread(earlier))
        if any(is_told_by(each, target, own) for each in read if each for own in owns):
            found = [in_doubt(each, FOLLOWS) for each in found]
        return found

    def _damaged(self) -> Iterator[PrintedNumber]:
        """What the pieces of digits in the answer, and under its label, may have been."""
        under = self.grading.answers.pieces_under(self.run.question.path)
        answered = (each.text for each in self.run.candidates)
        passage = "\n".join(each.block.text for each in under if not each.announces)
        for text in (*answered, passage):
            yield from damaged_numbers(text)

    def _unread(self, earlier: Earlier) -> Iterator[Earlier]:
        """The earlier values, with a number that may be one of them and was not read as such."""
        for name, each in self._asked.items():
            shown = self.grading.shown_for(each)
            for number in (*unread_numbers(self.grading.answers, each), *shown):
                yield {**earlier, name: number}
