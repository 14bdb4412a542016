"""Question 4.1: what the ideal discriminator says, and the loss at the optimum."""

import re
from math import log

import numpy as np
import pytest

from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.numbers.worksheet import Worksheet
from graders.errors import Unreadable
from graders.grading.fixtures.types import (
    AnswersTo,
    DoubtSilence,
    NumberIn,
    ReadAs,
    Settle,
    SettleValue,
)
from graders.model import Answer, Comparison, Mistake
from graders.reading.quantities.numbers.contrasted import without_contrasted
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.against.beside import changed_behind
from graders.reading.words.choosing.players import is_negated
from graders.reading.words.said import says
from solutions import gan

OPTIMUM = float(gan.optimal_output())
REAL_AND_FAKE = Mistake("swapped", "at the optimum no input can be told from another")
HALVES = re.compile(
    r"\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{?\s*2\s*\}?|(?<!\d)1 ?/ ?2(?!\d)|(?<!\d)50\s*\\?%|½"
    r"|(?<!\d)50\s*[-/:]\s*50(?!\d)"
)
BY_LETTER = re.compile(  # which is none of the question: a 2 that was read as Z
    r"\\[dt]?frac\s*\{?\s*\d+\s*\}?\s*\{?\s*[A-Za-z]|\b\d+\s*/\s*[A-Za-z]"
)
OTHER_OUTPUT = re.compile(r"(?<![\d.])1\s*[-−]\s*(?=(?:\\?(?:log|ln)\W*)?D\b)")  # 1 - D(G(z))
HALF = re.compile(r"(?<![\d.])0?\.50*(?!\d)")
BESIDE = "words beside the number change it"
_TELLS = r"(?:tells?|distinguish\w*|separat\w*|classif\w*|recogni[sz]\w*|detect\w*|spots?)\b"
CERTAIN = (  # that it tells its inputs apart
    r"\b(?:always|never) (?:\w+ )?(?:right|correct|wrong|mistaken|fooled)\b"
    rf"|\b(?:perfectly|always|correctly|reliably) {_TELLS}"
    rf"|\b{_TELLS}[^.;,]*\b(?:perfectly|always|correctly|reliably|for sure|with certainty)\b"
)
_UNABLE = re.compile(r"\b(?:cannot|can not|unable to|impossible to|fails? to|no longer)\b[^.;,]*")
IN_WORDS = re.compile(
    r"\b(?:one[ -])?half\b|\bfifty[- ](?:fifty|per ?cent)|\bcoin\b|random(?:ly)? guess"
)


_OF_KIND = re.compile(
    r"(?P<output>(?<![\d.])\d*\.?\d+)\s*(?:for|on|if|when|given)\s"
    r"(?:(?:the|an?|is|it|input|sample|all|every|it['’]s)\s)*"
    r"(?:(?P<real>real|true|genuine|actual)|(?P<fake>fake|false|generated|synthetic))\b",
    re.IGNORECASE,
)


@pytest.fixture
def look_for_half(doubt_silence: DoubtSilence) -> None:
    """A person looks where a half stands in another part of the question."""
    doubt_silence(OPTIMUM)


@pytest.mark.usefixtures("look_for_half")
@pytest.mark.question("4.1.a", points=0.5, kind="numeric")
def grade_ideal_discriminator(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """What the ideal discriminator says of every input."""
    text = with_halves("\n".join(each.text for each in answers))
    if BY_LETTER.search(text):
        raise Unreadable("a number is divided by a letter")
    values = outputs_in(text)
    if not values and IN_WORDS.search(text.casefold()):
        values = {OPTIMUM}
    read_as(", ".join(f"{value:g}" for value in sorted(values)))
    if tells_kinds_apart(text, values):
        settle(Comparison(False, "number", REAL_AND_FAKE))
    changed = filter(None, (changed_behind(text[each.end() :]) for each in HALF.finditer(text)))
    words = next(changed, "") or ("certain" if says(_UNABLE.sub("", text), CERTAIN) else "")
    open_case = Comparison(None, "number", note=f"{BESIDE}: {words}")
    settle(open_case if words else compare_outputs(values))


def with_halves(text: str) -> str:
    outputs = OTHER_OUTPUT.sub(" ", without_contrasted(text))
    return HALVES.sub(" 0.5 ", outputs).replace("$", " ")


def outputs_in(text: str) -> set[float]:
    """The numbers that a text gives for the output of the discriminator.

    >>> outputs_in("1 for real and 0 for fake samples") == {0.0, 1.0}
    True
    """
    found = (read_number(each) for _, each in numbers_in(with_halves(text)))
    return {float(number) for number in found if number is not None}


def tells_kinds_apart(text: str, values: set[float]) -> bool:
    """Whether all numbers of a text are outputs for one kind of input each, and they differ.

    >>> tells_kinds_apart("0.5 for fakes, 0.9 for real ones", {0.5, 0.9})
    False
    >>> tells_kinds_apart("0.5 for fake ones, 0.9 for real ones", {0.5, 0.9})
    True
    """
    outputs = {
        kind: {float(each["output"]) for each in _OF_KIND.finditer(text) if each[kind]}
        for kind in ("real", "fake")
    }
    told = outputs["real"] | outputs["fake"]
    return all(map(len, outputs.values())) and len(told) > 1 and told == values


def compare_outputs(values: set[float]) -> Comparison:
    """The numbers of an answer: one half, or 1 and 0 for the two kinds of input."""
    if values == {OPTIMUM}:
        return Comparison(True, "number")
    if values == {0.0, 1.0}:
        return Comparison(False, "number", REAL_AND_FAKE)
    if len(values) == 1:
        return Comparison(False, "number")
    return Comparison(None, "number", note="no single number is given for every input")


BASE_TWO = re.compile(r"log\s*(?:_\s*\{?\s*2|₂)|base[ -](?:2|two)|\bbits?\b")
NATURAL = re.compile(r"\bnatural|\bnats?\b|\\?\bln\b|base[ -]e\b")


NEAR = 0.01  # of two values that differ by their base


def optimum(*, scale: float, told_apart: bool = False) -> Worksheet:
    """The loss at the optimum, times a factor for its sign and the base of its logarithm.

    Where the discriminator tells its inputs apart, its output is that for real ones.
    """

    def loss(output: float) -> float:
        fake = 1 - output if told_apart else output
        return scale * gan.loss(np.array([output]), np.array([fake]))

    return Worksheet({"half": OPTIMUM}, {"output": lambda half: half, "loss": loss})


SHEETS = {
    (scale, told_apart): optimum(scale=scale, told_apart=told_apart)
    for scale in (1.0, -1.0, 1 / log(2), -1 / log(2))
    for told_apart in (False, True)
}
OPTIMUM_MISTAKES = (
    KnownMistake(
        Mistake("missing_term", "there are two terms, one for each kind of input"),
        {"loss": lambda unchanged: unchanged / 2},
    ),
    KnownMistake(Mistake("sign", "the sign is reversed"), {"loss": lambda unchanged: -unchanged}),
    KnownMistake(
        Mistake("log_base", "the logarithm is to base 2, which is not said"),
        {"loss": lambda unchanged: unchanged / log(2)},
    ),
)


@pytest.mark.question("4.1.b", points=0.5, kind="numeric")
def grade_optimal_loss(
    answers: tuple[Answer, ...],
    answers_to: AnswersTo,
    number_in: NumberIn,
    settle: Settle,
    settle_value: SettleValue,
) -> None:
    """The value of the loss at the optimum, exact or as a decimal."""
    losses = answers_to("4.1.loss")
    text = "\n".join(each.text for each in answers).casefold()
    if is_of_two_bases(text, "\n".join(each.text for each in losses).casefold()):
        settle(Comparison(None, "number", note="logarithms to two bases are named"))
    base_two = any(BASE_TWO.search(each.text.casefold()) for each in (*answers, *losses))
    has_other_sign = any(is_negated(each.text) for each in losses)
    scale = (-1.0 if has_other_sign else 1.0) / (log(2) if base_two else 1.0)
    told_apart = outputs_in("\n".join(each.text for each in answers_to("4.1.a"))) == {0.0, 1.0}
    target = Target(SHEETS[scale, told_apart], "loss", mistakes=OPTIMUM_MISTAKES)
    output = read_number("1") if told_apart else number_in("4.1.a")
    settle_value(target, earlier={"output": output})


def is_of_two_bases(text: str, loss: str) -> bool:
    r"""Whether a value is said, or seems, to be to another base than itself or its loss.

    >>> is_of_two_bases("-1.386", r"e[\log_2 d(x)]"), is_of_two_bases("-2", r"e[\log_2 d(x)]")
    (True, False)
    """
    if NATURAL.search(text):
        return bool(BASE_TWO.search(f"{text}\n{loss}"))
    printed = (read_number(each) for _, each in numbers_in(text))
    is_natural = any(each and abs(abs(float(each)) - log(4)) < NEAR for each in printed)
    return is_natural and not BASE_TWO.search(text) and bool(BASE_TWO.search(loss))
