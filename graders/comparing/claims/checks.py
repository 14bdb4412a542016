"""What is found of a claim: checks, the parts of a question that they decide, and their sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Comparison, Mistake

METHOD = "claims"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `holds` is None where a person has to look.

    Args:
        holds: whether it is as it must be.
        words: for the student.
        mistake: that the student is told by name; it stands in place of words.
        note: for staff.
    """

    holds: bool | None
    words: str = ""
    mistake: Mistake | None = None
    note: str = ""

    @property
    def told(self) -> str:
        return self.mistake.words if self.mistake else self.words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question with its share of the points, and what decides it."""

    name: str
    share: Fraction
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool | None:
        """False if a check fails, None if one is open, or none was made."""
        found = {each.holds for each in self.checks}
        if False in found:
            return False
        return None if None in found or not found else True

    @property
    def telling(self) -> tuple[Check, ...]:
        """The checks that matter: of a part that is lost, no open one is for a person any more."""
        lost = self.holds is False
        return tuple(each for each in self.checks if not (lost and each.holds is None))


def together(parts: Sequence[Part]) -> Comparison:
    """All parts of a question: those that hold earn their share, open ones are for a person.

    >>> claim = Part("claim", Fraction(3, 5), (Check(True),))
    >>> log = Part("log", Fraction(2, 5), (Check(False, "an epoch is missing"),))
    >>> found = together([claim, log])
    >>> found.equal, found.credit, found.remarks
    (False, Fraction(3, 5), ('an epoch is missing',))
    """
    credit = sum((each.share for each in parts if each.holds), Fraction(0))
    lost = sum((each.share for each in parts if each.holds is False), Fraction(0))
    checks = [check for part in parts for check in part.checks]
    failed = [each for each in checks if each.holds is False]
    mistake = next((each.mistake for each in failed if each.mistake), None)
    telling = [check for part in parts for check in part.telling]
    told = [each.told for each in telling if each.mistake is None or each.mistake != mistake]
    if any(each.holds is None for each in parts):
        told = [*([mistake.words] if mistake else []), *told]
        equal, mistake = None, None
    else:
        equal = not failed
    idle = [each.told for part in parts for each in part.checks if each not in part.telling]
    notes = "; ".join(unique([*idle, *(each.note for each in checks)]))
    return Comparison(
        equal, METHOD, mistake, note=notes, remarks=unique(told), credit=credit, lost=lost
    )


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are not empty, each once."""
    return tuple(dict.fromkeys(each for each in texts if each))
