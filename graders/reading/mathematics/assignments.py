"""Values that a student assigns to symbols: `p = 1, s = 2`, `(p, s) = (1, 2)`, `stride 2`."""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import prod

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol
from graders.reading.mathematics.parser import Parser
from graders.reading.mathematics.statements import Statement, Writing, read_writing
from graders.reading.mathematics.symbols import SymbolTable
from graders.reading.mathematics.tokens import exact

_WORDS: Mapping[str, tuple[str, ...]] = {
    "padding": ("p", "pad", "P", "Z"), "pad": ("p", "P", "Z"), "stride": ("s", "S"),
    "kernel": ("k", "f", "F", "K"), "filter": ("f", "n", "F", "k"), "dilation": ("d", "D"),
    "width": ("W", "w"), "height": ("H", "h"),
}  # fmt: skip
_MOST_BITS = 4_000  # of a value that is computed
_WORDED = re.compile(
    rf"\b({'|'.join(_WORDS)})(?:\s*size)?\s*(?:=|:|of|is|to)?\s*(-?\d+)\b", re.IGNORECASE
)


def read_assignment(text: str, table: SymbolTable) -> Mapping[str, Fraction]:
    r"""The value of each symbol that is assigned one.

    Raises:
        Unreadable: if a symbol gets two values, or what stands there assigns nothing.
    """
    found: dict[str, Fraction] = {}
    for name, value in _worded(text, table):
        _enter(found, name, value)
    if not found:
        writing = read_writing(text, table)
        for statement in writing.statements:
            for name, value in _assigned(writing, statement):
                _enter(found, name, value)
    if not found:
        raise Unreadable("no symbol is given a value")
    return found


def _enter(found: dict[str, Fraction], name: str, value: Fraction) -> None:
    if found.setdefault(name, value) != value:
        raise Unreadable(f"{name} is given two values")


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _worded(text: str, table: SymbolTable) -> list[tuple[str, Fraction]]:
    pairs = []
    declared = [name for name in table.declarations if name.isalpha() and len(name) > 1]
    own = re.compile(rf"\b({'|'.join(map(re.escape, declared))})\s+(-?\d+)\b") if declared else None
    for match in own.finditer(text) if own else ():
        pairs.append((match.group(1), Fraction(match.group(2))))
    for match in _WORDED.finditer(" ".join(text.split())):
        names = [name for name in _WORDS[match.group(1).lower()] if name in table.declarations]
        if len(names) == 1:
            pairs.append((names[0], exact(match.group(2))))
    return pairs


def _assigned(writing: Writing, statement: Statement) -> list[tuple[str, Fraction]]:
    members = [writing.read(each.tokens) for each in statement.members if each.tokens]
    if len(members) < 2:
        return _listed(writing, statement)
    names = [each for each in members[:-1] if isinstance(each, Symbol | Call)]
    pairs: list[tuple[str, Fraction]] = []
    for name in names:
        pairs += _pairs(name, members[-1])
    return pairs


def _listed(writing: Writing, statement: Statement) -> list[tuple[str, Fraction]]:
    """`(p = 1, s = 2)`: equations within brackets."""
    read = Parser(statement.members[0].tokens, writing.table).whole()
    parts = read.arguments if isinstance(read, Call) and read.function == "tuple" else (read,)
    pairs: list[tuple[str, Fraction]] = []
    for part in parts:
        if isinstance(part, Call) and part.function == "=":
            pairs += _pairs(*part.arguments)
    return pairs


def _pairs(names: Expression, values: Expression) -> list[tuple[str, Fraction]]:
    match names, values:
        case Symbol(name), _ if (number := _number(values)) is not None:
            return [(name, number)]
        case Call("tuple", several), Call("tuple", numbers) if len(several) == len(numbers):
            pairs = zip(several, numbers, strict=True)
            return [each for name, value in pairs for each in _pairs(name, value)]
    raise Unreadable("what is assigned here cannot be read")


def _number(expression: Expression) -> Fraction | None:
    """The exact value of arithmetic on whole numbers and fractions."""
    if isinstance(expression, Number):
        return expression.value
    if not isinstance(expression, Call):
        return None
    values = [_number(each) for each in expression.arguments]
    numbers = [each for each in values if each is not None]
    if len(numbers) < len(values) or sum(map(_bits, numbers)) > _MOST_BITS:
        return None
    match expression.function, numbers:
        case "-", [inner]:
            return -inner
        case "+", _:
            return sum(numbers, Fraction(0))
        case (("*" | "·"), _):
            return prod(numbers, start=Fraction(1))
        case "/", [upper, lower] if lower:
            return upper / lower
        case "^", [base, power] if power.denominator == 1 and 0 <= power <= 20:
            return base ** int(power) if _bits(base) * power <= _MOST_BITS else None
    return None
