"""Names that are mentioned before, and what says what they stand for."""

from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import (
    after_argument,
    group_end,
    read_scripts,
    text_at,
)
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.statements.chain import EQUALITIES

_SHORTEST_DERIVATIVE = 9  # tokens, with its braces


def defines_mentioned(tokens: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether tokens begin with a name that stands before them, and say what it is."""
    end = next((n for n, each in enumerate(tokens) if each.text in EQUALITIES), 0)
    if not end or end_of_head(tokens) != end or EQUALITIES[tokens[end].text] == "~":
        return False
    is_said = tokens[end].text != ":" or text_at(tokens, end + 1) == "="
    return is_said and is_mentioned(tokens[:end], before)


def end_of_head(tokens: Sequence[Token]) -> int:
    """The place behind a name or a derivative, and the arguments in brackets that follow it."""
    after = _end_of_derivative(tokens) or end_of_name(tokens, 0)
    is_applied = after and text_at(tokens, after) == "("
    return group_end(tokens, after) + 1 if is_applied else after


def _end_of_derivative(tokens: Sequence[Token]) -> int:
    r"""The place behind `\frac{\partial L}{\partial w}` or `\nabla_w L`; 0 if none begins there."""
    if text_at(tokens, 0) == r"\nabla":
        return end_of_name(tokens, read_scripts(tokens, 1).after)
    if text_at(tokens, 0) != r"\frac" or len(tokens) < _SHORTEST_DERIVATIVE:
        return 0
    (start, _), middle = after_argument(tokens, 1)
    is_derived = text_at(tokens, start) in (r"\partial", "d") and middle < len(tokens)
    return after_argument(tokens, middle)[1] if is_derived else 0


def is_mentioned(name: Sequence[Token], where: Sequence[Token]) -> bool:
    """Whether a name, or another component of what it is a component of, stands somewhere."""
    wanted, texts = (
        [each.text for each in part if each.text not in "{}"] for part in (name, where)
    )
    if wanted[-2:-1] == ["_"] and len(wanted[-1]) == 1 and wanted[-1].isalpha():
        del wanted[-1]  # p_i = ... says what p_j is
    if wanted and wanted[0] not in texts:
        return False
    return any(texts[n : n + len(wanted)] == wanted for n in range(len(texts)))


def without_square(name: Sequence[Token]) -> Sequence[Token]:
    r"""A name without the square that it is raised to: `\sigma_B` of `\sigma_B^2`."""
    for place in (n for n, token in enumerate(name) if token.text == "^"):
        for square in (["2"], ["{", "2", "}"]):
            after = place + 1 + len(square)
            if [token.text for token in name[place + 1 : after]] == square:
                return [*name[:place], *name[after:]]
    return name
