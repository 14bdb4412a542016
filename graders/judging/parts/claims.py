"""All that a derivation says, held against examples in which it can be evaluated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from graders.comparing.derivations import ORDERS, Link, Status, Step, check_links
from graders.equivalence import Setting
from graders.equivalence.conditions import Line
from graders.equivalence.derivations import derivation_lines
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Number, Symbol, nodes
from graders.judging.parts.written import is_name_of_formula
from graders.judging.passages.explained import explanations
from graders.judging.passages.prose import formulas_in, plain_equations
from graders.reading.mathematics.statements.around import read_writing
from graders.reading.mathematics.statements.chain import CONDITION_WORDS
from graders.reading.mathematics.words.explanations import take_definitions
from graders.reading.words.cases import by_case

_KEPT_PASSAGES = 32
_STRICT = {"<=": "<", ">=": ">"}
_DERIVATIVE = re.compile(r"partial|'")
_RELATIONS = ORDERS | {"=", "~"}


@dataclass(frozen=True)
class Models:
    """Examples of an exercise, in which all that a derivation says can be evaluated.

    Attributes:
        true: in one of them every step holds.
        tight: in one of them the two sides of a bound are equal for some values.
        solved: in one of them an equation holds that is to be solved.
        cases: by the words that introduce a case, the example in which holds what is said of it;
            by those behind which none is looked at any more, None.
    """

    true: Sequence[Setting] = ()
    tight: Sequence[Setting] = ()
    solved: Sequence[Setting] = ()
    cases: Mapping[str, Setting | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.true or self.tight)


NO_MODELS = Models()


@dataclass(frozen=True)
class Claim:
    """A step from one member of a chain to the next, as an example has it."""

    link: Link
    sides: tuple[Step, Step]
    sets_name: bool  # it says what a name stands for, and cannot be wrong
    is_equation: bool  # it may be one to be solved

    @property
    def text(self) -> str:
        return f"{self.link.left} {self.link.relation} {self.link.right}"

    @property
    def fails(self) -> bool:
        return self.link.status is Status.FAILS and not self.sets_name

    @property
    def is_plain(self) -> bool:
        """Whether it says of a name how large it is, or of something on which side of zero."""
        is_name = all(isinstance(each.expression, Symbol | Number) for each in self.sides)
        return is_name or any(map(_is_zero, self.sides))


def failing_claim(models: Models, text: str) -> str:
    """A step that fails in each of the examples, or a bound that is not the best one."""
    failing = [_failing_in(each, models, text) for each in models.true]
    if failing and all(failing):
        return f"this step does not hold: {failing[0]}"
    loose = [_loose_in(each, text) for each in models.tight]
    if loose and (in_all := [each for each in loose[0] if all(each in other for other in loose)]):
        return f"this bound is not reached: {in_all[0]}"
    return ""


def _failing_in(example: Setting, models: Models, text: str) -> str:
    """The first step that fails in an example, and is meant in no other way."""
    for words, passage in by_case(text, tuple(models.cases)):
        for claim in claims_in(models.cases.get(words) or example, passage):
            others = models.solved if claim.is_equation else ()
            if claim.fails and not any(_holds(claim, each, passage) for each in others):
                return claim.text
    return ""


def _holds(claim: Claim, example: Setting, passage: str) -> bool:
    """Whether a step holds in another example, wherever it is written."""
    same = (each for each in claims_in(example, passage) if each.text == claim.text)
    return any(each.link.status is Status.HOLDS for each in same)


def _loose_in(example: Setting, text: str) -> list[str]:
    """The bounds whose sides differ for all values."""
    return [
        claim.text
        for claim in claims_in(example, text)
        if claim.link.relation in _STRICT and not claim.is_plain
        if _is_strict(example, *claim.sides)
    ]


def _is_strict(example: Setting, left: Step, right: Step) -> bool:
    strict = replace(right, relation=_STRICT[right.relation])
    return check_links(example.bench, (left, strict))[0].status is Status.HOLDS


@lru_cache(maxsize=_KEPT_PASSAGES)
def claims_in(example: Setting, passage: str) -> Sequence[Claim]:
    """What a passage claims, with the names that it explains."""
    explained = [each for each in explanations(example, passage) if _lines(example, each)]
    formulas = (*formulas_in(passage), *plain_equations(passage))
    lines = (line for each in formulas for line in _lines(example, each, explained))
    return [claim for line in lines for claim in _claims(example, line)]


def _lines(example: Setting, formula: str, explained: Sequence[str] = ()) -> Sequence[Line]:
    """The chains of a formula, with the names that others explain; none if it cannot be read."""
    others = [each for each in explained if each not in formula]
    text = ";\n".join([*others, formula])
    try:
        writing = read_writing(text, example.table)
        if any(each.lead in CONDITION_WORDS for each in writing.statements):
            return ()
        take_definitions(writing, writing.statements[-1])
        lines, _ = derivation_lines(example, writing, text)
    except (Unreadable, Undecided):
        return ()
    return lines[len(others) :]


def _claims(example: Setting, line: Line) -> Iterator[Claim]:
    names = {each.expression for each in line.steps if _is_name(each)}
    pairs = zip(pairwise(line.steps), line.links, strict=True)
    for place, (sides, link) in enumerate(pairs):
        beside = (*line.links[max(place - 1, 0) : place], *line.links[place + 1 : place + 2])
        is_free = any(_is_free(example, one, other) for one, other in (sides, sides[::-1]))
        is_set = is_free and not (len(names) > 1 and any(map(_is_constant, sides)))
        has_zero = any(_is_zero(each) for each in sides)
        is_alone = not any(each.relation in _RELATIONS for each in beside)
        is_alone = is_alone and not any(_is_name(each) for each in sides)
        is_equation = link.relation == "=" and (has_zero or is_alone)
        if link.relation in _RELATIONS and not any(map(_is_membership, sides)):
            yield Claim(link, sides, is_set and link.relation not in ORDERS, is_equation)


def _is_free(example: Setting, step: Step, other: Step) -> bool:
    """Whether a step is a name that the example leaves open, or one that a case gives a number.

    No case gives a derivative any other number than zero.
    """
    name = step.expression
    if isinstance(name, Call) and name.function == "abs":
        (name,) = name.arguments
    if not isinstance(name, Symbol):
        return False
    if not is_name_of_formula(example, name):
        return True
    is_derivative = _DERIVATIVE.search(name.name) is not None
    return isinstance(other.expression, Number) and not (is_derivative and other.expression.value)


def _is_name(step: Step) -> bool:
    return isinstance(step.expression, Symbol)


def _is_constant(step: Step) -> bool:
    found = step.expression
    return found is not None and not any(isinstance(each, Symbol) for each in nodes(found))


def _is_membership(step: Step) -> bool:
    return isinstance(step.expression, Call) and step.expression.function == "in"


def _is_zero(step: Step) -> bool:
    return isinstance(step.expression, Number) and not step.expression.value
