"""Question 2: the activation x / (1 + |x|)."""

import math
import re
from collections.abc import Mapping, Sequence

import pytest

from graders.errors import Undecided
from graders.grading.fixtures.types import JudgeFormula, Review, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.calculus.branches import in_cases, is_of_one_case
from graders.reading.calculus.points import At, Points
from graders.reading.misread import with_bars
from graders.reading.words.claims.properties import Truth
from graders.reading.words.said import says, squeezed
from graders.sentences import LINES
from solutions import softsign

ODDNESS_MISTAKES: Mapping[str, Mistake] = {
    latex: Mistake("wrong_function", words) for words, latex in softsign.ODDNESS_MISTAKES.items()
}
DERIVATIVE_MISTAKES: Mapping[str, Mistake] = {
    latex: Mistake("sign" if "sign" in words else "wrong_function", words)
    for words, latex in softsign.DERIVATIVE_MISTAKES.items()
}
ONLY_AT_ZERO = Mistake("missing_term", "that g(0) = 0 does not show that g is odd")
_AT_ZERO = re.compile(r"g\s*\(\s*0\s*\)")
_REFLECTION = re.compile(r"\(\s*[-−–]\s*x|[-−–]\s*g|even|symmetr", re.IGNORECASE)
_BY_SIGNS = re.compile(r"[-−–]\s*x|numerator|denominator|quotient|product|ratio", re.IGNORECASE)
_OF_DERIVATIVE = re.compile(r"derivative|g\s*['′]", re.IGNORECASE)
_SUM = r"\(?(?:([gf])\(-x\)\+\1\(x\)|([gf])\(x\)\+\2\(-x\))"
_RATIO = r"\(?(?:([gf])\(-x\)\)?/?\(?\1\(x\)|([gf])\(x\)\)?/?\(?\2\(-x\))"
_OTHER_FORMS: Mapping[str, str] = {  # of the claim, by its left side; and what it comes to
    rf"{_SUM}\)?(?:/?2)?=": "0",
    rf"(?:\\frac|(?<![\w)])(?=.{{4,7}}/)){_RATIO}\)?=": "-1",
    r"(?<![)}=\d])-([gf])\(-x\)=(?!\1\(x\))": softsign.SOFTSIGN,
}
_OF_BOTH = re.compile(  # a left side in which the function stands at x and at -x
    r"(?:^|[=$,;:])(?=[^=$,;:]*[gf]\(x\))[^=$,;:]*[gf]\(-x\)[^=$,;:]*=", re.MULTILINE
)
_REFLECTED = re.compile(r"-[gf]\(x\)")
_UNEQUAL = re.compile(r"\s*(?:≠|!=|\\neq?(?![a-z])|\\not\s*=)\s*[gf]\s*\(\s*x\s*\)")
_CALLED_EVEN = (
    r"(?<!denominator is )\beven\b"
    r"(?! (?:denominator|though|if|for|when|at|more|then|simpler|without|with))"
)
_PLACE = r"\b(?:is|are|at|around|about|of|equals)\s+\$?|=\s*\$?"
CENTRE = Truth(
    {
        "function": (
            r"\b(?:function|graph|origin|range|interval|numerator|denominator|slope|derivative"
            r"|symmetric)\b",
            r"\b[gfx]\b",
        ),
        "mean": (r"\b(?:mean|cent(?:er|re)\w*|average|expect\w*)\b",),
    },
    {"mean": {"zero"}},
    opposites=(
        {
            "zero": (r"\b(?:zero|origin)\b|(?<![\d./])0(?![./]?\d)",),
            "elsewhere": (rf"(?:{_PLACE})(?:-?\s?(?:[1-9]|0?\.\d)|one\b|(?:one )?half\b|½)",),
        },
    ),
)
_NONE = (
    r"(?:does(?: not|n't) exist|undefined|(?:not|n't) (?:defined|differentiable)"
    r"|no derivative|jumps?)"
)
_AT_ORIGIN = r"\b(?:at|in|for) (?:\$?x ?= ?)?\$?(?:0|zero|the origin)\b"
_NONE_AT_ZERO = re.compile(  # of g itself, and not of the absolute value
    r"(?:^|[.;,:(]|\$ |\b(?:and|but|while)\b)(?![^.;,]{0,40}(?:\|x\||abs))[^.;,]{0,50}?"
    rf"(?:{_AT_ORIGIN}[^.;|]{{0,40}}?{_NONE}|{_NONE}[^.;|]{{0,20}}{_AT_ORIGIN})",
    re.IGNORECASE,
)
SLOPES = Points(r"[gf]\s*(?:['′]|\^\s*\{?\s*\\prime\s*\}?)")
_STRAY_ZERO = re.compile(r"[-+]\s*0\s*(?:\$|\\\]|$)")  # a term that nobody adds


@pytest.mark.question("2.1.a.centred", points=4, kind="derivation")
def grade_oddness(answer: Answer, settle: Settle, judge_derivation: JudgeFormula) -> None:
    """The steps that show that the activation is odd, and so centred at zero."""
    if _AT_ZERO.search(answer.text) and not reflects(answer.text):
        settle(Comparison(False, "words", ONLY_AT_ZERO))
    plain = squeezed(answer.text)
    if _REFLECTED.search(plain) and says(answer.text, _CALLED_EVEN):
        raise Undecided("The formula and the words beside it differ.", note="g is called even")
    if said := CENTRE.denied(answer.text):
        raise Undecided("The formula and the words beside it differ.", note=f"it says: {said}")
    ends = tuple(end for claim, end in _OTHER_FORMS.items() if re.search(claim, plain))
    found = judge_derivation(
        softsign.REFLECTED,
        others=ends,
        mistakes=ODDNESS_MISTAKES,
        rewritten=lambda text: _UNEQUAL.sub("", text),
    )
    if is_of_one_case(answer.text) and any(each.equal is False for each in found):
        raise Undecided("It is not clear what holds on either side of zero.", note=found[0].note)
    if not ends and _OF_BOTH.search(plain) and any(each.equal is False for each in found):
        raise Undecided("It is not clear what is shown of both values.", note=found[0].note)
    leave_where_misread(answer, found)
    settle(*found)


def reflects(text: str) -> bool:
    """Whether a text may set g(-x) against g(x), but for what it says of the derivative.

    >>> reflects("g(0) = 0. The derivative is (1 + |x| - x)/(1 + |x|)^2."), reflects("-x/(1 + |x|)")
    (False, True)
    """
    own = "".join(each for each in LINES.whole(text) if not _OF_DERIVATIVE.search(each))
    return _REFLECTION.search(text) is not None or _BY_SIGNS.search(own) is not None


@pytest.mark.question("2.1.a.derivative", points=6, kind="symbolic")
def grade_derivative(answer: Answer, judge_formula: JudgeFormula, settle: Settle) -> None:
    """The derivative, by a formula that holds on the whole line."""
    told = SLOPES.without(answer.text)
    found = judge_formula(
        softsign.DERIVATIVE,
        mistakes=DERIVATIVE_MISTAKES,
        rewritten=lambda text: in_cases(SLOPES.without(text)),
    )
    if _STRAY_ZERO.search(answer.text) and not any(each.equal for each in found):
        named = [each.mistake.words for each in found if each.mistake] + [found[0].note]
        note = f"a stray zero stands in the formula: {'; '.join(filter(None, named))}"
        raise Undecided("A part of this formula seems to be lost.", note=note)
    if in_cases(told) == told and is_of_one_case(told):
        raise Undecided("It is not clear what holds on either side of zero.", note=found[0].note)
    if other := next((each for each in SLOPES.told(answer.text) if not is_slope(each)), None):
        note = f"at {other.point} the derivative is said to be {other.value}"
        raise Undecided("The formula and the value at a point differ.", note=note)
    if _NONE_AT_ZERO.search(answer.text) and any(each.equal for each in found):
        raise Undecided("The formula and the words beside it differ.", note="of zero it says none")
    leave_where_misread(answer, found)
    settle(*found, hint="try it on both sides of zero")


def is_slope(told: At) -> bool:
    """Whether the derivative has the value at a point that it is said to have, as far as printed.

    >>> is_slope(At(0, 1)), is_slope(At(0, 0))
    (True, False)
    """
    return math.isclose(softsign.derivative(float(told.point)), told.value, rel_tol=0.01)


def leave_where_misread(answer: Answer, found: Sequence[Comparison]) -> None:
    """A person looks at what is not right where bars may have been read as ones."""
    if with_bars(answer.text) != answer.text and not all(each.equal for each in found):
        raise Undecided("Bars may have been read as ones here.", note=found[0].note)


@pytest.mark.question("2.1.a.vanishing", points=4, kind="free_text")
def grade_vanishing_gradient(answer: Answer, review: Review) -> None:
    """What happens to the gradient for large inputs, and what that means for training."""
    review()
