"""Reasons that a text gives: what stands behind "because" and "since", or before "so"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.model import Mistake

_CLAUSE = r"((?:[^.;,]|\.(?=\d))*)(?:[.;,](?!\d)|$)"
_REASON = re.compile(rf"\b(?:because|since|due to)\b{_CLAUSE}", re.IGNORECASE)
_LOOSE = (
    re.compile(rf"(?:^|[.;,(]\s+)(?:as|by)\b(?! (?:well|above|before|in)\b){_CLAUSE}", re.I | re.M),
    re.compile(
        r"(?:^|[.;:]\s+)(?=\S)((?:[^.;:]|\.(?=\d)){1,200}?),?\s(?:so|hence|thus|therefore)\b",
        re.I | re.M,
    ),
)


@dataclass(frozen=True)
class Reasons:
    """What a sound reason of a question speaks of; of any other one a person decides.

    Loosely, what stands behind "as" and "by" and before "so" is a reason as well.

    >>> reasons = Reasons(r"square|[=<>]")
    >>> reasons.denied("It is above 0, because it is a square."), reasons.denied("since I say so")
    ('', 'since I say so')
    >>> reasons.denied("It is odd, so one"), Reasons("even", loosely=True).denied("It is odd, so")
    ('', 'It is odd, so')
    """

    sound: str
    mistake: Mistake | None = None
    loosely: bool = False

    def affirmed(self, text: str) -> str:
        """Nothing: a reason alone shows no part."""
        return ""

    def denied(self, text: str) -> str:
        """The first reason of a text that is not known to be sound, or nothing."""
        unsound = (
            each[0] for each in self._given(text) if not re.search(self.sound, each[1], re.I)
        )
        return next(unsound, "")

    def _given(self, text: str) -> Iterator[re.Match[str]]:
        for pattern in (_REASON, *(_LOOSE if self.loosely else ())):
            yield from pattern.finditer(text)
