"""What is refused of an `assignment.toml` whose parts are well formed, before anybody is graded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graders.declaring.declarations import KEYS, Declarations
from graders.errors import AssignmentError, GraderError
from graders.model import Kind, Question
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from graders.declaring.assignment import Assignment

_TABLES = frozenset(
    "title bonus question_seconds names headings mistaken_for symbols definitions code"
    " question".split()
)
_NAMES = frozenset("loss symbols aliases arguments".split())
_LAYOUTS = ("", "denominator", "numerator")


def check_declarations(
    assignment: "Assignment", declared: Mapping[str, object], file: Path
) -> None:
    """Refuses keys that nobody reads, and declarations that no answer could ever meet.

    Raises:
        AssignmentError: that says which, and what to write.
    """
    _check_keys(declared, _TABLES, "there are", file)
    names = declared.get("names", {})
    _check_keys(names if isinstance(names, dict) else {}, _NAMES, "[names] has", file)
    _check_order(assignment, file)
    _check_formulas(assignment, file)
    _check_names(assignment, file)
    for question in assignment.questions:
        if question.points < 0:
            message = f"question {question.id} has {question.points} points"
            raise AssignmentError(message, where=str(file), hint="points are not below zero")


def check_ids(questions: Iterable[Question], file: Path) -> None:
    """Refuses two questions of one id.

    Raises:
        AssignmentError: if there are.
    """
    for id, times in Counter(each.id for each in questions).items():
        if times > 1:
            hint = "give each question an id of its own"
            raise AssignmentError(f"question {id} is declared twice", where=str(file), hint=hint)


def _check_keys(table: Mapping[str, object], known: frozenset[str], has: str, file: Path) -> None:
    if unknown := sorted(set(table) - known):
        hint = f"known are: {', '.join(sorted(known))}"
        raise AssignmentError(f"{has} unknown keys {unknown}", where=str(file), hint=hint)


def _check_order(assignment: "Assignment", file: Path) -> None:
    seen: set[str] = set()
    for question in assignment.questions:
        later = [each for each in question.follows if each not in seen]
        if later:
            message = f"question {question.id} follows {', '.join(later)}, not declared before it"
            raise AssignmentError(message, where=str(file))
        seen.add(question.id)


def _check_formulas(assignment: "Assignment", file: Path) -> None:
    """Symbols are declared, and make sense; layouts are known."""
    sets = assignment.symbol_sets
    for question in assignment.questions:
        if question.symbols and question.symbols not in sets:
            message = f"question {question.id} takes symbols '{question.symbols}', not declared"
            hint = f"add [symbols.{question.symbols}]"
            raise AssignmentError(message, where=str(file), hint=hint)
        if question.layout not in _LAYOUTS:
            message = f"question {question.id} has layout '{question.layout}'"
            raise AssignmentError(message, where=str(file), hint="denominator or numerator")
    for name, declared in sets.items():
        try:
            Declarations.of(declared.symbols)
        except GraderError as error:
            message = f"[symbols.{name}] {error.where}: {error.message}"
            raise AssignmentError(message, where=str(file), hint=error.hint) from error
        for symbol, given in declared.symbols.items():
            _check_keys(given, frozenset(KEYS), f"[symbols.{name}] symbol {symbol} has", file)


def _check_names(assignment: "Assignment", file: Path) -> None:
    """The first name of a number is what its grader asks for, so it must be a name."""
    arguments = frozenset("".join(each.split()) for each in assignment.arguments)
    vocabulary = Vocabulary(loss=assignment.loss, arguments=arguments)
    for question in assignment.questions:
        for name in question.names[:1] if question.kind is Kind.NUMERIC else ():
            if read_name(name, vocabulary) is None:
                raise AssignmentError(
                    f"question {question.id}: '{name}' cannot be read as a name",
                    where=str(file),
                    hint=r"names are such as w_9 and \frac{dC}{dw}; "
                    "for p(x) or P(D|+) write 'p' or 'P', and '(x)' or '(D|+)' among the "
                    "arguments of [names]",
                )
