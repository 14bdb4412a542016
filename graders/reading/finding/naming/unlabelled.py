"""Matrices whose part has lost its label, told by the order in which they stand.

Where as many matrices stand under one label as parts after it are without one, the first is that of
the first such part. The equations before a matrix, as many as its entries, are those of its
entries. This is a guess: what it finds may be right, but a person looks where it is not.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import DEFINED, Statement
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.named_values.matrices import (
    Matrix,
    read_matrices,
    read_rows_of_numbers,
)
from graders.reading.quantities.numbers.printed import read_number

ENTRY, EQUATION = "order of the matrices:", "order of the equations:"


@dataclass(frozen=True)
class _Found:
    """A matrix, and the piece in which it stands."""

    piece: Piece
    matrix: Matrix


def unlabelled_entries(
    outline: Outline, sheet: Sheet, statements: Sequence[Statement]
) -> Iterator[Statement]:
    """The entries of matrices whose parts have no label, and the equations that lead to them."""
    for run in _lost_parts(outline, sheet):
        before, pieces = _pieces_before(run[0], outline, sheet)
        found = [_Found(piece, each) for piece in pieces for each in _matrices(piece, sheet, run)]
        own = found[:1] if _entries(before, sheet) else []  # it is that of the label above
        if len(found) != len(own) + len(run):
            continue
        order = {id(piece): number for number, piece in enumerate(pieces)}
        here = [each for each in statements if id(each.piece) in order and each.kind == DEFINED]
        lasts = found if own else [None, *found]
        for part, last, each in zip(run, lasts, found[len(own) :], strict=False):
            names = _entries(part, sheet)
            between = [one for one in here if _is_between(one, last, each, order)]
            yield from _placed(part, names, between)
            yield from _cells(part, each, names)


def without_taken(
    statements: Sequence[Statement], inferred: Sequence[Statement]
) -> Iterator[Statement]:
    """The statements but the entries of those matrices that stand for another part."""
    taken = {(each.where, each.chain.span) for each in inferred if each.kind == ENTRY}
    for each in statements:
        if not each.chain.name or (each.where, each.chain.span) not in taken:
            yield each


def _lost_parts(outline: Outline, sheet: Sheet) -> Iterator[list[Path]]:
    """The parts that ask for a matrix and have no label, those side by side together."""
    parents = {path[:-2] for path in sheet.places if path[-1] == "11" and len(path) > 2}
    for parent in sorted(parents):
        parts = [(*parent, name) for name in sheet.tree.children[parent]]
        lost = itertools.groupby(
            parts, lambda part: bool(_entries(part, sheet)) and _is_lost(part, outline)
        )
        yield from (list(run) for is_lost, run in lost if is_lost)


def _is_lost(part: Path, outline: Outline) -> bool:
    return part not in outline.labelled


def _entries(part: Path, sheet: Sheet) -> Mapping[Path, str]:
    """The quantities that the entries of a part's matrix are, row by row."""
    below = [(*part, name) for name in sheet.tree.children.get(part, ())]
    return {path: sheet.places[path] for path in below if _is_entry(path) and path in sheet.places}


def _is_entry(path: Path) -> bool:
    return len(path[-1]) == 2 and path[-1].isdigit()


def _pieces_before(part: Path, outline: Outline, sheet: Sheet) -> tuple[Path, list[Piece]]:
    """The last label before a part's own, within its question, and what stands under it."""
    siblings = sheet.tree.children[part[:-1]]
    before = [(*part[:-1], name) for name in siblings[: siblings.index(part[-1])]]
    labelled = [path for path in before if path in outline.labelled] or [part[:-1]]
    last = labelled[-1]
    return last, [each for each in outline.pieces if each.path == last and not each.announces]


def _matrices(piece: Piece, sheet: Sheet, run: Sequence[Path]) -> Iterator[Matrix]:
    """The matrices of a piece that have as many rows and columns as the parts ask for."""
    rows, columns = (max(int(path[-1][at]) for path in _entries(run[0], sheet)) for at in (0, 1))
    text = piece.block.text
    read = [each for each in read_matrices(text) if each.has_shape(rows, columns)]
    found = [each for each in read if all(map(read_number, itertools.chain(*each.rows)))]
    flat = read_rows_of_numbers(text, rows, columns)
    apart = [each for each in flat if not any(_overlap(each, other) for other in found)]
    yield from sorted([*found, *apart], key=lambda each: each.span)


def _overlap(one: Matrix, other: Matrix) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _cells(part: Path, found: _Found, names: Mapping[Path, str]) -> Iterator[Statement]:
    where = found.piece.block.at(found.matrix.span[0])
    for path, name in names.items():
        row, column = (int(digit) - 1 for digit in path[-1])
        cell = found.matrix.rows[row][column]
        chain = Chain(("", cell), name, "", found.matrix.span)
        yield Statement(replace(found.piece, path=part), chain, cell, where, ENTRY, inferred=True)


def _is_between(
    statement: Statement, before: _Found | None, after: _Found, order: Mapping[int, int]
) -> bool:
    """Whether an equation stands behind one matrix and before the next."""

    def place(piece: Piece, at: int) -> tuple[int, int]:
        return order[id(piece)], at

    here = place(statement.piece, statement.chain.span[0])
    begins = place(before.piece, before.matrix.span[1]) if before else (0, 0)
    ends = place(after.piece, after.matrix.span[0])
    last = place(statement.piece, statement.chain.span[1])
    return begins <= here and last <= ends


def _placed(
    part: Path, names: Mapping[Path, str], equations: Sequence[Statement]
) -> Iterator[Statement]:
    """As many equations as a matrix has entries, each with a name of its own or with none."""
    own = [each for each in equations if each.chain.name in (None, *names.values())]
    if len(own) != len(names):
        return
    pairs = list(zip(names.values(), own, strict=True))
    if all(each.chain.name in (None, name) for name, each in pairs):
        for name, each in pairs:
            chain, piece = replace(each.chain, name=name), replace(each.piece, path=part)
            yield replace(each, chain=chain, piece=piece, kind=EQUATION, inferred=True)
