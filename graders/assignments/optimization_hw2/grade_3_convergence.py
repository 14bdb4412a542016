"""Questions 3.2 and 3.3: how fast gradient descent converges."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from solutions import gradient_descent as solution

# --- notation ------------------------------------------------------------------------------------

_TRANSPOSED = re.compile(  # behind a bracket; T counts the steps
    r"(?<=\))(?:\^\s*\{?\s*T\b\s*\}?|ᵀ)"
)
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*(\w)\s*\}|(\w)(?![A-Za-z]))")
_OF_MEAN = re.compile(
    r"f\s*(?:\\left|\\[bB]igg?l?)?\(\s*\\frac\s*\{?1\}?\s*\{?T\}?\s*\\sum(?:_\{[^{}]*\}|_\w)?(?:\^\{?T\}?)?"
    r"\s*\{?w\}?(?:\^\{\(t\)\}|_t|_\{t\})\s*(?:\\right|\\[bB]igg?r?)?\)"
)
_WITHOUT_INDEX = re.compile(
    r"(?:[Σ∑]|\\sum(?![A-Za-z])|(?<![\\\w])sum(?=\s+(?:f\(|[<⟨‖]|\\langle)))(?!\s*(?:[_^ₜ]|\\limits))"
)
_BY_TWICE_THE_STEP = re.compile(  # 1/2η before a distance, not before the squares of the updates
    r"/\s?2(?P<step>\\eta(?![a-z])|η|eta\b)"
    r"(?!\s*[*·]?\s*(?:(?:[Σ∑]|\\?sum)\S*\s*)?(?:\|\||‖|∥|\\\||\\lVert)\s*v)"
)


def in_declared_notation(text: str) -> str:
    r"""A passage with `^\top` for a transpose, and names for the mean iterate and the index.

    What is divided by `2η` before a distance is so by the product.

    >>> in_declared_notation(r"f(\frac1T\sum_t w_t) \geq \nabla f(x)^T(y-x)")
    'f(\\bar{w}) \\geq \\nabla f(x)^\\top(y-x)'
    >>> in_declared_notation("1/T Σ f(w_t)")
    '1/T \\sum_t  f(w_t)'
    >>> in_declared_notation("||w*||²/2η + 1/2η ||v||²")
    '||w*||²/(2η) + 1/2η ||v||²'
    """
    text = _BOLD.sub(lambda letter: f"{{{letter[1] or letter[2]}}}", text)
    text = _OF_MEAN.sub(lambda _: r"f(\bar{w})", text)
    text = _BY_TWICE_THE_STEP.sub(lambda divided: f"/(2{divided['step']})", text)
    text = _WITHOUT_INDEX.sub(lambda _: r"\sum_t ", text)
    return _TRANSPOSED.sub(lambda _: r"^\top", text)


# --- 3.2 ----------------------------------------------------------------------------------------

STEP_POINTS = Fraction(5, 2)
_FIRST, _LAST = (rf"w(?:\^\({t}\)|\^{t}|_{t})" for t in ("1", r"T\+1"))
_OPTIMUM = r"w\^?(?:\*|\\star|\\ast)"
_NORM = rf"(?:\\?\||‖){_OPTIMUM}(?:\\?\||‖)"  # of the optimum, a distance from zero
TELESCOPED = (
    rf"telescop|\bcancel|\bcollaps"
    rf"|{_FIRST}-{_OPTIMUM}[^a-z]{{1,12}}-[^a-z]{{0,12}}{_LAST}-{_OPTIMUM}"
)
_AT_ZERO = (
    r"(?:[wω]|\\omega)(?:[_^]?\{?\(?1\)?\}?|₁|⁽¹⁾)\s*=\s*0|start\w*[^.]{0,20}(?:zero|origin|0)"
    rf"|{_FIRST}-{_OPTIMUM}[^a-z]{{1,3}}\^2={_NORM}"
)
_DROPPED = (
    r"drop|discard|omit|ignor|neglect|(?:non-?\s?|not |never |cannot be )(?:negative|positive)"
    r"|at least (?:zero|0)|(?:\\[gl]eq?|[≥≤]|[<>]=)\s*0|T\s*\+\s*1[^=.;]{0,24}>\s*0"
    rf"|(?:\\leq?(?:slant)?|≤|<=)[^=]{{0,16}}{_NORM}"
)
_ITS_END = r"(?:\bdistance|\bnorm|\bterm|\blast one|\bit)\b"
_NOT_DENIED = r"(?:(?!\b(?:not|never|non|no|nor|at least)\b)[^.;:])"
_NOT_TURNED = r"(?:(?!\b(?:not|never|no|nor|minus|negative)\b)[^-−–.;:])"
_BELOW_ZERO = (
    rf"\b(?:distance|norm){_NOT_TURNED}{{0,40}}(?:(?:\\leq?|[≤<]|<=) ?|\bat most )(?:0|zero)"
)
_REACHED = rf"w(?:\^\(?{{?\(?T\+1\)?}}?\)?|_{{?T\+1}}?)\s*(?:=|\\to|→|\\approx|≈)\s*\$?{_OPTIMUM}"
DROPPED_WRONGLY = (  # for another reason than its sign
    rf"{_REACHED}|{_BELOW_ZERO}|\bconverge[sd]?\b|{_ITS_END}{_NOT_DENIED}{{0,40}}"
    r"\b(?:zero|small|tiny|negligible|vanish\w*|(?<!non-)(?<!non )negative)\b"
)
BOUNDED = rf"(?=.*(?:{_AT_ZERO}))(?=.*(?:{_DROPPED}))"


@pytest.mark.question("3.2", points=10, kind="derivation")
def grade_lemma(settle_parts: SettleParts) -> None:
    """The lemma on a sum of updates: expanded, solved, telescoped, bounded."""
    expanded, solved = (solution.LEMMA_STEPS[name] for name in ("expanded", "solved"))
    settle_parts(
        (
            Part("expanded", STEP_POINTS, Written((expanded[1],), form=r"(?:\\eta|n)\^2")),
            Part(
                "solved",
                STEP_POINTS,
                Written(
                    (
                        solved[1],
                        rf"2\eta\left({solved[1]}\right)",  # divided at the end
                        rf"\sum_{{t=1}}^{{T}}\left({solved[1]}\right)",
                    ),
                    form=r"\\frac|/|(?:\\eta|n)\^2",
                    beside=(r"\|w^*\|^2",),  # the first distance
                ),
            ),
            Part("telescoped", STEP_POINTS, said=Said(TELESCOPED)),
            Part(
                "started at zero, last distance dropped",
                STEP_POINTS,
                said=Said(BOUNDED, contrary=DROPPED_WRONGLY),
            ),
        ),
        models=("one_update",),
        tight=("tight_update",),
        rewritten=in_declared_notation,
    )


# --- 3.3 ----------------------------------------------------------------------------------------


_MEAN_LOSS = solution.JENSEN[1]
_TANGENT = r"f(x)+\langle y-x,\nabla f(x)\rangle"
_BELOW = r"f(w^{(t)})+\langle w^*-w^{(t)},\nabla f(w^{(t)})\rangle"
_AT_OPTIMUM = (  # where the condition is said to be taken
    r"(?:first|1st)[- ]order(?: \w+\.?){0,3} (?:at|in) (?:the )?"
    r"(?:\$?w\^?\{?(?:\*|\\star|\\ast)|minim\w+|optim\w+|mean|average|w̄|\$?\\(?:bar|overline))"
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
    Said(r"jensen|averaging inequality|inequality[^.]*average", contrary=r"\bconcav"),
)
FIRST_ORDER = Part(
    "the first-order condition",
    2,
    Written(
        (solution.FIRST_ORDER[1],), heads=rf"f\(w\S{{1,5}}\)-f\({_OPTIMUM}\)[\])]*$", relation="<="
    ),
    Said(r"(?:first|1st)[- ]order|tangent|supporting|gradient inequality", contrary=_AT_OPTIMUM),
)
FROM_BELOW = replace(
    FIRST_ORDER, written=Written((_BELOW,), heads=rf"^f\({_OPTIMUM}\)$", relation=">=")
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


RATE_BOUND_MISTAKES: Mapping[str, Mistake] = {
    latex: Mistake("wrong_exponent", f"the bound is another function of T: {words}")
    for words, latex in solution.RATE_BOUND_MISTAKES.items()
}
WRONG_ORDER = Mistake("wrong_exponent", "the order is another power of T")
_BEHIND_COLON = re.compile(r"(?<=\S):\s+=\s*")  # "with eta = 1: = 2", where a sum goes on
_OF_ORDER = r"(?:O(?=\()|(?:(?<!un)like|order|rate)(?:of|is)?)"  # without spaces
_WITHOUT_ETA = r"^(?!.*\\eta)"  # the step size of the sheet stands for it
RATE = (
    Part(
        "the bound",
        3,
        Written((solution.RATE_BOUND,), form=_WITHOUT_ETA, mistakes=RATE_BOUND_MISTAKES),
    ),
    Part(
        "the step size is put in",
        2,
        Written(
            (solution.RATE_BOUND,),
            form=r"\\frac.*\+|/.*\+",
            beside=(solution.RATE_TERM,),
        ),
    ),
    Part(
        "the order",
        1,
        said=Said(
            rf"{_OF_ORDER}\(?(?:(?:\\frac1|1/)(?:\\sqrtT|√T|T\^(?:1/2|\\frac12|0?\.5))"
            r"|T\^\(?-(?:1/2|\\frac12|0?\.5)|1/sqrt\(?T)",
            mistakes={
                rf"{_OF_ORDER}\(?(?:\\sqrtT|(?:\\frac1|1/)?T(?:\^-?1)?)(?![\w^/])": WRONG_ORDER
            },
        ),
    ),
)


@pytest.mark.question("3.3.b", points=6, kind="derivation")
def grade_rate(settle_parts: SettleParts) -> None:
    """The bound at the step size of the sheet, and its order."""
    settle_parts(RATE, rewritten=lambda text: _BEHIND_COLON.sub(":\n\n", text))
