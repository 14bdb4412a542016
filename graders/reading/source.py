"""One readable text and where it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Text to be read: Markdown, or Python where `code` is set.

    Line k of `text` (from 1) is line `first_line + k - 1` of the file or of the notebook cell.
    """

    file: str
    text: str
    code: bool = False
    cell: int | None = None
    first_line: int = 1
