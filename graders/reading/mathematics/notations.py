"""Notations that are rewritten in the tokens before they are parsed.

Intervals with their brackets turned outwards, inner products in angle brackets of plain text,
powers, decimals and digits as they are typed, and primed indices: each means what another, common
notation means, and only the signs around it tell.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.listed_numbers import with_listed_numbers
from graders.reading.mathematics.names.functions import FOLDS
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, group_end, read_scripts
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.repeating import with_repeating_decimals

_NEAR = 80  # tokens between the brackets of an interval or an inner product
_BETWEEN_OPERANDS = frozenset(
    r"\in \notin \cup \cap \setminus \leq \geq \neq \leqslant \geqslant \lt \gt \equiv \approx "
    r"\sim \rightarrow \Rightarrow \Leftrightarrow \leftarrow \mapsto \land \lor \wedge \vee \neg "
    r"\lnot \mid \odot \circ \otimes \oslash \times \cdot \pm \coloneqq \subset".split()
)
_CLOSING_COMMANDS = frozenset({r"\rangle", r"\rfloor", r"\rceil"})
_ARITHMETIC = frozenset("+-*/^")
_ARGUMENTS = {r"\frac": 2, r"\sqrt": 1}
_GREEK = {r"\tau": "τ", r"\ell": "ℓ"}  # which count, too
_GREEK_INDEX = re.compile(r"\\?(?:sum|prod|max|min|expectation) _ (?:\{ )?\\(?:tau|ell)(?!\S)")
_AFTER_OPERANDS = frozenset(")]}'!%")
_ANGLES = {"<": r"\langle", r"\lt": r"\langle", ">": r"\rangle", r"\gt": r"\rangle"}


def in_a_row(tokens: Sequence[Token]) -> str:
    """The signs of a formula with a space between them: what one look tells it by."""
    return " ".join([token.text for token in tokens])


def rewritten(tokens: Sequence[Token], signs: str, table: SymbolTable) -> list[Token]:
    """The tokens, whose `signs` stand in a row, with these notations in their common form."""
    found = list(tokens)
    for needed, in_common_form in _NOTATIONS if _ANY_NOTATION.search(signs) else ():
        if needed.search(signs):
            found = in_common_form(found)
    if _GREEK_INDEX.search(signs):
        found = _with_greek_indices(found, table)
    return _with_primed_indices(found, table) if "'" in signs else found


def _with_words(tokens: Sequence[Token]) -> list[Token]:
    return [
        replace(token, kind=Lexeme.TEXT, text="for all") if token.text == r"\forall" else token
        for token in tokens
    ]


def _with_norms(tokens: Sequence[Token]) -> list[Token]:
    r"""`\norm{x}` as `\Vert x \Vert`: what the macro of many papers prints."""
    found = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        if token.text in (r"\norm", r"\norm*") and tokens[place + 1].text == "{":
            for brace in (place + 1, group_end(tokens, place + 1)):
                bars = replace(found[brace], kind=Lexeme.COMMAND, text=r"\Vert", font="")
                found[brace] = bars
            found[place] = replace(token, text="")
    return [token for token in found if token.text]


def _ends_operand(token: Token | None) -> bool:
    """Whether something stands here that a sign may act on from the right."""
    if token is None or token.kind is Lexeme.TEXT or token.text in ("and", "or"):
        return False
    if token.kind is Lexeme.COMMAND:
        return token.text not in _BETWEEN_OPERANDS
    return token.kind in (Lexeme.NUMBER, Lexeme.WORD) or token.text in _AFTER_OPERANDS


def _begins_operand(token: Token | None) -> bool:
    if token is None or token.kind is Lexeme.TEXT or token.text in ("and", "or"):
        return False
    if token.kind is Lexeme.COMMAND:
        return token.text not in _BETWEEN_OPERANDS | _CLOSING_COMMANDS
    return token.kind in (Lexeme.NUMBER, Lexeme.WORD) or token.text in ("(", "[", "{", "-", "|")


def _at(tokens: Sequence[Token], place: int) -> Token | None:
    return tokens[place] if 0 <= place < len(tokens) else None


# --- intervals ----------------------------------------------------------------------------------


def _with_intervals(tokens: Sequence[Token]) -> list[Token]:
    """`]0, 1[` as `(0, 1)`, where the brackets stand as those of an interval do."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.text not in ("]", "[", "(") or _ends_operand(_at(tokens, place - 1)):
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
            and _ends_operand(_at(tokens, place - 1))
            and not _begins_operand(_at(tokens, place + 1))
        )
        if depth == 0 and (turned or text in (")", "]")):
            return place if separators == 1 else None
        separators += depth == 0 and text in (",", ";")
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth < 0:
            return None
    return None


# --- inner products -----------------------------------------------------------------------------


def _with_inner_products(tokens: Sequence[Token]) -> list[Token]:
    r"""`<x, y>` as `\langle x, y\rangle`, where the signs cannot compare anything."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        if token.text not in ("<", r"\lt"):
            continue
        end = _end_of_angles(tokens, place)
        if end is None:
            continue
        begins = not _ends_operand(_at(tokens, place - 1))
        if begins or not _begins_operand(_at(tokens, end + 1)):
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


# --- powers and decimal commas, as they are typed -------------------------------------------------


def _with_powers(tokens: Sequence[Token]) -> list[Token]:
    """`x**2` as `x^2`, `x**(k+1)` as `x^{k+1}`; two stars that open or close something are left."""
    found: list[Token] = []
    opened: list[bool] = []  # whether the brackets around hold an exponent
    raised = False  # what comes next is an exponent
    for place, token in enumerate(tokens):
        if found and _are_two_stars(found[-1], token):
            around = _at(tokens, place - 2), _at(tokens, place + 1)
            if not (_ends_operand(around[0]) and _begins_operand(around[1])):
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


def _are_two_stars(first: Token, second: Token) -> bool:
    """Whether two signs are `**`, and not the stars that commands make."""
    return first.text == second.text == "*" and second.span[1] - first.span[0] == 2


def _with_decimal_commas(tokens: Sequence[Token]) -> list[Token]:
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
        for token in (_at(tokens, place - 3), _at(tokens, place + 1))
    )
    joined = whole.span[1] == comma.span[0] and comma.span[1] == decimals.span[0]
    listed = before in (",", "_") or after == ","
    factor = after in _ARITHMETIC or (after != "[" and _begins_operand(_at(tokens, place + 1)))
    return joined and not listed and (not alone or before in _ARITHMETIC or factor)


# --- single digits ------------------------------------------------------------------------------


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


# --- Greek and primed indices ---------------------------------------------------------------------


def _with_greek_indices(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    r"""`\tau` as a letter like others, where a sum or the like runs over it and nothing is it."""
    letters = {each: _GREEK[each] for each in _GREEK if not table.declares_letter(each)}
    return [
        replace(token, kind=Lexeme.WORD, text=letters[token.text])
        if token.text in letters
        else token
        for token in tokens
    ]


def _with_primed_indices(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    r"""`k'` as one name, where a sum or the like runs over it and nothing else is called so."""
    primed = set(_primed_indices(tokens)) - table.names
    if not primed:
        return list(tokens)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        count, after = _primes_after(tokens, at + 1)
        name = tokens[at].text + "'" * count
        if tokens[at].kind is Lexeme.WORD and name in primed:
            span = tokens[at].span[0], tokens[after - 1].span[1]
            found.append(replace(tokens[at], text=name, span=span))
            at = after
        else:
            found.append(tokens[at])
            at += 1
    return found


def _primed_indices(tokens: Sequence[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens[:-2]):
        if token.text.removeprefix("\\") not in FOLDS or tokens[place + 1].text != "_":
            continue
        sub = read_scripts(tokens, place + 1).sub
        for at in range(*(sub or (0, 0))):
            begins = at == sub[0] or tokens[at - 1].text in ("{", "(", ",", "\\\\")  # type: ignore[index]
            letter = tokens[at].kind is Lexeme.WORD and len(tokens[at].text) == 1
            count, _ = _primes_after(tokens, at + 1)
            if begins and letter and count:
                yield tokens[at].text + "'" * count


def _primes_after(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """How many primes stand at a place, `'` or `^{'}`, and the place after them."""
    text = tokens[at].text if at < len(tokens) else ""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if text == "^" and following == "{":
        end = group_end(tokens, at + 1)
        inner = [token.text for token in tokens[at + 2 : end]]
        return (len(inner), end + 1) if inner and set(inner) == {"'"} else (0, at)
    start = at + 1 if text == "^" and following == "'" else at
    end = start
    while end < len(tokens) and tokens[end].text == "'":
        end += 1
    return (end - start, end) if end > start else (0, at)


_NOTATIONS: Sequence[tuple[re.Pattern[str], Callable[[Sequence[Token]], list[Token]]]] = (
    (re.compile(r"\d,\d"), with_listed_numbers),
    (re.compile(r"\\forall"), _with_words),
    (re.compile(r"\\norm\*? \{"), _with_norms),
    (re.compile(r"\d(?: \.)? \\(?:overline|bar|dot) "), with_repeating_decimals),
    (re.compile(r"[][]"), _with_intervals),
    (re.compile(r"<|\\lt"), _with_inner_products),
    (re.compile(r"\* \*"), _with_powers),
    (re.compile(r"\d , \d"), _with_decimal_commas),
    (re.compile(r"\d\d"), with_single_digits),
)
_ANY_NOTATION = re.compile("|".join(needed.pattern for needed, _ in _NOTATIONS))
