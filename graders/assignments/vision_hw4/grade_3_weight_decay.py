"""Question 3.3: weight decay, marked by its parts."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.descent.updates import with_iterates
from graders.reading.words.claims.properties import OPPOSITES, Truth, without_values
from graders.reading.words.rewriting.own_letters import with_letters_of_sheet
from solutions import weight_decay

GRADIENT_OF_L = r"\frac{\partial L}{\partial w}"


def of_gradient(latex: str) -> str:
    """A formula with the gradient of L under its short name."""
    return latex.replace(GRADIENT_OF_L, " g")


WEIGHT_INSIDE = "weight inside and outside the factor"
WORDS_OF_STEP: Mapping[str, Mistake] = {
    "factor 2 lost": Mistake("factor", "the factor of the square is lost"),
    "plus sign": Mistake("sign", "the step goes up the gradient, not down"),
    "factor above 1": Mistake("sign", "the factor lies above one, so that weights would grow"),
    WEIGHT_INSIDE: Mistake("shape", "the weight stands inside the factor"),
}
STEP = weight_decay.STEP_WITH_PENALTY
_SHRUNK = (
    r"\b(?:shr[iu]nk|multiplied|scaled|reduced|smaller|decreas(?!es the)|(?<!weight )decay"
    r"|decays\b|decayed)\w*"
)
_SHRINKS = r"\b(?:shrink|multipl|scale|reduce|decrease|decay)\w*"
_WEIGHTS = r"\b(?:weights?|w|it|they|them|parameters?|norm)\b"
_OTHER = (
    r"\b(?:loss|gradients?|learning rate|step size|error|overfit\w*|penalty|variance|accuracy)\b"
)
_DENIAL = r"\b(?:not|never|no|nor)\b|n[’']t\b"
_ON, _OF_IT = rf"(?:(?!{_DENIAL})[^.])*", rf"(?:(?!{_DENIAL}|{_OTHER})[^.])*?"
_OBJECT = r"(?:(?:the|all|each|every|our|these) )*\$?\\?"
_SHRINK = (
    rf"(?:(?<!of )(?<!of the )(?<!of \$){_WEIGHTS}{_OF_IT}{_SHRUNK}|{_SHRINKS} {_OBJECT}{_WEIGHTS})"
)
_BELOW = r"(?:<\s*\$?\s*1\b|(?:less|smaller|lower) than \$?(?:1\b|one)|below \$?(?:1\b|one))"
SHRINKS = (
    rf"{_SHRINK}{_ON}(?:\b(?:factor|each|every|step|iteration|update|constant)|{_BELOW})"
    rf"|\b(?:each|every) \w+{_ON}{_SHRINK}|每[^。]*(?:乘|缩小|变小|减小)"
    rf"|\b(?:the|this|that|its|whose) (?:\w+ )?(?:factor|coefficient)\b{_OF_IT}{_BELOW}"
)
GROWS = re.compile(
    r"\b(?:grow|increas|enlarg|amplif|explod|rais)\w*|\b(?:larger|bigger|greater)\b"
    r"|\b(?:above|more than|exceeds?|beyond) \$?(?:1\b|one\b)|>\s*1(?![.\d])"
)
_WITHOUT = re.compile(r"\bwithout (?:(?:an?|the|any) )?\w+")  # a condition, and no denial
DECAY = Truth(
    {
        "weights": (r"\b(?:weights?|w|they|them|norm)\b",),
        "penalty": (r"(?:\\|\b)(?:lambda|alpha)\b|[λα]", r"\bpenalt\w+", r"\blearning rate\b"),
        "other": (r"\b(?:loss|gradients?|factor|bias(?:es)?|error|term|sign|accuracy|update)\b",),
    },
    {"weights": {"falling"}, "penalty": {"positive"}},
    in_words=lambda text: _WITHOUT.sub("", without_values(text)),
    opposites=(
        *OPPOSITES,
        {
            "falling": (r"\b(?:shr[iu]nk|decay|decreas)\w*",),
            "constant": (
                r"\b(?:stay|remain)s?\b(?! (?:\w+ )?(?:small|close|near|low|bounded|within))",
                r"\bunchanged\b|\bdo(?:es)? not change\b",
            ),
        },
    ),
)
UPDATED = r"^w(?:[_^]?\(?(?:t\+1|k\+1|n\+1|new)\)?|')?$"
INSIDE = r"\(1-2?(?:\\[a-z]+){2}w(?:_t)?\)[-+]"
OF_THE_UPDATE = ("factor above 1", "factor 2 lost")  # a step that tells of a wrong gradient
CALLED: Mapping[str, str] = {r"\alpha": "(?:learning rate|step size)"}
PARTS = (
    Part(
        "the gradient of the penalty",
        Fraction(1),
        Written(
            (
                weight_decay.GRADIENT_OF_PENALTY,
                r"\alpha 2\lambda w",
                r"g + 2\lambda w",
            ),
            form="lambda",  # and not the gradient by its name alone
            anywhere=(of_gradient(STEP), of_gradient(weight_decay.MISTAKES[STEP]["plus sign"])),
            stated=r"nabla.*lambdaw\^Tw|partial.*lambdaw\^Tw",
            mistakes=(
                {
                    of_gradient(weight_decay.MISTAKES[STEP][name]): WORDS_OF_STEP[name]
                    for name in OF_THE_UPDATE
                }
                | dict.fromkeys((r"\lambda w", r"g + \lambda w"), WORDS_OF_STEP["factor 2 lost"])
            ),
            beside=tuple(of_gradient(weight_decay.MISTAKES[STEP][name]) for name in OF_THE_UPDATE),
        ),
    ),
    Part(
        "the update",
        Fraction(2),
        Written(
            (of_gradient(STEP), weight_decay.DECAY_FACTOR),
            form="lambda",
            mistakes={
                of_gradient(formula): WORDS_OF_STEP[name]
                for name, formula in weight_decay.MISTAKES[STEP].items()
                if name in WORDS_OF_STEP
            },
            restated=UPDATED,
            beside=(of_gradient(weight_decay.STEP),),
        ),
        Said(mistakes={INSIDE: WORDS_OF_STEP[WEIGHT_INSIDE]}),
    ),
    Part("why this is called weight decay", Fraction(1), said=Said(SHRINKS, claims=(DECAY,))),
    Part(
        "a factor without the weight in it",
        Fraction(0),
        Written(mistakes={r"1-2\alpha\lambda w": WORDS_OF_STEP[WEIGHT_INSIDE]}),
    ),
)


def in_names_of_sheet(text: str) -> str:
    """An answer with the names of the sheet for the step size and the iterates."""
    return with_iterates(with_letters_of_sheet(text, CALLED), "w", old="w", new="w_{t+1}")


@pytest.mark.question("3.3", points=4, kind="derivation")
def grade_weight_decay(answer: Answer, settle_parts: SettleParts) -> None:
    """The steps with and without the penalty, and why the weights decay."""
    grows = GROWS.search(answer.text.casefold())
    settle_parts(
        [replace(each, said=replace(each.said, words="")) for each in PARTS] if grows else PARTS,
        rewritten=in_names_of_sheet,
    )
