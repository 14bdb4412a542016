"""Tables that persons filled in: CSV as Excel, LibreOffice and Numbers save it.

Commas, semicolons and tabs separate, whatever the country; UTF-8 with and without a byte order
mark, UTF-16 and Windows' own encoding are read; quoted cells hold line ends.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from graders.errors import GraderError
from graders.reports.gradebook import harmless

DELIMITERS = ",;\t"
LARGEST_BYTES = 256 * 1024 * 1024
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(E[+-]?\d{1,2})?", re.IGNORECASE)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # of Excel and LibreOffice, new and old


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `number` is that which a spreadsheet shows beside it.

    `is_too_long` where it has more cells than the header, so that they may belong to others.
    """

    number: int
    cells: Mapping[str, str]
    is_too_long: bool = False

    def __getitem__(self, column: str) -> str:
        """The text of a cell; empty where there is none."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header; `delimiter` is what its cells were separated by."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ","


def read_table(path: Path, known: Iterable[str]) -> Table:
    """The table in a file.

    Args:
        path: of the file.
        known: columns of which it must have at least one; they tell how cells are separated.
            Their names are found in any case.

    Raises:
        GraderError: if there is no such table in it.
    """
    text = _text(path)
    if text[:4].lower() == "sep=":  # a line with which Excel is told
        first, _, text = text.partition("\n")
        delimiters: Sequence[str] = first[4:5]
    else:
        delimiters = DELIMITERS
    names = {name.casefold(): name for name in known}
    delimiter = max(delimiters, key=lambda each: _found(_header(text, each), names))
    if not _found(_header(text, delimiter), names):
        hint = f"its first row should name some of: {', '.join(names.values())}"
        raise GraderError("this is no table that is known here", where=str(path), hint=hint)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        hint = "open it in a spreadsheet and save it as CSV"
        message = f"a quote in it opens and does not close as it should ({error})"
        raise GraderError(message, where=str(path), hint=hint) from error
    return _table(records, names, delimiter, path)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise GraderError("this is too large for a table", where=str(path))
        data = path.read_bytes()
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        raise GraderError(message, where=str(path), hint="check the path") from error
    if data.startswith(WORKBOOKS):
        hint = "save it as CSV from the spreadsheet"
        raise GraderError("this is a workbook, not a table as text", where=str(path), hint=hint)
    if data.startswith(UTF16):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _header(text: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _found(header: Iterable[str], names: Mapping[str, str]) -> int:
    """How many of the known columns a header has."""
    return sum(_plain(cell) in names for cell in header)


def _plain(cell: str) -> str:
    return cell.strip().casefold()


def _table(
    records: Sequence[Sequence[str]], names: Mapping[str, str], delimiter: str, path: Path
) -> Table:
    header = [names.get(_plain(cell), cell.strip()) for cell in records[0]]
    twice = [name for name, number in Counter(filter(None, header)).items() if number > 1]
    if twice:
        hint = "take one of them out, or give it another name"
        raise GraderError(f"two columns are called '{twice[0]}'", where=str(path), hint=hint)
    longest = max(map(len, records))
    width = len(header)
    header += [""] * (longest - width)
    columns = [name or f"column {at}" for at, name in enumerate(header, start=1)]
    rows = (
        Row(number, dict(zip(columns, cells, strict=False)), any(map(str.strip, cells[width:])))
        for number, cells in enumerate(records[1:], start=2)
        if any(map(str.strip, cells))
    )
    used = [name for name, given in zip(columns, header, strict=True) if given]
    extra = [name for name in columns if name not in used]
    return Table((*used, *extra), tuple(rows), delimiter)


def to_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str) -> str:
    """A table that every spreadsheet opens, and in which none finds a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(map(harmless, columns))
    writer.writerows([harmless(row.get(name, "")) for name in columns] for row in rows)
    return "\ufeff" + file.getvalue()  # the mark tells Excel that it is UTF-8


def unguarded(cell: str) -> str:
    """The text of a cell without the quote that kept a spreadsheet from running it.

    >>> unguarded("'- see the lecture"), unguarded("'tis right")
    ('- see the lecture', "'tis right")
    """
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def read_points(cell: str) -> Fraction | None:
    """Points as persons and spreadsheets write them; None where it is no number.

    >>> read_points("1,5"), read_points(" 2 "), read_points("1. Feb"), read_points("1,5E+00")
    (Fraction(3, 2), Fraction(2, 1), None, Fraction(3, 2))
    """
    plain = unguarded(cell.strip().replace("\u2212", "-"))
    if not NUMBER.fullmatch(plain):
        return None
    return Fraction(plain.replace(",", ".").rstrip("."))
