r"""Changes of what is declared: `\Delta w` as one name."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.spelled_names import INCREMENT
from graders.reading.mathematics.names.symbols import SymbolTable


def with_increments(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    r"""The tokens with an accent for each `\Delta` before a name, where the exercise has none."""
    if any("Delta" in name for name in table.names):
        return tokens
    found = list(tokens)
    for place, (token, following) in enumerate(pairwise(tokens)):
        if token.text == r"\Delta" and table.declares_letter(following.text):
            found[place] = replace(token, text=INCREMENT)
    return found
