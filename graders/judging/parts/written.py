"""Whether the formulas of a passage are those by which a part of a derivation is written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import takewhile

import numpy as np

from graders.comparing.derivations import ORDERS
from graders.comparing.formulas.equality import compare_terms, same_shape
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.parts import Found, Part, State, Written
from graders.equivalence import Setting, read_reference
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Symbol, nodes
from graders.judging.parts.members import (
    Chain,
    Member,
    chains_of,
    plain_chains_of,
    remarked_chains_of,
    unconditional,
)
from graders.judging.parts.readings import over_both_indices
from graders.reading.words.against.beside import against, place_of

_ALIKE = 0.7  # of two formulas, one of which may be a damaged copy
WHOLE = Fraction(1)
_EQUALITIES = {"=", "~"}
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


def find_formula(setting: Setting, passage: str, part: Part) -> Found:
    """What the formulas of a passage show of a part."""
    written = part.written
    chains = list(chains_of(setting, passage))
    if written.last:
        chains = last_formulas([*chains, *remarked_chains_of(setting, passage)], written)
    else:
        chains += plain_chains_of(setting, passage)
    giving = [n for n, chain in enumerate(chains) if _shows(setting, chain, written)]
    if giving and (
        any(_ends_in_mistake(setting, chain, written) for chain in chains)
        or _ends_otherwise(setting, chains[giving[-1]], written)
        or _is_contradicted(setting, passage, chains[giving[-1] + 1 :], written)
    ):
        return Found(part, State.OPEN)
    if giving and not says_otherwise(setting, passage, written):
        return Found(part, State.SHOWN, share=WHOLE)
    for value, mistake in written.mistakes.items():
        wrong = written
        if value[0] in "<>":
            wrong, value = replace(written, relation=value[0]), value[1:]
        places = [n for n, chain in enumerate(chains) if _gives(setting, chain, wrong, value)]
        if places and not _is_repeated(chains[places[-1]], chains[places[-1] + 1 :]):
            return Found(part, State.MISTAKEN, mistake, part.left)
    return Found(part, State.OPEN)


def has_value(setting: Setting, passage: str, written: Written) -> bool:
    """Whether some formula of a passage has a value that shows a part."""
    chains = (*chains_of(setting, passage), *plain_chains_of(setting, passage))
    return any(_shows(setting, chain, written) for chain in chains)


def has_last(setting: Setting, passage: str, written: Written) -> bool:
    """Whether a passage has a last formula that is written as a part is."""
    return written.last and bool(last_formulas(chains_of(setting, passage), written))


def _ends_in_mistake(setting: Setting, chain: Chain, written: Written) -> bool:
    """Whether a chain goes on from what shows a part to a known mistake in it."""
    told = list(_told(setting, chain, written))
    is_right = (_equals(setting, each, value) for each in told[:-1] for value in written.values)
    if not any(is_right):
        return False
    wrong = (each for each in written.mistakes if each[0] not in "<>")
    return any(_equals(setting, told[-1], each) for each in wrong)


def _ends_otherwise(setting: Setting, chain: Chain, written: Written) -> bool:
    """Whether a chain that says what a part is goes on to something else, which can be held."""
    told = list(_told(setting, chain, written)) if written.restated else []
    known = (*written.values, *written.beside)
    equal = {held(setting, told[-1], each) for each in known} if len(told) > 1 else set()
    return False in equal and True not in equal


def _is_contradicted(
    setting: Setting, passage: str, later: Sequence[Chain], written: Written
) -> bool:
    """Whether a chain behind what shows a part is wrong, and no words are against it."""
    wrong = [
        each for each in written.mistakes if each[0] not in "<>" and each not in written.beside
    ]
    against_it = (
        chain
        for chain in later
        if any(_gives(setting, chain, written, each) for each in wrong)
        or _restates(setting, chain, written)
    )
    places = (place_of(passage, chain[-1].source) for chain in against_it)
    return any(place is None or not against(passage, *place) for place in places)


def _restates(setting: Setting, chain: Chain, written: Written) -> bool:
    """Whether a chain says anew what a part is, and says something else."""
    if not (written.restated and re.search(written.restated, chain[0].text)):
        return False
    told = list(_told(setting, chain[1:], written))
    known = (*written.values, *written.beside)
    return bool(told) and not any(_equals(setting, told[-1], each) for each in known)


def last_formulas(chains: Sequence[Chain], written: Written) -> list[Chain]:
    """The last formula that is written as a part is, and what cannot be read after it."""
    places = [place for place, chain in enumerate(chains) if _members_of(chain, written)]
    own = [place for place in places if not _is_of_another(chains[place], written)]
    if not places:
        return []
    last = (own or places)[-1]
    later = [chain for chain in chains[last + 1 :] if not _is_of_another(chain, written)]
    return [(_members_of(chains[last], written)[-1],), *later]


def _members_of(chain: Chain, written: Written) -> list[Member]:
    """The members of a chain that are written as a part is, and are no bounds of something else."""
    is_inequality = bool(written.bounded) and any(each.relation in ORDERS for each in chain)
    if is_inequality and any(re.search(written.bounded, each.text) for each in chain):
        return []
    return [each for each in chain if re.search(written.form, each.text)]


def _is_of_another(chain: Chain, written: Written) -> bool:
    """Whether a chain says what another quantity is, as ln P beside the cost."""
    is_told = len(chain) > 1 or (bool(chain) and chain[0].expression is None)
    return bool(written.others) and is_told and re.search(written.others, chain[0].text) is not None


def ends_otherwise(setting: Setting, passage: str, written: Written) -> bool:
    """Whether the last formula that is written as a part is can be read and has another value."""
    chains = last_formulas(list(chains_of(setting, passage)), written)
    told = [each for chain in chains for each in _told(setting, chain, written)]
    return bool(told) and not any(
        _equals(setting, each, value) for each in told for value in written.values
    )


def _shows(setting: Setting, chain: Chain, written: Written) -> bool:
    return any(_gives(setting, chain, written, value) for value in written.values)


def _gives(setting: Setting, chain: Chain, written: Written, value: str) -> bool:
    return any(_equals(setting, each, value) for each in _told(setting, chain, written))


def says_otherwise(setting: Setting, passage: str, written: Written) -> bool:
    """Whether an equation for what a part states can be read and has none of its values."""
    known = (*written.values, *written.beside)
    right = [each for each in known if each not in written.mistakes]
    return _is_said_to_be_other(setting, passage, written.stated, known) or (
        _is_said_to_be_other(setting, passage, written.named, right)
    )


def _is_said_to_be_other(setting: Setting, passage: str, heads: str, known: Sequence[str]) -> bool:
    """Whether an equation with one of some heads can be read and has none of the known values."""
    chains = [*chains_of(setting, passage), *plain_chains_of(setting, passage)]
    for head, *others in unconditional(chains) if heads else ():
        equal = takewhile(lambda each: each.relation in _EQUALITIES, others)
        told = [each.expression for each in equal if each.text != head.text and each.expression]
        is_right = (_equals(setting, each, value) for each in told for value in known)
        if told and re.search(heads, head.text) and not any(is_right):
            return True
    return False


def _is_repeated(wrong: Chain, later: Sequence[Chain]) -> bool:
    """Whether a wrong formula comes again where it cannot be read, and may be set right there."""
    read = [each.text for each in wrong if each.expression is not None]
    unread = [each.text for chain in later for each in chain if each.expression is None]
    return any(
        SequenceMatcher(None, one, other).ratio() > _ALIKE for one in read for other in unread
    )


def _told(setting: Setting, chain: Chain, written: Written) -> Iterator[Expression]:
    """The expressions of a chain that may show a part; a name does not say what it stands for."""
    for place, member in enumerate(chain):
        if member.expression is None or not re.search(written.form, member.text):
            continue
        if is_name_of_formula(setting, member.expression):
            continue
        if not written.heads:
            yield from _with_logarithms(member.expression)
            if (over_both := over_both_indices(member.expression)) != member.expression:
                yield over_both
        elif any(_related(chain, head, place, written) for head in range(len(chain))):
            yield member.expression


def is_name_of_formula(setting: Setting, expression: Expression) -> bool:
    """Whether an expression is a name that the exercise defines by a formula."""
    if not isinstance(expression, Symbol):
        return False
    return isinstance(setting.bench.exercise.definitions.get(expression.name), Call | Fold)


def _with_logarithms(expression: Expression) -> Iterator[Expression]:
    """An expression and that of which it takes a logarithm."""
    yield expression
    for node in nodes(expression):
        if isinstance(node, Call) and node.function == "log":
            yield node.arguments[0]


def _related(chain: Chain, head: int, place: int, written: Written) -> bool:
    """Whether a head of a part stands at one place of a chain and is related to another one."""
    if head == place or not re.search(written.heads, chain[head].text):
        return False
    first, last = sorted((head, place))
    relations = {each.relation for each in chain[first + 1 : last + 1]} - _EQUALITIES
    wanted = written.relation if head < place else _FLIPPED[written.relation]
    return relations <= {wanted} and (wanted == "=" or bool(relations))


def _equals(setting: Setting, expression: Expression, latex: str) -> bool:
    return held(setting, expression, latex) is True


def held(setting: Setting, expression: Expression, latex: str) -> bool | None:
    """Whether an expression equals a formula; None in another notation, or if undecided."""
    bench = setting.bench
    try:
        value, term = read_reference(setting, latex).term, bench.type(expression)
        if not same_shape(value, term):
            return None
        with np.errstate(all="ignore"):
            return compare_terms(bench, value, term, almost_everywhere=True).equal
    except (GraderError, ShapeFault, Unreadable, Undecided):
        return None
