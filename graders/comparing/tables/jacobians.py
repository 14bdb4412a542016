"""Jacobians judged entry by entry: rows are outputs, columns inputs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.comparing.numbers.targets import Target
from graders.comparing.tables.cells import Cell
from graders.comparing.tables.node_tables import Numbers, judge_cell
from graders.model import Mistake, PrintedNumber

TRANSPOSED = Mistake("transposed", "rows are outputs and columns inputs; this is the transpose")


@dataclass(frozen=True)
class Entry:
    """An entry as it is printed, with the quantity that it is held against."""

    text: str
    number: PrintedNumber | None
    target: Target


def jacobian_cells(entries: Sequence[Sequence[Entry]], own: Numbers) -> Iterator[Cell]:
    """The entries of a square Jacobian as cells.

    One that is right on the other side of the diagonal is called transposed.

    Args:
        entries: by rows.
        own: the student's own number for each quantity, from which an entry may be copied.
    """
    for row, across in enumerate(entries):
        for column, entry in enumerate(across):
            name = f"entry ({row + 1}, {column + 1})"
            cell = judge_cell(name, entry.text, entry.number, entry.target, own)
            if cell.equal is False and entry.number is not None:
                mirrored = entries[column][row].target
                printed = own.get(entry.target.quantity)
                if printed is not None and printed.value == entry.number.value:
                    cell = Cell(name, entry.text, True, follows=True)
                elif mirrored.rule(entry.number, mirrored.reference).fits:
                    cell = Cell(name, entry.text, False, TRANSPOSED)
            yield cell
