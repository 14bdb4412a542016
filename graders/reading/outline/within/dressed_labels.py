"""How a label is dressed, "**(a)**", "Q2.1:", "For 2.1,": labels behind it look alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.reading.labels.label import Path, read_label

_WORD = r"(?:(?:for|in|on|q|qn|qs|question|problem|exercise|part)\.?[ ]?)"
_NAMES = r"\d{1,2}(?:\.\w{1,2}){1,3}|\d?[a-z]|\d{1,2}|[ivx]{1,4}"
_LAST = re.compile(  # before what it is the label of
    rf"""
    (?P<before>(?:\b{_WORD})? [*_(\[]{{0,4}} (?:{_WORD})? \(?) (?P<id>{_NAMES})
    (?P<behind>[^\w\s$\\]{{0,4}}(?:\ (?:[-=]>|[-–—:]))?) \s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_STOPS = re.compile(r"[):.\]>]")
_MENTION = re.compile(
    r"\b(?:and|or|of|in|to|see|from|by|as|unlike|like|with|eqs?|step)\.?\s*$", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.;!?]\s+$|\n\s*$")
_ENDS_CLAUSE = re.compile(r"[.;:!?$%/|]\s+$|\n\s*$")
_GAP = re.compile(r"\s$")


@dataclass(frozen=True)
class Dress:
    """What labels look like, and what they stand behind."""

    pattern: re.Pattern[str]
    behind: re.Pattern[str]

    def places(self, text: str) -> Iterator[tuple[int, int, Path]]:
        """Where labels of this dress begin and end in a text, and their names."""
        for found in self.pattern.finditer(text):
            before = text[: found.start()]
            if self.behind.search(before) and not _MENTION.search(before):
                yield found.start(), found.end(), tuple(_NAME.findall(found["id"]))


def dress_of(line: str) -> Dress | None:
    """The dress of the label with which a line begins, the last of several.

    What is in bold type or begins with a word may stand behind any word, a number without a sign
    behind the end of a sentence.

    >>> [*dress_of("**(a)** so").places("is **(b)** and (c) is. **(d)** no")]
    [(3, 10, ('b',)), (23, 30, ('d',))]
    >>> [*dress_of("Problem 2. (1) so").places("as (2) is. (4) no")]
    [(11, 14, ('4',))]
    >>> [*dress_of("2.1 so").places("so, 2.2 is. 2.3 no")]
    [(12, 15, ('2', '3'))]
    """
    label = read_label(line)
    if label is None or not label.rest:
        return None
    further = read_label(label.rest)
    if further is not None and not further.bare:
        return dress_of(label.rest)
    found = _LAST.search(line[: line.rfind(label.rest)])
    if found is None:
        return None
    before, behind = found["before"].lstrip(), found["behind"]
    is_closed = _STOPS.search(behind) is not None
    has_word = any(map(str.isalpha, before))
    is_marked = has_word or (is_closed and before.strip("( [") != "")
    names = _NAMES if is_marked else _alike(found["id"])
    lead, end = re.escape(before.lstrip("*_")), re.escape(behind)
    pattern = rf"(?<![\w.*_])[*_]{{0,2}}{lead}(?P<id>{names}){end}(?=\s+\S)"
    place = _GAP if is_marked else _ENDS_CLAUSE if is_closed else _ENDS_SENTENCE
    return Dress(re.compile(pattern, re.IGNORECASE), place)


def _alike(id: str) -> str:
    r"""A pattern of the ids that are made as one is.

    >>> _alike("2.b")
    '\\d{1,2}[.][a-z]{1,4}'
    """
    names = ("[a-z]{1,4}" if each[0].isalpha() else r"\d{1,2}" for each in id.split("."))
    return "[.]".join(names)
