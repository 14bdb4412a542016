"""How a loss changes in a step, as a text says it: by words, or by the order of its values."""

import re
from itertools import pairwise

from graders.reading.words.claims.properties import Truth
from graders.reading.words.directions import GOES_DOWN, GOES_UP
from graders.sentences import SENTENCES

_THINGS = {
    "term": (r"\b(?:terms?|samples?|sampled|parts?|summands?|components?|gradient)\b", r"f_\{?\w"),
    "weight": (r"\bw\b(?!\))", r"\bweights?\b", r"\bpoints?\b", r"\bdistance"),
    "loss": (r"\bf\b(?!_)", r"\bloss\b", r"\bsum\b", r"\btotal\b", r"\bobjective\b"),
}
_WAYS = (
    {
        "rising": (rf"\b(?:{GOES_UP})\w*",),
        "falling": (
            rf"\b(?:{GOES_DOWN}|drop|reduc|lower(?:s|ed|ing)\b)\w*",
            r"\b(?:gets?|got|becomes?|became) (?:smaller|lower|less)\b(?! than)",
        ),
        "kept": (r"\b(?:stays?|remains?|kept|keeps|unchanged|constant|the same)\b",),
    },
)
RISING = Truth(_THINGS, {"loss": {"rising"}}, goes_on=False, opposites=_WAYS)
_IN_GENERAL = re.compile(
    r"\b(?:always|every|each|any|guarante\w*|claim\w*|statement|contradict\w*|expect\w*|average"
    r"|monoton\w*|whether|suppose\w*|though|instead)\b|\?",
    re.IGNORECASE,
)
_NUMBER = r"[-−]?\d*\.?\d+"
_FROM_TO = re.compile(rf"({_NUMBER})\s*\$?\s*(?:to|->|→|\\(?:to|rightarrow))\s*\$?\s*({_NUMBER})")
_TOLD = rf"[^\d;]*({_NUMBER})[^\d;]*?"
_BEFORE_AFTER = (
    re.compile(rf"\bbefore\b{_TOLD}\bafter\b{_TOLD}"),
    re.compile(rf"({_NUMBER})\s*\$?\s*before\b{_TOLD}\s*\$?\s*after"),
)
_AFTER_BEFORE = (
    re.compile(rf"\bafter\b{_TOLD}\bbefore\b{_TOLD}"),
    re.compile(rf"({_NUMBER})\s*\$?\s*after\b{_TOLD}\s*\$?\s*before"),
)
_STATE = re.compile(
    rf"(?:\bf\b|\b(?:loss|sum|value|total)\b)\s*(?:=|:|\b(?:is|becomes|equals)\b)\s*({_NUMBER})(?!\.?\d)"
)
_EARLIER = re.compile(r"\b(?:before|was|initially|old|start\w*|after|than|from)\b", re.IGNORECASE)


def says_it_does_not_rise(text: str) -> str:
    """The words by which a loss is said not to rise in the step, or nothing.

    What is said before any number, or of all steps, is not of this one.

    >>> says_it_does_not_rise("f is 2.5, then 2.61, so f stays the same")
    'stays'
    >>> says_it_does_not_rise("f goes from 2.5 to 2.61, though the sampled term falls")
    ''
    >>> says_it_does_not_rise("f(1) = 2.5 and f(1.1) = 2.61, so f does not always decrease")
    ''
    """
    values = re.search(_NUMBER, text)
    own = SENTENCES.whole(text[values.start() :]) if values else ()
    said = (RISING.denied(each) for each in own if not _IN_GENERAL.search(each))
    return next(filter(None, said), "")


def changes_in(text: str) -> list[tuple[str, str]]:
    """The pairs of numbers that a text gives as those before a change and behind it.

    >>> changes_in("f goes from 2.5 to 2.61"), changes_in("2.61 after the step, 2.5 before it")
    ([('2.5', '2.61')], [('2.5', '2.61')])
    >>> changes_in("f = 2.5 there. The loss becomes 2.61.")
    [('2.5', '2.61')]
    """
    found = [each.groups() for form in (_FROM_TO, *_BEFORE_AFTER) for each in form.finditer(text)]
    turned = [each.groups() for form in _AFTER_BEFORE for each in form.finditer(text)]
    states = [
        (one[1], other[1])
        for one, other in pairwise(_STATE.finditer(text))
        if not _EARLIER.search(text, one.end(), other.end())
    ]
    return [*((one, other) for one, other in found), *((b, a) for a, b in turned), *states]
