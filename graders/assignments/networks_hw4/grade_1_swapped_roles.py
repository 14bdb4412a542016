"""Problem 1: the cross-entropy with label and output exchanged, marked by its parts."""

import re

import pytest

from graders.comparing.parts import Part, Said
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from graders.reading.misread import with_digit_of
from graders.reading.words.cases import in_rows
from graders.reading.words.properties import Truth

TOWARDS = (
    r"\$?\s*(?:=|\\to|\\rightarrow|\\(?:down|up|se|ne)arrow|[→↓↑↘↗]|->"
    r"|\b(?:is|of|can be|equals?(?: to)?|goes to|tends to)\b)"
    r"\s*\$?\s*"
)
NOT_FINITE = (
    r"(?<!not)(?<!not )(?<!never )"
    r"(?:undefined|infinit|\\infty|∞|\binf\b|diverge|unbounded|without bound|blow\w* up|explode)"
    r"|(?:not|isn't|never) (?:defined|finite|computable)|does(?:n't| not) exist"
    r"|(?:can ?not|can't) be (?:evaluated|computed|calculated|determined|defined)"
    r"|ln\s*\(?0\)?\$?[:,; ]{0,3}\s*(?:also|again|too|as well|same)\b"
)
HIDDEN = Mistake("wrong_function", "0 times infinity is no zero: the term is not finite")
ZERO_TIMES_INFINITY = (
    r"0\s*(?:\\cdot|\\times|\*|·)?\s*\\?ln\s*\(?\s*0\)?\s*=\s*0|0\s*(?:\\cdot|\\times|\*|·)\s*"
    r"\(?-?\\infty\)?\s*=\s*0"
)
DOWNWARDS = Mistake("sign", "the cost grows to plus infinity, not to minus infinity")
TO_MINUS_INFINITY = (
    r"\b(?:C|cost|loss)(?:\(\w+\))?\$?\s*(?:=|\\to|\\rightarrow|→|->|\bis\b|(?:goes|tends|runs) to)"
    r"\s*\$?\s*(?:[-−–]|minus |negative )\s*(?:\\infty|∞|inf)"
    r"|(?<![\w)}])\s*[-−–][^$=,;]*\\?ln[^$=,;]*?(?:=|\\to|→|->)"
    r"\s*[-−–]\s*(?:\\infty|∞|inf)"  # of -a ln y
)
DOWNWARDS_IN_WORDS = (  # which is right of ln 0 alone
    r"(?:^|[.;:])(?:(?!ln|log)[^.;:])*?"
    r"(?:(?<![(\[*·])(?<![(\[*·]\s)[-−–]\s*(?:\\infty|∞|inf)|(?:minus|negative) infinity)"
    r"|\b(?:C|cost|loss)\b[^.;:+]{0,30}(?:minus|negative) infinity"
)
BOTH_LABELS = (
    rf"\b(?:both|either|each|any|every)\b[^.]{{0,120}}?(?:{NOT_FINITE})"
    rf"|(?:{NOT_FINITE})[^.]{{0,80}}\b(?:both|either|each|any|every)\b"
    rf"|(?:{NOT_FINITE})[^.]{{0,20}}y{TOWARDS}(?:0|zero)\b[\s\S]*?y{TOWARDS}(?:1|one)\b"
    rf"[\s\S]*?(?:{NOT_FINITE})"
)
OTHER_LABEL = (
    rf"\b(?:y|label)\b{TOWARDS}(?:{{label}}|{{word}})|both|other|also|same|either"
    r"|symmetr|likewise|similar|vice versa|analog|{label}[- ]label|label[^.]{{0,9}}{label}"
)
ONE_ENDPOINT = Mistake("one_case", "only one of the labels is looked at")
OF_THE_OUTPUT = (  # the swapped form has the logarithms of the label
    rf"(?:{NOT_FINITE})[^.;]{{0,20}}\b(?:because|since|as|due to)\b[^.;]{{0,9}}"
    r"(?:\\?ln|\\?log(?:arithm)?(?: of)?)\s*\$?\(?\s*(?:1\s*[-−]\s*)?\$?a\b"
)

# --- why the right form is finite -----------------------------------------------------------------

INSIDE = "strictly inside"  # one name for all that says so of the interval from 0 to 1
ENDS = r"[^.;]{0,24}\b(?:0|zero)\b[^.;]{0,14}\b(?:or|and|nor)\b[^.;]{0,14}\b(?:1|one)\b"
OPEN_INTERVAL = re.compile(
    r"\$?[(\]]\s*0\s*,\s*1\s*[)\[]\$?|open (?:unit )?interval"
    rf"|(?:never|not)\b{ENDS}"
    r"|(?:only|just) approach\w*|asymptot\w*|strictly (?:between|inside|within|in)"
    r"|(?:between|neither) \$?(?:0|zero)\$? (?:and|nor) \$?(?:1|one)\b",
    re.IGNORECASE,
)
AS_MEMBER = re.compile(r"(?:∈|\\in\b)\s*[(\]]\s*0\s*,\s*1\s*[)\[]\s*(\$?)")
BETWEEN = re.compile(r"(\$?)\s*0\s*(?:<|\\lt)\s*([^<>$=]{1,20}?)\s*(?:<|\\lt)\s*1(?![\d.])\s*\1")
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
    opposites=(
        {
            "inside": (INSIDE,),
            "at the ends": (
                r"\b(?:takes?|reach(?:es)?|attains?) (?:on )?(?:both|these|the ends?)\b",
                r"\binclusive\b|\bclosed\b|\bends?(?:points?)? included",
                r"\b(?:including|with) (?:both |the )*ends?\b",
                r"\b(?:can|may|could|do|does) (?:also |both )?(?:be )?"
                r"(?:reached|attained|taken|reach|attain|take|equal)\b",
                r"\b(?:are|is) (?:also |both )?(?:reached|attained)\b",
            ),
        },
    ),
)
ALSO_UNDEFINED = Mistake("wrong_function", "the right form is said to be undefined too")
FORM = r"\s+(?:form|one|version|cost|formula)"
FORMS = Truth(
    things={
        "swapped form": (rf"(?:swapped|wrong|incorrect){FORM}\b",),
        "right form": (rf"(?:right|correct|proper|true|original|usual)(?:{FORM})?\b",),
        "another": (r"logarithm|\\?\bln\b|\bcost\b|\bC\b",),
    },
    known={"right form": {"finite"}, "swapped form": {"not finite"}},
    mistake=ALSO_UNDEFINED,
    opposites=(
        {
            "finite": (r"\bfinite|\bdefined\b|\bfine\b|\bbetter\b",),
            "not finite": (
                NOT_FINITE,
                r"\b(?:same|also|too|as well|still|similar)\b[^.;]{0,24}"
                r"(?:problem|issue|troubl|difficult|fail)",
            ),
        },
    ),
)
IN_A_CASE = (  # where it is not finite for all outputs but those at an end
    r"(?:^|[.;,])(?:(?!right|correct|proper|form)[^.;,])*?"
    rf"(?:{NOT_FINITE})\w* (?:only )?(?:if|when|for|where) \$?a\s*=\s*\$?[01](?![\d.])"
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
        traces=(
            r"sigmoid|\\sigma|σ|logistic|right|correct|proper|original|usual|activation"
            r"|\\ln\s*a|ln a"
        ),
    ),
    left_out=Mistake("left_out", "why the right form is finite is left out"),
)


OF_ONE = r"\\?ln\s*(?:\\left)?\(?\s*1(?!\s*-)\s*(?:\\right)?\)?"
FINITE_THERE = {0: r"\\?ln\s*(?:\\left)?\(\s*1\s*-\s*y\s*(?:\\right)?\)", 1: r"\\?ln\s*\(?\s*y\)?"}
OF_IT = r"\$?\s*(?:(?:is|=|becomes|are|isn't|goes to|\\to|→)\s*)?\$?\s*"


def endpoint(label: int) -> Part:
    """What happens at one of the labels; the other logarithm is finite there."""
    return Part(
        f"not finite at y = {label}",
        2,
        said=Said(
            NOT_FINITE,
            mistakes={
                ZERO_TIMES_INFINITY: HIDDEN,
                r"\bC\s*(?:=|\\to|→|is)\s*\$?0(?![.\d])": HIDDEN,
                TO_MINUS_INFINITY: DOWNWARDS,
            },
            contrary=f"{DOWNWARDS_IN_WORDS}|{OF_THE_OUTPUT}|{IN_A_CASE}",
            contrary_there=f"(?:{OF_ONE}|{FINITE_THERE[label]}){OF_IT}(?:{NOT_FINITE})",
            traces=OTHER_LABEL.format(label=label, word=("zero", "one")[label]),
        ),
        case=rf"\b(?:y|[Ll]abels?)(?:{TOWARDS}|[ -])(?:{label}|{('zero', 'one')[label]})\b"
        rf"|\b(?:{label}|{('zero', 'one')[label]})[ -]labels?\b",
        left_out=ONE_ENDPOINT,
    )


SWAPPED_ROLES = (endpoint(0), endpoint(1), REASON)
SWAPPED_ROLES_AT_ONCE = (
    Part(
        "not finite at y = 0 and at y = 1",
        4,
        said=Said(
            BOTH_LABELS, contrary=f"{TO_MINUS_INFINITY}|{DOWNWARDS_IN_WORDS}|{OF_THE_OUTPUT}"
        ),
    ),
    REASON,
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
    text = BETWEEN.sub(rf" \2 is {INSIDE} ", with_digit_of("y", in_rows(text)))
    text = AS_MEMBER.sub(rf"\1 is {INSIDE} ", text)
    return OPEN_INTERVAL.sub(f" {INSIDE} ", text)
