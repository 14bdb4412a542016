"""Powers, transposes, decimals and digits as they are typed."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING
from graders.reading.mathematics.rewriting.operands import at, begins_operand, ends_operand

_ARITHMETIC = frozenset("+-*/^")
_ARGUMENTS = {r"\frac": 2, r"\sqrt": 1}


def with_powers(tokens: Sequence[Token]) -> list[Token]:
    """`x**2` as `x^2`, `x**(k+1)` as `x^{k+1}`; two stars that open or close something are left."""
    found: list[Token] = []
    opened: list[bool] = []  # whether the brackets around hold an exponent
    raised = False  # what comes next is an exponent
    for place, token in enumerate(tokens):
        if found and _are_two_stars(found[-1], token):
            around = at(tokens, place - 2), at(tokens, place + 1)
            if not (ends_operand(around[0]) and begins_operand(around[1])):
                return list(tokens)
            found[-1] = replace(token, text="^", span=(found[-1].span[0], token.span[1]))
            raised = True
            continue
        if token.text in OPENING:
            opened.append(raised and token.text == "(")
            token = replace(token, text="{") if opened[-1] else token
        elif token.text in CLOSING and opened and opened.pop() and token.text == ")":
            token = replace(token, text="}")
        found.append(token)
        raised = False
    return found


def with_typed_transposes(tokens: Sequence[Token]) -> list[Token]:
    """`X.T` as `X^T`, where nothing stands between the three."""
    found = list(tokens)
    for place in range(1, len(tokens) - 1):
        before, dot, letter = tokens[place - 1 : place + 2]
        touch = before.span[1] == dot.span[0] and dot.span[1] == letter.span[0]
        if dot.text == "." and letter.text == "T" and touch and ends_operand(before):
            found[place] = replace(dot, text="^")
            found[place + 1] = replace(letter, kind=Lexeme.COMMAND, text=r"\top")
    return found


def _are_two_stars(first: Token, second: Token) -> bool:
    """Whether two signs are `**`, and not the stars that commands make."""
    return first.text == second.text == "*" and second.span[1] - first.span[0] == 2


def with_decimal_commas(tokens: Sequence[Token]) -> list[Token]:
    """`0,5x + 1` as `0.5x + 1`, where no list can stand."""
    found: list[Token] = []
    opened: list[bool] = []  # whether the brackets around may hold a list
    for place, token in enumerate(tokens):
        if token.text in OPENING:
            before = tokens[place - 1].text if place else ""
            opened.append(token.text != "{" or token.font == SET_BRACE or before == "_")
        elif token.text in CLOSING and opened:
            opened.pop()
        after_comma = place > 1 and tokens[place - 1].text == ","
        if after_comma and not any(opened) and _is_decimal(tokens, place, alone=not opened):
            *found, whole, _ = found
            span = whole.span[0], token.span[1]
            token = replace(token, text=f"{whole.text}.{token.text}", span=span)
        found.append(token)
    return found


def _is_decimal(tokens: Sequence[Token], place: int, *, alone: bool) -> bool:
    """Whether a number is the decimals of the one before; `alone`, it must be part of a term."""
    whole, comma, decimals = tokens[place - 2 : place + 1]
    if not (whole.text.isdecimal() and decimals.text.isdecimal()):
        return False
    before, after = (
        token.text if token is not None else ""
        for token in (at(tokens, place - 3), at(tokens, place + 1))
    )
    joined = whole.span[1] == comma.span[0] and comma.span[1] == decimals.span[0]
    listed = before in (",", "_") or after == ","
    factor = after in _ARITHMETIC or (after != "[" and begins_operand(at(tokens, place + 1)))
    return joined and not listed and (not alone or before in _ARITHMETIC or factor)


def with_single_digits(tokens: Sequence[Token]) -> list[Token]:
    r"""A number after \frac or \sqrt as its digits, of which TeX takes one for each argument."""
    found: list[Token] = []
    due, outer = 0, list[int]()  # arguments still to come; those after the groups that are open
    for token in tokens:
        text = token.text
        if text == "{":
            outer.append(max(due - 1, 0))
            due = 0
        elif text == "}" and outer:
            due = outer.pop()
        elif due and token.kind is Lexeme.NUMBER and len(text) > 1 and text.isdigit():
            found += (replace(token, text=digit) for digit in text[:due])
            token = replace(token, text=text[due:])
            due = 0
            if not token.text:
                continue
        elif due or text in _ARGUMENTS:
            due = _ARGUMENTS.get(text, due - 1)
        found.append(token)
    return found
