r"""Answers in index notation: `p_k - y_k` for a vector, `A_{ij}x_j` for a product."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from graders.equivalence.options import Options
from graders.equivalence.samples import judge_samples
from graders.equivalence.settings import Setting, Target
from graders.equivalence.verdicts import judge
from graders.errors import Unreadable
from graders.expression import Call, Expression, Symbol, free_names, substitute, to_text
from graders.model import Comparison
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.parsing.index_notation import (
    USUAL,
    arrayed,
    free_letters,
    indices_of_sums,
    summed,
    with_diagonals,
)
from graders.reading.mathematics.statements.around import Writing
from graders.reading.mathematics.statements.chain import Statement
from graders.reading.mathematics.statements.value import value_of
from graders.reading.mathematics.words.explanations import explains

OTHER_INDEX = "the left-hand side has another index"
_Indices = tuple[str, ...]


def judge_components(
    setting: Setting, target: Target, writing: Writing, answer: Statement, options: Options
) -> Comparison | None:
    """An answer with indices that the reference has not; None if it has no such.

    They are declared nowhere, or stand in its left-hand side too.
    """
    is_array = any(size != 1 for size in target.term.shape)
    letters = declared_letters(setting, target, answer) if is_array else ()
    free = free_letters(answer.members[-1].tokens, setting.table)
    letters = tuple(dict.fromkeys((*letters, *free)))
    beside = (each for each in writing.statements if each is not answer and each.has_relation)
    if not letters or not all(_is_of_names(each, letters, setting) for each in beside):
        return None
    writing.indices = letters
    try:
        written = with_diagonals(value_of(writing, answer), letters)
    except Unreadable:
        return None
    if isinstance(written, Call) and written.function in TRUTHS:
        return None
    head = _letters_at_left(answer, setting, letters)
    is_of_one_name = _are_of_one_name(answer.members[0].tokens, head)
    is_sure = is_of_one_name and _are_of_array(answer.members[0].tokens, head, setting)
    is_sure = is_sure and options.layout != "numerator"  # where derivatives are transposed
    if options.layout == "denominator" and not is_of_one_name:
        head = head[::-1]  # of dy_i/dx_j the j counts the rows
    if free_names(written).isdisjoint(letters):
        return judge(setting, target, written, options)
    if is_array and head and free_names(written).isdisjoint(head):
        return Comparison(None, "reading", note=OTHER_INDEX, read_as=to_text(written))
    if is_array:
        meanings = _arrays(target, written, letters)
    else:
        meanings = _numbers(setting, target, written, letters, head)
    found = {kept: _judged(setting, target, meant, options) for kept, meant in meanings}
    said = _as_usual(found, head) if is_array else None
    verdict = said if said is not None and is_sure else _agreed(found, said) if found else None
    return replace(verdict, read_as=to_text(written)) if verdict is not None else None


def _judged(setting: Setting, target: Target, meant: Expression, options: Options) -> Comparison:
    found = judge(setting, target, meant, options)
    samples = judge_samples(setting, target, meant, options) if found.equal is None else None
    return samples or found


def declared_letters(setting: Setting, target: Target, answer: Statement) -> _Indices:
    """The declared indices in a left-hand side that the reference has not; without one, all."""
    declared = {name for name, each in setting.table.declarations.items() if each.domain == "index"}
    declared -= free_names(target.expression)
    if answer.has_relation:
        return _letters_at_left(answer, setting, declared)
    tokens = answer.members[0].tokens
    used = {each.text for each in tokens} & declared & {*USUAL}
    return tuple(sorted(used - set(indices_of_sums(tokens))))


def _letters_at_left(answer: Statement, setting: Setting, letters: Collection[str]) -> _Indices:
    """The indices of what an answer is said to be, as they come."""
    if not answer.has_relation:
        return ()
    head = answer.members[0].tokens
    free = free_letters(head, setting.table)
    return tuple(dict.fromkeys(each.text for each in head if each.text in {*free, *letters}))


def _are_of_one_name(head: Sequence[Token], letters: _Indices) -> bool:
    r"""Whether indices stand below one name, `A_{ij}`, and not `\partial y_i / \partial x_j`."""
    places = [n for n, each in enumerate(head) if each.text in letters]
    between = {each.text for each in head[places[0] : places[-1]]} if places else set()
    return len(letters) > 1 and between <= {*letters, ","}


def _are_of_array(head: Sequence[Token], letters: _Indices, setting: Setting) -> bool:
    """Whether the name that indices stand below is declared: `A_{ij}`, and not `J_{ij}`."""
    below = next(n for n, each in enumerate(head) if each.text in letters)
    names = [n for n in range(below) if setting.table.match(head, n) is not None]
    return bool(names) and all(each.text in "_{" for each in head[names[-1] + 1 : below])


def _is_of_names(statement: Statement, letters: _Indices, setting: Setting) -> bool:
    """Whether a statement says what a name stands for, and nothing of these indices."""
    head = [token.text for token in statement.members[0].tokens]
    return explains(statement, setting.table) and (len(head) != 1 or head[0] not in letters)


def _as_usual(found: Mapping[_Indices, Comparison], head: _Indices) -> Comparison | None:
    r"""The meaning in the order of the left-hand side, or else of the alphabet.

    `\partial L / \partial W_{ij} = x_j\delta_i` says that i counts rows, and j columns.
    """
    usual = [head] if head else [kept for kept in found if list(kept) == sorted(kept)]
    return found.get(usual[0]) if len(usual) == 1 else None


def _arrays(
    target: Target, written: Expression, letters: _Indices
) -> Iterator[tuple[_Indices, Expression]]:
    """The arrays that this may be the component of, and by which indices."""
    shape = target.term.shape
    axes = sum(size != 1 for size in shape)
    for kept, component in components_of(written, letters, letters, axes):
        yield kept, arrayed(component, kept, lies=shape[0] == 1)


def _numbers(
    setting: Setting, target: Target, written: Expression, letters: _Indices, head: _Indices
) -> Iterator[tuple[_Indices, Expression]]:
    """The number that it is, where its left-hand side names the indices of the reference anew."""
    named = indices_of(setting, target.expression)
    renamed = len(head) == len(named) and free_names(written).isdisjoint(named)
    indices = head if renamed else ()
    for kept, component in components_of(written, letters, indices, len(indices)):
        yield kept, substitute(component, dict(zip(kept, map(Symbol, named), strict=False)))


def components_of(
    written: Expression, letters: Sequence[str], indices: Sequence[str], count: int
) -> Iterator[tuple[_Indices, Expression]]:
    """Some of the indices, in any order, as those of what is meant; other letters are summed."""
    used = free_names(written).intersection(letters)
    for kept in permutations([each for each in indices if each in used], count):
        try:
            yield kept, summed(written, used.difference(kept))
        except Unreadable:
            continue


def indices_of(setting: Setting, reference: Expression) -> Sequence[str]:
    """The declared indices of the component that a reference is."""
    declared = setting.table.declarations
    names = sorted(free_names(reference) & declared.keys())
    return [name for name in names if declared[name].domain == "index"]


def _agreed(found: Mapping[_Indices, Comparison], said: Comparison | None) -> Comparison:
    """What all meanings come to; not settled if they differ, unless the usual one is right."""
    if said is not None and said.equal:
        return said
    first, *others = found.values()
    if all(each.equal is first.equal for each in others):
        return said or first
    return Comparison(None, "reading", note="it is not said which index is which")
