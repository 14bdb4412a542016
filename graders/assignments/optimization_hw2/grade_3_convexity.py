"""Question 3.3.a: the averaging inequality and the first-order condition, marked as two parts.

Each is an inequality that a model of convex functions judges, also where words name its values.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.reading.calculus.descent.iterates import OPTIMUM, in_declared_notation
from graders.reading.words.claims.reasons import Reasons
from solutions import gradient_descent as solution

_MEAN_LOSS = solution.JENSEN[1]
_TANGENT = r"f(x)+\langle y-x,\nabla f(x)\rangle"
_BELOW = r"f(w^{(t)})+\langle w^*-w^{(t)},\nabla f(w^{(t)})\rangle"
_AT_OPTIMUM = (  # where the condition is said to be taken
    r"(?:first|1st)[- ]order(?: \w+\.?){0,3} (?:at|in) (?:the )?"
    r"(?:\$?w\^?\{?(?:\*|\\star|\\ast)|minim\w+|optim\w+|mean|average|w̄|\$?\\(?:bar|overline))"
)
WHY_IT_HOLDS = Reasons(
    r"^[^:]*(?:convex|jensen|inequalit|averag|mean|\bsum|tangent|defin|linear|order|optim|minim)"
)
AVERAGED = Part(
    "the averaging inequality",
    2,
    Written(
        (_MEAN_LOSS, f"{_MEAN_LOSS}-f(w^*)"),
        heads=r"^f\(\\(?:bar|overline)w\)",
        relation="<=",
        form=r"\\sum",
    ),
    Said(
        r"jensen|averaging inequality|inequality[^.]*average",
        claims=(WHY_IT_HOLDS,),
        contrary=r"\bconcav",
    ),
)
FIRST_ORDER = Part(
    "the first-order condition",
    2,
    Written(
        (solution.FIRST_ORDER[1],), heads=rf"f\(w\S{{1,5}}\)-f\({OPTIMUM}\)[\])]*$", relation="<="
    ),
    Said(r"(?:first|1st)[- ]order|tangent|supporting|gradient inequality", contrary=_AT_OPTIMUM),
)
FROM_BELOW = replace(
    FIRST_ORDER, written=Written((_BELOW,), heads=rf"^f\({OPTIMUM}\)$", relation=">=")
)
ANYWHERE = replace(
    FIRST_ORDER,
    written=Written((_TANGENT,), heads=r"^f\(y\)$", relation=">="),
)
_VALUES: Mapping[str, str] = {  # at the iterates and at their mean, by the words for them
    r"(?:(?:the )?(?:function )?(?:value|loss) (?:of f )?|\bf )?(?:at|(?<=f )of) the "
    r"(?:average|mean)(?: (?:iterate|point))?": r"f(\bar{w})",
    r"(?:the )?(?:average|mean) of (?:all |the )*(?:function )?"
    r"(?:values|losses|\$?f\$? (?:over|at) (?:all |the )*iterates)": "f(w_t)",
}
_OF_VALUES = re.compile(r"(?:the )?(?:average|mean) of (?:all |the )*(?=\$f\s*\(w[_^])")
_CURVE = r"(?:\w+ ){0,3}(?:function|graph|curve|loss)(?: of \$?f\$?)?|\$?\bf(?:\(\w\))?\$?"
_TANGENTS = (
    r"(?:\w+ ){0,3}(?:tangent|linear approximation|lineari[sz]ation|supporting)\w*"
    r"(?: (?:line|plane|hyperplane)s?)?"
)
_AT_POINT = r"(?: (?:at|in|through|to) (?:(?:each|every|any|all|an?|the) )*[\w$^(){}]+)?"
_LIES = (
    r"(?P<never> never| (?:does|do) not)? (?:is|are|lies?|stays?|remains?|runs?|sits?)"
    r"(?: (?!not|never)\w+)?(?P<not> not| never)?"
)
_SIDES = r"(?:(?P<above>above|over|at least)|below|under|beneath|at most)(?: all| each)?"
_ON_SIDE = f"{_LIES} {_SIDES} "
_OF_TANGENTS = (  # and whether the function is named first
    (re.compile(rf"(?:{_CURVE}){_ON_SIDE}{_TANGENTS}{_AT_POINT}"), True),
    (re.compile(rf"{_TANGENTS}{_AT_POINT}{_ON_SIDE}(?:{_CURVE})"), False),
)


def with_values(text: str) -> str:
    r"""A passage with formulas for the words that name a value of f, or the side of its tangents.

    >>> with_values("f at the mean is at most the average of the losses.")
    '$f(\\bar{w})$ is at most $f(w_t)$.'
    >>> with_values("f never lies below its tangents")
    'f never lies below its tangents: $f(y) \\geq f(x)+\\langle y-x,\\nabla f(x)\\rangle$'
    """
    for words, formula in _VALUES.items():
        delimited = f"${formula}$".replace("\\", r"\\")
        text = re.sub(words, delimited, text, flags=re.IGNORECASE)
    for clause, curve_first in _OF_TANGENTS:
        text = clause.sub(partial(_with_side, curve_first=curve_first), text)
    return _OF_VALUES.sub("", text)


def _with_side(said: re.Match[str], *, curve_first: bool) -> str:
    """A clause on which side of its tangents a function lies, and that as a formula."""
    is_above = bool(said["above"]) != bool(said["never"] or said["not"])
    order = r"\geq" if is_above == curve_first else r"\leq"
    return f"{said[0]}: $f(y) {order} {_TANGENT}$"


@pytest.mark.question("3.3.a", points=4, kind="derivation")
def grade_convexity_step(settle_parts: SettleParts) -> None:
    """The averaging inequality, then the first-order condition."""
    settle_parts(
        (AVERAGED, FIRST_ORDER),
        (AVERAGED, FROM_BELOW),
        (AVERAGED, ANYWHERE),
        models=("convexity",),
        rewritten=lambda text: in_declared_notation(with_values(text)),
    )
