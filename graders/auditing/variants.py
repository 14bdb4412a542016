"""Variants: an answer written in another way, or made wrong, and what must become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Expected(StrEnum):
    """What must become of a variant."""

    ACCEPTED = "accepted"  # it is as right as the sample
    REJECTED = "rejected"  # it is wrong
    CARRIED = "carried forward"  # it follows from a wrong answer before it


@dataclass(frozen=True, slots=True)
class Variant:
    """An answer to one question, in a submission whose other answers are right.

    `rule` says how it was made; `mistake` is the code by which a mistake must be named; `others`
    are the answers to other questions that go with it; `heading` is the form of the headings.
    """

    question: str
    rule: str
    text: str
    expected: Expected
    mistake: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    heading: str = "handout"
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A text in another form, and the rule that made it; the rest is as in a variant."""

    rule: str
    text: str
    mistake: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
