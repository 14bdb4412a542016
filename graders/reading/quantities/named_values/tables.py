r"""Tables that list quantities: a row for each name, or a column for each.

| parameter | gradient | new value |
|-----------|----------|-----------|
| $w_1$     | 0.00198  | 0.09998   |

The name of a cell is made of its row and its column: the column "gradient" makes w1 the gradient
by w1, "new value" the updated w1; a table with one column of numbers needs no heading.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Row
from graders.reading.lexing.signs import in_commands
from graders.reading.quantities.named_values.named_value import NamedValue
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number

_GRADIENT = ("grad", "deriv", "dmse", "dl/", "dloss", "\\partial", "\\nabla", "∂", "d/d")
_UPDATED = ("new", "updated", "after", "t+1", "next", "neu", "nuevo", "nouveau", "nuovo", "新")
_OTHER = (
    "old", "before", "initial", "given", "current", "start", "net", "weighted", "t=0",
    "sum", "somme", "alt", "viejo", "ancien", "vecchio", "旧", "初始",
)  # fmt: skip
_VALUE = (
    "out", "activation", "sigm", "\\sigma", "σ", "result",
    "wert", "ausg", "valor", "salida", "valeur", "sortie", "值",
)  # fmt: skip
_FORMULA = ("formula", "expression", "derivation", "calculation", "formel", "rechnung", "fórmula")
_WORDS = re.compile(r"(?<![\\\w{])[^\W\d_]{2,}\s+[^\W\d_]{2,}(?![\w(])")
_OPERATION = re.compile(r"[+*/·×∙^(\\]|[\w)]\s*[-−]\s*[\w(]")
_INDEX = re.compile(r"[i-n]")
_ENTRY = re.compile(r"(?:entry\s*)?\(\s*([1-9])\s*[,;]\s*([1-9])\s*\)", re.IGNORECASE)
_LEAST_ENTRIES = 3  # of a matrix, that a table lists by their places
_MOST_SAID = 2  # rows below a name, such as its old and its new value


def named_cells(table: Block, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The cells of a table whose row or column names a declared quantity."""
    rows = _with_entries_named(table.rows)
    if not rows:
        return
    if len(cells := list(_by_index(rows, vocabulary))) > 1:
        yield from cells
        return
    cells = list(_by_columns(rows, vocabulary))
    if len(cells) > 1:
        yield from cells
        return
    headings = rows[0].cells
    for row in rows:
        yield from _by_row(row, headings, vocabulary)


def _with_entries_named(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, where at least three are called by places in a matrix as entries of a Jacobian."""
    places = [_ENTRY.fullmatch(row.cells[0].strip(" $*")) if row.cells else None for row in rows]
    if len({(each[1], each[2]) for each in places if each}) < _LEAST_ENTRIES:
        return rows
    return [
        replace(row, cells=(f"J_{{{at[1]}{at[2]}}}", *row.cells[1:])) if at else row
        for row, at in zip(rows, places, strict=True)
    ]


def _by_index(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The cells of a table over an index: `i` above or beside its numbers, `w_i` the other way."""
    corner = rows[0].cells[0].strip(" $*") if rows[0].cells else ""
    if _INDEX.fullmatch(corner) is None:
        return
    for row in rows[1:]:
        for heading, cell in zip(rows[0].cells[1:], row.cells[1:], strict=False):
            for number, indexed in ((heading, row.cells[0]), (row.cells[0], heading)):
                told = _with_number(indexed, corner, number.strip(" $*"))
                name = read_name(told, vocabulary) if told else None
                if name in vocabulary.known and name and read_number(cell):
                    yield _cell(name, cell, indexed, row)


def _with_number(indexed: str, letter: str, number: str) -> str:
    """`w_3` for `w_i` and 3; nothing where either is something else."""
    mark = re.compile(rf"_\s*\{{?\s*{letter}\s*\}}?(?![A-Za-z])")
    indexed = in_commands(indexed)
    is_told = number.isdigit() and mark.search(indexed) is not None
    return mark.sub(f"_{{{number}}}", indexed) if is_told else ""


def _by_columns(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The cells below a row of names, without those of a name that many rows say something of."""
    cells = [cell for row in rows[1:] for cell in _by_column(rows[0], row, vocabulary)]
    said = Counter(cell.name for cell in cells if cell.words not in rows[0].cells)
    yield from (cell for cell in cells if said[cell.name] <= _MOST_SAID)


def _by_column(headings: Row, values: Row, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The cells of a row below a row of names; its first cell may say what they are."""
    first = values.cells[0] if values.cells else ""
    about = "" if read_number(first) else first
    for heading, value in zip(headings.cells, values.cells, strict=False):
        base = read_name(heading, vocabulary)
        if base in vocabulary.known and base and read_number(value):
            name = _combined(base, about, vocabulary, only=True)
            if name is not None:
                yield _cell(name, value, about or heading, values)


def _by_row(row: Row, headings: Sequence[str], vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The numbers of a row behind its name; the only one may have a formula before it."""
    names = ((at, _name(cell, vocabulary)) for at, cell in enumerate(row.cells))
    known = ((at, name) for at, name in names if name and name in vocabulary.known)
    first, base = next(known, (-1, ""))
    if not base:
        return
    said = () if headings is row.cells else headings
    above = [*said, *[""] * len(row.cells)]
    numbers = {at: text for at, text in enumerate(map(_value, row.cells)) if at > first and text}
    beside = {at: text for at, text in numbers.items() if not _says(above[at], _FORMULA)}
    if any("." in text for text in beside.values()):
        numbers = beside
    only = sum(not _says(above[at], _OTHER) for at in numbers) == 1
    for at, text in numbers.items():
        heading = above[first] if only and _says(above[first], _GRADIENT) else above[at]
        name = _combined(base, heading, vocabulary, only=only)
        if name is not None:
            formula = _formula(row.cells[first + 1 : at], headings[first + 1 : at]) if only else ""
            yield _cell(name, f"{formula} = {text}" if formula else text, heading, row)


def _cell(name: str, text: str, heading: str, row: Row) -> NamedValue:
    return NamedValue(name, text, (0, len(text)), heading, line=row.line)


def _formula(cells: Sequence[str], headings: Sequence[str]) -> str:
    """The formula that stands between a name and its value, if a heading says that it is one.

    Words in its place ("same with x_2 = 4") lead to no value.
    """
    columns = zip(cells, headings, strict=False)
    found = next((cell for cell, above in columns if _says(above, _FORMULA)), "")
    is_worded = _WORDS.search(found) and not _OPERATION.search(found.replace("$", ""))
    return "" if is_worded else found.replace("$", "").strip()


def _value(cell: str) -> str:
    """A cell that is a number, or an equation that ends in one, with the formula before it."""
    return cell.replace("$", "").strip() if read_number(cell.rpartition("=")[2]) else ""


def _name(cell: str, vocabulary: Vocabulary) -> str | None:
    """The name that a cell is, or that it ends in after words: "hidden h_1"."""
    return read_name(cell, vocabulary) or read_name((cell.split() or [""])[-1], vocabulary)


def _combined(base: str, heading: str, vocabulary: Vocabulary, *, only: bool) -> str | None:
    """The quantity that a row's name and a column's heading mean together.

    Args:
        base: the name of the row.
        heading: of the column.
        vocabulary: of the assignment.
        only: whether there is but one number in the row, which needs no heading.
    """
    if (derivative := _derivative(base, heading, vocabulary)) is not None:
        return derivative
    if _says(heading, _OTHER):
        return None
    updated, gradient = f"{base}_new", f"d{vocabulary.loss}_d{base}"
    for words, name in ((_UPDATED, updated), (_GRADIENT, gradient)):
        if _says(heading, words):
            return name if vocabulary.declares(name) else base
    if heading.strip().casefold() == "result" and updated in vocabulary.known:
        return updated
    return base if only or _says(heading, _VALUE) else None


def _derivative(base: str, heading: str, vocabulary: Vocabulary) -> str | None:
    """The derivative of a row by a column: of f_1 by w_1, or the other way, or of o_1 by ∂/∂h_1."""
    other = read_name(heading, vocabulary)
    for upper, lower in ((base, other), (other, base)):
        if other and other != base and vocabulary.declares(f"d{upper}_d{lower}"):
            return vocabulary.canonical(f"d{upper}_d{lower}")
    whole = heading.replace("/", f" {base}/", 1) if "/" in heading else ""
    name = read_name(whole, vocabulary) if whole else None
    return name if name in vocabulary.known else None


def _says(heading: str, words: Iterable[str]) -> bool:
    """Whether a heading holds one of these words, spaces aside."""
    said = "".join(heading.casefold().split(" "))
    return any(word in said for word in words)
