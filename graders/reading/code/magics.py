"""Lines that only a notebook understands."""

import re

from graders.reading.code.statements import statements
from graders.reading.intake import shown

_CELL_MAGIC = re.compile(r"\s*%%\s*(\w*)")
_MAGICS_OVER_PYTHON = frozenset("time timeit capture prun memit heat wandb snakeviz".split())
_TIMED = re.compile(r"([ \t]*)%time[ \t]+(?=[^\s%!-])")

NOT_PYTHON = "is not Python and was left out"

LeftOut = list[tuple[int, str]]  # line, and what is said of it


def without_magics(text: str) -> tuple[str, LeftOut]:
    """Code without what only a notebook runs; an indented line of that kind becomes `pass`."""
    kept: list[str] = []
    left_out: LeftOut = []
    is_first = True
    for statement in statements(text):
        is_first = is_first and (statement.is_magic or not statement.bare.strip())
        cell_magic = _CELL_MAGIC.match(statement.source) if is_first else None
        if cell_magic and cell_magic[1] not in _MAGICS_OVER_PYTHON:
            what = f"{quoted(statement.source)} is not Python and its cell was left out"
            return "", [*left_out, (statement.line, what)]
        if statement.is_magic:
            left_out.append((statement.line, f"{quoted(statement.source)} {NOT_PYTHON}"))
        kept.append(_instead(statement.source) if statement.is_magic else statement.source)
    return "\n".join(kept), left_out


def _instead(magic: str) -> str:
    """What stands in a program where a magic stood; the statement that `%time` runs is kept."""
    if timed := _TIMED.match(magic):
        return timed[1] + magic[timed.end() :]
    indent = magic[: len(magic) - len(magic.lstrip())]
    return (f"{indent}pass" if indent else "") + "\n" * magic.count("\n")


def quoted(source: str) -> str:
    """The first line of a source, as a note may show it."""
    line = source.strip().partition("\n")[0]
    return f"'{shown(line if len(line) <= 60 else f'{line[:60]}...')}'"
