"""Arrays that student code returns, held against a reference.

What is found is plain data of unknown form. Its type comes first, then its shape (never
broadcast), its dtype, and its values. Students read where an array is wrong, never by how much:
their own value and the difference would give the reference away. The witness is for staff.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from graders.comparing.programs.arrays import (
    KINDS,
    Agreement,
    Array,
    NoArray,
    Tolerance,
    agreement_within,
    read_array,
    tolerance_for,
    widened,
)
from graders.model import Comparison, Mistake

DtypeRule = Literal["exact", "kind", "any"]
METHOD = "arrays"
_WIDER = {("i", "u"), ("u", "i"), ("i", "f"), ("u", "f"), ("i", "c"), ("u", "c"), ("f", "c")}
_PROBE = 1024  # entries that are looked at first


def compare_arrays(
    found: object,
    reference: object,
    *,
    relative: float | None = None,
    absolute: float | None = None,
    dtype: DtypeRule = "kind",
    name: str = "the result",
    batch: int | None = None,
    noise: float = 0.0,
    skip_nan: bool = False,
) -> Comparison:
    """An array, or numbers in nested lists, held against a reference of the same shape.

    Args:
        found: what student code returned, as plain data.
        reference: an array, a number, or numbers in nested lists.
        relative: the share of each reference entry that its error may reach; by default
            that of `tolerance_for`. A result coarser than the reference is given the tolerance
            of float32, never that of float16.
        absolute: the error that is always allowed; by default that of `tolerance_for`, less
            where the whole reference is small.
        dtype: "kind" asks for whole numbers where the reference has them, and truth values
            likewise; "exact" for the reference's own dtype; "any" for none.
        name: what students call the array.
        batch: the number of examples, so that a mean in place of a sum is named.
        noise: the error of the reference itself, which is always allowed.
        skip_nan: whether entries that are NaN in the reference are left out; those found must
            still be numbers.

    >>> compare_arrays([[1, 2], [3, 4]], np.array([[1.0, 3.0], [2.0, 4.0]])).mistake.words
    'the result is transposed'
    """
    ours = read_array(reference)
    try:
        theirs = read_array(found)
    except NoArray as refusal:
        return Comparison(False, METHOD, Mistake("type", f"{name} is {refusal}"))
    tolerance = _tolerance(theirs.dtype, ours.dtype)
    share = tolerance.relative if relative is None else relative
    if absolute is None:
        absolute = replace(tolerance, relative=share).absolute_for(ours)
    agreement = agreement_within(share, max(absolute, noise), skip_nan=skip_nan)
    return (
        _shape_fault(theirs, ours, agreement, name)
        or _dtype_fault(theirs, ours, dtype, name)
        or _value_fault(theirs, ours, agreement, name, batch)
        or Comparison(True, METHOD)
    )


def _tolerance(found: np.dtype[Any], reference: np.dtype[Any]) -> Tolerance:
    own = tolerance_for(reference)
    if found.kind not in "fc":
        return own
    coarse = np.finfo(found).eps > np.finfo(np.float64).eps
    theirs = tolerance_for(np.float32 if coarse else np.float64)
    return max(own, theirs, key=lambda tolerance: tolerance.relative)


def _shape_fault(
    found: Array, reference: Array, agreement: Agreement, name: str
) -> Comparison | None:
    """The comparison of arrays of different shapes; nothing where the shapes are the same."""
    if found.shape == reference.shape:
        return None
    words = f"{name} has {_shape(found.shape)}, {_shape(reference.shape)} is asked for"
    for mistake, changed in _transposed(reference, name):
        if changed.shape == found.shape and _all_agree(found, changed, agreement):
            return Comparison(False, METHOD, mistake, remarks=(words,))
    return Comparison(False, METHOD, Mistake("shape", words))


def _shape(shape: tuple[int, ...]) -> str:
    return f"shape {shape}" if len(shape) <= 8 else f"a shape of {len(shape)} axes"


def _dtype_fault(found: Array, reference: Array, rule: DtypeRule, name: str) -> Comparison | None:
    """The comparison of arrays whose dtypes the rule keeps apart, or nothing.

    Whole numbers may stand for real ones, never the reverse.
    """
    theirs, ours = found.dtype, reference.dtype
    if rule == "any" or theirs == ours:
        return None
    if rule == "exact":
        words = f"{name} has dtype {theirs}, {ours} is asked for"
    elif found.size == 0 or theirs.kind == ours.kind or (theirs.kind, ours.kind) in _WIDER:
        return None
    else:
        kinds = KINDS[theirs.kind], KINDS[ours.kind]
        words = f"{name} holds {kinds[0]} ({theirs}), {kinds[1]} ({ours}) are asked for"
    return Comparison(False, METHOD, Mistake("dtype", words))


def _value_fault(
    found: Array, reference: Array, agreement: Agreement, name: str, batch: int | None
) -> Comparison | None:
    """The comparison of arrays of one shape whose entries differ; nothing where all agree."""
    wrong = ~agreement(found, reference)
    if not wrong.any():
        return None
    mistake = _named(found, reference, agreement, wrong, name, batch)
    infinite = wrong & ~(np.isfinite(found) & np.isfinite(reference))
    error = _error(found, reference, wrong)
    index = _first(infinite if infinite.any() else error)
    if mistake is None and infinite.any():
        mistake = Mistake("not_finite", _not_finite(found[index], index, name))
    values = f"{found[index]}, reference {reference[index]}, difference {error[index]:.3g}"
    count = int(wrong.sum())
    return Comparison(
        False,
        METHOD,
        mistake,
        witness=f"at {_place(index)} {values}; {count} of {wrong.size} entries differ",
        remarks=() if mistake else tuple(_difference(found, reference, index, count, name)),
    )


def _error(found: Array, reference: Array, wrong: Array) -> Array:
    """The differences; -1 where the entries agree."""
    with np.errstate(all="ignore"):
        return np.where(wrong, np.abs(widened(found) - widened(reference)), -1.0)


def _first(array: Array) -> tuple[int, ...]:
    """The index of the greatest entry, or of the first that is true."""
    return tuple(int(each) for each in np.unravel_index(int(array.argmax()), array.shape))


def _place(index: tuple[int, ...]) -> str:
    return f"index {index[0] if len(index) == 1 else index}"


def _not_finite(value: Any, index: tuple[int, ...], name: str) -> str:
    if np.isfinite(value):
        return f"{name} is finite at {_place(index)}, where no finite number is asked for"
    what = "NaN" if np.isnan(value) else "infinite"
    return f"{name} is {what} at {_place(index)}, where another value is asked for"


def _difference(
    found: Array, reference: Array, index: tuple[int, ...], count: int, name: str
) -> Iterator[str]:
    if found.size == 1:
        yield f"{name} is another number than is asked for"
    else:
        yield f"{name} is wrong at {count} of {found.size} entries, most at {_place(index)}"
    if found.dtype.kind in "iu" and reference.dtype.kind in "fc":
        yield "it holds whole numbers only: real numbers stored in an integer array are cut"


def _named(
    found: Array,
    reference: Array,
    agreement: Agreement,
    wrong: Array,
    name: str,
    batch: int | None,
) -> Mistake | None:
    """The change of the reference that gives what was found, if one does.

    It must explain an entry that is wrong, not only leave it out.
    """
    real = reference.dtype.kind in "fc"  # one count is often a small multiple of another
    found, reference = widened(found), widened(reference)
    changes = itertools.chain(
        [(Mistake("sign", f"the sign of {name} is reversed"), -reference)],
        _transposed(reference, name),
        _reversed(reference, name),
        _scaled(found, reference, name, batch) if real else (),
    )
    for mistake, changed in changes:
        if (
            changed.shape == found.shape
            and _all_agree(found, changed, agreement)
            and not _all_agree(changed, reference, agreement)
            and not np.isnan(changed[wrong]).all()
        ):
            return mistake
    return None


def _all_agree(found: Array, reference: Array, agreement: Agreement) -> bool:
    """Whether all entries agree; a few are tried first."""
    some = agreement(found.flat[:_PROBE], reference.flat[:_PROBE])
    return bool(some.all() and agreement(found, reference).all())


def _transposed(reference: Array, name: str) -> Iterator[tuple[Mistake, Array]]:
    """The reference with its axes in every other order, if they are few."""
    if reference.ndim == 2:
        yield Mistake("transposed", f"{name} is transposed"), reference.T
    elif 2 < reference.ndim <= 4:
        mistake = Mistake("transposed", f"the axes of {name} are in another order")
        for order in itertools.permutations(range(reference.ndim)):
            yield mistake, reference.transpose(order)


def _reversed(reference: Array, name: str) -> Iterator[tuple[Mistake, Array]]:
    what = ("entries",) if reference.ndim == 1 else ("rows", "columns")
    for axis, each in zip((0, -1), what[: reference.ndim], strict=False):
        words = f"the {each} of {name} are in reversed order"
        yield Mistake("reversed", words), np.flip(reference, axis)


def _scaled(
    found: Array, reference: Array, name: str, batch: int | None
) -> Iterator[tuple[Mistake, Array]]:
    """The reference with a factor: the batch, 2, the size of an axis, or any that fits."""
    with np.errstate(all="ignore"):
        yield from _averaged(reference, name, batch, "the number of examples")
        yield Mistake("factor", f"{name} has a factor 2 too many"), reference * 2
        yield Mistake("factor", f"{name} lacks a factor 2"), reference / 2
        for size in dict.fromkeys(reference.shape):
            yield from _averaged(reference, name, size, "the size of an axis")
        yield from _averaged(reference, name, reference.size, "the number of entries")
        ratio = _ratio(found, reference)
        if ratio:
            yield Mistake("factor", f"{name} is off by a constant factor"), reference * ratio


def _averaged(
    reference: Array, name: str, count: int | None, what: str
) -> Iterator[tuple[Mistake, Array]]:
    if count and count > 1:
        mean = f"{name} is divided by {count}, {what}: a mean in place of a sum"
        total = f"{name} is multiplied by {count}, {what}: a sum in place of a mean"
        yield Mistake("averaged", mean), reference / count
        yield Mistake("summed", total), reference * count


def _ratio(found: Array, reference: Array) -> Any:
    """What the greatest entry is multiplied by; 0 where that shows nothing."""
    sizes = np.where(np.isfinite(reference), np.abs(reference), 0.0)
    seen = sizes[sizes > 0]
    if seen.size < 2 or seen.max() < 1.01 * seen.min():  # entries of one size fit any factor
        return 0
    index = _first(sizes == sizes.max())
    ratio = found[index] / reference[index]
    return ratio if np.isfinite(ratio) and abs(ratio - 1) > 1e-3 else 0
