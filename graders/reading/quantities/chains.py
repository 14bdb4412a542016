r"""Equation chains: `name = step = step = value`.

A chain is split at its top-level relations. Statements are told apart by the ends of rows and
lines, implications, semicolons, and commas before another equation; a row that begins with a
relation or an operator goes on with the row before. In prose, "the value of h_1 is 0.98" is a
chain as well when its left side ends in a declared name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from graders.expression import Span
from graders.model import PrintedNumber
from graders.reading.lexer import Lexeme, Token, tokenize
from graders.reading.quantities.formula import FUNCTIONS
from graders.reading.quantities.names import NameReader, name_of
from graders.reading.quantities.numbers import read_number
from graders.reading.quantities.vocabulary import Vocabulary

MAX_LENGTH = 20_000  # characters of one block
_NAME_TOKENS = 24  # no name is longer

_RELATIONS = frozenset(r"= \approx \cong \simeq \sim \equiv \doteq \coloneqq \leftarrow".split())
_SAYS = frozenset(["is", "are", "equals", "becomes", "was", "comes", "amounts"])
_WEAK = frozenset([":", r"\rightarrow"]) | _SAYS
_BREAKS = frozenset(["\\\\", ";", r"\Rightarrow", r"\Leftrightarrow", r"\therefore"])
_CONTINUING = frozenset(["+", "-", "*", "/", r"\rightarrow"]) | _RELATIONS
_LIST_MARKS = frozenset(["-", "*", "+", "•"])
_LEADS = frozenset([",", ".", ":", ";", "!", "?", "|", r"\rightarrow", r"\therefore", r"\to"])
_ADVERBS = frozenset(
    "approximately about roughly then thus therefore now equal to as out at exactly".split()
)
_DIGITS_OF_VALUE = 4  # of a number that is no factor
_LONGEST_GAP = 200  # characters between two parts of a statement, of which something is said
_WIDE = re.compile(r"\t| {2,}|\u2003|\u2009{2,}")
_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_ANOTHER_BY = re.compile(
    r"\b(?:with respect to|w\.?\s?r\.?\s?t\.?)\s+(\S.{0,40}?)(?:\s+(?:it|this|that))?\s*$",
    re.IGNORECASE,
)
_DERIVATIVE = re.compile(r"d([A-Za-z]\w*?)_d\w+")
_PRONOUNS = frozenset({"it", "this", "that"})
_CONJUNCTIONS = frozenset({"and", "while", "whereas", "but"})
_ALTERNATIVES = frozenset({"or", "and", "to", "vs", "versus"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Chain:
    """The members of one chain, as the student wrote them.

    `name` is the declared name that the first member ends in, `words` the words before it, and
    `span` where the chain stands in the text it was read from.
    """

    members: tuple[str, ...]
    name: str | None
    words: str
    span: Span

    @property
    def steps(self) -> tuple[str, ...]:
        """What stands between the name and the value: the derivation."""
        return self.members[1:-1]

    @cached_property
    def value(self) -> PrintedNumber | None:
        """The number in which the chain ends, or None where it ends in something else."""
        if len(self.members) < 2:
            return None
        last, before = leading_number(self.members[-1]), read_number(self.members[-2])
        same = last and before and abs(last.value - before.value) <= last.unit
        finer = same and before and last and 0 < before.unit < last.unit
        return before if finer else last


def read_chains(text: str, vocabulary: Vocabulary, *, prose: bool = False) -> tuple[Chain, ...]:
    r"""The chains of a formula, or of a paragraph when `prose` is set (a line ends a statement).

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> for chain in read_chains(r"h_1 = \sigma(4.3) = 0.987, h_2 = 0.995", words):
    ...     print(chain.name, chain.steps, float(chain.value))
    h1 ('\\sigma(4.3)',) 0.987
    h2 () 0.995
    """
    text = _without_boxes(text[:MAX_LENGTH])
    found = (
        chain
        for statement in _statements(text, vocabulary, prose=prose)
        for members in _sentences(list(_members(_unwrapped(statement))), vocabulary)
        if (chain := _chain(text, members, vocabulary)) is not None
    )
    return tuple(_with_derivatives_named(found, vocabulary) if prose else found)


def _with_derivatives_named(chains: Iterable[Chain], vocabulary: Vocabulary) -> Iterator[Chain]:
    """The chains, where "and with respect to o_2 it is 0.75" goes on with a derivative by o_1."""
    upper = ""
    for chain in chains:
        left = f"{chain.words} {chain.members[0]}" if chain.name else chain.words
        lower = _ANOTHER_BY.search(left)
        by = name_of(vocabulary.tokens(lower[1]), vocabulary) if upper and lower else None
        if by is not None and vocabulary.declares(f"d{upper}_d{by}"):
            yield replace(chain, name=vocabulary.canonical(f"d{upper}_d{by}"))
            continue
        if chain.name is not None:
            derivative = _DERIVATIVE.fullmatch(chain.name)
            upper = derivative[1] if derivative else ""
        yield chain


def leading_number(member: str) -> PrintedNumber | None:
    """The number that a member is, or that it begins with before words follow."""
    number = read_number(member)
    if number is not None:
        return number
    words = [token for token in tokenize(member) if _is_prose(token)]
    if (
        words
        and words[0].text.lower() in _ALTERNATIVES
        and re.search(r"\d", words[0].text + member[words[0].span[1] :])
    ):
        return None
    ends = [at for mark in (" (", ", ", ". ", "; ", "\n") if (at := member.find(mark)) > 0]
    if not words:
        return None
    before = member[: min(ends + [word.span[0] for word in words[:1]])].rstrip()
    is_factor = before.endswith("/") or (before.endswith("*") and before.count("*") % 2 == 1)
    return None if is_factor else read_number(before)


def _without_boxes(text: str) -> str:
    r"""The text with each \boxed{...} blanked to its content, every position kept."""
    if not _BOX.search(text):
        return text
    signs = list(text)
    boxes = {box.end() - 1: box.start() for box in _BOX.finditer(text)}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign == "{":
            opened.append(at)
        elif sign == "}" and opened and (start := opened.pop()) in boxes:
            signs[at] = " "
            signs[boxes[start] : start + 1] = " " * (start + 1 - boxes[start])
    for start in opened:  # boxes that are never closed
        if start in boxes:
            signs[boxes[start] : start + 1] = " " * (start + 1 - boxes[start])
    return "".join(signs)


def _is_prose(token: Token) -> bool:
    return token.kind is Lexeme.TEXT or (
        token.kind is Lexeme.WORD and len(token.text) > 1 and token.text.lower() != "percent"
    )


def _statements(text: str, vocabulary: Vocabulary, *, prose: bool) -> Iterator[Sequence[Token]]:
    """Runs of tokens that are one statement each."""
    tokens = vocabulary.tokens(text)
    enclosed = _enclosed(tokens)
    current: list[Token] = []
    for position, token in enumerate(tokens):
        if current and _begins_anew(text, tokens, position, current[-1], vocabulary, prose=prose):
            yield current
            current = []
        implied = token.text == ">" and bool(current) and current[-1].text in ("=", "-")
        if implied and current[-1].text == "-":  # z = 4.3 -> h_1 = 0.98
            implied = _definition_follows(tokens, position + 1, vocabulary)
        if token.text == "\\\\":
            goes_on = _continues(tokens, position + 1, bullets=False) or _is_open(current)
            if not (current and goes_on):
                yield current
                current = []
        elif not enclosed[position] and (token.text in _BREAKS or implied):
            yield current[:-1] if implied else current
            current = []
        elif not enclosed[position] and _separates(tokens, position, current, vocabulary):
            yield current
            current = []
        elif token.text != "&":
            current.append(token)
    yield current


def _begins_anew(
    text: str,
    tokens: Sequence[Token],
    position: int,
    before: Token,
    vocabulary: Vocabulary,
    *,
    prose: bool,
) -> bool:
    """Whether the gap before a token ends a statement: a line, a sentence, a formula, a column."""
    end = tokens[position].span[0]
    gap = text[max(before.span[1], end - _LONGEST_GAP) : end]
    if _WIDE.search(gap) is not None and _definition_follows(tokens, position, vocabulary):
        return True
    ends = (
        "\n" in gap or gap.count("$") > 1 or (before.text == "." and gap.strip("$ ") == "" != gap)
    )
    return prose and ends and not (_continues(tokens, position) or _is_open([before]))


def _definition_follows(tokens: Sequence[Token], position: int, vocabulary: Vocabulary) -> bool:
    """Whether a declared name and a relation come next."""
    found = NameReader(tokens, vocabulary).name(position)
    if found is None or found[0] not in vocabulary.known:
        return False
    after = found[1] + (_text_at(tokens, found[1]) == "&")
    return _text_at(tokens, after) in _RELATIONS


def _unwrapped(statement: Sequence[Token]) -> Sequence[Token]:
    """A statement without brackets around all of it."""
    while len(statement) > 2 and statement[0].text == "(" and statement[-1].text == ")":
        inner = statement[1:-1]
        if any(_enclosed(statement)[1:-1]) and all(_enclosed(statement)):
            statement = inner
        else:
            break
    return statement


def _separates(
    tokens: Sequence[Token], position: int, current: Sequence[Token], vocabulary: Vocabulary
) -> bool:
    """Whether a comma or a column mark stands between two equations."""
    text, end = tokens[position].text, tokens[position].span[1]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if text == ",":
        decimal = (
            following is not None
            and current
            and following.kind is current[-1].kind is Lexeme.NUMBER
            and following.span[0] == end
        )
        return not decimal and (
            _equation_follows(tokens, position + 1)
            or _value_follows(tokens, position + 1, vocabulary)
        )
    if text == ":" and any(token.text in _RELATIONS for token in current):
        return _definition_follows(tokens, position + 1, vocabulary)
    return (
        text == "&"
        and any(token.text in _RELATIONS for token in current)
        and current[-1].text not in _CONTINUING
        and not _continues(tokens, position + 1)
    )


def _joins(token: Token) -> bool:
    """Whether a word or an arrow can stand between two statements."""
    return _is_prose(token) or token.text == r"\rightarrow"


def _is_open(current: Sequence[Token]) -> bool:
    return bool(current) and current[-1].text in ("=", "+", "*", r"\approx")


def _continues(tokens: Sequence[Token], position: int, *, bullets: bool = True) -> bool:
    """Whether the row that begins here goes on with the one before it."""
    while _text_at(tokens, position) in ("&", ";"):
        position += 1
    if position >= len(tokens) or tokens[position].text not in _CONTINUING:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    bullet = bullets and tokens[position].text in ("-", "*", "+") and following is not None
    return not (bullet and _equation_follows(tokens, position + 1, within=8))


def _equation_follows(tokens: Sequence[Token], position: int, *, within: int = 24) -> bool:
    """Whether a left-hand side and a relation come before the next separator."""
    depth = 0
    for token in tokens[position : position + within]:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth < 0 or (depth == 0 and token.text in (",", ";", "\\\\")):
            return False
        if depth == 0 and token.text in _RELATIONS:
            return token is not tokens[position]
    return False


def _value_follows(tokens: Sequence[Token], position: int, vocabulary: Vocabulary) -> bool:
    """Whether words end in a declared name whose value is said: "h_2 is 0.99"."""
    for at, token in enumerate(tokens[position : position + _NAME_TOKENS], start=position):
        if token.text in (",", ";", "."):
            return False
        if token.text in _WEAK:
            end = at - (tokens[at - 1].text in _PRONOUNS)
            name, _ = _trailing_name(tokens[position:end], vocabulary)
            return name is not None and _number_follows(tokens, at + 1)
    return False


def _sentences(
    members: list[Sequence[Token]], vocabulary: Vocabulary
) -> Iterator[list[Sequence[Token]]]:
    """`h_1 = 0.98 and h_2 = 0.99` is two chains, and so is `h_1 = 0.98661 h_2 = 0.99503`."""
    current = members[:1]
    for position, member in enumerate(members[1:], start=1):
        first = 0
        if position < len(members) - 1:
            first = _after_value(member, vocabulary) or _after_words(member, vocabulary)
            first = first or _next_clause(member)
        if first:
            yield [*current, member[: first - (member[first - 1].text == r"\rightarrow")]]
            current = [member[first:]]
        else:
            current.append(member)
    yield current


def _after_words(member: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Where the next name begins, behind a value and words; 0 where none does."""
    if not any(_joins(token) for token in member):
        return 0
    name, first = _trailing_name(member, vocabulary)
    return first if name and first > 1 else 0


def _next_clause(member: Sequence[Token]) -> int:
    """Where a sentence goes on behind a number: "0.79 and with respect to o_2 it"."""
    words = (at for at, token in enumerate(member) if token.kind is Lexeme.WORD)
    first = next(words, 0)
    begins = member and member[0].kind is Lexeme.NUMBER
    return first if begins and first and member[first].text.lower() in _CONJUNCTIONS else 0


def _after_value(member: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Where the next name begins, right behind a value; 0 where none does.

    A number with few digits is a factor, as in `= 4 w_1 =`.
    """
    first = 1 + (len(member) > 2 and member[0].text == "-")
    value = member[first - 1] if len(member) > first else None
    if value is None or value.kind is not Lexeme.NUMBER or "." not in value.text:
        return 0
    is_listed = sum(sign.isdigit() for sign in value.text) >= _DIGITS_OF_VALUE
    named = name_of(member[first:], vocabulary) if is_listed else None
    return first if named in vocabulary.known else 0


def _chain(text: str, parts: list[Sequence[Token]], vocabulary: Vocabulary) -> Chain | None:
    """The chain that these members are, if there are a left and a right side."""
    if len(parts) < 2 or not any(parts[1:]):
        return None
    if not parts[0]:  # "= 0.98" has no left-hand side
        first = next(part for part in parts if part)
        return Chain(("", *_texts(text, parts[1:])), None, "", _span_of(text, [first, parts[-1]]))
    value_first = len(parts) == 2 and read_number(_text_of(text, parts[0])) is not None
    if value_first and name_of(parts[1], vocabulary) in vocabulary.known:
        parts = [parts[1], parts[0]]  # 0.98 = h_1
    name, first_of_name = _trailing_name(parts[0], vocabulary)
    opening, words = parts[0], parts[0]
    if name:
        opening, words = parts[0][first_of_name:], parts[0][:first_of_name]
    return Chain(
        _texts(text, [opening, *parts[1:]]),
        name,
        _text_of(text, words).strip("$* -") if words else "",
        _span_of(text, [opening, *parts[1:]]),
    )


def _texts(text: str, parts: list[Sequence[Token]]) -> tuple[str, ...]:
    return tuple(_text_of(text, part) for part in parts if part)


def _members(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The runs of tokens between relations; a weak relation counts only before a number."""
    current: list[Token] = []
    enclosed = _enclosed(tokens)
    adverbs, arrow = False, -1  # words between "is" and its number; the second sign of <-
    for position, token in enumerate(tokens):
        adverbs = adverbs and not current
        if enclosed[position]:
            current.append(token)
        elif token.text in _RELATIONS:
            if current or not position or tokens[position - 1].text != "=":
                yield current
            current = []
        elif token.text == ":" and _text_at(tokens, position + 1) == "=":
            continue
        elif token.text in _WEAK and _number_follows(tokens, position + 1):
            yield current
            current = []
            adverbs = True
        elif adverbs and (token.text.lower() in _ADVERBS or token.text == "*"):
            continue
        elif token.text == "<" and _text_at(tokens, position + 1) == "-" and current:
            yield current  # w <- 0.1; the sign that is left is the arrow's
            current, arrow = [], position + 1
        elif position == arrow:
            continue
        elif token.text == ">" and current and current[-1].text == "-":
            if _number_follows(tokens, position + 1):
                yield current[:-1]
                current = []
        else:
            current.append(token)
    yield current


def _enclosed(tokens: Sequence[Token]) -> Sequence[bool]:
    """For each token whether it stands within brackets; a bracket that is never closed is none."""
    changes = [0] * (len(tokens) + 1)
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.text in _OPENING:
            opened.append(position)
        elif token.text in _CLOSING:
            partners = "{" if token.text == "}" else "(["
            while token.text == "}" and opened and tokens[opened[-1]].text not in partners:
                opened.pop()
            if opened and tokens[opened[-1]].text in partners:
                changes[opened.pop()] += 1
                changes[position + 1] -= 1
    return [depth > 0 for depth in accumulate(changes[:-1])]


def _text_at(tokens: Sequence[Token], position: int) -> str:
    return tokens[position].text if position < len(tokens) else ""


def _number_follows(tokens: Sequence[Token], position: int) -> bool:
    while _text_at(tokens, position).lower() in _ADVERBS or _text_at(tokens, position) == "*":
        position += 1
    rest = tokens[position : position + 2]
    return any(token.kind is Lexeme.NUMBER for token in rest[:1]) or (
        len(rest) == 2 and rest[0].text in ("-", "*", r"\approx") and rest[1].kind is Lexeme.NUMBER
    )


def _trailing_name(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str | None, int]:
    """The longest declared name that the tokens end in, and where it begins."""
    end = len(tokens)
    while end and tokens[end - 1].text in (":", "*", "}", ")") and end > 1:
        name = _name_in(tokens, end, vocabulary)
        if name[0]:
            return name
        end -= 1
    return _name_in(tokens, end, vocabulary)


def _name_in(tokens: Sequence[Token], end: int, vocabulary: Vocabulary) -> tuple[str | None, int]:
    for first in range(max(0, end - _NAME_TOKENS), end):
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
        return is_word and before.text not in FUNCTIONS
    return before.kind is Lexeme.TEXT or before.text in _LEADS


def _text_of(text: str, tokens: Sequence[Token]) -> str:
    start, end = _span_of(text, [tokens])
    return text[start:end].strip()


def _span_of(text: str, parts: Sequence[Sequence[Token]]) -> Span:
    """Where these runs of tokens stand, with the braces that they leave open."""
    filled = [part for part in parts if part]
    start, end = filled[0][0].span[0], filled[-1][-1].span[1]
    missing = text.count("{", start, end) - text.count("}", start, end)
    while end < len(text) and missing > 0 and text[end] == "}":
        end, missing = end + 1, missing - 1
    return start, end
