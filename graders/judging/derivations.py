"""A derivation in a passage: its end, and the links of its chains."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from graders.comparing.derivations import Link, Status, first_that
from graders.equivalence import Options, Setting, derivation_links
from graders.errors import Undecided, Unreadable
from graders.judging.accepted import HALF, Accepted
from graders.judging.formulas import judge_formula
from graders.judging.passages.candidates import is_named, named_equations
from graders.judging.passages.passage import Passage
from graders.judging.passages.prose import formulas_in, plain_equations
from graders.model import Comparison
from graders.reading.mathematics.statements.around import read_writing
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.said import squeezed

_CALL = re.compile(r"(?<![A-Za-z\\])[A-Za-z]\s*\(")  # g(x)


def judge_derivation(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    """A derivation: half for its end, half for the share of its links that hold.

    The comparison is equal only if the end is right, all links hold, and there is more than the
    one equation that was to be shown. Where links cannot be decided the credit is what has been
    earned so far, and a person looks.
    """
    final = judge_formula(setting, passage, accepted, options, steps_count=True)
    found = list(links_in(setting, passage, conditions=True))
    links = [each for each in found if not (_is_idle(each, found) or _is_case(setting, each))]
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    doubted = first_that(links, lambda link: link.status is Status.UNDECIDED)
    held = sum(link.status is Status.HOLDS for link in links)
    share = Fraction(held, len(links)) if links else Fraction(0)
    credit = HALF * share + (HALF if final.equal else final.credit / 2)
    words = "; ".join(_in_words(link) for link in (failed, doubted) if link is not None)
    note = "; ".join(filter(None, (final.note, words)))
    all_hold = final.equal and held == len(links)
    if all_hold and _has_steps(passage, links, found):
        return replace(final, note=note)
    if (final.equal is False and doubted is None) or failed is not None:
        remark = () if failed is None else (f"step {failed.number} does not hold",)
        return replace(final, equal=False, credit=credit, note=note, remarks=remark)
    if all_hold:
        note = "only the result stands there; a person looks for its derivation"
        credit = HALF
    return replace(final, equal=None, credit=credit, note=note)


def _is_idle(link: Link, others: Sequence[Link]) -> bool:
    """Whether the sides of a link are one expression, but for order, brackets and multiples.

    Terms that another link leads to, and that come to a number, are a step, but for functions.
    """
    if squeezed(link.left) == squeezed(link.right) or link.said != ():
        return squeezed(link.left) == squeezed(link.right)
    is_led_to = any(squeezed(each.right) == squeezed(link.left) for each in others)
    is_number = read_number(link.right) is not None
    return not (is_led_to and is_number) or _CALL.search(link.left) is not None


def _is_case(setting: Setting, link: Link) -> bool:
    """Whether a link that fails only says at which values a name is looked at: `x > 0`."""
    is_free = link.left in setting.table.declarations
    return link.status is Status.FAILS and is_free and read_number(link.right) is not None


def _has_steps(passage: Passage, links: Sequence[Link], found: Sequence[Link]) -> bool:
    """Whether there is more than one equation: two links, or a link behind the name of it all."""
    if len({each.said or (each.left, each.right) for each in links}) != 1:
        return bool(links)
    sides = {squeezed(side) for each in found for side in (each.left, each.right)}
    formulas = (squeezed(each) for each in _formulas(passage.text))
    return any(squeezed(links[0].left) in each and _is_named(each, sides) for each in formulas)


def _is_named(formula: str, sides: Iterable[str]) -> bool:
    """Whether a formula has a member beside these sides of links."""
    for side in sorted(sides, key=len, reverse=True):
        formula = formula.replace(side, "")
    return any(each.isalnum() for each in formula) and "=" in formula


def _formulas(text: str) -> Sequence[str]:
    return (*formulas_in(text), *plain_equations(text))


def links_in(setting: Setting, passage: Passage, *, conditions: bool = False) -> Iterator[Link]:
    """The links of all chains of a passage, as far as it can be read, each of them once.

    One that fails is undecided where its chain defines no name of the answer: it may be no step.
    """
    named = list(named_equations(setting, passage))
    seen: set[tuple[str, str]] = set()
    for formula in (*named, *formulas_in(passage.text)):
        if is_named(setting, formula, passage.unwanted):
            continue
        is_about = not passage.wanted or is_named(setting, formula, passage.wanted)
        is_around = formula not in named and any(each in formula for each in named)
        for link in links_of(setting, (formula,), conditions=conditions):
            told = squeezed(link.left), squeezed(link.right)
            if told in seen or (is_around and link.status is Status.UNDECIDED):
                continue  # it is said again, or words stand before it
            seen.add(told)
            yield link if is_about or _is_case(setting, link) else _unless_it_fails(link)


def _unless_it_fails(link: Link) -> Link:
    is_doubtful = link.status is Status.FAILS
    return replace(link, status=Status.UNDECIDED) if is_doubtful else link


def links_of(
    setting: Setting, formulas: Iterable[str], *, conditions: bool = False
) -> Iterator[Link]:
    """The links of all chains of some formulas, as far as they can be read.

    With `conditions` an equation may be solved: its lines hold for the solution alone.
    """
    for formula in formulas:
        try:
            writing = read_writing(formula, setting.table)
            links, _ = derivation_links(setting, writing, formula, conditions=conditions)
        except (Unreadable, Undecided):
            continue
        yield from links


def _in_words(link: Link) -> str:
    verb = "does not hold" if link.status is Status.FAILS else "cannot be decided"
    text = f"step {link.number} {verb}: {link.left} {link.relation} {link.right}"
    return f"{text} ({link.words})" if link.words else text
