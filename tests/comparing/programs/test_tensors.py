import re
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from graders.comparing.programs.arrays import NoArray, read_array, tolerance_for
from graders.comparing.programs.cases import Case, compare_many
from graders.comparing.programs.loops import LOOP, loop_remark
from graders.comparing.programs.tensors import compare_arrays
from graders.model import Comparison

NAN, INF = float("nan"), float("inf")
MATRIX = np.array([[0.5, -1.25, 3.0], [2.5, 0.75, -4.0]])
SQUARE = np.array([[1.0, 2.0], [3.5, -4.0]])
CUBE = np.arange(24.0).reshape(2, 3, 4) ** 1.5
VECTOR = np.array([0.25, -1.0, 7.0, 2.0, 3.0])
SINGLE = MATRIX.astype(np.float32)


def code(comparison: Comparison) -> str:
    return comparison.mistake.code if comparison.mistake else ""


def words(comparison: Comparison) -> str:
    """All that a student reads."""
    named = [comparison.mistake.words] if comparison.mistake else []
    return "; ".join([*named, *comparison.remarks])


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


# What hostile code could send, were it not plain data.


class Lying:
    """Equal to everything, an array if asked, and angry when touched."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __array__(self, *_: object) -> Any:
        return MATRIX


class Number(float):
    def __float__(self) -> float:
        raise RuntimeError


def shared(depth: int) -> list[Any]:
    """Ten to the power of the depth numbers, in a few lists."""
    nested: list[Any] = [1.0]
    for _ in range(depth):
        nested = [nested] * 10
    return nested


def endless() -> list[Any]:
    nested: list[Any] = []
    nested.append(nested)
    return nested


def deep() -> list[Any]:
    nested: list[Any] = [1.0]
    for _ in range(100_000):
        nested = [nested]
    return nested


HOSTILE: dict[str, Callable[[], Any]] = {
    "an object": Lying,
    "a list of objects": lambda: [Lying(), Lying()],
    "a subclass of float": lambda: Number(1.0),
    "a subclass of the array": lambda: MATRIX.view(np.matrix),
    "a masked array": lambda: np.ma.masked_array(MATRIX, mask=True),  # type: ignore[no-untyped-call]
    "a record": lambda: np.zeros(2, dtype=[("a", float)]),
    "raw bytes": lambda: np.zeros(2, dtype="V8"),
    "a list of long strings": lambda: [1.0, "x" * 10**6] * 10**5,
    "a list of long numpy strings": lambda: [np.str_("x" * 10**6)] * 10**5,
    "shared lists": lambda: shared(30),
    "shared rows of great length": lambda: [[1.0] * 3000] * 3000,
    "a list within itself": endless,
    "a deep list": deep,
    "a set": lambda: {1.0},
    "arrays of great size in a list": lambda: [np.broadcast_to(0.0, (10**6, 10**6))] * 1000,
    "many axes": lambda: [np.zeros((1,) * 40)],
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_plain_array_is_refused_in_bounded_time(make: Callable[[], Any]) -> None:
    found = make()
    start = time.perf_counter()
    comparison = compare_arrays(found, MATRIX)
    assert time.perf_counter() - start < 2
    assert (comparison.equal, code(comparison)) == (False, "type")
    assert len(words(comparison)) < 200


def test_an_array_that_only_claims_to_be_huge_is_not_read() -> None:
    start = time.perf_counter()
    huge = np.broadcast_to(0.0, (10**6, 10**6, 10**5))
    assert code(compare_arrays(huge, MATRIX)) == "shape"
    assert time.perf_counter() - start < 0.1


def test_a_large_array_is_judged_in_seconds() -> None:
    reference = np.random.default_rng(0).normal(size=(40, 40, 40, 40))
    start = time.perf_counter()
    assert compare_arrays(reference + 1, reference).mistake is None
    assert time.perf_counter() - start < 5


# Properties

FINITE = st.floats(-100, 100).map(lambda value: round(value, 3))
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, max_side=4)
REFERENCES = arrays.arrays(np.float64, SHAPES, elements=FINITE)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
    | st.text(max_size=3) | st.binary(max_size=3)
    | arrays.arrays(
        arrays.scalar_dtypes() | arrays.unicode_string_dtypes(max_len=4),
        arrays.array_shapes(max_side=3),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner)
    | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=8,
)  # fmt: skip


def an_index(array: Any, data: st.DataObject) -> tuple[int, ...]:
    flat = data.draw(st.integers(0, array.size - 1))
    return tuple(int(each) for each in np.unravel_index(flat, array.shape))


@given(REFERENCES)
def test_an_array_equals_itself(reference: Any) -> None:
    assert compare_arrays(reference.copy(), reference).equal
    assert compare_arrays(reference.tolist(), reference).equal


@given(REFERENCES, st.data(), st.sampled_from([1e-2, -0.5, 3.0, 1e6]))
def test_any_single_wrong_entry_is_found_with_its_index(
    reference: Any, data: st.DataObject, change: float
) -> None:
    index = an_index(reference, data)
    found = reference.copy()
    found[index] += change * max(1.0, abs(found[index]))
    comparison = compare_arrays(found, reference)
    assert comparison.equal is False
    shown = index[0] if len(index) == 1 else index
    assert comparison.witness.startswith(f"at index {shown} ")
    assert comparison.witness.endswith(f"; 1 of {reference.size} entries differ")
    if comparison.mistake is None and reference.size > 1:
        assert comparison.remarks[0].endswith(f"most at index {shown}")


@given(REFERENCES, st.data(), st.sampled_from([NAN, INF, -INF]))
def test_an_entry_that_is_not_finite_is_never_right(
    reference: Any, data: st.DataObject, value: float
) -> None:
    found = reference.copy()
    index = an_index(reference, data)
    found[index] = value
    for tolerance in ({}, {"relative": INF}, {"absolute": INF}, {"dtype": "any"}):
        comparison = compare_arrays(found, reference, **tolerance)  # type: ignore[arg-type]
        assert comparison.equal is False
        assert code(comparison) == "not_finite"


@given(REFERENCES.filter(np.any), st.data(), st.integers(-20, 20))
def test_the_comparison_does_not_depend_on_the_unit(
    reference: Any, data: st.DataObject, power: int
) -> None:
    others = arrays.arrays(np.float64, reference.shape, elements=FINITE)
    found = data.draw(others | st.sampled_from([-reference, reference.T, 3 * reference]))
    here = compare_arrays(found, reference, absolute=0)
    there = compare_arrays(found * 2.0**power, reference * 2.0**power, absolute=0)
    assert (here.equal, here.mistake, here.remarks) == (there.equal, there.mistake, there.remarks)


@given(REFERENCES, st.data())
def test_two_arrays_are_equal_either_way_round(reference: Any, data: st.DataObject) -> None:
    other = data.draw(arrays.arrays(np.float64, reference.shape, elements=FINITE))
    assert compare_arrays(other, reference).equal == compare_arrays(reference, other).equal


@given(REFERENCES, SHAPES)
def test_nothing_is_broadcast(reference: Any, shape: tuple[int, ...]) -> None:
    assume(shape != reference.shape)
    comparison = compare_arrays(np.full(shape, reference.flat[0]), reference)
    assert comparison.equal is False
    assert code(comparison) in {"shape", "transposed"}


@given(REFERENCES)
def test_a_named_change_is_named_and_never_right(reference: Any) -> None:
    changes = {"sign": -reference, "reversed": np.flip(reference, 0) if reference.ndim else None}
    if reference.ndim == 2:
        changes["transposed"] = reference.T
    for changed in changes.values():
        if changed is None or np.array_equal(changed, reference):
            continue
        comparison = compare_arrays(changed, reference)
        assert comparison.equal is False
        assert comparison.mistake is not None


@given(ANYTHING, REFERENCES)
def test_no_data_makes_the_comparison_fail(found: Any, reference: Any) -> None:
    comparison = compare_arrays(found, reference)
    assert comparison.equal in (True, False)
    assert comparison.equal or words(comparison)


# Mutants of what students write: each must be rejected, each rewrite accepted.


def softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores: Any, labels: Any) -> Any:
    return -np.log(softmax(scores)[np.arange(len(labels)), labels]).mean()


def cross_entropy_gradient(scores: Any, labels: Any) -> Any:
    return (softmax(scores) - np.eye(scores.shape[1])[labels]) / len(labels)


RNG = np.random.default_rng(1)
SCORES, LABELS = RNG.normal(size=(5, 3)) * 2, np.array([0, 2, 1, 1, 0])

MUTANTS: dict[str, tuple[Any, Any, str]] = {
    "softmax over examples": (softmax(SCORES.T).T, softmax(SCORES), ""),
    "softmax of the transposed": (softmax(SCORES).T, softmax(SCORES), "transposed"),
    "softmax without its sum": (np.exp(SCORES), softmax(SCORES), ""),
    "softmax over everything": (np.exp(SCORES) / np.exp(SCORES).sum(), softmax(SCORES), ""),
    "logarithm of softmax": (np.log(softmax(SCORES)), softmax(SCORES), ""),
    "loss without mean": (
        cross_entropy(SCORES, LABELS) * 5, cross_entropy(SCORES, LABELS), "summed",
    ),
    "loss without minus": (-cross_entropy(SCORES, LABELS), cross_entropy(SCORES, LABELS), "sign"),
    "loss in bits": (
        cross_entropy(SCORES, LABELS) / np.log(2), cross_entropy(SCORES, LABELS), "",
    ),
    "losses not averaged": (-np.log(softmax(SCORES)[:, 0]), cross_entropy(SCORES, LABELS), "shape"),
    "gradient without mean": (
        cross_entropy_gradient(SCORES, LABELS) * 5, cross_entropy_gradient(SCORES, LABELS),
        "summed",
    ),
    "gradient without labels": (softmax(SCORES) / 5, cross_entropy_gradient(SCORES, LABELS), ""),
    "gradient with next label": (
        cross_entropy_gradient(SCORES, (LABELS + 1) % 3), cross_entropy_gradient(SCORES, LABELS),
        "",
    ),
    "argmax as real numbers": (SCORES.argmax(1) * 1.0, SCORES.argmax(1), "dtype"),
    "maximum for argmax": (SCORES.max(1), SCORES.argmax(1), "dtype"),
    "argmax over examples": (SCORES.argmax(0), SCORES.argmax(1), "shape"),
    "argmin": (SCORES.argmin(1), SCORES.argmax(1), ""),
    "mean with keepdims": (SCORES.mean(0, keepdims=True), SCORES.mean(0), "shape"),
    "sample deviation": (SCORES.std(0, ddof=1), SCORES.std(0), "factor"),
    "variance": (SCORES.var(0), SCORES.std(0), ""),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference", "mistake"), MUTANTS.values(), ids=MUTANTS)
def test_a_mutant_is_rejected(found: Any, reference: Any, mistake: str) -> None:
    comparison = compare_arrays(found, reference, batch=5)
    assert comparison.equal is False
    assert code(comparison) == mistake


REWRITES: dict[str, tuple[Any, Any]] = {
    "softmax without a shift": (
        np.exp(SCORES) / np.exp(SCORES).sum(1, keepdims=True), softmax(SCORES),
    ),
    "softmax in float32": (softmax(SCORES.astype(np.float32)), softmax(SCORES)),
    "softmax row by row": ([softmax(row[None])[0] for row in SCORES], softmax(SCORES)),
    "loss by log-sum-exp": (
        float(np.mean(np.log(np.exp(SCORES).sum(1)) - SCORES[np.arange(5), LABELS])),
        cross_entropy(SCORES, LABELS),
    ),
    "argmax as int32": (SCORES.argmax(1).astype(np.int32), SCORES.argmax(1)),
    "argmax as a list": (SCORES.argmax(1).tolist(), SCORES.argmax(1)),
    "deviation by moments": (
        np.sqrt((SCORES**2).mean(0) - SCORES.mean(0) ** 2), SCORES.std(0),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference"), REWRITES.values(), ids=REWRITES)
def test_a_rewrite_is_accepted(found: Any, reference: Any) -> None:
    assert compare_arrays(found, reference).equal


# Cases


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


# Loops

TIMES: dict[str, tuple[list[float], list[float], list[int], bool]] = {
    "a loop": ([0.002, 0.032], [0.0001, 0.0002], [1_000, 16_000], True),
    "a loop, three sizes": ([0.001, 0.004, 0.016], [1e-5] * 3, [1_000, 4_000, 16_000], True),
    "a quadratic loop": ([0.002, 0.5], [0.0001, 0.0002], [1_000, 16_000], True),
    "the same as the reference": ([0.0001, 0.0002], [0.0001, 0.0002], [1_000, 16_000], False),
    "ten times slower": ([0.001, 0.016], [0.0001, 0.0016], [1_000, 16_000], False),
    "slow, not growing": ([0.5, 0.51], [0.0001, 0.0002], [1_000, 16_000], False),
    "slow, growing a little": ([0.5, 0.7], [0.0001, 0.0002], [1_000, 16_000], False),
    "too short to tell": ([1e-5, 1e-3], [1e-6, 1e-5], [1_000, 16_000], False),
    "a peak between": ([0.002, 0.05, 0.032], [0.0001] * 3, [1_000, 4_000, 16_000], False),
    "less than the sizes": ([0.01, 0.07], [0.0001, 0.0002], [1_000, 16_000], False),
    "sizes too near": ([0.002, 0.032], [0.0001, 0.0002], [1_000, 2_000], False),
    "no time": ([0.0, 0.032], [0.0, 0.0], [1_000, 16_000], False),
    "no number": ([NAN, 0.032], [0.0001, 0.0002], [1_000, 16_000], False),
    "infinite": ([0.001, INF], [0.0001, 0.0002], [1_000, 16_000], False),
}


@pytest.mark.parametrize(("student", "reference", "sizes", "loop"), TIMES.values(), ids=TIMES)
def test_a_loop_shows_in_the_growth_of_time(
    student: list[float], reference: list[float], sizes: list[int], loop: bool
) -> None:
    assert loop_remark(student, reference, sizes) == (LOOP if loop else "")


@given(
    st.lists(st.floats(0.2, 5), min_size=4, max_size=4),
    st.floats(1e-6, 1.0),
    st.sampled_from([1.0, 4.0, 16.0]),
)
def test_a_busy_machine_makes_no_loop(noise: list[float], seconds: float, growth: float) -> None:
    """Times of the reference itself, each off by a factor of five."""
    small, large = seconds, seconds * growth
    student = [small * noise[0], large * noise[1]]
    assume(noise[1] / noise[3] < 20)
    assert not loop_remark(student, [small * noise[2], large * noise[3]], [1_000, 16_000])


def test_a_time_is_needed_for_each_size() -> None:
    with pytest.raises(ValueError, match="two sizes"):
        loop_remark([0.1], [0.1], [10])
    with pytest.raises(ValueError, match="two sizes"):
        loop_remark([0.1, 0.2], [0.1], [10, 100])
