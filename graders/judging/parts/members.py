"""The chains of a passage, member by member, as they were written and as they are read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import pairwise

from graders.equivalence import Setting
from graders.errors import Unreadable
from graders.expression import Expression, Number, Symbol
from graders.judging.passages.explained import explanations, is_own, read_explained
from graders.judging.passages.prose import formulas_in, formulas_in_remarks, plain_equations
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Member as Written
from graders.reading.mathematics.statements.solved import solved_for
from graders.reading.words.said import squeezed

_KEPT_PASSAGES = 32  # in each notation; the parts of one answer look at them again and again
OPERATION = re.compile(r"[-+*/×·]|\\(?:frac|ln|log|sum|prod|times|cdot)")
_NAME = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Member:
    """A member of a chain; the relation is that to the member before it."""

    text: str  # squeezed
    relation: str
    expression: Expression | None
    source: str = ""  # as written


Chain = tuple[Member, ...]


@lru_cache(maxsize=_KEPT_PASSAGES)
def chains_of(setting: Setting, passage: str) -> Sequence[Chain]:
    """The chains of all formulas of a passage, with the names that it explains."""
    explained = cache(lambda: explanations(setting, passage))  # where something cannot be read
    return tuple(chains_among(setting, formulas_in(passage), explained))


@lru_cache(maxsize=_KEPT_PASSAGES)
def plain_chains_of(setting: Setting, passage: str) -> Sequence[Chain]:
    """The chains of the equations of a passage that stand outside of its delimited formulas."""
    return tuple(chains_among(setting, plain_equations(passage)))


@lru_cache(maxsize=_KEPT_PASSAGES)
def remarked_chains_of(setting: Setting, passage: str) -> Sequence[Chain]:
    """The chains of what words behind an equation lead to, where it can be read: "hence x"."""
    chains = chains_among(setting, [*formulas_in_remarks(passage)])
    return tuple(each for each in chains if all(member.expression for member in each))


def chains_among(
    setting: Setting,
    formulas: Sequence[str],
    explained: Callable[[], Sequence[str]] = tuple,
) -> Iterator[Chain]:
    """The chains of some formulas; `explained` gives the equations that explain names."""
    is_wanted = partial(is_own, setting)
    for formula in formulas:
        try:
            writing = read_writing(formula, setting.table)
        except Unreadable:
            yield (Member(squeezed(formula), "", None),)
            continue
        for statement in (solved_for(each, is_wanted) for each in writing.statements):
            chain = tuple(
                _member(setting, writing, each, formula, explained) for each in statement.written
            )
            yield from _parted(chain)


def _parted(chain: Chain) -> Iterator[Chain]:
    """The chains that a colon tells apart: "divide by x: y = z"."""
    starts = [at for at, each in enumerate(chain) if at == 0 or each.relation == ":"]
    for start, end in pairwise([*starts, len(chain)]):
        first = replace(chain[start], relation="") if start else chain[start]
        yield (first, *chain[start + 1 : end])


def unconditional(chains: Sequence[Chain]) -> Iterator[Chain]:
    """The chains but those that hold in a case only: "P = p if y = 1"."""
    yield from (each for each, after in pairwise([*chains, ()]) if not _is_case_of(after))


def unread_step(settings: Sequence[Setting], passage: str) -> str:
    """A formula between two others of its chain that can be read in none of the notations."""
    unread = [[*_unread_between(chains_of(each, passage))] for each in settings]
    in_all = (each for each in unread[0] if all(each in other for other in unread))
    found = next(in_all, "")
    return f"this step cannot be read: {found}" if found else ""


def _unread_between(chains: Sequence[Chain]) -> Iterator[str]:
    for chain in chains:
        read = [at for at, each in enumerate(chain) if each.expression is not None]
        for each in chain[read[0] : read[-1]] if read else ():
            if each.expression is None and OPERATION.search(each.text):
                yield each.text


def _is_case_of(chain: Chain) -> bool:
    return len(chain) == 2 and all(
        isinstance(each.expression, kind)
        for each, kind in zip(chain, (Symbol, Number), strict=True)
    )


def _member(
    setting: Setting,
    writing: Writing,
    written: Written,
    formula: str,
    explained: Callable[[], Sequence[str]],
) -> Member:
    """A member of a chain, read with the names that the passage explains where it must be."""
    source = formula[slice(*written.span)]
    text = squeezed(source)
    try:
        return Member(text, written.relation, writing.read(written.tokens), source)
    except Unreadable:
        if not OPERATION.search(text) or not explained():
            return Member(text, written.relation, None)
    try:
        expression = read_explained(setting, source, explained())
    except Unreadable:
        return Member(text, written.relation, None)
    return Member(squeezed(_put_in(source, explained())), written.relation, expression, source)


def _put_in(formula: str, explained: Sequence[str]) -> str:
    """A formula with the values of the plain names that others explain.

    >>> _put_in("k + 1", ["k = n/2"])
    '(n/2) + 1'
    """
    for name, _, value in (each.partition("=") for each in explained):
        if _NAME.fullmatch(name.strip()):
            around = re.split(rf"(?<![\\A-Za-z]){name.strip()}(?![A-Za-z_])", formula)
            formula = f"({value.rpartition('=')[2].strip()})".join(around)
    return formula
