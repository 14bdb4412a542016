"""Question 3: two trained models, judged by whether what is printed of them fits together."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import pytest

from graders.comparing.cells import Cell, compare_cells
from graders.comparing.numbers import by_digits, within
from graders.errors import Review, Unreadable
from graders.model import Answer, Comparison, Mistake, PrintedNumber, Question
from graders.reading.numbers import read_number
from solutions import margin_bounds
from solutions import printed_consistency as printed
from solutions.margin_bounds import Norms, Setting, Sizes
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
    "own bound": (
        r"(?:your|my|own|fro|spec_l1|spec_fro|over-?param\w*)[ _-]*bound(?:\s*\([^()]*\))?"
    ),
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
def grade_bounds(
    report: Report, question: Question, text_under: Callable[..., str], settle: Settle
) -> None:
    """Three bounds, each held against the printed norms, the margin and what the data are."""
    other = read_report(text_under("3.2" if question.id.startswith("3.1") else "3.1"))
    parts = (
        vc_part(report),
        bound_part("L1max bound", report, other, ("L1max bound",)),
        bound_part("own bound", report, other, OWN_BOUNDS),
    )
    earned = sum((part.points for part in parts if part.right), Fraction(0))
    mistakes = [part.mistake for part in parts if part.mistake]
    remarks = [part.remark for part in parts if part.remark]
    remarks += [NEGATIVE_MARGIN] if report.has_negative_margin else []
    note = "; ".join(f"{part.name}: {part.note}" for part in parts)
    if left := [part.name for part in parts if part.right is None]:
        said = [f"a person reads and marks: {', '.join(left)}", *(each.words for each in mistakes)]
        raise Review(
            " ".join(f"{each[0].upper()}{each[1:].rstrip('.')}." for each in (*said, *remarks)),
            note="\n".join((note, "rubric:", *question.rubric)),
            points=earned,
            mistake=mistakes[0].code if mistakes else None,
        )
    said = [each.words for each in mistakes[1:]] + remarks
    first = mistakes[0] if mistakes else None
    share = earned / question.points
    settle(Comparison(share == 1, "bounds", first, note=note, remarks=tuple(said), credit=share))


@dataclass(frozen=True, slots=True)
class BoundPart:
    """One bound of a report; `right` is None where a person decides."""

    name: str
    points: Fraction
    right: bool | None
    note: str
    remark: str = ""
    mistake: Mistake | None = None


def vc_part(report: Report) -> BoundPart:
    """The VC bound, computed again from the number of parameters."""
    name, points, number = "VC bound", Fraction(VC_POINTS), report.numbers.get("VC bound")
    if number is None or not report.widths:
        return BoundPart(name, points, None, "it or the number of parameters was not read")
    if any(agrees(number, printed.vc_bound(hidden)) for hidden in report.widths):
        return BoundPart(name, points, True, "it fits the number of parameters")
    if any(agrees(number, printed.vc_bound(hidden, natural=True)) for hidden in report.widths):
        mistake = Mistake("log_base", "the VC bound takes logarithms of another base")
    else:
        mistake = Mistake("inconsistent", "the VC bound does not fit the number of parameters")
    return BoundPart(name, points, False, mistake.words, mistake=mistake)


def agrees(number: PrintedNumber, reference: float) -> bool:
    close = within(number, reference, relative=5e-3, scale=reference)
    return close or by_digits(number, reference).fits


def bound_part(name: str, report: Report, other: Report, formulas: Sequence[str]) -> BoundPart:
    """A bound by margins: some formula must imply the constant that the data have.

    Args:
        name: under which it is printed.
        report: of the model.
        other: of the other model, which has the same data.
        formulas: that it may be.
    """
    points, block = Fraction(5, 2), report.block
    if name not in block:
        return BoundPart(name, points, None, "it was not read")
    here = implied_constants(block, name, formulas)
    there = implied_constants(other.block, name, formulas)
    if not here:
        return BoundPart(name, points, None, "the norms or the margin that it takes were not read")
    if fits := fitting(here):
        said = " or ".join(fits.values())
        note = f"{said}; {_in_words(here, there, fits)}"
        return BoundPart(name, points, True, note, remark=f"the {name} is {said}, by its value")
    for mistake, change in CHANGES.items():
        if fitting(implied_constants(change(block, name), name, formulas)):
            named = replace(mistake, words=f"{name}: {mistake.words}")
            return BoundPart(name, points, False, mistake.words, mistake=named)
    if fitting(there):  # the data are those of the sheet, but not for this model
        words = (
            f"the {name} does not imply the same constants of the data as that of the other model"
        )
        return BoundPart(name, points, False, words, mistake=Mistake("inconsistent", words))
    shown = ", ".join(
        f"{each}: {found.low:.3g} to {found.high:.3g}" for each, found in here.items()
    )
    return BoundPart(
        name, points, None, f"the constants implied are not those of the data ({shown})"
    )


def _in_words(
    here: Mapping[str, Interval], there: Mapping[str, Interval], formulas: Iterable[str]
) -> str:
    """Whether the bounds of both models imply the same constant of the data."""
    pairs = [(here[each], there[each]) for each in formulas if each in there]
    if not pairs:
        return "the other model has nothing to compare"
    same = any(one.meets(other) for one, other in pairs)
    return f"both models imply {'the same' if same else 'different'} constants of the data"


# --- what a bound implies of the data -------------------------------------------------------------

THEOREM = "Spec_Fro bound without the factor in front"
OWN_BOUNDS = (
    "Fro bound", "Spec_L1 bound", "Spec_Fro bound", THEOREM, "over-parametrisation bound",
)  # fmt: skip
# Of the training images, normalised by channel; copies of them differ by two percent.
KAPPA_2, KAPPA_MAX, SLACK = 3800.0, 17_800.0, 0.03
KAPPA_INF = {"that with one maximum per batch": 0.109, "that with one maximum per point": 5.67}
STEPS, LEAST, DECADES = 20_000, 1e-3, 9  # of constants that are tried
_SPECTRAL = ("Distance1", "Distance2", "Spectral1", "Spectral2")
NEEDED: Mapping[str, Sequence[str]] = {
    "L1max bound": ("L1max_L1max",),
    "Fro bound": ("Fro_Fro",),
    "Spec_L1 bound": ("L1max_Spec", "Spec_L1max", *_SPECTRAL, printed.PARAMETERS),
    "Spec_Fro bound": (*_SPECTRAL, printed.PARAMETERS),
    THEOREM: (*_SPECTRAL, printed.PARAMETERS),
    "over-parametrisation bound": ("Frobenius2", "Distance1", printed.PARAMETERS),
}
Change = Callable[[printed.Block, str], dict[str, Interval]]
CHANGES: Mapping[Mistake, Change] = {  # that undo a mistake; what is added is small beside the rest
    Mistake("wrong_exponent", "the square is missing"): (
        lambda block, name: {**block, name: block[name] * block[name]}
    ),
    Mistake("margin", "the margin is clipped without a word"): (
        lambda block, name: {**block, "margin": Interval(1e-16, 1e-16)}
    ),
    Mistake("log_base", "logarithms of another base"): (
        lambda block, name: {**block, name: block[name] * math.log(2)}
    ),
    Mistake("factor", "the number of classes is missing"): (
        lambda block, name: {
            **block, name: block[name] * float(printed.CLASSES ** (1 + (name == "L1max bound"))),
        }
    ),
}  # fmt: skip


def fitting(implied: Mapping[str, Interval]) -> dict[str, str]:
    """The formulas that imply a constant of the data; the L1max bound in words on its κ∞."""
    found = {}
    for formula, interval in implied.items():
        constant = KAPPA_MAX if formula in ("Spec_Fro bound", THEOREM) else KAPPA_2
        constants = KAPPA_INF if formula == "L1max bound" else {f"the {formula}": constant}
        for words, value in constants.items():
            if interval.meets(Interval((1 - SLACK) * value, (1 + SLACK) * value)):
                found[formula] = words
    return found


class NoWidthError(Exception):
    """No network has this number of parameters."""


def implied_constants(
    block: printed.Block, name: str, formulas: Sequence[str]
) -> dict[str, Interval]:
    """The constant of the data, by each formula of whose norms all are printed."""
    found = {}
    for formula in formulas:
        whole = {name, "margin", *NEEDED[formula]} <= block.keys()
        if whole and not block["margin"].low <= 0 <= block["margin"].high:
            with suppress(NoWidthError):
                found[formula] = implied_constant(formula, block, block[name])
    return found


def implied_constant(formula: str, block: printed.Block, bound: Interval) -> Interval:
    """What the data must be for a formula to give a bound."""
    margin = block["margin"]
    if formula == "L1max bound":
        return printed.implied_data_constant(bound, block["L1max_L1max"], margin)
    if formula == "Fro bound":
        return printed.implied_kappa_2(bound, fro_fro(block), margin)
    widths = printed.widths(block[printed.PARAMETERS])
    if not widths:
        raise NoWidthError
    size = sorted((margin.low, margin.high), key=abs)
    least = {each: block[each].low for each in NEEDED[formula]}
    most = {each: block[each].high for each in NEEDED[formula]}
    return Interval(
        _solve(lambda kappa: bound_of(formula, most, size[0], widths[-1], kappa), bound.low),
        _solve(lambda kappa: bound_of(formula, least, size[1], widths[0], kappa), bound.high),
    )


def fro_fro(block: printed.Block) -> Interval:
    """The product of the Frobenius norms, as near as it is printed in one way or the other."""
    whole = block["Fro_Fro"]
    if not {"Frobenius1", "Frobenius2"} <= block.keys():
        return whole
    product = block["Frobenius1"] * block["Frobenius2"]
    meet = Interval(max(whole.low, product.low), min(whole.high, product.high))
    return meet if whole.meets(product) else whole


def _solve(bound: Callable[[float], float], value: float) -> float:
    """The constant for which a growing bound has this value."""
    constants = [LEAST * 10 ** (DECADES * step / STEPS) for step in range(STEPS)]
    return constants[min(bisect_left(constants, value, key=bound), STEPS - 1)]


def bound_of(formula: str, norms: Norms, margin: float, hidden: int, kappa: float) -> float:
    """A bound by its formula, for one constant of the data.

    The initial hidden units are those that the usual initial weights give on average.
    """
    sizes = Sizes(printed.INPUTS, hidden, printed.CLASSES)
    setting = Setting(sizes, printed.POINTS, margin, printed.CONFIDENCE, accept_negative=True)
    match formula:
        case "Spec_L1 bound":
            return margin_bounds.spec_l1_bound(norms, kappa, setting)
        case "over-parametrisation bound":
            activity = hidden * (kappa + 1) / (6 * printed.INPUTS)
            return margin_bounds.over_parametrisation_bound(norms, kappa, activity, setting)
    whole = margin_bounds.spec_fro_bound(norms, kappa, setting)
    rest = 6 * math.log(2 * printed.POINTS / printed.CONFIDENCE)
    return whole if formula != THEOREM else (whole - rest) / norms["Spectral1"] ** 2 + rest


# --- training -------------------------------------------------------------------------------------


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
