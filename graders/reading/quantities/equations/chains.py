r"""Equation chains: `name = step = step = value`.

A chain is split at its top-level relations. Statements are told apart by the ends of rows and
lines, implications, semicolons, and commas before another equation; a row that begins with a
relation or an operator goes on with the row before. In prose, "the value of h_1 is 0.98" is a
chain as well when its left side ends in a declared name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graders.expression import Span
from graders.model import PrintedNumber
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.quantities.equations.asides import asides_in
from graders.reading.quantities.equations.clauses import sentences, statements, unwrapped
from graders.reading.quantities.equations.derivatives_meant import with_derivatives_named
from graders.reading.quantities.equations.token_runs import (
    ADVERBS,
    RELATIONS,
    SAYS,
    WEAK,
    formula_follows,
    in_brackets,
    is_prose,
    number_follows,
    trailing_name,
)
from graders.reading.quantities.equations.worded_relations import with_relations
from graders.reading.quantities.names.quotients import derivative_near
from graders.reading.quantities.names.reader import name_of
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.touching import goes_on

MAX_LENGTH = 20_000  # characters of one block
_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_AGAIN = re.compile(
    r"(?<![\s,;(])[\s,;(]+(?:or\s+)?(?:(?:more\s+)?(?:exactly|precisely)|namely)[\s:,]+", re.I
)
_NUMERAL = re.compile(r"[-+−]?\s*(?:[\d.,]*\d|[½⅓¼⅔¾])")
_SHARE = re.compile(  # "3 of 12, i.e. 25 %": what is behind it, if anything
    r"[\s$*]*[\d.,]*\d\s+(?:out\s+)?of\s+(?:(?:the|all|a total of)\s+)*\$?[\d.,]*\d"
    r"(?:[\s,;:($]+(?:(?:i\.\s?e\.|so|or|thus|hence|about|that is|which (?:is|makes))[\s,:$]*)+"
    r"(?P<share>(?=[\d.]).*))?",
    re.IGNORECASE | re.DOTALL,
)
_LARGE = frozenset({"thousand", "million", "billion"})  # which belong to the number before them
_NUMBER_NEXT = re.compile(r"[\s$~≈(]*(?:[a-z]+\s+){0,2}[-−+]?\s*\.?\d")
_ALTERNATIVES = frozenset({"or", "and", "to", "vs", "versus", "respectively", "resp"})


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

    @property
    def is_touched(self) -> bool:
        """Whether the number in which the chain would end is a part of a formula in words."""
        found = _NUMERAL.match(self.members[-1])
        return found is not None and goes_on(self.members[-1][found.end() :])

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
    explaining = {start for start, _ in asides_in(text)} if prose else set()
    text = with_relations(text) if prose else text
    found = (
        chain
        for statement in statements(text, vocabulary, prose=prose, starts=explaining)
        for members in sentences(list(_members(unwrapped(statement))), vocabulary)
        if (chain := _chain(text, members, vocabulary)) is not None
    )
    return tuple(with_derivatives_named(found, vocabulary) if prose else found)


def leading_number(member: str) -> PrintedNumber | None:
    """The number that a member is, or that it begins with before words follow.

    >>> float(leading_number("1.4 million, more precisely 1,386,000 in all"))
    1386000.0
    """
    number = read_number(member) or _said_again(member)
    if number is not None:
        return number
    if (of := _SHARE.match(member)) is not None:
        return leading_number(of["share"]) if of["share"] else None
    words = [each for each in tokenize(member) if is_prose(each) and each.text not in _LARGE]
    if (
        words
        and words[0].text.lower() in _ALTERNATIVES
        and _NUMBER_NEXT.match(member, words[0].span[1])
    ):
        return None
    ends = [at for mark in (" (", ", ", ". ", "; ", "\n") if (at := member.find(mark)) > 0]
    if not words:
        return None
    before = member[: min(ends + [word.span[0] for word in words[:1]])].rstrip()
    is_factor = before.endswith("/") or (before.endswith("*") and before.count("*") % 2 == 1)
    is_factor = is_factor or goes_on(member[len(before) :])
    return None if is_factor else read_number(before)


def _said_again(member: str) -> PrintedNumber | None:
    """The finer of two numbers that are said to be one: "1.4 million, exactly 1,386,000"."""
    again = _AGAIN.search(member)
    if again is None:
        return None
    about = leading_number(member[: again.start()])
    exact = leading_number(member[again.end() :])
    agree = about and exact and abs(about.value - exact.value) <= about.unit
    return exact if agree else None


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
    parts = [_unopened(parts[0], 0, "(", ")"), *parts[1:-1], _unopened(parts[-1], -1, ")", "(")]
    said, parts = _after_words(_after_colon(parts, vocabulary), vocabulary)
    name, first_of_name = trailing_name(parts[0], vocabulary)
    near = (derivative_near(each, vocabulary) for each in parts[:-1])
    name = name or next(filter(None, near), None)
    if name is None and (changed := _changed(text, parts, vocabulary)) is not None:
        return changed
    opening, words = parts[0], said or parts[0]
    if name:
        opening, words = parts[0][first_of_name:], said or parts[0][:first_of_name]
    return Chain(
        _texts(text, [opening, *parts[1:]]),
        name,
        _text_of(text, words).strip("$* -") if words else "",
        _span_of(text, [opening, *parts[1:]]),
    )


def _unopened(part: Sequence[Token], at: int, bracket: str, other: str) -> Sequence[Token]:
    """The member of a chain at one of its ends, without a bracket that others are in as well."""
    texts = [token.text for token in part]
    if len(part) < 2 or texts[at] != bracket or other in texts:
        return part
    return part[1:] if at == 0 else part[:-1]


def _after_colon(parts: list[Sequence[Token]], vocabulary: Vocabulary) -> list[Sequence[Token]]:
    """The members of a chain that begins with a name, a colon and a formula."""
    texts = [token.text for token in parts[0]]
    at = texts.index(":") if ":" in texts else 0
    if 0 < at < len(texts) - 1 and trailing_name(parts[0][:at], vocabulary)[0]:
        return [parts[0][:at], parts[0][at + 1 :], *parts[1:]]
    return parts


def _after_words(
    parts: list[Sequence[Token]], vocabulary: Vocabulary
) -> tuple[Sequence[Token], list[Sequence[Token]]]:
    """The words that lead to an equation, and its members: "the outputs are" and `o_1 = 0.89`."""
    said = len(parts) > 2 and any(map(is_prose, parts[0]))
    begins = said and name_of(parts[1], vocabulary) in vocabulary.known
    if begins and not trailing_name(parts[0], vocabulary)[0]:
        return parts[0], parts[1:]
    return (), parts


def _changed(text: str, parts: list[Sequence[Token]], vocabulary: Vocabulary) -> Chain | None:
    """The new value that code such as `w1 -= 0.01 * dw1` gives, as `w1 - (0.01 * dw1)`."""
    *old, sign = parts[0]
    name, first = trailing_name(old, vocabulary) if sign.text in ("+", "-") else (None, 0)
    if not name or not vocabulary.declares(f"{name}_new"):
        return None
    opening, step, *values = _texts(text, [old[first:], *parts[1:]])
    members = (opening, f"{opening} {sign.text} ({step})", *values)
    words = _text_of(text, old[:first]) if first else ""
    span = _span_of(text, [old[first:], *parts[1:]])
    return Chain(members, vocabulary.canonical(f"{name}_new"), words, span)


def _texts(text: str, parts: list[Sequence[Token]]) -> tuple[str, ...]:
    return tuple(_text_of(text, part) for part in parts if part)


def _members(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The runs of tokens between relations; a weak relation counts only before a number."""
    current: list[Token] = []
    enclosed = in_brackets(tokens)
    adverbs, arrow = False, -1  # words between "is" and its number; the second sign of <-
    for position, token in enumerate(tokens):
        adverbs = adverbs and not current
        if enclosed[position]:
            current.append(token)
        elif token.text in RELATIONS and not (current and current[-1].text == r"\not"):
            if current or not position or tokens[position - 1].text != "=":
                yield current
            current = []
        elif token.text == ":" and text_at(tokens, position + 1) == "=":
            continue
        elif (token.text in WEAK and number_follows(tokens, position + 1)) or (
            token.text in SAYS and current and formula_follows(tokens, position + 1)
        ):
            yield current
            current = []
            adverbs = True
        elif adverbs and (token.text.lower() in ADVERBS or token.text == "*"):
            continue
        elif token.text == "<" and text_at(tokens, position + 1) == "-" and current:
            yield current  # w <- 0.1; the sign that is left is the arrow's
            current, arrow = [], position + 1
        elif position == arrow:
            continue
        elif token.text == ">" and current and current[-1].text == "-":
            if number_follows(tokens, position + 1):
                yield current[:-1]
                current = []
        else:
            current.append(token)
    yield current


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
