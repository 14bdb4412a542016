"""Tables judged cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Comparison, Mistake

_LISTED = 6  # cells that are named for one reason


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to fill and what became of it; `equal` is None where it could not be decided."""

    name: str  # "row 5 CONV3-128, parameters"
    text: str
    equal: bool | None
    mistake: Mistake | None = None
    follows: bool = False  # right for the student's own earlier cell
    open: str = ""  # why a cell that was read could not be decided


INCONSISTENT = "inconsistent"  # a mistake: numbers that belong together contradict one another


def compare_cells(cells: Sequence[Cell]) -> Comparison:
    """The whole table: right cells earn their share, open ones are left to a person."""
    right = sum(cell.equal is True for cell in cells)
    credit = Fraction(right, len(cells))
    wrong = [cell for cell in cells if cell.equal is False and cell.text]
    empty = [cell for cell in cells if cell.equal is False and not cell.text]
    left = [cell for cell in cells if cell.equal is None]
    carried = [cell for cell in cells if cell.follows and cell.equal]
    remarks = [f"{right} of {len(cells)} cells are right"] if right < len(cells) else []
    remarks += [_words(cell) for cell in wrong]
    remarks += [_empty(empty)] if empty else []
    remarks += [f"{cell.name}: '{cell.text}' could not be read" for cell in left if not cell.open]
    remarks += [
        _open(reason, left) for reason in dict.fromkeys(cell.open for cell in left) if reason
    ]
    remarks += [f"{cell.name}: right for your own earlier rows" for cell in carried]
    first = next((each.mistake for each in cells if each.equal is False and each.mistake), None)
    equal = None if left else not (wrong or empty)
    lost = Fraction(len(wrong) + len(empty), len(cells))
    return Comparison(equal, "cells", first, remarks=tuple(remarks), credit=credit, lost=lost)


def _words(cell: Cell) -> str:
    """What is said of a wrong cell; in a relation that fails, it may be another that is wrong."""
    reason = f" ({cell.mistake.words})" if cell.mistake else ""
    fits_not = cell.mistake is not None and cell.mistake.code == INCONSISTENT
    verdict = "does not fit the others" if fits_not else "is not right"
    return f"{cell.name}: '{cell.text}' {verdict}{reason}"


def _open(reason: str, cells: Sequence[Cell]) -> str:
    return f"{_by_row([cell for cell in cells if cell.open == reason])}: {reason}"


def _empty(cells: Sequence[Cell]) -> str:
    return f"nothing is filled in: {_by_row(cells)}"


def _by_row(cells: Sequence[Cell]) -> str:
    """The first of some cells, each row once with its columns."""
    rows: dict[str, list[str]] = {}
    for cell in cells[:_LISTED]:
        row, _, column = cell.name.partition(", ")
        rows.setdefault(row, []).extend([column] if column else [])
    named = ", ".join(f"{row} ({', '.join(own)})" if own else row for row, own in rows.items())
    more = f" and {len(cells) - _LISTED} more" if len(cells) > _LISTED else ""
    return f"{named}{more}"
