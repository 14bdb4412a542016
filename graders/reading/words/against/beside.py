"""What words beside a formula or a number do to it: deny it, doubt it, or change its value.

Before the formula its own sentence counts; behind it what is said of it, up to the next equation
and to a reason; of later sentences only what takes back. Sentences are read by the senses of their
words (`senses.py`), and `rules_beside.py` says which senses speak against a formula.
"""

import re

from graders.reading.delimited import DELIMITED
from graders.reading.words.against.rules_beside import (
    ANNOUNCED,
    BEFORE,
    BEHIND,
    BEHIND_RESULT,
    CHANGED,
    CONTRASTED,
    OF_SUBJECT,
    PREDICATE,
    REASON,
    TAKEN_BACK,
)
from graders.reading.words.against.senses import EQUATION, VALUE, Row, row_of
from graders.sentences import Ends

_IN_LINE = re.compile(r"\$[^$]|\\\(")
_RELATION = re.compile(r"[=≈≤≥<>]|\\(?:approx|le|ge|leq|geq|simeq)\b")
_EQUATION = re.compile(r"[^\s=≈]{1,60}\s{0,3}[=≈]\s{0,3}[^\s,;]+")  # that nothing delimits
_MARKS = re.compile(r"[*_`~]+|(?<=\b[a-z])\.(?=[a-z]\b)|(?<=\b[ie][eg])\.", re.IGNORECASE)
_ARROWS = re.compile(r"[⇒→∴]|=>|->")
_CROSSES = re.compile("[❌✗✘👎🚫]")
_SENTENCES = Ends(
    ".;!?",
    also=r"\n\s*(?:[-*#>+•]|\d+[.)])\s|(?<=[\])])[ \t]*\n",  # an item, a remark in brackets
    in_formulas=True,
)
_OWN_LINE = re.compile(rf"({EQUATION}[^\n]*)\n(?=[^\n;]{{1,200}}[=≈][ $]*\Z)")
_SIGNS = re.compile(f"[{VALUE}{EQUATION}]")
_BEGINS = re.compile(r"\s+[A-Z]")
_QUESTION = re.compile(r"\s*(?:…|\.{2,})?[^.!?\n]{0,80}\?")
_WORKED_ON = re.compile(  # `$2x$ + 1`, `$2x$/2`, `$2x$²`
    rf"[ \t]*(?:[+×·÷/]\s?(?:\d|{VALUE}|[A-Za-z]\b)|[-−]\s?\d|[²³⁴⁵^])"
)
_FARTHEST = 1_000  # characters before or behind a formula
_DECIMAL = r"\d*\.(\d+)"
_SAID_ANEW = re.compile(rf"[\s,(]*(?:so|(?:but )?actually) [-−]?({_DECIMAL})\s*(?:[.;,)\n]|$)")
_IS_ANOTHER = re.compile(  # is the derivative by §
    rf"^\s*(?:is|was|are)\s+(?:(?:then|only|just)\s+)*(?:the|my|our|what)\s[^,;:.]*"
    rf"\b(?:by|respect to|wrt|for)\s+{VALUE}"
)


def against(text: str, start: int, end: int, *, throughout: bool = False) -> str:
    """The words that deny, doubt or change what stands at a place of a text, or nothing.

    Args:
        text: in which it stands.
        start: where it begins.
        end: where it ends.
        throughout: whether later sentences speak of it even behind another equation.

    >>> text = "Twice $2x$, since $x$ is not zero."
    >>> against(text, 7, 9), against("As it is not zero, it is $2x$.", 26, 28)
    ('Twice', '')
    >>> against("One might guess $2x$.", 17, 19), against("$2x$ is wrong.", 1, 3)
    ('might guess', 'wrong')
    """
    before, behind = around(text, start, end)
    found = (
        _against_before(before[-_FARTHEST:])
        or _worked_on(text, start, behind)
        or _said_anew(text[start:end], behind)
        or _against_behind(behind, throughout)
    )
    return _SIGNS.sub("…", found).strip(" ,;:()")


def changed_behind(behind: str) -> str:
    """The words that change the value of what they follow, or nothing.

    >>> changed_behind(", all of it times two."), changed_behind(" at all times")
    ('all of it times', '')
    """
    sentence = row_of(_SENTENCES.first(_masked(behind[:_FARTHEST])).partition(EQUATION)[0])
    return sentence.said(CHANGED, end=_reason_in(sentence)).strip(" ,.")


def is_contrasted(before: str) -> bool:
    """Whether words say that what follows them is not meant: "rather than"."""
    sentence = _SENTENCES.split(_masked(before[-_FARTHEST:]))[-1]
    return bool(row_of(sentence).said(CONTRASTED))


def place_of(text: str, formula: str) -> tuple[int, int] | None:
    """Where a formula stands for the last time in a text, between delimiters if it can be.

    >>> place_of("the text: $x$", "x"), place_of("the text", "y")
    ((11, 12), None)
    >>> place_of("$2A$, not $2A^T$", "2A")
    (1, 3)
    """
    holding = [found for found in DELIMITED.finditer(text) if formula in found[0]]
    whole = [each for each in holding if each[0].strip("$\\[]() ") == formula.strip("\\[]() ")]
    place = [each.span() for each in whole or holding][-1:] or [(0, len(text))]
    start = text.rfind(formula, *place[0])
    return (start, start + len(formula)) if start >= 0 else None


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before a place of a text and behind it, with a sign for each formula.

    A displayed formula goes on with the sentence before it, and one behind it that goes on.

    >>> around("so $x = 2$, and $y$ is", 4, 5)
    ('so ', ', and § is')
    """
    is_displayed = False
    for found in DELIMITED.finditer(text):
        if found.start() <= start < found.end():
            start, end = found.start(), max(end, found.end())
            is_displayed = not _IN_LINE.match(found[0])
    before, behind = _masked(text[:start]), _masked(text[end:])
    if not is_displayed:
        return before, behind
    return before.rstrip(), behind if _BEGINS.match(behind) else behind.lstrip()


def _masked(text: str) -> str:
    signs = DELIMITED.sub(lambda found: EQUATION if _RELATION.search(found[0]) else VALUE, text)
    words = _MARKS.sub("", _EQUATION.sub(EQUATION, signs))
    return _CROSSES.sub(" wrong ", _ARROWS.sub(" so ", words))


def _against_before(before: str) -> str:
    """The words against what they lead to."""
    *earlier, sentence = _SENTENCES.split(_OWN_LINE.sub(r"\1.\n", before))
    found = row_of(sentence).said(BEFORE)
    return found or (row_of(earlier[-1]).said(ANNOUNCED) if earlier else "")


def _worked_on(text: str, start: int, behind: str) -> str:
    """The sign with which a formula in delimiters goes on behind them, or nothing."""
    found = _WORKED_ON.match(behind)
    is_set_off = any(each.start() <= start < each.end() for each in DELIMITED.finditer(text))
    return found[0] if found is not None and is_set_off else ""


def _said_anew(own: str, behind: str) -> str:
    """The number that stands in place of what it follows, unless it is the same one rounded.

    >>> _said_anew("h = 0.98661", " so 0.9866"), _said_anew("h = 0.9866", " so 0.9686.")
    ('', ' so 0.9686.')
    """
    said = _SAID_ANEW.match(re.sub(r"\s+", " ", behind))
    *_, last = (None, *re.finditer(_DECIMAL, own))
    if said is None or last is None:
        return ""
    unit = 0.1 ** len(said[2])
    return "" if abs(float(said[1]) - float(last[0])) < 1.01 * unit else said[0]


def _against_behind(behind: str, throughout: bool) -> str:
    """The words against what they follow."""
    if asked := _QUESTION.match(behind.partition(EQUATION)[0]):
        return asked[0]
    behind = f". {behind}" if _BEGINS.match(behind) else behind
    sentence, *later = _SENTENCES.split(behind if throughout else behind.partition(EQUATION)[0])
    sentence = sentence.partition(EQUATION)[0]
    if other := _IS_ANOTHER.match(sentence):
        return other[0]
    row = row_of(sentence)
    subject, reason = PREDICATE.match(row.letters), _reason_in(row)
    predicate = subject.end() if subject else 0
    return (
        row.said(OF_SUBJECT, end=predicate)
        or row.said(BEHIND, predicate, reason)
        or row.said(BEHIND_RESULT)
        or next(filter(None, (row_of(each).said(TAKEN_BACK) for each in later)), "")
    )


def _reason_in(row: Row) -> int:
    """Where a sentence goes on to a reason, or to what follows from it."""
    return len(REASON.split(row.letters)[0])
