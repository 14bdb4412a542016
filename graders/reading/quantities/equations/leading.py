"""The number that a member of an equation begins with, before words follow."""

import re

from graders.model import PrintedNumber
from graders.reading.lexing.lexer import tokenize
from graders.reading.quantities.equations.token_runs import is_prose
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.touching import goes_on

_AGAIN = re.compile(
    r"(?<![\s,;(])[\s,;(]+(?:or\s+)?(?:(?:more\s+)?(?:exactly|precisely)|namely)[\s:,]+", re.I
)
_SHARE = re.compile(  # "3 of 12, i.e. 25 %": what is behind it, if anything
    r"[\s$*]*[\d.,]*\d\s+(?:out\s+)?of\s+(?:(?:the|all|a total of)\s+)*\$?[\d.,]*\d"
    r"(?:[\s,;:($]+(?:(?:i\.\s?e\.|so|or|thus|hence|about|that is|which (?:is|makes))[\s,:$]*)+"
    r"(?P<share>(?=[\d.]).*))?",
    re.IGNORECASE | re.DOTALL,
)
_LARGE = frozenset({"thousand", "million", "billion"})  # which belong to the number before them
_NUMBER_NEXT = re.compile(r"[\s$~≈(]*(?:[a-z]+\s+){0,2}[-−+]?\s*\.?\d")
_ALTERNATIVES = frozenset({"or", "and", "to", "vs", "versus", "respectively", "resp"})


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
