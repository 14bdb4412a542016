"""What names and signs mean at a place in a formula."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from graders.declaring.declarations import Declaration, Definition
from graders.expression import Expression, Symbol
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripted_names import Match
from graders.reading.mathematics.names.scripts import Scripts
from graders.reading.mathematics.parsing.cursor import Cursor
from graders.reading.mathematics.parsing.dots import DOTS
from graders.reading.mathematics.parsing.operators import TRANSPOSES


class Names(Protocol):
    """Where the parser looks names up."""

    @property
    def names(self) -> frozenset[str]: ...

    @property
    def declarations(self) -> Mapping[str, Declaration]: ...

    @property
    def definitions(self) -> Mapping[str, Definition]: ...

    @property
    def sizes(self) -> Mapping[str, Declaration]: ...

    def kind(self, name: str) -> str: ...

    def declares_letter(self, letter: str) -> bool: ...

    def plain(self, token: Token) -> str | None: ...

    def match(self, tokens: Sequence[Token], at: int, end: int | None = None) -> Match | None: ...

    def family(
        self, tokens: Sequence[Token], at: int, end: int | None = None
    ) -> tuple[Mapping[str, str], Scripts] | None: ...


class Context(Cursor):
    """A cursor that knows what is declared, and what stands around it."""

    def __init__(self, tokens: Sequence[Token], table: Names) -> None:
        super().__init__(tokens)
        self.table = table
        self.bound: list[str] = []  # the indices of the sums around
        self.families: dict[str, Mapping[str, str]] = {}  # names that an index has picked from
        self.open_bar = ""  # the bar that is open: another one closes it
        self.has_dots = not DOTS.isdisjoint(self.signs)  # that leave out

    @cached_property
    def variables(self) -> frozenset[str]:
        """The letters that stand alone in brackets wherever they stand, more than once."""
        texts = ["", *self.signs, ""]
        counts = Counter(token.text for token in self.tokens if token.kind is Lexeme.WORD)
        alone = Counter(
            texts[n] for n in range(1, len(texts) - 1) if (texts[n - 1], texts[n + 1]) == ("(", ")")
        )
        return frozenset(text for text, count in counts.items() if count == alone[text] > 1)

    def is_array(self, base: Expression) -> bool:
        """Whether a base is declared a vector or a matrix."""
        return isinstance(base, Symbol) and self.table.kind(base.name) in ("vector", "matrix")

    def is_matrix(self, base: Expression) -> bool:
        return isinstance(base, Symbol) and self.table.kind(base.name) == "matrix"

    def domain(self, base: Expression) -> str:
        """The declared domain of a name; nothing of anything else."""
        named = self.table.declarations.get(base.name) if isinstance(base, Symbol) else None
        return named.domain if named is not None else ""

    def transposes(self, text: str) -> bool:
        return text in TRANSPOSES and not (text == "T" and self.names_scalar("T"))

    def names_scalar(self, name: str) -> bool:
        return name in self.bound or name in self.table.names

    def is_size(self, name: str) -> bool:
        """Whether a name is a number to count to, such as a dimension."""
        declaration = self.table.declarations.get(name)
        return declaration is not None and (
            declaration.dimension or declaration.domain == "integer"
        )

    def is_index(self, name: str) -> bool:
        declaration = self.table.declarations.get(name)
        return declaration is not None and declaration.domain == "index"
