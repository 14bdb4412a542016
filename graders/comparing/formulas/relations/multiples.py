"""By what number the values of one side are a multiple of those of another, point by point."""

import numpy as np

from graders.comparing.formulas.arithmetic import Array

_CONSTANT = 1e-10  # relative: two equations are one and the same
_SAME = 1e-7  # relative: a ratio is the same in all entries
_NEARLY = 1e-4  # relative: a difference that no change of an equation makes
_NOTHING = 1e-12  # an entry that is zero
_FEWEST = 3  # points at which there is a ratio
_LEAST_SHARE = 1e-3  # of the largest ratio


def turned_alike(ours: Array, theirs: Array) -> Array | None:
    """Their values, transposed where that makes them of our shape; None if they are of another."""
    if ours.shape != theirs.shape:
        theirs = theirs.transpose(0, 2, 1)
    return theirs if ours.shape == theirs.shape else None


def multiples(ours: Array, theirs: Array) -> Array | None:
    """The ratios of values of one shape or turned, if ours are numbers wherever theirs are."""
    turned = turned_alike(ours, theirs)
    if turned is None or (np.isfinite(turned) & ~np.isfinite(ours)).any():
        return None
    return ratios_of(ours, turned)


def ratios_of(ours: Array, theirs: Array) -> Array | None:
    """The ratio at each point, if it is the same in all entries."""
    zero = np.abs(ours) < _NOTHING
    if (zero != (np.abs(theirs) < _NOTHING)).any():
        return None
    with np.errstate(all="ignore"):
        ratios = np.where(zero, np.nan, theirs / np.where(zero, 1, ours)).reshape(len(ours), -1)
        ratios = ratios[np.isfinite(ratios).all(axis=1)]
        if len(ratios) < _FEWEST:
            return None
        spread = np.abs(ratios - ratios[:, :1]).max(axis=1)
    if (spread > _SAME * np.abs(ratios[:, 0])).any():
        return None
    return ratios[:, 0]


def are_constant(ratios: Array) -> bool:
    return bool(np.ptp(ratios) <= _CONSTANT * np.abs(ratios).max())


def are_nearly_constant(ratios: Array) -> bool:
    return bool(np.ptp(ratios) <= _NEARLY * np.abs(ratios).max())


def are_steady(ratios: Array) -> bool:
    """Whether the ratios keep their sign and stay away from zero."""
    sizes = np.abs(ratios)
    is_far = sizes.min() > _LEAST_SHARE * sizes.max()
    return bool((np.sign(ratios) == np.sign(ratios[0])).all() and is_far)
