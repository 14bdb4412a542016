"""Question 6: output sizes and parameter counts of an 11-layer VGG network."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import prod

import pytest

from graders.comparing.numbers.digits import Fit, by_digits, exactly
from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.numbers.quantities import Earlier
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.numbers.worksheet import Worksheet
from graders.comparing.tables.alignment import align
from graders.comparing.tables.cells import Cell, compare_cells
from graders.errors import Undecided, Unreadable
from graders.grading.fixtures.types import (
    AnswersTo,
    NumberIn,
    ReadAs,
    Settle,
    SettleValue,
    TextUnder,
)
from graders.model import Answer, Mistake, PrintedNumber
from graders.reading.layers.naming import layer_kind, layer_name
from graders.reading.layers.spoken_of import kinds_said_of
from graders.reading.layers.tables import Filled, read_layer_tables
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.shapes import Shape
from graders.reading.quantities.vocabulary import Vocabulary
from solutions import vgg

CROSS = re.compile(r"(?<=[\d)])\s*[xX×]\s*(?=[\d(])")
NO_NAMES = Vocabulary(frozenset())
REFERENCE = vgg.table()
ORDER = Mistake("swapped", "the order is height x width x channels")
OWN_ORDER = "the channels come first here, as in the row of the input; a person looks"
BLANK = "nothing is filled in where no parameters are, which may mean none"
TOO_COARSE = Mistake("too_coarse", "the exact number is asked for")
FIRST_CONNECTED = next(at for at, row in enumerate(REFERENCE) if row.name.startswith("FC"))

# --- 6.1: the table -----------------------------------------------------------------------------


@pytest.mark.question("6.1", points=12, kind="table")
def grade_table(
    answers: tuple[Answer, ...],
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """The size of the output and the number of parameters of every layer but the input."""
    rows = read_rows(answers, text_under("6.1"))
    found = sum(row is not None for row in rows)
    read_as(f"a table with {found} of {len(rows)} rows")
    if 3 * found < len(rows) and len(answers) == 1:
        raise Unreadable("the rows of the table could not be matched with the layers")
    settle(compare_cells(tuple(cells(rows))))


@lru_cache(maxsize=1)  # three questions are about one table
def read_rows(answers: tuple[Answer, ...], said: str = "") -> tuple[Filled | None, ...]:
    """The student's rows in the order of the reference, None where one is left out.

    A table may go on in another one; a row that cannot be matched is there but cannot be read.

    Raises:
        Unreadable: if there is no table of layers.
    """
    named, damaged = read_layer_tables(answers, len(REFERENCE), said)
    if not named:
        raise Unreadable("no table of layers can be read")
    places = matched([name for name, _ in named])
    return tuple(named[place][1] if place is not None else unread(damaged) for place in places)


def matched(names: Sequence[str]) -> tuple[int | None, ...]:
    """The place of each row of the reference: by full names, or by kinds if that finds more."""
    full = align([layer_name(row.name) for row in REFERENCE], names)
    kinds = align([layer_kind(row.name) for row in REFERENCE], [layer_kind(name) for name in names])
    return full if kinds.count(None) >= full.count(None) else kinds


def unread(damaged: list[str]) -> Filled | None:
    """A row that was left out, or one that is there and cannot be read."""
    text = damaged.pop(0) if damaged else ""
    return Filled(text, text) if text else None


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


# --- 6.2 and 6.3: totals --------------------------------------------------------------------------


def parameters_of(kind: str) -> float:
    return float(vgg.total_parameters(row for row in REFERENCE if row.name.startswith(kind)))


BIASES = float(sum(row.shape[-1] for row in REFERENCE if row.parameters))
TOTALS = Worksheet(
    {"convolutions": parameters_of("CONV"), "connected": parameters_of("FC"), "others": 0.0},
    {
        "total": lambda convolutions, connected, others: convolutions + connected + others,
        "share": lambda connected, total: connected / total,
    },
)
FIRST = float(REFERENCE[FIRST_CONNECTED].parameters)
TOTAL_MISTAKES = (
    KnownMistake(
        Mistake("missing_term", "the biases are left out"),
        {"total": lambda unchanged: unchanged - BIASES},
    ),
    KnownMistake(
        Mistake("missing_term", "the first fully connected layer is left out"),
        {"connected": lambda unchanged: unchanged - FIRST},
    ),
)
SHARE_MISTAKES = (
    KnownMistake(
        Mistake("swapped", "this is the share of the convolutions"),
        {"share": lambda unchanged: 1 - unchanged},
    ),
)
NOT_A_SHARE = Mistake("wrong_range", "the other layers have parameters too, so it is less than 1")
OF_OTHERS = "The number fits, but is said of other layers; a person looks at it."


@pytest.fixture
def own_sums(answers_to: AnswersTo) -> Earlier:
    """The student's own columns of 6.1, summed over each kind of layer, where all can be read."""
    try:
        rows = read_rows(answers_to("6.1"))
    except Unreadable:
        rows = ()
    kinds = {"convolutions": ("CONV",), "connected": ("FC",), "others": ("RELU", "POOL", "SOFT")}
    pairs = list(zip(rows, REFERENCE, strict=False))
    return {
        name: summed([row for row, right in pairs if right.name.startswith(kind)])
        for name, kind in kinds.items()
    }


def summed(rows: Sequence[Filled | None]) -> PrintedNumber | None:
    counts = [row.parameters if row else None for row in rows]
    if not counts or None in counts:
        return None
    total = sum((count.value for count in counts if count is not None), Fraction(0))
    return PrintedNumber(str(total), total, Fraction(1))


@pytest.mark.question("6.2", points=3, kind="numeric")
def grade_total(
    answer: Answer, number_in: NumberIn, own_sums: Earlier, settle_value: SettleValue
) -> None:
    """The number of all parameters, as an exact integer."""
    own = number_in("6.2")
    if own is not None and exactly(own, TOTALS.reference("total")).fits:
        said = kinds_said_of(own, answer.around or answer.text)
        if said in ({"conv"}, {"fc"}):
            raise Undecided(OF_OTHERS)
    target = Target(TOTALS, "total", rule=exactly, mistakes=TOTAL_MISTAKES, carried=0.0)
    settle_value(target, earlier=own_sums)


@pytest.mark.question("6.3", points=2, kind="numeric")
def grade_share(
    answer: Answer, number_in: NumberIn, own_sums: Earlier, settle_value: SettleValue
) -> None:
    """The share of the parameters that is in the fully connected layers."""
    own = number_in("6.3")
    if own is not None and as_share(own, TOTALS.reference("share")).fits:
        said = kinds_said_of(own, answer.around or answer.text)
        if "conv" in said and "fc" not in said:
            raise Undecided(OF_OTHERS)
    target = Target(TOTALS, "share", rule=as_share, mistakes=SHARE_MISTAKES, carried=0.0)
    settle_value(target, earlier={**own_sums, "total": number_in("6.2")})


def as_share(printed: PrintedNumber, reference: float) -> Fit:
    """A ratio or a percentage, to a tenth of a percent; `93.1` can only mean percent."""
    if printed.value > 1 and not printed.percent:
        printed = PrintedNumber(printed.text, printed.value / 100, printed.unit / 100, percent=True)
    if printed.value >= 1:  # not even where the student's own total leaves the others out
        return Fit(False, mistake=NOT_A_SHARE)
    if printed.unit > Fraction(1, 1000):
        coarse = Mistake("too_coarse", "too few digits: give a tenth of a percent")
        return Fit(False, mistake=coarse if by_digits(printed, reference).fits else None)
    return by_digits(printed, reference)
