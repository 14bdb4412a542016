"""The entries of a matrix under a label whose parts are called 11, 12, ..., in it or one by one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graders.model import Where
from graders.reading.finding.sheet import Sheet
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.named_values.matrices import read_matrices, read_rows_of_numbers
from graders.reading.quantities.named_values.vectors import named_entries
from graders.reading.quantities.numbers.printed import read_number

_PLACE = re.compile(  # of an entry in a matrix
    r"^[ \t$]*\([ \t]*(?P<row>\d)[ \t]*,[ \t]*(?P<column>\d)[ \t]*\)[ \t$]*[:=](?P<said>.+)",
    re.MULTILINE,
)

Told = tuple[Chain, str, Where, str, bool]  # with its text, its kind, and whether it is inferred


def matrix_entries(piece: Piece, sheet: Sheet) -> Iterator[Told]:
    """The entries that a piece tells, if it stands where a matrix is asked for."""
    if (*piece.path, "11") in sheet.places:
        yield from _in_matrices(piece, sheet)
        yield from _behind_places(piece, sheet)


def _in_matrices(piece: Piece, sheet: Sheet) -> Iterator[Told]:
    r"""The entries of a matrix under a label whose parts are called 11, 12, ...

    One of another size may be no matrix at all but a table, with names above and beside it. What
    its left side names is no entry by its place: `\partial f / \partial w_2` is the second column.
    """
    text = piece.block.text
    size = _size(piece.path, sheet)
    named = {each.span[1] for each in named_entries(text, sheet.vocabulary)}
    matrices = [
        each for each in read_matrices(text) if each.has_shape(*size) or each.span[1] not in named
    ]
    bare = () if matrices or named or "=" in text else read_rows_of_numbers(text, *size)
    for matrix in (*matrices, *bare):
        where = piece.block.at(matrix.span[0])
        for row, cells in enumerate(matrix.rows, start=1):
            for column, cell in enumerate(cells, start=1):
                name = sheet.places.get((*piece.path, f"{row}{column}"))
                if name is not None:
                    chain = Chain(("", cell), name, "", matrix.span)
                    kind = "order of the numbers" if bare else "entry of a matrix"
                    unsure = bool(bare) or not matrix.has_shape(*size)
                    yield chain, cell, where, kind, unsure


def _behind_places(piece: Piece, sheet: Sheet) -> Iterator[Told]:
    """The entries of such a matrix that stand behind their places: "(1,2): a = 0.5"."""
    for found in _PLACE.finditer(piece.block.text):
        name = sheet.places.get((*piece.path, found["row"] + found["column"]))
        chain = _said_of_place(found["said"], sheet) if name else None
        if chain is not None:
            where = piece.block.at(found.start())
            yield replace(chain, name=name), found["said"], where, "entry by its place", True


def _said_of_place(said: str, sheet: Sheet) -> Chain | None:
    """The chain that gives an entry its number, or the number alone."""
    for chain in read_chains(said, sheet.vocabulary, prose=True)[:1]:
        return chain if chain.name is None and chain.value is not None else None
    alone = said.strip(" \t$.,;")
    return Chain(("", alone), None, "", (0, len(said))) if read_number(alone) else None


def _size(path: Path, sheet: Sheet) -> tuple[int, int]:
    """The rows and columns of the matrix that a part asks for."""
    entries = [each[-1] for each in sheet.places if each[:-1] == path and each[-1].isdigit()]
    return max(int(each[0]) for each in entries), max(int(each[-1]) for each in entries)
