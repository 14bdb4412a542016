"""Tables of tangents or adjoints: the values that each node of a graph has for two seeds."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graders.comparing.numbers.digits import TOO_COARSE, exact_or_by_digits, may_lack_point
from graders.comparing.numbers.targets import (
    KnownMistake,
    Target,
    expected_values,
    value_with_mistake,
)
from graders.comparing.numbers.worksheet import Worksheet
from graders.comparing.tables.cells import Cell
from graders.model import PrintedNumber

Numbers = Mapping[str, PrintedNumber]


ELSEWHERE = "it may stand elsewhere"
UNKNOWN = "no node of the sheet has these values"
MAY_FOLLOW = "it may follow from rows whose nodes are not known"
BY_CELL = exact_or_by_digits(2)  # the rule for a cell


class Row(Protocol):
    """A row as it is read: its label, the node that it names or nothing, a cell for each seed."""

    @property
    def label(self) -> str: ...
    @property
    def node(self) -> str: ...
    @property
    def cells(self) -> tuple[str, str]: ...
    @property
    def numbers(self) -> tuple[PrintedNumber | None, PrintedNumber | None]: ...


@dataclass(frozen=True)
class Mode:
    """How a table is filled.

    Args:
        sheet: the formulas of its cells.
        quantity: the name of a cell, by its node and its column.
        nodes: that a row may stand for.
        due: those whose rows may not be left out.
        mistakes: that are known.
    """

    sheet: Worksheet
    quantity: Callable[[str, int], str]
    nodes: Collection[str]
    due: Sequence[str]
    mistakes: Sequence[KnownMistake]

    def pair(self, node: str) -> tuple[float, float]:
        first, second = (self.sheet.reference(self.quantity(node, column)) for column in (0, 1))
        return first, second

    def is_right(self, row: Row) -> bool:
        """Whether a row has the values of the node that it names."""
        return has_values(row, self.pair(row.node))

    def own_numbers(self, rows: Sequence[Row]) -> Numbers:
        """The student's own number for each quantity of a table."""
        return {
            self.quantity(row.node, column): number
            for row in rows
            if row.node
            for column, number in enumerate(row.numbers)
            if number is not None
        }

    def uses_names(self, rows: Sequence[Row]) -> bool:
        """Whether the names of the rows are those of the sheet: half of the named are right."""
        named = [row for row in rows if row.node]
        right = [row for row in named if self.is_right(row)]
        return len(named) >= len(rows) / 2 and 2 * len(right) >= len(named)

    def named_cells(self, rows: Sequence[Row], *, goes_on: bool = False) -> Iterator[Cell]:
        """The cells of a table with the names of the sheet, and those of rows that are due.

        Args:
            rows: of the table.
            goes_on: whether the rows that are due may stand elsewhere.
        """
        own = self.own_numbers(rows)
        found = {row.node for row in rows}
        for row in rows:
            fitting = [node for node in self.nodes if has_values(row, self.pair(node))]
            found.update(fitting if not row.node else ())
            for column, text in enumerate(row.cells):
                name = f"row {row.label}, column {column + 1}"
                if not row.node:
                    yield Cell(name, text, True if fitting else None)
                    continue
                quantity = self.quantity(row.node, column)
                target = Target(self.sheet, quantity, BY_CELL, self.mistakes)
                yield judge_cell(name, text, row.numbers[column], target, own)
        for node in self.due:
            if node not in found:
                right, said = (None, ELSEWHERE) if goes_on else (False, "")
                names = (f"row {node}, column {column}" for column in (1, 2))
                yield from (Cell(each, "", right, open=said) for each in names)

    def own_cells(self, rows: Sequence[Row]) -> Iterator[Cell]:
        """The cells of a table with names of its own: right if some node has a row's values.

        Which node a row stands for is not known, so one that no node fits is left to a person. A
        row that is due has its name in every graph: it is wrong where all others fit.
        """
        named = [row.node for row in rows]
        fitting = [
            [node for node in self.nodes if has_values(row, self.pair(node))] for row in rows
        ]
        known = [row.node in self.due and named.count(row.node) == 1 for row in rows]
        is_sure = all(found or due for found, due in zip(fitting, known, strict=True))
        for row, nodes, is_due in zip(rows, fitting, known, strict=True):
            for column, text in enumerate(row.cells):
                name = f"row {row.label}, column {column + 1}"
                if is_due:
                    yield self._due_cell(name, row, column, is_sure=is_sure)
                else:
                    yield Cell(name, text, True if nodes else None, open="" if nodes else UNKNOWN)
        found = {node for nodes in fitting for node in nodes}
        found |= {row.node for row, is_due in zip(rows, known, strict=True) if is_due}
        for node in self.due:
            if node not in found:
                names = (f"{node}, column {column}" for column in (1, 2))
                yield from (Cell(each, "", None, open=ELSEWHERE) for each in names)

    def _due_cell(self, name: str, row: Row, column: int, *, is_sure: bool) -> Cell:
        """A cell of a row that is due; a wrong one may follow from rows that are not known."""
        target = Target(self.sheet, self.quantity(row.node, column), BY_CELL, self.mistakes)
        cell = judge_cell(name, row.cells[column], row.numbers[column], target, {})
        if is_sure or cell.equal is not False:
            return cell
        return replace(cell, equal=None, mistake=None, open=MAY_FOLLOW)


def has_values(row: Row, pair: tuple[float, float]) -> bool:
    """Whether both cells of a row print these values."""
    return all(
        number is not None and BY_CELL(number, value).fits
        for number, value in zip(row.numbers, pair, strict=True)
    )


def judge_cell(
    name: str, text: str, number: PrintedNumber | None, target: Target, own: Numbers
) -> Cell:
    """A cell held against the reference, what follows from the student's own cells, mistakes."""
    if number is None:
        return Cell(name, text, None if text else False)
    fit = target.rule(number, target.reference)
    if fit.fits:
        return Cell(name, text, True)
    values = {each: float(value) for each, value in own.items() if each != target.quantity}
    if any(target.rule(number, value).fits for value in expected_values(target, values)):
        return Cell(name, text, True, follows=True)
    for each in target.mistakes:
        for earlier in ({}, values):
            wrong = value_with_mistake(target, earlier, each)
            if wrong is not None and target.rule(number, wrong).fits:
                return Cell(name, text, False, each.mistake)
    if fit.mistake is TOO_COARSE:
        return Cell(name, text, None, open=TOO_COARSE.words)
    if may_lack_point(number, target.reference):
        return Cell(name, text, None, open="a decimal point may be lost")
    return Cell(name, text, False)
