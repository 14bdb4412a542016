"""Numbers that are named only to be denied: "not 0.88 but 0.73", "0.73 and not 0.88"."""

import re

from graders.reading.quantities.named_values.named_value import IN_SENTENCE

BEFORE = re.compile(
    rf"\bnot\s+{IN_SENTENCE}\s*,?\s+but\s+(?:rather\s+|instead\s+)?(?={IN_SENTENCE}(?![\d.]*\s*[A-Za-z(^]))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:(?<=[\d%$])\s*[,(]?|,)\s*(?:and |but )?(?:not|instead of|rather than)\s+{IN_SENTENCE}"
    rf"(?:\s*(?:,|and|or|/)\s*{IN_SENTENCE})*\)?(?=\s*(?:[.,;)](?!\d)|\n|$))",
    re.IGNORECASE,
)


def without_contrasted(text: str) -> str:
    """A text without the numbers that it contrasts with the one that it gives.

    >>> without_contrasted("h is not 0.881 but 0.731."), without_contrasted("h = 0.5, not 1.")
    ('h is 0.731.', 'h = 0.5.')
    >>> without_contrasted("it says 0.5 (not 1 and 0)"), without_contrasted("0.5 for all, not 1")
    ('it says 0.5', '0.5 for all')
    >>> without_contrasted("not 3 but twice that"), without_contrasted("0.5, not 1 but 2 times it")
    ('not 3 but twice that', '0.5, not 1 but 2 times it')
    """
    return _BEHIND.sub("", BEFORE.sub("", text))
