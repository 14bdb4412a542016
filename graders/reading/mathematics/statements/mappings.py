r"""Functions as mappings: `f': x \mapsto 3x^2` says what `f' = 3x^2` says."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.statements.mentions import is_mentioned

MAPS = frozenset({r"\mapsto", r"\longmapsto"})
_LONGEST_NAME = 6  # tokens


def without_mappings(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the names that are mapped, where each stands in what it is mapped to."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        start = _start_of_name(found) if token.text in MAPS else len(found)
        if start == len(found) or not is_mentioned(found[start:], tokens[place:]):
            found.append(token)
            continue
        del found[start:]
        if found and found[-1].text == ":":
            found[-1] = replace(found[-1], text="=")
    return found


def _start_of_name(tokens: Sequence[Token]) -> int:
    """Where the name begins with which tokens end; their end if that is no name alone."""
    end = len(tokens)
    for start in range(end - 1, max(-1, end - 1 - _LONGEST_NAME), -1):
        before = tokens[start - 1] if start else None
        is_first = before is None or before.kind is Lexeme.TEXT or before.text in (":", ",", ";")
        if is_first:
            return start if is_name(tokens[start:]) else end
    return end
