"""Claimed accuracies: what can be, what the weights give, and where it lies among other seeds."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest

from graders.claims.runs.references import at_same_loss
from graders.comparing.claims.accuracies import (
    Claim,
    Measured,
    check_batches,
    check_claim,
    check_possible,
    the_claim,
)
from graders.comparing.claims.checks import Check
from graders.comparing.claims.memory import check_memory
from graders.comparing.claims.spread import Spread, check_spread
from graders.reading.quantities.numbers.printed import read_number
from solutions.baselines import Baseline, BaselineRun

MEASURED = Measured(6123, 10_000)
LOSSY = Measured(6123, 10_000, lossy=True)


def claim(text: str, images: int | None = None) -> Claim:
    number = read_number(text)
    assert number is not None
    return Claim(number, images)


# What is claimed of weights that put 61.23 % into the right class: whether it holds, and words.
CLAIMS: Mapping[str, tuple[bool | None, str]] = {
    "61.23 %": (True, ""),
    "0.6123": (True, ""),
    "61.33 %": (True, ""),  # ten images may fall on the other side elsewhere
    "61.2 %": (True, ""),
    "61 %": (True, "whole percents hide the decimals"),
    "0.61": (True, "whole percents hide the decimals"),
    "0.61 %": (True, "is a hundredth of what is meant"),
    "61.60 %": (True, "not by rounding alone"),
    "60.74 %": (True, "not by rounding alone"),
    "61.74 %": (False, "the weights give 61.23 % of 10,000 images, not the 61.74 %"),
    "60.72 %": (False, "the weights give"),
    "62 %": (True, ""),  # its last place is one percent
    "63 %": (False, "the weights give"),
    "6.1 %": (False, "the weights give"),
}


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_is_near_what_the_weights_give(text: str) -> None:
    holds, words = CLAIMS[text]
    check = check_claim(claim(text), MEASURED)
    assert check.holds is holds, check
    assert words in check.told


@pytest.mark.parametrize(
    ("text", "holds"), [("61.3 %", True), ("63.5 %", None), ("58.8 %", None), ("64.0 %", False)]
)
def test_on_a_lossy_copy_a_small_difference_proves_nothing(text: str, holds: bool | None) -> None:
    assert check_claim(claim(text), LOSSY).holds is holds


def test_the_last_batch_alone_is_named() -> None:
    hits = np.arange(10_000) % 10 < 6
    hits[-4:] = (True, True, True, False)
    measured = Measured(int(hits.sum()), 10_000, hits=hits)
    check = check_claim(claim("75 %"), measured, batch=4)
    assert check.mistake is not None
    assert (check.holds, check.mistake.code) == (False, "last_batch")
    assert "the last 4 test images alone" in check.told
    assert "last 4" not in check_claim(claim("50 %"), measured, batch=4).told
    assert "last" not in check_claim(claim("75 %"), measured).told


# A claim, of how many images it is said to be, and the codes of what is wrong by itself.
POSSIBLE: Mapping[tuple[str, int | None], list[tuple[bool | None, str]]] = {
    ("61.23 %", None): [],
    ("61.237 %", None): [(False, "resolution")],
    ("0.61237", None): [(False, "resolution")],
    ("61.5 %", 100): [(False, "resolution")],
    ("61.5 %", 200): [],
    ("33.3 %", 3): [],
    ("105 %", None): [(False, "percent")],
    ("612.3", None): [(False, "percent")],
    ("1.0000", None): [(None, "")],
    ("100 %", None): [(None, "")],
    ("0 %", None): [],
}


@pytest.mark.parametrize(("text", "images"), POSSIBLE)
def test_an_accuracy_is_a_number_of_images(text: str, images: int | None) -> None:
    found = [*check_possible(claim(text, images), 10_000)]
    assert [(each.holds, each.mistake.code if each.mistake else "") for each in found] == (
        POSSIBLE[text, images]
    )


# The accuracies of one write-up, with batches of 100: False if they are those of one batch each.
BATCHES: Mapping[tuple[str, ...], list[bool | None]] = {
    ("0.9900", "0.9700", "0.8800"): [False],
    ("0.9900", "0.9712", "0.8800"): [],
    ("0.9900",): [None],
    ("0.99", "0.97"): [],  # printed so, it says nothing
    ("99 %", "97.00 %", "88.00 %"): [False],
    (): [],
}


@pytest.mark.parametrize("texts", BATCHES)
def test_accuracies_of_one_batch_lack_decimals(texts: tuple[str, ...]) -> None:
    found = [*check_batches([claim(each) for each in texts], 100)]
    assert [each.holds for each in found] == BATCHES[texts]


def test_of_several_claims_that_agree_the_finest_counts() -> None:
    found = the_claim([claim("61 %"), claim("0.6123")])
    assert isinstance(found, Claim)
    assert found.number.text == "0.6123"
    for texts, words in (((), "no test accuracy"), (("61 %", "0.6423"), "several test accuracies")):
        undecided = the_claim([claim(each) for each in texts])
        assert isinstance(undecided, Check)
        assert undecided.holds is None
        assert words in undecided.told


SPREAD = Spread(low=0.55, high=0.60, best=0.605, seeds=32, complete=True)
FEW = Spread(low=0.55, high=0.60, best=0.605, seeds=5, complete=False)

# A measured share, its baseline, another configuration that it fits, and what becomes of it.
PLACES: Mapping[str, tuple[str, Spread, str, bool | None, str]] = {
    "within": ("0.57", SPREAD, "", True, ""),
    "on the bound": ("0.55", SPREAD, "", True, ""),
    "as good as the best seed": ("0.605", SPREAD, "", True, ""),
    "above all seeds": ("0.61", SPREAD, "", None, "better than any run"),
    "below": ("0.54", SPREAD, "", False, "trained to its end"),
    "below, as another configuration": ("0.54", SPREAD, "b16e3", False, "configuration: b16e3"),
    "below few seeds": ("0.54", FEW, "b16e3", None, "below the runs"),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_accuracy_has_its_place_among_seeds(name: str) -> None:
    share, spread, fitting, holds, words = PLACES[name]
    check = check_spread(Fraction(share), spread, fitting)
    assert check.holds is holds
    assert words in check.told


def test_weights_that_know_the_images_lose_much_on_changed_ones() -> None:
    usual = {"shifted": Fraction("0.59"), "flipped": Fraction("0.60"), "noisy": Fraction("0.60")}
    assert check_memory(Fraction("0.61"), usual).holds is True
    for kind in usual:
        assert check_memory(Fraction("0.61"), {**usual, kind: Fraction("0.50")}).holds is None


def test_other_runs_are_compared_at_the_same_loss() -> None:
    runs = tuple(
        BaselineRun(seed, (0.4, 0.5, 0.55 + seed / 100), (0.45, 0.6, 0.7), (1.0,) * 3,
                    {"train loss": (2.0, 1.2, 0.8)})
        for seed in range(2)
    )  # fmt: skip
    baseline = Baseline(
        "width256", "generalization_hw1", {"epochs": 3}, runs, 100, 100, "", "", {}, "", True
    )
    assert at_same_loss(baseline, 0.85) == {"accuracy": [0.7, 0.7], "validation": [0.55, 0.56]}
    assert at_same_loss(baseline, 1.3) == {"accuracy": [0.6, 0.6], "validation": [0.5, 0.5]}
    assert at_same_loss(baseline, 0.1) == {}
