"""Sets of symbols that an assignment declares, with the names that stand for formulas of them.

A set may be like another one that stands above it, but for what it declares itself:

[symbols.output]
a = { domain = "unit_interval" }

[definitions.output]
s = 'a'

[symbols.output_at_one]
like = "output"

[definitions.output_at_one]
a = '1'
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.errors import AssignmentError


@dataclass(frozen=True)
class SymbolSet:
    """Symbols by their names, and the formulas that other names stand for.

    >>> output = SymbolSet({"a": {}}, {"s": "a"})
    >>> output.but_for(SymbolSet({}, {"a": "1"}))
    SymbolSet(symbols={}, definitions={'s': 'a', 'a': '1'})
    """

    symbols: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> Sequence[Mapping[str, str]]:
        """The definitions as `nabla compare` takes them."""
        return [{"latex": name, "value": value} for name, value in self.definitions.items()]

    def but_for(self, own: "SymbolSet") -> "SymbolSet":
        """The set with what another one declares, which may define what was a symbol."""
        symbols = {**self.symbols, **own.symbols}
        definitions = {**self.definitions, **own.definitions}
        return SymbolSet(
            {name: each for name, each in symbols.items() if name not in own.definitions},
            {name: each for name, each in definitions.items() if name not in own.symbols},
        )


def read_symbol_sets(declared: Mapping[str, object], file: Path) -> Mapping[str, SymbolSet]:
    """The sets that are declared, by their names.

    Raises:
        AssignmentError: if they are no tables, or one is like a set that does not stand above it.
    """
    symbols, definitions = (_tables(declared, key, file) for key in ("symbols", "definitions"))
    found: dict[str, SymbolSet] = {}
    for name in {**symbols, **definitions}:
        given = dict(symbols.get(name, {}))
        model = given.pop("like") if isinstance(given.get("like"), str) else None  # or a symbol
        own = SymbolSet(given, definitions.get(name, {}))
        if model is not None and model not in found:
            message = f"[symbols.{name}] is like '{model}', not declared above it"
            raise AssignmentError(message, where=str(file))
        found[name] = own if model is None else found[model].but_for(own)
    return found


def _tables(
    declared: Mapping[str, object], key: str, file: Path
) -> Mapping[str, Mapping[str, Any]]:
    tables = declared.get(key, {})
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        raise AssignmentError(f"[{key}.NAME] must be tables", where=str(file))
    return tables
