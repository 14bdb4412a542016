"""Question 6.2 and 6.3: the number of all parameters, and the share of the connected layers."""

import re
from collections.abc import Sequence
from fractions import Fraction

import pytest

from graders.comparing.numbers.digits import Fit, by_digits, exactly
from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.numbers.targets import Earlier, KnownMistake, Target
from graders.comparing.numbers.worksheet import Worksheet
from graders.errors import Undecided, Unreadable
from graders.grading.fixtures.types import AnswersTo, NumberIn, Settle, SettleValue, TextUnder
from graders.model import Answer, Comparison, Mistake, PrintedNumber
from graders.reading.layers.parameter_formulas import parameter_formulas
from graders.reading.layers.rows import rows_of_layers
from graders.reading.layers.spoken_of import ANOTHER, kinds_said_of
from graders.reading.layers.tables import Filled
from graders.reading.quantities.numbers.printed import read_number
from solutions import vgg

REFERENCE = vgg.table()
LAYERS = tuple(row.name for row in REFERENCE)


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
FIRST = next(float(row.parameters) for row in REFERENCE if row.name.startswith("FC"))
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
INPUTS, OUTPUTS = 101, 1009  # of a layer for which formulas are tried
COUNTS = {9 * INPUTS * OUTPUTS + OUTPUTS, INPUTS * OUTPUTS + OUTPUTS}  # in either kind of layer
COUNT = r"(\d(?:[\d,' ]|\{,\}|\\,)+\d{3})"
RATIO = re.compile(rf"{COUNT}\$?\s*:\s*\$?{COUNT}")
SHARE_OF = ("connected", "total")
OF_COUNTS = "a ratio of two counts, of which one is not the expected one"
THE_REST = re.compile(r"\b(?:rest|remainder|remaining|others?|not|outside)\b", re.IGNORECASE)
LEFT_TO_SUBTRACT = "This is the share of the convolutions, and the rest is said to be the answer."
OF_OTHERS = "The number fits, but is said of something else; a person looks at it."


@pytest.fixture
def own_sums(answers_to: AnswersTo) -> Earlier:
    """The student's own columns of 6.1, summed over each kind of layer, where all can be read."""
    try:
        rows = rows_of_layers(answers_to("6.1"), LAYERS)
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
    answer: Answer,
    number_in: NumberIn,
    text_under: TextUnder,
    own_sums: Earlier,
    settle_value: SettleValue,
) -> None:
    """The number of all parameters, as an exact integer."""
    own = number_in("6.2")
    if own is not None and exactly(own, TOTALS.reference("total")).fits:
        said = kinds_said_of(own, answer.around or answer.text)
        if ANOTHER in said or said in ({"conv"}, {"fc"}, {"bias"}):
            raise Undecided(OF_OTHERS)
    formulas = has_formulas(text_under("6.2"))
    is_part = own is not None and any(
        exactly(own, TOTALS.reference(kind)).fits for kind in ("convolutions", "connected")
    )
    target = Target(
        TOTALS,
        "total",
        rule=exactly,
        mistakes=TOTAL_MISTAKES,
        carried=0.0,
        formula_elsewhere=None if is_part and formulas else formulas,
    )
    settle_value(target, earlier=own_sums)


def has_formulas(text: str) -> bool | None:
    """Whether the formulas for both kinds of layer stand in a text; None where one of them does.

    >>> has_formulas("conv: (9*in + 1)*out, fc: in*out + out"), has_formulas("fc: in*out + out")
    (True, None)
    """
    sides = {"i": INPUTS, "o": OUTPUTS}
    layers = ({"a": INPUTS, "b": OUTPUTS, **sides}, {"a": OUTPUTS, "b": INPUTS, **sides})
    told = {evaluate(each, layer) for each in parameter_formulas(text) for layer in layers}
    return True if told >= COUNTS else None if told & COUNTS else False


@pytest.mark.question("6.3", points=2, kind="numeric")
def grade_share(
    answer: Answer,
    number_in: NumberIn,
    own_sums: Earlier,
    settle: Settle,
    settle_value: SettleValue,
) -> None:
    """The share of the parameters that is in the fully connected layers."""
    if counts := RATIO.search(answer.around or answer.text):
        is_share = all(
            (count := read_number(each)) and exactly(count, TOTALS.reference(kind)).fits
            for each, kind in zip(counts.groups(), SHARE_OF, strict=True)
        )
        settle(Comparison(is_share or None, "ratio", note="" if is_share else OF_COUNTS))
        return
    own = number_in("6.3")
    is_other = own is not None and as_share(own, 1 - TOTALS.reference("share")).fits
    if is_other and THE_REST.search(answer.around or answer.text):
        raise Undecided(LEFT_TO_SUBTRACT)
    if own is not None and as_share(own, TOTALS.reference("share")).fits:
        said = kinds_said_of(own, answer.around or answer.text)
        if ANOTHER in said or (said & {"conv", "bias"} and "fc" not in said):
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
