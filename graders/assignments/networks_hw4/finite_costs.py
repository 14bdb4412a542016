"""Which costs, logarithms and terms are finite at the labels 0 and 1, and where outputs lie."""

from dataclasses import replace
from functools import partial

from graders.model import Mistake
from graders.reading.calculus.limits.infinities import with_infinities
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.reasons import Reasons
from graders.reading.words.rewriting.unit_interval import PLACES

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

# --- costs and the logarithms in them ------------------------------------------------------------

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

# --- the right form -------------------------------------------------------------------------------

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
