"""Variants of the formulas of an answer: other forms of the same value, and other values."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from random import Random

from graders.auditing.algebra.building import Proposal, everywhere
from graders.auditing.algebra.forms import equal_forms, of_the_whole
from graders.auditing.algebra.mistakes import mistakes_in, wrong_as_a_whole
from graders.auditing.algebra.operations import DoesNotExist, NotKnown
from graders.auditing.algebra.places import Place, places
from graders.auditing.algebra.printing import NotPrintable, Printer
from graders.auditing.algebra.values import same
from graders.auditing.mathematics import replaced
from graders.auditing.variants import Change
from graders.equivalence import Setting
from graders.expression import Call, Expression, Number, Symbol
from graders.model import Kind, Question

MOST_TRIED = 400  # changes of one formula


@dataclass(frozen=True)
class Algebra:
    """Changes of the formulas of an answer to a question."""

    setting: Setting
    question: Question
    text: str
    random: Random

    def answers(self) -> list[Place]:
        """The formulas on which the answer rests: the last one, or all steps of a derivation."""
        found = [each for each in places(self.setting, self.text) if _says_something(each)]
        if self.question.kind is Kind.DERIVATION:
            return [each for each in found if each.chained]
        ends = [each for each in found if each.is_last]
        chained = [each for each in ends if each.chained]
        return (chained or ends)[-1:]

    def equal(self) -> Iterator[Change]:
        """The answer with a formula in another form."""
        for place in self.answers():
            expression = place.expression
            proposals = chain(everywhere(expression, equal_forms), of_the_whole(expression))
            yield from self._changes(place, proposals, wanted=True)

    def wrong(self) -> Iterator[Change]:
        """The answer with a formula of another value."""
        exercise = self.setting.bench.exercise
        groups: dict[object, list[str]] = {}
        for name, each in exercise.symbols.items():
            key = each.type, each.shape, each.domain == "index", each.dimension
            groups.setdefault(key, []).append(name)
        rule = mistakes_in(list(groups.values()))
        for place in self.answers():
            expression = place.expression
            proposals = chain(everywhere(expression, rule), wrong_as_a_whole(expression))
            yield from self._changes(place, proposals, wanted=False)

    def _changes(
        self, place: Place, proposals: Iterator[Proposal], *, wanted: bool
    ) -> Iterator[Change]:
        tried = list(proposals)
        self.random.shuffle(tried)
        for rule, other in tried[:MOST_TRIED]:
            if self._is_same(place.expression, other) is not wanted:
                continue
            printer = Printer(self._names(), *self.random.choice(_STYLES))
            try:
                latex = printer.text(other)
            except NotPrintable:
                continue
            kind = "algebra" if wanted else "mutant"
            yield Change(f"{kind}: {rule}", replaced(self.text, place.start, place.end, latex))

    def _is_same(self, expression: Expression, other: Expression) -> bool | None:
        try:
            return same(expression, other, self.setting.bench.exercise)
        except (NotKnown, DoesNotExist):
            return None

    def _names(self) -> dict[str, str]:
        table = self.setting.table
        names = {name: each.name for name, each in table.declarations.items()}
        return names | {name: each.name for name, each in table.definitions.items()}


_STYLES = ((False, False), (True, False), (False, True))


def _says_something(place: Place) -> bool:
    """Whether a formula is more than a name or a number."""
    match place.expression:
        case Number() | Symbol():
            return False
        case Call("-", (Number() | Symbol(),)):
            return False
    return True


def by_rule(changes: Iterator[Change]) -> dict[str, list[Change]]:
    """Changes by the rules that made them."""
    ordered = sorted(changes, key=lambda each: each.rule)
    return {rule: list(group) for rule, group in groupby(ordered, key=lambda each: each.rule)}
