"""Which variants of the answer to a question are tried: some by every rule, in turn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from graders.auditing.algebra.changes import Algebra, by_rule
from graders.auditing.algebra.places import setting_of
from graders.auditing.choices import opposites, other_options
from graders.auditing.conditions import is_condition, wrong_conditions
from graders.auditing.declared import Declared
from graders.auditing.known import Recorder, carried, known_forms, known_mistakes
from graders.auditing.notation import notations
from graders.auditing.numbers import other_numbers, other_prints
from graders.auditing.programs import other_programs, wrong_programs
from graders.auditing.sample import FREE, Sample
from graders.auditing.sizes import other_sizes, wrong_sizes
from graders.auditing.tables import other_tables, wrong_tables
from graders.auditing.variants import Change, Expected, Variant
from graders.declaring.assignment import Assignment
from graders.model import Kind, Question
from graders.reading.words.choosing.choices import read_choice

MOST_GIVEN = 3  # for each variant that is made by rules, so that a quick audit is quick
MOST_STRANGE = 3  # answers to other questions
WRITE_UP = 3  # every third variant stands under the heading of a free write-up


@dataclass(frozen=True)
class Planner:
    """Chooses variants.

    Args:
        assignment: whose questions they answer.
        sample: the right answers.
        known: what the graders hold them against.
        declared: answers that a person wrote down.
        seed: the same seed chooses the same.
        most: rewrites, and as many mutants, that are made for a question by rules.
    """

    assignment: Assignment
    sample: Sample
    known: Recorder
    declared: Declared
    seed: int
    most: int

    def variants(self, question: Question) -> list[Variant]:
        """The variants of the answer to one question."""
        text = self.sample.answers[question.id]
        random = Random(f"{self.seed} {question.id}")
        right = [
            *self._given(self.declared.accepted.get(question.id, ()), text, random),
            *self._given(known_forms(self.known, question, text), text, random),
            *self._some(_fresh(text, self._rewrites(question, text, random)), random),
        ]
        wrong = [
            *self._given(self.declared.mistakes.get(question.id, ()), text, random),
            *self._given(known_mistakes(self.known, question, text), text, random),
            *self._some(_fresh(text, self._mutants(question, text, random)), random),
        ]
        found = [
            *self._as_variants(question, right, Expected.ACCEPTED, random),
            *self._as_variants(question, wrong, Expected.REJECTED, random),
            *carried(self.known, question),
        ]
        alike = {(each.text.strip(), *sorted(each.others.items())): each for each in found[::-1]}
        return list(alike.values())[::-1]

    def _rewrites(self, question: Question, text: str, random: Random) -> Iterator[Change]:
        yield from notations(text)
        yield from other_tables(text)
        if question.kind is Kind.SHAPE:
            yield from other_sizes(text)
        if question.kind is Kind.NUMERIC:
            yield from other_prints(text)
        if question.kind is Kind.CODE:
            yield from other_programs(text)
        if algebra := self._algebra(question, text, random):
            yield from algebra.equal()

    def _mutants(self, question: Question, text: str, random: Random) -> Iterator[Change]:
        yield from wrong_tables(text, random)
        if question.kind is Kind.SHAPE:
            yield from wrong_sizes(text)
        if question.kind is Kind.NUMERIC:
            yield from other_numbers(text, random)
        if question.kind is Kind.CODE:
            yield from wrong_programs(text)
        if question.kind is Kind.CHOICE:
            yield from self._wrong_choices(question, text, random)
        if algebra := self._algebra(question, text, random):
            yield from algebra.wrong()
        accepted = self.known.formulas.get(question.id)
        if algebra and accepted and is_condition(algebra.setting, accepted.reference):
            yield from wrong_conditions(text)

    def _wrong_choices(self, question: Question, text: str, random: Random) -> Iterator[Change]:
        """Other options where its grader tells them, else the opposite; and what is no choice."""
        named = self.known.choices.get(question.id, ())
        found = [each for options in named for each in other_options(text, options)]
        yield from found or opposites(text)
        others = (each for each in self.assignment.questions if each.kind is not question.kind)
        answers = (self.sample.answers.get(each.id, "") for each in others)
        strange = [
            each
            for each in answers
            if not any(read_choice(each, options) for options in named)  # by chance
        ]
        for answer in random.sample(strange, min(len(strange), MOST_STRANGE)):
            yield Change("mutant: the answer to another question", answer)

    def _algebra(self, question: Question, text: str, random: Random) -> Algebra | None:
        setting = setting_of(self.assignment, question)
        return Algebra(setting, question, text, random) if setting else None

    def _given(self, changes: Iterable[Change], text: str, random: Random) -> list[Change]:
        """What was written down by a person: all of it, unless few variants are wanted."""
        found = list(_fresh(text, changes))
        return random.sample(found, min(len(found), MOST_GIVEN * self.most))

    def _some(self, changes: Iterable[Change], random: Random) -> list[Change]:
        """As many as are wanted, from every rule in turn."""
        groups = list(by_rule(iter(changes)).values())
        for group in groups:
            random.shuffle(group)
        random.shuffle(groups)
        turns = (each for turn in zip_longest(*groups) for each in turn if each is not None)
        return [each for each, _ in zip(turns, range(self.most), strict=False)]

    def _as_variants(
        self, question: Question, changes: Iterable[Change], expected: Expected, random: Random
    ) -> Iterator[Variant]:
        for number, change in enumerate(changes):
            free = number % WRITE_UP == WRITE_UP - 1
            yield Variant(
                question.id,
                change.rule,
                change.text,
                expected,
                change.mistake,
                change.others,
                heading=random.choice(FREE) if free else "handout",
                is_code=question.kind is Kind.CODE,
            )


def _fresh(text: str, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes that change something."""
    return (each for each in changes if each.text.strip() != text.strip())
