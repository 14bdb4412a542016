"""Variants of tables and of lists of named numbers: their form, and their cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from graders.auditing.mathematics import replaced
from graders.auditing.numbers import numbers, wrong_prints
from graders.auditing.variants import Change
from graders.reading.bars import cells_of, is_rule, row_of

_NAMED = re.compile(r"(?P<name>#?[A-Za-z][\w# ]*): *(?P<value>[-+\d.e,]*\d)")
MOST_CELLS = 12


@dataclass(frozen=True)
class Table:
    """A pipe table of an answer, as its rows of cells, and where it stands."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]  # the first is the heading

    def text(self, rows: tuple[tuple[str, ...], ...] | None = None) -> str:
        """The table with these rows."""
        heading, *body = rows or self.rows
        rule = "|" + "---|" * len(heading)
        return "\n".join([row_of(heading), rule, *(row_of(each) for each in body)])


def tables(text: str) -> Iterator[Table]:
    """The pipe tables of a text."""
    for match in re.finditer(r"(?m)(?:^\|.*\|[ \t]*\n?)+", text):
        lines = match[0].rstrip("\n").splitlines()
        rows = tuple(tuple(cells_of(line)) for line in lines if not is_rule(line))
        if len(rows) > 1:
            yield Table(match.start(), match.start() + len(match[0].rstrip("\n")), rows)


def other_tables(text: str) -> Iterator[Change]:
    """The answer with its tables in another form."""
    for table in tables(text):
        for rule, form in (
            ("aligned columns", _aligned(table)),
            ("no bars outside", _open(table)),
            ("numbers as formulas", table.text(_each(table, r"$\1$"))),
            ("bold numbers", table.text(_each(table, r"**\1**"))),
            ("LaTeX", _tabular(table)),
        ):
            yield Change(f"table: {rule}", replaced(text, table.start, table.end, form))
        if len(table.rows[0]) == 2:
            lines = "\n".join(f"{name}: {value}  " for name, value in table.rows[1:])
            yield Change("table: lines", replaced(text, table.start, table.end, lines))
    named = list(_NAMED.finditer(text))
    if len(named) > 3:
        lines = "\n".join(f"- {match['name']} = {match['value']}" for match in named)
        yield Change("table: a list with equals signs", f"{lines}\n")
        rows = tuple((match["name"], match["value"]) for match in named)
        whole = Table(0, 0, (("name", "value"), *rows)).text()
        yield Change("table: a table for a list", f"{whole}\n")


def _each(table: Table, by: str) -> tuple[tuple[str, ...], ...]:
    """The rows with every cell that is a number in another dress."""
    heading, *body = table.rows
    changed = (tuple(re.sub(r"^(-?[\d.,]+)$", by, cell) for cell in row) for row in body)
    return heading, *changed


def _aligned(table: Table) -> str:
    heading, *body = table.rows
    return "\n".join([row_of(heading), "|" + ":--:|" * len(heading), *map(row_of, body)])


def _open(table: Table) -> str:
    heading, *body = table.rows
    lines = [" | ".join(each) for each in body]
    return "\n".join([" | ".join(heading), "|".join(["---"] * len(heading)), *lines])


def _tabular(table: Table) -> str:
    """The table as LaTeX writes it, between dollar signs as an array of text."""
    columns = "c" * len(table.rows[0])
    lines = " \\\\\n".join(
        " & ".join(cell if cell.startswith("$") else cell.replace("#", r"\#") for cell in row)
        for row in table.rows
    )
    return f"\\begin{{tabular}}{{{columns}}}\n{lines} \\\\\n\\end{{tabular}}"


def wrong_tables(text: str, random: Random) -> Iterator[Change]:
    """The answer with a wrong cell, or without a row."""
    for table in tables(text):
        cells = [
            (row, column)
            for row in range(1, len(table.rows))
            for column in range(1, len(table.rows[row]))
            if list(numbers(table.rows[row][column]))
        ]
        random.shuffle(cells)
        for row, column in cells[:MOST_CELLS]:
            cell = table.rows[row][column]
            for rule, other in _wrong_cells(cell, random):
                rows = _with_cell(table, row, column, other)
                changed = replaced(text, table.start, table.end, table.text(rows))
                yield Change(f"mutant: {rule} in a cell", changed)
        for row in random.sample(range(1, len(table.rows)), min(3, len(table.rows) - 1)):
            rows = (*table.rows[:row], *table.rows[row + 1 :])
            changed = replaced(text, table.start, table.end, table.text(rows))
            yield Change("mutant: a row left out", changed)
    for match in random.sample(named := list(_NAMED.finditer(text)), min(8, len(named))):
        found = next(iter(numbers(match["value"])), None)
        for rule, other in list(wrong_prints(found, random))[:2] if found else ():
            yield Change(
                f"mutant: {rule} of a named number",
                replaced(text, match.start("value"), match.end("value"), other),
            )


def _wrong_cells(cell: str, random: Random) -> Iterator[tuple[str, str]]:
    found = random.choice(list(numbers(cell)))
    choices = list(wrong_prints(found, random))
    if cell != found.plain:  # a sign within words is a dash
        choices = [each for each in choices if not each[1].startswith("-")]
    for rule, print_ in random.sample(choices, min(2, len(choices))):
        yield rule, replaced(cell, found.start, found.end, print_)
    yield "nothing", ""


def _with_cell(table: Table, row: int, column: int, cell: str) -> tuple[tuple[str, ...], ...]:
    line = table.rows[row]
    changed = (*line[:column], cell, *line[column + 1 :])
    return (*table.rows[:row], changed, *table.rows[row + 1 :])
