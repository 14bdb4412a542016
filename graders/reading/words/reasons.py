"""Reasons that a text gives: what stands behind "because" and "since"."""

import re
from dataclasses import dataclass

from graders.model import Mistake

_REASON = re.compile(
    r"\b(?:because|since|due to)\b((?:[^.;,]|\.(?=\d))*)(?:[.;,](?!\d)|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class Reasons:
    """What a sound reason of a question speaks of; of any other one a person decides.

    >>> reasons = Reasons(r"square|[=<>]")
    >>> reasons.denied("It is above 0, because it is a square."), reasons.denied("since I say so")
    ('', 'since I say so')
    """

    sound: str
    mistake: Mistake | None = None

    def affirmed(self, text: str) -> str:
        """Nothing: a reason alone shows no part."""
        return ""

    def denied(self, text: str) -> str:
        """The first reason of a text that is not known to be sound, or nothing."""
        given = (each for each in _REASON.finditer(text) if not re.search(self.sound, each[1]))
        return next((each[0] for each in given), "")
