"""Printed bounds as students write them: which formula, which constant, and what they call it."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graders.assignments.generalization_hw1 import grade_3_bounds as bounds
from graders.declaring.assignment import load_assignment
from graders.errors import Mismatch, Review
from graders.model import Comparison, Outcome, Verdict
from tests.assignments.variants import GradeText, differences, grade_variants

ASSIGNMENT = "generalization_hw1"

NORMS = """
Training margin: 0.112, training accuracy: 0.961

Frobenius1: 15.0
Frobenius2: 5.00
Distance1: 8.00
Distance2: 4.50
Spectral1: 2.00
Spectral2: 3.00
Fro_Fro: 75.0
L1max_L1max: 1.62e+03
L1max_Spec: 530
Spec_L1max: 28.0
#parameter: 1.58e+06
VC bound: 4.32e+09
"""
PER_BATCH, FRO = "L1max bound: 4.69e+12", "Own bound: 1.09e+12"


def printed(*bounds: str) -> str:
    return NORMS + "\n".join(bounds)


ROWS: Mapping[str, dict[str, Any]] = {
    # --- what a report names, and what its values say
    "nothing_is_named": {
        "outcome": "correct", "text": printed(PER_BATCH, FRO),
        "says": [
            "that with one maximum per batch, by its value (the report should name it)",
            "the own bound is the Fro bound, by its value (the report should name it)",
        ],
    },
    "one_maximum_per_point": {
        "outcome": "correct", "text": printed("L1max bound: 2.44e+14", FRO),
        "says": ["that with one maximum per point, by its value (the report should name it)"],
    },
    "the_meaning_is_named": {
        "outcome": "correct", "text": printed("L1max bound (max of each image): 2.44e+14", FRO),
        "says": ["the L1max bound is that with one maximum per point, by its value; the own"],
    },
    "the_meaning_is_named_behind": {
        "outcome": "correct", "text": printed(f"{PER_BATCH} (by batches)", FRO),
        "says": ["the L1max bound is that with one maximum per batch, by its value; the own"],
    },
    "the_meaning_is_named_below": {
        "outcome": "correct",
        "text": printed(PER_BATCH, FRO, "", "I used the kappa of the code (one value per batch)."),
        "says": ["the L1max bound is that with one maximum per batch, by its value; the own"],
    },
    "another_meaning_is_named": {
        "outcome": "review", "points": 5.5,
        "text": printed("L1max bound (max of each image): 4.69e+12", FRO),
        "says": ["one maximum per batch", "the report calls it that with one maximum per point"],
    },
    "names_of_norms_with_blanks": {
        "outcome": "correct",
        "text": printed(PER_BATCH, FRO).replace("_L1max", " L1max").replace("L1max_", "L1max "),
        "says": ["that with one maximum per batch, by its value (the report should name it)"],
    },
    "years_and_formulas_in_brackets": {
        "outcome": "correct",
        "text": printed("L1max (2002) bound: 4.69e+12", "mine (Fro, 2015) bound: 1.09e+12")
        .replace("Frobenius1:", "Frobenius 1 (‖U‖_F):").replace("margin:", "margin (5 %):"),
        "says": ["the own bound is the Fro bound, by its value."],
    },
    "the_formula_is_named": {
        "outcome": "correct", "text": printed(PER_BATCH, "Spec_L1 bound: 6.87e+19"),
        "says": ["the own bound is the Spec_L1 bound, by its value."],
    },
    "the_formula_is_named_elsewhere": {
        "outcome": "correct",
        "text": printed(PER_BATCH, FRO, "\n# 3.own_bound\n\nThe Frobenius bound of 2015."),
        "says": ["the own bound is the Fro bound, by its value."],
    },
    "the_meaning_is_named_of_the_other_model": {
        "outcome": "correct",
        "text": printed(PER_BATCH, FRO, "\n# 3.2.bounds\n\nL1max bound (by batches): 3.64e+11"),
        "says": ["the L1max bound is that with one maximum per batch, by its value; the own"],
    },
    "another_formula_is_named": {
        "outcome": "review", "points": 5.5, "text": printed(PER_BATCH, "Spec_L1 bound: 1.09e12"),
        "says": ["the report calls it the Spec_L1 bound"],
    },
    "another_formula_is_named_in_a_sentence": {
        "outcome": "review", "points": 5.5,
        "text": printed(PER_BATCH, FRO, "\nMy own bound is the Spec_L1 bound."),
        "says": ["the report calls it the Spec_L1 bound"],
    },
    "another_formula_is_named_in_a_sentence_elsewhere": {
        "outcome": "review", "points": 5.5,
        "text": printed(PER_BATCH, FRO, "\n# 3.own_bound\n\nMy own bound is the Spec_L1 bound."),
        "says": ["the report calls it the Spec_L1 bound"],
    },
    "another_formula_is_named_of_the_other_model": {
        "outcome": "correct",
        "text": printed(PER_BATCH, FRO, "\n# 3.2.bounds\n\nOwn bound (Spec_L1): 3.91e18"),
        "says": ["the own bound is the Fro bound, by its value."],
    },
    "made_of_the_norms_and_not_of_a_wrong_product": {
        "outcome": "correct", "text": printed(PER_BATCH, FRO).replace("Fro: 75.0", "Fro: 20.0"),
        "says": ["the own bound is the Fro bound, by its value"],
    },
    "one_logarithm_is_natural": {
        "outcome": "partial", "points": 5, "mistake": "log_base",
        "text": printed(PER_BATCH, FRO).replace("VC bound: 4.32e+09", "VC bound: 3.00e+09"),
    },
    # --- data of another kind
    "cropped_images": {
        "outcome": "review", "points": 5.5, "text": printed(PER_BATCH, "Own bound: 1.39e+12"),
        "says": ["the Fro bound on randomly cropped training images would fit"],
    },
    "cropped_images_by_another_formula": {
        "outcome": "review", "points": 5.5, "text": printed(PER_BATCH, "Own bound: 8.79e+19"),
        "says": ["the Spec_L1 bound on randomly cropped training images would fit"],
    },
    "a_margin_made_positive": {
        "outcome": "correct", "text": printed(PER_BATCH, FRO).replace("0.961", "0.873"),
        "says": ["the margin is printed as positive", "not valid bounds"],
    },
    "no_known_data": {
        "outcome": "review", "points": 5.5, "text": printed(PER_BATCH, "Own bound: 2.2e+12"),
        "says": ["the constants implied are not those of the data (Fro bound: "],
    },
    # --- mistakes
    "mistakes": {
        "outcome": "partial", "points": 3, "mistake": "wrong_exponent",
        "text": printed("L1max bound: 2.17e+06", "Own bound: 1.09e+11"),
        "says": ["L1max bound: the square is missing", "own bound: the number of classes"],
    },
    "no_margin": {
        "outcome": "review", "points": 3,
        "text": printed(PER_BATCH, FRO).replace("margin: 0.112", "margin: 0.0"),
        "says": ["the norms or the margin that it takes were not read"],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder: Path = tmp_path_factory.mktemp("printed")
    return grade_variants(folder, "generalization_hw1", "3.1.bounds", ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_printed_bound_is_judged_by_what_it_implies(
    name: str, verdicts: dict[str, Verdict]
) -> None:
    assert not differences(ROWS[name], verdicts[name], full=8)


NORM_ROWS: Mapping[str, dict[str, Any]] = {
    "plain_norms_for_distances": {
        "outcome": "partial", "points": 16 / 3, "mistake": "missing_term",
        "text": NORMS.replace("Distance1: 8.00", "Distance1: 15.0").replace("4.50", "5.00"),
        "says": ["Distance1: '15.0'", "Distance2: '5.00'", "the weights before training"],
    },
    "no_distance": {
        "outcome": "partial", "points": 16 / 3, "mistake": "missing_term",
        "text": NORMS.replace("Distance1: 8.00", "Distance1: 0.00").replace("4.50", "0.00"),
        "says": ["Distance1: '0.00'", "the weights before training"],
    },
    "one_distance_like_its_norm": {
        "outcome": "partial", "points": 20 / 3, "says": ["nothing is filled in"],
        "text": NORMS.replace("Distance2: 4.50", "Distance2: 5.00"),
    },
    "a_sum_without_its_name": {
        "outcome": "undecided", "points": 20 / 3,
        "text": NORMS.replace("L1max: 28.0", "L1max: 28.0 (both sum to 558)"),
        "says": ["Spec_L1max_sum: a number that fits stands there without its name"],
    },
    "numbers_whose_names_are_not_read": {
        "outcome": "undecided", "points": 2 / 3,
        "text": "The weights of U have a length of 15.0, those of V of 5.00.\n\nFro_Fro: 75.0",
        "says": ["Frobenius1, Frobenius2", "numbers stand there whose names were not read"],
    },
    "a_norm_that_is_printed_twice": {
        "outcome": "undecided", "points": 6,
        "text": NORMS.replace("Fro_Fro: 75.0", "Fro_Fro: 1\n\nCorrection: Fro_Fro: 75.0"),
        "says": ["Fro_Fro: '1' could not be read"],
    },
    "digits_read_as_letters_and_parted": {
        "outcome": "undecided", "points": 14 / 3,
        "text": NORMS.replace("15.0", "lS.0").replace(": 5.00", ": i.88").replace("75.0", "7 5.0"),
        "says": [f"'{each}' could not be read" for each in ("lS.0", "i.88", "7 5.0")],
    },
    "a_norm_that_is_taken_back_further_down": {
        "outcome": "undecided", "points": 0,
        "text": f"{NORMS}\nDist_Fro: 41.0\n\n"
        "Correction: Dist_Fro should be 40.0 instead of 41.0.",
        "says": ["Correction: Dist_Fro should be 40.0 instead of 41.0."],
    },
    "parameters_rounded_to_a_thousand": {
        "outcome": "correct",
        "text": f"{NORMS}\nSpec_Dist: 28.5\nDist_Spec: 543\nSpec_Dist_sum: 571"
        "\nSpec_L1max_sum: 558\nDist_Fro: 40.0".replace("1.58e+06", "1579000"),
    },
    "parameters_of_no_network": {
        "outcome": "undecided", "points": 28 / 3,
        "says": ["Dist_Spec: no number of hidden units gives as many parameters"],
        "text": f"{NORMS}\nSpec_Dist: 28.5\nDist_Spec: 543\nSpec_Dist_sum: 571"
        "\nSpec_L1max_sum: 558\nDist_Fro: 40.0".replace("1.58e+06", "1578001"),
    },
    "parameters_of_another_width": {
        "outcome": "undecided", "points": 28 / 3,
        "text": f"{NORMS}\nSpec_Dist: 28.5\nDist_Spec: 543\nSpec_Dist_sum: 571"
        "\nSpec_L1max_sum: 558\nDist_Fro: 40.0".replace("1.58e+06", "1.58e+05"),
        "says": ["Spectral2: it fits the others with 512 hidden units, but #parameter is"],
    },
    "a_norm_that_fits_no_usual_width": {
        "outcome": "partial", "points": 28 / 3, "mistake": "inconsistent",
        "text": f"{NORMS}\nSpec_Dist: 28.5\nDist_Spec: 543\nSpec_Dist_sum: 571"
        "\nSpec_L1max_sum: 558\nDist_Fro: 40.0".replace("Spectral2: 3.00", "Spectral2: 3.60"),
    },
    "roots_that_are_swapped": {
        "outcome": "partial", "points": 22 / 3, "mistake": "swapped",
        "text": f"{NORMS}\nSpec_Dist: 204\nSpec_Dist_sum: 280\nDist_Spec: 75.9",
        "says": ["11 of 15 cells are right", "Spec_Dist: '204'", "the roots"],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def norm_verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder: Path = tmp_path_factory.mktemp("norms")
    return grade_variants(folder, "generalization_hw1", "3.1.norms", NORM_ROWS)


@pytest.mark.parametrize("name", NORM_ROWS)
def test_printed_distances_are_from_the_weights_before_training(
    name: str, norm_verdicts: dict[str, Verdict]
) -> None:
    assert not differences(NORM_ROWS[name], norm_verdicts[name], full=10)


TWO_MODELS = (  # all that is said of the second one
    ("", Outcome.MISSING),
    ("The smaller one:\n\n" + NORMS.replace("5.0", "4.0").replace("75", "60"), Outcome.UNDECIDED),
    ("| net | one | two |\n|---|---|---|\n| Fro_Fro | 75.0 | 60.0 |\n| L1max_Spec | 530 | 40 |",
     Outcome.UNDECIDED),
)  # fmt: skip


@pytest.mark.parametrize(("second", "outcome"), TWO_MODELS)
def test_a_model_that_may_stand_with_the_other_is_not_missing(
    graded: GradeText, second: str, outcome: Outcome
) -> None:
    first = "| norm | |\n|---|---|\n| Frobenius1 | 15.0 |\n| Fro_Fro | 75.0 |"
    found = graded(f"# Model 1\n\n{first}\n\n{second}")
    assert {found[f"3.2.{each}"].outcome for each in ("train", "norms", "bounds")} == {outcome}


def bounds_of(text: str) -> Comparison:
    """What a report comes to, without a submission around it."""
    question, found = load_assignment("generalization_hw1").by_id["3.1.bounds"], list[Any]()
    request: Any = SimpleNamespace(getfixturevalue=lambda _: SimpleNamespace(text=text))
    bounds.grade_bounds(request, question, lambda _: (), lambda *_, **__: text, found.append)
    return found[0]


def test_bounds_may_be_those_of_the_weights_and_not_of_the_norms_that_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = printed(PER_BATCH, FRO).replace("L1max_L1max: 1.62e+03", "L1max_L1max: 1.1e+03")
    weighed = SimpleNamespace(right={"L1max_L1max": 1620.0, "Fro_Fro": 75.0})
    monkeypatch.setattr(bounds, "model_files", lambda _: SimpleNamespace(weights=()))
    with pytest.raises(Review):
        bounds_of(text)
    monkeypatch.setattr(bounds, "model_files", lambda _: SimpleNamespace(weights=("model.pt",)))
    monkeypatch.setattr(bounds, "weigh_model", lambda *_: weighed)
    assert bounds_of(text).equal

    def refused(*_: object) -> None:
        raise Mismatch("the file holds another model")

    monkeypatch.setattr(bounds, "weigh_model", refused)
    with pytest.raises(Review):
        bounds_of(text)
