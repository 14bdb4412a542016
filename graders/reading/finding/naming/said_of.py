"""Whether words say that a number is of another quantity: "0.0765 by w_9", "pre-activation"."""

import re
from collections.abc import Iterable

from graders.model import Question
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import Statement
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.words.choosing.stages import BEFORE_ACTIVATION
from graders.sentences import LINES, Ends

_CLAUSES = Ends(".;,!?", words="and|while|whereas", lines=True)
_NAMED = re.compile(  # right behind a number: "is the gradient of o_1", "by w_9"
    r"[ \t$)]*(?:(?:is|was)\s+(?:the|a)\s+(?:partial\s+)?(?:derivative|gradient|slope|value)\s+)?"
    r"(?:by|of|for|(?:w\.?\s?r\.?\s?t\.?|with\s+respect\s+to))\s+\$?"
    r"(?P<name>\\?[A-Za-zΑ-ω]+(?:_?\{?\w{1,3}\}?)?)(?![\w^(]|\s*\$?\s*[=≈])"
)
_INDEX = re.compile(r"_\{?\w+\}?$")
_ARTICLE = r"(?:(?:the|an?|its|my|our)\s+)?"
_OF = r"(?:\s+(?:of|for|in)(?:\s+\S{1,14}){1,4}|\s+by\s+\S{1,12})?"


def said_of_another(text: str, start: int, end: int, question: Question, sheet: Sheet) -> str:
    """The words of its clause that give a number at a place of a text to another quantity.

    Args:
        text: in which it stands.
        start: where it begins.
        end: where it ends.
        question: that asks for it.
        sheet: of the assignment.
    """
    named = _NAMED.match(text, end)
    name = read_name(named["name"], sheet.vocabulary) if named else None
    if named and name in sheet.vocabulary.known and not _is_of(name, question, sheet):
        return named[0].strip(" $")
    return _of_another_stage(text, start, end) or _of_another_kind(
        text, start, end, sheet.others_of(question.path)
    )


def _is_of(name: str | None, question: Question, sheet: Sheet) -> bool:
    """Whether a name is the question's own, or that of what its derivative is of or by."""
    own = sheet.names_at.get(question.path, frozenset())
    parts = {part for each in own for part in (each, *re.split(r"^d|_d", each))}
    return not own or name in parts


def is_named_as_another(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether the words before an equation are those for another quantity: "net = 4.3"."""
    words = _INDEX.sub("", statement.chain.words.strip(" $"))
    others = map(_words_for, sheet.others_of(question.path))
    said = (rf"(?:\w+\W+)??{_ARTICLE}(?:{each})s?{_OF}" for each in others)
    return any(re.fullmatch(each, words, re.IGNORECASE) for each in said)


def _words_for(quantity: str) -> str:
    """A regular expression for declared words, between which an article may stand."""
    return r"\s+(?:the\s+)?".join(map(re.escape, quantity.split()))


def _of_another_kind(text: str, start: int, end: int, others: Iterable[str]) -> str:
    """What a clause says that a number is, if that is one of some other quantities.

    >>> text, others = "The step is 0.5, 0.7 (the old weight)", ["step", "old weight"]
    >>> _of_another_kind(text, 12, 15, others), _of_another_kind(text, 17, 20, others)
    ('step', 'old weight')
    >>> _of_another_kind("The old weight minus the step is 0.5", 33, 36, others)
    ''
    """
    first, last = _CLAUSES.around(text, start, end)
    for other in others:
        words = _words_for(other)
        said = rf"\W*(?:(?:so|thus|hence|this|it|here|where)\W+)?(?:is\s+)?{_ARTICLE}(?:{words})s?"
        leads = re.fullmatch(
            rf"{said}{_OF}\s*(?:is|was|=|:|of)\W*", text[first:start], re.IGNORECASE
        )
        follows = re.fullmatch(rf"{said}{_OF}\W*", text[end:last], re.IGNORECASE)
        if leads or follows:
            return other
    return ""


def _of_another_stage(text: str, start: int, end: int) -> str:
    """The words that say that a number goes into an activation, where no other one stands there.

    >>> text = "w/o sigmoid: o_1 = 0.8896, o_2 = 0.8004. So o = (0.89, 0.80)"
    >>> _of_another_stage(text, 32, 38), _of_another_stage(text, 48, 52)
    ('w/o sigmoid', '')
    """
    first, last = _CLAUSES.around(text, start, end)
    led_by = _CLAUSES.split(LINES.split(text[:first])[-1].rpartition(":")[0])[-1]
    said = led_by if "=" in text[first:start] else ""
    for each in (text[first:last], f"{said} {text[start:end]}"):
        found = BEFORE_ACTIVATION.search(each)
        if found and len(numbers_in(each)) == 1:
            return found[0]
    return ""
