"""Labels of several parts at once, from the first to the last: "(a)-(c)", "5.1 to 5.3"."""

import re
from collections.abc import Sequence

from graders.reading.labels.counting import roman
from graders.reading.labels.label_words import ELSEWHERE, PARTS, QUESTIONS

_PART = r"(?:\d{1,2}|[ivx]{1,4}|[a-h])"
_RANGE = re.compile(
    rf"""
    ^(?P<before>
        [\s\#*_>]* (?P<word>(?:{QUESTIONS}|{PARTS}|{ELSEWHERE})[\s.:]*)?
        (?P<outer>\d{{1,2}}(?:\.\w{{1,3}})*?(?:\.|,?\s(?:(?:sub)?parts?\s)?(?=[(\w])|(?=\())?)?
        (?P<open>\()?(?P<first>{_PART})(?P<close>\))?
    )
    \s?(?:[–—-]|(?P<to>\b(?:to|through|bis)\b|\.{{2,3}}|…|\\l?dots))\s?
    (?P<again>(?P=outer))?\(?(?P<last>{_PART})(?P<end>\))?
    (?=\s*(?:[:.*_]+(?:\s|$)|$)|(?(end)\s|(?!)))""",
    re.VERBOSE | re.IGNORECASE,
)
_BOTH = re.compile(  # "2+3) so", "2, 3: so"
    rf"(?P<before>[\s\#*_]*(?P<first>{_PART}))\)?\s?[+&,]\s?(?P<last>{_PART})(?:\)|(?<=\d)[.:])(?=[\s*])",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[^\W\d]s\b")  # "Questions", "parts", and not "Qs"
_FEWEST, _MOST = 2, 10  # parts
_COUNTINGS: Sequence[Sequence[str]] = (
    [str(number) for number in range(1, 21)],
    [roman(number) for number in range(1, 11)],
    "abcdefgh",
)


def with_range_spelled(line: str) -> str:
    """A line that begins with the first and the last of several parts, with all of them.

    >>> with_range_spelled("(a)-(c) so"), with_range_spelled("## 5.1–5.3")
    ('(a) and (b) and (c) so', '## 5.1 and (2) and (3)')
    >>> with_range_spelled("Parts ii to iii: so"), with_range_spelled("2.2-3 so")
    ('Parts ii and (iii): so', '2.2-3 so')
    >>> with_range_spelled("2+3) so"), with_range_spelled("2, 4: so")
    ('2) and (3): so', '2, 4: so')
    >>> with_range_spelled("Problems 2 - 3"), with_range_spelled("Problem 2 - 3")
    ('Problems 2 and (3)', 'Problem 2 - 3')
    """
    both = _BOTH.match(line)
    if both is not None and len(_between(both["first"].lower(), both["last"].lower())) == _FEWEST:
        return f"{both['before']}) and ({both['last']}):{line[both.end() :]}"
    found = _RANGE.match(line)
    if found is None or not _is_told(found):
        return line
    names = _between(found["first"].lower(), found["last"].lower())
    if not _FEWEST <= len(names) <= _MOST:
        return line
    others = "".join(f" and ({name})" for name in names[1:])
    return f"{found['before']}{others}{line[found.end() :]}"


def _is_told(found: re.Match[str]) -> bool:
    """Whether it is a range, and neither a difference nor part 3 of "Problem 2 - 3"."""
    is_closed = bool(found["close"] and found["end"])
    is_lettered = found["outer"] and not (found["first"] + found["last"]).isdigit()
    words = f"{found['word'] or ''}{found['outer'] or ''}".lower()
    are_several = _SEVERAL.search(words) or (found["word"] and found["to"])
    return bool(is_closed or are_several or found["again"] or is_lettered)


def _between(first: str, last: str) -> Sequence[str]:
    """The parts from the first to the last, as these are counted; none if they are not."""
    for counting in _COUNTINGS:
        if first in counting and last in counting:
            return counting[counting.index(first) : counting.index(last) + 1]
    return ()
