"""Symbols: a letter or a word with its scripts, accents and arguments."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.quantities.names.vocabulary import Vocabulary

_NEW_SCRIPTS = frozenset(
    r"t+1 \pm+1 (t+1) k+1 (k+1) n+1 (n+1) i+1 (i+1) + (+) (1)".split()
    + "new (new) updated upd next after".split()
)
NEW_WORDS = frozenset("new updated update upd next neu nouveau nuevo nuovo".split())
_NEW_CALLS = frozenset({"(t+1)", "(k+1)", "(n+1)", *(f"({each})" for each in NEW_WORDS)})
_MARKS = frozenset({"*", "(2)"})  # w_1^* is an updated value where there is one
_OLD_SCRIPTS = frozenset("t (t) k (k) n (n) old (old) (0)".split())
GRADIENT_WORDS = frozenset({"grad", "gradient", "derivative", "slope"})
_ACCENTS = frozenset({r"\hat", r"\widehat", r"\bar", r"\overline", r"\tilde", r"\widetilde"})
_NOT_NAMES = frozenset(
    r"\frac \sum \prod \int \sqrt \max \min \exp \log \ln \lim \leq \geq \neq \approx \rightarrow "
    r"\Rightarrow \leftarrow \cong \simeq \equiv \infty \in \sim \partial \nabla \over".split()
)
_BARS = frozenset(["|", r"\vert", r"\rvert", r"\big", r"\Big", r"\bigg", r"\Bigg"])
_OPENING = {"{": "}", "(": ")"}
_LONGEST_SCRIPT = 24  # tokens

Found = tuple[str, int]  # a canonical name, and the position after it


class SymbolReader:
    """Reads symbols from a sequence of tokens; every method returns None where there is none."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary

    def text(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def derivative(self, upper: str, lower: str) -> str:
        upper, lower = self.vocabulary.canonical(upper), self.vocabulary.canonical(lower)
        return self.vocabulary.canonical(f"d{upper}_d{lower}")

    def enclosed_symbol(self, at: int) -> Found | None:
        """A symbol, or a symbol in brackets of any number."""
        if self.text(at) not in _OPENING:
            return self.symbol(at)
        inner = self.enclosed_symbol(at + 1)
        if inner is None or self.text(inner[1]) != _OPENING[self.text(at)]:
            return self.symbol(at)
        return inner[0], inner[1] + 1

    def bracketed_symbol(self, at: int) -> Found | None:
        """(w_1)^{t+1}: an updated value, with its name in brackets."""
        if self.text(at) != "(":
            return None
        inner = self.symbol(at + 1)
        if inner is None or self.text(inner[1]) != ")":
            return None
        name, after = self.scripts(inner[0], inner[1] + 1)
        return (self.vocabulary.canonical(name), after) if name.endswith("_new") else None

    def symbol(self, at: int, *, base: str = "") -> Found | None:
        r"""A letter or word with its scripts: w_{10}, \sigma_l, w_1^{t+1}, w9.grad."""
        if not base:
            if at >= len(self.tokens):
                return None
            token = self.tokens[at]
            if token.text in _ACCENTS:
                inner = self.enclosed_symbol(at + 1)
                return self.accented(inner, token.text[1:]) if inner else None
            if token.text == "{" and self.group_end(at):
                inner = self.symbol(at + 1)
                if inner is None or self.text(inner[1]) != "}":
                    return None
                base, at = inner[0], inner[1]
            elif token.kind is Lexeme.WORD:
                base = token.text
            elif token.kind is Lexeme.COMMAND and token.text not in _NOT_NAMES and token.text[1:]:
                base = token.text[1:]
            else:
                return None
        name, after = self.scripts(base, at + 1)
        loss = self.vocabulary.loss
        if loss and self.text(after) == "." and self.text(after + 1) in GRADIENT_WORDS:
            return self.derivative(loss, name), after + 2
        return self.vocabulary.canonical(name), self.after_arguments(after)

    def after_arguments(self, at: int) -> int:
        r"""The position after the (1, 2) of f_1(1, 2), or after a bar with it as its subscript."""
        start = at
        while self.text(start) in _BARS:
            start += 1
        start += barred if (barred := self.text(start) == "_" and start > at) else 0
        end = self.group_end(start) if barred or start == at else None
        if end is None:
            return at
        arguments = "".join(token.text for token in self.tokens[start:end])
        return end if arguments.strip("{}") in self.vocabulary.arguments else at

    def accented(self, inner: Found, accent: str) -> Found:
        r"""\tilde{w}_1 is an updated value where there is one of w_1."""
        name, after = self.scripts(inner[0], inner[1])
        if f"{name}_new" in self.vocabulary.known and accent not in ("bar", "overline"):
            return f"{name}_new", after
        return self.vocabulary.canonical(f"{name}_{accent}"), after

    def scripts(self, base: str, at: int) -> Found:
        """The base with its subscript, and with what says that it is an updated value."""
        name, new = base, False
        while at < len(self.tokens):
            token = self.tokens[at]
            adjacent = at > 0 and self.tokens[at - 1].span[1] == token.span[0]
            if token.kind is Lexeme.NUMBER and token.text.isdigit() and adjacent and name == base:
                name, at = f"{name}{token.text}", at + 1
            elif token.text == "_" and (script := self.script(at + 1)):
                name, new_below = _with_subscript(name, script[0])
                new, at = new or new_below, script[1]
            elif token.text == "^" and (script := self.script(at + 1)):
                if (
                    script[0] in _NEW_SCRIPTS
                    or set(script[0]) == {"'"}
                    or (script[0] in _MARKS and f"{name}_new" in self.vocabulary.known)
                ):
                    new, at = True, script[1]
                elif script[0] in _OLD_SCRIPTS:
                    at = script[1]
                elif self.vocabulary.known and self.vocabulary.declares(f"{name}_{script[0]}"):
                    name, at = f"{name}_{script[0]}", script[1]
                else:
                    break
            elif self.says_new(name, at):
                new, at = True, at + 1
            elif token.text == "(" and (script := self.script(at)) and script[0] in _NEW_CALLS:
                new, at = True, script[1]
            else:
                break
        return (f"{name}_new" if new else name), at

    def says_new(self, name: str, at: int) -> bool:
        """A prime, a plus or the word `new` behind a name of which there is an updated value."""
        if self.text(at) == "'" and self.text(at + 1) == "_":  # w'_1
            return True
        marked = self.text(at) == "'" or self.text(at).lower() in NEW_WORDS
        if self.text(at) == "+" and self.text(at + 1) in ("=", ""):  # w1+ = 0.1, but not w1 += 0.1
            marked = self.tokens[at - 1].span[1] == self.tokens[at].span[0]
        return marked and self.vocabulary.canonical(f"{name}_new") in self.vocabulary.known

    def script(self, at: int) -> Found | None:
        """The text of a subscript or superscript, and the position after it."""
        if at >= len(self.tokens):
            return None
        if self.text(at) in _OPENING:
            return self.bracketed_script(at)
        return self.bare_script(at)

    def bare_script(self, at: int) -> Found | None:
        """One token, or a word and its digits: TeX would take one letter, a student means all."""
        token = self.tokens[at]
        if token.text in ("^", "_", "}", ")"):
            return None
        if token.kind is Lexeme.WORD and at + 1 < len(self.tokens):
            after = self.tokens[at + 1]
            if after.kind is Lexeme.NUMBER and after.span[0] == token.span[1]:
                return f"{token.text}{after.text}", at + 2
        return token.text, at + 1

    def bracketed_script(self, at: int) -> Found | None:
        end = self.group_end(at)
        if end is None or end - at > _LONGEST_SCRIPT:
            return None
        kept = self.tokens[at + 1 : end - 1] if self.text(at) == "{" else self.tokens[at:end]
        text = "".join(token.text for token in kept if token.text not in "{}")
        return (text, end) if text else None

    # --- brackets ---------------------------------------------------------------------------

    def group_end(self, at: int) -> int | None:
        """The position after the group that opens here."""
        opening = self.text(at)
        if opening not in _OPENING:
            return None
        depth = 0
        for position in range(at, len(self.tokens)):
            text = self.text(position)
            depth += (text == opening) - (text == _OPENING[opening])
            if depth == 0:
                return position + 1
        return None

    def only_closing(self, at: int, end: int) -> bool:
        """Whether nothing but closing braces stands from here to the end of a group."""
        return at <= end and all(self.text(each) == "}" for each in range(at, end))

    def after_closing(self, at: int) -> int:
        while self.text(at) == "}":
            at += 1
        return at


def _with_subscript(name: str, script: str) -> tuple[str, bool]:
    """`w` with `9` is w9; with `1,new` or `t+1,1` it is w1, and an updated value."""
    parts = [part for part in re.split(r"[,_]", script) if part]
    new = any(part in _NEW_SCRIPTS or part in NEW_WORDS for part in parts)
    rest = [
        part
        for part in parts
        if part not in _NEW_SCRIPTS
        and part not in NEW_WORDS
        and not (len(parts) > 1 and part in _OLD_SCRIPTS)
    ]
    if not rest:
        return name, new
    index = ",".join(rest)
    return (f"{name}{index}" if index.isdigit() else f"{name}_{index}"), new
