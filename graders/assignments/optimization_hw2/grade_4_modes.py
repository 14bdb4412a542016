"""Question 4, parts c and d: forward and reverse mode, node by node."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from graders.comparing.numbers.printed_formulas import judge_formula
from graders.comparing.numbers.quantities import compare_quantity
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.numbers.worksheet import Formula, Worksheet
from graders.comparing.tables.cells import compare_cells
from graders.comparing.tables.graphs import nodes_alike
from graders.comparing.tables.jacobians import Entry, jacobian_cells
from graders.comparing.tables.node_tables import BY_CELL, Mode, Numbers
from graders.errors import Undecided, Unreadable
from graders.grading.fixtures.types import (
    AnswersTo,
    DoubtSilence,
    ReadAs,
    Settle,
    TextUnder,
)
from graders.model import Answer, Comparison, Kind, Mistake, Question, Value
from graders.reading.blocks.markdown import read_blocks
from graders.reading.calculus.jacobians import Jacobian, read_jacobian
from graders.reading.graphs.node_tables import NodeNames, Row, plain_name
from graders.reading.graphs.nodes import read_graph
from graders.reading.misread import may_hold_sigma
from graders.reading.quantities.beside_formulas import number_beside_formula
from solutions import automatic_differentiation as solution

OTHER_PARTS = {"c": ("4.b", "4.d"), "d": ("4.b", "4.c")}  # where the same values stand
UNCLEAR_SEEDS = "It is not clear which column is for which seed."
FEW_ROWS = 5  # a table with fewer nodes says too little to be called complete


def sheet(table: Mapping[str, Formula]) -> Worksheet:
    """A table of formulas at the point of the sheet, its seeds as constants."""
    seeds = {
        name: solution.NamedFormula((), lambda seed=seed: seed)
        for name, seed in solution.GIVEN.items()
        if name not in solution.POINT
    }
    return Worksheet(solution.POINT, {**seeds, **table})


FORWARD, REVERSE = sheet(solution.TANGENTS), sheet(solution.ADJOINTS)


def codes(words: str) -> str:
    """The code of a mistake in a table, by its words."""
    if "only" in words:
        return "missing_term"
    return "swapped" if "exchanged" in words else "wrong_function"


def known(mistakes: Mapping[str, Mapping[str, Formula]]) -> tuple[KnownMistake, ...]:
    return tuple(
        KnownMistake(Mistake(codes(words), words), changes) for words, changes in mistakes.items()
    )


FORWARD_MISTAKES = known(solution.forward_table_mistakes())
REVERSE_MISTAKES = known(solution.reverse_table_mistakes())

DERIVATIVES = tuple(FORWARD.reference(name) for name in solution.PARTIALS)

# --- tables -------------------------------------------------------------------------------------

OTHER_POINTS: tuple[Mapping[str, float], ...] = ({"w1": 0.6, "w2": 1.7}, {"w1": 2.3, "w2": 0.4})
SHEETS = tuple(Worksheet(point, solution.VALUES) for point in (solution.POINT, *OTHER_POINTS))
NAMES = NodeNames(
    solution.INPUTS,
    solution.OUTPUTS,
    solution.NODES,
    {"v5": "f1", "v10": "f2", **solution.COARSE_NAMES},
)
MODES: Mapping[str, Mode] = {
    "4.c.table": Mode(
        FORWARD,
        lambda node, column: f"d{node}_d{solution.INPUTS[column]}",
        NAMES.all,
        solution.OUTPUTS,
        FORWARD_MISTAKES,
    ),
    "4.d.table": Mode(
        REVERSE,
        lambda node, column: f"d{solution.OUTPUTS[column]}_d{node}",
        NAMES.all,
        solution.INPUTS,
        REVERSE_MISTAKES,
    ),
}


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.c.table", "4.d.table", points=5, kind="table")
def grade_table(
    question: Question,
    answers: tuple[Answer, ...],
    answers_to: AnswersTo,
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """The tangent or adjoint of every node, a column for each seed.

    The adjoints of the inputs may stand in the Jacobian alone.
    """
    rows, mode = rows_in(answers, question.id[:3], text_under), MODES[question.id]
    read_as(f"a table with {len(rows)} rows")
    if not rows:
        raise Unreadable("No table with a column for each seed can be read.")
    if not all(row.ordered for row in rows):
        raise Undecided(UNCLEAR_SEEDS, note="the headings of the two columns tell no order")
    ours = own_names_aside(rows, mode)
    goes_on = mode is MODES["4.d.table"] and bool(answers_to("4.d.jacobian"))
    named = mode.named_cells(ours, goes_on=goes_on)
    comparison = compare_cells(tuple(named if mode.uses_names(ours) else mode.own_cells(rows)))
    if len({row.label for row in rows}) < FEW_ROWS:
        note = f"only {len(rows)} rows stand there; are they all nodes of the student's own graph?"
        raise Undecided("This table is short.", note=note)
    turned = [row.turned for row in rows]
    if not mode.uses_names(ours) and mode.uses_names(own_names_aside(turned, mode)):
        raise Undecided(UNCLEAR_SEEDS, note="the values fit the columns in the other order")
    settle(comparison)


def rows_in(answers: Sequence[Answer], part: str, text_under: TextUnder) -> list[Row]:
    """The rows of the tables of a part, by the nodes that the student's own formulas compute.

    A name whose formula computes no node of the sheet names none; the others are the sheet's.
    """
    rows = NAMES.rows(answers, text_under(part))
    graph = read_graph(text_under("4.a")) | read_graph("\n".join(row.label for row in rows))
    own = nodes_alike(graph, SHEETS, NAMES.all)
    return [replace(row, node=own.get(plain_name(row.label), row.node)) for row in rows]


def own_names_aside(rows: Sequence[Row], mode: Mode) -> list[Row]:
    """The rows with a student's own letters, where letters are not used as on the sheet, nameless.

    A letter such as g is a coarse node of the sheet, and may be any other one of a student's.
    """
    letters = [row for row in rows if row.node and plain_name(row.label) in solution.COARSE_NAMES]
    fitting = [row for row in letters if mode.is_right(row)]
    if 2 * len(fitting) > len(letters):
        return list(rows)
    return [replace(row, node="") if row in letters else row for row in rows]


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


# --- what has lost its label --------------------------------------------------------------------


@pytest.fixture
def look_without_label(question: Question, doubt_silence: DoubtSilence) -> None:
    """A person looks where derivatives stand under question 4, but under none of its parts.

    Within its part, that of an entry may stand without its name.
    """
    others = OTHER_PARTS[question.path[1]]
    doubt_silence(*DERIVATIVES, without=others)
    if question.kind is Kind.NUMERIC:
        row, column = tuple(question.path[-1])
        doubt_silence(FORWARD.reference(f"df{row}_dw{column}"), without=others)
