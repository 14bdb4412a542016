"""Conditions to which a text restricts what it says: "provided that", "only for"."""

import re
from dataclasses import dataclass

from graders.model import Mistake
from graders.sentences import Ends

_LEADS = re.compile(
    r"\b(?:provided|assuming|as long as|on (?:the )?condition|only (?:if|for|when|with|where)"
    r"|unless|except (?:if|for|when|where)|in the limit(?=.*\bonly\b)"
    r"|if (?=(?:the|our|this|every|each) (?:network|net|model|layer|activation|unit)s?\b))",
    re.IGNORECASE,
)
_CLAUSES = Ends(".;,!?")


@dataclass(frozen=True)
class Restrictions:
    """What a sound restriction of a question speaks of; beside any other one a person decides.

    >>> restrictions = Restrictions(r"class|[=]")
    >>> restrictions.denied("It holds only for one class."), restrictions.denied("only for me")
    ('', 'only for me')
    """

    sound: str
    mistake: Mistake | None = None

    def denied(self, text: str) -> str:
        """The first restriction of a text that is not known to be sound, or nothing."""
        for clause in _CLAUSES.split(text):
            lead = _LEADS.search(clause)
            if lead and not re.search(self.sound, clause[lead.end() :], re.IGNORECASE):
                return clause[lead.start() :].strip()
        return ""
