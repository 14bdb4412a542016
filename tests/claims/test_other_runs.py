"""The runs of one hand-in held against one another, by their settings, numbers and words."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.improvement import check_improvement, check_splits
from graders.comparing.claims.repeats import Repeat, check_repeats, setting_of
from graders.reading.quantities.numbers.printed import read_number

ASKED = {"learning rate": 0.1, "optimiser": "sgd", "momentum": 0.0}
LOSSES = ("2.301", "1.2", "0.81", "0.62", "0.55", "0.51")


def claim(text: str) -> Claim:
    number = read_number(text)
    assert number is not None
    return Claim(number)


def repeat(
    text: str, losses: tuple[str, ...] = LOSSES, *, stated: str = "", seed: float | None = None
) -> Repeat:
    return Repeat("network", setting_of(stated, ASKED), seed, claim(text), losses)


OTHER = ("2.311", *LOSSES[1:])
RUN = repeat("0.9700")
PENALTY = replace(RUN, setting={**(RUN.setting or {}), "regularisation": "l2"}, losses=OTHER)

# Two runs of a hand-in, and what is said of the first beside the second; nothing if that is empty.
PAIRS: Mapping[str, tuple[Repeat, Repeat, str]] = {
    "near each other": (RUN, repeat("0.9650", OTHER), ""),
    "one setting, other results": (RUN, repeat("0.8800", OTHER), "further apart than seeds"),
    "one setting but for a penalty": (
        repeat("0.8800"), PENALTY, "that of other but for an L2 penalty",
    ),
    "one setting and seed, other losses": (
        replace(RUN, seed=1), replace(repeat("0.9700", OTHER), seed=1), "the same seed, and has",
    ),
    "one setting, other seeds": (replace(RUN, seed=1), replace(repeat("0.97", OTHER), seed=2), ""),
    "one setting and seed, one log": (replace(RUN, seed=1), replace(RUN, seed=1), ""),
    "one setting and seed, logs of other lengths": (
        replace(RUN, seed=1), replace(RUN, seed=1, losses=LOSSES[:5]), "",
    ),
    "another setting, the same losses": (
        RUN, repeat("0.9600", stated="lr = 0.01"), "the losses are digit by digit those of other",
    ),
    "another kind, the same losses": (
        RUN, replace(RUN, kind="wider"), "the losses are digit by digit those of other",
    ),
    "too few losses to tell": (
        replace(RUN, losses=LOSSES[:4]), replace(RUN, kind="wider", losses=LOSSES[:4]),
        "the accuracy is digit by digit",
    ),
    "another setting, the same accuracy": (
        RUN, repeat("0.9700", OTHER, stated="Adam"), "the accuracy is digit by digit that of other",
    ),
    "another setting, the same whole percents": (
        repeat("97 %"), repeat("97 %", OTHER, stated="Adam"), "",
    ),
    "another setting, another accuracy": (RUN, repeat("0.8800", OTHER, stated="Adam"), ""),
    "several settings stated": (RUN, repeat("0.8800", OTHER, stated="lr 0.1, then lr 0.01"), ""),
    "without an accuracy": (RUN, replace(repeat("0.88", OTHER), claim=None), ""),
    "by the range of a baseline": (
        replace(RUN, limits=(0.968, 0.975)), repeat("0.9600", OTHER), "further apart than seeds",
    ),
    "within the range of a baseline": (
        replace(RUN, limits=(0.85, 0.99)), repeat("0.8800", OTHER), "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_runs_agree_as_their_settings_do(name: str) -> None:
    own, other, words = PAIRS[name]
    found = [*check_repeats(own, {"other": other})]
    assert bool(found) is bool(words), found
    assert all(each.holds is not False for each in found)  # either of two may be the right one
    assert all(words in f"{each.told} {each.note}" for each in found)


SHARES = {"3.1": Fraction("0.99"), "random": Fraction("0.87"), "own": Fraction("0.97")}
CALLED = {
    "3.1": r"l2|3\.1", "random": r"random\w*(?: start)?",
    "own": r"l1 from (?:the )?l2|l2[ -](?:weights|init\w*)",
}  # fmt: skip

# What an answer on the run "own" says, and which run is wrongly called better, if one is.
WORDS: Mapping[str, tuple[str, str]] = {
    "a right improvement": ("This is an improvement over the random start.", ""),
    "a wrong improvement": ("It also improved over the initial L2 training.", "own"),
    "both in one sentence": (
        "quite a bit of improvement over the random start and it also improved over the L2 run",
        "own",
    ),
    "outperforms": ("Starting from the L2 weights outperforms the run of 3.1.", "own"),
    "named the other way round": ("The random start was better than this run.", "random"),
    "rightly worse": ("It is worse than L2 alone.", ""),
    "wrongly worse": ("L1 from the L2 was lower than the random start.", "random"),
    "denied": ("It is not better than the L2 run.", ""),
    "hoped for": ("It should have improved over the L2 run.", ""),
    "of losses": ("The loss is lower than that of the L2 run.", ""),
    "of speed": ("It was faster and so better in time than the L2 run.", ""),
    "of no run known": ("It is better than what others report.", ""),
    "of itself": ("L1 from the L2 is better than L1 from L2.", ""),
}


@pytest.mark.parametrize("name", WORDS)
def test_an_improvement_is_held_against_the_numbers(name: str) -> None:
    text, wrong = WORDS[name]
    found = [*check_improvement(text, "own", SHARES, CALLED)]
    assert [each.told.startswith(f"the accuracies say otherwise: {wrong} ") for each in found] == (
        [True] if wrong else []
    )
    assert [*check_improvement(text, "own", {}, CALLED)] == []


@pytest.mark.parametrize(
    ("training", "tested", "confused"),
    [("88%", "0.8800", True), ("88.1 %", "0.8800", False), ("99%", "0.9900", False),
     ("98.97 %", "0.9897", True), ("88%", "0.9900", False)],
)  # fmt: skip
def test_a_training_accuracy_is_told_from_the_test_accuracy_of_another_run(
    training: str, tested: str, confused: bool
) -> None:
    found = [*check_splits([claim(training)], "3.3.a.sgd", claim(tested))]
    assert bool(found) is confused
