"""Question 4, parts c to e: forward and reverse mode, node by node."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import pytest

from graders.comparing.cells import Cell, compare_cells
from graders.comparing.formulas import judge_formula
from graders.comparing.numbers import Fit, by_digits, may_lack_point
from graders.comparing.quantities import compare_quantity
from graders.comparing.targets import (
    KnownMistake,
    Target,
    expected_values,
    value_with_mistake,
)
from graders.comparing.worksheet import Formula, Worksheet
from graders.errors import Undecided, Unreadable
from graders.model import Answer, Comparison, Kind, Mistake, PrintedNumber, Question, Value
from graders.reading.misread import may_hold_sigma
from graders.reading.outline.blocks import Block, read_blocks
from graders.reading.quantities.matrices import read_matrices
from graders.reading.quantities.numbers import read_number
from solutions import automatic_differentiation as solution

Settle = Callable[..., None]
Doubt = Callable[..., None]
AnswersTo = Callable[[str], tuple[Answer, ...]]
Numbers = Mapping[str, PrintedNumber]

OTHER_PARTS = {"c": ("4.b", "4.d"), "d": ("4.b", "4.c")}  # where the same values stand
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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a student's table: the node that it names, if the sheet has it, and two cells."""

    label: str
    node: str
    cells: tuple[str, str]

    @property
    def numbers(self) -> tuple[PrintedNumber | None, PrintedNumber | None]:
        first, second = (read_number(each.rpartition("=")[2]) for each in self.cells)
        return first, second


@dataclass(frozen=True)
class Mode:
    """One mode: its worksheet, the name of a cell, and the rows that may not be left out."""

    sheet: Worksheet
    quantity: Callable[[str, int], str]
    due: Sequence[str]
    mistakes: Sequence[KnownMistake]

    def pair(self, node: str) -> tuple[float, float]:
        first, second = (self.sheet.reference(self.quantity(node, column)) for column in (0, 1))
        return first, second


MODES: Mapping[str, Mode] = {
    "4.c.table": Mode(
        FORWARD,
        lambda node, column: f"d{node}_d{solution.INPUTS[column]}",
        solution.OUTPUTS,
        FORWARD_MISTAKES,
    ),
    "4.d.table": Mode(
        REVERSE,
        lambda node, column: f"d{solution.OUTPUTS[column]}_d{node}",
        solution.INPUTS,
        REVERSE_MISTAKES,
    ),
}
NODES = (*solution.INPUTS, *solution.NODES)
OTHER_NAMES: Mapping[str, str] = {"v5": "f1", "v10": "f2", **solution.COARSE_NAMES}
_NAME = re.compile(r"d?([a-z]\d{0,2})(?!\d)")
_IN_HEADINGS = re.compile(r"seed|\(\s*[01]\s*,\s*[01]\s*\)", re.IGNORECASE)
_SEED_MARK = re.compile(r"^d(?=[wf])|dot|bar")
_DRESSING = re.compile(r"\\(?:dot|bar|overline|partial|mathbf|text)|[\s${}_\\*`'̇̄]")


def node_named(label: str) -> str:
    r"""The node of the sheet that a row names, if it names one.

    >>> node_named(r"$\dot v_{10}$"), node_named("v_3 = v_1 v_2"), node_named("the product")
    ('f2', 'v3', '')
    """
    name = plain_name(label)
    name = OTHER_NAMES.get(name, name)
    return name if name in NODES else ""


def plain_name(label: str) -> str:
    """The letter and digits that a row calls its node by, if it does."""
    found = _NAME.fullmatch(_DRESSING.sub("", label.partition("=")[0]).casefold())
    return found[1] if found else ""


def read_rows(answers: Sequence[Answer]) -> list[Row]:
    """The rows of the tables of an answer that hold at least two numbers behind a name."""
    blocks = [block for each in answers for block in read_blocks(each.text, each.where)]
    tables = [upright(block) for block in blocks if not jacobian_in(block)]
    return [row for table in tables for cells in table if (row := filled(cells))]


def jacobian_in(table: Block) -> Sequence[Sequence[str]]:
    """The entries of a table with a row for each output and a column for each input, if it is one.

    So may those of its transpose be, which is told from it by its names.
    """
    rows = [row.cells for row in table.rows]
    if len(rows) != 3 or any(len(row) != 3 for row in rows):
        return ()
    across, down = rows[0][1:], [row[0] for row in rows[1:]]
    entries = [row[1:] for row in rows[1:]]
    if ends_in(across, solution.INPUTS) and ends_in(down, solution.OUTPUTS):
        return entries
    turned = ends_in(across, solution.OUTPUTS) and ends_in(down, solution.INPUTS)
    return list(zip(*entries, strict=True)) if turned else ()


def ends_in(headings: Sequence[str], names: Sequence[str]) -> bool:
    plain = [_DRESSING.sub("", each).casefold() for each in headings]
    return all(each.endswith(name) for each, name in zip(plain, names, strict=True))


def upright(table: Block) -> Sequence[Sequence[str]]:
    """The rows of a table; where it has a row for each seed below its nodes, the columns."""
    rows = [row.cells for row in table.rows]
    is_turned = len(rows) == 3 and all(len(row) == len(rows[0]) > 3 for row in rows)
    return list(zip(*rows, strict=True)) if is_turned else rows


def filled(cells: Sequence[str]) -> Row | None:
    """The last two cells of a row with a name in the first; None for a heading."""
    if len(cells) < 3 or not cells[0].strip():
        return None
    row = Row(cells[0].strip(), node_named(cells[0]), (cells[-2].strip(), cells[-1].strip()))
    has_number = any(sign.isdigit() for cell in row.cells for sign in cell)
    heading = not row.node and (
        None in row.numbers
        or _IN_HEADINGS.search(" ".join(cells)) is not None
        or all(map(sets_a_seed, row.cells))
    )
    return row if has_number and not heading else None


def sets_a_seed(cell: str) -> bool:
    r"""Whether a cell says which input or output is a seed, as a heading does.

    >>> sets_a_seed("f1 bar = 1"), sets_a_seed(r"$\dot w_1 = 1$"), sets_a_seed("2 w_1 = 2")
    (True, True, False)
    """
    name, equals, _ = cell.partition("=")
    plain = _SEED_MARK.sub("", _DRESSING.sub("", name).casefold())
    return bool(equals) and plain in (*solution.INPUTS, *solution.OUTPUTS)


def fits(number: PrintedNumber, reference: float) -> Fit:
    """The rule for a cell: an exact value is right however few digits it has."""
    return Fit(True) if float(number.value) == reference else by_digits(number, reference)


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.c.table", "4.d.table", points=5, kind="table")
def grade_table(
    question: Question,
    answers: tuple[Answer, ...],
    read_as: Callable[[str], None],
    settle: Settle,
) -> None:
    """The tangent or adjoint of every node, a column for each seed."""
    rows, mode = read_rows(answers), MODES[question.id]
    read_as(f"a table with {len(rows)} rows")
    if not rows:
        raise Unreadable("No table with a column for each seed can be read.")
    ours = own_names_aside(rows, mode)
    cells = tuple(named_cells(ours, mode) if uses_names(ours, mode) else own_cells(rows, mode))
    comparison = compare_cells(cells)
    if len({row.label for row in rows}) < FEW_ROWS:
        note = f"only {len(rows)} rows stand there; are they all nodes of the student's own graph?"
        raise Undecided("This table is short.", note=note)
    settle(comparison)


def own_names_aside(rows: Sequence[Row], mode: Mode) -> list[Row]:
    """The rows with a student's own letters, where letters are not used as on the sheet, nameless.

    A letter such as g is a coarse node of the sheet, and may be any other one of a student's.
    """
    letters = [row for row in rows if row.node and plain_name(row.label) in solution.COARSE_NAMES]
    fitting = [row for row in letters if has_values(row, mode.pair(row.node))]
    if 2 * len(fitting) > len(letters):
        return list(rows)
    return [replace(row, node="") if row in letters else row for row in rows]


def uses_names(rows: Sequence[Row], mode: Mode) -> bool:
    """Whether the names of the rows are those of the sheet: half of the named rows are right."""
    named = [row for row in rows if row.node]
    right = [row for row in named if has_values(row, mode.pair(row.node))]
    return len(named) >= len(rows) / 2 and 2 * len(right) >= len(named)


def has_values(row: Row, pair: tuple[float, float]) -> bool:
    return all(
        number is not None and fits(number, value).fits
        for number, value in zip(row.numbers, pair, strict=True)
    )


def named_cells(rows: Sequence[Row], mode: Mode) -> Iterator[Cell]:
    """The cells of a table with the names of the sheet, and those of rows that are due."""
    own = own_numbers(rows, mode)
    written = {row.node for row in rows}
    for row in (*rows, *(Row(node, node, ("", "")) for node in mode.due if node not in written)):
        for column, text in enumerate(row.cells):
            name = f"row {row.label}, column {column + 1}"
            if not row.node:
                fits_one = any(has_values(row, mode.pair(node)) for node in NODES)
                yield Cell(name, text, True if fits_one else None)
                continue
            target = Target(mode.sheet, mode.quantity(row.node, column), fits, mode.mistakes)
            yield judged(name, text, row.numbers[column], target, own)


def own_numbers(rows: Sequence[Row], mode: Mode) -> Numbers:
    """The student's own number for each quantity of a table."""
    return {
        mode.quantity(row.node, column): number
        for row in rows
        if row.node
        for column, number in enumerate(row.numbers)
        if number is not None
    }


def judged(
    name: str, text: str, number: PrintedNumber | None, target: Target, own: Numbers
) -> Cell:
    """A cell held against the reference, what follows from the student's own cells, mistakes."""
    if number is None:
        return Cell(name, text, None if text else False)
    if target.rule(number, target.reference).fits:
        return Cell(name, text, True)
    values = {each: float(value) for each, value in own.items() if each != target.quantity}
    if any(target.rule(number, value).fits for value in expected_values(target, values)):
        return Cell(name, text, True, follows=True)
    for each in target.mistakes:
        for earlier in ({}, values):
            wrong = value_with_mistake(target, earlier, each)
            if wrong is not None and target.rule(number, wrong).fits:
                return Cell(name, text, False, each.mistake)
    if may_lack_point(number, target.reference):
        return Cell(name, text, None, open="a decimal point may be lost")
    return Cell(name, text, False)


def own_cells(rows: Sequence[Row], mode: Mode) -> Iterator[Cell]:
    """The cells of a table with names of its own: a row is right if some node has its values.

    Which node a row stands for is not known, so one that no node fits is left to a person.
    """
    found: set[str] = set()
    for row in rows:
        fitting = [node for node in NODES if has_values(row, mode.pair(node))]
        found.update(fitting)
        for column, text in enumerate(row.cells):
            yield Cell(f"row {row.label}, column {column + 1}", text, True if fitting else None)
    for node in mode.due:
        if node not in found:
            yield from (Cell(f"{node}, column {column}", "", None) for column in (1, 2))


# --- the entries by forward mode ----------------------------------------------------------------

PARTIAL_CODES: Mapping[str, str] = {
    "the sine has the wrong sign": "sign",
    "the factor 2 is lost": "factor",
    "the sigmoid term is missing": "missing_term",
    "the term from the product is lost": "missing_term",
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
    settle: Settle,
) -> None:
    """A partial derivative by forward mode: half for the formula, half for the value."""
    own = own_numbers(read_rows(answers_to("4.c.table")), MODES["4.c.table"])
    target = Target(FORWARD, quantity, mistakes=partial_mistakes(quantity))
    earlier = {name: number for name, number in own.items() if name != quantity}
    found = [compare_quantity(value, target, earlier) for value in values]
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
    note = f"the value is right; its formula was not found {finding.words}"
    return Comparison(None, found.method, note=note, remarks=found.remarks, credit=half)


# --- the Jacobian by reverse mode ---------------------------------------------------------------

TRANSPOSED = Mistake("transposed", "rows are outputs and columns inputs; this is the transpose")
_LABELLED = re.compile(
    r"transpos|J\s*\^\s*\{?\s*(?:\\top|T|\\intercal)|rows? (?:are|=) inputs", re.I
)


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.d.jacobian", points=4, kind="table")
def grade_jacobian(
    answer: Answer, answers_to: AnswersTo, read_as: Callable[[str], None], settle: Settle
) -> None:
    """The Jacobian by reverse mode: rows are outputs, columns inputs."""
    rows = jacobian_of(answer)
    if not rows:
        raise Unreadable("No matrix with two rows and two columns can be read.")
    read_as("; ".join(", ".join(row) for row in rows))
    if _LABELLED.search(answer.text):
        rows = tuple(zip(*rows, strict=True))
    own = own_numbers(read_rows(answers_to("4.d.table")), MODES["4.d.table"])
    settle(compare_cells(tuple(jacobian_cells(rows, own))))


def jacobian_of(answer: Answer) -> Sequence[Sequence[str]]:
    """The entries of the last matrix of an answer, or of a table with the names of rows."""
    tables = [jacobian_in(block) for block in read_blocks(answer.text, answer.where)]
    matrices = [each.rows for each in read_matrices(answer.text) if each.has_shape(2, 2)]
    return next(filter(None, reversed([*tables, *matrices])), ())


def jacobian_cells(rows: Sequence[Sequence[str]], own: Numbers) -> Iterator[Cell]:
    """The four entries; a transposed matrix is named where the other entry fits."""
    for row, output in enumerate(solution.OUTPUTS):
        for column, moved in enumerate(solution.INPUTS):
            name, text = f"entry ({row + 1}, {column + 1})", rows[row][column]
            quantity, number = f"d{output}_d{moved}", read_number(text)
            target = Target(REVERSE, quantity, fits, partial_mistakes(quantity))
            cell = judged(name, text, number, target, own)
            if cell.equal is False and number is not None:
                mirrored = f"d{solution.OUTPUTS[column]}_d{solution.INPUTS[row]}"
                printed = own.get(quantity)
                if printed is not None and printed.value == number.value:
                    cell = Cell(name, text, True, follows=True)
                elif fits(number, REVERSE.reference(mirrored)).fits:
                    cell = Cell(name, text, False, TRANSPOSED)
            yield cell


# --- what has lost its label --------------------------------------------------------------------


@pytest.fixture
def look_without_label(question: Question, doubt_silence: Doubt) -> None:
    """A person looks where derivatives stand under question 4, but under none of its parts.

    Within its part, that of an entry may stand without its name.
    """
    others = OTHER_PARTS[question.path[1]]
    doubt_silence(*DERIVATIVES, without=others)
    if question.kind is Kind.NUMERIC:
        row, column = tuple(question.path[-1])
        doubt_silence(FORWARD.reference(f"df{row}_dw{column}"), without=others)


@pytest.fixture
def look_for_opinion(doubt_silence: Doubt) -> None:
    """A person looks where an opinion stands in another part."""
    doubt_silence(words=r"\b(?:glad|love|happy|hate)\b", settles=True)


@pytest.mark.usefixtures("look_for_opinion")
@pytest.mark.question("4.e", points=1, kind="free_text")
def grade_opinion(answer: Answer, review: Callable[..., None]) -> None:
    """Whether one is glad that software does this; any answer will do."""
    review()
