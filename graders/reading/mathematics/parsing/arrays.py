"""Arrays of rows: matrices, and values with their conditions."""

from typing import TYPE_CHECKING, TypeGuard

from graders.expression import Call, Expression
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.parsing.dots import are_dots, with_dots

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def read_environment(parser: "Parser") -> Expression:
    start = parser.at
    kind = parser.tokens[start].font.removeprefix("begin ")
    if kind in ("cases", "dcases", "rcases"):
        return read_cases(parser, start)
    if kind.endswith("matrix") or kind == "array":
        return _matrix(parser, start)
    raise parser.refusal("stands where a formula is expected")


def _rows(parser: "Parser") -> bool:
    """Goes over the end of a row; whether another row begins."""
    while parser.peek() == "\\\\":
        ended = parser.tokens[parser.at].font.startswith("end ")
        parser.at += 1
        if ended:
            return False
    return parser.at < parser.end


def _matrix(parser: "Parser", start: int) -> Expression:
    """Rows of cells; dots among them stand for what they leave out."""
    parser.at += 1
    rows: list[Expression] = []
    generated = False
    while True:
        row_start = parser.at
        cells = [parser.sum()]
        while parser.accept("&"):
            cells.append(parser.sum())
        if all(are_dots(cell) for cell in cells):
            rows.append(cells[0])
            generated = True
        else:
            listed = with_dots("row", cells)
            generated |= listed is not None
            rows.append(listed or parser.make("row", tuple(cells), row_start))
        if parser.peek() != "\\\\":
            raise parser.refusal("is not expected in a matrix")
        if not _rows(parser):
            break
    if not generated:
        return parser.make("matrix", tuple(rows), start)
    found = [each.arguments[0] if _is_single(each) else each for each in rows]
    return with_dots("stack", found) or (found[0] if len(found) == 1 else _refuse(parser, start))


def _is_single(row: Expression) -> TypeGuard[Call]:
    return isinstance(row, Call) and row.function == "row" and len(row.arguments) == 1


def _refuse(parser: "Parser", start: int) -> Expression:
    raise parser.refusal_at(start, "begins a matrix whose dots cannot be filled in")


def read_cases(parser: "Parser", start: int) -> Expression:
    """Values with their conditions; the last may be for all other cases."""
    parser.at += 1
    parts: list[Expression] = []
    while True:
        parts.append(parser.sum())
        parser.accept(",")
        parser.accept("&")
        otherwise = False
        while parser.at < parser.end and parser.tokens[parser.at].kind is Lexeme.TEXT:
            otherwise |= parser.peek().lower().strip(" .,") in ("otherwise", "else")
            parser.at += 1
        if not otherwise and parser.peek() not in ("\\\\", ""):
            parts.append(parser.formula())
            parser.accept(",")
        while parser.peek() in (",", "."):
            parser.at += 1
        if parser.peek() != "\\\\":
            raise parser.refusal("is not expected in a case")
        if not _rows(parser):
            return parser.make("cases", tuple(parts), start)
