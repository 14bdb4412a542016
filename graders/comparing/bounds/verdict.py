"""A student's bound judged: its values, margins that bound nothing, and what it returns."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.comparing.bounds.fitting import Found, is_near
from graders.comparing.bounds.named import is_named
from graders.comparing.bounds.returned import Run
from graders.comparing.bounds.scenes import Request, Search
from graders.model import Comparison, Mistake

METHOD = "networks"
ALL, AGREEMENT, REFUSAL, ONE_NUMBER = 5, 3, 1, 1  # points

SILENT = Mistake("not_checked", "a margin of zero or below is taken without a word")
MADE_POSITIVE = Mistake("not_checked", "a negative margin is made positive without a word")
NOT_ONE_NUMBER = Mistake("type", "one number is asked for, a float or a scalar")
NOT_REFUSED = "for a margin that is not positive it gives neither an error nor infinity"


@dataclass(frozen=True, slots=True)
class MarginRequests:
    """One network with margins that bound nothing, and with the negative one made positive."""

    negative: Request
    zero: Request
    positive: Request


def judge_margins(
    search: Search, found: Found, requests: MarginRequests
) -> tuple[bool | None, Mistake | None]:
    """Whether margins that bound nothing are refused: by an error, or with infinity.

    The margin of zero counts only for a function that does not measure the margin itself.
    """
    tried = [search.call(found.scene, each) for each in (requests.negative, requests.zero)]
    at_zero = tried[1].numbers.get(found.place) if tried[1] else None
    if is_near(at_zero, found.runs[0].numbers.get(found.place, math.nan)):
        tried.pop()
    refusals = [_refuses(each, found.place) for each in tried]
    if False not in refusals:
        return (None if None in refusals else True), None
    positive, negative = (
        run.numbers.get(found.place) if run else None
        for run in (
            search.call(found.scene, each) for each in (requests.positive, requests.negative)
        )
    )
    same = positive is not None and is_near(negative, positive)
    return False, MADE_POSITIVE if same else SILENT


def refuses_alone(search: Search, requests: MarginRequests) -> bool:
    """Whether a function without a bound ends otherwise where the margin bounds nothing: refused.

    Args:
        search: that found no number in any scene.
        requests: see `judge_margins`.
    """
    negative, zero, positive = (
        search.call(0, each) for each in (requests.negative, requests.zero, requests.positive)
    )
    return all(
        each and positive and _refuses(each, "") and _end_of(each) != _end_of(positive)
        for each in (negative, zero)
    )


def _end_of(run: Run) -> tuple[str, Mapping[str, float]]:
    return run.failed, run.numbers


def _refuses(run: Run | None, place: str) -> bool | None:
    if run is None:
        return None
    if run.failed:
        return True
    value = run.numbers.get(place, run.numbers.get("", math.nan))
    return None if math.isnan(value) else math.isinf(value)


def judge(
    found: Found, margins: tuple[bool | None, Mistake | None], named: Sequence[str]
) -> Comparison:
    """The three parts together: agreement, margins that bound nothing, and one number.

    Args:
        found: what the code computes.
        margins: see `judge_margins`.
        named: the bounds that the student's words name.
    """
    refuses, silence = margins
    agrees, one_number = found.agrees, found.runs[0].is_number
    remarks, notes = [], []
    if found.name:
        remarks.append(f"your function computes the {found.name.partition(' without')[0]}")
        notes.append(f"it agrees with the {found.name} on {found.networks} networks")
        if named and not is_named(found.name, named):
            agrees = None
            notes.append(f"the words name the {', the '.join(named)}")
    if refuses is None:
        notes.append(NOT_REFUSED)
    faults = (None if found.name else found.fault, silence, None if one_number else NOT_ONE_NUMBER)
    mistakes = [each for each in faults if each]
    settled = None not in (agrees, refuses)
    points = AGREEMENT * (agrees is True) + REFUSAL * (refuses is True)
    points += ONE_NUMBER * (one_number and found.varies)
    later = mistakes[1:] if settled else mistakes
    return Comparison(
        not mistakes if settled else None,
        METHOD,
        mistakes[0] if mistakes else None,
        note="; ".join(notes),
        credit=Fraction(points, ALL),
        remarks=(*(each.words for each in later), *remarks),
    )
