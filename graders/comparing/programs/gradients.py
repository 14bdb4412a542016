"""Gradients held against finite differences of the function itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graders.comparing.programs.arrays import read_array
from graders.comparing.programs.tensors import compare_arrays
from graders.model import Comparison

Array = NDArray[np.float64]
Function = Callable[[Array], Any]  # an array to one number

_MOST = 20_000  # entries; each takes six calls
_ROUNDINGS = 16  # errors of the last place in a difference over a quarter of the step
_LEAST = 1e-2  # values below this are taken for what is left of larger terms
_STEADY = 1e-3  # change of a slope with the step, where the error left is its square
_SCALES = (1e-2, 1.0)  # of the entries, between which the step follows them


@dataclass(frozen=True, slots=True)
class Differences:
    """Difference quotients of a function: its gradient, but for `noise` and at kinks.

    At a kink, where the slopes to the two sides differ, and next to the edge of the domain the
    values are NaN.
    """

    values: Array
    noise: float

    @property
    def kinks(self) -> NDArray[np.bool_]:
        return np.isnan(self.values)


def numerical_gradient(
    function: Function, at: ArrayLike, *, step: float | None = None, richardson: bool = False
) -> Array:
    """The gradient by central differences, in the shape of the array.

    Args:
        function: gives one number; its dtype says how exactly it is computed.
        at: where; it is handed over as float64.
        step: the same for all entries; by default the one that balances rounding with the error
            of the formula, eps^(1/3) times the size of the entry (Richardson: eps^(1/5)).
        richardson: whether to take two steps and cancel the error in step²; more exact for
            smooth functions, but kinks are met from farther away.

    >>> numerical_gradient(lambda x: (x**3).sum(), [1.0, -2.0]).round(6)
    array([ 3., 12.])
    """
    near = _Neighbourhood(function, at, step, power=1 / 5 if richardson else 1 / 3)
    whole: Array = near.slopes(1.0).mean(axis=0)
    return (4 * near.slopes(0.5).mean(axis=0) - whole) / 3 if richardson else whole


def differences(function: Function, at: ArrayLike, *, step: float | None = None) -> Differences:
    """Central differences with the kinks left out; the arguments of `numerical_gradient`.

    >>> differences(lambda x: abs(x).sum(), [0.0, -2.0]).kinks
    array([ True, False])
    """
    near = _Neighbourhood(function, at, step, power=1 / 3)
    with np.errstate(invalid="ignore"):  # next to the edge of the domain
        slopes = np.stack([near.slopes(share) for share in (1.0, 0.5, 0.25)])
        noise = near.noise(slopes[0].mean(axis=0))
        values = _refined(slopes, noise)
    return Differences(values, noise)


def _refined(slopes: Array, noise: float) -> Array:
    """The gradient from slopes to both sides over the step, its half and its quarter.

    Where the function is smooth, the two slopes approach each other as the step shrinks and
    their mean hardly changes. At a kink their difference stays, or vanishes at once when the
    kink is farther away than the step; at a jump the mean grows.
    """
    whole, half, quarter = slopes[:, 0] - slopes[:, 1]
    straight = np.abs(whole) <= 2 * noise
    smooth = (np.abs(half - whole / 2) <= 0.1 * np.abs(whole) + noise) & (
        np.abs(quarter - half / 2) <= 0.1 * np.abs(half) + noise
    )
    _, coarse, fine = slopes.mean(axis=1)
    values = (4 * fine - coarse) / 3  # cancels the error in step²
    steady = np.abs(fine - coarse) <= _STEADY * np.abs(values) + noise
    return np.where((straight | smooth) & steady & np.isfinite(values), values, np.nan)


def compare_gradient(
    found: object,
    function: Function,
    at: ArrayLike,
    *,
    reference: object = None,
    relative: float | None = None,
    step: float | None = None,
    name: str = "the gradient",
    batch: int | None = None,
) -> Comparison:
    """A student's gradient held against finite differences of the grader's function.

    An entry is right if its relative error is small, beyond what rounding does to the
    differences. Entries at a kink are left out, and said; where most are, it is not settled.

    Args:
        found: what student code returned, as plain data.
        function: the grader's own, from an array to one number.
        at: where the gradient is asked for; it has the gradient's shape.
        reference: the gradient by another way, such as automatic differentiation; it is held
            against the differences, then the student's gradient against it.
        relative: the relative error allowed; by default that of `tolerance_for`.
        step: of the differences, as for `numerical_gradient`.
        name: what students call the gradient.
        batch: the number of examples, so that a mean in place of a sum is named.

    Raises:
        ValueError: if the reference is not the gradient of the function.

    >>> compare_gradient([1.0, 2.0], lambda x: (x**2).sum(), [1.0, 2.0]).mistake.words
    'the gradient lacks a factor 2'
    """
    expected = differences(function, at, step=step)
    if reference is not None:
        expected = _confirmed(reference, expected)
    comparison = compare_arrays(
        found, expected.values, relative=relative, name=name, batch=batch,
        noise=expected.noise, skip_nan=True,
    )  # fmt: skip
    left_out = int(expected.kinks.sum())
    if not left_out:
        return comparison
    size = expected.kinks.size
    words = f"{left_out} of {size} entries of {name} are left out: a kink is there or near"
    settled = comparison.equal is False or 2 * left_out <= size
    return replace(
        comparison,
        equal=comparison.equal if settled else None,
        note="" if settled else "too few entries are left to judge the gradient by",
        remarks=(*comparison.remarks, words),
    )


def _confirmed(reference: object, expected: Differences) -> Differences:
    """The reference in place of the differences, which it must agree with."""
    comparison = compare_arrays(
        reference, expected.values, dtype="any", noise=expected.noise, skip_nan=True
    )
    if not comparison.equal:
        raise ValueError(f"the reference is not the gradient of the function: {comparison.witness}")
    return Differences(np.where(expected.kinks, np.nan, read_array(reference)), 0.0)


class _Neighbourhood:
    """A function near one point, which is left along one entry at a time."""

    def __init__(self, function: Function, at: ArrayLike, step: float | None, power: float) -> None:
        self.function = function
        self.at = np.array(at, dtype=np.float64)
        if not 0 < self.at.size <= _MOST:
            raise ValueError(f"{self.at.size} entries, where 1 to {_MOST} can be differentiated by")
        self.epsilon = float(np.finfo(np.float64).eps)
        self.here = self.value(self.at)
        if not np.isfinite(self.here):
            raise ValueError("the function has no finite value here")
        sizes = np.maximum(np.abs(self.at), np.clip(np.abs(self.at).mean(), *_SCALES))
        self.steps = np.full(self.at.shape, step) if step else self.epsilon**power * sizes

    def value(self, at: Array) -> float:
        with np.errstate(all="ignore"):
            value = np.asarray(self.function(at.copy()))
        if value.size != 1 or value.dtype.kind not in "fiu":
            raise ValueError("the function does not give one real number")
        if value.dtype.kind == "f":
            self.epsilon = max(self.epsilon, float(np.finfo(value.dtype).eps))
        return float(value.reshape(()))

    def slopes(self, share: float) -> Array:
        """The slopes to the right and to the left along each entry, over a share of its step."""
        slopes = np.empty((2, *self.at.shape))
        moved = self.at.copy()
        for index in np.ndindex(self.at.shape):
            start, step = self.at[index], share * self.steps[index]
            for side, end in enumerate((start + step, start - step)):
                moved[index] = end
                slopes[(side, *index)] = (self.value(moved) - self.here) / (end - start)
            moved[index] = start
        return slopes

    def noise(self, gradient: Array) -> float:
        """What rounding does to the slopes, and the formula to the greatest of them.

        The terms of a function can be greater than their sum: those of a linear one are the
        entries times the gradient.
        """
        known = np.where(np.isfinite(gradient), gradient, 0.0)
        value = max(abs(self.here), float(np.linalg.norm(known * self.at)), _LEAST)
        rounding = _ROUNDINGS * self.epsilon * value / float(self.steps.min())
        return rounding + 10 * self.epsilon ** (2 / 3) * float(np.abs(known).max())
