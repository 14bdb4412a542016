"""What a text says that more epochs or larger batches do, held against the accuracies of the runs.

Each run has a value of every factor, and no two factors share a value, so that a number in a clause
tells of which factor it is. Only clauses that plainly say which way the accuracy goes are taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from graders.comparing.claims.checks import Check
from graders.comparing.claims.no_claim import no_claim
from graders.comparing.claims.ranking import CLOSE, STATED
from graders.model import Mistake
from graders.sentences import Ends

LONGEST = 20_000
CONTRADICTS = Mistake("contradiction", "the own accuracies say otherwise: {listed}")
_CLAUSES = Ends(".;", words="while|whereas|but|although|though|however", lines=True)
_UP = re.compile(
    r"\b(?:improv|increas|high|better|rais|rise|gain|help|benefi|best)\w*", re.IGNORECASE
)
_DOWN = re.compile(
    r"\b(?:decreas|worse|low|drop|declin|hurt|reduc|fall|fell|worst)\w*", re.IGNORECASE
)
_UNSURE = no_claim(
    r"hardly|barely|little|might|may|usually|expect\w*|in general|too (?:many|few|much)",
    r"loss|losses|noise|noisy|train(?:ing)? acc\w*|time|speed|faster|slower",  # another measure
)
_FROM = re.compile(r"\bfrom\b.{0,30}\bto\b", re.IGNORECASE)

Setting = tuple[int, ...]  # the value of each factor
Accuracies = Mapping[Setting, Fraction]


@dataclass(frozen=True, slots=True)
class Factor:
    """What runs differ in: its name, and regular expressions for more and for less of it."""

    name: str
    more: str
    less: str


def check_factors(text: str, factors: Sequence[Factor], accuracies: Accuracies) -> Iterator[Check]:
    """The accuracies of the runs, and the first clause that they contradict; all for a person.

    Args:
        text: that explains the runs.
        factors: in the order of the settings.
        accuracies: of the runs that are known.

    >>> epochs = Factor("epochs", "more epochs", "fewer epochs")
    >>> found = check_factors("More epochs raise the accuracy.", [epochs],
    ...                       {(5,): Fraction("0.6"), (20,): Fraction("0.55")})
    >>> [each.told for each in found][1:]
    ['the own accuracies say otherwise: epochs 5: 0.6, epochs 20: 0.55']
    """
    if not accuracies:
        return
    yield Check(None, note=STATED.format(listed=_listed(factors, accuracies, sorted(accuracies))))
    for clause in _CLAUSES.split(text[:LONGEST]):
        pairs = _said_better(clause, factors, accuracies)
        if pairs and all(accuracies[worse] - accuracies[better] > CLOSE for better, worse in pairs):
            runs = sorted({each for pair in pairs for each in pair})
            words = CONTRADICTS.words.format(listed=_listed(factors, accuracies, runs))
            yield Check(None, mistake=Mistake(CONTRADICTS.code, words))
            return


def _said_better(
    clause: str, factors: Sequence[Factor], accuracies: Accuracies
) -> list[tuple[Setting, Setting]]:
    """The pairs of runs that differ in one factor, the one that a clause calls better first."""
    values = [sorted({each[place] for each in accuracies}) for place in range(len(factors))]
    named = [_values_in(clause, each) for each in values]
    compared = [
        (place, sign)
        for place, factor in enumerate(factors)
        if (sign := _said_more(clause, factor, named[place]))
    ]
    plain = _without(clause, factors)
    up, down = _UP.search(plain) is not None, _DOWN.search(plain) is not None
    if len(compared) != 1 or up == down or _UNSURE.search(plain):
        return []
    [(place, sign)] = compared
    pairs = _differing(place, [each for each in accuracies if _is_named(each, named, place)])
    return [(more, less) if (sign > 0) == up else (less, more) for more, less in pairs]


def _is_named(setting: Setting, named: Sequence[Sequence[int]], place: int) -> bool:
    """Whether a run is one of those that a clause is about, whatever its value of the factor."""
    both = enumerate(zip(setting, named, strict=True))
    return all(at == place or not given or value in given for at, (value, given) in both)


def _differing(place: int, settings: Sequence[Setting]) -> list[tuple[Setting, Setting]]:
    """The pairs that differ in one factor alone, the one with more of it first."""
    return [
        (one, other)
        for one, other in permutations(settings, 2)
        if one[place] > other[place] and one == (*other[:place], one[place], *other[place + 1 :])
    ]


def _said_more(clause: str, factor: Factor, named: Sequence[int]) -> int:
    """1 if a clause is about more of a factor, -1 if about less, and 0 if about neither."""
    more, less = (re.search(form, clause, re.IGNORECASE) for form in (factor.more, factor.less))
    if more or less:
        return 0 if more and less else 1 if more else -1
    if len(named) != 2:
        return 0
    subject, rest = reversed(named) if _FROM.search(clause) else named
    return 1 if subject > rest else -1


def _values_in(clause: str, values: Sequence[int]) -> list[int]:
    """The values of a factor that a clause names, in its order."""
    form = rf"(?<![\d.])(?:{'|'.join(map(str, values))})(?![\d%]|\.\d|\s*\\?%)"
    return list(dict.fromkeys(int(each) for each in re.findall(form, clause)))


def _without(clause: str, factors: Sequence[Factor]) -> str:
    """The clause without the words on factors, of which some sound as if an accuracy rose."""
    forms = "|".join(form for each in factors for form in (each.more, each.less))
    return re.sub(forms, " ", clause, flags=re.IGNORECASE)


def _listed(factors: Sequence[Factor], accuracies: Accuracies, settings: Sequence[Setting]) -> str:
    named = (
        " ".join(f"{factor.name} {value}" for factor, value in zip(factors, each, strict=True))
        for each in settings
    )
    return ", ".join(f"{name}: {float(accuracies[each]):.4g}"
                     for name, each in zip(named, settings, strict=True))  # fmt: skip
