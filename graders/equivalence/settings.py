"""Exercises ready for comparisons, and what is kept of them for the next one."""

import json
import marshal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.relations.relation import Relation
from graders.comparing.formulas.shapes import ShapeFault, Unknown, settled
from graders.comparing.formulas.terms import Term
from graders.comparing.mistakes.diagnosis import Gallery
from graders.declaring.declarations import Declaration, Declarations, Exercise
from graders.equivalence.longer_sides import with_entries, with_longest_sides
from graders.equivalence.options import Options
from graders.errors import GraderError, Unreadable
from graders.expression import Call, Expression
from graders.model import Comparison
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.statements.main_statement import read_value
from graders.reading.mathematics.tokens import prepare

_KEPT_SETTINGS = 64
_KEPT_REFERENCES = 256
_KEPT_VERDICTS = 1_000
_WITHOUT_REFERENCES = 2  # the version of marshal in which equal data are equal bytes
_COLLECTIONS = frozenset({"tuple", "set", "range", "interval", "union", "cap", "setminus", "such"})
ELEMENT = "element"
_KEPT_TEXT = 500  # characters of an answer whose verdict is kept

Read = Callable[[str, SymbolTable], Expression]


class CollectionReference(GraderError):
    """A reference that is a list or a set, and no single value."""


class EntrywiseReference(GraderError):
    """A reference that has a meaning if a number beside an array is added to each entry."""


@dataclass(frozen=True)
class Target:
    """A reference as read and typed, with its mutants for each reading of a transpose."""

    expression: Expression
    term: Term
    galleries: dict[bool, Gallery] = field(default_factory=dict)
    _relations: list[Relation] = field(default_factory=list)

    def gallery(self, bench: Bench, *, layout: bool) -> Gallery:
        if layout not in self.galleries:
            self.galleries[layout] = Gallery(bench, self.expression, self.term, layout)
        return self.galleries[layout]

    def relation(self, bench: Bench) -> Relation:
        """The reference as a relation, whose boundaries are found once."""
        if not self._relations:
            self._relations.append(Relation(bench, self.term))
        return self._relations[0]


@dataclass(eq=False)
class Setting:
    """An exercise ready for comparisons: its table of symbols, and the bench they are tried on."""

    table: SymbolTable
    bench: Bench
    declared: Declarations = field(default_factory=Declarations)
    lock: threading.RLock = field(default_factory=threading.RLock)
    verdicts: dict[tuple[str, str, Options], Comparison] = field(default_factory=dict)
    in_moments: dict[str, "Sequence[Setting]"] = field(default_factory=dict)  # by references
    _targets: dict[tuple[Read, str], Target] = field(default_factory=dict)

    def keep(self, reference: str, student: str, options: Options, verdict: Comparison) -> None:
        """Keeps a verdict for the next student who writes the same."""
        if len(self.verdicts) >= _KEPT_VERDICTS:
            self.verdicts.clear()
        if len(student) <= _KEPT_TEXT:
            self.verdicts[reference, student, options] = verdict

    def target(self, reference: str, read: Read) -> Target:
        """The reference, read once.

        Raises:
            CollectionReference: if it is a list or a set, and is read as a value.
            EntrywiseReference: if it is to be read in the exercise that works entry by entry.
            GraderError: if it cannot be read.
        """
        known = self._targets.get((read, reference))
        if known is None:
            if len(self._targets) > _KEPT_REFERENCES:
                self._targets.clear()
            try:
                found = read(reference, self.table)
                if is_collection(found):
                    raise CollectionReference("a list or a set is no value", where="reference")
                expression, term = self._typed(found, reference)
            except (ShapeFault, Unreadable) as fault:
                raise broken(str(fault)) from fault
            if any(isinstance(settled(size), Unknown) for size in term.shape):
                raise broken("its size is not known; write I_n for I")
            known = self._targets[read, reference] = Target(expression, term)
        return known

    @cached_property
    def entrywise(self) -> "Setting":
        """The same exercise, in which a number beside an array is added to each entry."""
        return Setting(self.table, Bench(replace(self.bench.exercise, entrywise=True)))

    @cached_property
    def elements(self) -> "Setting":
        """The same exercise, with a number that may be an element of a set."""
        exercise = self.bench.exercise
        symbols = {**exercise.symbols, ELEMENT: Declaration(ELEMENT)}
        return Setting(self.table, Bench(replace(exercise, symbols=symbols)))

    def _typed(self, reference: Expression, text: str) -> tuple[Expression, Term]:
        """The reference and its term, with its products of entries as far as the shapes need."""
        try:
            return reference, self.bench.type(reference)
        except ShapeFault as fault:
            for other in (*with_longest_sides(reference, text), *with_entries(reference, text)):
                with suppress(ShapeFault):
                    return other, self.bench.type(other)
            if not self.bench.exercise.entrywise:
                with suppress(ShapeFault):
                    self.entrywise.bench.type(reference)
                    raise EntrywiseReference(str(fault)) from fault
            raise


def is_collection(expression: Expression) -> bool:
    """Whether an expression is a list or a set of numbers."""
    return isinstance(expression, Call) and expression.function in _COLLECTIONS


def setting_for(
    symbols: Mapping[str, Mapping[str, object]], definitions: Sequence[Mapping[str, str]] = ()
) -> Setting:
    """The exercise that these symbols declare.

    Raises:
        GraderError: if a declaration makes no sense.
    """
    try:
        key = marshal.dumps([symbols, list(definitions)], _WITHOUT_REFERENCES)
    except (TypeError, ValueError):  # no data, or of classes of their own
        key = marshal.dumps(_plain(symbols, definitions), _WITHOUT_REFERENCES)
    return _setting(key)


def _plain(symbols: object, definitions: Iterable[object]) -> Any:
    """Declarations as plain data, as JSON has them."""
    try:
        return json.loads(json.dumps([symbols, list(definitions)]))
    except (TypeError, ValueError, RecursionError) as error:
        raise GraderError("the declarations are no plain data", where="symbols") from error


@lru_cache(maxsize=_KEPT_SETTINGS)
def _setting(key: bytes) -> Setting:
    symbols, definitions = _plain(*marshal.loads(key))
    declared = Declarations.of(symbols, definitions)
    try:
        table = SymbolTable(declared)
        values = {
            name: Parser(prepare(each.value, table), table).whole()
            for name, each in table.definitions.items()
        }
    except Unreadable as refusal:
        raise GraderError(f"a declaration cannot be read: {refusal.feedback}") from refusal
    return Setting(table, Bench(Exercise(table.declarations | table.sizes, values)), declared)


def read_reference(setting: Setting, reference: str) -> Target:
    """A reference of kind value.

    Raises:
        GraderError: if it cannot be read.
    """
    return setting.target(reference, read_value)


def suited(setting: Setting, reference: str) -> Setting:
    r"""The exercise; the one that works entry by entry where the reference needs that.

    Raises:
        GraderError: if the reference cannot be read.

    >>> exercise = setting_for({"x": {"type": "vector", "shape": [3, 1]}, r"\mu": {}})
    >>> suited(exercise, r"x - \mu") is exercise.entrywise, suited(exercise, "2x") is exercise
    (True, True)
    """
    try:
        read_reference(setting, reference)
    except EntrywiseReference:
        return setting.entrywise
    return setting


def broken(reason: str) -> GraderError:
    """The refusal of a reference."""
    return GraderError(f"the reference cannot be read: {reason}", where="reference")
