"""Words with which a sentence claims nothing: it denies, or says what would be."""

import re

_WORDS = r"not?|never|nor|neither|would|should|could|if"


def no_claim(*others: str) -> re.Pattern[str]:
    """A pattern of these words, and of others that mean the same beside a claim.

    >>> bool(no_claim().search("It isn't larger")), bool(no_claim().search("It is notable"))
    (True, False)
    """
    return re.compile(rf"\b(?:{'|'.join((_WORDS, *others))})\b|n't\b", re.IGNORECASE)
