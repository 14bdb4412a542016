"""Conditions to which a text restricts what it says: "provided that", "only for"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.model import Mistake
from graders.reading.words.claims.model import Model
from graders.sentences import Ends

_LEADS = re.compile(
    r"\b(?:provided|assuming|as long as|on (?:the )?condition|only (?:if|for|when|with|where)"
    r"|unless|except (?:if|for|when|where)|in the limit(?=.*\bonly\b)"
    r"|(?:this|that|it|which) (?:only )?(?:needs|requires|presupposes)"
    r"|if (?=(?:the|our|this|every|each) (?:network|net|model|layer|activation|unit)s?\b))",
    re.IGNORECASE,
)
_CLAUSES = Ends(".;,!?")


@dataclass(frozen=True)
class Restrictions(Model):
    """What a sound restriction of a question speaks of; beside any other one a person decides.

    >>> restrictions = Restrictions(r"class|[=]")
    >>> restrictions.denied("It holds only for one class."), restrictions.denied("only for me")
    ('', 'only for me')
    >>> restrictions.denied("This needs luck.")
    'This needs luck'
    """

    sound: str
    mistake: Mistake | None = None

    def false_claims(self, text: str) -> Iterator[str]:
        """The restrictions of a text that are not known to be sound."""
        for clause in _CLAUSES.split(text):
            lead = _LEADS.search(clause)
            if lead and not re.search(self.sound, clause[lead.end() :], re.IGNORECASE):
                yield clause[lead.start() :].strip()
