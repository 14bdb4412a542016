"""Problem 1: the cross-entropy with label and output exchanged, marked by its parts."""

import re
from dataclasses import replace
from functools import partial

import pytest

from graders.comparing.parts import Part, Said
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from graders.reading.calculus.limits.infinities import with_infinities
from graders.reading.misread import with_digit_of
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.claims.restrictions import Restrictions
from graders.reading.words.rewriting.unit_interval import PLACES, with_inside
from graders.reading.words.tables import in_rows

TOWARDS = (
    r"\$?\s*(?:=|\\to|\\rightarrow|\\(?:down|up|se|ne)arrow|[→↓↑↘↗]|->"
    r"|\b(?:is|of|can be|equals?(?: to)?|goes to|tends to)\b)"
    r"\s*\$?\s*"
)
NOT_FINITE = (
    r"undefined|infinit\w*|diverg\w*|unbounded|without bound|blow\w* up|explod\w*"
    r"|(?:not|isn't|never) (?:defined|finite|computable)|does(?:n't| not) exist"
    r"|(?:can ?not|can't) be (?:evaluated|computed|calculated|determined|defined)"
)
SIZES = (
    {
        "minus infinite": (r"\b(?:minus|negative) infinity",),
        "not finite": (rf"\bplus infinity|{NOT_FINITE}",),
        "finite": (r"\bfinite|\bdefined\b|\bfine\b|\bbetter\b",),
    },
)
FORM = r"\s+(?:form|one|version|cost|formula|loss)"
SWAPPED_FORM = rf"(?:swapped|wrong|incorrect){FORM}\b"
RIGHT_FORM = rf"(?:right|correct|proper|true|original|usual)(?:{FORM})?\b"

# --- where the swapped form is not finite ---------------------------------------------------------

LOGARITHM = r"\\?\b(?:ln|log(?:arithm)?)\b(?: of)?\s*\(?\s*"
OF_OUTPUT = rf"{LOGARITHM}(?:1\s*[-−]\s*)?\$?a\b"
NEGATED = {OF_OUTPUT: "the right form", f"{LOGARITHM}|infinity": "the cost"}
ZERO, ONE = r"0\b|zero\b", r"1\b(?!\s*[-−])|one\b"
LABEL, ONE_LESS_LABEL = r"y\b", r"1\s*[-−]\s*[y1]"


def costs(of_zero: str, of_one: str) -> Truth:
    """What is true of the swapped cost and of its logarithms, by what these are taken of."""
    return Truth(
        things={
            "cost": (SWAPPED_FORM, r"\b(?:cost|loss)\b", r"(?-i:\bC\b)"),
            "right form": (RIGHT_FORM,),
            "logarithm of output": (OF_OUTPUT,),
            "logarithm of zero": (f"{LOGARITHM}(?:{of_zero})",),
            "logarithm of one": (f"{LOGARITHM}(?:{of_one})",),
            "term": (r"\blogarithm|\bterm|\bfactor",),
            "another": (r"\b(?:sigmoid|output|network)\b",),
        },
        known={
            "cost": {"not finite"},
            "right form": {"finite"},
            "logarithm of output": {"finite"},
            "logarithm of zero": {"not finite", "minus infinite"},
            "logarithm of one": {"finite"},
        },
        telling={
            "cost": {"not finite"},
            "logarithm of zero": {"not finite", "minus infinite"},
            "term": {"not finite", "minus infinite"},
        },
        opposites=SIZES,
        in_words=partial(with_infinities, negated=NEGATED),
    )


COSTS = {
    0: costs(f"{ZERO}|{LABEL}", f"{ONE}|{ONE_LESS_LABEL}"),
    1: costs(f"{ZERO}|{ONE_LESS_LABEL}", f"{ONE}|{LABEL}"),
}
COSTS_AT_BOTH = replace(costs(f"{ZERO}|{LABEL}|{ONE_LESS_LABEL}", ONE), telling={})
NOT_OF_OUTPUT = Reasons(rf"\A(?![\s\S]*{OF_OUTPUT})")

OF_TERM = r"(?: (?:terms?|summand|one|logarithm)\b)?"
FIRST, SECOND = (
    rf"\b(?:first|left){OF_TERM}",
    rf"\b(?:second|last|right){OF_TERM}|\b1\s*[-−]\s*a\b",
)


def terms(infinite: str, finite: str, of_one: str) -> Truth:
    """That the infinite term of the swapped cost is not said to be none, as the other one is."""
    return Truth(
        things={
            "finite": (finite, rf"{LOGARITHM}(?:{of_one})", r"\b(?:others?|rest|terms?|one)\b"),
            "infinite": (infinite, rf"{LOGARITHM}(?:[y0]\b|zero\b)?"),
            "another": (r"\b(?:label|argument|output|sigmoid|network|y)\b",),
        },
        known={"infinite": {"kept"}},
        opposites=(
            {
                "kept": (r"\bdominat\w*",),
                "none": (
                    r"\b(?:vanish(?:es)?|harmless|negligible|cancels?|suppress\w*)\b",
                    r"\b(?:does|do)(?: not|n't) (?:count|matter|contribute)\b",
                    r"\b(?:gives?|yields?|becomes?) \$?(?:0(?![.\d])|zero\b)",
                ),
            },
        ),
    )


TERMS = {
    0: terms(FIRST, SECOND, f"{ONE}|{ONE_LESS_LABEL}"),
    1: terms(SECOND, FIRST, f"{ONE}|{LABEL}"),
}
RESTRICTIONS = Restrictions(r"\by\b|\blabels?\b|\bforms?\b|[<>=≠]|\\neq|\\in\b")

HIDDEN = Mistake("wrong_function", "0 times infinity is no zero: the term is not finite")
TIMES = r"\s*(?:\\cdot|\\times|\*|·)?\s*"
ZERO_TIMES_INFINITY = rf"0{TIMES}(?:\\?ln\s*\(?\s*0\)?|\(?-?\\infty\)?)\s*=\s*0"
NO_COST = r"\bC\s*(?:=|\\to|→|is)\s*\$?0(?![.\d])"
ONE_ENDPOINT = Mistake("one_case", "only one of the labels is looked at")
FOR_ONE_OUTPUT = (  # and for no others
    rf"(?:^|[.;,])(?:(?!would|{RIGHT_FORM})[^.;,])*?(?:{NOT_FINITE})\w* (?:only )?"
    r"(?:if|when|for|where) \$?a\s*=\s*\$?[01](?![\d.])"
)


def endpoint(label: int) -> Part:
    """What happens at one of the labels."""
    name = f"(?:{label}|{('zero', 'one')[label]})"
    return Part(
        f"not finite at y = {label}",
        2,
        said=Said(
            claims=(COSTS[label], TERMS[label], RESTRICTIONS, NOT_OF_OUTPUT),
            mistakes={ZERO_TIMES_INFINITY: HIDDEN, NO_COST: HIDDEN},
            contrary=FOR_ONE_OUTPUT,
            traces=rf"\b(?:y|label)\b{TOWARDS}{name}|both|other|also|same|either|symmetr|likewise"
            rf"|similar|vice versa|analog|{label}[- ]label|label[^.]{{0,9}}{label}",
        ),
        case=rf"\b(?:y|[Ll]abels?)(?:{TOWARDS}|[ -]){name}\b|\b{name}[ -]labels?\b",
        left_out=ONE_ENDPOINT,
    )


# --- why the right form is finite -----------------------------------------------------------------

RANGES = Truth(
    things={
        "form": (r"\b(?:form|version|cost|loss|formula)\b",),
        "output": (
            r"(?:range of (?:the |a )?)?sigmoid|\\sigma|σ|logistic",
            r"activation|output|prediction|network|neuron|\ba\b",
        ),
        "label": (r"\by\b|\blabels?\b|\btargets?\b",),
        "another function": (r"\b(?:relu|tanh|softplus|linear)\b(?: output| neuron| unit)?",),
    },
    known={"output": {"inside"}, "label": {"at the ends"}, "another function": {"at the ends"}},
    telling={"output": {"inside"}},
    opposites=(PLACES,),
)
ALSO_UNDEFINED = Mistake("wrong_function", "the right form is said to be undefined too")
TROUBLE = (
    r"\b(?:same|also|too|as well|still|similar)\b[^.;]{0,24}(?:problem|issue|troubl|difficult|fail)"
)
FORMS = Truth(
    things={
        "swapped form": (SWAPPED_FORM,),
        "right form": (RIGHT_FORM,),
        "another": (r"logarithm|\\?\bln\b|\bcost\b|\bC\b",),
    },
    known={"right form": {"finite"}, "swapped form": {"not finite"}},
    mistake=ALSO_UNDEFINED,
    opposites=({**SIZES[0], "not finite": (NOT_FINITE, TROUBLE)},),
)
ENDS_SWAPPED = Mistake("swapped", "the values of the right form have changed places")
OTHER_END = (
    r"y\s*=\s*1\$?[^.;y]{0,30}C\s*=\s*-\s*\\?ln\s*\(\s*1\s*-\s*a"
    r"|y\s*=\s*0\$?[^.;y]{0,30}C\s*=\s*-\s*\\?ln\s*\(?\s*a"
)
REASON = Part(
    "why the right form is finite",
    2,
    said=Said(
        claims=(RANGES, FORMS),
        mistakes={OTHER_END: ENDS_SWAPPED},
        traces=rf"sigmoid|\\sigma|σ|logistic|{RIGHT_FORM}|activation|{OF_OUTPUT}",
    ),
    left_out=Mistake("left_out", "why the right form is finite is left out"),
)

# --- together -------------------------------------------------------------------------------------

BOTH = (
    rf"(?:\b(?:both|either|each|any|every)\b|y{TOWARDS}(?:0|zero)\b[^.]{{0,20}}"
    rf"y{TOWARDS}(?:1|one)\b)"
)
SWAPPED_ROLES = (endpoint(0), endpoint(1), REASON)
SWAPPED_ROLES_AT_ONCE = (
    Part(
        "not finite at y = 0 and at y = 1",
        4,
        said=Said(
            rf"{BOTH}[^.]*(?:{NOT_FINITE}|\\infty)|(?:{NOT_FINITE}|\\infty)[^.]*{BOTH}",
            claims=(COSTS_AT_BOTH, RESTRICTIONS, NOT_OF_OUTPUT),
        ),
    ),
    REASON,
)
SAME = re.compile(
    r"(?<!not )(?<!n't )\b(?:the )?(?<!not the )(?<!n't the )same "
    r"(?:thing )?(?:(?:happens|holds|is true|goes) )?"
    rf"(?P<case>(?:for|at|with|when|if) \$?y{TOWARDS}(?P<label>[01])\b(?![.,]\d)\$?)",
    re.IGNORECASE,
)


@pytest.mark.question("1.1", points=6, kind="derivation")
def grade_swapped_roles(settle_parts: SettleParts) -> None:
    """Where the swapped cost is not finite, and why the right one is."""
    settle_parts(SWAPPED_ROLES, SWAPPED_ROLES_AT_ONCE, rewritten=of_labels)


def of_labels(text: str) -> str:
    r"""A passage without tables, in which a label is 0 or 1, also where it was read as a letter.

    What lies in the open interval has one name.

    >>> of_labels("at $y = O$: infinite"), of_labels("for $0 < a < 1$.")
    ('at $y = 0$: infinite', 'for  a is  strictly inside  .')
    """
    return _at_other_end(with_inside(with_digit_of("y", in_rows(text))))


def _at_other_end(text: str) -> str:
    """A passage in which "the same for y = 1" says what was said for y = 0, if that was told."""
    found = SAME.search(text)
    before = text[: found.start()] if found else ""
    is_of_swapped = re.search(RIGHT_FORM, before, re.IGNORECASE) is None
    if not (found and is_of_swapped and COSTS[1 - int(found["label"])].affirmed(before)):
        return text
    return f"{before}{found['case']} the cost is infinite{text[found.end() :]}"
