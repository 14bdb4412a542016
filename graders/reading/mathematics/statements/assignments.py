"""Values that a student assigns to symbols: `p = 1, s = 2`, `(p, s) = (1, 2)`, `stride 2`."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import split
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Statement
from graders.reading.mathematics.words.worded_values import worded_values

_MOST_BITS = 4_000  # of a value that is computed
_MEANS_MORE = re.compile(  # than the values in words beside it
    r"\\[a-z]*frac|[\^<>]|\\(?:[lg]e|neq?)"
    r"|\b(?:not|never|unless|if|except|wrong|instead|most|least|less|more|between)\b"
)
_ASIDE = re.compile(
    r"\(\s*(?:kernel|filter|window|input|image)s?\b[^()]{0,40}\)|\bzero[- ](?=padd)", re.IGNORECASE
)
_BLANK = re.compile(r"=\s*(?:[,;]|\\q?quad|\\\\|and\b|\Z|\n\s*[A-Za-z]\s*=)")  # p =, s = 2
_DENYING = frozenset({"not", "unless", "or", "otherwise", "else"})
_ASSIGNING = frozenset({"", "=", ":"})


def read_assignment(text: str, table: SymbolTable) -> Mapping[str, Fraction]:
    r"""The value of each symbol that is assigned one, in signs or in words.

    Raises:
        Unreadable: if a symbol gets two values, or what stands there assigns nothing.

    >>> from graders.declaring.declarations import Declarations
    >>> table = SymbolTable(Declarations.of({"p": {}, "s": {}}))
    >>> {name: int(value) for name, value in read_assignment("padding 1, s = 2", table).items()}
    {'p': 1, 's': 2}
    """
    found: dict[str, Fraction] = {}
    if _BLANK.search(text):
        raise Unreadable("a value is left blank")
    text = _ASIDE.sub(" ", text)
    worded, rest = worded_values(text, table)
    if not worded:
        rest = text
    elif _MEANS_MORE.search(rest):
        raise Unreadable("words and formulas are mixed in a way that cannot be read")
    signed = _in_signs(rest, table) if not worded or "=" in rest or ":" in rest else []
    for name, value in (*worded, *signed):
        _enter(found, name, value)
    if not found:
        raise Unreadable("no symbol is given a value")
    return found


def _in_signs(text: str, table: SymbolTable) -> list[tuple[str, Fraction]]:
    writing = read_writing(text, table)
    if any(each.lead in _DENYING for each in writing.statements):
        raise Unreadable("a value is denied, or given under a condition")
    return [pair for each in writing.statements for pair in _assigned(writing, each)]


def _enter(found: dict[str, Fraction], name: str, value: Fraction) -> None:
    if found.setdefault(name, value) != value:
        raise Unreadable(f"{name} is given two values")


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _assigned(writing: Writing, statement: Statement) -> list[tuple[str, Fraction]]:
    if any(each.relation not in _ASSIGNING for each in statement.members):
        raise Unreadable("an inequality or an approximation gives no value")
    statement = _without_check(writing, statement)
    sides = [_side(writing, each.tokens) for each in statement.written]
    if len(sides) < 2:
        return _listed(writing, statement)
    *before, last = sides
    numbers = [number for each in before if (number := number_of(each)) is not None]
    if any(number != number_of(last) for number in numbers):
        raise Unreadable("the members of a chain have different values")
    names = [each for each in before if number_of(each) is None]
    return [pair for name in names for pair in _pairs(name, last)]


def _without_check(writing: Writing, statement: Statement) -> Statement:
    """What stands before a colon where arithmetic that is right stands behind it: `s = 2: 4/2 = 2`.

    Raises:
        Unreadable: if what stands behind it cannot be read.
    """
    colons = [n for n, each in enumerate(statement.members) if each.relation == ":" and n > 1]
    if not colons or not statement.members[colons[0] - 1].relation:
        return statement
    checked = [number_of(writing.read(each.tokens)) for each in statement.members[colons[0] :]]
    is_right = None not in checked and len(set(checked)) == 1
    return statement._replace(members=statement.members[: colons[0]]) if is_right else statement


def _side(writing: Writing, tokens: Sequence[Token]) -> Expression:
    """One side of an equation; `p, s` without brackets is a tuple too."""
    parts = [tokens[slice(*each)] for each in split(tokens, 0, len(tokens), ",")]
    if len(parts) == 1 or not all(parts):
        return writing.read(tokens)
    return Call("tuple", tuple(map(writing.read, parts)))


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
        case Symbol(name), _ if (number := number_of(values)) is not None:
            return [(name, number)]
        case Call("tuple", several), Call("tuple", numbers) if len(several) == len(numbers):
            pairs = zip(several, numbers, strict=True)
            return [each for name, value in pairs for each in _pairs(name, value)]
    raise Unreadable("what is assigned here cannot be read")


def number_of(expression: Expression) -> Fraction | None:
    """The exact value of arithmetic on whole numbers and fractions."""
    if isinstance(expression, Number):
        return expression.value
    if not isinstance(expression, Call):
        return None
    values = [number_of(each) for each in expression.arguments]
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
        case "floor", [inner]:
            return Fraction(inner // 1)
        case "^", [base, power] if power.denominator == 1 and 0 <= power <= 20:
            return base ** int(power) if _bits(base) * power <= _MOST_BITS else None
    return None
