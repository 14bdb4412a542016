"""Words on which of several runs is better, held against the accuracies of the same write-up."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from graders.comparing.claims.checks import Check
from graders.model import Mistake

STATED = "accuracies stated: {listed}"
CLOSE = Fraction(1, 1000)  # accuracies that are as good as the same
CONTRADICTS = Mistake("ranking", "the accuracies say otherwise: {one} {low}, {other} {high}")
_BETTER = r"\s*(?:>|\\gt|is better than|beats|outperforms|performs? better than)\s*"
_BEST = (
    r"\b(?P<first>{names})\b[^.\n]{{0,30}}?\b(?:is|was|has|had|gives?|gave|performs?|performed|"
    r"reach\w*|achiev\w*|works?|worked)\s+(?:the\s+)?(?:best|highest)\b"
    r"|\b(?:best|highest)\b[^.\n]{{0,30}}?\b(?:is|was|by|with|from)\s+(?P<last>{names})\b"
)
Accuracies = Mapping[str, Fraction]


def check_ranking(text: str, accuracies: Accuracies) -> Iterator[Check]:
    """What a text says of the order of runs, and what their accuracies are, for a person.

    Args:
        text: of the comparison.
        accuracies: of the runs, by the names that the text has for them.

    >>> stated = {"adam": Fraction(99, 100), "sgd": Fraction(88, 100)}
    >>> [each.holds for each in check_ranking("SGD > Adam", stated)]
    [None, False]
    """
    if not accuracies:
        return
    order = sorted(accuracies, key=lambda each: -accuracies[each])
    listed = ", ".join(f"{each} {float(accuracies[each]):.4g}" for each in order)
    yield Check(None, note=STATED.format(listed=listed))
    names = "|".join(sorted(map(re.escape, accuracies), key=len, reverse=True))
    plain = re.sub(r"\bsgd\s+(?:with|\+)\s+momentum\b", "momentum", text.casefold())
    for better, worse in (*_pairs(plain, names), *_over_all(plain, names, accuracies)):
        if accuracies[worse] - accuracies[better] > CLOSE:
            yield Check(False, mistake=contradiction(better, worse, accuracies))
            return


def contradiction(better: str, worse: str, accuracies: Accuracies) -> Mistake:
    """What is said of a run that is called better than one with a higher accuracy."""
    low, high = (f"{float(accuracies[each]):.4g}" for each in (better, worse))
    words = CONTRADICTS.words.format(one=better, low=low, other=worse, high=high)
    return Mistake(CONTRADICTS.code, words)


def _pairs(text: str, names: str) -> Iterator[tuple[str, str]]:
    """The two sides of every `a > b`, also within a chain."""
    for found in re.finditer(rf"\b(?P<one>{names})\b(?={_BETTER}(?P<other>{names})\b)", text):
        yield found["one"], found["other"]


def _over_all(text: str, names: str, accuracies: Accuracies) -> Iterator[tuple[str, str]]:
    """The run that is called the best, with each of the others."""
    for found in re.finditer(_BEST.format(names=names), text):
        best = found["first"] or found["last"]
        yield from ((best, each) for each in accuracies if each != best)
