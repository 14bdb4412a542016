r"""Equation chains: `name = step = step = value`.

A chain is split at its top-level relations. Statements are told apart by the ends of rows and
lines, implications, semicolons, and commas before another equation; a row that begins with a
relation or an operator goes on with the row before. In prose, "the value of h_1 is 0.98" is a
chain as well when its left side ends in a declared name.
"""

from collections.abc import Sequence

from graders.expression import Span
from graders.reading.lexing.token import Token
from graders.reading.quantities.equations.asides import asides_in
from graders.reading.quantities.equations.boxes import without_boxes
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.derivatives_meant import with_derivatives_named
from graders.reading.quantities.equations.members import members_of
from graders.reading.quantities.equations.sentences import sentences
from graders.reading.quantities.equations.statements import statements, unwrapped
from graders.reading.quantities.equations.token_runs import is_prose, trailing_name
from graders.reading.quantities.equations.worded_relations import with_relations
from graders.reading.quantities.names.quotients import derivative_near
from graders.reading.quantities.names.reader import name_of
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number


def read_chains(text: str, vocabulary: Vocabulary, *, prose: bool = False) -> tuple[Chain, ...]:
    r"""The chains of a formula, or of a paragraph when `prose` is set (a line ends a statement).

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> for chain in read_chains(r"h_1 = \sigma(4.3) = 0.987, h_2 = 0.995", words):
    ...     print(chain.name, chain.steps, float(chain.value))
    h1 ('\\sigma(4.3)',) 0.987
    h2 () 0.995
    """
    text = without_boxes(text)
    explaining = {start for start, _ in asides_in(text)} if prose else set()
    text = with_relations(text) if prose else text
    found = (
        chain
        for statement in statements(text, vocabulary, prose=prose, starts=explaining)
        for members in sentences(list(members_of(unwrapped(statement))), vocabulary)
        if (chain := _chain(text, members, vocabulary)) is not None
    )
    return tuple(with_derivatives_named(found, vocabulary) if prose else found)


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
