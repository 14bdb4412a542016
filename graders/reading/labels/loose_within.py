"""Labels of any dress within sentences, "so it is 4. Part c then: 3", "and *(2)* the sum"."""

import re
from collections.abc import Iterator

from graders.reading.labels.counting import rank_of
from graders.reading.labels.label import Path, read_label

_NEAR, _LONGEST = 24, 80  # characters before a label, and of it with what follows
_PLACE = re.compile(
    r"""
    (?:(?<=[.;:!?,$%|/])|(?<=\band)|(?<=\bthen)|(?<=\bfor))\s+
    (?=(?:(?:for|in|as\ for)\s)?[*_(\[]{0,4}(?:\d?[a-z]|\d{1,2}|[ivx]{1,4})\s?[)\]:*])
    | \s(?=(?:(?:first|second|third|fourth|\d(?:st|nd|rd|th))\s)?part[\s:])""",
    re.VERBOSE | re.IGNORECASE,
)
_REFERS = re.compile(
    r"""
    \b(?:see|of|from|by|with|using|to|than|unlike|like|as(?:\ in)?|cf
        |(?:equation|eq|step|case|line)s?)\.?$""",
    re.VERBOSE | re.IGNORECASE,
)


def labels_in_sentences(text: str) -> Iterator[tuple[Path, int, int]]:
    """The labels that may stand within the sentences of a text, and where they begin and end.

    What is referred to is none, and neither are reasons that are counted from the first.

    >>> [*labels_in_sentences("It is 4. Then part 3c: no")]
    [(('3', 'c'), 14, 23)]
    >>> [*labels_in_sentences("As in part 3 of the book: (1) it is so, (2) it is not")]
    []
    """
    found = []
    last, is_formula, depth = 0, False, 0
    for place in _PLACE.finditer(text):
        between = text[last : place.start()]
        last = place.start()
        is_formula ^= between.count("$") % 2 == 1
        depth += sum(between.count(sign) for sign in "([")
        depth -= sum(between.count(sign) for sign in ")]")
        if not (is_formula or depth > 0 or _REFERS.search(text[max(last - _NEAR, 0) : last])):
            at = place.end()
            here = text[at : at + _LONGEST]
            label = read_label(here)
            if label and not label.bare:
                found.append((label.parts, at, at + len(here) - len(label.rest)))
    if not any(1 in rank_of(parts[0]) for parts, _, _ in found):
        yield from found
