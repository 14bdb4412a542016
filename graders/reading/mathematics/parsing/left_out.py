r"""The index of a sum that stands nowhere below its sign: `\sum x_i^2`, `\sum xy`."""

from typing import TYPE_CHECKING

from graders.errors import Unreadable
from graders.expression import Call, Expression, Fold, Symbol, children, with_children
from graders.reading.mathematics.names.scripts import OPENING, read_scripts
from graders.reading.mathematics.parsing.index_notation import USUAL

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_ENTRYWISE = frozenset("+ - * · / odot ^ ** log exp abs sqrt sigmoid tanh relu".split())


def index_left_out(parser: "Parser", after: int) -> str:
    """The letter of all components up to the end of the group, if there is but one: `y_i - z_i`."""
    found: set[str] = set()
    depth = 0
    for place in range(after, parser.end):
        text = parser.tokens[place].text
        depth += (text in OPENING) - (text in OPENING.values())
        if depth < 0:
            break
        scripts = read_scripts(parser.tokens, place, parser.end) if text == "_" else None
        if scripts is not None and scripts.sub is not None:
            letters = parser.texts(scripts.sub)
            found |= {each for each in letters if each.isalpha() and len(each) == 1}
    return found.pop() if len(found) == 1 else ""


def fresh_index(parser: "Parser") -> str:
    """A letter that means nothing yet, for a sum over the entries of whole vectors."""
    taken = {*parser.signs, *parser.bound}
    return next(
        (each for each in USUAL if not parser.table.declares_letter(each) and each not in taken),
        "",
    )


def of_entries(parser: "Parser", body: Expression, index: str) -> Expression:
    """What stands behind a sum without an index, with the entries of its vectors.

    Raises:
        Unreadable: if it holds no vector, or is not made entry by entry.
    """
    found = _of_entries(parser, body, index)
    if found == body:
        raise Unreadable("it is not said what a sum runs over")
    return found


def _of_entries(parser: "Parser", body: Expression, index: str) -> Expression:
    match body:
        case Symbol(name) if parser.table.kind(name) == "vector":
            return Call("at", (body, Symbol(index, body.span)), body.span)
        case Symbol(name) if parser.table.kind(name) == "matrix":
            raise Unreadable("it is not said what a sum runs over")
        case Fold():
            return body
        case Call(function) if function not in _ENTRYWISE:
            raise Unreadable("it is not said what a sum runs over")
    return with_children(body, tuple(_of_entries(parser, each, index) for each in children(body)))
