"""Variants of choices: an answer that names another option, or says the opposite."""

import re
from collections.abc import Iterator, Sequence

from graders.auditing.mathematics import replaced
from graders.auditing.variants import Change
from graders.reading.words.choosing.choices import Options, read_choice
from graders.sentences import Ends

_PAIRS = (
    "yes no", "true false", "right wrong", "beginning end", "start end", "first last",
    "early late", "before after", "larger smaller", "bigger smaller", "largest smallest",
    "more less", "higher lower", "high low", "better worse", "faster slower", "maximum minimum",
    "increases decreases", "increase decrease", "grows shrinks", "rises falls", "always never",
    "with without", "left right", "positive negative", "convex concave", "linear nonlinear",
    "biased unbiased", "stable unstable", "underfitting overfitting", "training testing",
)  # fmt: skip
_OPPOSITE = {
    one: other for pair in map(str.split, reversed(_PAIRS)) for one, other in (pair, pair[::-1])
}
_CLAUSES = Ends(".,:;!", words="because|since|as|for", also=r"\(")
_WITH_OPPOSITE = re.compile(rf"\b(?:{'|'.join(_OPPOSITE)})\b", re.IGNORECASE)


def other_options(text: str, options: Options) -> Iterator[Change]:
    """Answers that name another option, alone and in the words of the sample.

    Args:
        text: the right answer.
        options: those among which its grader chose, by the phrases that name them.
    """
    chosen = read_choice(text, options)
    if chosen is None:
        return
    for option in options:
        for phrase in options[option] if option != chosen else ():
            words = phrase.replace("-", " ")
            for other in (f"{words.capitalize()}.\n", *_renamed(text, options[chosen], words)):
                if read_choice(other, options) == option:
                    yield Change("mutant: another option", other)


def _renamed(text: str, phrases: Sequence[str], words: str) -> Iterator[str]:
    """The text with another option in place of a phrase that names the chosen one."""
    for phrase in phrases:
        pattern = re.sub(r"[-\s]+", r"[-\\s]+", phrase)
        yield re.sub(rf"\b{pattern}\b", words, text, flags=re.IGNORECASE)


def opposites(text: str) -> Iterator[Change]:
    """The answer with the opposite of a word in its first clause, which is no reason.

    >>> [each.text for each in opposites("At the end, after more steps.")]
    ['At the beginning, after more steps.']
    """
    clause = _CLAUSES.first(text.strip("\n* "))
    if found := _WITH_OPPOSITE.search(text, 0, text.index(clause) + len(clause)):
        opposite = _OPPOSITE[found[0].casefold()]
        opposite = opposite.capitalize() if found[0][0].isupper() else opposite
        yield Change("mutant: the opposite", replaced(text, *found.span(), opposite))
