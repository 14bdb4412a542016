"""What a source defines at its top level, seen in its lines."""

import re
import unicodedata
from collections.abc import Iterable

from graders.reading.code.statements import bared, statements

_DEFINITION = re.compile(r"(?:async +)?(?:def|class) +(\w+)")
_FUNCTION = re.compile(r"(?:async +)?def +(\w+) *\(")
_ASSIGNS = re.compile(r"(?<![-+*/%@&|^<>=!:])=(?!=)")


def names_defined(text: str) -> set[str]:
    """The names that a cell defines at its top level.

    >>> names_defined("\uff52elu = max")
    {'relu'}
    """
    names: set[str] = set()
    for statement in statements(text):
        if not statement.is_top:
            continue
        if definition := _DEFINITION.match(statement.bare):
            names.add(_name(definition[1]))
        for part in statement.bare.split(";"):
            for target in _ASSIGNS.split(part)[:-1]:
                names |= {_name(name.strip(" *")) for name in target.partition(":")[0].split(",")}
    return names


def parameter_counts(texts: Iterable[str]) -> dict[str, int | None]:
    """The functions of these cells, each with how many parameters its last definition has."""
    return {
        _name(function[1]): _number_of_parameters(statement.source, function.end())
        for text in texts
        for statement in statements(text)
        if (function := _FUNCTION.match(statement.source))
    }


def _name(written: str) -> str:
    """A name as Python takes it, whatever the width of its letters."""
    return unicodedata.normalize("NFKC", written)


def _number_of_parameters(source: str, start: int) -> int | None:
    listed, _ = bared(source, start, level=1)
    if "*" in listed or "lambda" in listed:
        return None
    return sum(part.strip() not in ("", "/") for part in listed.split(","))
