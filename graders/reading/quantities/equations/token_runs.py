"""What stands in a run of tokens: brackets, numbers, and the name that it ends in."""

from collections.abc import Sequence
from itertools import accumulate

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.quantities.formula import FUNCTIONS
from graders.reading.quantities.names.reader import name_of
from graders.reading.quantities.names.vocabulary import Vocabulary

NAME_TOKENS = 24  # no name is longer
RELATIONS = frozenset(r"= \approx \cong \simeq \sim \equiv \doteq \coloneqq \leftarrow".split())
SAYS = frozenset(["is", "are", "equals", "becomes", "was", "comes", "amounts", "be"])
WEAK = frozenset([":", r"\rightarrow"]) | SAYS
_LONGEST_FORMULA = 80  # tokens between a word and a relation
_LIST_MARKS = frozenset(["-", "*", "+", "•"])
_MODAL = frozenset(["must", "would", "should", "will", "has", "have", "to"])  # be
_THROUGH = frozenset(["after", "through", "by", "with", "applying", "using"])  # the sigmoid
_LEADS = frozenset([",", ".", ":", ";", "!", "?", "|", r"\rightarrow", r"\therefore", r"\to"])
MERELY = frozenset(["simply", "just"])
ADVERBS = MERELY | frozenset(
    "approximately about roughly then thus therefore now equal to as out at exactly".split()
)
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


def is_prose(token: Token) -> bool:
    return token.kind is Lexeme.TEXT or (
        token.kind is Lexeme.WORD and len(token.text) > 1 and token.text.lower() != "percent"
    )


def in_brackets(tokens: Sequence[Token]) -> Sequence[bool]:
    """For each token whether it stands within brackets; a bracket that is never closed is none."""
    changes = [0] * (len(tokens) + 1)
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.text in OPENING:
            opened.append(position)
        elif token.text in CLOSING:
            partners = "{" if token.text == "}" else "(["
            while token.text == "}" and opened and tokens[opened[-1]].text not in partners:
                opened.pop()
            if opened and tokens[opened[-1]].text in partners:
                changes[opened.pop()] += 1
                changes[position + 1] -= 1
    return [depth > 0 for depth in accumulate(changes[:-1])]


def number_follows(tokens: Sequence[Token], position: int) -> bool:
    while text_at(tokens, position).lower() in ADVERBS or text_at(tokens, position) == "*":
        position += 1
    rest = tokens[position : position + 2]
    return any(token.kind is Lexeme.NUMBER for token in rest[:1]) or (
        len(rest) == 2 and rest[0].text in ("-", "*", r"\approx") and rest[1].kind is Lexeme.NUMBER
    )


def formula_follows(tokens: Sequence[Token], position: int) -> bool:
    """Whether a formula follows a word, and what it comes to: "is sin(1) cos(2) = 0.35"."""
    for at, token in enumerate(tokens[position : position + _LONGEST_FORMULA]):
        if token.text in RELATIONS:
            return at > 0
        if is_prose(token) and token.text not in FUNCTIONS and token.text not in MERELY:
            return False
    return False


def trailing_name(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str | None, int]:
    """The longest declared name that the tokens end in, and where it begins."""
    end = len(tokens)
    while end > 1 and (
        tokens[end - 1].text in (":", "*", "}", ")") or tokens[end - 1].text in _MODAL
    ):
        name = _name_in(tokens, end, vocabulary)
        if name[0]:
            return name
        end -= 1
    return _name_in(tokens, end, vocabulary)


def _name_in(tokens: Sequence[Token], end: int, vocabulary: Vocabulary) -> tuple[str | None, int]:
    for first in range(max(0, end - NAME_TOKENS), end):
        if first and not _leads_to_name(tokens, first, end, vocabulary):
            continue
        name = name_of(tokens[first:end], vocabulary)
        if name is not None and name in vocabulary.known:
            return name, first
    return None, 0


def _leads_to_name(tokens: Sequence[Token], first: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether what stands before a name is words, a list mark or a label, and no mathematics.

    A word may be another name of the same: "the error MSE".
    """
    before = tokens[first - 1]
    if before.text in _LIST_MARKS:  # a bullet stands apart, a sign does not
        return first == 1 and before.span[1] < tokens[first].span[0]
    if before.text == ")":  # the label of a part: "(a) h_1 = 0.98"
        return first <= 3
    if before.kind is Lexeme.WORD and len(before.text) > 1:
        same = name_of(tokens[first:end], vocabulary) == vocabulary.canonical(before.text)
        is_word = not vocabulary.declares(before.text) or same
        noun = [each.text.lower() for each in tokens[max(first - 3, 0) : first - 1]]
        is_noun = len(noun) > 1 and noun[0] in _THROUGH and noun[1] == "the"
        return is_word and (is_noun or before.text not in FUNCTIONS)
    return before.kind is Lexeme.TEXT or before.text in _LEADS
