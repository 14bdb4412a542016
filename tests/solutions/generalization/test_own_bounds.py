"""Own bounds on hidden networks: margins that are sure, parts that fit, mistakes that show."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from solutions.generalization.hidden_networks import CASES, NEGATIVE, Case
from solutions.generalization.margin_bounds import SPEC_FRO_OF_THEOREM
from solutions.generalization.margins import margins
from solutions.generalization.own_bound_values import right_values, wrong_values
from solutions.generalization.own_bounds import Parts, Problem

APART = 1.5e-3  # relative: five times what single precision is allowed to be off


def test_the_training_margin_of_a_case_is_its_least_by_any_percentile() -> None:
    for case in CASES:
        values = margins(case.network.scores(case.inputs), case.labels)
        assert case.margin == values.min() > 0
        for share in (1, 5, 10, 20):
            assert np.percentile(values, share) == case.margin
    assert NEGATIVE.margin < 0


def test_cases_travel_in_single_precision_without_a_loss() -> None:
    for case in CASES:
        assert (case.inputs == case.inputs.astype(np.float32)).all()
        assert (case.network.hidden_weight == case.request()["network"]["U"]).all()


@pytest.mark.parametrize("case", CASES)
def test_bounds_are_what_they_are_made_of(case: Case) -> None:
    problem = Problem.of(case, case.delta)
    found = {name: each.value() for name, each in problem.parts().items()}
    assert found == pytest.approx(problem.bounds())


@pytest.mark.parametrize("case", CASES)
def test_the_bound_of_the_theorem_has_one_factor_less(case: Case) -> None:
    problem = Problem.of(case, case.delta)
    parts, spectral = problem.parts(), problem.norms["Spectral1"]
    whole = parts[SPEC_FRO_OF_THEOREM].times(spectral)
    assert whole.value() == pytest.approx(parts["Spec_Fro bound"].value())


@pytest.mark.parametrize("adds_squares", [False, True])
def test_a_factor_is_found_again(adds_squares: bool) -> None:
    parts = Parts(complexity=3.0, rest=2.0, adds_squares=adds_squares)
    assert parts.factor_of(parts.times(0.3).value()) == pytest.approx(0.3)
    assert parts.factor_of(parts.rest**2) == 0


def test_what_is_added_to_a_complexity_counts_on_some_network_and_a_margin_is_below_one() -> None:
    parts = [Problem.of(case, case.delta).parts()["Spec_L1 bound"] for case in CASES]
    small_weights, large_weights = parts[2], parts[4]
    assert all(each.complexity < each.rest for each in (small_weights, large_weights))
    assert min(case.margin for case in CASES) < 1


def test_logarithms_of_base_e_are_the_natural_ones() -> None:
    problem = Problem.of(CASES[0], 0.01)
    parts, rests = problem.parts(), problem.rests(math.log(math.e))
    assert {name: each.rest for name, each in parts.items()} == rests


@pytest.mark.parametrize("name", [*right_values(with_delta=True)[0]])
def test_no_two_bounds_are_taken_for_one_another(name: str) -> None:
    values = right_values(with_delta=True)
    for other in {*values[0]} - {name}:
        assert any(each[name] != pytest.approx(each[other], rel=0.01) for each in values)


@pytest.mark.parametrize(("words", "wrong"), wrong_values(with_delta=True))
def test_every_mistake_is_one_of_some_bound(words: str, wrong: Sequence[dict[str, float]]) -> None:
    right = right_values(with_delta=True)
    assert any(
        name not in right[0]
        or any(
            one[name] != pytest.approx(other[name], rel=APART)
            for one, other in zip(wrong, right, strict=True)
        )
        for name in wrong[0]
    )
