"""Plain data from student code as arrays, and how near is near enough."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.errors import NablaError

Array = NDArray[Any]
Agreement = Callable[[Array, Array], NDArray[np.bool_]]  # found, reference -> right entries

_NUMBERS = (bool, int, float, complex)
_LISTS = (list, tuple)
_WORDS: dict[type, str] = {dict: "a dict", str: "a string", bytes: "bytes", set: "a set"}
KINDS = {"b": "truth values", "i": "whole numbers", "u": "whole numbers"} | {
    "f": "real numbers", "c": "complex numbers",
}  # fmt: skip
_LARGEST = 2**23  # entries of nested lists: 64 MiB as float64
_DEEPEST = 32


class NoArray(NablaError):
    """Data that is no array of numbers; the message says what it is."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an entry may be from the reference and still be right.

    `rounding` is the error of a sum, as a share of the greatest entry: entries that are small
    because large terms cancel keep no more than that.
    """

    relative: float
    absolute: float
    rounding: float
    reason: str

    def absolute_for(self, reference: Array) -> float:
        """The absolute error allowed beside this reference.

        It shrinks with a small reference, so that zeros do not pass for small gradients; but a
        reference that is nothing but rounding leaves the full error.
        """
        sizes = np.abs(reference[np.isfinite(reference)])
        top = float(sizes.max(initial=0))
        if top <= 8 * tolerance_for(reference.dtype).rounding:
            return self.absolute
        return max(min(self.absolute, self.relative * top), self.rounding * top)


def tolerance_for(dtype: np.dtype[Any] | type) -> Tolerance:
    """The tolerance for results of a dtype, such as `np.float32`.

    A correct float32 result, summed in another order, is off by some units of the seventh digit,
    and each layer adds to it; a wrong formula is rarely right to four digits.

    >>> tolerance_for(np.float32).relative, tolerance_for(np.int64).relative
    (0.0001, 0.0)
    """
    dtype = np.dtype(dtype)
    if dtype.kind not in "fc":
        return Tolerance(0.0, 0.0, 0.0, "whole numbers are exact")
    epsilon = float(np.finfo(dtype).eps)
    if epsilon > 1e-6:
        return Tolerance(1e-2, 1e-3, 8 * epsilon, "float16 keeps three digits")
    if epsilon > 1e-12:
        return Tolerance(1e-4, 1e-6, 8 * epsilon, "float32 keeps seven digits, fewer after sums")
    return Tolerance(1e-5, 1e-8, 8 * epsilon, "formulas that differ only in rounding agree")


def agreement_within(relative: float, absolute: float, *, skip_nan: bool = False) -> Agreement:
    """The rule that an entry is right within these errors; NaN and infinities match their like.

    With `skip_nan`, anything but NaN is right where the reference is NaN.

    >>> agreement_within(0.01, 0.0)(np.array([1.005, np.nan]), np.array([1.0, np.nan]))
    array([ True,  True])
    """

    def agree(found: Array, reference: Array) -> NDArray[np.bool_]:
        same = np.asarray(found == reference)
        if found.dtype.kind in "biu" and reference.dtype.kind in "biu":
            return same
        found, reference = widened(found), widened(reference)
        with np.errstate(all="ignore"):
            error = np.abs(found - reference)
            near = (error <= absolute + relative * np.abs(reference)) & np.isfinite(error)
        return np.asarray(same | near | (np.isnan(reference) & (np.isnan(found) != skip_nan)))

    return agree


def read_array(found: object) -> Array:
    """Plain data as an array of numbers or truth values.

    Types are compared exactly and no method of an unknown object is called.

    Raises:
        NoArray: if the data is of another type, ragged, or too large.

    >>> read_array([[1, 2, 3], [4, 5, 6]]).shape
    (2, 3)
    """
    kind = type(found)
    if kind is np.ndarray:
        return _plain(found)
    if kind in _NUMBERS or issubclass(kind, (np.number, np.bool_)):
        return _plain(np.asarray(found))
    if kind in _LISTS:
        return _nested(found)
    raise NoArray(f"{_type_in_words(kind)}, not an array")


def _plain(array: Any) -> Array:
    if array.dtype.kind in KINDS:
        return array
    raise NoArray("an array of other things than numbers, or of numbers that are too large")


def _nested(found: Any) -> Array:
    level: list[Any] = [found]
    shape: list[int] = []
    while level and type(level[0]) in _LISTS:
        sizes = {len(each) if type(each) in _LISTS else -1 for each in level}
        if len(sizes) > 1:
            raise NoArray("a nested list whose rows differ in length")
        shape += sizes
        if len(level) * shape[-1] > _LARGEST or len(shape) > _DEEPEST:
            raise NoArray("a nested list that is too large")
        level = list(itertools.chain.from_iterable(level))
    kinds = {type(each) for each in level}
    if kinds == {np.ndarray}:
        return _stacked(level, shape)
    for kind in kinds:
        if kind in _LISTS or kind is np.ndarray:
            raise NoArray("a nested list whose rows differ in length")
        if kind not in _NUMBERS and not issubclass(kind, (np.number, np.bool_)):
            raise NoArray(f"a list that holds {_type_in_words(kind)}, not an array")
    try:
        return _plain(np.array(level).reshape(shape))
    except OverflowError:
        raise NoArray("a list of numbers that are too large") from None


def _stacked(arrays: Sequence[Array], shape: Sequence[int]) -> Array:
    inner = {_plain(each).shape for each in arrays}
    if len(inner) > 1:
        raise NoArray("a list of arrays whose shapes differ")
    if len(arrays) * arrays[0].size > _LARGEST or len(shape) + arrays[0].ndim > _DEEPEST:
        raise NoArray("a nested list that is too large")
    return np.stack(arrays).reshape(*shape, *arrays[0].shape)


def _type_in_words(kind: type) -> str:
    if kind is type(None):
        return "None (nothing is returned)"
    return _WORDS.get(kind, "an object of another type")


def widened(array: Array) -> Array:
    """The array in double precision."""
    with np.errstate(all="ignore"):
        return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64, copy=False)
