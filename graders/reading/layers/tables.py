"""Tables of layers as students fill them in: for each layer its size and its parameters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from graders.model import Answer, PrintedNumber
from graders.reading.blocks.markdown import read_blocks
from graders.reading.layers.lines import rows_of_lines, unread_lines
from graders.reading.layers.naming import is_no_layer, layer_kind, layer_name
from graders.reading.layers.sides import with_sides_joined
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.shapes import Shape, read_shape

_AS_ABOVE = frozenset(
    ["same", "ditto", "as above", "unchanged", "same as above", '"', "''", "″", "〃"]
)
_CHANNELS_FIRST = re.compile(
    r"\b(?:C|channels?|depth)\s*(?:[x×,*]|by\b|\\times)\s*(?:H|height)\s*(?:[x×,*]|by\b|\\times)"
    r"\s*(?:W|width)\b|\bchannels?[ -]first\b",
    re.IGNORECASE,
)
_NOT_THE_OUTPUT = ("input", "kernel", "filter", "memory")
_ACTIVATED = re.compile(  # a layer and its activation in one row
    r"(?P<layer>.*\S)\s*(?:[+&/,]|→|->|\\to\b|\b(?:and|with)\b)\s*(?:ReLU|activation)",
    re.IGNORECASE,
)
_COMPUTED = re.compile(r"(?<=\d)\s+\(\s*=?\s*\(*\d[\d\s()*+x×·^-]*\)\s*$")  # "800 (50*16)"
_THEN = re.compile(r"->|→|=>|\\to\b|\\rightarrow\b|(?<=\d)\s*(?:=|or|i\.e\.)\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as the student filled it in."""

    shape_text: str = ""
    parameters_text: str = ""
    channels_first: bool = False
    is_unread: bool = False  # the row is there, and which of its numbers is which cannot be told

    @property
    def shape(self) -> Shape | None:
        if self.is_unread:
            return None
        seen = read_shape(self.shape_text) or self._flattened
        if self.channels_first and seen is not None and len(seen) == 3:
            return (*seen[1:], seen[0])
        return seen

    @property
    def _flattened(self) -> Shape | None:
        """A size beside its product: "7x7x512 -> 25088"."""
        sizes = [read_shape(each) for each in _THEN.split(self.shape_text)]
        products = {prod(each) if each else None for each in sizes}
        return sizes[0] if len(products) == 1 else None

    @property
    def parameters(self) -> PrintedNumber | None:
        """The number of parameters; a dash or "none" is a zero."""
        if self.is_unread:
            return None
        plain = self.parameters_text.strip("$ ").casefold()
        dash = bool(plain) and not plain.strip("-–—/ ")
        if dash or plain in ("no", "none", "n/a", "x") or plain.startswith("no "):
            return PrintedNumber(self.parameters_text, Fraction(0), Fraction(1))
        return read_number(_COMPUTED.sub("", self.parameters_text).rpartition("=")[2])


Layer = tuple[str, Filled]  # with its name


def read_layer_tables(
    answers: Sequence[Answer], layers: int, said: str = ""
) -> tuple[list[Layer], list[str]]:
    """The layers of tables and their rows, and the text of rows that name no layer clearly.

    Args:
        answers: in which the tables stand; one may go on in another.
        layers: how many there may be; most of them side by side are columns, not rows.
        said: beside the tables, where the order of the axes may be told.
    """
    named: list[Layer] = []
    damaged: list[str] = []
    for answer in answers:
        for block in read_blocks(answer.text, answer.where):
            rows = [row.cells for row in block.rows] or rows_of_lines(block.text)
            damaged += () if block.rows else unread_lines(block.text)
            first = _CHANNELS_FIRST.search(f"{said} {' '.join(rows[0] if rows else ())}")
            before = len(named)
            upright = with_sides_joined(_turned(rows, layers))
            _read_table(upright, named, damaged, channels_first=first is not None)
            named = _beside(named[:before], named[before:])
    return named, damaged


def _beside(named: Sequence[Layer], later: Sequence[Layer]) -> list[Layer]:
    """The rows of two tables: one behind the other, or the sizes and parameters of one network."""
    for sizes, counts in ((named, later), (later, named)):
        no_counts = not any(each.parameters_text for _, each in sizes)
        no_sizes = not any(each.shape_text for _, each in counts)
        if named and later and no_counts and no_sizes and (joined := _with_counts(sizes, counts)):
            return joined
    return [*named, *later]


def _with_counts(sizes: Sequence[Layer], counts: Sequence[Layer]) -> list[Layer]:
    """The rows of one table with the parameters of another; none where it has other layers."""
    rest = list(counts)
    found: list[Layer] = []
    for name, filled in sizes:
        text = rest.pop(0)[1].parameters_text if rest and rest[0][0] == name else ""
        found.append((name, replace(filled, parameters_text=text)))
    return [] if rest else found


def _turned(rows: Sequence[Sequence[str]], layers: int) -> Sequence[Sequence[str]]:
    """The rows of a table; its columns where the layers stand side by side in its first row."""
    beside = sum(bool(layer_kind(each)) for each in rows[0][1:]) if rows else 0
    return list(zip(*rows, strict=False)) if 2 * beside > layers else rows


def _read_table(
    rows: Sequence[Sequence[str]],
    named: list[Layer],
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
            named += _with_activation(row, name, filled)
        elif len(re.findall(r"\d+", whole)) > (3 if name else 0) and not is_no_layer(row[0]):
            damaged.append(whole)  # a row run together has more numbers than a layer's name


def _with_activation(row: Sequence[str], name: str, filled: Filled) -> list[Layer]:
    """A row, and that of the activation which it names as well: "CONV3-64 + RELU"."""
    both = next(filter(None, map(_ACTIVATED.fullmatch, row[:2])), None)
    if both is None or not layer_name(both["layer"]):
        return [(name, filled)]
    activation = replace(filled, parameters_text="-" if filled.parameters_text else "")
    return [(layer_name(both["layer"]), filled), (layer_name("relu"), activation)]


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
    outputs += [first + 1 if first + 1 not in parameters else len(headings)]
    return outputs[0], tuple(parameters[:2] or [first + 2])


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _joined(row: Sequence[str], at: tuple[int, ...]) -> str:
    """One cell, or the sum of a column of weights and a column of biases."""
    texts = [_cell(row, each) for each in at]
    numbers = [read_number(text) for text in texts]
    if len(texts) == 1 or None in numbers:
        return texts[0]
    return str(sum(int(number.value) for number in numbers if number is not None))
