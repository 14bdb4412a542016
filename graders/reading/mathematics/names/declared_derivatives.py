r"""Derivatives declared as a name: `\frac{\partial L}{\partial w}` for one opaque quantity."""

import re
from collections.abc import Mapping, Sequence

from graders.declaring.declarations import Declaration
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.bases import Bases
from graders.reading.mathematics.names.scripts import Range, Scripts, read_scripts, spelling
from graders.reading.mathematics.parsing.derivatives import Derivative, read_derivative

_NUMBERED = re.compile(r"_(\d+)")


class DeclaredDerivatives:
    """The derivatives among the names of an exercise, by what is derived and by what."""

    def __init__(self, bases: Bases, declarations: Mapping[str, Declaration]) -> None:
        self._bases, self._declarations = bases, declarations
        self._names: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def declare(self, tokens: Sequence[Token], name: str) -> None:
        """Enters a name, if all of it is a derivative."""
        derivative = read_derivative(tokens, 0, self._bases.with_scripts)
        if derivative is not None and derivative.after == len(tokens):
            self._names[derivative.names] = name

    def at(self, tokens: Sequence[Token], at: int, end: int | None) -> tuple[str, Scripts] | None:
        r"""The declared derivative at a position, and what hangs on it before the end.

        A component has its index as subscript: `\partial C / \partial a_j` where the vector
        `\partial C / \partial a` is declared.
        """
        derivative = self._read(tokens, at)
        if derivative is None:
            return None
        if (name := self._names.get(derivative.names)) is not None:
            return name, read_scripts(tokens, derivative.after, end)
        index = self._index(tokens, derivative)
        if index is None:
            return None
        by = derivative.names[1].replace(f"_{spelling(tokens, index)}", "", 1)
        name = self._names.get((derivative.names[0], by))
        declared = self._declarations.get(name) if name is not None else None
        if name is None or declared is None or declared.type != "vector":
            return None
        return name, Scripts(index, None, 0, derivative.after)

    def family(self, tokens: Sequence[Token], at: int) -> tuple[Mapping[str, str], Scripts] | None:
        r"""`\partial L / \partial z_1` and `\partial L / \partial z_2` for that by `z_i`."""
        derivative = self._read(tokens, at)
        index = self._index(tokens, derivative) if derivative is not None else None
        if derivative is None or index is None:
            return None
        stem = derivative.names[1].replace(f"_{spelling(tokens, index)}", "_", 1)
        names = {
            sub[1]: name
            for (derived, by), name in self._names.items()
            if (sub := _NUMBERED.search(by))
            and derived == derivative.names[0]
            and by.replace(sub[0], "_", 1) == stem
        }
        return (names, Scripts(index, None, 0, derivative.after)) if names else None

    def _read(self, tokens: Sequence[Token], at: int) -> Derivative | None:
        return read_derivative(tokens, at, self._bases.with_scripts) if self._names else None

    def _index(self, tokens: Sequence[Token], derivative: Derivative) -> Range | None:
        """The subscript of what is derived by."""
        base = self._bases.at(tokens, derivative.by[0])
        return read_scripts(tokens, base[1], derivative.by[1]).sub if base is not None else None
