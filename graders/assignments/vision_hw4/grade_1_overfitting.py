"""Question 1.3: what may help a classifier that is perfect in training alone."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from graders.grading.fixtures.types import ReadAs, Review, Settle
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.words.choosing.choices import has_loose_denial, is_unsure, read_choice
from graders.sentences import Ends
from solutions.overfitting import CHOICES

CHOICE_SHARE = Fraction(1, 2)  # the rest is for the reason
OPTIONS: Mapping[str, Sequence[str]] = {
    "improve": ("improve", "yes", "help", "beneficial"),
    "does not improve": (
        "not-improve", "wont-improve", "won-t-improve", "doesn-t-improve", "doesnt-improve",
        "cannot-improve", "wont-help", "won-t-help", "doesn-t-help", "no-improvement", "not-help",
        "may-hurt", "hurts", "no", "worse", "unlikely",
    ),
}  # fmt: skip
SUGGESTIONS: Mapping[str, str] = {
    "1.3.1": "more training data",
    "1.3.2": "L2 regularisation",
    "1.3.3": "larger model",
    "1.3.4": "selection on a validation split",
}
FALSE_REASONS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "1.3.2": (
        re.compile(r"(?:rais|increas|improv|higher)\w*\s+(?:the\s+)?train\w*\s+accuracy"),
        "says that the training accuracy is raised",
    ),
    "1.3.4": (
        re.compile(r"train\w*\s+(?:also\s+)?on\s+(?:the\s+)?validation"),
        "seems to train on the validation data",
    ),
}
BENIGN = re.compile(r"over-?\s?param|double\s+descent|benign|interpolat")
MORE_PARAMETERS = Mistake("swapped", "more parameters do not help by themselves")
OTHER_CHOICE = Mistake("swapped", "the choice is the other one")
OF_TRAINING = re.compile(r"(?:improve|increase|help|raise)\w*\s+(?:\w+\s+)?train\w*[^.,;]*")
BELIEVED = re.compile(
    r"\bnot (?:(?:think|believe|expect)(?: that)?(?: (?:it|this))?(?: (?:will|would|can))?|really"
    r"|necessarily|always|actually|directly|generally|usually|significantly|likely(?: to)?)\s"
)
NOPE = re.compile(r"\b(?:nope|nah)\b")
HARDLY = re.compile(r"\b(?:hardly|barely|scarcely|by no means|in no way)\b")
CLAUSES = Ends(".:;,!", lines=True)
OTHERWISE = re.compile(r"\b(?:but|however|although|though|yet|actually|then again)\b")
BOTH = re.compile(r"\bboth improve|improves?,? (?:and|or)(?: (?:does|may|can))? not\b|\bor not\b")
OF_CHOICE = re.compile(
    r"\b(?:yes|no|not|do(?:es)?(?:n[’']t)?|will|would|should|may|might|can|could|it|this|that|is"
    r"|improve[sd]?|help(?:s|ful)?|hurts?|answer|choice|definitely|probably|likely|test|accuracy)\b"
)
WORD = re.compile(r"\w{3,}")
HEADED = re.compile(r"^\|[^|\n]*\|([^|\n]*)\|$", re.MULTILINE)  # a cell behind its heading


@pytest.mark.question("1.3.1", "1.3.2", "1.3.3", "1.3.4", points=0.5, kind="choice")
def grade_suggestion(
    question: Question,
    answer: Answer,
    read_as: ReadAs,
    settle: Settle,
    review: Review,
) -> None:
    """Whether a suggestion may help the test accuracy, with the reason."""
    text = HEADED.sub(r"\1", answer.text.casefold())
    choice = choice_in(text)
    read_as(choice or "")
    if choice is None:
        settle(Comparison(None, "choice", note="no single choice can be read"))
    if choice != CHOICES[SUGGESTIONS[question.id]]:
        if BENIGN.search(text):
            review("the other choice, with over-parametrisation as its reason")
        mistake = MORE_PARAMETERS if question.id == "1.3.3" else OTHER_CHOICE
        settle(Comparison(False, "choice", mistake))
    if is_bare(text):
        reason = ("no reason is given",)
        settle(Comparison(False, "choice", remarks=reason, credit=CHOICE_SHARE))
        return
    note = "the choice is right; the reason is left to mark"
    sign, words = FALSE_REASONS.get(question.id, (None, ""))
    if sign is not None and sign.search(text):
        note = f"{note}; it {words}"
    review(note, points=CHOICE_SHARE * question.points)


def is_bare(text: str) -> bool:
    """Whether a text names a choice and no reason."""
    return WORD.search(OF_CHOICE.sub(" ", text)) is None


def choice_in(text: str) -> str | None:
    """The choice that an answer begins with, or that it names anywhere.

    >>> choice_in("improve: less variance"), choice_in("it does not help, since it fits noise")
    ('improve', 'does not improve')
    >>> choice_in("it will improve training accuracy, but it does not help on the test set")
    'does not improve'
    >>> choice_in("this will hardly help"), choice_in("improves? i guess so")
    ('does not improve', None)
    >>> choice_in("no doubt this helps"), choice_in("there is no reason it would not help")
    (None, None)
    """
    words = re.sub(r"can(?:[’']t|not)\b", "can not", NOPE.sub("no", text))
    words = HARDLY.sub("not", re.sub(r"n[’']t\b", " not", words))
    words = OF_TRAINING.sub(" ", BELIEVED.sub("not ", words))
    if BOTH.search(words) or is_unsure(text, OPTIONS):
        return None
    parts = [each for each in CLAUSES.split(words) if each.strip()]
    if len({read_choice(each, OPTIONS) for each in parts if is_bare(each)} - {None}) > 1:
        return None
    for part in (*parts[:2], words):
        choice = read_choice(part, OPTIONS)
        if choice is not None:
            turned = (read_choice(said, OPTIONS) for each in parts for said in behind_turns(each))
            says_other = any(each and each != choice for each in turned)
            return None if says_other or has_loose_denial(part, OPTIONS) else choice
    return None


def behind_turns(part: str) -> list[str]:
    """A part with a turn, such as "but", and what stands behind it."""
    turns = list(OTHERWISE.finditer(part))
    return [part, *(part[each.end() :] for each in turns)] if turns else []
