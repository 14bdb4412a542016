r"""Formulas into expressions: a precedence-climbing parser led by the declared symbols.

What is declared decides how a text is read: `T` in a superscript transposes unless T is a scalar,
`z_j` is a component if z has components, `f(x)` a call if f is a function and a product otherwise,
the longest declared name wins. What cannot be read raises `Unreadable` with the position; nothing
is ever shortened or guessed.
"""

import itertools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from graders.declarations import Declaration
from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Span, Symbol
from graders.reading.lexer import DOUBLE, Lexeme, Token
from graders.reading.mathematics.calls import BASES, indicator_below, read_call
from graders.reading.mathematics.dots import DOTS, LEFT_OUT, are_dots, with_dots
from graders.reading.mathematics.folds import read_fold
from graders.reading.mathematics.functions import FOLDS, TRUTHS
from graders.reading.mathematics.members import read_member
from graders.reading.mathematics.scripts import Range, Scripts, group_end, read_scripts, split
from graders.reading.mathematics.sets import OPERATORS, membership
from graders.reading.mathematics.symbols import Match
from graders.reading.mathematics.tokens import exact, is_function

MAX_DEPTH = 200
MAX_NODES = 5_000
_FRAMES = 12 * MAX_DEPTH + 1_000  # a level of brackets takes some ten calls

if sys.getrecursionlimit() < _FRAMES:
    sys.setrecursionlimit(_FRAMES)  # pure Python frames: no stack of C is at risk

_TIMES = {
    "*": "·", r"\odot": "odot", r"\circ": "odot", r"\otimes": "otimes", "/": "/",
    r"\oslash": "oslash", r"\bmod": "mod",
}  # fmt: skip
RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\leq": "<=", r"\geq": ">=", r"\neq": "!=", r"\lt": "<",
    r"\gt": ">", r"\leqslant": "<=", r"\geqslant": ">=", r"\in": "in", r"\notin": "notin",
    r"\equiv": "=", r"\coloneqq": "=",
}  # fmt: skip
_ORDERS = frozenset(sign for sign, name in RELATIONS.items() if name in ("<", "<=", ">", ">="))
_JOINERS = {r"\land": "and", r"\wedge": "and", r"\lor": "or", r"\vee": "or", "and": "and",
            "or": "or"}  # fmt: skip
_OPENING = {"(": ")", "[": "]", "{": "}"}
_TRANSPOSES = frozenset({"T", r"\top", r"\intercal", r"\mathsf", "⊤", r"\dagger", r"\transp", "t"})


class Names(Protocol):
    """Where the parser looks names up."""

    @property
    def names(self) -> frozenset[str]: ...

    @property
    def declarations(self) -> Mapping[str, Declaration]: ...

    def kind(self, name: str) -> str: ...

    def declares_letter(self, letter: str) -> bool: ...

    def match(self, tokens: Sequence[Token], at: int, end: int | None = None) -> Match | None: ...

    def family(
        self, tokens: Sequence[Token], at: int, end: int | None = None
    ) -> tuple[Mapping[str, str], Scripts] | None: ...


@dataclass(frozen=True)
class Reading:
    """How what is ambiguous is read; as written, if nothing is said."""

    wide_quotients: bool = False  # a/bc is a/(bc)
    powers_inside: bool = False  # log(a)^b is log(a^b)
    elementwise: bool = False  # a * b is a product of entries


AS_WRITTEN = Reading()


class Parser:
    """Reads the tokens of one formula; `at` is the position of the next token."""

    def __init__(
        self, tokens: Sequence[Token], table: Names, reading: Reading = AS_WRITTEN
    ) -> None:
        self.reading = reading
        self.tokens = tokens
        self.table = table
        self.at = 0
        self.end = len(tokens)
        self.depth = 0
        self.nodes = 0
        self.bound: list[str] = []  # the indices of the sums around
        self.families: dict[str, Mapping[str, str]] = {}  # names that an index has picked from

    # --- tokens ---------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> str:
        position = self.at + ahead
        return self.tokens[position].text if position < self.end else ""

    def accept(self, text: str) -> bool:
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.refusal(f"stands where '{text}' is expected")

    def refusal(self, reason: str) -> Unreadable:
        if self.at >= len(self.tokens) or (self.at >= self.end and self.peek() == ""):
            place = self.tokens[self.end - 1] if self.tokens and self.end else None
            after = f" after '{place.text}' at character {place.span[1]}" if place else ""
            return Unreadable(f"the formula ends too early{after}")
        token = self.tokens[self.at]
        return Unreadable(f"'{token.text}' at character {token.span[0] + 1} {reason}")

    def span_from(self, start: int) -> Span:
        last = max(start, self.at - 1)
        return self.tokens[start].span[0], self.tokens[min(last, len(self.tokens) - 1)].span[1]

    def make(self, function: str, arguments: tuple[Expression, ...], start: int) -> Call:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Unreadable(f"the formula has more than {MAX_NODES} parts")
        return Call(function, arguments, self.span_from(start))

    @contextmanager
    def nested(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal(f"is nested more than {MAX_DEPTH} deep")
        yield
        self.depth -= 1

    def within(self, inner: Range, read: Callable[[], Expression]) -> Expression:
        """What a range of tokens is, which must be read to its end."""
        at, end = self.at, self.end
        self.at, self.end = inner
        if self.at >= self.end:
            raise self.refusal("has an empty script")
        found = read()
        if self.at < self.end:
            raise self.refusal("is not expected here")
        self.at, self.end = at, end
        return found

    # --- sums, products, powers -----------------------------------------------------------------

    def whole(self) -> Expression:
        """The expression that all tokens are."""
        try:
            found = self.formula()
        except RecursionError:  # called from far down
            raise Unreadable("the formula is nested too deep") from None
        if self.at < self.end:
            raise self.refusal("is not expected here")
        return found

    def formula(self) -> Expression:
        """Relations, joined by and, or: the weakest operators."""
        start = self.at
        found = self.relation()
        while (joiner := _JOINERS.get(self.peek())) is not None:
            self.at += 1
            found = self.make(joiner, (found, self.relation()), start)
        return found

    def relation(self) -> Expression:
        start = self.at
        members, signs = [self.operand()], []
        while (sign := RELATIONS.get(self.peek())) is not None:
            self.at += 1
            signs.append(sign)
            members.append(self.operand())
        links = [
            self.link(sign, pair, start)
            for sign, pair in zip(signs, itertools.pairwise(members), strict=False)
        ]
        if not links:
            return members[0]
        return links[0] if len(links) == 1 else self.make("and", tuple(links), start)

    def link(self, sign: str, pair: tuple[Expression, Expression], start: int) -> Expression:
        """Two members with the relation between them; being in a set is what that set says."""
        made = self.make(sign, pair, start)
        return membership(*pair, within=sign == "in") if sign in ("in", "notin") else made

    def operand(self) -> Expression:
        """A sum, or sets joined."""
        start = self.at
        found = self.sum()
        while (operator := OPERATORS.get(self.peek())) is not None:
            self.at += 1
            joined = isinstance(found, Call) and found.function == operator == "union"
            parts = (*found.arguments, self.sum()) if joined else (found, self.sum())  # type: ignore[union-attr]
            found = self.make(operator, parts, start)
        return found

    def sum(self) -> Expression:
        with self.nested():
            start = self.at
            terms = [self.signed_term()]
            while self.peek() in ("+", "-"):
                terms.append(self.signed_term())
            if len(terms) == 1:
                return terms[0]
            return with_dots("sum", terms) or self.make("+", tuple(terms), start)

    def signed_term(self) -> Expression:
        start = self.at
        negative = False
        while self.peek() in ("+", "-"):
            negative ^= self.peek() == "-"
            self.at += 1
        term = self.product()
        return self.make("-", (term,), start) if negative else term

    def product(self) -> Expression:
        start = self.at
        left = self.factor()
        while True:
            sign = _TIMES.get(self.peek())
            if sign is not None:
                self.at += 1
                right = self.signed_factor()
                if sign == "/" and self.reading.wide_quotients:
                    right = self.with_juxtaposed(right)
                if sign == "·" and self.reading.elementwise:
                    sign = "odot"
            elif self.begins_factor():
                if self.tokens[self.at].kind is Lexeme.NUMBER and isinstance(left, Number):
                    raise self.refusal("follows another number")
                sign, right = "*", self.factor()
            else:
                return self.without_dots(left)
            left = self.joined(left, sign, right, start)

    def with_juxtaposed(self, factor: Expression) -> Expression:
        """A factor with those that follow it without a sign."""
        start, factors = self.at, [factor]
        while self.begins_factor():
            factors.append(self.factor())
        return factor if len(factors) == 1 else self.make("*", tuple(factors), start)

    def without_dots(self, product: Expression) -> Expression:
        r"""`p_1 p_2 \cdots p_n` as a product over an index."""
        factors = list(_factors(product))
        if len(factors) < 2 or not any(map(are_dots, factors)):
            return product
        size = max(1, len(factors) - 1 - max(n for n, x in enumerate(factors) if are_dots(x)))
        if size == 1 or (len(factors) - 1) % size:
            return with_dots("prod", factors) or product
        place = len(factors) - 1 - size
        chunks = [factors[n : n + size] for n in range(0, place, size)]
        groups = [Call("*", tuple(each), each[0].span) for each in (*chunks, factors[place + 1 :])]
        return with_dots("prod", [*groups[:-1], factors[place], groups[-1]]) or product

    def joined(self, left: Expression, sign: str, right: Expression, start: int) -> Expression:
        bracketed = self.tokens[start].text in _OPENING
        if isinstance(left, Call) and left.function == sign in ("*", "·", "odot") and not bracketed:
            return self.make(sign, (*left.arguments, right), start)
        return self.make(sign, (left, right), start)

    def signed_factor(self) -> Expression:
        start = self.at
        if self.accept("-"):
            with self.nested():
                return self.make("-", (self.signed_factor(),), start)
        self.accept("+")
        return self.factor()

    def begins_factor(self) -> bool:
        """Whether what comes next is multiplied by what stands before."""
        if self.at >= self.end:
            return False
        token = self.tokens[self.at]
        if token.kind in (Lexeme.NUMBER, Lexeme.WORD):
            return token.text not in _JOINERS
        if token.kind is Lexeme.COMMAND:
            if self.starts_fold() and self.index_of_fold() in self.bound:
                return False  # a second product over the same index
            if token.text == r"\Vert":
                return self.open_bar != r"\Vert"
            return token.text not in RELATIONS and token.text not in _STOPS
        if token.text == "\\\\":
            return token.font.startswith("begin ")  # a matrix
        return token.text in _OPENING or (token.text == "|" and self.open_bar != "|")

    open_bar = ""  # the bar that is open: another one closes it

    def factor(self) -> Expression:
        """A base with its powers, indices, transposes and factorials."""
        start = self.at
        with self.nested():
            found = self.base()
            while True:
                if self.peek() in ("^", "_", "'"):
                    scripts = read_scripts(self.tokens, self.at, self.end)
                    if scripts.after == self.at:
                        raise self.refusal("has nothing to stand on")
                    self.at = scripts.after
                    found = self.scripted(found, scripts, start)
                elif self.peek() == "!":
                    self.at += 1
                    found = self.make("factorial", (found,), start)
                elif self.peek() == "[" and _is_vector_call(found):
                    found = self.bracketed_component(found, "vector", start)
                    if self.peek() == "[":
                        return found
                elif self.peek() in (r"\top", r"\intercal"):  # wᵀ without a caret
                    self.at += 1
                    found = self.make("T", (found,), start)
                else:
                    return found

    def scripted(self, base: Expression, scripts: Scripts, start: int) -> Expression:
        """A base under scripts that are no part of its name: index, power, transpose, primes."""
        found = base
        if scripts.sub is not None and self._texts(scripts.sub) == ["+"]:
            found = self.make("relu", (base,), start)  # the positive part
        elif scripts.sub is not None:
            found = self.make("at", (found, *self.indices(scripts.sub)), start)
        for _ in range(scripts.primes):
            found = self.make("'", (found,), start)
        return self.powered(found, scripts.sup, start) if scripts.sup is not None else found

    def powered(self, base: Expression, sup: Range, start: int) -> Expression:
        texts = self._texts(sup)
        if texts in (["t"], ["tr"]) and not self.names_scalar("t") and self.is_array(base):
            return self.make("T", (base,), start)
        if len(texts) == 1 and self.transposes(texts[0]):
            return self.make("T", (base,), start)
        if len(texts) == 2 and texts[0] == "-" and self.transposes(texts[1]):
            inverse = self.make("^", (base, Number(Fraction(-1))), start)
            return self.make("T", (inverse,), start)
        if len(texts) == 3 and texts[:2] == ["-", "1"] and self.transposes(texts[2]):
            inverse = self.make("^", (base, Number(Fraction(-1))), start)
            return self.make("T", (inverse,), start)
        if len(texts) == 2 and texts[0] in (r"\odot", r"\circ"):
            power = self.within((sup[0] + 1, sup[1]), self.sum)
            return self.make("**", (base, power), start)
        if len(texts) == 3 and texts[0] == "(" and texts[2] == ")":
            raise self.refusal_at(sup[0], "is a superscript that is no part of a declared name")
        if texts in (["*"], ["+"], [r"\star"], [r"\circ"]):
            raise self.refusal_at(sup[0], "is a superscript that is no part of a declared name")
        return self.make("^", (base, self.within(sup, self.sum)), start)

    def refusal_at(self, position: int, reason: str) -> Unreadable:
        at, self.at = self.at, position
        refusal = self.refusal(reason)
        self.at = at
        return refusal

    def _texts(self, inner: Range) -> list[str]:
        return [token.text for token in self.tokens[slice(*inner)] if token.text not in "{}"]

    def is_array(self, base: Expression) -> bool:
        """Whether a base is declared a vector or a matrix."""
        return isinstance(base, Symbol) and self.table.kind(base.name) in ("vector", "matrix")

    def transposes(self, text: str) -> bool:
        if text == "t":
            return False
        return text in _TRANSPOSES and not (text == "T" and self.names_scalar("T"))

    def names_scalar(self, name: str) -> bool:
        return name in self.bound or name in self.table.names

    def indices(self, sub: Range) -> tuple[Expression, ...]:
        """The one or two indices of a component: `j`, `ik`, `i,k`, `i+1,k`, `12`."""
        start, end = sub
        parts = list(split(self.tokens, start, end, ","))
        inner = list(self.tokens[start:end])
        if len(parts) == 1 and len(inner) == 1 and inner[0].kind is Lexeme.NUMBER:
            digits = inner[0].text
            if len(digits) == 2 and digits.isdigit():
                return tuple(Number(Fraction(int(d)), inner[0].span) for d in digits)
        if (
            len(parts) == 1
            and len(inner) == 2
            and all(token.kind in (Lexeme.WORD, Lexeme.NUMBER) for token in inner)
        ):
            parts = [(start, start + 1), (start + 1, end)]
        if len(parts) == 1 and len(inner) == 2 and inner[0].text == ",":
            raise self.refusal_at(start, "is no index")
        return tuple(self.within(part, self.index) for part in parts)

    def index(self) -> Expression:
        if self.peek() == ":":
            self.at += 1
            return Symbol(":", self.span_from(self.at - 1))
        return self.sum()

    # --- bases ----------------------------------------------------------------------------------

    def base(self) -> Expression:
        if self.at >= self.end:
            raise self.refusal("")
        token = self.tokens[self.at]
        if token.kind is Lexeme.NUMBER:
            return self.number()
        named = self.name()
        if named is not None:
            return named
        reader = BASES.get(token.text)
        if reader is not None:
            return reader(self)
        if token.text in _OPENING:
            return self.brackets()
        if self.starts_fold():
            return read_fold(self)
        if is_function(token):
            return read_call(self)
        return self.constant()

    def number(self) -> Expression:
        token = self.tokens[self.at]
        self.at += 1
        if self.accept("%"):
            return Number(exact(token.text) / 100, token.span)
        if token.text == "1" and self._holds_relation():  # 1(z > 0), without its double stroke
            return self.make("indicator", (self.brackets(),), self.at - 1)
        if token.text == "1" and self.peek() == "_":
            return indicator_below(self, self.at - 1)
        return Number(exact(token.text), token.span)

    def _holds_relation(self) -> bool:
        """Whether brackets open here that hold a relation and no comma."""
        if self.peek() not in ("(", "["):
            return False
        inner = [each.text for each in self.tokens[self.at + 1 : group_end(self.tokens, self.at)]]
        return not _ORDERS.isdisjoint(inner) and "," not in inner

    def name(self) -> Expression | None:
        """A bound index or a declared name; its scripts are read as far as they belong to it."""
        start = self.at
        token = self.tokens[start]
        if token.text in self.bound and token.kind is Lexeme.WORD:
            self.at += 1
            return Symbol(token.text, token.span)
        match = self.table.match(self.tokens, start, self.end)
        match = match or self.entry(start)
        return self.matched(match, start) if match is not None else read_member(self)

    def matched(self, match: Match, start: int) -> Expression:
        scripts = match.scripts
        self.at = self._end_of_name(scripts)
        symbol = Symbol(match.symbol, self.span_from(start))
        self.at = scripts.after
        kind = self.table.kind(match.symbol)
        if kind == "function":
            return self.applied(symbol, scripts, start)
        if scripts.sub is not None and self.pairs_letters(match, scripts):
            self.at += 1
            joined = (scripts.sub[0], scripts.sub[1] + 1)
            scripts = Scripts(joined, scripts.sup, scripts.primes, self.at)
        if scripts != _bare(scripts):
            return self.scripted(symbol, scripts, start)
        return self.bracketed_component(symbol, kind, start)

    def bracketed_component(self, symbol: Expression, kind: str, start: int) -> Expression:
        """`f[y]`, as code has it, where the brackets hold nothing but indices."""
        if kind not in ("vector", "matrix") or self.peek() != "[":
            return symbol
        end = group_end(self.tokens, self.at)
        inner = self.tokens[self.at + 1 : end]
        if not inner or not all(
            token.kind is Lexeme.NUMBER
            or token.text in (",", *self.bound)
            or self.is_index(token.text)
            for token in inner
        ):
            return symbol
        indices = self.indices((self.at + 1, end))
        self.at = end + 1
        return self.make("at", (symbol, *indices), start)

    def pairs_letters(self, match: Match, scripts: Scripts) -> bool:
        """Whether `A_ij`, typed without braces, has two indices."""
        sub = scripts.sub
        if sub is None or self.table.kind(match.symbol) != "matrix" or sub[1] - sub[0] != 1:
            return False
        after = sub[1]
        if after >= self.end or scripts.sup is not None or self.tokens[sub[0] - 1].text == "{":
            return False
        first, second = self.tokens[sub[0]], self.tokens[after]
        return (
            first.kind is second.kind is Lexeme.WORD
            and first.span[1] == second.span[0]
            and (second.text in self.bound or self.is_index(second.text))
        )

    def is_size(self, name: str) -> bool:
        """Whether a name is a number to count to, such as a dimension."""
        declaration = self.table.declarations.get(name)
        return declaration is not None and (
            declaration.dimension or declaration.domain == "integer"
        )

    def is_index(self, name: str) -> bool:
        declaration = self.table.declarations.get(name)
        return declaration is not None and declaration.domain == "index"

    def _end_of_name(self, scripts: Scripts) -> int:
        starts = [inner[0] for inner in (scripts.sub, scripts.sup) if inner is not None]
        return min(starts, default=scripts.after)

    def entry(self, start: int) -> Match | None:
        """`a_{ik}` where the matrix A is declared and a is not."""
        token = self.tokens[start]
        if token.kind is not Lexeme.WORD or not token.text.islower():
            return None
        upper = replace(token, text=token.text.upper())
        if not self.table.declares_letter(upper.text):
            return None
        match = self.table.match(
            [*self.tokens[:start], upper, *self.tokens[start + 1 :]], start, self.end
        )
        sub = match.scripts.sub if match else None
        if match is None or sub is None or self.table.kind(match.symbol) != "matrix":
            return None
        two = sub[1] - sub[0] >= 2 or self.tokens[sub[0]].kind is Lexeme.NUMBER
        return match if two else None

    def applied(self, function: Symbol, scripts: Scripts, start: int) -> Expression:
        """A declared function at its arguments."""
        if self.peek() not in ("(", "["):
            raise self.refusal(f"stands where the argument of {function.name} is expected")
        arguments = self.arguments()
        name = function.name + "'" * scripts.primes
        found: Expression = self.make("apply", (Symbol(name, function.span), *arguments), start)
        return self.powered(found, scripts.sup, start) if scripts.sup is not None else found

    def brackets(self) -> Expression:
        """A group; with commas a tuple, an interval or a set."""
        start = self.at
        opening = self.peek()
        doubled = self.tokens[start].font == DOUBLE and opening == "["
        self.at += 1
        outer, self.open_bar = self.open_bar, ""
        parts = [self.formula()]
        if opening == "{" and self.accept(r"\over"):
            parts = [self.make("/", (parts[0], self.formula()), start)]
        if self.accept(r"\choose"):
            parts = [self.make("binomial", (parts[0], self.formula()), start)]
        while self.peek() in (",", ";") and opening != "{":
            self.at += 1
            parts.append(self.formula())
        closing = self.peek()
        if (
            closing != _OPENING[opening]
            and not (len(parts) == 2 and opening in "([" and closing in ("]", ")"))
            and not (len(parts) == 2 and closing == "[")
        ):
            raise self.refusal(f"stands where '{_OPENING[opening]}' is expected")
        self.at += 1
        self.open_bar = outer
        if doubled and len(parts) == 2:  # from a to b, whole numbers
            return self.make("range", tuple(parts), start)
        if len(parts) > 1:
            listed = with_dots("row", parts)
            if listed is not None:
                return listed
            if opening == "(" and closing == ")":
                return self.make("tuple", tuple(parts), start)
            ends = {"(": "(", "[": "[", "]": "]", ")": ")"}
            closed = Symbol(ends.get(opening, "[") + ends[closing])
            return self.make("interval", (*parts, closed), start)
        if opening == "[" and isinstance(parts[0], Call) and parts[0].function in TRUTHS:
            return self.make("indicator", (parts[0],), start)  # the bracket of Iverson
        if doubled:
            raise self.refusal_at(start, "is a double bracket that cannot be read")
        return parts[0]

    def arguments(self) -> tuple[Expression, ...]:
        """Arguments in brackets: (a, b), [a], {a}."""
        closing = _OPENING[self.peek()]
        self.at += 1
        outer, self.open_bar = self.open_bar, ""
        found = [self.formula()]
        while self.accept(",") or self.accept(";"):
            found.append(self.formula())
        self.open_bar = outer
        self.expect(closing)
        return tuple(found)

    def braced(self) -> Expression:
        r"""A TeX argument: a group, or one token; \frac12 has two of one digit each."""
        if self.peek() == "{":
            inner = (self.at + 1, group_end(self.tokens, self.at))
            if inner[1] >= self.end:
                raise self.refusal("is never closed")
            found = self.within(inner, self.formula)
            self.at = inner[1] + 1
            return found
        token = self.tokens[self.at] if self.at < self.end else None
        if token is not None and token.text.isdigit() and len(token.text) > 1:
            digits = [Token(Lexeme.NUMBER, x, token.span) for x in (token.text[0], token.text[1:])]
            self.tokens = [*self.tokens[: self.at], *digits, *self.tokens[self.at + 1 :]]
            self.end += 1
        if self.at >= self.end:
            raise self.refusal("")
        with self.nested():
            return self.base()

    def constant(self) -> Expression:
        """Euler's number, pi, infinity, identity, zeros and ones; any other name is refused."""
        token = self.tokens[self.at]
        if token.text in DOTS:
            self.at += 1
            return Symbol(LEFT_OUT, token.span)
        found = _CONSTANTS.get(token.text)
        if found is not None:
            self.at += 1
            return Symbol(found, token.span)
        if token.kind is Lexeme.WORD or (token.text.startswith("\\") and token.text[1:].isalpha()):
            scripts = read_scripts(self.tokens, self.at + 1, self.end)
            shown = "".join(each.text for each in self.tokens[self.at : scripts.after])
            raise self.refusal(
                f"begins '{shown}', which is no declared name"
                if shown != token.text
                else "is no declared name"
            )
        if token.kind is Lexeme.TEXT:
            raise self.refusal("are words amid a formula")
        raise self.refusal("cannot be read")

    # --- folds ----------------------------------------------------------------------------------

    def starts_fold(self) -> bool:
        """Whether a sum, product or maximum over an index begins here."""
        token = self.peek()
        name = token.removeprefix("\\")
        if name in ("sum", "prod", "expectation", "lim") and token != name:
            return True
        if token in (r"\Sigma", r"\Pi") and self.peek(1) == "_":
            return not self.table.match(self.tokens, self.at, self.end)
        if name == "arg" and self.peek(1).removeprefix("\\") in ("max", "min"):
            return True
        return (
            name in FOLDS
            and self.peek(1) == "_"
            and not self.table.match(self.tokens, self.at, self.end)
        )

    def index_of_fold(self) -> str:
        """The index letter of the fold that begins here, as far as its first sign tells."""
        scripts = read_scripts(self.tokens, self.at + 1, self.end)
        if scripts.sub is None:
            return ""
        position = scripts.sub[0]
        while position < scripts.sub[1] and self.tokens[position].text in ("{", "("):
            position += 1
        return self.tokens[position].text if position < scripts.sub[1] else ""


def _is_vector_call(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in ("softmax", "logsoftmax")


def _factors(product: Expression) -> Iterator[Expression]:
    if isinstance(product, Call) and product.function in ("*", "·"):
        for each in product.arguments:
            yield from _factors(each)
    else:
        yield product


def _bare(scripts: Scripts) -> Scripts:
    return Scripts(None, None, 0, scripts.after)


_STOPS = frozenset(
    r"\rightarrow \Rightarrow \Leftrightarrow \leftarrow \approx \sim \cong \simeq \propto \mid "
    r"\rangle \rfloor \rceil \cup \cap \setminus \quad \land \lor \wedge \vee \pm \mp "
    r"\because \therefore \choose \over \blacksquare \square \infty".split()
) - {r"\infty"}
_CONSTANTS = {"e": "e", r"\pi": "pi", r"\infty": "inf", "I": "identity", r"\one": "ones",
              r"\zero": "zeros", r"\varnothing": "empty", r"\emptyset": "empty"}  # fmt: skip
