"""Where one statement ends and the next begins: rows, sentences, columns, clauses."""

import re
from collections.abc import Container, Iterator, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.quantities.equations.token_runs import (
    CLOSING,
    NAME_TOKENS,
    OPENING,
    RELATIONS,
    WEAK,
    formula_follows,
    in_brackets,
    is_prose,
    number_follows,
    trailing_name,
)
from graders.reading.quantities.names.reader import NameReader, name_of
from graders.reading.quantities.names.respect import says_by
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.sentences import is_abbreviated

_BREAKS = frozenset(["\\\\", ";", r"\Rightarrow", r"\Leftrightarrow", r"\therefore"])
_CONTINUING = frozenset(["+", "-", "*", "/", r"\rightarrow"]) | RELATIONS
_DIGITS_OF_VALUE = 4  # of a number that is no factor
_LONGEST_GAP = 200  # characters between two parts of a statement, of which something is said
_WIDE = re.compile(r"\t| {2,}|\u2003|\u2009{2,}")
_CONDITIONS = frozenset({"with", "where"})  # "= 0.35 with h = 0.01"
_SHORT = 9  # tokens up to the relation of what is said so
_PRONOUNS = frozenset({"it", "this", "that"})
_STAND_INS = frozenset({"that", "those", "one", "ones"})  # "that of w_2": the same of another
_CONJUNCTIONS = frozenset({"and", "while", "whereas", "but"})
_DERIVATIVE = re.compile(r"d[A-Za-z]\w*?_d\w+")
_PATHS = frozenset({"via", "through", "along", "from", "path"})  # and where a term comes from


def statements(
    text: str, vocabulary: Vocabulary, *, prose: bool, starts: Container[int] = ()
) -> Iterator[Sequence[Token]]:
    """Runs of tokens that are one statement each; one begins at each of the starts."""
    tokens = vocabulary.tokens(text)
    enclosed = in_brackets(tokens)
    current: list[Token] = []
    for position, token in enumerate(tokens):
        if current and token.span[0] in starts:
            yield current
            current = []
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
    omits = text.endswith("..", 0, before.span[1]) and tokens[position].text in _CONTINUING
    abbreviates = is_abbreviated(text, before.span[1]) or omits  # "= ... * 4 ="
    stops = before.text == "." and gap.strip("$ ") == "" != gap and not abbreviates
    ends = "\n" in gap or gap.count("$") > 1 or stops
    if not (prose and ends) or _continues(tokens, position):
        return False
    return not _is_open([before]) or _definition_follows(tokens, position, vocabulary)


def _definition_follows(tokens: Sequence[Token], position: int, vocabulary: Vocabulary) -> bool:
    """Whether a declared name and a relation come next."""
    found = NameReader(tokens, vocabulary).name(position)
    if found is None or found[0] not in vocabulary.known:
        return False
    after = found[1] + (text_at(tokens, found[1]) == "&")
    return text_at(tokens, after) in RELATIONS


def unwrapped(statement: Sequence[Token]) -> Sequence[Token]:
    """A statement without brackets around all of it."""
    while len(statement) > 2 and statement[0].text == "(" and statement[-1].text == ")":
        inner = statement[1:-1]
        if any(in_brackets(statement)[1:-1]) and all(in_brackets(statement)):
            statement = inner
        else:
            break
    return statement


def _separates(
    tokens: Sequence[Token], position: int, current: Sequence[Token], vocabulary: Vocabulary
) -> bool:
    """Whether a comma, a column mark, or a word behind a value stands between two equations."""
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
    if text in _CONDITIONS and current and current[-1].kind is Lexeme.NUMBER:
        is_value = any(token.text in RELATIONS for token in current)
        return is_value and _equation_follows(tokens, position + 1, within=_SHORT)
    if text == ":" and any(token.text in RELATIONS for token in current):
        return _definition_follows(tokens, position + 1, vocabulary)
    return (
        text == "&"
        and any(token.text in RELATIONS for token in current)
        and current[-1].text not in _CONTINUING
        and not _continues(tokens, position + 1)
    )


def _joins(token: Token) -> bool:
    """Whether a word or an arrow can stand between two statements."""
    return is_prose(token) or token.text == r"\rightarrow"


def _is_open(current: Sequence[Token]) -> bool:
    return bool(current) and current[-1].text in ("=", "+", "*", r"\approx")


def _continues(tokens: Sequence[Token], position: int, *, bullets: bool = True) -> bool:
    """Whether the row that begins here goes on with the one before it."""
    while text_at(tokens, position) in ("&", ";"):
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
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth < 0 or (depth == 0 and token.text in (",", ";", "\\\\")):
            return False
        if depth == 0 and token.text in RELATIONS:
            return token is not tokens[position]
    return False


def _value_follows(tokens: Sequence[Token], position: int, vocabulary: Vocabulary) -> bool:
    """Whether words end in a declared name whose value is said: "h_2 is 0.99"."""
    for at, token in enumerate(tokens[position : position + NAME_TOKENS], start=position):
        if token.text in (",", ";", "."):
            return False
        if token.text in WEAK and token.text != "are":  # which has more before the comma
            end = at - (tokens[at - 1].text in _PRONOUNS)
            name, _ = trailing_name(tokens[position:end], vocabulary)
            follows = number_follows(tokens, at + 1) or formula_follows(tokens, at + 1)
            return name is not None and follows
    return False


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
