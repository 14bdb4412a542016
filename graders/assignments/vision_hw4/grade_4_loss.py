"""Question 4.1: the loss of a generative adversarial network, and its players."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from graders.errors import Undecided
from graders.grading.fixtures.types import JudgeFormula, Review, Settle, TextUnder
from graders.model import Answer, Comparison, Mistake
from graders.reading.calculus.probability.expectations import with_distributions
from graders.reading.words.choosing.players import has_loss_of_player, is_negated, without_players
from graders.reading.words.choosing.roles import Role, read_roles, tells_of_roles
from graders.reading.words.claims.meanings import Meanings
from solutions import gan

PLAYERS = ("discriminator", "generator")
EXPRESSION_SHARE = Fraction(3, 5)  # the rest is for the roles
LOSS_WORDS: Mapping[str, Mistake] = {
    "1 - D lost": Mistake(
        "missing_term", "the second logarithm is that of a generated sample taken for a real one"
    ),
    "generator applied to data": Mistake("swapped", "the generator is applied to data, not noise"),
}
SWAPPED_ROLES = Mistake("swapped", "the roles are swapped: see which term each player changes")
NO_ROLES = "it is not said who minimises the loss and who maximises it"


def negated(latex: str) -> str:
    return rf"-\left({latex}\right)"


OF_GENERATOR = (
    gan.GENERATOR_PART,
    negated(gan.GENERATOR_PART),
    gan.NON_SATURATING_GENERATOR_LOSS,
    negated(gan.NON_SATURATING_GENERATOR_LOSS),
)
OWN_LOSS = "the expression is right; the players have losses of their own"
LOSS_MISTAKES = {
    formula: LOSS_WORDS[name]
    for right in (gan.LOSS, gan.LOSS_OF_ONE_PAIR)
    for name, formula in gan.MISTAKES[right].items()
}


DISTRIBUTIONS = {
    "x": ("p_{data}", r"data|real|true|_\{?[rdx]\b|[pP]\(x\)"),
    "z": ("p_z", r"noise|prior|_\{?[zn]\b|[pP]\(z\)|\\mathcal\s*\{?\s*[NU]|N\("),
}
SAMPLES = Meanings(
    {
        r"D\(x\)": "real",
        r"D\(G\(z\)\)|G\(z\)": "generated",
        "x": "real",
        "z": "noise",
    },
    {
        "real": (r"\b(?:real|true|genuine|data|training)\b",),
        "noise": (r"\b(?:noise|latent|random)\b",),
        "generated": (r"\b(?:generat(?:ed|or's)|fakes?|synthetic)\b",),
    },
)
LOGARITHM = re.compile(r"\\?log(?![a-z])\s*(_\s*(?:\{\s*2\s*\}|2)|₂)?\s*")
PARAMETERS = re.compile(r"\s*[;|]\s*(?:\\theta|\\phi|θ|φ|\\omega|w)(?:_\{?\w+\}?)?(?=\s*\))")
LETTERS = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*([xz])\s*\}")


def in_our_spelling(text: str) -> str:
    """The loss with its expectations under declared names, without who plays."""
    plain = LETTERS.sub(r"\1", PARAMETERS.sub("", text.replace("𝔼", r"\mathbb{E}")))
    return with_distributions(without_players(plain, PLAYERS), DISTRIBUTIONS)


def in_natural_logarithms(text: str) -> str:
    """The loss in our spelling; logarithms to base 2 in both terms scale it, and change no more."""
    plain = in_our_spelling(text)
    found = LOGARITHM.findall(plain)
    return LOGARITHM.sub(r"\\log ", plain) if found and all(found) else plain


@pytest.mark.question("4.1.loss", points=1, kind="symbolic")
def grade_loss(
    answers: tuple[Answer, ...],
    judge_formula: JudgeFormula,
    text_under: TextUnder,
    settle: Settle,
    review: Review,
) -> None:
    """The loss of both networks, and who minimises it and who maximises it."""
    judge = partial(judge_formula, rewritten=in_natural_logarithms, beside=OF_GENERATOR)
    found = judge(gan.LOSS, others=[gan.LOSS_OF_SAMPLES], mistakes=LOSS_MISTAKES)
    negative = judge(negated(gan.LOSS), others=[negated(gan.LOSS_OF_SAMPLES)])
    is_right, is_negative = (all(each.equal for each in ways) for ways in (found, negative))
    own = "\n".join(each.text for each in answers)
    if (is_right or is_negative) and (said := SAMPLES.denied(own)):
        raise Undecided("The formula and the words beside it differ.", note=f"it says: {said}")
    roles = read_roles(own, PLAYERS) or read_roles(text_under("4.1"), PLAYERS)
    has_minus = not is_right and is_negated(in_our_spelling(own))
    wanted = wanted_roles(negative=is_negative or has_minus)
    if not is_negative and not is_right:
        settle(*(with_roles(without_factor(each), roles == wanted) for each in found))
    elif roles and all(role is wanted[player] for player, role in roles.items()):
        settle(*(negative if is_negative else found))
    elif has_loss_of_player(own, PLAYERS):
        review(OWN_LOSS, points=EXPRESSION_SHARE)
    elif not roles and not tells_of_roles(own):
        settle(Comparison(False, "roles", remarks=(NO_ROLES,), credit=EXPRESSION_SHARE))
    elif not roles or Role.UNCLEAR in roles.values():
        review("the expression is right; the roles cannot be told", points=EXPRESSION_SHARE)
    else:
        settle(Comparison(False, "roles", SWAPPED_ROLES, credit=EXPRESSION_SHARE))


def with_roles(comparison: Comparison, roles_are_right: bool) -> Comparison:
    """A wrong loss with the points for the roles of its players, and no others."""
    if comparison.equal is not False:
        return comparison
    return replace(comparison, credit=1 - EXPRESSION_SHARE if roles_are_right else Fraction(0))


def without_factor(comparison: Comparison) -> Comparison:
    """Without a constant factor: any two expectations of one distribution differ by one."""
    if comparison.equal is False and comparison.mistake and comparison.mistake.code == "factor":
        return replace(comparison, mistake=None, note="", credit=Fraction(0))
    return comparison


def wanted_roles(*, negative: bool) -> Mapping[str, Role]:
    """What each player does with the value, or with its negative."""
    minimises = {
        player: (role == "minimises") is not negative for player, role in gan.roles().items()
    }
    return {player: Role.MINIMISES if low else Role.MAXIMISES for player, low in minimises.items()}
