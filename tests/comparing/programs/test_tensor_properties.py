"""What holds for any two arrays: equality, units, single wrong entries."""

from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from graders.comparing.programs.tensors import compare_arrays
from tests.comparing.programs.arrays_to_compare import (
    INF,
    NAN,
    code,
    words,
)

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
