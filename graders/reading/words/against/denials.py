"""Where a text denies what it names: "not the", "rather than", "which cannot hold"."""

import re

_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without)\b|n't\b|\bnon(?!-?\s?(?:negativ|positiv|zero))-?)"
    r"(?:(?!\b(?:as|because|but|for|since|so)\b)[^.;:]){0,24}$"
    r"|\b(?:unlike|rather than|instead of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[^.;:]{0,24}?\b(?:cannot|can ?not|can't|does(?: not|n't) (?:apply|hold|help)"
    r"|(?:is|are|was)(?: not|n't) (?:available|applicable|valid|used|allowed))\b",
    re.IGNORECASE,
)

# of a plain text: in small letters, without apostrophes
NOT = r"(?:no|not|never|cannot|(?:isn|won|don|doesn|didn|can|couldn|wouldn|shouldn) t)"
_RIGHT_BEFORE = re.compile(
    r"\b(?:not|(?:isn|won|don|doesn|can) ?t|cannot|no|never|rather than|instead of"
    r"|nor|without)\s+(?:(?!but\b)\w+\s+){0,2}$"
)
_ANYWHERE = re.compile(
    rf"\b(?:{NOT}|without|nothing|none|neither|nor|hardly|barely|scarcely|least|negligible"
    r"|irrelevant|unimportant|insignificant|disagree[sd]?|wrong|false|incorrect|untrue)\b"
)


def is_denied(before: str) -> bool:
    """Whether the end of a text denies what follows it.

    >>> is_denied("it is not the "), is_denied("it is not a slope, for it is ")
    (True, False)
    >>> is_denied("a nonlinear "), is_denied("a non-negative ")
    (True, False)
    """
    return _BEFORE.search(before) is not None


def is_denied_behind(text: str, end: int) -> bool:
    """Whether a text denies what ends at this position.

    >>> is_denied_behind("the mean cannot be used", 8), is_denied_behind("the mean is 2", 8)
    (True, False)
    """
    return _BEHIND.match(text, end) is not None


def is_denied_by_last_words(before: str) -> bool:
    """Whether one of the last three words of a plain text denies what follows it.

    >>> is_denied_by_last_words("not a "), is_denied_by_last_words("not a but ")
    (True, False)
    """
    return _RIGHT_BEFORE.search(before) is not None


def has_denial(plain: str) -> bool:
    """Whether a word of a plain text denies anything.

    >>> has_denial("it can t hurt"), has_denial("it helps")
    (True, False)
    """
    return _ANYWHERE.search(plain) is not None


def is_denial(phrase: str) -> bool:
    """Whether a phrase is nothing but a denial."""
    return _ANYWHERE.fullmatch(phrase) is not None
