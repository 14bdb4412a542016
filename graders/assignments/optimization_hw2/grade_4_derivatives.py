"""Question 4, parts c and d: the derivatives of the outputs by forward and by reverse mode."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest

from graders.comparing.numbers.printed_formulas import judge_formula
from graders.comparing.numbers.quantities import compare_quantity
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.tables.cells import compare_cells
from graders.comparing.tables.jacobians import Entry, jacobian_cells
from graders.comparing.tables.node_tables import BY_CELL, Numbers
from graders.errors import Undecided, Unreadable
from graders.grading.fixtures.types import AnswersTo, DoubtSilence, ReadAs, Settle, TextUnder
from graders.model import Answer, Comparison, Mistake, Question, Value
from graders.reading.blocks.markdown import read_blocks
from graders.reading.calculus.jacobians import Jacobian, read_jacobian
from graders.reading.misread import may_hold_sigma
from graders.reading.quantities.numbers.beside_formulas import number_beside_formula
from solutions import automatic_differentiation as solution

from .modes import FORWARD, MODES, NAMES, REVERSE, REVERSE_MISTAKES, doubt_lost_label, rows_in


@pytest.fixture
def look_without_label(question: Question, doubt_silence: DoubtSilence) -> None:
    """A person looks where derivatives stand under question 4, but under none of its parts."""
    doubt_lost_label(question, doubt_silence)


# --- the entries by forward mode ----------------------------------------------------------------

PARTIAL_CODES: Mapping[str, str] = {
    "the sine has the wrong sign": "sign",
    "the factor 2 is lost": "factor",
    "the sigmoid term is missing": "missing_term",
    "the term from the product is lost": "missing_term",
    "the term from the logarithm is lost": "missing_term",
}


@cache
def partial_mistakes(quantity: str) -> tuple[KnownMistake, ...]:
    return tuple(
        KnownMistake(
            Mistake(PARTIAL_CODES.get(words, "wrong_function"), words), {quantity: form.value}
        )
        for words, form in solution.PARTIAL_MISTAKES[quantity].items()
    )


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.c.11", "4.c.12", "4.c.21", "4.c.22", points=2, kind="numeric")
def grade_entry(
    quantity: str,
    values: tuple[Value, ...],
    formulas: tuple[Value, ...],
    answers_to: AnswersTo,
    text_under: TextUnder,
    settle: Settle,
) -> None:
    """A partial derivative by forward mode: half for the formula, half for the value."""
    rows = rows_in(answers_to("4.c.table"), "4.c", text_under)
    own = MODES["4.c.table"].own_numbers(rows)
    target = Target(FORWARD, quantity, BY_CELL, partial_mistakes(quantity), asks_formula=True)
    earlier = {name: number for name, number in own.items() if name != quantity}
    found = [compare_quantity(value, target, earlier) for value in values]
    last = values[-1].number
    printed = None if all(row.node for row in rows) else own.get(quantity)
    if found[-1].equal is False and last and printed and last.value == printed.value:
        note = "it is in the student's own table, whose other nodes are not told by their names"
        raise Undecided("This may follow from your table.", note=note)
    if all(each.equal for each in found) and not any(
        has_formula(value, target, earlier) for value in (*values, *formulas)
    ):
        found = [
            without_formula(value, target, each) for value, each in zip(values, found, strict=True)
        ]
    settle(*found)


def has_formula(value: Value, target: Target, own: Numbers) -> bool:
    """Whether the right formula stands before a value."""
    return judge_formula(value.steps, target, value.number, tuple(own), own).right is True


def without_formula(value: Value, target: Target, found: Comparison) -> Comparison:
    """Half of the points for a right value with another formula, or with none that is read."""
    half = Fraction(1, 2)
    finding = judge_formula(value.steps, target, value.number, (), {})
    is_sure = not any(may_hold_sigma(step.text) for step in value.steps)
    if value.steps and finding.right is False and is_sure:
        words = "the value is right, the formula is not"
        return Comparison(
            False, found.method, finding.mistake, remarks=(words, *found.remarks), credit=half
        )
    note = f"the value is right; the formula: {finding.words or 'none was found'}"
    return Comparison(None, found.method, note=note, remarks=found.remarks, credit=half)


# --- the Jacobian by reverse mode ---------------------------------------------------------------

ENTRIES = tuple(
    tuple(f"d{output}_d{moved}" for moved in solution.INPUTS) for output in solution.OUTPUTS
)


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.d.jacobian", points=4, kind="table")
def grade_jacobian(
    answer: Answer,
    answers_to: AnswersTo,
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """The Jacobian by reverse mode: rows are outputs, columns inputs."""
    jacobian = jacobian_of(answer)
    if jacobian is None:
        raise Unreadable("No matrix with two rows and two columns can be read.")
    read_as("; ".join(", ".join(row) for row in jacobian.entries))
    own = MODES["4.d.table"].own_numbers(rows_in(answers_to("4.d.table"), "4.d", text_under))
    found = compare_jacobian(jacobian, own)
    if jacobian.turned is not False and not found.equal:
        other = compare_jacobian(Jacobian(jacobian.entries, not jacobian.turned), own)
        if (other.credit or 0) > (found.credit or 0):
            raise Undecided("It is not clear which way round the matrix is meant.")
    settle(found)


def jacobian_of(answer: Answer) -> Jacobian | None:
    """The last matrix of an answer, a table with the names of rows, or the entries by name."""
    tables = [NAMES.jacobian(block) for block in read_blocks(answer.text, answer.where)]
    named = [Jacobian(each, turned=False) for each in tables if each]
    return read_jacobian(answer.text) or next(reversed(named), None)


def compare_jacobian(jacobian: Jacobian, own: Numbers) -> Comparison:
    """The entries of a Jacobian, held against the adjoints of the inputs."""
    entries = [
        [jacobian_entry(*each) for each in zip(quantities, texts, strict=True)]
        for quantities, texts in zip(ENTRIES, jacobian.upright, strict=True)
    ]
    return compare_cells(tuple(jacobian_cells(entries, own)))


def jacobian_entry(quantity: str, text: str) -> Entry:
    mistakes = (*partial_mistakes(quantity), *REVERSE_MISTAKES)
    target = Target(REVERSE, quantity, BY_CELL, mistakes)
    return Entry(text, number_beside_formula(text), target)
