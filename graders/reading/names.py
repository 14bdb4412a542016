r"""Names of quantities, matched by structure and not by spelling.

A name has one canonical spelling, which is also a valid identifier:

    w9           `w_9`, `w_{9}`, `w9`, `w₉`, `\mathrm{w}_9`
    dMSE_dw9     `\frac{dMSE}{dw_9}`, `\partial MSE/\partial w_9`, `dMSE/dw9`, `\nabla_{w_9} L`,
                 `grad w9`, `w9.grad`
    w9_new       `w_9^{t+1}`, `w_9^{(new)}`, `w_9'`, `w9_new`, `new w9`, `updated w_9`
    sigma_l      `\sigma_l`
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graders.reading.lexer import Lexeme, Token, tokenize

_NEW_SCRIPTS = frozenset(
    "t+1 (t+1) k+1 (k+1) n+1 (n+1) i+1 (i+1) new (new) + (1) updated upd next after".split()
)
_NEW_CALLS = frozenset({"(t+1)", "(k+1)", "(n+1)"})
_NEW_WORDS = frozenset({"new", "updated", "update", "upd", "next"})
_OLD_SCRIPTS = frozenset("t (t) k (k) n (n) old (old) (0)".split())
_GRADIENT_WORDS = frozenset({"grad", "gradient"})
_ACCENTS = frozenset({r"\hat", r"\widehat", r"\bar", r"\overline", r"\tilde", r"\widetilde"})
_DIFFERENTIALS = frozenset({"d", r"\partial", r"\delta"})
_NOT_NAMES = frozenset(
    r"\frac \sum \prod \int \sqrt \max \min \exp \log \ln \lim \leq \geq \neq \approx \rightarrow "
    r"\Rightarrow \leftarrow \cong \simeq \equiv \infty \in \sim".split()
)


@dataclass(frozen=True)
class Vocabulary:
    """The names that an assignment declares.

    `known` holds canonical names; `aliases` maps other canonical names to them (`L` to `MSE`);
    `loss` is the quantity that a bare `grad w9` is a derivative of.
    """

    known: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    loss: str = ""

    def canonical(self, name: str) -> str:
        """The declared spelling of a name: aliases first, then any case that fits one name."""
        name = self.aliases.get(name, name)
        if not self.known or name in self.known:
            return name
        alike = self._by_lower_case.get(name.lower(), ())
        return alike[0] if len(alike) == 1 else name

    def begins(self, base: str) -> bool:
        """Whether a declared name is this base and a script: `w` begins `w1`."""
        return base in self._bases

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset(name.partition("_")[0].rstrip("0123456789") for name in self.known)

    @cached_property
    def _by_lower_case(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.known:
            found.setdefault(name.lower(), []).append(name)
        return found

    def declares(self, name: str) -> bool:
        return self.canonical(name) in self.known


ANYTHING = Vocabulary()


def read_name(text: str, vocabulary: Vocabulary = ANYTHING) -> str | None:
    r"""The canonical name that a text spells, if it is a name and nothing else.

    >>> read_name(r"\frac{dMSE}{dw_9}"), read_name("∂MSE/∂w₉"), read_name(r"w_1^{t+1}")
    ('dMSE_dw9', 'dMSE_dw9', 'w1_new')
    >>> read_name("2 w_1") is None
    True
    """
    return name_of(tokenize(text), vocabulary)


def name_of(tokens: Sequence[Token], vocabulary: Vocabulary = ANYTHING) -> str | None:
    """The canonical name that these tokens spell, if they are a name and nothing else."""
    tokens = _without_brackets(
        [token for token in tokens if token.text not in ("\\\\", ";", "#", "&")]
    )
    found = NameReader(tokens, vocabulary).name(0)
    if found is None or found[1] != len(tokens):
        return None
    return found[0]


def _without_brackets(tokens: Sequence[Token]) -> Sequence[Token]:
    """Bold marks and a pair of brackets around everything say nothing about a name."""
    while tokens and tokens[0].text == "*":
        tokens = tokens[1:]
    while tokens and tokens[-1].text in ("*", ":"):
        tokens = tokens[:-1]
    if len(tokens) > 2 and (tokens[0].text, tokens[-1].text) in (("(", ")"), ("{", "}")):
        inner = tokens[1:-1]
        if not any(token.text in "(){}" for token in inner):
            return inner
    return tokens


Found = tuple[str, int]  # a canonical name, and the position after it


class NameReader:
    """Reads names from a sequence of tokens; every method returns None where there is none."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary

    def text(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def name(self, at: int) -> Found | None:
        """The name that begins here, as long as it can be."""
        return (
            self.fraction_derivative(at)
            or self.inline_derivative(at)
            or self.worded(at)
            or self.symbol(at)
        )

    def fraction_derivative(self, at: int) -> Found | None:
        r"""\frac{dMSE}{dw_9}, and \frac{d}{dw_9} MSE."""
        if self.text(at) != r"\frac":
            return None
        return self.whole_fraction(at) or self.damaged_fraction(at)

    def damaged_fraction(self, at: int) -> Found | None:
        r"""\frac{dMSE{do_1}: a brace is lost, but both names are there."""
        upper = self.differential(at + 1)
        if upper is None:
            return None
        after = self.skip_braces(upper[1])
        lower = self.differential(after)
        if lower is None or self.text(after) != "{":
            return None
        name = self.derivative(upper[0], lower[0])
        return (name, self.skip_braces(lower[1])) if self.vocabulary.declares(name) else None

    def whole_fraction(self, at: int) -> Found | None:
        upper_end, lower_end = self.group_end(at + 1), 0
        if upper_end is not None:
            lower_end = self.group_end(upper_end) or 0
        if upper_end is None or not lower_end:
            return None
        lower = self.differential(upper_end + 1)
        if lower is None or self.skip_braces(lower[1]) != lower_end:
            return None
        upper = self.differential(at + 2)
        if upper is not None and self.skip_braces(upper[1]) == upper_end:
            return self.derivative(upper[0], lower[0]), lower_end
        if self.text(at + 2) in _DIFFERENTIALS and at + 4 == upper_end:
            operand = self.symbol(self.opened(lower_end))
            if operand is not None:
                return self.derivative(operand[0], lower[0]), self.closed(operand[1], lower_end)
        return None

    def inline_derivative(self, at: int) -> Found | None:
        """DMSE/dw9 on one line, and the code's dMSE_dw9 and dw9."""
        upper = self.differential(at)
        if upper is None:
            return None
        if self.text(upper[1]) == "/":
            lower = self.differential(upper[1] + 1)
            if lower is not None:
                return self.derivative(upper[0], lower[0]), lower[1]
        loss = self.vocabulary.loss
        if loss and self.vocabulary.declares(self.derivative(loss, upper[0])):
            return self.derivative(loss, upper[0]), upper[1]
        return None

    def worded(self, at: int) -> Found | None:
        """`grad w9`, `nabla_{w9} L`, `new w9`."""
        if self.text(at) == r"\nabla":
            return self.nabla(at)
        word = self.text(at).lower()
        if word in _GRADIENT_WORDS and self.vocabulary.loss:
            after = at + 1
            while self.text(after) in ("_", "(", "{") or self.text(after).lower() in ("of", "by"):
                after += 1
            inner = self.symbol(after)
            if inner is not None:
                return self.derivative(self.vocabulary.loss, inner[0]), self.closed(inner[1], at)
        if word in _NEW_WORDS:
            inner = self.symbol(at + 1)
            if inner is not None and not inner[0].endswith("_new"):
                return self.canonical(f"{inner[0]}_new"), inner[1]
        return None

    def nabla(self, at: int) -> Found | None:
        if self.text(at + 1) != "_":
            return None
        by = self.symbol(self.opened(at + 2))
        if by is None:
            return None
        after = self.closed(by[1], at + 2)
        loss = self.symbol(self.opened(after))
        if loss is not None and self.vocabulary.canonical(loss[0]) == self.vocabulary.loss:
            return self.derivative(loss[0], by[0]), self.closed(loss[1], after)
        if self.vocabulary.loss:
            return self.derivative(self.vocabulary.loss, by[0]), after
        return None

    def differential(self, at: int) -> Found | None:
        r"""`d w_9`, `dw_9`, `\partial w_9`: the name that is differentiated."""
        at = self.opened(at)
        token = self.text(at)
        if token in _DIFFERENTIALS and self.text(at + 1) == "0":  # OCR reads o as 0
            return self.symbol(at + 1, base="o")
        if token in _DIFFERENTIALS:
            return self.symbol(self.opened(at + 1))
        if len(token) > 1 and token[0] == "d" and self.tokens[at].kind is Lexeme.WORD:
            return self.symbol(at, base=token[1:])
        return None

    def symbol(self, at: int, *, base: str = "") -> Found | None:
        r"""A letter or word with its scripts: w_{10}, \sigma_l, w_1^{t+1}, w9.grad."""
        if not base:
            if at >= len(self.tokens):
                return None
            token = self.tokens[at]
            if token.text in _ACCENTS:
                inner = self.symbol(self.opened(at + 1))
                if inner is None:
                    return None
                name = f"{inner[0]}_{token.text[1:]}"
                return self.canonical(name), self.closed(inner[1], at)
            if token.text == "{" and self.group_end(at):
                inner = self.symbol(at + 1)
                if inner is None or self.text(inner[1]) != "}":
                    return None
                base, at = inner[0], inner[1]
            elif token.kind is Lexeme.WORD:
                base = token.text
            elif token.kind is Lexeme.COMMAND and token.text not in _NOT_NAMES:
                base = token.text[1:]
            else:
                return None
        name, after = self.scripts(base, at + 1)
        loss = self.vocabulary.loss
        if loss and self.text(after) == "." and self.text(after + 1) in _GRADIENT_WORDS:
            return self.derivative(loss, name), after + 2
        if name.startswith("d_") and self.vocabulary.loss:  # the code's d_w9
            gradient = self.derivative(self.vocabulary.loss, name.removeprefix("d_"))
            if self.vocabulary.declares(gradient):
                return gradient, after
        return self.canonical(name), after

    def scripts(self, base: str, at: int) -> Found:
        """The base with its subscript, and with the superscripts that belong to a name."""
        name, new = base, False
        while at < len(self.tokens):
            token = self.tokens[at]
            adjacent = self.tokens[at - 1].span[1] == token.span[0]
            if token.kind is Lexeme.NUMBER and token.text.isdigit() and adjacent and name == base:
                name, at = f"{name}{token.text}", at + 1
            elif token.text == "_" and (script := self.script(at + 1)):
                name, new, at = _with_subscript(name, script[0], new), new, script[1]
                if name.endswith("_new"):
                    name, new = name.removesuffix("_new"), True
            elif token.text == "^" and (script := self.script(at + 1)):
                if script[0] in _NEW_SCRIPTS or set(script[0]) == {"'"}:
                    new, at = True, script[1]
                elif script[0] in _OLD_SCRIPTS:
                    at = script[1]
                elif self.vocabulary.known and self.vocabulary.declares(f"{name}_{script[0]}"):
                    name, at = f"{name}_{script[0]}", script[1]
                else:
                    break
            elif token.text == "'" and self.vocabulary.declares(f"{name}_new"):
                new, at = True, at + 1
            elif token.text == "(" and (script := self.script(at)) and script[0] in _NEW_CALLS:
                new, at = True, script[1]
            else:
                break
        return (f"{name}_new" if new else name), at

    def script(self, at: int) -> Found | None:
        """The text of a subscript or superscript, and the position after it."""
        if at >= len(self.tokens):
            return None
        if self.text(at) == "{":
            return self._until(at, "}", keep=False)
        if self.text(at) == "(":  # w^(t+1), as it is typed without TeX
            return self._until(at, ")", keep=True)
        return self._unbraced(at)

    def _unbraced(self, at: int) -> Found | None:
        """One token, or a word and its digits: TeX would take one letter, a student means all."""
        token = self.tokens[at]
        if token.text in ("^", "_", "}", ")"):
            return None
        if token.kind is Lexeme.WORD and at + 1 < len(self.tokens):
            after = self.tokens[at + 1]
            if after.kind is Lexeme.NUMBER and after.span[0] == token.span[1]:
                return f"{token.text}{after.text}", at + 2
        return token.text, at + 1

    def _until(self, at: int, closing: str, *, keep: bool) -> Found | None:
        end, depth = at + 1, 1
        opening = self.text(at)
        while end < len(self.tokens) and end - at < 24:
            depth += (self.text(end) == opening) - (self.text(end) == closing)
            if depth == 0:
                inside = self.tokens[at : end + 1] if keep else self.tokens[at + 1 : end]
                text = "".join(token.text for token in inside if token.text not in "{}")
                return (text, end + 1) if text else None
            end += 1
        return None

    def derivative(self, upper: str, lower: str) -> str:
        upper, lower = self.vocabulary.canonical(upper), self.vocabulary.canonical(lower)
        return self.canonical(f"d{upper}_d{lower}")

    def canonical(self, name: str) -> str:
        return self.vocabulary.canonical(name)

    def group_end(self, at: int) -> int | None:
        """The position after the group that opens here."""
        if self.text(at) != "{":
            return None
        depth = 0
        for position in range(at, len(self.tokens)):
            depth += (self.text(position) == "{") - (self.text(position) == "}")
            if depth == 0:
                return position + 1
        return None

    def opened(self, at: int) -> int:
        """The position after opening brackets."""
        while self.text(at) in ("{", "("):
            at += 1
        return at

    def skip_braces(self, at: int) -> int:
        while self.text(at) == "}":
            at += 1
        return at

    def closed(self, at: int, opened_at: int) -> int:
        """The position after as many closing brackets as were opened from `opened_at` on."""
        inside = [token.text for token in self.tokens[opened_at:at]]
        depth = sum(inside.count(each) for each in "({") - sum(inside.count(each) for each in ")}")
        while depth > 0 and self.text(at) in (")", "}"):
            depth, at = depth - 1, at + 1
        return at


def _with_subscript(name: str, script: str, new: bool) -> str:
    """`w` with `9` is `w9`; with `new` or `1,new` it is an updated value."""
    parts = [part.strip() for part in script.split(",")]
    if len(parts) == 2 and (parts[1] in _NEW_SCRIPTS or parts[1] in _NEW_WORDS):
        return _with_subscript(name, parts[0], new) + "_new"
    if script in _NEW_WORDS:
        return f"{name}_new"
    if script.isdigit():
        return f"{name}{script}"
    return f"{name}_{script}"


def canonical_names(names: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The canonical spellings of declared names."""
    return frozenset(found for each in names if (found := read_name(each, vocabulary)))
