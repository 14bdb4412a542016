r"""Intervals with their brackets turned outwards, inner products as `<x, y>`, norms as a macro."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import group_end
from graders.reading.mathematics.rewriting.operands import at, begins_operand, ends_operand

_NEAR = 80  # tokens between the brackets of an interval or an inner product
_ANGLES = {"<": r"\langle", r"\lt": r"\langle", ">": r"\rangle", r"\gt": r"\rangle"}


def with_intervals(tokens: Sequence[Token]) -> list[Token]:
    """`]0, 1[` as `(0, 1)`, where the brackets stand as those of an interval do."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.text not in ("]", "[", "(") or ends_operand(at(tokens, place - 1)):
            continue
        end = _end_of_interval(tokens, place)
        if end is not None and (token.text == "]" or tokens[end].text == "["):
            for bracket, turned, meant in ((place, "]", "("), (end, "[", ")")):
                if found[bracket].text == turned:
                    found[bracket] = replace(found[bracket], text=meant)
    return found


def _end_of_interval(tokens: Sequence[Token], start: int) -> int | None:
    """The bracket that closes an interval, whichever way it is turned."""
    depth, separators = 0, 0
    for place in range(start + 1, min(len(tokens), start + _NEAR)):
        text = tokens[place].text
        turned = (
            text == "["
            and ends_operand(at(tokens, place - 1))
            and not begins_operand(at(tokens, place + 1))
        )
        if depth == 0 and (turned or text in (")", "]")):
            return place if separators == 1 else None
        separators += depth == 0 and text in (",", ";")
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth < 0:
            return None
    return None


def with_inner_products(tokens: Sequence[Token]) -> list[Token]:
    r"""`<x, y>` as `\langle x, y\rangle`, where the signs cannot compare anything."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.text not in ("<", r"\lt"):
            continue
        end = _end_of_angles(tokens, place)
        if end is None:
            continue
        begins = not ends_operand(at(tokens, place - 1))
        if begins or not begins_operand(at(tokens, end + 1)):
            for angle in (place, end):
                meant = _ANGLES[tokens[angle].text]
                found[angle] = replace(tokens[angle], kind=Lexeme.COMMAND, text=meant)
    return found


def _end_of_angles(tokens: Sequence[Token], start: int) -> int | None:
    """The > that closes a pair; one comma or bar, and no other relation, stands before it."""
    depth, separators = 0, 0
    for place in range(start + 1, min(len(tokens), start + _NEAR)):
        text = tokens[place].text
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth < 0 or tokens[place].kind is Lexeme.TEXT or text in ("=", "<", r"\lt", r"\leq"):
            return None
        if depth == 0 and text in (">", r"\gt"):
            return place if separators == 1 else None
        separators += depth == 0 and text in (",", "|", r"\mid")
    return None


def with_norms(tokens: Sequence[Token]) -> list[Token]:
    r"""`\norm{x}` as `\Vert x \Vert`: what the macro of many papers prints."""
    found = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        if token.text in (r"\norm", r"\norm*") and tokens[place + 1].text == "{":
            for brace in (place + 1, group_end(tokens, place + 1)):
                bars = replace(found[brace], kind=Lexeme.COMMAND, text=r"\Vert", font="")
                found[brace] = bars
            found[place] = replace(token, text="")
    return [token for token in found if token.text]
