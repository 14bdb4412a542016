"""The statements of a write-up: every equation and every named table cell, with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest

from graders.model import Where
from graders.reading.blocks.block import Block, Shape
from graders.reading.finding.matrix_entries import matrix_entries
from graders.reading.finding.sheet import Sheet
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.named_values.handed_round import values_handed_round
from graders.reading.quantities.named_values.lists import listed_values, side_by_side
from graders.reading.quantities.named_values.matrices import read_matrices
from graders.reading.quantities.named_values.named_value import NamedValue
from graders.reading.quantities.named_values.tables import named_cells
from graders.reading.quantities.named_values.vectors import named_entries
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.against.corrections import is_withdrawal, is_withdrawn

_VALUE_IN_COMMENT = re.compile(r"#(?=[ =≈~>-]*-?\d*\.\d+(?:e[-+]?\d+)?[ \t]*$)", re.MULTILINE)
_BLANKED = re.compile(r"[^\n]")
_EQUAL = re.compile(r"[=≈]|\\approx")
_BEHIND_EQUAL = re.compile(rf"(?:{_EQUAL.pattern})[\s$&]*\Z")
_FARTHEST = 2_000  # characters between a sign of equality and a matrix behind others
_PRINTS = re.compile(r"\bprint\(.*")  # what it prints stands in the output


DEFINED, LISTED, EQUATED = "left-hand side", "list of values", "one of several equal names"


@dataclass(frozen=True)
class Statement:
    """An equation or a table cell, with its own text and place."""

    piece: Piece
    chain: Chain
    text: str
    where: Where
    kind: str
    inferred: bool = False  # no label and no name leads to it

    @property
    def has_value(self) -> bool:
        return self.chain.value is not None


@dataclass(frozen=True)
class WriteUp:
    """A write-up, read for a sheet: its outline, and the statements in it."""

    sheet: Sheet
    outline: Outline
    statements: tuple[Statement, ...]

    @cached_property
    def parts_by_name(self) -> Mapping[Path, Fraction]:
        """Parts where a question is called by its full name, as by w_1^{t+1} under 2.3.

        Each with the unit of the coarsest value that is called so there.
        """
        named, units = self.sheet.named, dict[Path, Fraction]()
        for each in self.statements:
            unit = each.chain.value.unit if each.chain.value else None
            for path in named.get(each.chain.name or "", ()):
                if unit is not None and path[:-1] == each.piece.path:
                    units[path[:-1]] = max(unit, units.get(path[:-1], unit))
        return units

    @cached_property
    def _by_piece(self) -> Mapping[int, Sequence[Statement]]:
        found: dict[int, list[Statement]] = {}
        for each in self.statements:
            found.setdefault(id(each.piece), []).append(each)
        return found

    def is_misplaced(self, statement: Statement) -> bool:
        """Whether it stands under the label of a question that asks for another name.

        Nothing there has that name: one of the two is a slip of the pen.
        """
        path, names = statement.piece.path, self.sheet.names_at.get(statement.piece.path, ())
        here = (each for each in self.statements if each.piece.path == path)
        return bool(names) and not any(each.chain.name in names for each in here)

    def statements_in(self, piece: Piece) -> Sequence[Statement]:
        """The equations and cells that stand in a piece."""
        return self._by_piece.get(id(piece), ())


def statements_of(outline: Outline, sheet: Sheet) -> Iterator[Statement]:
    """Every equation and every named table cell of the write-up.

    What the next paragraph takes back is not called wrong.
    """
    for piece, after in zip_longest(outline.pieces, outline.pieces[1:]):
        found = list(_statements_in(piece, sheet))
        if found and _takes_back(after, piece):
            found[-1] = replace(found[-1], inferred=True)
        yield from found


def _takes_back(after: Piece | None, piece: Piece) -> bool:
    if after is None or after.announces or after.path != piece.path:
        return False
    return is_withdrawal(after.block.text)


def _statements_in(piece: Piece, sheet: Sheet) -> Iterator[Statement]:
    yield from (Statement(piece, *each) for each in matrix_entries(piece, sheet))
    if piece.block.shape is Shape.TABLE:
        yield from _of_values(piece, named_cells(piece.block, sheet.vocabulary), "table row")
        yield from _cell_equations(piece, sheet.vocabulary)
    else:
        said = _said(piece.block)
        entries = tuple(named_entries(said, sheet.vocabulary))
        yield from _of_values(piece, entries, "entry of a vector")
        said = _without_matrices(_without(entries, said))
        if piece.block.shape is not Shape.MATH:
            handed = tuple(values_handed_round(said, sheet.vocabulary))
            yield from _of_values(piece, handed, LISTED)
            said = _without(handed, said)
            listed = listed_values(piece.block.text, sheet.vocabulary)
            yield from _of_values(piece, listed, LISTED, quoted=True)
        yield from _equations(piece, said, sheet.vocabulary)


def _of_values(
    piece: Piece, values: Iterable[NamedValue], kind: str, *, quoted: bool = False
) -> Iterator[Statement]:
    """What gives values to names as equations, in the words of the student where it is quoted."""
    for each in values:
        chain = Chain((each.called, each.text), each.name, each.words, each.span)
        equation = " = ".join(filter(None, chain.members))
        text = piece.block.text[slice(*each.span)] if quoted else equation
        where = piece.block.at(each.span[0])
        where = replace(where, line=each.line) if each.line else where
        yield Statement(piece, chain, text, where, kind, inferred=each.assumed)


def _without(values: Iterable[NamedValue], text: str) -> str:
    """A text without what gives these values, every line and position kept."""
    signs = [*text]
    for start, end in (each.span for each in values):
        signs[start:end] = _BLANKED.sub(" ", text[start:end])
    return "".join(signs)


def _without_matrices(text: str) -> str:
    """A text in which no matrix of numbers stands for a single number."""
    signs = [*text]
    for matrix in read_matrices(text):
        start, end = matrix.span
        cells = [cell for row in matrix.rows for cell in row]
        before = "".join(signs[max(start - _FARTHEST, 0) : start]) if len(cells) > 1 else ""
        if _BEHIND_EQUAL.search(before) and all(map(read_number, cells)):
            signs[start:end] = _BLANKED.sub(" ", text[start:end])
    return "".join(signs)


def _equations(piece: Piece, said: str, vocabulary: Vocabulary) -> Iterator[Statement]:
    """The equations of a piece; one with several names is one for each of them as well.

    Args:
        piece: in which they stand.
        said: its text without what holds no equation.
        vocabulary: of the assignment.
    """
    block = piece.block
    chains = read_chains(said, vocabulary, prose=block.shape is not Shape.MATH)
    for chain in _corrected(chains, block.text):
        yield from _of_values(piece, side_by_side(chain, vocabulary), LISTED)
        yield from _of_values(piece, _equated(chain, vocabulary), EQUATED)
        where = block.at(chain.span[0])
        yield Statement(piece, chain, said[slice(*chain.span)], where, DEFINED)


def _equated(chain: Chain, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The values of the names between that of a chain and its value: "h_1 = h_2 = 0.99"."""
    if chain.name is not None and chain.value is not None:
        names = (read_name(step, vocabulary) for step in chain.steps)
        for name in names:
            if name in vocabulary.known and name != chain.name:
                yield NamedValue(name, chain.members[-1], chain.span, chain.words)


def _corrected(chains: Iterable[Chain], text: str) -> Iterator[Chain]:
    """The chains that nothing takes back; what stands in place of one is called as that was."""
    chains, withdrawn = tuple(chains), None
    for chain, after in zip_longest(chains, chains[1:]):
        anew = after is not None and after.name in (None, chain.name)
        if anew and is_withdrawn(text, chain.span[1]):
            withdrawn = chain.name
            continue
        is_new = chain.name is None and chain.value is not None
        yield replace(chain, name=withdrawn) if is_new and withdrawn else chain
        withdrawn = None


def _said(block: Block) -> str:
    """A text; code without what it prints, values in comments as members of their equations."""
    if block.shape is not Shape.CODE:
        return block.text
    return _PRINTS.sub(_blank, _VALUE_IN_COMMENT.sub("=", block.text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _cell_equations(piece: Piece, vocabulary: Vocabulary) -> Iterator[Statement]:
    """The equations that stand within the cells of a table."""
    block = piece.block
    for row in block.rows:
        where = Where(block.where.file, row.line, block.where.cell)
        for cell in row.cells:
            for chain in read_chains(cell, vocabulary) if _EQUAL.search(cell) else ():
                if chain.name is not None:
                    text = cell[slice(*chain.span)]
                    yield Statement(piece, chain, text, where, DEFINED)
