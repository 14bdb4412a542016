"""Reasons that a text gives: what stands behind "because" and "since", or before "so"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.model import Mistake
from graders.reading.words.claims.model import Model
from graders.sentences import Ends

_LEADS = re.compile(r"\b(?:because|since|due to)\b", re.IGNORECASE)
_LEADS_LOOSELY = re.compile(
    r"(?:^[ \t]*|(?<=\()\s+)(?:as|by)\b(?! (?:well|above|before|in)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_FOLLOWS = re.compile(r",?\s(?:so|hence|thus|therefore)\b", re.IGNORECASE)
_SENTENCES, _CLAUSES = Ends(".;:"), Ends(".;,")
_FORMULA = re.compile(r"\$[^$]*\$?|\\[A-Za-z]+")
_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_FUNCTION_WORD = re.compile(  # of any subject
    "|".join(
        (
            r"since because as so then also only just exactly either respectively together"
            r" given an? the this that these those it its both all each every any one two other"
            r" same whole entire which whose who what where when while if but and or not no nor"
            r" nothing than there here we you from to of in on at by for with without over"
            r" about around out off up down away again is are was be been being has have having"
            r" do does gets? gives? means? takes? makes? holds? becomes? equals? adds? lies"
            r" yields? keeps? left right upper lower first second otherwise"
        ).split()
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reasons(Model):
    """What a sound reason of a question speaks of; of any other one a person decides.

    Attributes:
        sound: what it must hold.
        mistake: what another one is called.
        loosely: whether what stands behind "as" and "by" and before "so" is a reason as well.
        subject: the words that it may be made of beside formulas and the small words of any
            subject; all are, where none are given.

    >>> reasons = Reasons(r"square|[=<>]")
    >>> reasons.denied("It is above 0, because it is a square."), reasons.denied("since I say so")
    ('', 'since I say so')
    >>> reasons.denied("It is odd, so one"), Reasons("even", loosely=True).denied("It is odd, so")
    ('', 'It is odd, so')
    >>> reasons = Reasons("", subject="is|even|square")
    >>> reasons.denied("since the square $z^2$ is even"), reasons.denied("since the king is even")
    ('', 'since the king is even')
    """

    sound: str
    mistake: Mistake | None = None
    loosely: bool = False
    subject: str = ""

    def false_claims(self, text: str) -> Iterator[str]:
        """The reasons of a text that are not known to be sound."""
        given = (*_behind(_LEADS, text), *(_loosely_given(text) if self.loosely else ()))
        yield from (said for said, why in given if not self._is_sound(why))

    def _is_sound(self, reason: str) -> bool:
        words = _WORD.findall(_FORMULA.sub(" ", reason)) if self.subject else ()
        strange = (each for each in words if not _FUNCTION_WORD.fullmatch(each))
        return re.search(self.sound, reason, re.IGNORECASE) is not None and all(
            re.fullmatch(self.subject, each, re.IGNORECASE) for each in strange
        )


def _loosely_given(text: str) -> Iterator[tuple[str, str]]:
    """The reasons that no word of their own leads to."""
    yield from _behind(_LEADS_LOOSELY, text)
    for sentence in _SENTENCES.split(text):
        if found := _FOLLOWS.search(sentence):
            yield sentence[: found.end()].strip(), sentence[: found.start()]


def _behind(leads: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    """What stands behind the words that lead to reasons, with these words and without."""
    for clause in _CLAUSES.split(text):
        found = list(leads.finditer(clause))
        ends = [*(each.start() for each in found[1:]), len(clause)]
        for each, end in zip(found, ends, strict=False):
            if (reason := clause[each.end() : end]).strip():
                yield f"{each[0].strip()}{reason}", reason
