"""A token of mathematics, and what it is."""

from dataclasses import dataclass

from graders.expression import Span


class Lexeme:
    """What a token is. These are plain strings: a member of an enumeration takes longer to find."""

    NUMBER = "number"
    WORD = "word"  # a run of letters
    COMMAND = "command"  # \frac, \sigma: with its backslash
    TEXT = "text"  # words of a \text{...} that is not a single name
    SIGN = "sign"  # one character, or \\ for the end of a row


@dataclass(slots=True)  # frozen, it would take four times as long to make one
class Token:
    """One token and where it stands in the source text."""

    kind: str  # one of Lexeme
    text: str
    span: Span
    font: str = ""  # of a word: "bold", "upright" or none; of a row's end: "begin array"


SET_BRACE = "set"  # the font of a brace that is printed
DOUBLE = "double"  # the font of a bar or bracket with two strokes
