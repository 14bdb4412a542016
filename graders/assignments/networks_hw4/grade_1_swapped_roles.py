"""Problem 1: the cross-entropy with label and output exchanged, marked by its parts."""

import re

import pytest

from graders.comparing.parts import Part, Said
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from graders.reading.misread import with_digit_of
from graders.reading.words.claims.restrictions import Restrictions
from graders.reading.words.rewriting.unit_interval import with_inside
from graders.reading.words.tables import in_rows

from .finite_costs import (
    COSTS,
    COSTS_AT_BOTH,
    FORMS,
    NOT_FINITE,
    NOT_OF_OUTPUT,
    OF_OUTPUT,
    RANGES,
    RIGHT_FORM,
    TERMS,
)

TOWARDS = (
    r"\$?\s*(?:=|\\to|\\rightarrow|\\(?:down|up|se|ne)arrow|[→↓↑↘↗]|->"
    r"|\b(?:is|of|can be|equals?(?: to)?|goes to|tends to)\b)"
    r"\s*\$?\s*"
)
RESTRICTIONS = Restrictions(r"\by\b|\blabels?\b|\bforms?\b|[<>=≠]|\\neq|\\in\b")

# --- where the swapped form is not finite ---------------------------------------------------------

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


@pytest.mark.question("1.1", points=6, kind="derivation")
def grade_swapped_roles(settle_parts: SettleParts) -> None:
    """Where the swapped cost is not finite, and why the right one is."""
    settle_parts(SWAPPED_ROLES, SWAPPED_ROLES_AT_ONCE, rewritten=of_labels)


SAME = re.compile(
    r"(?<!not )(?<!n't )\b(?:the )?(?<!not the )(?<!n't the )same "
    r"(?:thing )?(?:(?:happens|holds|is true|goes) )?"
    rf"(?P<case>(?:for|at|with|when|if) \$?y{TOWARDS}(?P<label>[01])\b(?![.,]\d)\$?)",
    re.IGNORECASE,
)


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
