"""Question 3: norms and bounds of two models, by their weights or by what is printed of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from graders.claims.files import RunFiles
from graders.claims.grading import files_of
from graders.claims.margins import stated_percentile
from graders.claims.norms import weigh
from graders.claims.printed_report import TRAINED, Report, interval, read_report
from graders.comparing.bounds.named import BOUNDS, MAXIMA, named_in
from graders.comparing.bounds.printed import (
    Implied,
    Judged,
    judge_margin_bound,
    judge_negative_bound,
    judge_vc_bound,
    together,
)
from graders.comparing.cells import INCONSISTENT, Cell, compare_cells
from graders.comparing.claims.weighing import Weighed
from graders.errors import Mismatch, Undecided, Unreadable
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.printed_block import Entry
from solutions.generalization import printed_consistency as printed
from solutions.generalization.margins import PERCENTILE
from solutions.generalization.printed_bounds import (
    L1MAX_BOUNDS,
    OWN_BOUNDS,
    implied_constants,
    vc_bound,
)
from solutions.generalization.printed_data import CROPPED, KAPPA_INF, formulas_of, mistakes_in

Settle = Callable[..., None]

NEGATIVE_NORM = Mistake("sign", "a norm is never negative")
NO_DISTANCE = Mistake(
    "missing_term", "this is no distance: the weights before training are not in it"
)
NEGATIVE_MARGIN = "With a negative margin the bounds that divide by it are not valid bounds."
SEVERAL_MODELS = "several files may hold this model, so none was measured"
NO_NAME = "a number that fits stands there without its name"
NO_START = "not measured, as the weights before training are not in the hand-in"
MADE_POSITIVE = (
    "the margin is printed as positive, but with this training accuracy it is negative: the bounds "
    "that divide by it are not valid bounds"
)
NAME_IT = " (the report should name it)"
FRO_NORMS = {"Frobenius1", "Frobenius2"}
CODES: Mapping[str, str] = {
    "the square is missing": "wrong_exponent",
    "the margin is clipped without a word": "margin",
    "logarithms of another base": "log_base",
    "the number of classes is missing": "factor",
}


@pytest.fixture
def report(question: Question, text_under: Callable[..., str], answer: Answer) -> Report:
    """What the student printed of the question's model."""
    found = read_report(text_under(".".join(question.path[:2])))
    if not found.entries:
        raise Unreadable("No named number can be read in the report of this model.")
    return found


@pytest.fixture
def other(question: Question, text_under: Callable[..., str]) -> Report:
    """What is printed of the other model; both have the same data."""
    return read_report(text_under("3.2" if question.path[1] == "1" else "3.1"))


# --- norms and measures ---------------------------------------------------------------------------


@pytest.mark.question("3.1.norms", "3.2.norms", points=10, kind="table")
def grade_norms(
    request: pytest.FixtureRequest,
    question: Question,
    report: Report,
    other: Report,
    read_as: Callable[[str], None],
    settle: Settle,
) -> None:
    """Fifteen norms and measures: measured on the weights, or checked against one another."""
    if not any(name in report.entries for name in printed.NORMS):
        raise Unreadable("No norm can be read in the report of this model.")
    read_as(f"{sum(name in report.numbers for name in printed.NORMS)} of fifteen numbers")
    cells = norm_cells(report, in_doubt=norms_in_doubt(report, other))
    files = model_files(request, question)
    if files.weights:
        settle(judge_weighed(request, report, files, cells))
    else:
        settle(with_remarks(compare_cells(cells), [SEVERAL_MODELS] if files.open else []))


def judge_weighed(
    request: pytest.FixtureRequest, report: Report, files: RunFiles, cells: Sequence[Cell]
) -> Comparison:
    """The norms by the weights; where these cannot be used, a person decides."""
    try:
        weighed = weigh(request.getfixturevalue("student"), files, report.widths)
    except (Mismatch, Undecided) as error:  # what the weights are is judged in the training
        return replace(with_remarks(compare_cells(cells), [error.feedback]), equal=None)
    return compare_cells(weighed_cells(report, weighed, cells))


def model_files(request: pytest.FixtureRequest, question: Question) -> RunFiles:
    """The files of the question's model, as those of its training."""
    model = ".".join(question.path[:2])
    return files_of(
        request, TRAINED, request.getfixturevalue("text_under")(model), f"{model}.train"
    )


def with_remarks(comparison: Comparison, remarks: Sequence[str]) -> Comparison:
    return replace(comparison, remarks=(*remarks, *comparison.remarks))


def weighed_cells(report: Report, weighed: Weighed, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with what the weights say of them; of what they do not give a person decides."""
    is_known = {name for name in weighed.right if name in report.numbers}
    carried = printed.confirmed(report.block, report.widths or range(1, printed.MOST_HIDDEN + 1))
    return tuple(
        weighed.cell(cell.name, report.numbers[cell.name], cell.text, carried)
        if cell.name in is_known
        else not_measured(cell, weighed)
        for cell in cells
    )


def not_measured(cell: Cell, weighed: Weighed) -> Cell:
    """A cell that fits the others is not right for that, where weights could have shown it."""
    silent = cell.equal is True and cell.name not in weighed.right
    return replace(cell, equal=None, open=NO_START) if silent else cell


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
    suspects |= dict.fromkeys(printed.distances_without_start(report.block), NO_DISTANCE)
    cells = []
    for name in printed.NORMS:
        entry = report.entries.get(name)
        unread = entry is not None and (name not in report.numbers or name in in_doubt)
        if entry is None and any(
            printed.may_be(report.block, name, interval(each), widths)
            for each in report.without_name
        ):
            cells.append(Cell(name, "", None, open=NO_NAME))
            continue
        right = None if unread else entry is not None and name not in suspects
        cells.append(Cell(name, entry.text if entry else "", right, suspects.get(name)))
    return tuple(cells)


def mistake_in(report: Report, relation: printed.Relation, widths: Sequence[int]) -> Mistake:
    derived = relation.of[0]
    if derived in printed.SWAPPED_ROOTS and printed.roots_swapped(report.block, derived, widths):
        return Mistake("swapped", "the roots of the numbers of rows are swapped")
    return Mistake(INCONSISTENT, f"this does not hold: {relation.formula}")


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.question("3.1.bounds", "3.2.bounds", points=8, kind="table")
def grade_bounds(
    request: pytest.FixtureRequest,
    report: Report,
    other: Report,
    question: Question,
    answers_to: Callable[[str], tuple[Answer, ...]],
    text_under: Callable[..., str],
    settle: Settle,
) -> None:
    """Three bounds, each held against the norms, the margin and what the data are."""
    described = any(named_in(each.text) for each in answers_to("3.own_bound")[:1])
    parts = [
        judge_vc_bound(
            report.numbers.get("VC bound"),
            [vc_bound(hidden) for hidden in report.widths],
            [vc_bound(hidden, natural=True) for hidden in report.widths],
        ),
        margin_bound("L1max bound", report, other, L1MAX_BOUNDS, names=MAXIMA),
        margin_bound("own bound", report, other, OWN_BOUNDS, names=BOUNDS, described=described),
    ]
    if not all(each.right for each in parts[1:]) and (measured := by_weights(request, report)):
        again = (
            margin_bound("L1max bound", measured, other, L1MAX_BOUNDS, names=MAXIMA),
            margin_bound("own bound", measured, other, OWN_BOUNDS, names=BOUNDS,
                         described=described),
        )  # fmt: skip
        parts[1:] = [new if new.right else old for old, new in zip(parts[1:], again, strict=True)]
    percentile = stated_percentile(text_under(".".join(question.path[:2]))) or PERCENTILE
    remarks = [NEGATIVE_MARGIN] if report.has_negative_margin else []
    remarks += [MADE_POSITIVE] if report.made_margin_positive(percentile) else []
    settle(together(parts, question, remarks))


def by_weights(request: pytest.FixtureRequest, report: Report) -> Report | None:
    """The report with the norms that the weights give in place of those printed."""
    files = model_files(request, request.getfixturevalue("question"))
    if not files.weights:
        return None
    try:
        weighed = weigh(request.getfixturevalue("student"), files, report.widths)
    except (Mismatch, Undecided):  # what the weights are is judged in the training
        return None
    measured = {name: Entry(f"{weighed.right[name]:.6g}", "") for name in weighed.right}
    norms = {name: measured[name] for name in printed.NORMS if name in measured}
    return Report({**report.entries, **norms})


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
    """What the bound of a model implies of the data.

    Where Fro_Fro is not the product of the norms, a bound may have been made of either.
    """
    found = implied_of(report.block, name, formulas)
    if found.fits or not report.block.keys() >= FRO_NORMS:
        return found
    one, two = (report.block[each] for each in sorted(FRO_NORMS))
    other = implied_of({**report.block, "Fro_Fro": one * two}, name, formulas)
    return other if other.fits else found


def implied_of(block: printed.Block, name: str, formulas: Sequence[str]) -> Implied:
    """What a bound among these numbers implies of the data."""
    constants = implied_constants(block, name, formulas)
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
