"""Tables of layers as students fill them in: for each layer its size and its parameters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Answer, PrintedNumber
from graders.reading.blocks.markdown import read_blocks
from graders.reading.layers.naming import is_no_layer, layer_kind, layer_name
from graders.reading.quantities.numbers import read_number
from graders.reading.quantities.shapes import Shape, read_shape

_ROW = re.compile(
    r"([A-Za-z]\w*(?:-\d+)?)[,;:]? +(\d+(?: *(?:x|X|×|\*|\\times) *\d+)*|same|ditto|[\"″〃])[,;]?"
    r" +(\d[\d,.]*|[-–—])"
)  # layer, size, parameters
_AS_ABOVE = frozenset(
    ["same", "ditto", "as above", "unchanged", "same as above", '"', "''", "″", "〃"]
)
_CHANNELS_FIRST = re.compile(
    r"\b(?:C|channels?|depth)\s*(?:[x×,*]|by\b|\\times)\s*(?:H|height)\s*(?:[x×,*]|by\b|\\times)"
    r"\s*(?:W|width)\b|\bchannels?[ -]first\b",
    re.IGNORECASE,
)
_NOT_THE_OUTPUT = ("input", "kernel", "filter", "memory")


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as the student filled it in."""

    shape_text: str = ""
    parameters_text: str = ""
    channels_first: bool = False

    @property
    def shape(self) -> Shape | None:
        seen = read_shape(self.shape_text)
        if self.channels_first and seen is not None and len(seen) == 3:
            return (*seen[1:], seen[0])
        return seen

    @property
    def parameters(self) -> PrintedNumber | None:
        """The number of parameters; a dash or "none" is a zero."""
        plain = self.parameters_text.strip("$ ").casefold()
        dash = bool(plain) and not plain.strip("-–—/ ")
        if dash or plain in ("none", "n/a", "x") or plain.startswith("no "):
            return PrintedNumber(self.parameters_text, Fraction(0), Fraction(1))
        return read_number(self.parameters_text.rpartition("=")[2])


def read_layer_tables(
    answers: Sequence[Answer], layers: int, said: str = ""
) -> tuple[list[tuple[str, Filled]], list[str]]:
    """The layers of tables and their rows, and the text of rows that name no layer clearly.

    Args:
        answers: in which the tables stand; one may go on in another.
        layers: how many there may be; most of them side by side are columns, not rows.
        said: beside the tables, where the order of the axes may be told.
    """
    named: list[tuple[str, Filled]] = []
    damaged: list[str] = []
    for answer in answers:
        for block in read_blocks(answer.text, answer.where):
            rows = [row.cells for row in block.rows] or _rows_of_lines(block.text)
            first = _CHANNELS_FIRST.search(f"{said} {' '.join(rows[0] if rows else ())}")
            _read_table(_turned(rows, layers), named, damaged, channels_first=first is not None)
    return named, damaged


def _rows_of_lines(text: str) -> list[tuple[str, ...]]:
    """The rows of a table whose cells nothing but blanks tell apart."""
    return [found.groups() for line in text.splitlines() if (found := _ROW.fullmatch(line.strip()))]


def _turned(rows: Sequence[Sequence[str]], layers: int) -> Sequence[Sequence[str]]:
    """The rows of a table; its columns where the layers stand side by side in its first row."""
    beside = sum(bool(layer_kind(each)) for each in rows[0][1:]) if rows else 0
    return list(zip(*rows, strict=False)) if 2 * beside > layers else rows


def _read_table(
    rows: Sequence[Sequence[str]],
    named: list[tuple[str, Filled]],
    damaged: list[str],
    *,
    channels_first: bool,
) -> None:
    """The filled rows of one table, and the text of those that name no layer clearly."""
    if not rows:
        return
    shape_at, parameters_at = _columns(rows)
    for row in rows:
        name = next((each for text in row[:2] if (each := layer_name(text))), "")
        shape = _cell(row, shape_at)
        if shape.strip("() .").casefold() in _AS_ABOVE and named:
            shape = named[-1][1].shape_text
        filled = Filled(shape, _joined(row, parameters_at), channels_first)
        whole = " ".join(filter(None, row))
        has_digits = any(sign.isdigit() for sign in filled.shape_text + filled.parameters_text)
        if name and has_digits:
            named.append((name, filled))
        elif len(re.findall(r"\d+", whole)) > (3 if name else 0) and not is_no_layer(row[0]):
            damaged.append(whole)  # a row run together has more numbers than a layer's name


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[int, ...]]:
    """Which columns hold the sizes and the parameters: by their headings, or by their order."""
    headings = [text.casefold() for text in rows[0]]
    first = next((at for at, text in enumerate(rows[-1]) if layer_kind(text)), 0)
    outputs = [
        at
        for at, text in enumerate(headings)
        if re.search("output|dim|size|shape", text)
        and not any(word in text for word in _NOT_THE_OUTPUT)
    ]
    outputs.sort(key=lambda at: "output" not in headings[at])
    parameters = [at for at, text in enumerate(headings) if "param" in text]
    if not parameters:
        parameters = [at for at, text in enumerate(headings) if re.search("weights|bias", text)]
    return (outputs or [first + 1])[0], tuple(parameters[:2] or [first + 2])


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _joined(row: Sequence[str], at: tuple[int, ...]) -> str:
    """One cell, or the sum of a column of weights and a column of biases."""
    texts = [_cell(row, each) for each in at]
    numbers = [read_number(text) for text in texts]
    if len(texts) == 1 or None in numbers:
        return texts[0]
    return str(sum(int(number.value) for number in numbers if number is not None))
