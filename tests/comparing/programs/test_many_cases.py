"""Several cases of one program: their weights, and what students are told of hidden ones."""

from fractions import Fraction
from functools import partial

import pytest

from graders.comparing.programs.cases import Case, compare_many
from graders.comparing.programs.tensors import compare_arrays
from graders.model import Comparison
from tests.comparing.programs.arrays_to_compare import (
    code,
    words,
)


def test_right_cases_earn_their_share_of_the_weight() -> None:
    cases = [Case("a", 1.0, 1.0), Case("b", 2.0, 5.0, weight=3), Case("c", 1.0, 1.0, weight=2)]
    comparison = compare_many(cases)
    assert (comparison.equal, comparison.credit) == (False, Fraction(1, 2))
    assert comparison.remarks == ("2 of 3 cases are right",)


def test_cases_that_are_all_right_need_no_words() -> None:
    comparison = compare_many([("a", 1.0, 1.0), Case("b", 2.0, 2.0, hidden=True)])
    assert comparison == Comparison(True, "cases", credit=Fraction(1))


def test_the_first_public_case_that_fails_is_named() -> None:
    comparison = compare_many(
        [
            Case("secret", None, 1.0, hidden=True),
            Case("one example", [1.0, 2.0], [1.0, 3.0]),
            Case("many", None, 1.0),
        ]
    )
    assert code(comparison) == "values"
    assert words(comparison) == (
        "in the case 'one example', the result is wrong at 1 of 2 entries, most at index 1; "
        "0 of 2 cases are right; not all hidden cases are right"
    )
    assert "secret" in comparison.witness
    assert "many: the result is None" in comparison.witness


def test_hidden_cases_show_one_outcome() -> None:
    def told(*right: bool) -> Comparison:
        hidden = [Case(f"secret {at}", float(r), 1.0, hidden=True) for at, r in enumerate(right)]
        return compare_many([Case("public", 1.0, 1.0), *hidden])

    one, another = told(True, False, True), told(False, True, False)
    assert one.mistake is another.mistake is None
    assert words(one) == words(another) == "1 of 1 cases are right; not all hidden cases are right"


def test_hidden_cases_that_are_right_are_told_so_beside_wrong_ones() -> None:
    comparison = compare_many([Case("a", 2.0, 1.5), Case("b", 1.0, 1.0, hidden=True)])
    assert comparison.remarks == ("0 of 1 cases are right", "the hidden cases are right")
    only_hidden = compare_many([Case("b", 2.0, 1.5, hidden=True)])
    assert words(only_hidden) == "not all hidden cases are right"


def test_cases_can_be_compared_in_another_way() -> None:
    comparison = compare_many([("a", 1.1, 1.0)], partial(compare_arrays, relative=0.2))
    assert comparison.equal


def test_a_case_that_is_not_settled_is_left_to_a_person() -> None:
    def undecided(found: object, reference: object) -> Comparison:
        return Comparison(None, "arrays", note="who knows") if found == 2 else Comparison(True, "")

    comparison = compare_many([("a", 1, 1), ("b", 2, 2)], undecided)
    assert (comparison.equal, comparison.credit) == (None, Fraction(1, 2))
    assert comparison.mistake is None
    assert comparison.witness == "b: who knows"


def test_cases_without_weight_are_our_failure() -> None:
    with pytest.raises(ValueError, match="no weight"):
        compare_many([])
