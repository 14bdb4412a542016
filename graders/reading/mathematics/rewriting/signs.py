r"""Signs of several characters: `<=`, `...`, `arg max`, and braces around one sign."""

from collections.abc import Sequence
from dataclasses import replace

from graders.expression import Span
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FOLDS, is_function
from graders.reading.mathematics.names.symbols import SymbolTable


def with_whole_signs(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """Three full stops are dots, and two: `1..K`; `arg max` is one operator."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text not in _LAST_SIGNS:
            found.append(token)
            continue
        texts = [each.text for each in found[-2:]] + [token.text]
        both = _TWO_SIGNS.get((texts[-2] if len(texts) > 1 else "", token.text))
        if both == r"\neq" and texts[-2] == "!" and _touches(found):
            both = None  # n!=6
        if (both, texts) == (r"\geq", ["=", ">"]):
            both = r"\Rightarrow"  # => 2x
        if both and (texts[-2][0] == "\\" or found[-1].span[1] == token.span[0]):
            start = found.pop().span[0]
            kind = Lexeme.COMMAND if both[0] == "\\" else Lexeme.SIGN
            token = replace(token, kind=kind, text=both, span=(start, token.span[1]))
            texts = [*texts[:-2], both]
        if token.text == "}" and texts[-2:-1] == ["{"] and not _takes_group(found):
            found.pop()  # {}
            continue
        if texts == [".", ".", "."]:
            del found[-2:]
            token = replace(token, kind=Lexeme.COMMAND, text=r"\dots")
        elif _are_two_stops(tokens, place):
            span = (found.pop().span[0], token.span[1])
            found += _between(span)
            continue
        elif texts[-2:] in (["arg", "max"], ["arg", "min"]):
            start = found.pop().span[0]
            token = replace(token, text="".join(texts[-2:]), span=(start, token.span[1]))
        found.append(token)
    return found


_TWO_SIGNS = {
    ("<", "="): r"\leq", (">", "="): r"\geq", ("=", ">"): r"\geq", (r"\not", "="): r"\neq",
    (r"\not", "<"): r"\geq", (r"\not", ">"): r"\leq", (r"\not", r"\in"): r"\notin",
    ("=", "="): "=", ("-", ">"): r"\rightarrow", ("!", "="): r"\neq",
}  # fmt: skip
_OPERATORS = frozenset({"+", "-", "*", "=", "/", r"\cdot", r"\times", r"\odot"})
_LAST_SIGNS = frozenset({*(last for _, last in _TWO_SIGNS), "}", ".", "max", "min"})


def _touches(found: Sequence[Token]) -> bool:
    """Whether the last token stands close behind the one before it, as a factorial does."""
    return len(found) > 1 and found[-2].span[1] == found[-1].span[0]


def _are_two_stops(tokens: Sequence[Token], place: int) -> bool:
    """Whether two full stops stand close together at a place, between two ends: `1..K`."""
    around = tokens[max(0, place - 2) : place + 2]
    texts = [each.text for each in around[1:3]]
    ends = {each.kind for each in (*around[:1], *around[3:])}
    is_between = len(around) == len("1..K") and ends <= {Lexeme.NUMBER, Lexeme.WORD}
    return is_between and texts == [".", "."] and around[1].span[1] == around[2].span[0]


def _between(span: Span) -> Sequence[Token]:
    """The signs of a list that leaves out what is between its ends."""
    comma = Token(Lexeme.SIGN, ",", span)
    return comma, Token(Lexeme.COMMAND, r"\dots", span), comma


def _takes_group(found: Sequence[Token]) -> bool:
    """Whether the brace that was opened last belongs to a script or a command."""
    before = found[-2].text if len(found) > 1 else ""
    return before in ("^", "_") or before.startswith("\\")


def without_braces_around_one(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """The tokens without braces around a lone function or operator: {argmax}_k, x {+} y."""
    found: list[Token] = []
    for token in tokens:
        lone = token.text == "}" and len(found) > 1 and found[-2].text == "{"
        if lone and _stands_alone(found[-1]) and not (found[-3:-2] and found[-3].text in "_^"):
            del found[-2]
        else:
            found.append(token)
    return found


def _stands_alone(token: Token) -> bool:
    return is_function(token) or token.text in _OPERATORS


def with_small_letters(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """A sum and a product are called so in capital letters, too."""
    return [
        replace(each, text=each.text.lower()) if each.text.lower() in FOLDS else each
        for each in tokens
    ]
