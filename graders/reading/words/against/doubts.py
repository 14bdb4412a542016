"""Where students say that they are not sure."""

import re

_OF_CHOICE = re.compile(
    r"(?<!\bno )(?<!\bwithout )(?<!\bwithout a )(?<!\bany )\bdoubt(?:s|ed|ful)?\b"
    r"|\b(?:i|we|my|would|best) (?:\w+ )?guess\b"
    r"|\b(?:unsure|uncertain|undecided|no idea)\b"
    r"|\bedit\s*:|(?:->|→|=>|⇒)\s*(?:no|not|yes)\b"
    r"|\b(?:at first|initially|(?:may|might) or (?:may|might) not)\b"
    r"|\bi (?:\w+ )?(?:thought|assumed|believed|expected)\b|\bit (?:\w+ )?depends\b|, depends on\b"
    r"|\bnot (?:\w+ )?(?:sure|certain)\b|n[’']t (?:\w+ )?(?:sure|know)\b"
    r"|\b(?:hmm+|on second thoughts?|changed? my mind|hard to (?:say|tell))\b"
)
_OF_STEP = re.compile(
    r"\b(?:I am|I'm|am|we are|are)\s+(?:really\s+|quite\s+|entirely\s+|at all\s+)?"
    r"(?:unsure|(?:not|n't)\s+(?:really\s+|quite\s+|so\s+|entirely\s+|at all\s+)?"
    r"(?:sure|certain|convinced))\b"
    r"|\b(?:not sure|unsure) (?:about|if|whether|of|here|why|that)\b"
    r"|\b(?:I|we) (?:only |just |am |would )*(?:guess|guessed|guessing|doubt|suspect)\b"
    r"|\bno idea\b|\b(?:I|we) (?:do not|don't|did not|didn't) (?:really )?(?:know|understand)\b"
    r"|\bjust a guess\b"
    r"|\bneed(?: not|n't) (?:hold|be true)\b"
    r"|\bonly (?:true|valid|right|correct) (?:for|if|when|at)\b",
    re.IGNORECASE,
)


def is_doubtful(text: str) -> bool:
    """Whether somebody says that they are not sure, or have thought otherwise.

    >>> is_doubtful("64x62x62? Not sure."), is_doubtful("I am certain.")
    (True, False)
    """
    return _OF_CHOICE.search(text.casefold()) is not None


def doubt_in(text: str) -> str:
    """The words by which a student says not to be sure, or when something is not so, or nothing.

    >>> doubt_in("It is convex, but I am not sure of it."), doubt_in("It is surely convex.")
    ('I am not sure', '')
    """
    found = _OF_STEP.search(text)
    return found[0] if found else ""
