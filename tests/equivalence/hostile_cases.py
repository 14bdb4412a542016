"""A hostile input: a student's text, a reference or a declaration, made to do harm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graders.equivalence import compare
from graders.model import Comparison

Symbols = Mapping[str, Mapping[str, object]]

SYMBOLS: Symbols = {
    "x": {"type": "scalar"},
    "y": {"type": "scalar"},
    "t": {"type": "scalar", "domain": "positive"},
    "n": {"dimension": True},
    "m": {"dimension": True},
    "N": {"dimension": True, "min": 1},
    "i": {"domain": "index", "range": ["1", "n"]},
    "v": {"type": "vector", "shape": ["n"]},
    "w": {"type": "vector", "shape": ["n"]},
    "A": {"type": "matrix", "shape": ["n", "n"]},
    "B": {"type": "matrix", "shape": ["m", "n"]},
    "S": {"type": "matrix", "shape": [6, 6]},
    "L": {"type": "matrix", "shape": [64, 64]},
    "f": {"type": "function"},
    "p": {"type": "distribution"},
}


@dataclass(frozen=True)
class Case:
    """One hostile input; `refused` says whether it is the grader's fault and raises."""

    name: str
    student: str = "x"
    reference: str = "x"
    kind: str = "value"
    symbols: Any = field(default_factory=lambda: SYMBOLS)
    definitions: Any = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    refused: bool | None = False  # None: it may be refused or answered
    may_be_equal: bool = False

    def compared(self) -> Comparison:
        return compare(
            self.reference,
            self.student,
            kind=self.kind,
            symbols=self.symbols,
            definitions=self.definitions,
            **self.options,
        )


def nested(opening: str, inner: str, closing: str, *, depth: int = 200) -> str:
    return opening * depth + inner + closing * depth


def joined(part: str, sign: str, count: int) -> str:
    return sign.join([part] * count)


def tower(base: str, height: int) -> str:
    return "^{".join([base] * height) + "}" * (height - 1)


def rows(count: int, *, cell: str = "1") -> str:
    return r" \\ ".join([" & ".join([cell] * count)] * count)


def chained(count: int, first: str, step: str, *, break_with: str = r" \\ ") -> str:
    """Definitions that each use the one before twice: a_1 = x + x, a_2 = a_1 + a_1, ..."""
    lines = [f"a_{{1}} = {first}"]
    lines += [f"a_{{{k}}} = " + step.replace("?", f"a_{{{k - 1}}}") for k in range(2, count + 1)]
    return break_with.join([*lines, f"y = a_{{{count}}}"])


def powers(count: int, *, exponent: int = 20) -> str:
    """((9^{20})^{20})...: few signs, a number of astronomical length."""
    return nested("(", "9", f")^{{{exponent}}}", depth=count)


def declared(**symbols: Mapping[str, object]) -> Symbols:
    return {**SYMBOLS, **symbols}


MATRIX = "\\begin{bmatrix} %s \\end{bmatrix}"
