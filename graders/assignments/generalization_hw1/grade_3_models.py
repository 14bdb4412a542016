"""Question 3: two trained models, judged by whether what is printed of them fits together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pytest

from graders.claims.asked import Shares, runs_of
from graders.claims.grading import files_of
from graders.claims.models import Model
from graders.claims.runs import ONLY_STATED
from graders.comparing.bounds.named import BOUNDS, MAXIMA, named_in
from graders.comparing.bounds.printed import (
    Implied,
    Judged,
    judge_margin_bound,
    judge_negative_bound,
    judge_vc_bound,
    together,
)
from graders.comparing.cells import Cell, compare_cells
from graders.comparing.claims import checks
from graders.comparing.claims.checks import Check, Part
from graders.comparing.claims.settings import check_settings
from graders.errors import Unreadable
from graders.model import Answer, Mistake, PrintedNumber, Question
from graders.reading.numbers import read_number
from graders.reading.printed_block import Entry, read_block
from solutions import printed_consistency as printed
from solutions.printed_bounds import L1MAX_BOUNDS, OWN_BOUNDS, implied_constants, vc_bound
from solutions.printed_consistency import Interval
from solutions.printed_data import CROPPED, KAPPA_INF, formulas_of, mistakes_in
from solutions.training.networks import two_layer

Settle = Callable[..., None]

NEGATIVE_NORM = Mistake("sign", "a norm is never negative")
NEGATIVE_MARGIN = "With a negative margin the bounds that divide by it are not valid bounds."
NAME_IT = " (the report should name it)"
PERCENTILE = 5.0  # of the public code; the student may state another one
_REMARK = r"(?:\s*\([^()\n]*\))?"
NAMES: Mapping[str, str] = {
    **{name: name for name in printed.NORMS},
    printed.PARAMETERS: r"#\s*param\w*|number of parameters|parameters",
    "VC bound": rf"VC[ _-]*bound{_REMARK}",
    "L1max bound": rf"L1max[ _-]*bound{_REMARK}",
    "own bound": (rf"(?:your|my|own|fro|spec_l1|spec_fro|over-?param\w*)[ _-]*bound{_REMARK}"),
    "margin": r"(?:training[ _-]*)?margin",
    "accuracy": r"training[ _-]*accuracy",
    "loss": r"training[ _-]*loss",
    "validation": r"(?:validation|test)[ _-]*accuracy",
}
CODES: Mapping[str, str] = {
    "the square is missing": "wrong_exponent",
    "the margin is clipped without a word": "margin",
    "logarithms of another base": "log_base",
    "the number of classes is missing": "factor",
}


@dataclass(frozen=True)
class Report:
    """What a student printed of one model, by the names of the numbers."""

    entries: Mapping[str, Entry]

    @cached_property
    def numbers(self) -> Mapping[str, PrintedNumber]:
        found = {name: read_number(each.text) for name, each in self.entries.items()}
        return {name: number for name, number in found.items() if number is not None}

    @cached_property
    def block(self) -> Mapping[str, Interval]:
        return {name: interval(number) for name, number in self.numbers.items()}

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The hidden widths that the number of parameters allows; none if it is not printed."""
        count = self.block.get(printed.PARAMETERS)
        return printed.widths(count) if count is not None else ()

    @property
    def has_negative_margin(self) -> bool:
        return "margin" in self.block and self.block["margin"].high < 0


def interval(number: PrintedNumber) -> Interval:
    """What a printed number may stand for: rounded or cut, so a whole unit to either side."""
    value, unit = float(number.value), float(number.unit)
    return Interval(value - unit, value + unit)


@pytest.fixture
def report(question: Question, text_under: Callable[..., str], answer: Answer) -> Report:
    """What the student printed of the question's model."""
    found = Report(read_block(text_under(".".join(question.path[:2])), NAMES))
    if not found.entries:
        raise Unreadable("No named number can be read in the report of this model.")
    return found


@pytest.fixture
def other(question: Question, text_under: Callable[..., str]) -> Report:
    """What is printed of the other model; both have the same data."""
    return Report(read_block(text_under("3.2" if question.path[1] == "1" else "3.1"), NAMES))


# --- norms and measures ---------------------------------------------------------------------------


@pytest.mark.question("3.1.norms", "3.2.norms", points=10, kind="table")
def grade_norms(
    report: Report, other: Report, read_as: Callable[[str], None], settle: Settle
) -> None:
    """Fifteen norms and measures, checked against one another; no model is looked at."""
    read_as(f"{sum(name in report.numbers for name in printed.NORMS)} of fifteen numbers")
    settle(compare_cells(norm_cells(report, in_doubt=norms_in_doubt(report, other))))


def norms_in_doubt(report: Report, other: Report) -> Sequence[str]:
    """The norms of which a bound implies other data than that of the other model does.

    Either the norm is wrong or the bound.
    """
    name, formulas = L1MAX_BOUNDS[0], L1MAX_BOUNDS
    here, there = implied(report, name, formulas), implied(other, name, formulas)
    if not (here.constants and there.fits) or here.fits or here.fits_cropped:
        return ()
    return () if mistakes_in(report.block, name, formulas) else ("L1max_L1max",)


def norm_cells(report: Report, in_doubt: Sequence[str] = ()) -> tuple[Cell, ...]:
    """A cell for each entry; one that a broken relation involves cannot be right.

    Args:
        report: of the model.
        in_doubt: entries on which a person decides.
    """
    is_counted = printed.PARAMETERS in report.block
    widths = report.widths if is_counted else range(1, printed.MOST_HIDDEN + 1)
    suspects = {
        name: mistake_in(report, relation, widths)
        for name, relation in printed.suspects(report.block, widths).items()
    }
    suspects |= {name: NEGATIVE_NORM for name, each in report.numbers.items() if each.value < 0}
    cells = []
    for name in printed.NORMS:
        entry = report.entries.get(name)
        unread = entry is not None and (name not in report.numbers or name in in_doubt)
        right = None if unread else entry is not None and name not in suspects
        cells.append(Cell(name, entry.text if entry else "", right, suspects.get(name)))
    return tuple(cells)


def mistake_in(report: Report, relation: printed.Relation, widths: Sequence[int]) -> Mistake:
    derived = relation.of[0]
    if derived in printed.SWAPPED_ROOTS and printed.roots_swapped(report.block, derived, widths):
        return Mistake("swapped", "the roots of the numbers of rows are swapped")
    return Mistake("inconsistent", f"this does not hold: {relation.formula}")


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.question("3.1.bounds", "3.2.bounds", points=8, kind="table")
def grade_bounds(
    report: Report,
    other: Report,
    question: Question,
    answers_to: Callable[[str], tuple[Answer, ...]],
    settle: Settle,
) -> None:
    """Three bounds, each held against the printed norms, the margin and what the data are."""
    described = any(named_in(each.text) for each in answers_to("3.own_bound")[:1])
    parts = (
        judge_vc_bound(
            report.numbers.get("VC bound"),
            [vc_bound(hidden) for hidden in report.widths],
            [vc_bound(hidden, natural=True) for hidden in report.widths],
        ),
        margin_bound("L1max bound", report, other, L1MAX_BOUNDS, names=MAXIMA),
        margin_bound("own bound", report, other, OWN_BOUNDS, names=BOUNDS, described=described),
    )
    remarks = [NEGATIVE_MARGIN] if report.has_negative_margin else []
    settle(together(parts, question, remarks))


def margin_bound(
    name: str,
    report: Report,
    other: Report,
    formulas: Sequence[str],
    *,
    names: Mapping[str, str],
    described: bool = False,
) -> Judged:
    """A bound by margins.

    Args:
        name: under which it is printed.
        report: of the model.
        other: of the other model, which has the same data.
        formulas: that it may be.
        names: the words for what it may be.
        described: whether the write-up says in another answer which formula it is.
    """
    number = report.numbers.get(name)
    if number is not None and number.value < 0:
        return judge_negative_bound(name)
    named, named_there = (
        named_in(entry.words, names) if (entry := each.entries.get(name)) else []
        for each in (report, other)
    )
    here = implied(report, name, formulas) if name in report.block else None
    undone = mistakes_in(report.block, name, formulas) if here and not here.fits else []
    return judge_margin_bound(
        name,
        here,
        implied(other, name, formulas),
        [Mistake(CODES[words], words) for words in undone],
        named=named,
        unnamed="" if described or named_there else NAME_IT,
    )


def implied(report: Report, name: str, formulas: Sequence[str]) -> Implied:
    """What the bound of a model implies of the data."""
    constants = implied_constants(report.block, name, formulas)
    return Implied(
        {formula: (each.low, each.high) for formula, each in constants.items()},
        readings(formulas_of(constants)),
        readings(formulas_of(constants, CROPPED)),
    )


def readings(found: Mapping[str, str]) -> dict[str, str]:
    """What each formula is called: a constant where it may take one of two, or its own name."""
    return {
        formula: constant if constant in KAPPA_INF else formula
        for formula, constant in found.items()
    }


# --- training -------------------------------------------------------------------------------------

SHARES = Shares(claim=Fraction(2, 5), log=Fraction(1, 5), setting=Fraction(2, 5))
FILES = {
    "3.1.train": r"model_?1(?!\d)|(?:width|hidden|h)_?1024|(?<!\d)3_1(?!\d)",
    "3.2.train": r"model_?2(?!\d)|(?:width|hidden|h)_?256|(?<!\d)3_2(?!\d)",
}
TRAINED = runs_of("generalization_hw1", SHARES, FILES)
NO_MARGIN = "no margin with a training accuracy was read"
NO_LOG = "the log is left to a person: any number of epochs is allowed"


@pytest.mark.question("3.1.train", "3.2.train", points=8, kind="training")
def grade_training(
    request: pytest.FixtureRequest,
    question: Question,
    report: Report,
    data_folder: Path | None,
    settle: Settle,
    review: Callable[..., None],
) -> None:
    """Training loss, margin and accuracies, held against the weights; a person judges the rest."""
    text = report_text(request, question)
    files = files_of(request, TRAINED, text)
    if not files.weights:
        review(fitting_words(report.block))
        return
    asked = TRAINED[question.id]
    width = report.widths[0] if len(report.widths) == 1 else asked.network.layers[1].outputs
    model = Model(asked, two_layer(width), request.getfixturevalue("student"), data_folder)
    claim = Part("claim", SHARES.claim, tuple(model.check(files.weights, report.numbers)))
    wanted = {name: value for name, value in asked.settings.items() if name != "epochs"}
    stated = (*check_settings(text, wanted), Check(None, note=ONLY_STATED))
    setting = Part("setting", SHARES.setting, stated)
    settle(checks.together([claim, Part("log", SHARES.log, (Check(None, note=NO_LOG),)), setting]))


def report_text(request: pytest.FixtureRequest, question: Question) -> str:
    """All that is said of the model."""
    return str(request.getfixturevalue("text_under")(".".join(question.path[:2])))


def fitting_words(block: Mapping[str, Interval]) -> str:
    """Whether the sign of the margin goes with the training accuracy, for staff."""
    if "margin" not in block or "accuracy" not in block:
        return NO_MARGIN
    fits = printed.margin_fits_accuracy(block["margin"], block["accuracy"], PERCENTILE)
    words = "fits" if fits else "contradicts"
    return f"the sign of the margin {words} the training accuracy at percentile {PERCENTILE:g}"
