"""Names that a student explains and then writes as functions: `s(z)`, and `s'(z)`, derived."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable


def without_arguments(
    tokens: Sequence[Token], arguments: Mapping[str, Collection[str]], table: SymbolTable
) -> Sequence[Token]:
    r"""The tokens with `s` for `s(z)`, where the student says what s is, and z stands in that.

    There `s'(z)` is a derivative, and so is `s'` where z is all that s is made of.
    """
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        name, opening, inner, closing, after = (text_at(tokens, at + n) for n in range(5))
        of_it = opening == "(" and inner in arguments.get(name, ()) and closing == ")"
        made_of = [each for each in arguments.get(name, ()) if table.kind(each)]
        by = _derived_by(tokens[at + 1 : at + len("s'(z)")], made_of) if opening == "'" else ""
        if by and table.kind(by) == "scalar":
            signs = tokenize(rf"(\frac{{d}}{{d {by}}}({name}))")
            found += (replace(each, span=tokens[at].span) for each in signs)
            at += 5 if inner == "(" else 2
            continue
        found.append(tokens[at])
        at += 4 if of_it and after not in ("^", "_", "'") else 1
    return found


def _derived_by(prime: Sequence[Token], made_of: Sequence[str]) -> str:
    """What a name with a prime behind it is derived by; nothing if it is not said."""
    _, *rest = (token.text for token in prime)
    if rest[:1] == ["("]:
        return rest[1] if rest[2:] == [")"] and rest[1] in made_of else ""
    return made_of[0] if len(made_of) == 1 and rest[:1] != ["'"] else ""
