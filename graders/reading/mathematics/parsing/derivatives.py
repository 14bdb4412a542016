r"""Names that are derivatives: `\frac{\partial L}{\partial w}`, `\frac{d}{dw} L`, `dL/dw`."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import (
    Range,
    after_argument,
    group_end,
    read_scripts,
    spelling,
    text_at,
)

Named = Callable[[Sequence[Token], int], Range | None]  # the name that begins at a position
DIFFERENTIALS = frozenset({"d", r"\partial", r"\delta", r"\mathrm{d}"})
_AFTER_DERIVATIVES = frozenset(("", *"+-=)]},.;&|", "\\\\", r"\leq", r"\rangle"))


class Derivative(NamedTuple):
    """A name that is a derivative: what is derived by what, and where that stands."""

    names: tuple[str, str]
    by: Range
    after: int


def read_derivative(tokens: Sequence[Token], at: int, named: Named) -> Derivative | None:
    r"""What `\frac{\partial L}{\partial w}`, `dL/dw` or `\nabla_w L` derives, and by what."""
    text = tokens[at].text if at < len(tokens) else ""
    if text == r"\frac":
        ranges = _fraction_of_differentials(tokens, at, named)
    elif text in (r"\nabla", r"\partial") and text_at(tokens, at + 1) == "_":
        ranges = _operator_by(tokens, at, named)
    else:
        ranges = _quotient_of_differentials(tokens, at, named)
    if ranges is None:
        return None
    upper, lower, after = ranges
    return Derivative((name_of(tokens, upper), name_of(tokens, lower)), lower, after)


def name_of(tokens: Sequence[Token], inner: Range) -> str:
    """The spelling of a name, whichever of its scripts comes first: `a_j^L`."""
    first = next((n for n in range(*inner) if tokens[n].text in ("_", "^")), inner[1])
    scripts = read_scripts(tokens, first, inner[1])
    below, above = (
        f"{sign}{spelling(tokens, each)}" if each is not None else ""
        for sign, each in (("_", scripts.sub), ("^", scripts.sup))
    )
    base, rest = spelling(tokens, (inner[0], first)), spelling(tokens, (scripts.after, inner[1]))
    return base + below + above + "'" * scripts.primes + rest


def _fraction_of_differentials(
    tokens: Sequence[Token], at: int, named: Named
) -> tuple[Range, Range, int] | None:
    if at + 1 >= len(tokens):
        return None
    upper, middle = after_argument(tokens, at + 1)
    if middle >= len(tokens):
        return None
    lower, after = after_argument(tokens, middle)
    if not _differential(tokens, lower):
        return None
    if upper[1] - upper[0] == 1 and tokens[upper[0]].text in DIFFERENTIALS:
        return _after_operator(tokens, (lower[0] + 1, lower[1]), after, named)
    if not _differential(tokens, upper):
        return None
    upper = upper[0], next((n for n in range(*upper) if tokens[n].text == "("), upper[1])
    return (upper[0] + 1, upper[1]), (lower[0] + 1, lower[1]), after


def _after_operator(
    tokens: Sequence[Token], by: Range, at: int, named: Named
) -> tuple[Range, Range, int] | None:
    r"""`\frac{\partial}{\partial w} L`, in brackets or with its variable; no factor follows."""
    bracketed = text_at(tokens, at) == "("
    upper = named(tokens, at + bracketed)
    if upper is None or (bracketed and text_at(tokens, upper[1]) != ")"):
        return None
    after = upper[1] + bracketed
    if text_at(tokens, after) == "(":
        end = group_end(tokens, after)
        if spelling(tokens, (after + 1, end)) != spelling(tokens, by):
            return None
        after = end + 1
    ended = text_at(tokens, after) in _AFTER_DERIVATIVES
    return (upper, by, after) if ended else None


def _operator_by(tokens: Sequence[Token], at: int, named: Named) -> tuple[Range, Range, int] | None:
    if at + 2 >= len(tokens):
        return None
    lower, after = after_argument(tokens, at + 2)
    upper = named(tokens, after)
    return (upper, lower, upper[1]) if upper is not None else None


def _quotient_of_differentials(
    tokens: Sequence[Token], at: int, named: Named
) -> tuple[Range, Range, int] | None:
    if text_at(tokens, at) not in DIFFERENTIALS:
        return None
    upper = named(tokens, at + 1)
    if upper is None or text_at(tokens, upper[1]) != "/":
        return None
    lower = named(tokens, upper[1] + 2)
    if lower is None or text_at(tokens, upper[1] + 1) not in DIFFERENTIALS:
        return None
    return upper, lower, lower[1]


def _differential(tokens: Sequence[Token], inner: Range) -> bool:
    return inner[1] - inner[0] > 1 and tokens[inner[0]].text in DIFFERENTIALS
