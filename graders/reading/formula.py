r"""Formulas of named scalars: LaTeX and plain text into one expression tree.

A precedence-climbing parser over the tokens of `lexer`. The declared names decide how a text is
read: what `names` recognises is one symbol (a derivative such as \frac{do_1}{dh_1} included),
a declared function takes its argument, and everything else side by side is a product. What
cannot be read raises `Unreadable` with the position; nothing is ever shortened or guessed.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from graders.errors import Unreadable
from graders.expression import INFIX, NEGATION, Call, Expression, Number, Span, Symbol
from graders.reading.lexer import Lexeme, Token
from graders.reading.names import NameReader
from graders.reading.vocabulary import ANYTHING, Vocabulary

MAX_LENGTH = 20_000  # characters
MAX_TOKENS = 5_000
MAX_DEPTH = 200
MAX_DIGITS = 400  # of one number
MAX_GLUED = 24  # letters of a word that may be several names
MAX_EXPONENT = 400  # of a number in scientific notation

FUNCTIONS: Mapping[str, str] = {
    "sigmoid": "sigmoid", "sigma": "sigmoid", "Sigmoid": "sigmoid", "logistic": "sigmoid",
    "exp": "exp", "ln": "log", "log": "log", "sqrt": "sqrt", "tanh": "tanh", "max": "max",
    "min": "min", "relu": "relu", "ReLU": "relu", "RELU": "relu", "abs": "abs",
    "SIGMOID": "sigmoid", "sig": "sigmoid", "sin": "sin", "cos": "cos",
}  # fmt: skip
_LIBRARIES = frozenset({"math", "np", "numpy", "torch", "F"})
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_OPENING.values())


def read_formula(text: str, vocabulary: Vocabulary = ANYTHING) -> Expression:
    r"""The expression that a formula means.

    Raises:
        Unreadable: where and why the text is not a formula of declared names.

    >>> from graders.expression import to_text
    >>> to_text(read_formula(r"\frac{1}{2}(o_1 - t_1)^2"))
    '1/2*(o1 - t1)^2'
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"the formula has {len(text)} characters; {MAX_LENGTH} can be read")
    tokens = _powers([each for each in vocabulary.tokens(text) if each.text not in ("\\\\", "&")])
    while tokens and tokens[-1].text in (".", ",", ";"):
        tokens.pop()
    if len(tokens) > MAX_TOKENS:
        raise Unreadable(f"the formula has {len(tokens)} signs; {MAX_TOKENS} can be read")
    parser = _Parser(tokens, vocabulary, end=len(text))
    expression = parser.expression(0)
    if parser.at < len(tokens):
        raise parser.refusal("is not expected here")
    return expression


def _powers(tokens: list[Token]) -> list[Token]:
    """The tokens with the code's `**` as `^`, and without `math.` and `np.` before a function."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if token.text == "*" and before and before.text == "*" and before.span[1] == token.span[0]:
            found[-1] = replace(before, text="^")
        elif token.text == "." and before and before.text in _LIBRARIES:
            found.pop()
        else:
            found.append(token)
    return found


class _Parser:
    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, *, end: int) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.names = NameReader(tokens, vocabulary)
        self.end = end
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.names.text(self.at)

    def accept(self, text: str) -> bool:
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.refusal(f"stands where '{text}' is expected")

    def refusal(self, reason: str) -> Unreadable:
        if self.at >= len(self.tokens):
            return Unreadable("the formula ends too early")
        token = self.tokens[self.at]
        return Unreadable(f"'{token.text}' at character {token.span[0] + 1} {reason}")

    def expression(self, strength: int) -> Expression:
        """An expression whose operators bind at least as strongly as `strength`."""
        self.enter()
        left = self.operand()
        while True:
            operator = self.peek()
            if operator == "^":
                if INFIX["^"] < strength:
                    break
                self.at += 1
                left = Call("^", (left, self.exponent()), self.since(left))
            elif operator in ("+", "-", "*", "/"):
                if INFIX[operator] < strength:
                    break
                self.at += 1
                right = self.expression(INFIX[operator] + 1)
                left = Call(operator, (left, right), self.since(left))
            elif self.begins_operand():
                if self.tokens[self.at].kind is Lexeme.NUMBER and isinstance(left, Number):
                    raise self.refusal("follows another number")
                if INFIX["*"] < strength:
                    break
                left = Call("*", (left, self.expression(INFIX["*"] + 1)), self.since(left))
            else:
                break
        self.depth -= 1
        return left

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal(f"is nested more than {MAX_DEPTH} deep")

    def begins_operand(self) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind in (Lexeme.NUMBER, Lexeme.WORD, Lexeme.COMMAND) or token.text in _OPENING

    def exponent(self) -> Expression:
        if self.peek() == "{":
            return self.group()
        if self.peek() == "-":
            return self.negation()
        return self.expression(INFIX["^"])

    def negation(self) -> Expression:
        start = self.tokens[self.at].span[0]
        self.at += 1
        inner = self.expression(NEGATION)
        return Call("-", (inner,), (start, inner.span[1]))

    def operand(self) -> Expression:
        if self.at >= len(self.tokens):
            raise self.refusal("")
        token = self.tokens[self.at]
        if token.text == "-":
            return self.negation()
        if token.text == "+":
            self.at += 1
            return self.expression(NEGATION)
        if token.kind is Lexeme.NUMBER:
            return self.number(token)
        if token.text in _OPENING:
            return self.group()
        if token.text == "|":
            return self.absolute()
        if token.text in (r"\frac", r"\sqrt") and (named := self.name()):
            return named
        if token.text == r"\frac":
            if undeclared := self.names.fraction_derivative(self.at):
                raise self.refusal(f"begins '{undeclared[0]}', which is no declared name")
            return self.fraction()
        function = FUNCTIONS.get(token.text.removeprefix("\\"))
        if function and not self.vocabulary.declares(token.text.removeprefix("\\")):
            return self.call(function)
        return self.name() or self.glued_names(token) or self.constant(token)

    def number(self, token: Token) -> Expression:
        self.at += 1
        if self.accept("%"):
            return Number(exact(token.text) / 100, token.span)
        return Number(exact(token.text), token.span)

    def group(self) -> Expression:
        closing = _OPENING[self.peek()]
        self.at += 1
        inner = self.expression(0)
        self.expect(closing)
        return inner

    def absolute(self) -> Expression:
        start = self.tokens[self.at].span[0]
        self.at += 1
        inner = self.expression(0)
        self.expect("|")
        return Call("abs", (inner,), (start, self.tokens[self.at - 1].span[1]))

    def fraction(self) -> Expression:
        start = self.tokens[self.at].span[0]
        self.at += 1
        upper, lower = self.argument(), self.argument()
        return Call("/", (upper, lower), (start, self.tokens[self.at - 1].span[1]))

    def argument(self) -> Expression:
        """A TeX argument: a group, or a single digit or sign."""
        if self.peek() == "{":
            return self.group()
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.kind is not Lexeme.NUMBER:
            self.enter()
            found = self.operand()
            self.depth -= 1
            return found
        if len(token.text) == 2 and token.text.isdigit():  # \frac12
            self.tokens[self.at : self.at + 1] = [
                Token(Lexeme.NUMBER, digit, token.span) for digit in token.text
            ]
        return self.number(self.tokens[self.at])

    def call(self, function: str) -> Expression:
        token = self.tokens[self.at]
        self.at += 1
        power = self.root() if function == "sqrt" else None
        if power is not None:
            (inner,) = self.arguments()
            return Call("^", (inner, power), (token.span[0], self._last()))
        if self.accept("^"):
            power = self.exponent()
            if isinstance(power, Call) and power.function == "-":
                raise self.refusal("follows the inverse of a function, which cannot be read")
        arguments = self.arguments()
        result: Expression = Call(function, arguments, (token.span[0], self._last()))
        return result if power is None else Call("^", (result, power), result.span)

    def root(self) -> Expression | None:
        r"""The exponent of \sqrt[3]{...}, if it is no square root."""
        if not self.accept("["):
            return None
        degree = self.expression(0)
        self.expect("]")
        return Call("/", (Number(Fraction(1)), degree), degree.span)

    def arguments(self) -> tuple[Expression, ...]:
        if self.peek() not in _OPENING:
            return (self.expression(INFIX["*"] + 1),)
        closing = _OPENING[self.peek()]
        self.at += 1
        found = [self.expression(0)]
        while self.accept(","):
            found.append(self.expression(0))
        self.expect(closing)
        return tuple(found)

    def name(self) -> Expression | None:
        found = self.names.name(self.at)
        if found is None:
            return None
        name, after = found
        if self.vocabulary.known and name not in self.vocabulary.known:
            return None
        span = (self.tokens[self.at].span[0], self.tokens[after - 1].span[1])
        self.at = after
        return Symbol(name, span)

    def glued_names(self, token: Token) -> Expression | None:
        """`wx` where w and x are declared and wx is not."""
        parts = _declared_parts(token, self.vocabulary) if token.kind is Lexeme.WORD else ()
        if len(parts) < 2:
            return None
        self.tokens[self.at : self.at + 1] = parts
        return self.operand()

    def constant(self, token: Token) -> Expression:
        """Euler's number or pi; any other name is refused."""
        if token.text == "e" or token.text == r"\pi":
            self.at += 1
            return Symbol(token.text.removeprefix("\\"), token.span)
        found = self.names.name(self.at)
        if found is not None:
            raise self.refusal(f"begins '{found[0]}', which is no declared name")
        raise self.refusal("cannot be read")

    def since(self, left: Expression) -> Span:
        return (left.span[0], self._last())

    def _last(self) -> int:
        return self.tokens[self.at - 1].span[1]


def _declared_parts(token: Token, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The word cut into declared names; the last may need the script that follows it."""
    start, rest = token.span[0], token.text
    parts: list[Token] = []
    while rest and len(token.text) <= MAX_GLUED:
        length = next(
            (size for size in range(len(rest), 0, -1) if vocabulary.declares(rest[:size])), 0
        )
        if not length and parts and vocabulary.begins(rest):
            length = len(rest)
        if not length:
            return ()
        span = (start, start + length)
        parts.append(Token(Lexeme.WORD, rest[:length], span))
        start, rest = start + length, rest[length:]
    return tuple(parts)


def exact(text: str) -> Fraction:
    r"""The exact value of a number token such as `1,200.5`, `1{,}200` or `2e-3`.

    Raises:
        Unreadable: if the exponent is out of range.
    """
    if len(text) > MAX_DIGITS:
        raise Unreadable(f"a number of {len(text)} digits is too long")
    digits = "".join(each for each in text if each.isdecimal() or each in ".eE+-")
    mantissa, _, exponent = digits.replace("E", "e").partition("e")
    if exponent and abs(int(exponent[:6])) > MAX_EXPONENT:
        raise Unreadable(f"the exponent of {text[:40]} is out of range")
    return Fraction(mantissa) * Fraction(10) ** int(exponent or 0)
