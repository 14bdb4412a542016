"""Where a sum, product or maximum over an index begins."""

from typing import TYPE_CHECKING

from graders.reading.mathematics.names.functions import FOLDS, FUNCTIONS
from graders.reading.mathematics.names.scripts import read_scripts
from graders.reading.mathematics.parsing.left_out import index_left_out

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def starts_fold(parser: "Parser") -> bool:
    """Whether a sum, product or maximum over an index begins here."""
    token = parser.peek()
    name = token.removeprefix("\\")
    if name in ("sum", "prod", "expectation", "lim") and token != name:
        return True
    if token in (r"\Sigma", r"\Pi") and _may_be_body(parser.after_next()):
        return not parser.table.match(parser.tokens, parser.at, parser.end)
    if name == "arg" and parser.after_next().removeprefix("\\") in ("max", "min"):
        return True
    return (
        name in FOLDS
        and parser.after_next() == "_"
        and not parser.table.match(parser.tokens, parser.at, parser.end)
    )


def _may_be_body(sign: str) -> bool:
    """Whether what a sum is taken of, or its index, may begin with a sign."""
    name = sign.removeprefix("\\")
    return sign in ("_", "(", r"\frac") or sign[:1].isalpha() or name in FUNCTIONS


def index_of_fold(parser: "Parser") -> str:
    """The index letter of the fold that begins here, as far as its first sign tells."""
    scripts = read_scripts(parser.tokens, parser.at + 1, parser.end)
    if scripts.sub is None:
        return index_left_out(parser, scripts.after)
    position = scripts.sub[0]
    while position < scripts.sub[1] and parser.tokens[position].text in ("{", "("):
        position += 1
    return parser.tokens[position].text if position < scripts.sub[1] else ""
