"""Question 3.1: what a step of gradient descent minimises."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.errors import Undecided
from graders.grading.fixtures.types import JudgeFormula, Settle, SettleParts, Shows
from graders.model import Answer, Mistake
from graders.reading.calculus.descent.updates import with_iterates
from graders.reading.words.claims.meanings import Meanings
from graders.reading.words.claims.properties import Truth
from graders.reading.words.claims.trends import Trend
from solutions import gradient_descent as solution


def coded(formulas: Mapping[str, str], *codes: str) -> dict[str, Mistake]:
    """The wrong formulas of a solution, by their words, with a code for each in their order."""
    return {
        latex: Mistake(code, words)
        for code, (words, latex) in zip(codes, formulas.items(), strict=True)
    }


LEARNING_RATES = (r"\eta", r"\alpha")  # what a student may call it
MINIMISER_MISTAKES = coded(
    solution.MINIMISER_MISTAKES, "factor", "wrong_function", "sign", "wrong_exponent"
)


_LETTER = r"(?P<{}>\$?[A-Za-z](?:_\{{?\w\}}?)?\$?)"
_GRADIENT_HERE = (
    r"the gradient(?: of (?:the loss |the function )?\$?f\$?)?"
    r"(?: (?:evaluated )?(?:at|in) (?:the (?:current )?(?:point|iterate) )?"
    r"\$?w(?:_t|\^\{?\(?t\)?\}?)\$?)"
)
_CALLED = re.compile(  # the gradient, by a letter
    rf"(?:let )?(?<![\w'\\]){_LETTER.format('one')} (?:be|denotes?|is|stands? for) "
    rf"{_GRADIENT_HERE}[.,;]?"
    rf"|(?:denote|call|write) {_GRADIENT_HERE} (?:by |as )?{_LETTER.format('other')}(?![\w'])"
    r"[.,;]?",
    re.IGNORECASE,
)
_OMEGA = re.compile(r"\\omega(?![a-z])|ω")
_METHOD = re.compile(  # behind the formula: "= GD with ..."
    r"[\s,;]*(?:=|≡)\s*(?=(?:S?GD|(?:(?:an?|one|the|usual|plain)\s)*(?:step\sof\s)?gradient\sdescent)\b)"
)


def with_gradient_called(text: str) -> str:
    r"""A passage with an equation for the words that call the gradient by a letter.

    What is said to be gradient descent ends before that.

    >>> with_gradient_called("Let g be the gradient of f at w_t. Then w = w_t - g/lambda")
    'g = \\nabla f(w^{(t)})\n Then w = w_t - g/lambda'
    """
    mark, end = ("$", ";") if "$" in text else ("", "\n")

    def in_signs(found: re.Match[str]) -> str:
        letter = (found["one"] or found["other"]).strip("$")
        return rf"{mark}{letter} = \nabla f(w^{{(t)}}){mark}{end}"

    return _CALLED.sub(in_signs, _METHOD.sub(". ", text))


def in_names_of_sheet(text: str) -> str:
    r"""A passage with the names of the sheet for the iterates and the gradient.

    An omega is a w that was read so.

    >>> in_names_of_sheet(r"$\omega_{new} = \omega_{old} - g$")
    '$w = w^{(t)} - g$'
    """
    named = with_iterates(_OMEGA.sub("w", text), "w", old=r"w^{(t)}", new="w")
    return with_gradient_called(named)


_KIND = "(?:linear(?:i[sz]ed)?|first[- ]order|local|quadratic|penali[sz]ed|regulari[sz]ed|proximal)"
MODEL = Truth(  # what a step of gradient descent does to the linear model with its penalty
    {
        "model": (
            rf"\b(?:{_KIND} )*(?:taylor )?"
            r"(?:model|objective|approximation|surrogate|expression|problem|function|expansion)\b",
        ),
        "step": (r"\b(?:steps?|rates?|descent|ascent|decrease|increase|change)\b",),
        "penalty": (r"\b(?:penalty|distance|proximity|term|lambda|eta)\b", r"[λη]"),
    },
    {"model": {"smallest", "falling"}},
)

LETTERS = Meanings(
    {r"w\^?\(t\)|w_t|w\^t": "old", r"\\lambda|λ|lambda": "penalty", r"\\eta|η|eta": "rate"},
    {
        "old": (r"\b(?:current|previous|last|old|present|given)\b",),
        "new": (r"\b(?:next|new|following|updated)\b",),
        "penalty": (r"\b(?:penalty|regulari[sz]\w+|proximity|proximal|strength|weight|inverse)\b",),
        "rate": (r"\b(?:learning rate|step ?size)\b",),
    },
)


@pytest.mark.question("3.1.minimiser", points=6, kind="symbolic")
def grade_minimiser(answer: Answer, judge_formula: JudgeFormula, settle: Settle) -> None:
    """The minimiser of the first-order model with its proximity term."""
    found = judge_formula(
        solution.MINIMISER,
        mistakes=MINIMISER_MISTAKES,
        rewritten=in_names_of_sheet,
        others_beside=LEARNING_RATES,
        equation=f"{solution.MODEL_GRADIENT}=0",
    )
    said = MODEL.denied(answer.text) or LETTERS.denied(answer.text)
    if said and any(each.equal for each in found):
        raise Undecided("The formula and the words beside it differ.", note=f"it says: {said}")
    settle(*found)


RELATION_MISTAKES = coded(solution.LEARNING_RATE_MISTAKES, "wrong_exponent", "factor")
LINEAR_MODEL = r"linear|first[- ]order|tangent|taylor"
STAYS_CLOSE = (
    r"(?<!not )(?<!n't )\b(?:close|near)|\bproxim|\bstay|penal|\bregion|neighbou?r"
    r"|\b(?:pays?|costs?|price|charged?)\b (?:\w+ ){0,3}?(?:mov|leav|depart|going)\w*"
    r"|distance|small steps?"
    r"|\b(?:not|without)\b[^.;]{0,20}\b(?:far|away|much)\b|punish|going away|too far|deviat"
)
INTERPRETATION = Part(
    "what it says about gradient descent",
    2,
    said=Said(rf"(?=.*(?:{LINEAR_MODEL}))(?=.*(?:{STAYS_CLOSE}))", claims=(MODEL,)),
)
_PROPORTIONAL = (
    r"(?<!inverse )(?<!inversely )(?<!anti)(?<!anti-)(?<!indirectly )\bproportional\b"
    r"(?! to (?:the (?:inverse|reciprocal)|\$?(?:1/|\\[dt]?frac|\\?\w+\^\{?-1)))"
)
_RECIPROCAL = r"(?:\\frac1\\lambda|1/\\?lambda|1/λ)"
RELATION = Part(
    "the relation",
    2,
    Written(
        (solution.LEARNING_RATE,),
        heads=r"(?<![/\d)])(?:\\eta|\\alpha|[ηα])$|rate$|^n$",  # and no reciprocal
        mistakes=RELATION_MISTAKES,
    ),
    Said(
        r"(?:reciprocal|inverse) of (?:the |\\?\$?\\?lambda|each other)"
        rf"|{_RECIPROCAL}\$? ?(?:is|as|plays ?the ?role ?of) ?(?:our ?|the ?|a ?)?"
        r"(?:learning ?rate|step)"
        rf"|(?:rate|size)(?:\\(?:eta|alpha)|[ηα])?(?:is|of|equals|=|:)?{_RECIPROCAL}(?![\w^])",
        contrary=_PROPORTIONAL,
        claims=(Trend(r"\\?\blambda\b|λ|penalty", r"\\?\beta\b|η|steps?\b|(?:learning )?rate"),),
    ),
)
_NOT_IN_WORDS = replace(RELATION.said, words="")
RELATION_BY_PENALTY = replace(
    RELATION, written=Written((r"\frac{1}{\eta}",), heads=r"\\lambda$|λ$"), said=_NOT_IN_WORDS
)
_TIMES = r"(?:\\cdot|\\times|[*·])?"
RELATION_BY_PRODUCT = replace(
    RELATION_BY_PENALTY,
    written=Written(
        ("1",), heads=rf"^(?:\\(?:eta|alpha){_TIMES}\\lambda|\\lambda{_TIMES}\\(?:eta|alpha))$"
    ),
)


@pytest.mark.question("3.1.relation", points=4, kind="symbolic")
def grade_relation(settle_parts: SettleParts, shows: Shows) -> None:
    """How the penalty and the learning rate are related, and what that means."""
    own = [
        replace(
            RELATION,
            written=replace(RELATION.written, values=(relation,), mistakes={}),
            said=_NOT_IN_WORDS,
        )
        for minimiser, relation in solution.LEARNING_RATES_OF_MISTAKES.items()
        if shows(
            "3.1.minimiser",
            minimiser,
            rewritten=in_names_of_sheet,
            others_beside=LEARNING_RATES,
        )
    ]
    settle_parts(
        (RELATION, INTERPRETATION),
        (RELATION_BY_PENALTY, INTERPRETATION),
        (RELATION_BY_PRODUCT, INTERPRETATION),
        carried=(*own[:1], INTERPRETATION) if own else (),
    )
