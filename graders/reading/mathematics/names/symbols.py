r"""The declared symbols of an exercise, found in the tokens of a formula.

A name is a base with scripts (`\hat{y}`, `p_{data}`, `w^{(t)}`, `z^L`) or a run of signs that means
nothing in its parts (`\frac{\partial L}{\partial w}`, `\nabla f(w^{(t)})`). The longest declared
name wins; scripts that are no part of it are left for the parser: in `z_j^L` with `z^L` declared,
`j` is an index. Fonts tell names apart only where the exercise has both, such as `w` and
`\mathbf{w}`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from operator import le

from graders.declaring.declarations import Declaration, Declarations, Definition
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.bases import Bases
from graders.reading.mathematics.names.declared_derivatives import DeclaredDerivatives
from graders.reading.mathematics.names.runs import end_of_run
from graders.reading.mathematics.names.scripts import (
    Range,
    Scripts,
    is_step,
    read_scripts,
    spelling,
)
from graders.reading.mathematics.names.spelled_names import (
    ACCENTS,
    MARKS,
    TYPED,
    plain_name,
    spelled,
    told_apart_by_font,
)
from graders.reading.mathematics.parsing.derivatives import (
    DIFFERENTIALS,
)

_ANY_SCRIPTS = [  # a subscript, a superscript, primes
    (sub, sup, primes) for sup in (True, False) for sub in (True, False) for primes in (True, False)
]
_OWN_SCRIPTS = {  # of those that are there, which are part of a name: the longest first
    there: [each for each in _ANY_SCRIPTS if all(map(le, each, there))] for there in _ANY_SCRIPTS
}


@dataclass(slots=True)
class Match:
    """A declared name in a text, and the scripts that are left over."""

    symbol: str
    scripts: Scripts


class SymbolTable:
    """The symbols and definitions of an exercise, looked up in tokens."""

    def __init__(self, declared: Declarations) -> None:
        self.declarations: dict[str, Declaration] = {}
        self.definitions: dict[str, Definition] = {}
        self.sizes = {each.name: each for each in declared.sizes}  # names where nothing else is
        self._simple: dict[tuple[str, str, str], str] = {}
        self._runs: list[tuple[tuple[str, ...], str]] = []
        named: list[Declaration | Definition] = [*declared.symbols, *declared.definitions]
        in_tokens = [(each, spelled(each.name)) for each in named]
        self.fonted = told_apart_by_font([tokens for _, tokens in in_tokens])
        self._bases = Bases(self.fonted)
        self._derivatives = DeclaredDerivatives(self._bases, self.declarations)
        names = {each.name: self._declare(tokens) for each, tokens in in_tokens}
        for each in named:
            name = names[each.name]
            if isinstance(each, Declaration):
                self.declarations[name] = each.with_sizes_called(names)
            else:
                self.definitions[name] = each
        for (base, sub, sup), name in tuple(self._simple.items()):
            if is_step(sub, sup):  # w_t as w^{(t)}, and the reverse
                self._simple.setdefault((base, sup.strip("()"), f"({sub})" if sub else ""), name)
        self._runs.sort(key=lambda run: -len(run[0]))

    def _declare(self, tokens: Sequence[Token]) -> str:
        """Enters a name by its spelling; its canonical form is the spelling without fonts."""
        name = plain_name(tokens, self.fonted)
        base = self._bases.at(tokens, 0)
        if base is not None:
            scripts = read_scripts(tokens, base[1])
            if scripts.after == len(tokens):
                sup = spelling(tokens, scripts.sup) + "'" * scripts.primes
                self._simple[base[0], spelling(tokens, scripts.sub), sup] = name
                return name
        self._derivatives.declare(tokens, name)
        run = tuple(token.text for token in tokens if token.text not in "{}")
        self._runs.append((run, name))
        return name

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.declarations) | frozenset(self.definitions)

    @cached_property
    def words(self) -> frozenset[str]:
        """The declared names that are words: `pad`."""
        return frozenset("".join(run) for run, _ in self._runs if all(x.isalpha() for x in run))

    def declares_letter(self, letter: str) -> bool:
        """Whether a letter is the base of a declared name."""
        return letter in self._letters

    def typed(self, word: str) -> tuple[str, ...]:
        r"""What a word means that is typed without a backslash: `theta` for `\theta`, `yhat`.

        >>> table = SymbolTable(Declarations.of({r"\eta": {}, r"\hat{y}": {}}))
        >>> table.typed("eta"), table.typed("yhat"), table.typed("mu")
        (('\\eta',), ('\\hat', 'y'), ())
        """
        letter = TYPED.get(word, "")
        if letter == r"\pi" or letter in self._letters:
            return (letter,)
        base, accent = word[:1], word[1:]
        return (rf"\{accent}", base) if f"{accent} {base}" in self._letters else ()

    @cached_property
    def _with_base(self) -> frozenset[str]:
        return frozenset(base for base, _, _ in self._simple)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(base.removeprefix("bold ") for base, _, _ in self._simple)

    def kind(self, name: str) -> str:
        declaration = self.declarations.get(name)
        return declaration.type if declaration else ""

    def plain(self, token: Token) -> str | None:
        """The name that a sign alone is, where nothing hangs on it; None if more may belong to it.

        >>> from graders.reading.lexing.lexer import tokenize
        >>> table = SymbolTable(Declarations.of({"x": {}, "y_1": {}}))
        >>> [table.plain(token) for token in tokenize("x y")]
        ['x', None]
        """
        is_name = token.kind is Lexeme.WORD or token.kind is Lexeme.COMMAND
        return self._plain.get(token.text) if is_name else None

    @cached_property
    def _plain(self) -> Mapping[str, str]:
        """The names of one sign, with which no longer name begins."""
        longer = {run[0] for run, _ in self._runs} | DIFFERENTIALS | self.fonted
        return {
            base: name
            for (base, sub, sup), name in self._simple.items()
            if not sub and not sup and base not in longer and self.kind(name) != "function"
        }

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The signs with which a declared name may begin, as it is declared or in other words."""
        letters = {base.rpartition(" ")[2] for base in self._with_base}
        runs = {run[0] for run, _ in self._runs if run}
        runs |= {"".join(takewhile(str.isalpha, run)) for run, _ in self._runs}
        derivatives = {r"\frac", r"\nabla", *DIFFERENTIALS} if self._derivatives else set()
        return frozenset({"{", *ACCENTS, *MARKS, *letters, *runs, *derivatives})

    def match(self, tokens: Sequence[Token], at: int, end: int | None = None) -> Match | None:
        """The longest declared name at a position; its scripts stand before the end."""
        if at >= len(tokens) or tokens[at].text not in self._beginnings:
            return None
        for run, name in self._runs:
            after = end_of_run(tokens, at, run)
            if after is not None:
                return Match(name, read_scripts(tokens, after, end))
        derived = self._derivatives.at(tokens, at, end) if self._derivatives else None
        if derived is not None:
            return Match(*derived)
        base = self._bases.at(tokens, at)
        if base is None or base[0] not in self._with_base:
            return None
        return self._with_scripts(tokens, base[0], base[1], end)

    def _with_scripts(
        self, tokens: Sequence[Token], base: str, after: int, end: int | None
    ) -> Match | None:
        scripts = read_scripts(tokens, after, end)
        if scripts.after == after:
            name = self._simple.get((base, "", "")) or self._stepless.get(base)
            return Match(name, scripts) if name is not None else None
        sub, sup = spelling(tokens, scripts.sub), spelling(tokens, scripts.sup)
        sub = self._with_or_without_comma.get((base, sub), sub)
        primes = "'" * scripts.primes
        base = self._in_font_of_name(base, sub, sup + primes)
        there = scripts.sub is not None, scripts.sup is not None, scripts.primes > 0
        for own in _OWN_SCRIPTS[there]:
            with_sub, with_sup, with_primes = own
            if not with_sub and "," in sub and (cut := self._cut_subscript(tokens, base, scripts)):
                return cut
            own_sub = sub if with_sub else ""
            own_sup = (sup if with_sup else "") + (primes if with_primes else "")
            name = self._simple.get((base, own_sub, own_sup))
            if name is not None:
                return Match(name, scripts.without(*own))
            if with_sup and scripts.sup is not None and not primes:
                left = scripts.without(*own)
                cut = self._cut_superscript(tokens, base, own_sub, left, scripts.sup)
                if cut is not None:
                    return cut
        return self._cut_subscript(tokens, base, scripts)

    def _cut_subscript(self, tokens: Sequence[Token], base: str, scripts: Scripts) -> Match | None:
        """`w_{t,i}` where the vector `w_t` is declared: the rest of the subscript is an index."""
        if scripts.sub is None:
            return None
        sup = spelling(tokens, scripts.sup)
        start, end = scripts.sub
        for place in range(end - 1, start, -1):
            if tokens[place].text in ("+", "-"):
                continue  # another step
            for wanted, left in ((sup, None), ("", scripts.sup)):
                name = self._simple.get((base, spelling(tokens, (start, place)), wanted))
                if name is not None and self.kind(name) in ("vector", "matrix"):
                    rest = place + (tokens[place].text == ",")
                    return Match(name, Scripts((rest, end), left, scripts.primes, scripts.after))
        return None

    def family(
        self, tokens: Sequence[Token], at: int, end: int | None = None
    ) -> tuple[Mapping[str, str], Scripts] | None:
        """Names alike but for a number in the subscript, such as `o_1` and `o_2` for `o_i`.

        Returns:
            The names by their subscripts, and the scripts that stand here; what of them belongs
            to the names is left out.
        """
        base = self._bases.at(tokens, at)
        if base is None:
            return self._derivatives.family(tokens, at)
        scripts = read_scripts(tokens, base[1], end)
        sup = spelling(tokens, scripts.sup)
        for wanted, left in ((sup, None), ("", scripts.sup)):
            names = self._families.get((base[0], wanted))
            if names and scripts.sub is not None:
                return names, replace(scripts, sup=left)
        return None

    def alike(self, name: str) -> Mapping[str, str]:
        """The family of a name: `o_1` and `o_2` by their subscripts for one of them."""
        families = self._families.values()
        return next((each for each in families if name in each.values()), {})

    @cached_property
    def _families(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for (base, sub, sup), name in self._simple.items():
            if sub.replace(",", "").isdecimal():
                found.setdefault((base, sup), {})[sub] = name
        return found

    @cached_property
    def _stepless(self) -> Mapping[str, str]:
        """Names of one step by their letter, if no other name has it: `w` for `w_t`."""
        count = Counter(base for base, _ in {(key[0], name) for key, name in self._simple.items()})
        return {
            base: name
            for (base, sub, sup), name in self._simple.items()
            if count[base] == 1 and is_step(sub, sup)
        }

    def _in_font_of_name(self, base: str, sub: str, sup: str) -> str:
        """The base in its other font, if a name of just these scripts is declared in that alone."""
        letter = base.removeprefix("bold ")
        other = f"bold {letter}" if letter == base else letter
        fits = letter in self.fonted and (other, sub, sup) in self._simple
        return other if fits and (base, sub, sup) not in self._simple else base

    @cached_property
    def _with_or_without_comma(self) -> Mapping[tuple[str, str], str]:
        """The subscripts of two digits as they are declared: `11` for `1,1`, and the reverse."""
        found: dict[tuple[str, str], str] = {}
        for base, sub, _ in self._simple:
            if (base, "", "") not in self._simple and re.fullmatch(r"\d,?\d", sub):
                found[base, f"{sub[0]},{sub[-1]}" if len(sub) == 2 else sub[::2]] = sub
        return {key: sub for key, sub in found.items() if (*key, "") not in self._simple}

    @cached_property
    def _longest_sup(self) -> int:
        """About as many tokens as the superscripts of declared names have, with their braces."""
        longest = max((len(sup) for _, _, sup in self._simple), default=0)
        return 2 * longest + 2 if longest else 0

    def _cut_superscript(
        self, tokens: Sequence[Token], base: str, sub: str, left: Scripts, sup: Range
    ) -> Match | None:
        """`W^{(2)T}` where `W^{(2)}` is declared: the rest of the superscript is left over."""
        for end in range(min(sup[1] - 1, sup[0] + self._longest_sup), sup[0], -1):
            name = self._simple.get((base, sub, spelling(tokens, (sup[0], end))))
            if name is not None:
                rest = end + (tokens[end].text == ",")
                return Match(name, replace(left, sup=(rest, sup[1])))
        return None
