r"""Formulas of the named scalars of a sheet, such as `\frac{do_1}{dh_1}` and `w_9^{t+1}`.

The names are those of a `Vocabulary`, in all the spellings that `names` knows; everything else is
read by the parser of `mathematics`. What is no arithmetic of scalars is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from graders.declaring.declarations import Declaration, Definition
from graders.errors import Unreadable
from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    Symbol,
    children,
    in_words,
    nodes,
    with_children,
)
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FUNCTIONS as KNOWN_FUNCTIONS
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.scripted_names import Match
from graders.reading.mathematics.names.scripts import Scripts, read_scripts
from graders.reading.mathematics.parsing.cursor import MAX_DEPTH
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.rewriting.typed import with_single_digits
from graders.reading.mathematics.tokens import MAX_LENGTH
from graders.reading.quantities.names.reader import NameReader
from graders.reading.quantities.names.vocabulary import ANYTHING, Vocabulary

__all__ = ["FUNCTIONS", "MAX_DEPTH", "MAX_LENGTH", "MAX_TOKENS", "exact", "read_formula"]
MAX_TOKENS = 5_000
MAX_GLUED = 24  # letters of a word that may be several names

FUNCTIONS: Mapping[str, str] = {
    name: function
    for name, function in KNOWN_FUNCTIONS.items()
    if function
    in ("sigmoid", "exp", "log", "sqrt", "tanh", "sin", "cos", "max", "min", "relu", "abs")
}
_SCALAR = frozenset({"+", "-", "*", "/", "^", *FUNCTIONS.values()})
_CONSTANTS = frozenset({"e", "pi"})
_LIBRARIES = frozenset({"math", "np", "numpy", "torch", "F"})
_MEANINGLESS = frozenset({"\\\\", "&", ";"})


def read_formula(text: str, vocabulary: Vocabulary = ANYTHING) -> Expression:
    r"""The expression that a formula means.

    Raises:
        Unreadable: where and why the text is not a formula of declared names.

    >>> from graders.expression import to_text
    >>> to_text(read_formula(r"\frac{1}{2}(o_1 - t_1)^2"))
    '1/2*(o1 - t1)^2'
    >>> sheet = Vocabulary(frozenset({"o1", "o2", "t1", "t2"}))
    >>> to_text(read_formula(r"\sum_i (o_i - t_i)", sheet))
    'o1 - t1 + (o2 - t2)'
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"the formula has {len(text)} characters; {MAX_LENGTH} can be read")
    plain = [token for token in vocabulary.tokens(text) if token.text not in _MEANINGLESS]
    tokens = with_single_digits(list(_without_code(_split_words(plain, vocabulary))))
    while tokens and tokens[-1].text in (".", ",", ";"):
        tokens.pop()
    if len(tokens) > MAX_TOKENS:
        raise Unreadable(f"the formula has {len(tokens)} signs; {MAX_TOKENS} can be read")
    found = Parser(tokens, NamesOfSheet(vocabulary)).whole()
    found = _of_scalars(found)
    _check_scalar(found)
    return found


class NamesOfSheet:
    """The names of a vocabulary, as the parser looks them up: all of them are scalars."""

    declarations: Mapping[str, Declaration] = {}
    definitions: Mapping[str, Definition] = {}
    sizes: Mapping[str, Declaration] = {}
    names: frozenset[str] = frozenset()

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._reader: NameReader | None = None

    def kind(self, name: str) -> str:
        return "scalar"

    def declares_letter(self, letter: str) -> bool:
        return self.vocabulary.begins(letter)

    def plain(self, token: Token) -> str | None:
        """None, for more than one sign may spell a name."""
        return None

    def match(self, tokens: Sequence[Token], at: int, end: int | None = None) -> Match | None:
        """The declared name at a position, in any of its spellings."""
        if at >= len(tokens) or self._is_function(tokens[at]):
            return None
        if self._reader is None or self._reader.tokens is not tokens:
            self._reader = NameReader(tokens, self.vocabulary)
        found = self._reader.name(at)
        if found is None or (found[0] in _CONSTANTS and not self.vocabulary.declares(found[0])):
            return None
        name, after = found
        if self.vocabulary.known and name not in self.vocabulary.known:
            family = self.family(tokens, at, end)
            if family is not None and family[1].sub is not None:
                return None  # the index of a sum may pick it
            place = f"'{tokens[at].text}' at character {tokens[at].span[0] + 1}"
            raise Unreadable(f"{place} begins '{name}', which is no name of this question")
        return Match(name, read_scripts(tokens, after, end))

    def family(
        self, tokens: Sequence[Token], at: int, end: int | None = None
    ) -> tuple[Mapping[str, str], Scripts] | None:
        """The names that an index picks from: `o_1` and `o_2` for `o_i`."""
        names = self.vocabulary.families.get(tokens[at].text) if at < len(tokens) else None
        return (names, read_scripts(tokens, at + 1, end)) if names else None

    def _is_function(self, token: Token) -> bool:
        word = token.text.removeprefix("\\")
        return is_function(token) and not self.vocabulary.declares(word)


def _split_words(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Token]:
    """`wx` as w and x, where these are declared and wx is not."""
    for token in tokens:
        is_word = token.kind is Lexeme.WORD and not is_function(token)
        parts = _declared_parts(token, vocabulary) if is_word else ()
        yield from parts if len(parts) > 1 else (token,)


def _declared_parts(token: Token, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The word cut into declared names; the last may need the script that follows it."""
    start, rest = token.span[0], token.text
    parts: list[Token] = []
    if vocabulary.declares(rest) or vocabulary.begins(rest) or len(rest) > MAX_GLUED:
        return ()
    while rest:
        length = next(
            (size for size in range(len(rest), 0, -1) if vocabulary.declares(rest[:size])), 0
        )
        if not length and parts and vocabulary.begins(rest):
            length = len(rest)
        if not length:
            return ()
        span = (start, start + length)
        parts.append(replace(token, text=rest[:length], span=span))
        start, rest = start + length, rest[length:]
    return tuple(parts)


def _without_code(tokens: Iterator[Token]) -> Iterator[Token]:
    """The code's `**` as `^`, and no `math.` or `np.` before a function."""
    before: Token | None = None
    for token in tokens:
        twice = before is not None and before.text == token.text == "*"
        if before is not None and twice and before.span[1] == token.span[0]:
            before = replace(before, text="^")
            continue
        if before is not None and token.text == "." and before.text in _LIBRARIES:
            before = None
            continue
        if before is not None:
            yield before
        before = token
    if before is not None:
        yield before


_AMONG_SCALARS = {"·": "*", "**": "^"}  # what is the same as what, for scalars


def _of_scalars(expression: Expression) -> Expression:
    """The expression with one product, one power and one logarithm, as scalars have them."""
    parts = tuple(_of_scalars(each) for each in children(expression))
    rebuilt = with_children(expression, parts)
    match rebuilt:
        case Call("logarithm", (argument, base), span):
            logarithms = tuple(Call("log", (each,), span) for each in (argument, base))
            return Call("/", logarithms, span)
        case Call("sigmoid'", (argument,), span):
            value = Call("sigmoid", (argument,), span)
            return Call("*", (value, Call("-", (Number(Fraction(1)), value), span)), span)
        case Call(function) if function in _AMONG_SCALARS:
            return replace(rebuilt, function=_AMONG_SCALARS[function])
    return rebuilt


def _check_scalar(expression: Expression) -> None:
    for node in nodes(expression):
        match node:
            case Call(function) if function not in _SCALAR:
                raise Unreadable(f"{in_words(function)} stands where a number is expected")
            case Fold(operator):
                raise Unreadable(f"the formula has a {operator} over an index")
            case Symbol(name) if name in ("inf", "identity", "ones", "zeros", "empty", "reals"):
                raise Unreadable(f"the formula has '{name}', which is no number of this sheet")
