"""Question 3: two trained models, judged by whether what is printed of them fits together."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pytest

from graders.comparing.cells import Cell, compare_cells
from graders.comparing.numbers import by_digits, within
from graders.errors import Review, Unreadable
from graders.model import Answer, Mistake, PrintedNumber, Question
from graders.reading.numbers import read_number
from solutions import printed_consistency as printed
from solutions.printed_consistency import Interval

Settle = Callable[..., None]

VC_POINTS = 3
NEGATIVE_MARGIN = "With a negative margin the bounds that divide by it are not valid bounds."
PERCENTILE = 5.0  # of the public code; the student may state another one
NAMES: Mapping[str, str] = {
    **{name: name for name in printed.NORMS},
    printed.PARAMETERS: r"#\s*param\w*|number of parameters|parameters",
    "VC bound": r"VC[ _-]*bound",
    "L1max bound": r"L1max[ _-]*bound",
    "own bound": r"(?:your|my|own)[ _-]*bound(?:\s*\([^()]*\))?",
    "margin": r"(?:training[ _-]*)?margin",
    "accuracy": r"training[ _-]*accuracy",
    "loss": r"training[ _-]*loss",
}
_POWER = r"\s*(?:\\times|\\cdot|[x×·*])\s*10\s*\^\s*\{?-?\d+\}?"
_VALUE = (
    r"\s*[|:=\t& ]\s*[|:=\t&$ ]*"
    rf"(?P<value>[-−–+]?\s*[\d.][^\s|&$]*(?:{_POWER})?)"
)
_BEFORE = r"(?:^|(?<=[\s|$`*&]))[$`*]*"


@dataclass(frozen=True)
class Report:
    """What a student printed of one model: the text of each number, by its name."""

    texts: Mapping[str, str]

    @cached_property
    def numbers(self) -> Mapping[str, PrintedNumber]:
        found = {name: read_number(text) for name, text in self.texts.items()}
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


def read_report(text: str) -> Report:
    r"""The named numbers of a printed block, a table or a list.

    >>> read_report("Frobenius1: 20.7\n| VC bound | 9.19e+09 |").texts["VC bound"]
    '9.19e+09'
    """
    found: dict[str, str] = {}
    plain = text.replace(r"\_", "_").replace(r"\#", "#")
    for name, pattern in NAMES.items():
        seen = re.search(rf"{_BEFORE}(?:{pattern})[$`*]*{_VALUE}", plain, re.IGNORECASE | re.M)
        if seen is not None:
            found[name] = seen["value"].rstrip(".,;")
    return Report(found)


@pytest.fixture
def report(question: Question, text_under: Callable[..., str], answer: Answer) -> Report:
    """What the student printed of the question's model."""
    found = read_report(text_under(".".join(question.path[:2])))
    if not found.texts:
        raise Unreadable("No named number can be read in the report of this model.")
    return found


# --- norms and measures -------------------------------------------------------------------------


@pytest.mark.question("3.1.norms", "3.2.norms", points=10, kind="table")
def grade_norms(report: Report, read_as: Callable[[str], None], settle: Settle) -> None:
    """Fifteen norms and measures, checked against one another; no model is looked at."""
    read_as(f"{sum(name in report.numbers for name in printed.NORMS)} of fifteen numbers")
    settle(compare_cells(norm_cells(report)))


def norm_cells(report: Report) -> tuple[Cell, ...]:
    """A cell for each entry; one that a broken relation involves cannot be right."""
    suspects = suspected(report)
    return tuple(
        Cell(
            name,
            report.texts.get(name, ""),
            entry_is_right(report, name, suspects),
            suspects.get(name),
        )
        for name in printed.NORMS
    )


def entry_is_right(report: Report, name: str, suspects: Mapping[str, Mistake]) -> bool | None:
    if name in report.texts and name not in report.numbers:
        return None
    return name in report.numbers and name not in suspects


def suspected(report: Report) -> Mapping[str, Mistake]:
    """The entries that stand in a relation that fails, each with what fails.

    An entry that other relations confirm is not to blame, as long as another one is left.
    """
    widths = report.widths or range(1, printed.MOST_HIDDEN + 1)
    broken = printed.broken_relations(report.block, widths)
    kept = {
        name
        for relation in printed.RELATIONS
        if "=" in relation.formula
        and "<" not in relation.formula
        and relation not in broken
        and all(each in report.block for each in relation.of)
        for name in relation.of
    }
    found: dict[str, Mistake] = {}
    for relation in broken:
        blamed = [name for name in relation.of if name not in kept] or relation.of
        for name in blamed:
            found.setdefault(name, mistake_in(report, relation, widths))
    return found


def mistake_in(report: Report, relation: printed.Relation, widths: Sequence[int]) -> Mistake:
    derived = relation.of[0]
    if derived in printed.SWAPPED_ROOTS and printed.roots_swapped(report.block, derived, widths):
        return Mistake("swapped", "the roots of the numbers of rows are swapped")
    return Mistake("inconsistent", f"this does not hold: {relation.formula}")


# --- bounds -------------------------------------------------------------------------------------


@pytest.mark.question("3.1.bounds", "3.2.bounds", points=8, kind="table")
def grade_bounds(report: Report, question: Question, text_under: Callable[..., str]) -> None:
    """The VC bound is computed again from the number of parameters; a person reads the others."""
    points, mistake = vc_points(report)
    notes = [f"VC bound: {points} of {VC_POINTS} points", *checks_of_data(text_under)]
    words = [mistake.words[0].upper() + mistake.words[1:] + "."] if mistake else []
    if report.has_negative_margin:
        words.append(NEGATIVE_MARGIN)
    rubric = "\n".join(("rubric:", *question.rubric))
    raise Review(
        " ".join(("A person reads and marks the other bounds.", *words)),
        note="\n".join(("; ".join(notes), rubric)),
        points=Fraction(points),
        mistake=mistake.code if mistake else None,
    )


def vc_points(report: Report) -> tuple[int, Mistake | None]:
    """The points of the VC bound, and the mistake that is known to give what was printed."""
    number = report.numbers.get("VC bound")
    if number is None or not report.widths:
        return 0, None
    if any(agrees(number, printed.vc_bound(hidden)) for hidden in report.widths):
        return VC_POINTS, None
    if any(agrees(number, printed.vc_bound(hidden, natural=True)) for hidden in report.widths):
        return 0, Mistake("log_base", "the VC bound takes logarithms of another base")
    return 0, Mistake("inconsistent", "the VC bound does not fit the number of parameters")


def agrees(number: PrintedNumber, reference: float) -> bool:
    close = within(number, reference, relative=5e-3, scale=reference)
    return close or by_digits(number, reference).fits


def checks_of_data(text_under: Callable[..., str]) -> list[str]:
    """For staff: whether the L1max bounds of both models imply the same constant of the data."""
    implied: list[Interval] = []
    for model in ("3.1", "3.2"):
        block = read_report(text_under(model)).block
        try:
            implied.append(
                printed.implied_data_constant(
                    block["L1max bound"], block["L1max_L1max"], block["margin"]
                )
            )
        except (KeyError, ValueError):
            return ["the constant of the data cannot be computed from both L1max bounds"]
    words = "the same" if implied[0].meets(implied[1]) else "different"
    ranges = " and ".join(f"{each.low:.4g} to {each.high:.4g}" for each in implied)
    return [f"the L1max bounds of the two models imply {words} constants of the data: {ranges}"]


# --- training and the own bound -----------------------------------------------------------------


@pytest.mark.question("3.1.train", "3.2.train", points=8, kind="training")
def grade_training(report: Report, review: Callable[..., None]) -> None:
    """Training loss, margin and accuracies; a person looks at them with the model."""
    block = report.block
    if "margin" in block and "accuracy" in block:
        fits = printed.margin_fits_accuracy(block["margin"], block["accuracy"], PERCENTILE)
        words = "fits" if fits else "contradicts"
        review(f"the sign of the margin {words} the training accuracy at percentile {PERCENTILE:g}")
    review("no margin with a training accuracy was read")


@pytest.mark.question("3.own_bound", points=5, kind="code")
def grade_own_bound(answer: Answer, review: Callable[..., None]) -> None:
    """One more bound as a function; a person reads it."""
    review()
