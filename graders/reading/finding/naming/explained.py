r"""Names of the student's own that equations explain: "let $g = o_2(1-o_2)$", "with s = 0.0132"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graders.errors import Unreadable
from graders.expression import Expression, free_names, substitute, to_text
from graders.model import Step
from graders.reading.blocks.block import Block, Shape
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.equations.token_runs import is_prose
from graders.reading.quantities.formula import FUNCTIONS, read_formula
from graders.reading.quantities.names.reader import NameReader
from graders.reading.quantities.names.vocabulary import Vocabulary

_FORMULA = re.compile(r"\$+([^$]+)\$+")
_CONSTANTS = frozenset({"e", "pi"})
_LEADING = frozenset(",.;:([")


@dataclass(frozen=True)
class Explained:
    r"""What the student's own names stand for, in the names of the sheet.

    >>> from graders.model import Where
    >>> sheet = Vocabulary(frozenset({"h1", "h2"}))
    >>> block = Block(Shape.TEXT, "let $s = h_1(1-h_1)$ and $t = s h_2$", Where("hw.md", 1))
    >>> own = explained_in([block], sheet)
    >>> to_text(own.read("2t").expression)
    '2*(h1*(1 - h1)*h2)'
    """

    vocabulary: Vocabulary
    meanings: Mapping[str, Expression] = field(default_factory=dict)

    def read(self, step: str) -> Step:
        """A step with what its names stand for, as far as it can be read."""
        try:
            return Step(step, substitute(read_formula(step, self._with_names), self.meanings))
        except Unreadable as problem:
            return Step(step, None, problem.feedback)

    @cached_property
    def _with_names(self) -> Vocabulary:
        known = self.vocabulary.known | self.meanings.keys()
        return replace(self.vocabulary, known=known) if self.vocabulary.known else self.vocabulary


def explained_in(blocks: Iterable[Block], vocabulary: Vocabulary) -> Explained:
    """The names that a write-up explains in one way only; each by those explained before it."""
    own, meant = Explained(vocabulary), dict[str, dict[str, Expression | None]]()
    for name, values in (each for block in blocks for each in _equations(block, vocabulary)):
        said = meant.setdefault(name, {})
        said |= _read(values, own)
        told = {name: said for name, said in meant.items() if name}
        meanings = {name: value for name, said in told.items() if (value := _one_of(said))}
        own = Explained(vocabulary, meanings)
    return own


def _read(values: Sequence[str], own: Explained) -> dict[str, Expression | None]:
    """The first of some equal values that can be read, by its text."""
    read = [step.expression for step in map(own.read, values)]
    found = next((each for each in read if each is not None and free_names(each)), None)
    found = found or next((each for each in read if each is not None), None)
    return {to_text(found) if found is not None else "": found}


def _one_of(said: Mapping[str, Expression | None]) -> Expression | None:
    """What a name stands for, if all that is said of it is the same; numbers may be its value."""
    general = [each for each in said.values() if each is None or free_names(each)]
    values = general or list(said.values())
    return values[0] if len(values) == 1 else None


def _equations(block: Block, vocabulary: Vocabulary) -> Iterator[tuple[str, Sequence[str]]]:
    """The names that a block sets equal to something, and to what."""
    if block.shape not in (Shape.TEXT, Shape.MATH):
        return
    is_delimited = block.shape is Shape.TEXT and "$" in block.text
    for formula in _FORMULA.findall(block.text) if is_delimited else (block.text,):
        is_prose = not is_delimited and block.shape is Shape.TEXT
        for chain in read_chains(formula, vocabulary, prose=is_prose):
            if chain.name is None and (name := _own_name(chain.members[0], vocabulary)):
                yield name, chain.members[1:]


def _own_name(head: str, vocabulary: Vocabulary) -> str | None:
    """The name that the left-hand side of an equation ends in, behind words or alone."""
    tokens = vocabulary.tokens(head)
    reader = NameReader(tokens, vocabulary)
    for at in range(len(tokens)):
        found = reader.name(at)
        if found is None or found[1] != len(tokens):
            continue
        before = tokens[at - 1] if at else None
        stands_alone = before is None or is_prose(before) or before.text in _LEADING
        is_function = found[0] in FUNCTIONS or found[0] in _CONSTANTS
        return found[0] if stands_alone and not is_function else None
    return None
