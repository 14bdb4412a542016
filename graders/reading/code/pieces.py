"""Code as it stands in a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Code as it stands in a file, after so many lines of other things."""

    label: str
    lines_before: int
    text: str
    is_python: bool  # as the file or the fence says
    is_script: bool = False

    @property
    def size(self) -> int:
        return self.lines_before + len(self.text)
