"""Handed-in arrays held against the parameters of a declared network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]

MOST_NAMED = 6
_COUNTER = "num_batches_tracked"  # of a batch norm, which changes no output
_STATISTICS = ("running_mean", "running_var")


@dataclass(frozen=True, slots=True)
class Fit:
    """How arrays fit a network.

    `names` gives for each parameter of the network the array that it is, if all are there;
    `problems` says for each name what is wrong, for the student; `parameters` counts the numbers
    of all arrays but running statistics.
    """

    names: Mapping[str, str]
    problems: tuple[str, ...]
    parameters: int
    remark: str = ""

    @property
    def fits(self) -> bool:
        return not self.problems


def fit(given: Shapes, declared: Shapes) -> Fit:
    """Matches arrays with parameters by name, or where names differ by the layers' shapes.

    >>> declared = {"fc.weight": (3, 5), "fc.bias": (3,)}
    >>> fit({"0.weight": (3, 5), "0.bias": (3,)}, declared).names
    {'fc.weight': '0.weight', 'fc.bias': '0.bias'}
    >>> fit({"fc.weight": (5, 3), "fc.bias": (3,)}, declared).problems
    ('fc.weight has the shape 5 x 3; 3 x 5 is needed',)
    """
    arrays = {name: each for name, each in given.items() if not name.endswith(_COUNTER)}
    count = sum(prod(each) for name, each in arrays.items() if not name.endswith(_STATISTICS))
    if arrays.keys() == declared.keys():
        wrong = tuple(_wrong_shapes(arrays, declared))
        return Fit({} if wrong else {name: name for name in declared}, wrong, count)
    matched = _by_layers(arrays, declared)
    if matched.keys() == declared.keys() and len(matched) == len(arrays):
        return Fit(matched, (), count, "the names differ; layers were matched by their shapes")
    return Fit({}, tuple(_problems(arrays, declared, _apart(arrays, declared))), count)


def _wrong_shapes(arrays: Shapes, declared: Shapes) -> Iterator[str]:
    for name, shape in declared.items():
        if name in arrays and arrays[name] != shape:
            yield f"{name} has the shape {in_words(arrays[name])}; {in_words(shape)} is needed"


def _problems(arrays: Shapes, declared: Shapes, names: Mapping[str, str]) -> Iterator[str]:
    """What is wrong, beside the arrays that are parameters under these names."""
    known = {*names.values()}
    missing = [f"{name} ({in_words(declared[name])})" for name in declared if name not in names]
    further = [f"{name} ({in_words(arrays[name])})" for name in arrays if name not in known]
    if missing:
        yield f"missing: {_listed(missing)}"
    if further:
        yield f"not of this network: {_listed(further)}"
    yield from _wrong_shapes(arrays, declared)


def _apart(arrays: Shapes, declared: Shapes) -> dict[str, str]:
    """The arrays that are parameters, where not all of them are there: by name, or by layers.

    Where names differ, arrays of layers that are there in part are known by those of their parts
    that fit, so that what is missing is named and nothing else.
    """
    by_name = {name: name for name in declared if name in arrays}
    by_layers = _by_layers(arrays, declared, partly=True)
    return max(by_name, by_layers, key=len)


def _by_layers(arrays: Shapes, declared: Shapes, *, partly: bool = False) -> dict[str, str]:
    """The arrays of each layer, where layers of one form stand in the same order.

    Args:
        arrays: by their names.
        declared: the parameters.
        partly: whether layers that lack some of their parts are matched, too.
    """
    theirs, ours = _layers(arrays), _layers(declared)
    names: dict[str, str] = {}
    for lacking in (False, True)[: 1 + partly]:
        for layer, parts in [*ours.items()]:
            form = _form(declared, parts)
            fits = (each for each in theirs if _is_of(_form(arrays, theirs[each]), form, lacking))
            if (found := next(fits, None)) is not None:
                their_parts = theirs.pop(found)
                names |= {f"{layer}.{part}": their_parts[part] for part in their_parts}
                del ours[layer]
    return {name: names[name] for name in declared if name in names}


def _is_of(given: Mapping[str, Shape], form: Mapping[str, Shape], lacking: bool) -> bool:
    return given.items() <= form.items() if lacking else given == form


def _layers(arrays: Shapes) -> dict[str, dict[str, str]]:
    """The parts of each layer with their full names, layers in natural order."""
    found: dict[str, dict[str, str]] = {}
    for name in arrays:
        layer, _, part = name.rpartition(".")
        found.setdefault(layer, {})[part] = name
    return dict(sorted(found.items(), key=lambda each: natural(each[0])))


def natural(name: str) -> list[tuple[int, str]]:
    """By which names sort as people count: conv2 before conv10."""
    return [(int(each or 0), text) for each, text in re.findall(r"(\d*)(\D*)", name)]


def _form(arrays: Shapes, parts: Mapping[str, str]) -> dict[str, Shape]:
    return {part: arrays[name] for part, name in parts.items()}


def in_words(shape: Shape) -> str:
    """A shape for people.

    >>> in_words((6, 3, 5, 5)), in_words(())
    ('6 x 3 x 5 x 5', 'one number')
    """
    return " x ".join(map(str, shape)) or "one number"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
