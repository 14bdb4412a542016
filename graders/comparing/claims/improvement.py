"""What an answer says of its run beside another, held against the accuracies of both.

Words are told apart by a few forms that say plainly which of two runs is better; whatever else a
text says is left alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.no_claim import no_claim
from graders.comparing.claims.ranking import CLOSE, Accuracies, contradiction
from graders.model import Mistake
from graders.sentences import SENTENCES, Ends

LONGEST = 20_000
FAR = 70  # characters from a comparison to what it is made with
CONFUSED = Mistake(
    "split", "the training accuracy of {said} is what the answer on {run} gives as test accuracy"
)
FINE = 5  # units from all right, where equal numbers say something
_OVER = r"(?:over|than|compared (?:to|with)|relative to|with respect to|on top of|on|upon)"
_UP = rf"(?:improv\w*|better|higher|increas\w*|gain\w*|boost\w*)(?P<up>[^.;\n]{{0,40}}?)\b{_OVER}\b"
_DOWN = rf"(?:worse|lower|decreas\w*|declin\w*|drop\w*)(?P<down>[^.;\n]{{0,40}}?)\b{_OVER}\b"
_BEATS = r"(?:outperform\w*|beats?|exceeds?|surpass\w*)(?P<beats>)"
_COMPARISON = re.compile(rf"\b(?:{_BEATS}|{_UP}|{_DOWN})", re.IGNORECASE)
_DENIED = no_claim("hardly", r"expect\w*")
_OTHER_MEASURE = re.compile(
    r"\b(?:loss|losses|cost|speed|faster|slower|time|train\w*)\b", re.IGNORECASE
)
_THIS = re.compile(r"(?:this|the present)\b", re.IGNORECASE)
_CLAUSES = Ends(".;,", words="and|but|while|although|though|which")


def check_improvement(
    text: str, own: str, accuracies: Accuracies, words: Mapping[str, str]
) -> Iterator[Check]:
    """Whether runs that are said to be better are; the first contradiction, for a person.

    Args:
        text: of the answer.
        own: the run that it is about.
        accuracies: of the runs.
        words: for each run a regular expression of what the text calls it.

    >>> from fractions import Fraction
    >>> shares = {"b": Fraction("0.97"), "a": Fraction("0.99")}
    >>> [each.told for each in check_improvement("An improvement over run a.", "b", shares,
    ...                                          {"a": "run a", "b": "run b"})]
    ['the accuracies say otherwise: b 0.97, a 0.99']
    """
    for better, worse in _said_better(text[:LONGEST], own, words):
        known = better in accuracies and worse in accuracies
        if known and accuracies[worse] - accuracies[better] > CLOSE:
            yield Check(None, mistake=contradiction(better, worse, accuracies))
            return


def _said_better(text: str, own: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of runs of which the first is said to be better."""
    for sentence in SENTENCES.split(text):
        plain = " ".join(sentence.split())
        for found in _COMPARISON.finditer(plain):
            before, after = plain[: found.start()], plain[found.end() :][:FAR]
            after = _CLAUSES.first(after.lstrip())
            part = _CLAUSES.split(before)[-1]
            if _DENIED.search(part) or _OTHER_MEASURE.search(f"{part} {found[0]}"):
                continue
            subject = _named(part, words) or own
            rest = _named(after, words) or (own if _THIS.match(after) else None)
            if rest and rest != subject:
                yield (rest, subject) if found["down"] is not None else (subject, rest)


def _named(text: str, words: Mapping[str, str]) -> str | None:
    """The run that a text names: that of the longest of the words in it."""
    found = {
        run: max((len(seen[0]) for seen in re.finditer(pattern, text, re.IGNORECASE)), default=0)
        for run, pattern in words.items()
    }
    best = max(found, key=lambda run: found[run], default=None)
    return best if best is not None and found[best] else None


def check_splits(training: Sequence[Claim], run: str, tested: Claim) -> Iterator[Check]:
    """Whether a training accuracy is, digit by digit, the test accuracy of another run.

    Args:
        training: the training accuracies that an answer states.
        run: that it compares with.
        tested: the test accuracy of that run.
    """
    for each in training:
        unit = max(each.unit, tested.unit)
        if abs(each.share - tested.share) < unit and 1 - each.share > FINE * unit:
            words = CONFUSED.words.format(said=each.number.text, run=run)
            yield Check(None, mistake=Mistake(CONFUSED.code, words))
            return
