r"""The declared symbols of an exercise, found in the tokens of a formula.

A name is a base with scripts (`\hat{y}`, `p_{data}`, `w^{(t)}`, `z^L`) or a run of signs that means
nothing in its parts (`\frac{\partial L}{\partial w}`, `\nabla f(w^{(t)})`). The longest declared
name wins; scripts that are no part of it are left for the parser: in `z_j^L` with `z^L` declared,
`j` is an index. Fonts tell names apart only where the exercise has both, such as `w` and
`\mathbf{w}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile

from graders.declaring.declarations import Declaration, Declarations, Definition
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.bases import Bases
from graders.reading.mathematics.names.declared_derivatives import DeclaredDerivatives
from graders.reading.mathematics.names.runs import end_of_run
from graders.reading.mathematics.names.scripted_names import Match, ScriptedNames
from graders.reading.mathematics.names.scripts import (
    Scripts,
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


class SymbolTable:
    """The symbols and definitions of an exercise, looked up in tokens."""

    def __init__(self, declared: Declarations) -> None:
        self.declarations: dict[str, Declaration] = {}
        self.definitions: dict[str, Definition] = {}
        self.sizes = {each.name: each for each in declared.sizes}  # names where nothing else is
        self._runs: list[tuple[tuple[str, ...], str]] = []
        named: list[Declaration | Definition] = [*declared.symbols, *declared.definitions]
        in_tokens = [(each, spelled(each.name)) for each in named]
        self.fonted = told_apart_by_font([tokens for _, tokens in in_tokens])
        self._bases = Bases(self.fonted)
        self._scripted = ScriptedNames(self.fonted, self.is_array)
        self._derivatives = DeclaredDerivatives(self._bases, self.declarations)
        names = {each.name: self._declare(tokens) for each, tokens in in_tokens}
        for each in named:
            name = names[each.name]
            if isinstance(each, Declaration):
                self.declarations[name] = each.with_sizes_called(names)
            else:
                self.definitions[name] = each
        self._scripted.declare_steps()
        self._runs.sort(key=lambda run: -len(run[0]))

    def _declare(self, tokens: Sequence[Token]) -> str:
        """Enters a name by its spelling; its canonical form is the spelling without fonts."""
        name = plain_name(tokens, self.fonted)
        base = self._bases.at(tokens, 0)
        if base is not None:
            scripts = read_scripts(tokens, base[1])
            if scripts.after == len(tokens):
                self._scripted.declare(tokens, base[0], scripts, name)
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
        return letter in self._scripted.letters

    def typed(self, word: str) -> tuple[str, ...]:
        r"""What a word means that is typed without a backslash: `theta` for `\theta`, `yhat`.

        >>> table = SymbolTable(Declarations.of({r"\eta": {}, r"\hat{y}": {}}))
        >>> table.typed("eta"), table.typed("yhat"), table.typed("mu")
        (('\\eta',), ('\\hat', 'y'), ())
        """
        letter = TYPED.get(word, "")
        if letter == r"\pi" or letter in self._scripted.letters:
            return (letter,)
        base, accent = word[:1], word[1:]
        return (rf"\{accent}", base) if f"{accent} {base}" in self._scripted.letters else ()

    def kind(self, name: str) -> str:
        declaration = self.declarations.get(name)
        return declaration.type if declaration else ""

    def is_array(self, name: str) -> bool:
        """Whether a name is that of a vector or a matrix."""
        return self.kind(name) in ("vector", "matrix")

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
            for base, name in self._scripted.without_scripts.items()
            if base not in longer and self.kind(name) != "function"
        }

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The signs with which a declared name may begin, as it is declared or in other words."""
        letters = {base.rpartition(" ")[2] for base in self._scripted.bases}
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
        if base is None or base[0] not in self._scripted.bases:
            return None
        return self._scripted.match(tokens, base[0], base[1], end)

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
            names = self._scripted.families.get((base[0], wanted))
            if names and scripts.sub is not None:
                return names, replace(scripts, sup=left)
        return None

    def alike(self, name: str) -> Mapping[str, str]:
        """The family of a name: `o_1` and `o_2` by their subscripts for one of them."""
        families = self._scripted.families.values()
        return next((each for each in families if name in each.values()), {})
