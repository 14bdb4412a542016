r"""Whether a student's formula means the reference: `nabla compare`, and `compare` for graders.

Reading, typing, evaluation and diagnosis are put together here, one function for each kind of
answer. What is known of an exercise (its symbols, the worlds drawn for them, the mutants of a
reference) is kept for the next comparison.

>>> compare(r"2x", r"\frac{dz}{dx} = 2\,x.", symbols={"x": {"type": "scalar"}}).equal
True
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice

import numpy as np

from graders.comparing.bench import Bench
from graders.comparing.derivations import Link, Status, Step, check_links, first_that
from graders.comparing.diagnosis import Gallery
from graders.comparing.equality import Finding, compare_terms, same_shape
from graders.comparing.evaluation import limited_work
from graders.comparing.mistakes import SHAPE
from graders.comparing.mutants import mutants
from graders.comparing.precision import judge_number
from graders.comparing.relations import (
    compare_equations,
    compare_relations,
    mistake_in_equation,
    mistake_in_relation,
)
from graders.comparing.shapes import ShapeFault, Unknown, settled
from graders.comparing.sizes import compare_sizes
from graders.comparing.terms import Term, is_truth
from graders.declarations import Declarations, Exercise
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Call, Expression, Number, Symbol, free_names, substitute, to_text
from graders.model import Comparison, Mistake
from graders.reading.chains import leading_number
from graders.reading.mathematics.assignments import read_assignment
from graders.reading.mathematics.doubts import MOST as MOST_READINGS
from graders.reading.mathematics.doubts import other_readings
from graders.reading.mathematics.functions import TRUTHS
from graders.reading.mathematics.parser import Parser, Reading
from graders.reading.mathematics.python import read_python
from graders.reading.mathematics.relations import read_relation
from graders.reading.mathematics.sizes import read_sizes
from graders.reading.mathematics.statements import (
    Member,
    Statement,
    Writing,
    main_statement,
    read_value,
    read_writing,
    rival_values,
    value_of,
)
from graders.reading.mathematics.symbols import SymbolTable
from graders.reading.mathematics.tokens import prepare
from graders.reading.numbers import read_number

KINDS = ("value", "number", "relation", "shape", "constraint", "equation", "derivation")
_MAX_TEXT = 20_000
_MOST_STATEMENTS = 40  # of an answer, each of which is held against the reference
_LONGEST_NUMBER = 2_000  # characters of an answer that is a number
_WORK = 2e7  # units of evaluation for a verdict,
_WORK_OF_NAMING = 8e6  # and for the mistake behind it
_MOST_DIGITS = 50
_MOST_STEPS = 120  # of a derivation
_MOST_MUTANTS = 80  # of a relation or an equation
_KEPT_SETTINGS = 64
_KEPT_REFERENCES = 256


@dataclass(frozen=True)
class Options:
    """How an answer is read and held against its reference."""

    kind: str = "value"
    layout: str | None = None
    order: str = "HWC"
    student_format: str = "latex"
    almost_everywhere: bool = False
    min_digits: int | None = None


Read = Callable[[str, SymbolTable], Expression]


@dataclass(frozen=True)
class Target:
    """A reference as read and typed, with its mutants for each reading of a transpose."""

    expression: Expression
    term: Term
    galleries: dict[bool, Gallery] = field(default_factory=dict)

    def gallery(self, bench: Bench, *, layout: bool) -> Gallery:
        if layout not in self.galleries:
            self.galleries[layout] = Gallery(bench, self.expression, self.term, layout)
        return self.galleries[layout]


@dataclass
class Setting:
    """An exercise ready for comparisons: its table of symbols, and the bench they are tried on."""

    table: SymbolTable
    bench: Bench
    lock: threading.RLock = field(default_factory=threading.RLock)
    _targets: dict[tuple[Read, str], Target] = field(default_factory=dict)

    def target(self, reference: str, read: Read) -> Target:
        """The reference, read once.

        Raises:
            GraderError: if it cannot be read.
        """
        known = self._targets.get((read, reference))
        if known is None:
            if len(self._targets) > _KEPT_REFERENCES:
                self._targets.clear()
            try:
                expression = read(reference, self.table)
                term = self.bench.type(expression)
            except (ShapeFault, Unreadable) as fault:
                raise _broken(str(fault)) from fault
            if any(isinstance(settled(size), Unknown) for size in term.shape):
                raise _broken("its size is not known; write I_n for I")
            known = self._targets[read, reference] = Target(expression, term)
        return known


def compare(
    reference: str,
    student: str,
    *,
    kind: str = "value",
    symbols: Mapping[str, Mapping[str, object]] | None = None,
    definitions: Sequence[Mapping[str, str]] = (),
    layout: str | None = None,
    order: str = "HWC",
    student_format: str = "latex",
    almost_everywhere: bool = False,
    min_digits: int | None = None,
) -> Comparison:
    """Whether a student's formula means the reference.

    Args:
        reference: the right answer, in LaTeX.
        student: what the student wrote.
        kind: value, number, relation, shape, constraint, equation or derivation.
        symbols: what the names mean, as `docs/how-formulas-are-judged.md` says.
        definitions: names that stand for formulas, each with `latex` and `value`.
        layout: `denominator` or `numerator`, if the answer is a derivative.
        order: `HWC`, or `free` where the channels of a shape may come first.
        student_format: `latex` or `python`.
        almost_everywhere: whether single points may differ, such as kinks.
        min_digits: how many significant digits a number must have.

    Returns:
        A comparison whose `equal` is True, False, or None where it is not settled; `read_as` is
        what was understood, `note` says why it is not settled or not equal.

    Raises:
        GraderError: if the reference, a declaration or an option makes no sense.
    """
    options = Options(kind, layout, order, student_format, almost_everywhere, min_digits)
    _check(options)
    setting = setting_for(symbols or {}, definitions)
    with setting.lock, limited_work(_WORK), np.errstate(all="ignore"):
        return _compare(setting, reference, student, options)


def setting_for(
    symbols: Mapping[str, Mapping[str, object]], definitions: Sequence[Mapping[str, str]] = ()
) -> Setting:
    """The exercise that these symbols declare.

    Raises:
        GraderError: if a declaration makes no sense.
    """
    try:
        key = json.dumps([symbols, list(definitions)], sort_keys=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise GraderError("the declarations are no plain data", where="symbols") from error
    return _setting(key)


@lru_cache(maxsize=_KEPT_SETTINGS)
def _setting(key: str) -> Setting:
    symbols, definitions = json.loads(key)
    declared = Declarations.of(symbols, definitions)
    try:
        table = SymbolTable(declared)
        values = {
            name: Parser(prepare(each.value, table), table).whole()
            for name, each in table.definitions.items()
        }
    except Unreadable as refusal:
        raise GraderError(f"a declaration cannot be read: {refusal.feedback}") from refusal
    return Setting(table, Bench(Exercise(table.declarations, values)))


def _check(options: Options) -> None:
    for name, value, allowed in (
        ("kind", options.kind, KINDS),
        ("layout", options.layout, (None, "denominator", "numerator")),
        ("order", options.order, ("HWC", "free")),
        ("student_format", options.student_format, ("latex", "python")),
    ):
        if value not in allowed:
            words = ", ".join(str(each) for each in allowed if each)
            raise GraderError(f"'{value}' is none", where=name, hint=f"use one of {words}")
    digits = options.min_digits
    if digits is not None and not (isinstance(digits, int) and 0 < digits <= _MOST_DIGITS):
        raise GraderError(
            f"'{digits}' is no number of digits",
            where="min_digits",
            hint=f"use 1 to {_MOST_DIGITS}",
        )


def _compare(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    if len(student) > _MAX_TEXT:
        words = f"the answer has {len(student)} characters; {_MAX_TEXT} can be read"
        return Comparison(None, "reading", note=words)
    try:
        return _KINDS[options.kind](setting, reference, student, options)
    except ShapeFault as fault:
        return Comparison(False, "shapes", SHAPE, note=str(fault))
    except Unreadable as refusal:
        return Comparison(None, "reading", note=refusal.feedback)
    except Undecided as doubt:
        return Comparison(None, "evaluation", note=doubt.feedback)
    except RecursionError:
        return Comparison(None, "reading", note="the formula is nested too deep")


def read_reference(setting: Setting, reference: str) -> Target:
    """A reference of kind value.

    Raises:
        GraderError: if it cannot be read.
    """
    return setting.target(reference, read_value)


def _broken(reason: str) -> GraderError:
    return GraderError(f"the reference cannot be read: {reason}", where="reference")


# --- values -------------------------------------------------------------------------------------


def _compare_value(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    target = setting.target(reference, read_value)
    if options.student_format == "python":
        return judge(setting, target, read_python(student, setting.table), options)
    writing = read_writing(student, setting.table)
    answer = main_statement(writing)
    found = judge(setting, target, value_of(writing, answer), options)
    if found.equal:
        return _unless_contradicted(setting, target, writing, answer, found, options)
    if found.equal is False and _AMBIGUOUS.search(student):
        return _unless_ambiguous(setting, target, writing, found, options)
    return found


_OTHER_READINGS = (
    Reading(wide_quotients=True),
    Reading(powers_inside=True),
    Reading(wide_quotients=True, powers_inside=True),
    Reading(elementwise=True),
)


def _unless_contradicted(
    setting: Setting,
    target: Target,
    writing: Writing,
    answer: Statement,
    found: Comparison,
    options: Options,
) -> Comparison:
    """A right answer as found; not settled if another value is given for the same quantity."""
    if len(writing.statements) > _MOST_STATEMENTS:
        return replace(found, equal=None, note="there are too many equations beside the answer")
    for rival in rival_values(writing, answer):
        if judge(setting, target, rival, options).equal is False:
            return replace(found, equal=None, note=f"another value is given too: {to_text(rival)}")
    return found


def _unless_ambiguous(
    setting: Setting, target: Target, writing: Writing, found: Comparison, options: Options
) -> Comparison:
    """A wrong answer as found; not settled if another reading of `a/bc` and the like is right."""
    for reading in _OTHER_READINGS:
        meant = Writing(writing.statements, setting.table, reading=reading)
        try:
            other = value_of(meant, main_statement(meant))
        except Unreadable:
            continue
        words = to_text(other)
        if words != found.read_as and judge(setting, target, other, options).equal:
            note = f"it would be right if {words} is meant"
            return Comparison(None, "reading", note=note, read_as=found.read_as)
    return found


def judge(setting: Setting, target: Target, theirs: Expression, options: Options) -> Comparison:
    """Whether an expression is the reference, and which mistake it shows if it is not."""
    term = target.term
    read_as = to_text(theirs)
    bench = setting.bench
    try:
        student = bench.type(theirs)
    except ShapeFault as fault:
        return Comparison(False, "shapes", SHAPE, note=str(fault), read_as=read_as)
    except (Unreadable, Undecided) as doubt:
        return Comparison(None, "reading", note=doubt.feedback, read_as=read_as)
    if is_truth(student) != is_truth(term):
        return Comparison(None, "reading", note="a relation stands for a value", read_as=read_as)
    gallery = target.gallery(bench, layout=options.layout is not None)
    try:
        if not same_shape(term, student):
            named = gallery.name(student) or SHAPE
            return Comparison(False, "shapes", named, note=named.words, read_as=read_as)
        finding = compare_terms(bench, term, student, almost_everywhere=options.almost_everywhere)
    except (Unreadable, Undecided) as doubt:
        return Comparison(None, "evaluation", note=doubt.feedback, read_as=read_as)
    mistake = _named(lambda: gallery.name(student)) if finding.equal is False else None
    return _comparison(finding, mistake, read_as)


def _named(name: Callable[[], Mistake | None]) -> Mistake | None:
    """The mistake, if it is found in time."""
    try:
        with limited_work(_WORK_OF_NAMING):
            return name()
    except (Unreadable, Undecided):
        return None


def _comparison(finding: Finding, mistake: Mistake | None, read_as: str) -> Comparison:
    note = finding.note
    if finding.equal is False:
        note = "; ".join(
            each for each in (mistake.words if mistake else "", finding.witness) if each
        )
    return Comparison(
        finding.equal, finding.method, mistake, witness=finding.witness, note=note, read_as=read_as
    )


# --- relations, equations, constraints ----------------------------------------------------------


def _compare_relation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    target = setting.target(reference, read_relation)
    theirs = read_relation(student, setting.table)
    read_as = to_text(theirs)
    term, other = target.term, setting.bench.type(theirs)
    if not is_truth(other) or not is_truth(term):
        return Comparison(None, "reading", note="this is no relation", read_as=read_as)
    finding = compare_relations(setting.bench, term, other)
    mistake = None
    if finding.equal is False:
        changed = (each for each in _changed(setting, target.expression) if is_truth(each[0]))
        mistake = _named(lambda: mistake_in_relation(setting.bench, other, changed))
    return _comparison(finding, mistake, read_as)


def _changed(setting: Setting, ours: Expression) -> Iterator[tuple[Term, Mistake]]:
    """The reference with one mistake made, as far as it has a meaning."""
    for mutant in islice(mutants(ours, setting.bench.exercise), _MOST_MUTANTS):
        try:
            yield setting.bench.type(mutant.expression), mutant.mistake
        except (ShapeFault, Unreadable, Undecided):
            continue


def _compare_equation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    target = setting.target(reference, _read_difference)
    theirs = _read_difference(student, setting.table)
    read_as = f"{to_text(theirs)} = 0"
    other = setting.bench.type(theirs)
    finding = compare_equations(setting.bench, target.term, other)
    mistake = None
    if finding.equal is False:
        changed = _changed(setting, target.expression)
        mistake = _named(lambda: mistake_in_equation(setting.bench, other, changed))
    return _comparison(finding, mistake, read_as)


def _read_difference(text: str, table: SymbolTable) -> Expression:
    """The left side of an equation less the right one."""
    relation = read_relation(text, table)
    if isinstance(relation, Call) and relation.function == "and":
        relation = relation.arguments[-1]  # a = b = c: the last equation
    if not isinstance(relation, Call) or relation.function != "=":
        raise Unreadable("there is no equation")
    left, right = relation.arguments
    if any(isinstance(each, Call) and each.function in TRUTHS for each in (left, right)):
        raise Unreadable("a relation stands for a value")
    if isinstance(right, Number) and right.value == 0:
        return left
    if isinstance(right, Symbol) and right.name == "zeros":
        return left
    if isinstance(left, Number) and left.value == 0:
        return right
    return Call("+", (left, Call("-", (right,), right.span)), relation.span)


def _compare_constraint(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    ours = setting.target(reference, read_relation).expression
    assigned = read_assignment(student, setting.table)
    read_as = ", ".join(f"{name} = {value}" for name, value in assigned.items())
    missing = sorted(free_names(ours) & setting.table.declarations.keys() - assigned.keys())
    if missing:
        note = f"no value is given for {', '.join(missing)}"
        return Comparison(None, "reading", note=note, read_as=read_as)
    for name, value in assigned.items():
        problem = _outside(setting, name, value)
        if problem:
            return Comparison(False, "constraint", note=problem, read_as=read_as)
    values = {name: Number(value) for name, value in assigned.items()}
    term = setting.bench.type(substitute(ours, values))
    holds = all(each.all() for each in setting.bench.values(term))
    note = "" if holds else "the condition does not hold for these values"
    return Comparison(bool(holds), "constraint", note=note, read_as=read_as)


def _outside(setting: Setting, name: str, value: Fraction) -> str:
    declared = setting.table.declarations[name]
    if declared.domain in ("integer", "index") and value.denominator != 1:
        return f"{name} must be a whole number"
    if declared.low is not None and value < declared.low:
        return f"{name} must be at least {declared.low:g}"
    if declared.high is not None and value > declared.high:
        return f"{name} must be at most {declared.high:g}"
    if declared.domain == "positive" and value <= 0:
        return f"{name} must be positive"
    return ""


# --- numbers and shapes -------------------------------------------------------------------------


def _compare_number(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    term = setting.target(reference, read_value).term
    if len(student) > _LONGEST_NUMBER:
        return Comparison(None, "reading", note="the text is too long for a number")
    student = _unspaced(student)
    if _HEDGED.search(student):
        return Comparison(None, "reading", note="this is no single number", read_as=student)
    printed_reference = read_number(reference)
    found = judge_number(
        setting.bench,
        term,
        printed_reference,
        printed=_printed(student, setting.table),
        read=lambda: setting.bench.type(read_value(student, setting.table)),
        min_digits=options.min_digits,
    )
    if found.equal is False and _PREFIXED.search(student):
        return replace(found, equal=None, mistake=None, note="a unit may change the number")
    return found


_SPACED_NUMBER = (
    (re.compile(r"\\mathrm\s*\{\s*e\s*\}\s*\{?\s*([-+]?\s*\d+)\s*\}?"), r"e\1"),
    (re.compile(r"(?<=\d)\s*[eE]\s*([-+])\s*(?=\d)"), r"e\1"),
    (re.compile(r"(?<=\d)\s+\.\s+(?=\d)"), "."),
    (re.compile(r"(?<![\w.])\.\s+(?=\d)"), "."),
)
_AMBIGUOUS = re.compile(r"/|\)\s*\^|\*|\\ast")  # what can be read in two ways
_PREFIXED = re.compile(r"\d\s*(?:\\[,;: ]|~|\\(?:text|mathrm)\s*\{)*\s*[kKMGmµun][A-Za-z]{0,3}\b")
_HEDGED = re.compile(
    r"\?|\b(?:wrong|not|incorrect)\b|[<>≤≥]|\\(?:[lg]eq?|lt|gt|pm)(?![a-z])|\d\s*:\s*\d"
)


def _unspaced(text: str) -> str:
    """A number without the spaces that OCR has put into it."""
    for pattern, meant in _SPACED_NUMBER:
        text = pattern.sub(meant, text)
    return text


def _printed(student: str, table: SymbolTable):  # type: ignore[no-untyped-def]
    """The number in which the answer ends, with its digits."""
    found = read_number(student) or leading_number(student)
    if found is not None:
        return found
    writing = read_writing(student, table)
    members = main_statement(writing).members
    last = members[-1]
    start, end = last.span
    return read_number(student[start:end]) or leading_number(student[start:])


def _compare_shape(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    try:
        ours = read_sizes(reference, setting.table)
    except Unreadable as refusal:
        raise _broken(refusal.feedback) from refusal
    theirs = read_sizes(student, setting.table)
    read_as = " × ".join(to_text(each) for each in theirs.axes)
    bench = setting.bench
    finding, mistake = compare_sizes(
        bench,
        [bench.type(each) for each in ours.axes],
        [bench.type(each) for each in theirs.axes],
        theirs.labels,
        order=options.order,
    )
    return _comparison(finding, mistake, read_as)


# --- derivations --------------------------------------------------------------------------------


def _compare_derivation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    target = setting.target(reference, read_value)
    writing = read_writing(student, setting.table)
    links, last = derivation_links(setting, writing, student)
    read_as = " ; ".join([link.left for link in links] + ([links[-1].right] if links else []))
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    if failed is not None:
        note = f"step {failed.number} does not hold: {failed.left} {failed.relation} {failed.right}"
        note += f" ({failed.words})" if failed.words else ""
        final = judge(setting, target, last, options) if last else None
        return Comparison(
            False,
            "derivation",
            final.mistake if final is not None else None,
            witness=failed.words,
            note=note,
            read_as=read_as,
        )
    if last is None:
        raise Unreadable("the last member of the derivation cannot be read")
    final = judge(setting, target, last, options)
    if final.equal is not True:
        return replace(final, note=f"the end of the derivation: {final.note}")
    doubted = first_that(links, lambda link: link.status is Status.UNDECIDED)
    if doubted is not None:
        note = f"step {doubted.number} cannot be decided: {doubted.words}"
        return Comparison(None, "derivation", note=note, read_as=read_as)
    return replace(final, method="derivation", read_as=read_as)


def derivation_links(
    setting: Setting, writing: Writing, text: str
) -> tuple[list[Link], Expression | None]:
    """The links of all chains of a derivation, and the member that it ends in."""
    main_statement(writing)  # takes the student's own definitions
    links: list[Link] = []
    last: Expression | None = None
    count = sum(len(each.members) for each in writing.statements)
    if count > _MOST_STEPS:
        raise Unreadable(f"the derivation has {count} steps; {_MOST_STEPS} can be read")
    for statement in writing.statements:
        members, steps = _steps(writing, statement, text)
        for place, link in enumerate(check_links(setting.bench, steps)):
            if link.status is Status.FAILS and link.relation == "=":
                pair = slice(place, place + 2)
                link = _doubted(setting, writing, link, steps[pair], members[pair])
            links.append(replace(link, number=len(links) + 1))
        if steps and not statement.lead:
            last = steps[-1].expression
    return links, last


def _steps(writing: Writing, statement: Statement, text: str) -> tuple[list[Member], list[Step]]:
    """The members of a chain as read; the name of what is derived is none."""
    members: list[Member] = []
    steps: list[Step] = []
    for place, member in enumerate(statement.members):
        if not member.tokens:
            continue
        try:
            expression: Expression | None = writing.read(member.tokens)
            problem = ""
        except Unreadable as refusal:
            if place == 0:
                continue
            expression, problem = None, refusal.feedback
        members.append(member)
        shown = text[slice(*member.span)].strip()
        steps.append(Step(shown, member.relation, expression, problem))
    return members, steps


def _doubted(
    setting: Setting,
    writing: Writing,
    link: Link,
    steps: Sequence[Step],
    members: Sequence[Member],
) -> Link:
    """A link that fails; undecided if it holds once a sign that OCR mistakes is read otherwise."""
    for side in (1, 0):
        readings = other_readings(members[side].tokens, setting.table)
        for words, tokens in islice(readings, MOST_READINGS):
            meant = list(steps)
            try:
                meant[side] = replace(steps[side], expression=writing.read(tokens))
            except Unreadable:
                continue
            (other,) = check_links(setting.bench, meant)
            if other.status is Status.HOLDS:
                return replace(link, status=Status.UNDECIDED, words=f"it would hold if {words}")
    return link


_KINDS: Mapping[str, Callable[[Setting, str, str, Options], Comparison]] = {
    "value": _compare_value,
    "number": _compare_number,
    "relation": _compare_relation,
    "shape": _compare_shape,
    "constraint": _compare_constraint,
    "equation": _compare_equation,
    "derivation": _compare_derivation,
}
