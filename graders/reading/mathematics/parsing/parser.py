r"""Formulas into expressions: a precedence-climbing parser led by the declared symbols.

What is declared decides how a text is read: `T` in a superscript transposes unless T is a scalar,
`z_j` is a component if z has components, `f(x)` a call if f is a function and a product otherwise,
the longest declared name wins. What cannot be read raises `Unreadable` with the position; nothing
is ever shortened or guessed.
"""

import itertools
from collections.abc import Sequence

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.ambiguity import AS_WRITTEN, Reading
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.literals import read_constant, read_number
from graders.reading.mathematics.names.naming import bracketed_component, read_name
from graders.reading.mathematics.names.scripts import OPENING, read_scripts
from graders.reading.mathematics.parsing.attached import scripted
from graders.reading.mathematics.parsing.bases import BASES
from graders.reading.mathematics.parsing.brackets import read_brackets
from graders.reading.mathematics.parsing.calls import read_call
from graders.reading.mathematics.parsing.context import Context, Names
from graders.reading.mathematics.parsing.dots import product_with_dots, with_dots
from graders.reading.mathematics.parsing.entries import read_entries
from graders.reading.mathematics.parsing.fold_heads import index_of_fold, starts_fold
from graders.reading.mathematics.parsing.folds import read_fold
from graders.reading.mathematics.parsing.operators import (
    ATTACHED,
    JOINERS,
    RELATIONS,
    SIGNS,
    STOPS,
    TIMES,
)
from graders.reading.mathematics.statements.listed import listed_values
from graders.reading.mathematics.statements.sets import OPERATORS, membership, read_where

_JOINING, _RELATING, _UNITING = 1, 2, 3  # how strongly operators hold that are weaker than a sum
_STRENGTHS = {
    **dict.fromkeys(JOINERS, _JOINING),
    **dict.fromkeys(RELATIONS, _RELATING),
    **dict.fromkeys(OPERATORS, _UNITING),
}
_ALONE = frozenset({Lexeme.NUMBER, Lexeme.WORD, Lexeme.COMMAND})  # such a token alone is no sum

_LOOSE = {"/": "wide_quotients", "·": "loose_products", "odot": "loose_products"}


class Parser(Context):
    """Reads the tokens of one formula."""

    def __init__(
        self, tokens: Sequence[Token], table: Names, reading: Reading = AS_WRITTEN
    ) -> None:
        super().__init__(tokens, table)
        self.reading = reading
        self.doubts: set[str] = set()  # the departures that would change something here

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
        return self.with_operators(_JOINING)

    def relation(self) -> Expression:
        return self.with_operators(_RELATING)

    def operand(self) -> Expression:
        """A sum, or sets joined."""
        return self.with_operators(_UNITING)

    def with_operators(self, weakest: int) -> Expression:
        """A sum, and what operators of some strength make of it and of what follows."""
        start = self.at
        found = self.sum()
        while (strength := _STRENGTHS.get(self.peek(), 0)) >= weakest:
            found = _READERS[strength](self, found, start)
        return found

    def joined(self, left: Expression, start: int) -> Expression:
        joiner = JOINERS[self.taken()]
        return self.make(joiner, (left, self.relation()), start)

    def related(self, first: Expression, start: int) -> Expression:
        """A chain of relations, which is all of its links."""
        members, signs = [first], []
        while (sign := RELATIONS.get(self.peek())) is not None:
            self.at += 1
            signs.append(sign)
            members.append(read_where(self) if sign in ("in", "notin") else self.operand())
            listed = listed_values(self, sign, members[-1])
            if listed is not None:
                signs[-1], members[-1] = "in" if sign == "=" else "notin", listed
        links = [
            self.link(sign, pair, start)
            for sign, pair in zip(signs, itertools.pairwise(members), strict=True)
        ]
        return links[0] if len(links) == 1 else self.make("and", tuple(links), start)

    def link(self, sign: str, pair: tuple[Expression, Expression], start: int) -> Expression:
        """Two members with the relation between them; being in a set is what that set says."""
        made = self.make(sign, pair, start)
        return membership(*pair, within=sign == "in") if sign in ("in", "notin") else made

    def united(self, left: Expression, start: int) -> Expression:
        operator = OPERATORS[self.taken()]
        joined = isinstance(left, Call) and left.function == operator == "union"
        parts = (*left.arguments, self.sum()) if joined else (left, self.sum())  # type: ignore[union-attr]
        return self.make(operator, parts, start)

    def sum(self) -> Expression:
        if self.at + 1 == self.end and self.tokens[self.at].kind in _ALONE:
            return self.base()
        self.enter()
        start = self.at
        found = self.signed_term()
        if self.peek() in SIGNS:
            terms = [found]
            while self.peek() in SIGNS:
                terms.append(self.signed_term())
            listed = with_dots("sum", terms) if self.has_dots else None
            found = listed or self.make("+", tuple(terms), start)
        self.leave()
        return found

    def signed_term(self) -> Expression:
        start = self.at
        negative = False
        while self.peek() in SIGNS:
            negative ^= self.peek() == "-"
            self.at += 1
        term = self.product()
        return self.make("-", (term,), start) if negative else term

    def product(self) -> Expression:
        start = self.at
        left, grown = self.factor(), False
        while True:
            sign = TIMES.get(self.peek())
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
                if self.peek() == "{" and self.after_next() in SIGNS:
                    raise self.refusal("opens a group with a sign, which prints as a sum")
                sign, right = "*", self.factor()
            else:
                return product_with_dots(left) if self.has_dots else left
            left = self.multiplied(left, sign, right, start, grown=grown)
            grown = True

    def as_meant(self, sign: str, right: Expression) -> tuple[str, Expression]:
        """A sign between factors and what follows it, in the reading that is taken."""
        if sign == "@" and isinstance(right, Number):
            raise self.refusal("stands where an array is expected")  # 6@28
        if sign == "·":
            self.doubts.add("elementwise")
            sign = "odot" if self.reading.elementwise else sign
        doubt = _LOOSE.get(sign)
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

    def multiplied(
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
            return token.text not in JOINERS
        if token.kind is Lexeme.COMMAND:
            if starts_fold(self) and index_of_fold(self) in self.bound:
                return False  # a second product over the same index
            if token.text == r"\Vert":
                return self.open_bar != r"\Vert"
            return token.text not in RELATIONS and token.text not in STOPS
        if token.text == "\\\\":
            return token.font.startswith("begin ")  # a matrix
        return token.text in OPENING or (token.text == "|" and self.open_bar != "|")

    def factor(self) -> Expression:
        """A base with its powers, indices, transposes and factorials."""
        start = self.at
        self.enter()
        found = self.base()
        while self.peek() in ATTACHED:
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

    def base(self) -> Expression:
        if self.at >= self.end:
            raise self.refusal("")
        token = self.tokens[self.at]
        if token.kind is Lexeme.NUMBER:
            return read_number(self)
        named = read_name(self)
        if named is not None:
            return named
        reader = BASES.get(token.text)
        if reader is not None:
            return reader(self)
        if token.text in OPENING:
            return read_entries(self) or read_brackets(self)
        if starts_fold(self):
            return read_fold(self)
        if is_function(token):
            return read_call(self)
        return read_constant(self)


def _is_vector_call(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in ("softmax", "logsoftmax")


_READERS = {_JOINING: Parser.joined, _RELATING: Parser.related, _UNITING: Parser.united}
