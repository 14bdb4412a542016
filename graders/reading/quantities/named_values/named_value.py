"""A number beside the name of a quantity, and how such numbers are written.

Lists, tables, vectors and sentences each put the two together in their own way; what comes of all
of them is a `NamedValue`.
"""

from dataclasses import dataclass

from graders.expression import Span

NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+−]?\d+)?"
TIMES_POWER = r"\s*(?:[x×·*]|\\times|\\cdot)\s*10\s*(?:\^\s*\{?\s*[-−]?\s*\d+\}?|[⁺⁻⁰-⁹¹²³]+)"
SCALED = rf"{NUMBER}(?:{TIMES_POWER})?"
IN_SENTENCE = r"\$?[-−+]?[\d.,]*\d(?:/\d+)?\s?\\?%?\$?"  # between dollar signs, or not


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A number that a text gives to a name.

    Attributes:
        name: the canonical one.
        text: the number as it is printed.
        span: where both stand, with all that puts them together; in a table, within the cell.
        words: before that, or the heading of its column.
        called: how the name is written, where it stands right beside its number.
        assumed: whether the number may have been meant for another name.
        line: of the row that it stands in, if that is one of a table.
    """

    name: str
    text: str
    span: Span
    words: str = ""
    called: str = ""
    assumed: bool = False
    line: int | None = None
