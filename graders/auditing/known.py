"""What the graders themselves hold an answer against, as variants of it.

A run over the sample tells which quantity of which worksheet a number must be, and which formulas
are right or known mistakes; each of them is then handed in as an answer.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isclose, isfinite

from graders.auditing.mathematics import answer_formula, replaced
from graders.auditing.variants import Change, Expected, Variant
from graders.comparing.numbers.targets import Target, value_with_mistake
from graders.comparing.numbers.worksheet import Worksheet
from graders.judging.accepted import Accepted
from graders.model import Question
from graders.reading.words.choosing.choices import Options

WRONG_BY = 1.3  # an earlier value, so that the next one is clearly another
NEAR = 1e-3  # relative: as good as the reference
_APART = 0.05  # relative: what follows from a wrong value is clearly not the reference


@dataclass
class Recorder:
    """Hears what each question is held against in a run over the sample."""

    targets: dict[str, Target] = field(default_factory=dict)
    formulas: dict[str, Accepted] = field(default_factory=dict)
    choices: dict[str, list[Options]] = field(default_factory=dict)
    question: str = ""  # that is graded

    def pytest_nabla_begins(self, question: Question | None) -> None:
        self.question = question.id if question else ""

    def chosen_among(self, options: Options) -> None:
        self.choices.setdefault(self.question, []).append(options)

    def pytest_nabla_compared(self, question: Question, given: object) -> None:
        if isinstance(given, Target):
            self.targets[question.id] = given
        elif isinstance(given, Accepted):
            self.formulas[question.id] = given


def known_mistakes(known: Recorder, question: Question, text: str) -> Iterator[Change]:
    """The answer with each mistake that its grader knows."""
    if target := known.targets.get(question.id):
        before = [known.targets[each] for each in question.follows if each in known.targets]
        exact = {each.quantity: each.reference for each in before}
        for each in target.mistakes:
            value = value_with_mistake(target, exact, each)
            if value is not None and isfinite(value) and not _is_near(value, target):
                rule = f"known: {each.mistake.words}"
                yield Change(rule, named(question, printed(value, target)), each.mistake.code)
    if accepted := known.formulas.get(question.id):
        for latex, mistake in (accepted.mistakes or {}).items():
            yield Change(f"known: {mistake.words}", as_answer(text, latex), mistake.code)


def known_forms(known: Recorder, question: Question, text: str) -> Iterator[Change]:
    """The answer by each formula, or with the digits, that its grader takes for right."""
    if accepted := known.formulas.get(question.id):
        for latex in (accepted.reference, *accepted.others):
            yield Change("known: a right formula", as_answer(text, latex))
    if target := known.targets.get(question.id):
        reference = printed(target.reference, target)
        yield Change("known: the reference", reference)
        yield Change("known: the reference, named", named(question, reference))


def _is_near(value: float, target: Target) -> bool:
    """Whether a mistake changes so little that it cannot be told from rounding."""
    return target.scale is None and isclose(value, target.reference, rel_tol=NEAR)


def named(question: Question, text: str) -> str:
    """A value with the name of the quantity before it, where it has one."""
    return f"${question.names[0]} = {text}$\n" if question.names else f"{text}\n"


def printed(value: float, target: Target) -> str:
    """A number with six digits, a whole one as it is, and one near its start with more."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.8f}" if target.scale is not None else f"{value:.6g}"


def as_answer(text: str, latex: str) -> str:
    """The answer with its last equation ending in this formula."""
    chain = answer_formula(text)
    if chain is None:
        return f"$${latex}$$\n"
    head = chain.latex.partition("=")[0]
    return replaced(text, chain.start, chain.end, f"{head}= {latex}")


# --- what follows from a wrong value ------------------------------------------------------------


def carried(known: Recorder, question: Question) -> Iterator[Variant]:
    """Wrong answers to what the question follows from, with what follows and what does not."""
    target = known.targets.get(question.id)
    for earlier in question.follows if target else ():
        before = known.targets.get(earlier)
        if target is None or before is None or before.quantity not in _inputs(target):
            continue
        wrong = before.reference * WRONG_BY
        value = computed(target.worksheet, target.quantity, {before.quantity: wrong})
        if not isfinite(value) or isclose(value, target.reference, rel_tol=_APART):
            continue
        others = {earlier: printed(wrong, before)}
        rule, text = f"carried from {earlier}", named(question, printed(value, target))
        yield Variant(question.id, rule, text, Expected.CARRIED, others=others)
        off = named(question, printed(value * WRONG_BY**2, target))
        yield Variant(question.id, f"mutant: not {rule}", off, Expected.REJECTED, others=others)


def _inputs(target: Target) -> frozenset[str]:
    """All names that a quantity is computed from, directly or not."""
    found: set[str] = set()
    left = [target.quantity]
    while left:
        formula = target.worksheet.formulas.get(left.pop())
        fresh = set(inspect.signature(formula).parameters) - found if formula else set()
        found |= fresh
        left += fresh
    return frozenset(found)


def computed(sheet: Worksheet, name: str, known: Mapping[str, float]) -> float:
    """A quantity from known values, by its formulas alone."""
    if name in known:
        return known[name]
    if name in sheet.given:
        return sheet.given[name]
    formula = sheet.formulas[name]
    names = inspect.signature(formula).parameters
    return float(formula(*(computed(sheet, each, known) for each in names)))
