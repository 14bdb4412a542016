"""Whether a text says yes or no to what is asked: in a word of its own, or of a claim."""

import re

_CONCLUSION = re.compile(
    r"\b(?:answer|ans|choice|conclusion)\s*(?:is|:|=)\W*(yes|true|no|false)\b(?!\s+\w)",
    re.IGNORECASE,
)
_WORD = re.compile(  # that is a sentence, or its first word
    r"(?:^|[.;:,!?])\W*(?:(?:my |the )?(?:answer|ans|choice)\s*(?:is|:|-)?\W*)?"
    r"(yes|true|no|false|it (?:does|is) not)\b\s*(?:[*.,:;!–—-]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLAIM = re.compile(
    r"(?:\b(?:claim|statement|assertion|conjecture|guarantee)|\A\W*(?:this|that|it)) "
    r"(?:(?:is|was) (?:clearly |simply |in general )?)?"
    r"(true|correct|holds|false|wrong|untrue|incorrect|not (?:true|correct)|fails|does not hold)\b"
    r"(?! (?:only|if|for|when|that))",
    re.IGNORECASE,
)
_NO = re.compile(  # "No it isnt"
    r"(?:^|[.;:!?])\W*(no)\s+(?:it|this|that)\s+(?:is|does|need|will|can)\s?(?:not|n['’]?t)\b",
    re.IGNORECASE | re.MULTILINE,
)
_YES = frozenset({"yes", "true", "correct", "holds"})


def yes_or_no(text: str) -> frozenset[str]:
    """What a text concludes, or else all that it says: "yes", "no", both or neither.

    >>> sorted(yes_or_no("Yes. The claim is false.")), sorted(yes_or_no("No step is needed."))
    (['no', 'yes'], [])
    >>> sorted(yes_or_no("No it isnt, as it may rise")), sorted(yes_or_no("No it can rise"))
    (['no'], [])
    >>> sorted(yes_or_no("At first sight yes. But it rises: the answer is no."))
    ['no']
    """
    concluded = _CONCLUSION.findall(text)
    said = concluded[-1:] or _WORD.findall(text) + _NO.findall(text) + _CLAIM.findall(text)
    return frozenset("yes" if each.casefold() in _YES else "no" for each in said)


def concludes(text: str) -> bool:
    """Whether a text says what its answer is.

    >>> concludes("so the answer is no."), concludes("No, it rises.")
    (True, False)
    """
    return _CONCLUSION.search(text) is not None
