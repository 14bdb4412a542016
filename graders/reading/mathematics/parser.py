r"""Formulas into expressions: a precedence-climbing parser led by the declared symbols.

What is declared decides how a text is read: `T` in a superscript transposes unless T is a scalar,
`z_j` is a component if z has components, `f(x)` a call if f is a function and a product otherwise,
the longest declared name wins. What cannot be read raises `Unreadable` with the position; nothing
is ever shortened or guessed.
"""

import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Protocol

from graders.declaring.declarations import Declaration
from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Span, Symbol
from graders.reading.lexer import Lexeme, Token
from graders.reading.mathematics.attached import scripted
from graders.reading.mathematics.bases import BASES
from graders.reading.mathematics.brackets import read_brackets
from graders.reading.mathematics.calls import read_call
from graders.reading.mathematics.dots import DOTS, LEFT_OUT, are_dots, with_dots
from graders.reading.mathematics.entries import read_entries
from graders.reading.mathematics.folds import read_fold
from graders.reading.mathematics.functions import FOLDS
from graders.reading.mathematics.indicators import indicator_below
from graders.reading.mathematics.naming import bracketed_component, read_name
from graders.reading.mathematics.scripts import Range, Scripts, group_end, read_scripts
from graders.reading.mathematics.sets import OPERATORS, membership, read_list
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
_SIGNS = frozenset("+-")
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
    loose_elementwise: bool = False  # a ⊙ bc is a ⊙ (bc)

    @property
    def departures(self) -> frozenset[str]:
        """What is read otherwise than as written."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name))


AS_WRITTEN = Reading()


class Parser:
    """Reads the tokens of one formula; `at` is the position of the next token."""

    def __init__(
        self, tokens: Sequence[Token], table: Names, reading: Reading = AS_WRITTEN
    ) -> None:
        self.reading = reading
        self.doubts: set[str] = set()  # the departures that would change something here
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

    def enter(self) -> None:
        """Goes one level deeper; `leave` comes back."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal(f"is nested more than {MAX_DEPTH} deep")

    def leave(self) -> None:
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
        first = self.operand()
        if self.peek() not in RELATIONS:
            return first
        members, signs = [first], []
        while (sign := RELATIONS.get(self.peek())) is not None:
            self.at += 1
            signs.append(sign)
            members.append(self.operand())
            if sign == "=" and self.peek() == "," and self.lists_values():
                signs[-1], members[-1] = "in", read_list(self, members[-1])
        links = [
            self.link(sign, pair, start)
            for sign, pair in zip(signs, itertools.pairwise(members), strict=True)
        ]
        return links[0] if len(links) == 1 else self.make("and", tuple(links), start)

    def lists_values(self) -> bool:
        """Whether values with dots among them go on to the end: `k = 1, 2, ..., K`."""
        rest = [token.text for token in self.tokens[self.at : self.end]]
        return not DOTS.isdisjoint(rest) and RELATIONS.keys().isdisjoint(rest)

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
        self.enter()
        start = self.at
        found = self.signed_term()
        if self.peek() in _SIGNS:
            terms = [found]
            while self.peek() in _SIGNS:
                terms.append(self.signed_term())
            listed = with_dots("sum", terms) if self.has_dots else None
            found = listed or self.make("+", tuple(terms), start)
        self.leave()
        return found

    def signed_term(self) -> Expression:
        start = self.at
        negative = False
        while self.peek() in _SIGNS:
            negative ^= self.peek() == "-"
            self.at += 1
        term = self.product()
        return self.make("-", (term,), start) if negative else term

    def product(self) -> Expression:
        start = self.at
        left, grown = self.factor(), False
        while True:
            sign = _TIMES.get(self.peek())
            if sign is not None:
                self.at += 1
                floored = sign == "/" and self.accept("/")
                right = self.signed_factor()
                sign, right = self.as_meant(sign, right)
                if floored:  # a // b, as code has it
                    left = self.make("floor", (self.make("/", (left, right), start),), start)
                    continue
            elif self.begins_factor():
                if self.tokens[self.at].kind is Lexeme.NUMBER and isinstance(left, Number):
                    raise self.refusal("follows another number")
                sign, right = "*", self.factor()
            else:
                return self.without_dots(left)
            left = self.joined(left, sign, right, start, grown=grown)
            grown = True

    def as_meant(self, sign: str, right: Expression) -> tuple[str, Expression]:
        """A sign between factors and what follows it, in the reading that is taken."""
        if sign == "·":
            self.doubts.add("elementwise")
            return "odot" if self.reading.elementwise else sign, right
        doubt = {"/": "wide_quotients", "odot": "loose_elementwise"}.get(sign)
        if doubt is None or not self.begins_factor():
            return sign, right
        self.doubts.add(doubt)
        return sign, self.with_juxtaposed(right) if getattr(self.reading, doubt) else right

    def with_juxtaposed(self, factor: Expression) -> Expression:
        """A factor with those that follow it without a sign."""
        start, factors = self.at, [factor]
        while self.begins_factor():
            factors.append(self.factor())
        return factor if len(factors) == 1 else self.make("*", tuple(factors), start)

    def without_dots(self, product: Expression) -> Expression:
        r"""`p_1 p_2 \cdots p_n` as a product over an index."""
        if not (self.has_dots and isinstance(product, Call) and product.function in ("*", "·")):
            return product
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

    def joined(
        self, left: Expression, sign: str, right: Expression, start: int, *, grown: bool
    ) -> Expression:
        """A product and one more factor; `grown` if the product stands in no brackets."""
        if isinstance(left, Call) and left.function == sign in ("*", "·", "odot") and grown:
            return self.make(sign, (*left.arguments, right), start)
        return self.make(sign, (left, right), start)

    def signed_factor(self) -> Expression:
        start = self.at
        if self.accept("-"):
            self.enter()
            found = self.make("-", (self.signed_factor(),), start)
            self.leave()
            return found
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
        self.enter()
        found = self.base()
        while self.peek() in _ATTACHED:
            attached = self.attached(found, start)
            if attached is None:
                break
            found = attached
        self.leave()
        return found

    def attached(self, found: Expression, start: int) -> Expression | None:
        """The base with what hangs on it next; None if that belongs to something else."""
        sign = self.peek()
        if sign == "[":
            if not _is_vector_call(found):
                return None
            component = bracketed_component(self, found, "vector", start)
            return None if component is found else component
        if sign in ("^", "_", "'"):
            scripts = read_scripts(self.tokens, self.at, self.end)
            if scripts.after == self.at:
                raise self.refusal("has nothing to stand on")
            self.at = scripts.after
            return scripted(self, found, scripts, start)
        self.at += 1  # a factorial, or wᵀ without a caret
        return self.make("factorial" if sign == "!" else "T", (found,), start)

    @cached_property
    def has_dots(self) -> bool:
        """Whether three dots leave something out."""
        return any(token.text in DOTS for token in self.tokens)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The letters that stand alone in brackets wherever they stand, more than once."""
        texts = ["", *(token.text for token in self.tokens), ""]
        counts = Counter(token.text for token in self.tokens if token.kind is Lexeme.WORD)
        alone = Counter(
            texts[n] for n in range(1, len(texts) - 1) if (texts[n - 1], texts[n + 1]) == ("(", ")")
        )
        return frozenset(text for text, count in counts.items() if count == alone[text] > 1)

    def refusal_at(self, position: int, reason: str) -> Unreadable:
        at, self.at = self.at, position
        refusal = self.refusal(reason)
        self.at = at
        return refusal

    def texts(self, inner: Range) -> list[str]:
        """The texts of a range of tokens, braces left out."""
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

    # --- bases ----------------------------------------------------------------------------------

    def base(self) -> Expression:
        if self.at >= self.end:
            raise self.refusal("")
        token = self.tokens[self.at]
        if token.kind is Lexeme.NUMBER:
            return self.number()
        named = read_name(self)
        if named is not None:
            return named
        reader = BASES.get(token.text)
        if reader is not None:
            return reader(self)
        if token.text in _OPENING:
            return read_entries(self) or read_brackets(self)
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
            return self.make("indicator", (read_brackets(self),), self.at - 1)
        if token.text == "1" and self.peek() == "_":
            return indicator_below(self, self.at - 1)
        return Number(exact(token.text), token.span)

    def _holds_relation(self) -> bool:
        """Whether brackets open here that hold a relation and no comma."""
        if self.peek() not in ("(", "["):
            return False
        inner = [each.text for each in self.tokens[self.at + 1 : group_end(self.tokens, self.at)]]
        return not _ORDERS.isdisjoint(inner) and "," not in inner

    def is_size(self, name: str) -> bool:
        """Whether a name is a number to count to, such as a dimension."""
        declaration = self.table.declarations.get(name)
        return declaration is not None and (
            declaration.dimension or declaration.domain == "integer"
        )

    def is_index(self, name: str) -> bool:
        declaration = self.table.declarations.get(name)
        return declaration is not None and declaration.domain == "index"

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
                f"begins '{shown}', which is no name of this question"
                if shown != token.text
                else "is no name of this question"
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


_ATTACHED = frozenset({"^", "_", "'", "!", "[", r"\top", r"\intercal"})


def _is_vector_call(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in ("softmax", "logsoftmax")


def _factors(product: Expression) -> Iterator[Expression]:
    if isinstance(product, Call) and product.function in ("*", "·"):
        for each in product.arguments:
            yield from _factors(each)
    else:
        yield product


_STOPS = frozenset(
    r"\rightarrow \Rightarrow \Leftrightarrow \leftarrow \approx \sim \cong \simeq \propto \mid "
    r"\rangle \rfloor \rceil \cup \cap \setminus \quad \land \lor \wedge \vee \pm \mp "
    r"\because \therefore \choose \over \blacksquare \square \infty".split()
) - {r"\infty"}
_CONSTANTS = {"e": "e", r"\pi": "pi", r"\infty": "inf", "I": "identity", r"\one": "ones",
              r"\zero": "zeros", r"\varnothing": "empty", r"\emptyset": "empty"}  # fmt: skip
