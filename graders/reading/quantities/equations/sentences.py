"""Sentences of several equations: `h_1 = 0.98 and h_2 = 0.99` is two chains."""

import re
from collections.abc import Iterator, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.quantities.equations.token_runs import in_brackets, is_prose, trailing_name
from graders.reading.quantities.names.reader import name_of
from graders.reading.quantities.names.respect import says_by
from graders.reading.quantities.names.vocabulary import Vocabulary

_DIGITS_OF_VALUE = 4  # of a number that is no factor
_STAND_INS = frozenset({"that", "those", "one", "ones"})  # "that of w_2": the same of another
_CONJUNCTIONS = frozenset({"and", "while", "whereas", "but"})
_DERIVATIVE = re.compile(r"d[A-Za-z]\w*?_d\w+")
_PATHS = frozenset({"via", "through", "along", "from", "path"})  # and where a term comes from


def sentences(
    members: list[Sequence[Token]], vocabulary: Vocabulary
) -> Iterator[list[Sequence[Token]]]:
    """`h_1 = 0.98 and h_2 = 0.99` is two chains, and so is `h_1 = 0.98661 h_2 = 0.99503`."""
    are_listed = any(_is_value_and_name(each, vocabulary) for each in members[1:-1])
    current = members[:1]
    for position, member in enumerate(members[1:], start=1):
        first = 0
        if position < len(members) - 1:
            behind = _after_value(current, member, vocabulary) if are_listed else 0
            first = behind or _after_words(member, vocabulary)
            clause = _next_clause(member)
            if not first or (clause and _belongs_to_name(member[clause:first], vocabulary)):
                first = clause
        if first:
            yield [*current, member[: first - (member[first - 1].text == r"\rightarrow")]]
            current = [member[first:]]
        else:
            current.append(member)
    yield current


def _after_words(member: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Where the next name begins, behind a value and words; 0 where none does.

    The name in a remark on a term, as in `0.078 (via o_1) + 0.12 (via o_2) =`, begins nothing.
    """
    if not any(_joins(token) for token in member):
        return 0
    name, first = trailing_name(member, vocabulary)
    if not name or first < 2:
        return 0
    is_remark = in_brackets(member)[first] or member[first - 1].text.lower() in _PATHS
    return 0 if is_remark else first


def _next_clause(member: Sequence[Token]) -> int:
    """Where a sentence goes on behind a number: "0.79 and with respect to o_2 it"."""
    words = (at for at, token in enumerate(member) if token.kind is Lexeme.WORD)
    first = next(words, 0)
    begins = member and member[0].kind is Lexeme.NUMBER
    return first if begins and first and member[first].text.lower() in _CONJUNCTIONS else 0


def _belongs_to_name(words: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether words make another of the name: "and by", "and that of", "and w_3 and"."""
    last = words[-1].text.lower() if words else ""
    stands_in = last in {"of", "for"} and any(each.text.lower() in _STAND_INS for each in words)
    if says_by(words) or stands_in:
        return True
    return last in {"and", ","} and trailing_name(words[:-1], vocabulary)[0] is not None


def _after_value(
    current: Sequence[Sequence[Token]], member: Sequence[Token], vocabulary: Vocabulary
) -> int:
    """Where the next name begins, right behind a value; 0 where none does.

    A number before a name of another kind is a factor: `dL/dw = 0.0776 h_1 =`.
    """
    first = _end_of_number(member)
    if not first or "." not in member[first - 1].text:
        return 0
    named = name_of(member[first:], vocabulary)
    before = trailing_name(current[0], vocabulary)[0] if current else None
    alike = before is None or named is None or _kind_of(before) == _kind_of(named)
    return first if alike and named in vocabulary.known else 0


def _is_value_and_name(member: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether a name stands behind a number with more digits than a factor has: `.351 h_2`."""
    first = _end_of_number(member)
    whole, _, decimals = member[first - 1].text.partition(".") if first else ("", "", "")
    is_fine = (
        bool(decimals) and sum(map(str.isdigit, (whole or "0") + decimals)) >= _DIGITS_OF_VALUE
    )
    return is_fine and name_of(member[first:], vocabulary) in vocabulary.known


def _end_of_number(member: Sequence[Token]) -> int:
    """Where a number with which a member begins ends; 0 where it begins with none, or is one."""
    first = 1 + (len(member) > 1 and member[0].text == "-")
    begins = len(member) > first and member[first - 1].kind is Lexeme.NUMBER
    return first if begins else 0


def _kind_of(name: str) -> tuple[bool, bool]:
    """Whether a name is one of a derivative, and of a new value."""
    return _DERIVATIVE.fullmatch(name) is not None, name.endswith("_new")


def _joins(token: Token) -> bool:
    """Whether a word or an arrow can stand between two statements."""
    return is_prose(token) or token.text == r"\rightarrow"
