"""Brackets: groups, tuples, intervals, arguments of functions and of TeX commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.lexing.token import DOUBLE
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.scripts import OPENING, group_end
from graders.reading.mathematics.parsing.dots import with_dots

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_brackets(parser: "Parser") -> Expression:
    """A group; with commas a tuple, an interval or a set."""
    start = parser.at
    opening = parser.peek()
    parser.at += 1
    outer, parser.open_bar = parser.open_bar, ""
    parts = [parser.formula()]
    if opening == "{" and parser.accept(r"\over"):
        parts = [parser.make("/", (parts[0], parser.formula()), start)]
    if parser.accept(r"\choose"):
        parts = [parser.make("binomial", (parts[0], parser.formula()), start)]
    separators: list[str] = []
    while parser.peek() in (",", ";") and opening != "{":
        separators.append(_separator(parser))
        parser.at += 1
        parts.append(parser.formula())
    closing = parser.peek()
    turned = len(parts) == 2 and opening in "([" and closing in ("]", ")")
    if closing != OPENING[opening] and not turned:
        raise parser.refusal(f"stands where '{OPENING[opening]}' is expected")
    parser.at += 1
    parser.open_bar = outer
    if len(parts) > 1 and opening == "[" and any(map(parser.is_array, parts)):
        return _joined(parser, parts, start, separators)
    if len(parts) > 1:
        return _listed(parser, parts, start, closing)
    blocks = _side_by_side(parser, parts[0]) if opening == "[" else ()
    if blocks:
        parser.doubts.add("side_by_side")
        if parser.reading.side_by_side:
            return _joined(parser, blocks, start, [","])
    if opening == "[" and isinstance(parts[0], Call) and parts[0].function in TRUTHS:
        return parser.make("indicator", (parts[0],), start)  # the bracket of Iverson
    if _is_doubled(parser, start):
        raise parser.refusal_at(start, "is a double bracket that cannot be read")
    return parts[0]


def _joined(
    parser: "Parser", parts: Sequence[Expression], start: int, separators: Sequence[str]
) -> Expression:
    """`[A; B]`, one below the other, and `[A, B]` side by side; of vectors it may be either."""
    rows: list[tuple[Expression, ...]] = [(each,) for each in parts]
    if set(separators) != {";"}:
        if len(set(separators)) > 1 or not all(map(parser.is_matrix, parts)):
            raise parser.refusal_at(start, "may join arrays one below the other, or side by side")
        rows = [tuple(parts)]
    made = (parser.make("row", row, start) for row in rows)
    return parser.make("matrix", tuple(made), start)


def _separator(parser: "Parser") -> str:
    """The sign between two parts; a wide space sets them side by side."""
    start, end = parser.tokens[parser.at].span
    return "," if end - start > 1 else parser.peek()


def _side_by_side(parser: "Parser", part: Expression) -> Sequence[Expression]:
    """Matrices that stand in a row without a sign between them."""
    if (
        isinstance(part, Call)
        and part.function == "*"
        and all(map(parser.is_matrix, part.arguments))
    ):
        return part.arguments
    return ()


def _listed(parser: "Parser", parts: Sequence[Expression], start: int, closing: str) -> Expression:
    """What commas between brackets make: whole numbers from a to b, a row, a tuple, an interval."""
    opening = parser.tokens[start].text
    if len(parts) == 2 and _is_doubled(parser, start):
        return parser.make("range", tuple(parts), start)
    listed = with_dots("row", parts)
    if listed is not None:
        return listed
    if opening + closing == "()" or (len(parts) > 2 and opening + closing == "[]"):
        return parser.make("tuple", tuple(parts), start)
    if len(parts) > 2:
        raise parser.refusal_at(start, "lists more than the two ends of an interval")
    return parser.make("interval", (*parts, Symbol(opening + closing)), start)


def _is_doubled(parser: "Parser", start: int) -> bool:
    return parser.tokens[start].text == "[" and parser.tokens[start].font == DOUBLE


def read_arguments(parser: "Parser") -> tuple[Expression, ...]:
    """Arguments in brackets: (a, b), [a], {a}."""
    closing = OPENING[parser.peek()]
    parser.at += 1
    outer, parser.open_bar = parser.open_bar, ""
    found = [parser.formula()]
    while parser.accept(",") or parser.accept(";"):
        found.append(parser.formula())
    parser.open_bar = outer
    parser.expect(closing)
    return tuple(found)


def braced(parser: "Parser") -> Expression:
    r"""A TeX argument: a group, or one token; \frac12 has two of one digit each."""
    if parser.peek() == "{":
        inner = (parser.at + 1, group_end(parser.tokens, parser.at))
        if inner[1] >= parser.end:
            raise parser.refusal("is never closed")
        found = parser.within(inner, parser.formula)
        parser.at = inner[1] + 1
        return found
    if parser.at >= parser.end:
        raise parser.refusal("")
    parser.enter()
    found = parser.base()
    parser.leave()
    return found
