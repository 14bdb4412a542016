"""Labels of any dress within sentences, "so it is 4. Part c then: 3", "and *(2)* the sum"."""

import re
from collections.abc import Iterator

from graders.reading.labels.counting import rank_of
from graders.reading.labels.label import Label, read_label
from graders.reading.labels.within_lines import is_open

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


def labels_in_sentences(text: str) -> Iterator[tuple[int, Label]]:
    """Where labels may stand within the sentences of a text, each with its place.

    What is referred to is none, and neither are reasons that are counted from the first.

    >>> [(at, label.parts) for at, label in labels_in_sentences("It is 4. Then part 3c: no")]
    [(14, ('3', 'c'))]
    >>> [*labels_in_sentences("As in part 3 of the book: (1) it is so, (2) it is not")]
    []
    """
    found = []
    for place in _PLACE.finditer(text):
        at = place.end()
        before = text[: place.start()]
        label = None if _REFERS.search(before) or is_open(before) else read_label(text[at:])
        if label and not label.bare:
            found.append((at, label))
    if not any(1 in rank_of(label.parts[0]) for _, label in found):
        yield from found
