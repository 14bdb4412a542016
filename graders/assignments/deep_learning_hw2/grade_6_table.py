"""Question 6.1: output sizes and parameter counts of an 11-layer VGG network."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest

from graders.comparing.numbers.digits import by_digits, exactly
from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.tables.cells import Cell, compare_cells
from graders.errors import Unreadable
from graders.grading.fixtures.types import (
    ReadAs,
    Settle,
    TextUnder,
)
from graders.model import Answer, Mistake, PrintedNumber
from graders.reading.layers.rows import rows_of_layers
from graders.reading.layers.tables import Filled
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.shapes import Shape
from solutions import vgg

CROSS = re.compile(r"(?<=[\d)])\s*[xX×]\s*(?=[\d(])")
NO_NAMES = Vocabulary(frozenset())
REFERENCE = vgg.table()
LAYERS = tuple(row.name for row in REFERENCE)
ORDER = Mistake("swapped", "the order is height x width x channels")
OWN_ORDER = "the channels come first here, as in the row of the input; a person looks"
BLANK = "nothing is filled in where no parameters are, which may mean none"
TOO_COARSE = Mistake("too_coarse", "the exact number is asked for")
FIRST_CONNECTED = next(at for at, row in enumerate(REFERENCE) if row.name.startswith("FC"))


@pytest.mark.question("6.1", points=12, kind="table")
def grade_table(
    answers: tuple[Answer, ...],
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """The size of the output and the number of parameters of every layer but the input."""
    rows = rows_of_layers(answers, LAYERS, text_under("6.1"))
    found = sum(row is not None for row in rows)
    read_as(f"a table with {found} of {len(rows)} rows")
    if 3 * found < len(rows) and len(answers) == 1:
        raise Unreadable("the rows of the table could not be matched with the layers")
    settle(compare_cells(tuple(cells(rows))))


def cells(rows: Sequence[Filled | None]) -> Iterator[Cell]:
    """The cells to fill, each judged by the reference and by the student's own row before it."""
    for at in range(1, len(REFERENCE)):
        right, before = REFERENCE[at], REFERENCE[at - 1]
        filled, previous = rows[at] or Filled(), rows[at - 1]
        name = f"row {at + 1} {right.name}"
        own = following(previous.shape if previous else None, before.shape, right.name)
        size = shape_cell(f"{name}, output", filled, right, own, at)
        count = parameters_cell(f"{name}, parameters", filled, right, own, before.shape)
        is_turned = size.mistake == ORDER and starts_with_channels(rows)
        yield replace(size, equal=None, mistake=None, open=OWN_ORDER) if is_turned else size
        is_blank = not (count.text or right.parameters) and leaves_out_zeros(rows)
        yield replace(count, equal=None, open=BLANK) if is_blank else count


def starts_with_channels(rows: Sequence[Filled | None]) -> bool:
    """Whether the row of the input, which is given, shows an order of the student's own."""
    first = rows[0].shape if rows[0] else None
    return first == (REFERENCE[0].shape[-1], *REFERENCE[0].shape[:-1])


def leaves_out_zeros(rows: Sequence[Filled | None]) -> bool:
    """Whether each cell without parameters is left blank, and others are filled in."""
    pairs = zip(rows[1:], REFERENCE[1:], strict=True)
    filled_in = [right.parameters for row, right in pairs if row and row.parameters_text]
    return bool(filled_in) and 0 not in filled_in


def following(own: Shape | None, before: Shape, name: str) -> vgg.Row | None:
    """The row that follows from the student's own previous size, where it is another one."""
    if own is None or squeezed(own) == squeezed(before) or prod(own) == prod(before):
        return None
    try:
        return vgg.row_after(own, name)
    except ValueError:
        return None


def squeezed(shape: Shape) -> Shape:
    """1x1xk and k are the same size."""
    return tuple(size for size in shape if size != 1) or (1,)


def shape_cell(name: str, filled: Filled, right: vgg.Row, own: vgg.Row | None, at: int) -> Cell:
    seen = filled.shape
    if seen is None:
        return Cell(name, filled.shape_text, False if not filled.shape_text else None)
    flattened = at == FIRST_CONNECTED - 1 and seen == (prod(right.shape),)
    if squeezed(seen) == squeezed(right.shape) or flattened:
        return Cell(name, filled.shape_text, True)
    if own is not None and squeezed(seen) == squeezed(own.shape):
        return Cell(name, filled.shape_text, True, follows=True)
    mistake = None
    if right.name == "SOFTMAX" and prod(seen) == 1:
        mistake = Mistake("shape", "softmax does not reduce its input to one number")
    elif sorted(seen) == sorted(right.shape):
        mistake = ORDER
    return Cell(name, filled.shape_text, False, mistake)


def parameters_cell(
    name: str, filled: Filled, right: vgg.Row, own: vgg.Row | None, before: Shape
) -> Cell:
    text = filled.parameters_text
    seen = filled.parameters or worked_out(text)
    if seen is None:
        return Cell(name, text, False if not text else None)
    if exactly(seen, right.parameters).fits:
        return Cell(name, text, True)
    if own is not None and exactly(seen, own.parameters).fits:
        return Cell(name, text, True, follows=True)
    mistakes = parameter_mistakes(right, before)
    mistake = next((each for each, made in mistakes if exactly(seen, made).fits), None)
    if mistake is None and right.parameters and by_digits(seen, right.parameters).fits:
        mistake = TOO_COARSE
    return Cell(name, text, False, mistake)


def worked_out(cell: str) -> PrintedNumber | None:
    """The whole number that the computation in a cell comes to, where it stands alone.

    >>> worked_out("(3 x 3 x 3 + 1) x 64").value, worked_out("800 or so")
    (Fraction(1792, 1), None)
    """
    try:
        value = evaluate(read_formula(CROSS.sub("*", cell), NO_NAMES), {})
    except (Unreadable, ArithmeticError, KeyError):
        return None
    return PrintedNumber(cell, Fraction(value), Fraction(1)) if value.is_integer() else None


def parameter_mistakes(right: vgg.Row, before: Shape) -> Iterator[tuple[Mistake, int]]:
    """The known mistakes in the parameters of a layer, and what each comes to."""
    inputs, outputs = before[-1], right.shape[-1]
    if right.parameters == 0:
        mistake = Mistake("missing_term", "this layer has no parameters")
        yield from ((mistake, count) for count in (4 * inputs, 4 * inputs + outputs, 4, 5))
        return
    yield Mistake("missing_term", "the biases are left out"), right.parameters - outputs
    if right.name.startswith("CONV"):
        wrong_side = Mistake("swapped", "the channels of the wrong side are used")
        for one, other in ((outputs, outputs), (inputs, inputs), (outputs, inputs)):
            yield wrong_side, vgg.convolution_parameters(one, other)
    elif len(before) == 3:
        words = "the height and width of the last map are left out"
        yield Mistake("factor", words), vgg.fully_connected_parameters(inputs, outputs)
        yield Mistake("factor", words), inputs * outputs
