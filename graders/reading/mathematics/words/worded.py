"""Relations in words: `x is at most 3`, `a is positive and smaller than 1`.

What is said in words is put in signs before the tokens are read; all other words stay as they are.
A subject that is left out is the one before, or the only number that is asked for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graders.errors import Unreadable
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import PROSE
from graders.reading.mathematics.names.scripts import read_scripts
from graders.reading.mathematics.names.symbols import SymbolTable

_MORE, _LESS = "greater|larger|more|bigger|higher", "less|smaller|lower|fewer"
_SIGNS = (
    (r"\leq", rf"(?:{_LESS}) than or equal to|(?:{_LESS}) or equal (?:to|than)|at most"
              rf"|no (?:{_MORE}) than"),
    (r"\geq", rf"(?:{_MORE}) than or equal to|(?:{_MORE}) or equal (?:to|than)|at least"
              rf"|no (?:{_LESS}) than"),
    ("<", rf"(?:{_LESS}) than|below"),
    (">", rf"(?:{_MORE}) than|above|exceeds?"),
    (r"\neq", "not equal to|different from|unequal to|distinct from"),
    ("=", "equal to|equals|(?:any |either )?one of"),
)  # fmt: skip
_OF_ZERO = (
    (r"\geq", "nonnegative"), (r"\leq", "nonpositive"), (r"\neq", "nonzero"), (">", "positive"),
    ("<", "negative"), ("=", "(?:(?<=is )|(?<=be )|(?<=not ))zero(?! or)"),
)  # fmt: skip
_REVERSED = {"<": r"\geq", ">": r"\leq", r"\leq": ">", r"\geq": "<", "=": r"\neq", r"\neq": "="}
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_NUMBER = "|".join(_NUMBERS)
_BEFORE = (
    "(?P<before>(?:(?:is|are|be|must|has to|have to|should|shall|can|may|will|does|do|needs to|"
    "that|which|lies?|stays?|remains?|always|either|both|also|not|never|cannot|strictly|any|"
    "number|value|a) ){0,8})"
)
_THINGS = rf"(?:# )+|(?:{_NUMBER}) "
_PHRASE = re.compile(
    rf"(?<!\S){_BEFORE}(?:"
    rf"(?P<sign>{'|'.join(words for _, words in _SIGNS)}) (?:(?P<number>{_NUMBER}) )?"
    rf"|(?P<zero>{'|'.join(word for _, word in _OF_ZERO)}) (?:real )?"
    "(?:(?:number|value|constant|scalar)s? |(?P<whole>integer |whole number ))?"
    r"|(?:(?:in )?between |(?P<runs>(?:(?:runs|ranges|goes|running|ranging|going) )?from ))"
    rf"(?P<low>{_THINGS})(?:and|to) (?P<high>{_THINGS})"
    r"(?:both )?(?P<ends>exclusive(?:ly)?|inclusive(?:ly)?|excluded|included)? ?"
    r"|(?P<listed>(?:(?<=is )|(?<=are )|(?<=be )|(?<=either ))(?=(?:# )+or # ))"
    rf"|(?P<bound>(?:# )?# |(?:{_NUMBER}) )or (?P<way>{_MORE}|above|{_LESS}|below) (?!than|or) ?)"
)
_HYPHENATED = frozenset({"non"})
_BOUNDARIES = frozenset({",", ";", ":", "and", "or", "\\\\", "=", "<", ">", r"\leq", r"\geq"})


@dataclass(frozen=True)
class _Unit:
    """A word of the text, or a token that is none."""

    word: str
    token: Token


def in_signs(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """The tokens with signs for the relations that they say in words.

    Raises:
        Unreadable: if it is not said what is compared, or whether the ends of a range belong to it.
    """
    units = list(_units(tokens))
    written = [f"{each.word or '#'} " for each in units]
    starts = [0]
    for each in written:
        starts.append(starts[-1] + len(each))
    found: list[Token] = []
    subject: Sequence[Token] = ()
    done = 0
    for phrase in _PHRASE.finditer("".join(written)):
        first, after = (
            bisect_right(starts, phrase.start()) - 1,
            bisect_right(starts, phrase.end() - 1),
        )
        if phrase["bound"] and _is_amid_formula(units, first, phrase):
            continue
        found += _tokens(units[done:first], tokens)
        left = _left_side(found)
        noun = _name_at(units, after) if phrase["zero"] and not left else []
        if left and len(left) < len(found) and found[-len(left) - 1].text in _REVERSED:
            raise Unreadable("two relations stand one after the other, and no word joins them")
        subject = left or noun or subject or _only_number(table)
        span = units[first].token.span[0], units[after - 1].token.span[1]
        found += [] if left else subject
        at = bisect_right(starts, phrase.start("low")) - 1 if phrase["low"] else first
        operands = [each.token for each in units[at:after]]
        found += _signs(phrase, operands, span, is_whole=_is_whole(subject, table))
        if phrase["whole"]:
            found += [Token(Lexeme.TEXT, "and", span), *subject]
            found += [Token(Lexeme.COMMAND, text, span) for text in (r"\in", r"\integers")]
        done = after + len(noun)
    return [*found, *_tokens(units[done:], tokens)] if done else list(tokens)


def _units(tokens: Sequence[Token]) -> Iterator[_Unit]:
    before: _Unit | None = None
    for place, token in enumerate(tokens):
        if token.kind is Lexeme.TEXT:
            for word in token.text.replace("-", " " if "non-" not in token.text else "").split():
                yield _Unit(word.strip(".,:;()").lower() or word, replace(token, text=word))
            continue
        joins = token.text == "-" and place and tokens[place - 1].text.lower() in _HYPHENATED
        if joins:
            continue
        after_hyphen = place > 1 and tokens[place - 1].text == "-"
        hyphenated = after_hyphen and tokens[place - 2].text.lower() in _HYPHENATED
        is_word = token.kind is Lexeme.WORD and (len(token.text) > 1 or _is_article(tokens, place))
        if token.text.lower() in _HYPHENATED and place + 1 < len(tokens):
            before = _Unit(token.text.lower(), token)
            if tokens[place + 1].text == "-":
                continue
        word = token.text.lower() if is_word else ""
        yield _Unit(f"non{word}" if hyphenated and before else word, token)


def _is_article(tokens: Sequence[Token], place: int) -> bool:
    """Whether a letter is the `a` of `is a positive number`."""
    around = [tokens[at].text.lower() for at in (place - 1, place + 1) if 0 <= at < len(tokens)]
    return (
        tokens[place].text == "a"
        and len(around) == 2
        and (
            around[0] in ("is", "be")
            and around[1] in ("positive", "negative", "non", "nonnegative")
        )
    )


def _tokens(units: Sequence[_Unit], tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of units that say nothing of a relation; words of one text stay together."""
    whole = {token.span: token for token in tokens if token.kind is Lexeme.TEXT}
    waiting: list[_Unit] = []
    for unit in units:
        if waiting and unit.token.span != waiting[0].token.span:
            yield _joined(waiting, whole)
            waiting = []
        if unit.token.kind is Lexeme.TEXT:
            waiting.append(unit)
        else:
            yield unit.token
    if waiting:
        yield _joined(waiting, whole)


def _joined(units: Sequence[_Unit], whole: dict[tuple[int, int], Token]) -> Token:
    text = " ".join(each.token.text for each in units)
    token = whole[units[0].token.span]
    return token if len(units) == len(token.text.split()) else replace(token, text=text)


def _is_amid_formula(units: Sequence[_Unit], first: int, phrase: re.Match[str]) -> bool:
    """Whether `3 or more` is the end of `x - 3 or more`; `-3 or more` is not."""
    words = phrase["before"].split()
    held = [each.token for each in units[first + len(words) :]][: phrase["bound"].count("#")]
    signed = len(held) == 2 and held[0].text == "-" and held[1].kind is Lexeme.NUMBER
    if len(held) == 2 and not signed:
        return True
    return not words and first > 0 and not units[first - 1].word


def _left_side(tokens: Sequence[Token]) -> list[Token]:
    """The tokens from the last boundary on: what the relation is about."""
    start = len(tokens)
    while start and not _is_boundary(tokens[start - 1]):
        start -= 1
    return list(tokens[start:])


def _is_boundary(token: Token) -> bool:
    word = token.text.lower()
    return token.kind is Lexeme.TEXT or word in _BOUNDARIES or (len(word) > 1 and word in PROSE)


def _only_number(table: SymbolTable) -> list[Token]:
    names = [
        each.name
        for each in table.declarations.values()
        if each.type == "scalar" and not each.dimension
    ]
    if len(names) != 1:
        raise Unreadable("it is not said what the words compare")
    return list(tokenize(names[0]))


def _is_whole(subject: Sequence[Token], table: SymbolTable) -> bool:
    """Whether what a relation is about is a number that can be counted."""
    declared = table.declarations.get(subject[0].text) if len(subject) == 1 else None
    return declared is not None and declared.domain in ("integer", "index")


def _name_at(units: Sequence[_Unit], place: int) -> list[Token]:
    """The name that begins at a place: the `c` of `positive constants c`."""
    rest = [each.token for each in units[place:]]
    if not rest or units[place].word or rest[0].kind not in (Lexeme.WORD, Lexeme.COMMAND):
        return []
    return rest[: read_scripts(rest, 1).after]


def _signs(
    phrase: re.Match[str], operands: Sequence[Token], span: tuple[int, int], *, is_whole: bool
) -> Iterator[Token]:
    """The relation that a phrase says, with the numbers that it holds."""
    negative = len(re.findall(r"\b(?:not|never|cannot)\b", phrase["before"])) % 2 == 1
    if phrase["low"]:
        counted = is_whole and bool(phrase["runs"])
        yield from _between(phrase, operands, span, negative=negative, is_closed=counted)
        return
    if phrase["listed"] is not None:
        sign = "="
    elif phrase["bound"]:
        sign = r"\geq" if re.fullmatch(f"{_MORE}|above", phrase["way"]) else r"\leq"
    else:
        table = _SIGNS if phrase["sign"] else _OF_ZERO
        said = phrase["sign"] or phrase["zero"]
        sign = "=" if said == "zero" else next(s for s, words in table if re.fullmatch(words, said))
    yield Token(Lexeme.SIGN, _REVERSED[sign] if negative else sign, span)
    if phrase["zero"]:
        yield Token(Lexeme.NUMBER, "0", span)
    elif phrase["number"]:
        yield Token(Lexeme.NUMBER, _NUMBERS[phrase["number"]], span)
    elif phrase["bound"]:
        yield from (each for each in operands if each.text == "-" or each.kind is Lexeme.NUMBER)
        if word := _NUMBERS.get(phrase["bound"].strip()):
            yield Token(Lexeme.NUMBER, word, span)


def _between(
    phrase: re.Match[str],
    operands: Sequence[Token],
    span: tuple[int, int],
    *,
    negative: bool,
    is_closed: bool,
) -> Iterator[Token]:
    """`strictly between 0 and 1` as membership in (0, 1), `from 1 to n` as that in [1, n]."""
    strict = "strictly" in phrase["before"] or (phrase["ends"] or "").startswith("excl")
    if not (strict or is_closed or phrase["ends"]):
        raise Unreadable("it is not said whether the ends belong to what lies between")
    opening, closing = "()" if strict else "[]"
    yield Token(Lexeme.COMMAND, r"\notin" if negative else r"\in", span)
    yield Token(Lexeme.SIGN, opening, span)
    said = [each for each in operands if each.text.lower() not in ("both", phrase["ends"])]
    if said[-1].text == ",":  # between 0 and 1, inclusive
        said.pop()
    for token in said:
        number = _NUMBERS.get(token.text.lower())
        if token.text.lower() in ("and", "to"):
            yield Token(Lexeme.SIGN, ",", token.span)
        elif number is not None:
            yield Token(Lexeme.NUMBER, number, token.span)
        elif token.kind is not Lexeme.TEXT:
            yield token
    yield Token(Lexeme.SIGN, closing, span)
