"""Chains of members, which relations part; and the signs and words that part chains."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graders.expression import Span
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, text_at
from graders.reading.mathematics.parsing.operators import RELATIONS

EQUALITIES = {
    "=": "=", r"\equiv": "=", r"\approx": "~", r"\simeq": "~", r"\cong": "~", r"\coloneqq": "=",
    r"\leftarrow": "=", ":": ":", r"\triangleq": "=", r"\doteq": "=", r"\sim": "~",
}  # fmt: skip
ORDERS = {sign: name for sign, name in RELATIONS.items() if name in ("<", "<=", ">", ">=")}
RELATING = frozenset({*ORDERS, r"\in", r"\notin"})
ARROWS = frozenset(
    r"\Rightarrow \Leftrightarrow \rightarrow \therefore \because \leadsto \mapsto "
    r"\Longleftrightarrow \longmapsto \hookrightarrow".split()
)
SIDE_WORDS = frozenset(
    {"where", "with", "let", "for", "since", "because", "using", "define", "note"}
)
CONCLUDING_WORDS = frozenset(
    {
        "so",
        "thus",
        "hence",
        "therefore",
        "finally",
        "altogether",
        "get",
        "obtain",
        "answer",
        "gives",
        "yields",
    }
)
CONDITION_WORDS = frozenset({"if", "when", "unless", "or", "otherwise", "else", "not"})
PUNCTUATION = frozenset(
    {".", ",", ";", ":", "?", r"\blacksquare", r"\square", "#", "✓", "✔", r"\checkmark"}
)
ROW = "\\\\"

END = Token(Lexeme.SIGN, ROW, (0, 0))
ANGLES = {r"\langle": 1, r"\rangle": -1}
MARKS = frozenset(
    {*EQUALITIES, *RELATING, *ARROWS, *OPENING, *CLOSING, *ANGLES, ROW, "&", ",", ";"}
)


class Member(NamedTuple):
    """One member of a chain: its tokens, and the relation to the member before it."""

    relation: str
    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        return self.tokens[0].span[0], self.tokens[-1].span[1]


class Statement(NamedTuple):
    """A chain of members; `lead` is a word that introduces it, such as `where`."""

    members: tuple[Member, ...]
    lead: str = ""
    after_arrow: bool = False  # it follows from what stands before
    concludes: bool = False  # words lead to it: `so we get`

    @property
    def written(self) -> list[Member]:
        """The members that something is written for: `= x` has none before its relation."""
        return [each for each in self.members if each.tokens]

    @property
    def has_relation(self) -> bool:
        return len(self.members) > 1


def statement_of(
    tokens: Sequence[Token], lead: str, *, after_arrow: bool = False
) -> Statement | None:
    """A run of tokens as a chain, without the punctuation around it."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in PUNCTUATION:
        start += 1
    while end > start and tokens[end - 1].text in PUNCTUATION:
        end -= 1
    members = tuple(_members(tokens[start:end]))
    if not any(each.tokens for each in members):
        return None
    return Statement(members, lead, after_arrow)


def _members(tokens: Sequence[Token]) -> Iterator[Member]:
    relation, start, depth, kept = "", 0, 0, 0
    marks = [n for n, token in enumerate(tokens) if token.text in MARKS or token.font]
    for position in marks:
        token = tokens[position]
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.font:
            kept += token.font.startswith("begin ") - token.font.startswith("end ")
        name = EQUALITIES.get(token.text) or ORDERS.get(token.text)
        if name is None or depth > 0 or kept > 0 or position < start:
            continue
        if token.text == ":" and position == start:
            continue  # nothing stands before it
        defines = token.text == ":" and text_at(tokens, position + 1) == "="
        if position > start or relation:
            yield Member(relation, tuple(tokens[start:position]))
        relation, start = ("=", position + 2) if defines else (name, position + 1)
    if start < len(tokens) or relation:
        yield Member(relation, tuple(tokens[start:]))
