"""What is attached to a base that is no part of its name: indices, powers, transposes, primes."""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Expression, Number, Symbol
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.scripts import Range, Scripts, split

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser


def scripted(parser: "Parser", base: Expression, scripts: Scripts, start: int) -> Expression:
    """A base under scripts that are no part of its name: index, power, transpose, primes."""
    found = base
    if scripts.sub is not None and parser.texts(scripts.sub) == ["+"]:
        found = parser.make("relu", (base,), start)  # the positive part
    elif scripts.sub is not None and _is_size_of_zeros(parser, base, scripts.sub):
        found = parser.make("zeros", (parser.within(scripts.sub, parser.sum),), start)
    elif scripts.sub is not None:
        found = parser.make("at", (found, *read_indices(parser, scripts.sub)), start)
    for _ in range(scripts.primes):
        found = parser.make("'", (found,), start)
    return powered(parser, found, scripts.sup, start) if scripts.sup is not None else found


def _is_size_of_zeros(parser: "Parser", base: Expression, sub: Range) -> bool:
    """Whether a subscript says how many zeros there are: `0_d`."""
    is_zero = isinstance(base, Number) and base.value == 0
    return is_zero and all(map(parser.is_size, parser.texts(sub)))


def powered(parser: "Parser", base: Expression, sup: Range, start: int) -> Expression:
    texts = parser.texts(sup)
    if isinstance(base, Number) and base.value == 1 and parser.transposes(" ".join(texts)):
        base = Symbol("ones", base.span)  # 1^T
    if texts in (["t"], ["tr"]) and not parser.names_scalar("t") and parser.is_array(base):
        return parser.make("T", (base,), start)
    if texts == [r"\dagger"] and parser.is_matrix(base):
        parser.doubts.add("daggers_transpose")
        function = "T" if parser.reading.daggers_transpose else "pinv"
        return parser.make(function, (base,), start)
    if len(texts) == 1 and (parser.transposes(texts[0]) or _is_oblong(parser, base, texts[0])):
        return parser.make("T", (base,), start)
    if len(texts) == 2 and texts[0] == "-" and parser.transposes(texts[1]):
        inverse = parser.make("^", (base, Number(Fraction(-1))), start)
        return parser.make("T", (inverse,), start)
    if len(texts) == 3 and texts[:2] == ["-", "1"] and parser.transposes(texts[2]):
        inverse = parser.make("^", (base, Number(Fraction(-1))), start)
        return parser.make("T", (inverse,), start)
    if len(texts) == 2 and texts[0] in (r"\odot", r"\circ"):
        power = parser.within((sup[0] + 1, sup[1]), parser.sum)
        return parser.make("**", (base, power), start)
    is_label = len(texts) == 3 and (texts[0], texts[2]) in (("(", ")"), ("[", "]"))
    if is_label and not _is_typed_power(parser, base, sup):
        raise parser.refusal_at(sup[0], "is a superscript that belongs to no name of this question")
    if texts == ["+"]:
        function = "pinv" if parser.is_matrix(base) else "relu"  # the positive part
        return parser.make(function, (base,), start)
    if texts == [r"\circ"] and isinstance(base, Number):
        turn = parser.make("/", (Symbol("pi"), Number(Fraction(180))), start)
        return parser.make("*", (base, turn), start)  # degrees
    if texts in (["*"], [r"\star"], [r"\circ"]):
        raise parser.refusal_at(sup[0], "is a superscript that belongs to no name of this question")
    return parser.make("^", (base, parser.within(sup, parser.sum)), start)


def _is_typed_power(parser: "Parser", base: Expression, sup: Range) -> bool:
    """Whether brackets without braces are a power: `e^(z)`, `(x + 1)^(2)`, and no `x^(2)`."""
    before = parser.texts((max(0, sup[0] - 2), sup[0]))
    is_e = before[0] == "e" and not parser.names_scalar("e")
    return before[-1:] == ["^"] and (before[0] == ")" or is_e or isinstance(base, Number))


def _is_oblong(parser: "Parser", base: Expression, power: str) -> bool:
    """Whether a base has no powers, so that T transposes it though T is a number."""
    if power == "T" and isinstance(base, Symbol) and base.name == "ones":
        return True
    if power != "T" or not parser.is_array(base):
        return False
    assert isinstance(base, Symbol)
    rows, columns = parser.table.declarations[base.name].shape
    return rows != columns


def with_raised_index(parser: "Parser", scripts: Scripts, kind: str) -> Scripts:
    r"""`y^{(i)}` as `y_i`, where the index of a sum around stands in the brackets.

    A vector has no powers, so that `y^i` is `y_i`, too.
    """
    if scripts.sup is None or scripts.sub is not None or scripts.primes:
        return scripts
    match parser.texts(scripts.sup):
        case ["(" | "[", index, ")" | "]", *others] if index in parser.bound:
            start, end = scripts.sup
            rest = (start + 3, end) if others else None
            return Scripts((start + 1, start + 2), rest, 0, scripts.after)
        case [index] if kind == "vector" and index in parser.bound:
            return Scripts(scripts.sup, None, 0, scripts.after)
    return scripts


def read_indices(parser: "Parser", sub: Range) -> tuple[Expression, ...]:
    """The one or two indices of a component: `j`, `ik`, `i,k`, `i+1,k`, `12`."""
    start, end = sub
    parts = list(split(parser.tokens, start, end, ","))
    inner = list(parser.tokens[start:end])
    if len(parts) == 1 and len(inner) == 1 and inner[0].kind is Lexeme.NUMBER:
        digits = inner[0].text
        if len(digits) == 2 and digits.isdigit():
            return tuple(Number(Fraction(int(d)), inner[0].span) for d in digits)
    if (
        len(parts) == 1
        and len(inner) == 2
        and all(t.kind in (Lexeme.WORD, Lexeme.NUMBER) or t.text == ":" for t in inner)
    ):
        parts = [(start, start + 1), (start + 1, end)]
    if len(parts) == 1 and len(inner) == 2 and inner[0].text == ",":
        raise parser.refusal_at(start, "is no index")
    return tuple(parser.within(part, lambda: _index(parser)) for part in parts)


def _index(parser: "Parser") -> Expression:
    if parser.peek() == ":":
        parser.at += 1
        return Symbol(":", parser.span_from(parser.at - 1))
    return parser.sum()
