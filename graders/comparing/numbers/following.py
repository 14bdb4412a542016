"""What follows from the student's own earlier values, whichever of them are wrong."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose, isfinite

from graders.comparing.numbers.digits import by_digits, within
from graders.comparing.numbers.targets import Target, expected_values
from graders.comparing.numbers.worksheet import Worksheet
from graders.model import Comparison, PrintedNumber

TRIVIAL = "an earlier answer makes this one trivial"
_SAME = 1e-9  # relative: two formulas agree


def follow_through(
    number: PrintedNumber, target: Target, own: Mapping[str, PrintedNumber], *, slack: bool
) -> Comparison | None:
    """The comparison with what the student's own earlier values give, if it fits.

    Args:
        number: what the student printed.
        target: the quantity.
        own: the student's earlier numbers.
        slack: whether to allow the tolerance for what follows from a wrong value; by its digits
            alone a number may also follow from values that are only rounded.
    """
    values = {name: float(each) for name, each in own.items()}
    wrong = [name for name in own if not is_right(own[name], target.worksheet, name)]
    for known in _own_values(values, wrong):
        charged = tuple(name for name in wrong if name in known)
        for expected in expected_values(target, known):
            alike = _SAME if charged else target.carried  # rounded values, too, lead elsewhere
            is_carried = not isclose(expected, target.reference, rel_tol=alike)
            if not _fits(number, expected, target, slack=slack and is_carried):
                continue
            if not isfinite(expected) or expected == 0:
                return Comparison(None, "follow-through", note=TRIVIAL)
            sources = _sources(target, known, charged, expected)
            sources = sources or _alone(number, target, known, charged or tuple(known))
            return Comparison(True, "follow-through", follows_from=sources)
    return None


def _own_values(values: Mapping[str, float], wrong: Sequence[str]) -> Iterator[Mapping[str, float]]:
    """The sets of earlier values that a student may have gone on from; likelier ones first."""
    if values:
        yield values
    if wrong and len(wrong) < len(values):
        yield {name: values[name] for name in wrong}
    if len(wrong) > 1:
        yield from ({name: values[name]} for name in wrong)


def is_right(number: PrintedNumber, worksheet: Worksheet, name: str) -> bool:
    return by_digits(number, worksheet.reference(name)).fits


def _fits(number: PrintedNumber, expected: float, target: Target, *, slack: bool) -> bool:
    if target.rule(number, expected).fits:
        return True
    scale = expected if target.scale is None else target.scale
    return slack and within(number, expected, relative=target.carried, scale=scale)


def _sources(
    target: Target, known: Mapping[str, float], charged: Sequence[str], expected: float
) -> tuple[str, ...]:
    """The wrong earlier values that make a difference to what is expected."""

    def matters(name: str) -> bool:
        others = {each: value for each, value in known.items() if each != name}
        return not any(
            isclose(other, expected, rel_tol=_SAME) for other in expected_values(target, others)
        )

    return tuple(name for name in charged if matters(name))


def _alone(
    number: PrintedNumber, target: Target, known: Mapping[str, float], names: Sequence[str]
) -> tuple[str, ...]:
    """The one of these earlier values from which alone a number follows, or all of them."""
    for name in reversed(names):
        values = expected_values(target, {name: known[name]})
        if any(target.rule(number, each).fits for each in values):
            return (name,)
    return tuple(names)
