"""Arrays that student code returns, held against a reference.

What is found is plain data of unknown form. Its type comes first, then its shape (never
broadcast), its dtype, and its values. Students read where an array is wrong, never by how much:
their own value and the difference would give the reference away. The witness is for staff.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graders.errors import NablaError
from graders.model import Comparison, Mistake

Array = NDArray[Any]
Agreement = Callable[[Array, Array], NDArray[np.bool_]]  # found, reference -> right entries
DtypeRule = Literal["exact", "kind", "any"]

METHOD = "arrays"
LOOP = "the time grows like that of a loop over the entries; operate on whole arrays"
_NUMBERS = (bool, int, float, complex)
_LISTS = (list, tuple)
_WORDS: dict[type, str] = {dict: "a dict", str: "a string", bytes: "bytes", set: "a set"}
_KINDS = {"b": "truth values", "i": "whole numbers", "u": "whole numbers"} | {
    "f": "real numbers", "c": "complex numbers",
}  # fmt: skip
_WIDER = {("i", "u"), ("u", "i"), ("i", "f"), ("u", "f"), ("i", "c"), ("u", "c"), ("f", "c")}
_LARGEST = 2**23  # entries of nested lists: 64 MiB as float64
_DEEPEST = 32
_PROBE = 1024  # entries that are looked at first
_LISTED = 6  # failing cases that staff see


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


class Case(NamedTuple):
    """What student code returned for one input, and what it should return."""

    name: str  # students read it, unless the case is hidden
    found: object
    reference: object
    weight: int = 1
    hidden: bool = False


def compare_many(
    cases: Iterable[Case | tuple[str, object, object]],
    compare: Callable[[object, object], Comparison] = compare_arrays,
) -> Comparison:
    """Cases of one question: those that are right earn the share of their weight.

    Students read how many of the public cases are right and what is wrong with the first that is
    not; of the hidden ones, only whether all are right.

    >>> comparison = compare_many([("no example", 0.0, 0.0), ("one example", 1.5, -1.5)])
    >>> comparison.credit, comparison.mistake.words
    (Fraction(1, 2), "in the case 'one example', the sign of the result is reversed")
    """
    judged = [(case, compare(case.found, case.reference)) for case in (Case(*c) for c in cases)]
    if sum(case.weight for case, _ in judged) <= 0:
        raise ValueError("the cases have no weight")
    verdicts = {comparison.equal for _, comparison in judged}
    failed = [(case, each) for case, each in judged if not each.equal]
    public = [(case, each) for case, each in failed if not case.hidden]
    return Comparison(
        None if None in verdicts else not failed,
        "cases",
        _first_mistake(public),
        witness="; ".join(f"{case.name}: {_for_staff(each)}" for case, each in failed[:_LISTED]),
        remarks=_case_remarks([case for case, _ in judged], [case for case, _ in failed]),
        credit=Fraction(
            sum(case.weight for case, each in judged if each.equal),
            sum(case.weight for case, _ in judged),
        ),
    )


def _first_mistake(failed: Sequence[tuple[Case, Comparison]]) -> Mistake | None:
    for case, comparison in failed:
        if comparison.equal is False:
            code = comparison.mistake.code if comparison.mistake else "values"
            return Mistake(code, f"in the case '{case.name}', {_for_student(comparison)}")
    return None


def _for_student(comparison: Comparison) -> str:
    words = [comparison.mistake.words] if comparison.mistake else []
    return "; ".join([*words, *comparison.remarks]) or "the result is not right"


def _for_staff(comparison: Comparison) -> str:
    words = comparison.mistake.words if comparison.mistake else ""
    return ", ".join(filter(None, (words, comparison.witness, comparison.note)))


def _case_remarks(cases: Sequence[Case], failed: Sequence[Case]) -> tuple[str, ...]:
    if not failed:
        return ()
    public = sum(not case.hidden for case in cases)
    wrong = sum(not case.hidden for case in failed)
    remarks = [f"{public - wrong} of {public} cases are right"] if public else []
    if public < len(cases):
        hidden = "not all hidden cases are" if len(failed) > wrong else "the hidden cases are"
        remarks.append(f"{hidden} right")
    return tuple(remarks)


def loop_remark(
    student_seconds: Sequence[float], reference_seconds: Sequence[float], sizes: Sequence[int]
) -> str:
    """A remark where the time grows as that of a loop over the entries does, or nothing.

    The margins are wide, and the growth is held against the reference's whole time, so that a
    busy machine does not trigger it. It is no reason for a deduction.

    Args:
        student_seconds: the least of several runs at each size.
        reference_seconds: likewise, of a reference without loops.
        sizes: two or more numbers of entries, growing by a factor of 4 or more in all.

    >>> loop_remark([0.002, 0.032], [0.0001, 0.0002], [1_000, 16_000])
    'the time grows like that of a loop over the entries; operate on whole arrays'
    """
    if not 1 < len(sizes) == len(student_seconds) == len(reference_seconds):
        raise ValueError("a time is needed at each of two sizes or more")
    times = np.array([student_seconds, reference_seconds], dtype=np.float64)
    if not (np.isfinite(times).all() and (times > 0).all() and sizes[-1] >= 4 * sizes[0]):
        return ""
    student, reference = times
    growth = student[-1] - student[0]
    steady = (np.diff(student) > 0).all() and student[-1] / student[0] > sizes[-1] / sizes[0] / 2
    if steady and growth > 0.005 and growth > 20 * reference.max():
        return LOOP
    return ""


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
    if array.dtype.kind in _KINDS:
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
        found, reference = _wide(found), _wide(reference)
        with np.errstate(all="ignore"):
            error = np.abs(found - reference)
            near = (error <= absolute + relative * np.abs(reference)) & np.isfinite(error)
        return np.asarray(same | near | (np.isnan(reference) & (np.isnan(found) != skip_nan)))

    return agree


def _wide(array: Array) -> Array:
    with np.errstate(all="ignore"):
        return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64, copy=False)


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
        kinds = _KINDS[theirs.kind], _KINDS[ours.kind]
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
        return np.where(wrong, np.abs(_wide(found) - _wide(reference)), -1.0)


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
    found, reference = _wide(found), _wide(reference)
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
