"""Steps that have a sentence of their own, and are right in that of the next step alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from graders.comparing.derivations import ORDERS
from graders.comparing.parts import Found, Part, State
from graders.equivalence import Setting, read_reference
from graders.expression import free_names
from graders.judging.parts.members import chains_of
from graders.judging.parts.shown import find_part
from graders.judging.parts.written import held
from graders.sentences import Ends

_SENTENCES = Ends(".;", lines=True)
_MOST = 60  # sentences


def held_apart(settings: Sequence[Setting], text: str, marked: Sequence[Found]) -> Iterator[Found]:
    """What was found; a step that its own sentence contradicts is left to a person.

    That is one between the steps before and behind it, which has a known mistake in it, or a
    formula of the same quantities that is nothing known.
    """
    sentences = [f"{each}\n" for each in _SENTENCES.split(text) if each.strip()]
    for place, each in enumerate(marked):
        if each.part.apart and each.state is State.SHOWN and len(sentences) <= _MOST:
            parts = [beside.part for beside in marked[place - 1 : place + 2]]
            before, own, behind = (_first_with(settings, sentences, part) for part in parts)
            between = sentences[(before + 1) % len(sentences) : behind] if own == behind else ()
            yield next(_contradictions(settings, between, each.part, parts), each)
        else:
            yield each


def _first_with(settings: Sequence[Setting], sentences: Sequence[str], part: Part) -> int:
    """The number of the first sentence with which a part is shown; of the last, if none does."""
    for number, said in enumerate(accumulate(sentences)):
        if any(find_part(each, said, part).state is State.SHOWN for each in settings):
            return number
    return len(sentences) - 1


def _contradictions(
    settings: Sequence[Setting], sentences: Sequence[str], part: Part, around: Sequence[Part]
) -> Iterator[Found]:
    """What speaks against a part in some sentences, with the mistake in it that is known."""
    wrong = replace(part, written=replace(part.written, values=(), named=""))
    known = [value for each in around for value in (*each.written.values, *each.written.beside)]
    for setting in settings:
        for said in sentences:
            found = find_part(setting, said, wrong)
            if found.state is State.MISTAKEN:
                yield replace(found, part=part, state=State.OPEN, share=Fraction(0))
            if _tells_other(setting, said, part, known):
                yield Found(part, State.OPEN)


def _tells_other(setting: Setting, said: str, part: Part, known: Sequence[str]) -> bool:
    """Whether a chain ends in a formula of the quantities of a part that is nothing known.

    No bound is: "k <= (N - n)/S".
    """
    own = free_names(read_reference(setting, part.written.values[0]).expression)
    for chain in chains_of(setting, said):
        end = chain[-1].expression if chain else None
        is_bound = any(each.relation in ORDERS for each in chain)
        if end is not None and own <= free_names(end) and not is_bound:
            equal = {held(setting, end, each) for each in known}
            if False in equal and True not in equal:
                return True
    return False
