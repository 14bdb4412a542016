"""The distributions over which expectations are taken: values, and the weight of each."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds.draws import exactly_one
from graders.declaring.declarations import Declaration

_SUPPORT = 3  # values of a distribution of which nothing is known
_NODES = 40  # on each side of zero
_FARTHEST = 9.0  # standard deviations; what lies beyond is less than doubles can tell


class Weighted(NamedTuple):
    """The values that a mean is taken over, and the weight of each."""

    values: Array  # (count, rows, 1)
    weights: Array  # (count, 1, 1)
    is_exact: bool = True  # else means are those of the distribution to double precision alone


def support_of(declaration: Declaration, rows: int, random: np.random.Generator) -> Weighted:
    """The values of a distribution, and their weights."""
    if declaration.domain != "standard_normal":
        weights = exactly_one(random.dirichlet(np.ones(_SUPPORT), 1)).reshape(-1, 1, 1)
        return Weighted(random.normal(size=(_SUPPORT, 1, 1)) * 1.5, weights)
    return _along_axes(rows) if rows > 1 else _standard_normal()


@lru_cache(maxsize=1)
def _standard_normal() -> Weighted:
    """A standard normal number: means over either half are exact in double precision.

    >>> values, weights, _ = _standard_normal()
    >>> [round(float((weights * part).sum()), 12) for part in (values**2, np.maximum(values, 0)**2)]
    [1.0, 0.5]
    """
    places, lengths = np.polynomial.legendre.leggauss(_NODES)
    half = (places + 1) * _FARTHEST / 2
    weights = lengths * _FARTHEST / 2 * np.exp(-(half**2) / 2) / np.sqrt(2 * np.pi)
    values = np.concatenate([-half, half])
    both = np.concatenate([weights, weights])
    return Weighted(values.reshape(-1, 1, 1), both.reshape(-1, 1, 1), is_exact=False)


def _along_axes(rows: int) -> Weighted:
    """Both ways along each axis, and zero: as a standard normal vector, up to third moments.

    The numbers are powers of two, so that means are exact: what is uncorrelated gives zero.

    >>> values, weights, _ = _along_axes(3)
    >>> (weights * values * values.transpose(0, 2, 1)).sum(axis=0).diagonal()
    array([1., 1., 1.])
    """
    length = 2.0 ** math.ceil(math.log2(rows) / 2)
    ends = length * np.concatenate([np.eye(rows), -np.eye(rows), np.zeros((1, rows))])
    weights = np.full(len(ends), 1 / (2 * length**2))
    weights[-1] = 1 - rows / length**2
    return Weighted(ends[:, :, None], weights.reshape(-1, 1, 1))
