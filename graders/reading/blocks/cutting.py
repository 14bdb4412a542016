"""Blocks cut apart: what stands from a place on, from some lines on, or in some columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Row


def from_position(block: Block, at: int) -> Block:
    """What stands in a block from a position on."""
    return Block(block.shape, block.text[at:], block.at(at))


def without_label(block: Block, rest: str) -> Block:
    """A paragraph without the label that it begins with."""
    _, _, others = block.text.partition("\n")
    text = f"{rest}\n{others}" if rest else others
    line = block.where.line + (0 if rest else 1)
    return replace(block, text=text.strip(), where=replace(block.where, line=line), marker="")


def cut(block: Block, starts: Sequence[int]) -> Iterator[Block]:
    """The parts of a block that begin with these lines, the first of them with its marker."""
    lines = block.text.split("\n")
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        where = replace(block.where, line=block.where.line + first)
        marker = block.marker if first == 0 else ""
        yield Block(block.shape, "\n".join(lines[first:last]), where, marker)


def column_of(table: Block, rows: Sequence[Sequence[str]], at: int) -> Block:
    """A table of two columns: the first one, and that at a position."""
    pairs = [(row[0], row[at]) for row in rows if at < len(row)]
    text = "\n".join(f"| {name} | {value} |" for name, value in pairs)
    first = table.where.line
    return replace(table, text=text, rows=tuple(Row(pair, first) for pair in pairs))
