"""Question 3: norms of two models, by their weights or by what is printed of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from graders.claims.runs.files import RunFiles
from graders.claims.two_layer.implied import implied
from graders.claims.two_layer.printed_models import model_files, read_reports, weigh_model
from graders.claims.two_layer.printed_report import Report, interval
from graders.comparing.claims.weighing import Weighed
from graders.comparing.tables.cells import INCONSISTENT, Cell, compare_cells
from graders.errors import Mismatch, Undecided, Unreadable
from graders.grading.fixtures.types import ReadAs, Settle, TextUnder
from graders.model import Comparison, Mistake, Question
from solutions.generalization import printed_consistency as printed
from solutions.generalization.printed_bounds import L1MAX_BOUNDS
from solutions.generalization.printed_data import mistakes_in

NEGATIVE_NORM = Mistake("sign", "a norm is never negative")
NO_DISTANCE = Mistake(
    "missing_term", "this is no distance: the weights before training are not in it"
)
SEVERAL_MODELS = "several files may hold this model, so none was measured"
NO_NAME = "a number that fits stands there without its name"
NO_NAMES = "numbers stand there whose names were not read"
OTHER_DATA = "the L1max bound implies other data with it than that of the other model"
OTHER_WIDTH = (
    "it fits the others with {width} hidden units, but #parameter is that of another width"
)
USUAL_WIDTHS = tuple(2**power for power in range(4, 14))
NO_WIDTH = "no number of hidden units gives as many parameters as #parameter says"
NO_START = "not measured, as the weights before training are not in the hand-in"


@pytest.mark.question("3.1.norms", "3.2.norms", points=10, kind="table")
def grade_norms(
    request: pytest.FixtureRequest,
    question: Question,
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """Fifteen norms and measures: measured on the weights, or checked against one another."""
    report, other = read_reports(request, question, text_under)
    if not any(name in report.entries for name in printed.NORMS):
        raise Unreadable("No norm can be read in the report of this model.")
    read_as(f"{sum(name in report.numbers for name in printed.NORMS)} of fifteen numbers")
    cells = norm_cells(report, other)
    files = model_files(request)
    if files.weights:
        settle(judge_weighed(request, report, files, cells))
    else:
        settle(with_remarks(compare_cells(cells), [SEVERAL_MODELS] if files.open else []))


def with_remarks(comparison: Comparison, remarks: Sequence[str]) -> Comparison:
    return replace(comparison, remarks=(*remarks, *comparison.remarks))


# --- by the weights -------------------------------------------------------------------------------


def judge_weighed(
    request: pytest.FixtureRequest, report: Report, files: RunFiles, cells: Sequence[Cell]
) -> Comparison:
    """The norms by the weights; where these cannot be used, a person decides."""
    try:
        weighed = weigh_model(request, files, report)
    except (Mismatch, Undecided) as error:  # what the weights are is judged in the training
        return replace(with_remarks(compare_cells(cells), [error.feedback]), equal=None)
    return compare_cells(weighed_cells(report, weighed, cells))


def weighed_cells(report: Report, weighed: Weighed, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with what the weights say of them; of what they do not give a person decides."""
    is_known = {name for name in weighed.right if name in report.numbers}
    carried = printed.confirmed(report.block, widths_of(report))
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


# --- by what is printed ---------------------------------------------------------------------------


def norm_cells(report: Report, other: Report) -> tuple[Cell, ...]:
    """A cell for each norm; one that a broken relation involves cannot be right."""
    blamed, nameless = mistakes_of(report), dict(without_names(report))
    in_doubt = norms_in_doubt(report, other) | without_width(report)
    for name in blamed:
        in_doubt |= other_width(report, name)
    cells = []
    for name in printed.NORMS:
        if entry := report.entries.get(name):
            unread = name not in report.numbers or name in in_doubt
            right = None if unread else name not in blamed
            cells.append(
                Cell(name, entry.text, right, blamed.get(name), open=in_doubt.get(name, ""))
            )
        else:
            left = nameless.get(name, "")
            cells.append(Cell(name, "", None if left else False, open=left))
    return tuple(cells)


def widths_of(report: Report) -> Sequence[int]:
    """The numbers of hidden units that the report allows; all, if its parameters fit none."""
    return report.widths or range(1, printed.MOST_HIDDEN + 1)


def mistakes_of(report: Report) -> Mapping[str, Mistake]:
    """What is wrong with the norms that contradict others, or that are no norms."""
    widths = widths_of(report)
    return {
        **{
            name: mistake_in(report, relation, widths)
            for name, relation in printed.suspects(report.block, widths).items()
        },
        **{name: NEGATIVE_NORM for name, each in report.numbers.items() if each.value < 0},
        **dict.fromkeys(printed.distances_without_start(report.block), NO_DISTANCE),
    }


def mistake_in(report: Report, relation: printed.Relation, widths: Sequence[int]) -> Mistake:
    derived = relation.of[0]
    if derived in printed.SWAPPED_ROOTS and printed.roots_swapped(report.block, derived, widths):
        return Mistake("swapped", "the roots of the numbers of rows are swapped")
    return Mistake(INCONSISTENT, f"this does not hold: {relation.formula}")


def without_names(report: Report) -> Iterator[tuple[str, str]]:
    """The norms that may be among the numbers whose names were not read, and why.

    Where each such number is what some norm should be, only these norms are.
    """
    lost = [name for name in printed.NORMS if name not in report.entries]
    widths = widths_of(report)
    fitting = [
        [name for name in lost if printed.may_be(report.block, name, interval(each), widths)]
        for each in report.without_name
    ]
    for name in lost:
        if any(name in names for names in fitting):
            yield name, NO_NAME
        elif not all(fitting):
            yield name, NO_NAMES


def norms_in_doubt(report: Report, other: Report) -> dict[str, str]:
    """The norms of which a bound implies other data than that of the other model does, and why.

    Either the norm is wrong or the bound.
    """
    name, formulas = L1MAX_BOUNDS[0], L1MAX_BOUNDS
    here, there = implied(report, name, formulas), implied(other, name, formulas)
    if not (here.constants and there.fits) or here.fits or here.fits_cropped:
        return {}
    return {} if mistakes_in(report.block, name, formulas) else {"L1max_L1max": OTHER_DATA}


def without_width(report: Report) -> dict[str, str]:
    """The norms that take the width, and why nothing holds them, where no width has the parameters.

    Where a known slip explains what is printed, this is wrong all the same.
    """
    has_none = printed.PARAMETERS in report.numbers and not report.widths
    return {"Dist_Spec": NO_WIDTH} if has_none else {}


def other_width(report: Report, name: str) -> dict[str, str]:
    """A norm that would fit with a usual width which is not that of the parameters, and why.

    Either the norm is wrong or the number of parameters.
    """
    relation = printed.suspects(report.block, report.widths).get(name) if report.widths else None
    fitting = [each for each in USUAL_WIDTHS if relation and relation.holds(report.block, each)]
    return {name: OTHER_WIDTH.format(width=fitting[0])} if fitting else {}
