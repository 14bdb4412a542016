"""What an exercise declares of its symbols: type, shape and domain.

A declaration decides how a text is read (whether `T` is a transpose, `z_j` a component, `f(x)` a
call) and from which values a symbol is drawn when two formulas are compared.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from graders.errors import GraderError
from graders.expression import Expression

Type = Literal["scalar", "vector", "matrix", "function", "distribution"]
Size = int | str  # of one axis: a number, or the name of a dimension
TYPES = frozenset({"scalar", "vector", "matrix", "function", "distribution"})
DOMAINS = frozenset(
    "real positive nonnegative unit_interval integer binary index simplex onehot symmetric "
    "invertible_det_positive standard_normal".split()
)
KEYS = ("type", "shape", "domain", "min", "max", "range", "dimension")  # of a declaration
_SQUARE = frozenset({"symmetric", "invertible_det_positive"})
_MOST = 400  # symbols, or definitions
_LONGEST_NAME = 120  # characters
_SIGN = re.compile(r"(?:[A-Za-z]|\\[A-Za-z]+)\Z")
_SHAPES = {"scalar": 0, "vector": 2, "matrix": 2, "function": 0, "distribution": 0}


@dataclass(frozen=True)
class Declaration:
    """One symbol of an exercise.

    A vector is a column: its shape is (n, 1), a row's is (1, n). `low` and `high` bound a scalar;
    `first` and `last` are the ends of the range of an index, numbers or names of dimensions.
    """

    name: str  # in LaTeX, as the exercise writes it
    type: Type = "scalar"
    shape: tuple[Size, Size] = (1, 1)
    domain: str = "real"
    low: float | None = None
    high: float | None = None
    first: Size = 1
    last: Size = ""
    dimension: bool = False

    def with_sizes_called(self, names: Mapping[str, str]) -> "Declaration":
        """The declaration by other names of the sizes in it.

        >>> x = Declaration("x", "vector", ("d_{in}·K", 1))
        >>> x.with_sizes_called({"d_{in}": "d_in"}).shape
        ('d_in·K', 1)
        """
        sizes = (*self.shape, self.first, self.last)
        rows, columns, first, last = (_called(each, names) for each in sizes)
        if (rows, columns, first, last) == sizes:
            return self
        return replace(self, shape=(rows, columns), first=first, last=last)


def _called(size: Size, names: Mapping[str, str]) -> Size:
    """A size by another name; a product or a sum, by those of its parts."""
    if isinstance(size, int):
        return size
    if size in names:
        return names[size]
    sign = next((each for each in "+·" if each in size), None)
    return size if sign is None else sign.join(str(_called(e, names)) for e in size.split(sign))


@dataclass(frozen=True)
class Definition:
    r"""A name that stands for a formula: `b_g` for `\sigma(a_1)`."""

    name: str
    value: str


@dataclass(frozen=True)
class Declarations:
    """The symbols and definitions of an exercise.

    >>> exercise = Declarations.of({"A": {"type": "matrix", "shape": ["m", "n"]}})
    >>> exercise.symbols[0].shape
    ('m', 'n')
    """

    symbols: tuple[Declaration, ...] = ()
    definitions: tuple[Definition, ...] = field(default=())

    @property
    def sizes(self) -> tuple[Declaration, ...]:
        """The sizes that stand in shapes and ranges alone, by names of one sign.

        >>> [each.name for each in Declarations.of({"x": {"type": "vector", "shape": ["d"]}}).sizes]
        ['d']
        """
        used = {size for each in self.symbols for size in (*each.shape, each.first, each.last)}
        told = {each.name for each in self.symbols} | {each.name for each in self.definitions}
        names = sorted(each for each in used - told if isinstance(each, str) and _SIGN.match(each))
        return tuple(Declaration(each, domain="integer", dimension=True) for each in names)

    @classmethod
    def of(
        cls,
        symbols: Mapping[str, Mapping[str, object]],
        definitions: Sequence[Mapping[str, str]] = (),
    ) -> "Declarations":
        """Declarations as `nabla compare` takes them.

        Raises:
            GraderError: if one of them makes no sense; `where` names it.
        """
        if not isinstance(symbols, Mapping) or len(symbols) > _MOST or len(definitions) > _MOST:
            raise GraderError(
                "the declarations are too many, or no table",
                where="symbols",
                hint=f'write at most {_MOST} names, each with a table such as {{"type": "scalar"}}',
            )
        return cls(
            tuple(_declaration(name, given) for name, given in symbols.items()),
            tuple(_definition(given) for given in definitions),
        )


@dataclass(frozen=True)
class Exercise:
    """What is declared, by canonical names, with the definitions read: what comparators need."""

    symbols: Mapping[str, Declaration] = field(default_factory=dict)
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    entrywise: bool = False  # whether a number beside an array is added to each of its entries
    random: tuple[frozenset[str], ...] = ()  # names of random variables, parted where independent


def _definition(given: Mapping[str, str]) -> Definition:
    if not isinstance(given, Mapping) or not {"latex", "value"} <= set(given):
        raise GraderError(
            "a definition needs 'latex' and 'value'",
            where="definitions",
            hint='write {"latex": "b", "value": "\\\\sigma(a)"}',
        )
    return Definition(_named(str(given["latex"])), str(given["value"]))


def _named(name: str) -> str:
    """A name that can be looked for in a text."""
    visible = name.isprintable() and not name.isspace() and set(name) - set("{}")
    if not visible or len(name) > _LONGEST_NAME:
        raise _refused(name[:40], "this is no name", f"write 1 to {_LONGEST_NAME} characters")
    return name


def _declaration(name: str, given: Mapping[str, object]) -> Declaration:
    if not isinstance(given, Mapping):
        raise _refused(name, "a declaration is a table", 'write {"type": "scalar"}')
    _named(name)
    kind = given.get("type", "scalar")
    if not isinstance(kind, str) or kind not in TYPES:
        raise _refused(name, f"'{kind}' is no type", f"use one of {', '.join(sorted(TYPES))}")
    domain = str(given.get("domain") or "real")
    if domain not in DOMAINS:
        raise _refused(name, f"'{domain}' is no domain", f"use one of {', '.join(sorted(DOMAINS))}")
    first, last = _ends(name, given.get("range"))
    shape = _shape(name, kind, given.get("shape"))
    if domain in _SQUARE and shape[0] != shape[1]:
        raise _refused(name, f"{domain} needs a square shape", 'write "shape": ["n", "n"]')
    low, high = (_bound(name, which, given.get(which)) for which in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise _refused(name, "the least value is above the greatest", "turn min and max round")
    return Declaration(
        name=name,
        type=cast(Type, kind),
        shape=shape,
        domain=domain,
        low=low,
        high=high,
        first=first,
        last=last,
        dimension=bool(given.get("dimension", False)),
    )


def _shape(name: str, kind: str, shape: object) -> tuple[Size, Size]:
    if not _SHAPES[kind] and (kind != "distribution" or shape is None):
        return (1, 1)
    if not isinstance(shape, Sequence) or isinstance(shape, str) or len(shape) not in (1, 2):
        raise _refused(name, f"a {kind} needs a shape", 'write "shape": ["n", "1"]')
    sizes = [_size(name, each) for each in shape]
    return (sizes[0], sizes[1] if len(sizes) == 2 else 1)


def _size(name: str, size: object) -> Size:
    text = str(size).strip()
    if text.isdecimal() and 1 <= int(text) <= 64:
        return int(text)
    if text.isdecimal() or not all(text.split("·")) or len(text) > 40:
        raise _refused(name, f"'{text}' is no size", "sizes are 1 to 64, or names")
    return text


def _ends(name: str, ends: object) -> tuple[Size, Size]:
    if ends is None:
        return (1, "")
    if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
        raise _refused(name, "a range has two ends", 'write "range": ["1", "K"]')
    low, high = (str(each).strip() for each in ends)
    if not (low and high) or any(each.isdecimal() and len(each) > 5 for each in (low, high)):
        raise _refused(name, "a range has two ends", 'write "range": ["1", "K"]')
    return (int(low) if _whole(low) else low, int(high) if _whole(high) else high)


def _whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 6


def _bound(name: str, which: str, value: object) -> float | None:
    if value is None or (isinstance(value, int | float) and abs(value) <= 1e12):
        return None if value is None else float(value)
    raise _refused(name, f"{which} must be a number", f"leave {which} out")


def _refused(name: str, message: str, hint: str) -> GraderError:
    return GraderError(message, where=f"symbol {name}", hint=hint)
