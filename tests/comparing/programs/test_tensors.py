"""Arrays held against a reference: right, wrong and by which name, and tolerances."""

import re
from functools import partial
from typing import Any

import numpy as np
import pytest

from graders.comparing.programs.arrays import NoArray, read_array, tolerance_for
from graders.comparing.programs.tensors import compare_arrays
from graders.model import Comparison
from tests.comparing.programs.arrays_to_compare import (
    CUBE,
    INF,
    MATRIX,
    NAN,
    SINGLE,
    SQUARE,
    VECTOR,
    code,
    words,
)

RIGHT: dict[str, tuple[Any, Any]] = {
    "the same array": (MATRIX, MATRIX),
    "nested lists": (MATRIX.tolist(), MATRIX),
    "nested tuples": (tuple(map(tuple, MATRIX.tolist())), MATRIX),
    "a list of arrays": (list(MATRIX), MATRIX),
    "nested lists of arrays": ([list(CUBE[0]), list(CUBE[1])], CUBE),
    "a list of numpy numbers": (list(VECTOR), VECTOR),
    "a reference of lists": (MATRIX, MATRIX.tolist()),
    "a number for an array without axes": (1.5, np.array(1.5)),
    "an array without axes for a number": (np.array(1.5), 1.5),
    "a numpy number": (np.float32(1.5), 1.5),
    "float32 for float64": (MATRIX.astype(np.float32), MATRIX),
    "float64 for float32": (MATRIX, SINGLE),
    "rounding": (MATRIX * (1 + 1e-9), MATRIX),
    "rounding of float32": (SINGLE * np.float32(1 + 1e-6), MATRIX),
    "whole numbers that are real": ([1, 2, 3], np.array([1.0, 2.0, 3.0])),
    "another width of whole numbers": (np.array([1, 2], np.int8), np.array([1, 2], np.uint64)),
    "real numbers that are complex": ([1.0, 2.0], np.array([1 + 0j, 2])),
    "truth values": ([True, False], np.array([True, False])),
    "NaN and infinities in their places": ([NAN, INF, -INF, 1.0], [NAN, INF, -INF, 1.0]),
    "no entries": ([], np.zeros(0)),
    "no entries of another kind": ([], np.zeros(0, np.int64)),
    "no rows, three columns": (np.zeros((0, 3)), np.zeros((0, 3))),
    "two empty rows": ([[], []], np.zeros((2, 0))),
    "another order in memory": (np.asfortranarray(MATRIX), MATRIX),
    "another byte order": (MATRIX.astype(">f8"), MATRIX),
    "rounding about zero": (np.array([1e-17, 1.0]), np.array([0.0, 1.0])),
    "a reference of nothing but rounding": (np.array([3e-16, 0.0]), np.array([-1e-16, 1e-17])),
}


@pytest.mark.parametrize(("found", "reference"), RIGHT.values(), ids=RIGHT)
def test_this_is_right(found: Any, reference: Any) -> None:
    assert compare_arrays(found, reference) == Comparison(True, "arrays")


WRONG: dict[str, tuple[Any, Any, str, str]] = {
    "None": (None, MATRIX, "type", "the result is None (nothing is returned), not an array"),
    "a dict": ({"loss": 1.0}, MATRIX, "type", "the result is a dict, not an array"),
    "a string": ("1.5", 1.5, "type", "the result is a string, not an array"),
    "bytes": (b"1.5", 1.5, "type", "the result is bytes, not an array"),
    "a list with None": ([1.0, None], VECTOR, "type", "a list that holds None"),
    "a list with a string": ([1.0, "2"], VECTOR, "type", "a list that holds a string"),
    "an array of objects": (np.array([1, None], object), VECTOR, "type", "other things"),
    "an array of strings": (np.array(["1"]), VECTOR, "type", "other things"),
    "an array of dates": (np.array(["2020-01-01"], "M8[D]"), VECTOR, "type", "other things"),
    "a number beyond 64 bits": (2**70, 1.0, "type", "too large"),
    "a whole number beyond float64": ([10**400, 1.0], VECTOR, "type", "too large"),
    "ragged": ([[1.0, 2.0], [3.0]], SQUARE, "type", "rows differ in length"),
    "a row that is a number": ([[1.0, 2.0], 3.0], SQUARE, "type", "rows differ in length"),
    "a number before a row": ([3.0, [1.0, 2.0]], SQUARE, "type", "rows differ in length"),
    "arrays and numbers": ([np.ones(2), 1.0], SQUARE, "type", "rows differ in length"),
    "arrays of two shapes": ([np.ones(2), np.ones(3)], SQUARE, "type", "shapes differ"),
    "a number for a vector": (1.0, np.ones(3), "shape", "has shape (), shape (3,) is asked for"),
    "one entry for a vector": ([1.0], np.ones(3), "shape", "has shape (1,), shape (3,) is"),
    "one entry for a number": ([1.0], 1.0, "shape", "has shape (1,), shape () is asked for"),
    "a column for a vector": (np.ones((3, 1)), np.ones(3), "shape", "shape (3, 1), shape (3,)"),
    "too many axes to show": (np.ones((1,) * 12), 1.0, "shape", "a shape of 12 axes"),
    "float for int": (np.array([1.0, 2.0]), np.array([1, 2]), "dtype", "whole numbers (int64)"),
    "int for bool": ([1, 0], np.array([True, False]), "dtype", "truth values (bool)"),
    "bool for int": ([True, False], np.array([1, 0]), "dtype", "holds truth values (bool)"),
    "bool for float": ([True, False], np.array([1.0, 0.0]), "dtype", "holds truth values"),
    "complex for float": ([1j, 2], np.array([1.0, 2.0]), "dtype", "holds complex numbers"),
    "NaN": ([[0.5, -1.25, 3.0], [2.5, NAN, -4.0]], MATRIX, "not_finite", "NaN at index (1, 1)"),
    "infinite": ([0.25, -1, 7, 2, INF], VECTOR, "not_finite", "infinite at index 4"),
    "NaN for a number": (NAN, 1.0, "not_finite", "NaN at index ()"),
    "finite for NaN": ([1.0, 2.0], [1.0, NAN], "not_finite", "is finite at index 1, where no"),
    "a large number for -inf": ([1.0, -1e9], [1.0, -INF], "not_finite", "is finite at index 1"),
    "infinity of the other sign": ([1.0, INF], [1.0, -INF], "not_finite", "is infinite at index 1"),
    "transposed": (MATRIX.T, MATRIX, "transposed", "the result is transposed"),
    "transposed, square": (SQUARE.T, SQUARE, "transposed", "the result is transposed"),
    "transposed whole numbers": ([[1, 3], [2, 4]], [[1, 2], [3, 4]], "transposed", "is transposed"),
    "last axes swapped": (CUBE.swapaxes(1, 2), CUBE, "transposed", "axes of the result are in"),
    "channels last": (np.moveaxis(CUBE, 0, -1), CUBE, "transposed", "are in another order"),
    "sign": (-MATRIX, MATRIX, "sign", "the sign of the result is reversed"),
    "sign of one number": (-1.5, 1.5, "sign", "the sign of the result is reversed"),
    "sign of infinities": ([INF, -1.0], [-INF, 1.0], "sign", "reversed"),
    "rows reversed": (MATRIX[::-1], MATRIX, "reversed", "the rows of the result"),
    "columns reversed": (MATRIX[:, ::-1], MATRIX, "reversed", "the columns of the result"),
    "entries reversed": (VECTOR[::-1], VECTOR, "reversed", "the entries of the result"),
    "twice": (MATRIX * 2, MATRIX, "factor", "has a factor 2 too many"),
    "half": (MATRIX / 2, MATRIX, "factor", "lacks a factor 2"),
    "divided by an axis": (CUBE / 3, CUBE, "averaged", "by 3, the size of an axis: a mean"),
    "multiplied by an axis": (VECTOR * 5, VECTOR, "summed", "by 5, the size of an axis: a sum"),
    "divided by all entries": (MATRIX / 6, MATRIX, "averaged", "by 6, the number of entries"),
    "another factor": (MATRIX * -0.7, MATRIX, "factor", "off by a constant factor"),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference", "mistake", "said"), WRONG.values(), ids=WRONG)
def test_this_is_wrong_and_named(found: Any, reference: Any, mistake: str, said: str) -> None:
    comparison = compare_arrays(found, reference)
    assert comparison.equal is False
    assert code(comparison) == mistake
    assert said in words(comparison)


UNNAMED: dict[str, tuple[Any, Any, str]] = {
    "one entry": (
        [[0.5, -1.25, 3.0], [2.9, 0.75, -4.0]], MATRIX, "at 1 of 6 entries, most at index (1, 0)",
    ),
    "two entries": ([0.26, -1.0, 7.0, 2.5, 3.0], VECTOR, "at 2 of 5 entries, most at index 3"),
    "another number": (1.75, 1.5, "another number than is asked for"),
    "zeros": (np.zeros(5), VECTOR, "at 5 of 5 entries, most at index 2"),
    "zeros for a small gradient": (np.zeros(2), np.array([3e-9, 5e-9]), "2 of 2 entries"),
    "a count that is twice another": (2, 1, "another number"),
    "counts that are twice others": ([2, 4], [1, 2], "at 2 of 2 entries"),
    "a factor that is almost one": (VECTOR * 1.0005, VECTOR, "at 5 of 5 entries"),
    "two numbers that are no multiple": ([1.0, 3.0], [0.25, 0.7], "at 2 of 2 entries"),
    "equal entries fit any factor": (np.full(7, 0.5), np.full(7, 0.1), "at 7 of 7"),
    "large whole numbers that differ by one": ([2**60 + 1], [2**60], "another number"),
    "unsigned whole numbers": (np.array([0, 2], np.uint8), np.array([1, 2], np.uint8), "index 0"),
    "cut to whole numbers": ([0, -1, 3], [0.5, -1.25, 3.0], "stored in an integer array are cut"),
    "an overflowing difference": ([1e308, 1e308], [-1.5e308, 1e308], "at 1 of 2 entries"),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference", "said"), UNNAMED.values(), ids=UNNAMED)
def test_this_is_wrong_without_a_name(found: Any, reference: Any, said: str) -> None:
    comparison = compare_arrays(found, reference)
    assert comparison.equal is False
    assert comparison.mistake is None
    assert said in words(comparison)


DTYPES: dict[str, tuple[Any, Any, Any, bool]] = {
    "kind, narrower": (SINGLE, MATRIX, "kind", True),
    "exact, narrower": (SINGLE, MATRIX, "exact", False),
    "exact, the same": (MATRIX, MATRIX, "exact", True),
    "exact, whole numbers": ([1, 2], np.array([1.0, 2.0]), "exact", False),
    "any, real numbers for whole": ([1.0, 2.0], np.array([1, 2]), "any", True),
    "any, real numbers that are not whole": ([1.0, 2.4], np.array([1, 2]), "any", False),
    "any, truth values for whole numbers": ([True, False], np.array([1, 0]), "any", True),
    "any, complex without imaginary part": ([1 + 0j], np.array([1.0]), "any", True),
    "any, complex": ([1 + 1j], np.array([1.0]), "any", False),
}


@pytest.mark.parametrize(("found", "reference", "rule", "equal"), DTYPES.values(), ids=DTYPES)
def test_a_rule_says_which_dtypes_may_stand_for_others(
    found: Any, reference: Any, rule: Any, equal: bool
) -> None:
    assert compare_arrays(found, reference, dtype=rule).equal is equal


def test_the_shape_comes_before_the_dtype_and_that_before_the_values() -> None:
    assert code(compare_arrays([[True]], MATRIX)) == "shape"
    assert code(compare_arrays([True, False], [0.25, NAN])) == "dtype"


def test_the_shapes_of_a_transposed_array_are_said() -> None:
    remark = "the result has shape (3, 2), shape (2, 3) is asked for"
    assert compare_arrays(MATRIX.T, MATRIX).remarks == (remark,)


def test_a_change_that_leaves_the_reference_as_it_is_has_no_name() -> None:
    symmetric = SQUARE + SQUARE.T
    assert compare_arrays(symmetric + np.diag([0, 1]), symmetric).mistake is None
    assert compare_arrays(symmetric.T, symmetric).equal


def test_a_wrong_entry_besides_leaves_a_mistake_without_its_name() -> None:
    assert compare_arrays(-MATRIX + [[0, 0, 0], [0, 1e-3, 0]], MATRIX).mistake is None
    assert compare_arrays(MATRIX.T + 1e-3, MATRIX).mistake.code == "shape"  # type: ignore[union-attr]


def test_the_name_of_the_array_is_in_the_words() -> None:
    comparison = compare_arrays(-MATRIX, MATRIX, name="the gradient of W")
    assert words(comparison) == "the sign of the gradient of W is reversed"


def test_the_number_of_examples_names_a_mean_and_a_sum() -> None:
    mean = compare_arrays(MATRIX / 32, MATRIX, batch=32)
    assert code(mean) == "averaged"
    assert "divided by 32, the number of examples: a mean in place of a sum" in words(mean)
    assert code(compare_arrays(1.5 * 32, 1.5, batch=32)) == "summed"
    assert code(compare_arrays(1.5 * 2, 1.5, batch=2)) == "summed"
    assert code(compare_arrays(1.5 * 2, 1.5)) == "factor"
    assert compare_arrays(1.5 * 32, 1.5).mistake is None


def test_the_values_are_for_staff_alone() -> None:
    found = MATRIX.copy()
    found[1, 2] = 8.125
    comparison = compare_arrays(found, MATRIX)
    assert comparison.witness == (
        "at index (1, 2) 8.125, reference -4.0, difference 12.1; 1 of 6 entries differ"
    )
    assert not re.search(r"4\.0|8\.125|12\.1", words(comparison))


@pytest.mark.parametrize("wrong", [[*WRONG.values()], [*UNNAMED.values()]], ids=["named", "not"])
def test_no_words_hold_a_value_of_the_reference(wrong: Any) -> None:
    """With references whose values are unlike any index, size or count."""
    for found, reference, *_ in wrong:
        try:
            values = {f"{value:.4g}" for value in np.ravel(read_array(reference)).tolist()}
        except (NoArray, TypeError, ValueError):
            continue
        numbers = re.findall(r"-?\d+\.\d+", words(compare_arrays(found, reference)))
        assert values.isdisjoint(numbers)


def test_tolerances_that_are_given_hold() -> None:
    near = MATRIX * 1.01
    assert compare_arrays(near, MATRIX, relative=0.02).equal
    assert not compare_arrays(near, MATRIX, relative=0.009).equal
    assert compare_arrays(MATRIX + 0.01, MATRIX, absolute=0.011).equal
    assert not compare_arrays(MATRIX + 0.01, MATRIX, absolute=0.009).equal
    assert not compare_arrays(1.0 + 1e-12, 1.0, relative=0, absolute=0).equal
    assert compare_arrays(np.zeros(2), np.array([3e-9, 5e-9]), absolute=1e-8).equal


def test_the_error_of_the_reference_is_always_allowed() -> None:
    assert compare_arrays(MATRIX + 0.01, MATRIX, absolute=0, noise=0.011).equal


def test_a_reference_that_is_no_array_is_our_failure() -> None:
    with pytest.raises(NoArray):
        compare_arrays(MATRIX, {"loss": 1.0})


def test_entries_without_a_reference_can_be_left_out() -> None:
    reference = np.array([[1.0, NAN], [3.0, 5.0]])
    skip = partial(compare_arrays, skip_nan=True)
    assert skip([[1.0, 7.0], [3.0, 5.0]], reference).equal
    assert skip([[1.0, INF], [3.0, 5.0]], reference).equal
    assert code(skip([[1.0, NAN], [3.0, 5.0]], reference)) == "not_finite"
    assert code(skip([[1.0, 3.0, 8.0], [2.0, 5.0, 9.0]], np.array([[1, 2], [3, 5], [NAN, 9]]))) == (
        "transposed"
    )
    assert code(skip([[-1.0, 0.0], [-3.0, -5.0]], reference)) == "sign"
    assert not skip([[1.0, 7.0], [3.0, 5.1]], reference).equal


def test_an_entry_that_is_left_out_makes_no_mistake() -> None:
    symmetric = np.array([[1.0, NAN], [3.0, 5.0]])
    found = [[1.0, 3.0], [8.0, 5.0]]  # the transposed reference leaves the wrong entry out
    assert compare_arrays(found, symmetric, skip_nan=True).mistake is None


def test_float32_may_sum_in_any_order_and_float16_is_no_excuse() -> None:
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(32, 3000)), rng.normal(size=(3000, 8))
    exact = left @ right
    single = np.zeros((32, 8), np.float32)
    for k in range(3000):
        single += np.outer(left[:, k], right[k]).astype(np.float32)
    assert compare_arrays(single, exact).equal
    assert not compare_arrays((exact * 1.004).astype(np.float16), exact).equal
    half = (left[:, :50].astype(np.float16), right[:50].astype(np.float16))
    reference = (half[0].astype(float) @ half[1].astype(float)).astype(np.float16)
    assert compare_arrays(half[0] @ half[1], reference).equal


@pytest.mark.parametrize(
    ("dtype", "relative", "absolute"),
    [
        (np.float16, 1e-2, 1e-3),
        (np.float32, 1e-4, 1e-6),
        (np.complex64, 1e-4, 1e-6),
        (np.float64, 1e-5, 1e-8),
        (np.complex128, 1e-5, 1e-8),
        (np.int64, 0, 0),
        (np.bool_, 0, 0),
    ],
)
def test_the_tolerance_follows_the_digits_of_the_dtype(
    dtype: Any, relative: float, absolute: float
) -> None:
    tolerance = tolerance_for(dtype)
    assert (tolerance.relative, tolerance.absolute) == (relative, absolute)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64])
def test_a_tolerance_has_its_reason_and_is_above_rounding(dtype: Any) -> None:
    tolerance = tolerance_for(dtype)
    assert tolerance.reason
    assert tolerance.relative > 4 * np.finfo(dtype).eps
