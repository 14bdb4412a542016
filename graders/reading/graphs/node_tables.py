"""Tables with a row for each node of a computation graph and a column for each of two seeds."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import normalize

from graders.model import Answer, PrintedNumber
from graders.reading.blocks.block import Block
from graders.reading.blocks.markdown import read_blocks
from graders.reading.graphs.node_lines import rows_of_lines
from graders.reading.graphs.seeds import order_of
from graders.reading.quantities.numbers.beside_formulas import number_beside_formula

_NAME = re.compile(r"d?([a-z]\d{0,2})(?!\d)")
_IN_HEADINGS = re.compile(r"seed|\(\s*[01]\s*,\s*[01]\s*\)", re.IGNORECASE)
_SEED_MARK = re.compile(r"^d(?=[wf])|dot|bar")
_DRESSING = re.compile(r"\\(?:dot|bar|overline|partial|mathbf|text)|[\s${}_\\*`'̇̄]")


@dataclass(frozen=True)
class Row:
    """A row of a student's table: the node that it names, if the sheet has it, and two cells.

    These are for the first seed and the second; `ordered` says whether the headings leave that
    clear.
    """

    label: str
    node: str
    cells: tuple[str, str]
    ordered: bool = True

    @property
    def turned(self) -> "Row":
        """The row with its cells exchanged."""
        return replace(self, cells=self.cells[::-1])

    @cached_property
    def numbers(self) -> tuple[PrintedNumber | None, PrintedNumber | None]:
        first, second = map(number_beside_formula, self.cells)
        return first, second


@dataclass(frozen=True)
class NodeNames:
    """What the sheet calls the nodes of its graph.

    Args:
        inputs: of the graph, two of them.
        outputs: as many.
        nodes: all between the two, and the outputs.
        others: further names, by which some of the nodes are known.
    """

    inputs: Sequence[str]
    outputs: Sequence[str]
    nodes: Sequence[str]
    others: Mapping[str, str]

    @cached_property
    def all(self) -> Collection[str]:
        return (*self.inputs, *self.nodes)

    def node(self, label: str) -> str:
        r"""The node of the sheet that a row names, if it names one.

        >>> names = NodeNames(["w1", "w2"], ["f1", "f2"], ["v3", "f1", "f2"], {"v10": "f2"})
        >>> [names.node(each) for each in (r"$\dot v_{10}$", "v₃ = v₁ v₂", "the product")]
        ['f2', 'v3', '']
        """
        name = plain_name(label)
        name = self.others.get(name, name)
        return name if name in self.all else ""

    def rows(self, answers: Sequence[Answer], beside: str = "") -> list[Row]:
        """The rows of the tables of an answer that hold at least two numbers behind a name.

        Where there are none, lists of values for each seed may stand in their place.

        Args:
            answers: with the tables.
            beside: what else stands there, and may tell which column is for which seed.
        """
        blocks = [block for each in answers for block in read_blocks(each.text, each.where)]
        tables = [upright(block) for block in blocks if not self.jacobian(block)]
        found = [row for table in tables for row in self._rows_of(table, beside)]
        lines = (cells for each in answers for cells in rows_of_lines(each.text))
        return found or [row for cells in lines if (row := self.row(cells))]

    def _rows_of(self, table: Sequence[Sequence[str]], beside: str) -> Iterator[Row]:
        """The rows of a table, with the cells in the order that its headings tell."""
        rows = [self.row(cells) for cells in table]
        begin = next((at for at, row in enumerate(rows) if row), 0)
        above = [cells[-2:] for cells in table[:begin] if len(cells) > 2] or [("", "")]
        first, second = (" ".join(each) for each in zip(*above, strict=True))
        order = order_of(first, second, beside)
        for row in filter(None, rows):
            yield replace(row.turned if order == (2, 1) else row, ordered=order is not None)

    def jacobian(self, table: Block) -> Sequence[Sequence[str]]:
        """The entries of a table with a row for each output, a column for each input, if it is one.

        So may those of its transpose be, which is told from it by its names.
        """
        rows = [row.cells for row in table.rows]
        if len(rows) != 3 or any(len(row) != 3 for row in rows):
            return ()
        across, down = rows[0][1:], [row[0] for row in rows[1:]]
        entries = [row[1:] for row in rows[1:]]
        if ends_in(across, self.inputs) and ends_in(down, self.outputs):
            return entries
        turned = ends_in(across, self.outputs) and ends_in(down, self.inputs)
        return list(zip(*entries, strict=True)) if turned else ()

    def row(self, cells: Sequence[str]) -> Row | None:
        """The last two cells of a row with a name in the first; None for a heading."""
        if len(cells) < 3 or not cells[0].strip():
            return None
        row = Row(cells[0].strip(), self.node(cells[0]), (cells[-2].strip(), cells[-1].strip()))
        has_number = any(sign.isdigit() for cell in row.cells for sign in cell)
        heading = not row.node and (
            None in row.numbers
            or _IN_HEADINGS.search(" ".join(cells)) is not None
            or all(map(self.sets_a_seed, row.cells))
        )
        return row if has_number and not heading else None

    def sets_a_seed(self, cell: str) -> bool:
        r"""Whether a cell says which input or output is a seed, as a heading does.

        >>> names = NodeNames(["w1", "w2"], ["f1", "f2"], ["f1", "f2"], {})
        >>> [names.sets_a_seed(each) for each in ("f1 bar = 1", r"$\dot w_1 = 1$", "2 w_1 = 2")]
        [True, True, False]
        """
        name, equals, _ = cell.partition("=")
        plain = _SEED_MARK.sub("", _undressed(name))
        return bool(equals) and plain in (*self.inputs, *self.outputs)


def plain_name(label: str) -> str:
    """The letter and digits that a row calls its node by, if it does."""
    found = _NAME.fullmatch(_undressed(label.partition("=")[0]))
    return found[1] if found else ""


def _undressed(name: str) -> str:
    return _DRESSING.sub("", normalize("NFKC", name)).casefold()


def ends_in(headings: Sequence[str], names: Sequence[str]) -> bool:
    plain = list(map(_undressed, headings))
    return all(each.endswith(name) for each, name in zip(plain, names, strict=True))


def upright(table: Block) -> Sequence[Sequence[str]]:
    """The rows of a table; where it has a row for each seed below its nodes, the columns."""
    rows = [row.cells for row in table.rows]
    is_turned = len(rows) == 3 and all(len(row) == len(rows[0]) > 3 for row in rows)
    return list(zip(*rows, strict=True)) if is_turned else rows
