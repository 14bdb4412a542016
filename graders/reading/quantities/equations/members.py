"""The members of a chain: what stands between its relations."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.quantities.equations.token_runs import (
    ADVERBS,
    RELATIONS,
    SAYS,
    WEAK,
    formula_follows,
    in_brackets,
    number_follows,
)


class _Role(Enum):
    """What a token does to the member before it."""

    ENDS = auto()
    GOES_ON = auto()
    NOTHING = auto()


def members_of(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The runs of tokens between relations; a weak relation counts only before a number."""
    current: list[Token] = []
    enclosed = in_brackets(tokens)
    is_led = False  # by "is" and the words between it and its number
    for position, token in enumerate(tokens):
        is_led = is_led and not current
        role = _Role.GOES_ON
        if not enclosed[position]:
            role = _role(tokens, position, current, is_led=is_led)
        if role is _Role.ENDS:
            yield current[:-1] if token.text == ">" else current
            current = []
            is_led = is_led or token.text in WEAK
        elif role is _Role.GOES_ON:
            current.append(token)
    yield current


def _role(tokens: Sequence[Token], at: int, current: Sequence[Token], *, is_led: bool) -> _Role:
    text, last = tokens[at].text, current[-1].text if current else ""
    before = tokens[at - 1].text if at else ""
    if text in RELATIONS and last != r"\not":
        is_second_sign = not current and before == "="  # of ==
        return _Role.NOTHING if is_second_sign else _Role.ENDS
    if text in WEAK and number_follows(tokens, at + 1):
        return _Role.ENDS
    if text in SAYS and current and formula_follows(tokens, at + 1):
        return _Role.ENDS
    if text == ":" and text_at(tokens, at + 1) == "=":
        return _Role.NOTHING
    if is_led and (text.lower() in ADVERBS or text == "*"):
        return _Role.NOTHING
    if text == "<" and current and text_at(tokens, at + 1) == "-":  # w <- 0.1
        return _Role.ENDS
    if text == "-" and not current and before == "<":
        return _Role.NOTHING
    if text == ">" and last == "-":
        return _Role.ENDS if number_follows(tokens, at + 1) else _Role.NOTHING
    return _Role.GOES_ON
