"""Derivations marked by their parts: what shows each of them, and what was found of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from graders.model import Mistake

LEFT_OUT = Mistake("left_out", "a part is left out")


class Claims(Protocol):
    """What may be claimed in words of the subject of a part, rightly or not."""

    @property
    def mistake(self) -> Mistake | None:
        """What a false claim is called."""

    def denied(self, text: str) -> str:
        """The words of a text that claim something false, or nothing."""

    def affirmed(self, text: str) -> str:
        """The words of a text that show the part, or nothing."""


@dataclass(frozen=True)
class Written:
    r"""The formulas that show a part: each equals one of `values`.

    With `heads` it must be related to one of them, with `form` it must be written so. Patterns are
    regular expressions for LaTeX without spaces, braces and `\left`.
    """

    values: tuple[str, ...] = ()
    form: str = ""
    heads: str = ""
    relation: str = "="  # between a head and the value; or <=, >=
    last: bool = False  # the last formula of its form decides, what leads to it does not
    others: str = ""  # the heads of other quantities, whose formulas are not the last one
    bounded: str = ""  # what the formulas of an inequality bound, which then are none of its form
    stated: str = ""  # the head of an equation that must not say otherwise
    named: str = ""  # that of one which must not say a mistake in it, though it may stand beside
    restated: str = ""  # the head whose equations behind a right value are held, too
    beside: tuple[str, ...] = ()  # what else may be said, or stand behind a right value
    anywhere: tuple[str, ...] = ()  # values that show it outside of a case without its formulas
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)  # by the value, or `< value`


@dataclass(frozen=True)
class Said:
    """The words that show a part, and those that speak against it: regular expressions.

    What is shown beside words that contradict it, or beside a false claim of its subject, is left
    to a person.
    """

    words: str = ""
    claims: Sequence[Claims] = ()  # of which none may be false; some show it, too
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)  # by words that are wrong
    contrary: str = ""  # words anywhere in the answer beside which a person reads what is shown
    contrary_there: str = ""  # the same, within its case alone
    traces: str = ""  # words without any of which the part is certainly left out


@dataclass(frozen=True)
class Part:
    """A part of a derivation, and its points; it is shown by a formula or in words.

    A part that nothing can show is left to a person, but one of which no trace stands there is left
    out.
    """

    name: str
    points: Fraction | int
    written: Written = Written()
    said: Said = Said()
    case: str = ""  # the words that introduce the case of which this part is
    until: str = ""  # the words behind which its case is over, where its last formula is told
    leaning: bool = False  # its words count for nothing where hardly a formula stands
    apart: bool = False  # between two steps; a sentence of its own there must not say otherwise
    steps: bool = False  # it is shown by the steps of the chain, and earns the share that holds
    spoiling: tuple[Mistake, ...] = ()  # mistakes with which its route leads to another end
    left: Fraction = Fraction(0)  # the share of the points that is left with a mistake
    left_out: Mistake = LEFT_OUT

    @property
    def for_person(self) -> bool:
        """Whether it is said in words, of which a person reads what is not found."""
        return not (self.written.values or self.steps)


def left_to_person(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of an answer that takes itself back: a person reads what is shown of them."""
    return tuple(replace(each, said=replace(each.said, contrary=r"\S")) for each in parts)


class State(StrEnum):
    """What was found of a part; better states first."""

    SHOWN = "shown"
    MISTAKEN = "with a mistake"
    OPEN = "not found"


@dataclass(frozen=True)
class Found:
    """A part and what became of it."""

    part: Part
    state: State
    mistake: Mistake | None = None
    share: Fraction = Fraction(0)  # of the points
    sides: tuple[str, str] = ("", "")  # of a step that fails

    @property
    def earned(self) -> Fraction:
        return self.share * self.part.points


@dataclass(frozen=True)
class Marked:
    """All parts of a derivation by one route, and a step in it that may not hold."""

    found: Sequence[Found]
    doubtful_step: str = ""

    def of(self, state: State) -> list[Found]:
        return [each for each in self.found if each.state is state]

    @property
    def earned(self) -> Fraction:
        return sum((each.earned for each in self.found), Fraction(0))

    @property
    def is_spoiled(self) -> bool:
        return any(each.mistake in each.part.spoiling for each in self.found)

    @property
    def smallest(self) -> Fraction:
        """What the smallest part earns: as much, at least, may hang on a step that fails."""
        return min((each.earned for each in self.found if each.earned), default=Fraction(0))

    @property
    def lost(self) -> Fraction:
        """What mistakes have cost, whatever a person makes of the parts that were not found."""
        mistaken = self.of(State.MISTAKEN)
        return sum((each.part.points - each.earned for each in mistaken), Fraction(0))

    @property
    def mistakes(self) -> list[Mistake]:
        return list(dict.fromkeys(each.mistake for each in self.found if each.mistake))

    @property
    def summary(self) -> str:
        """For staff: the parts by what became of them; a slip that was not made is no part."""
        told = {
            state: [
                each.part.name
                for each in self.of(state)
                if each.part.points or state is not State.OPEN
            ]
            for state in State
        }
        lines = [f"{state}: {', '.join(names)}" for state, names in told.items() if names]
        return "; ".join([*lines, self.doubtful_step] if self.doubtful_step else lines)


def best_route(routes: Sequence[Marked]) -> Marked:
    """The route that earns most; of equal ones, that in which more is decided.

    One that leads to another end counts only where all do.
    """
    leading = [each for each in routes if not each.is_spoiled] or routes
    return max(leading, key=lambda each: (each.earned, -len(each.of(State.OPEN))))
