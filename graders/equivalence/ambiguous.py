"""Signs of two meanings: what a formula comes to in the readings that its signs allow, too."""

import re

from graders.equivalence.longer_sides import DOTS, with_last_by_entries, with_longest_sides
from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target
from graders.equivalence.verdicts import judge
from graders.errors import Unreadable
from graders.expression import Expression, to_text
from graders.model import Comparison
from graders.reading.mathematics.ambiguity import OF_EXTENT, Reading
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.main_statement import main_statement
from graders.reading.mathematics.statements.value import value_of

_AMBIGUOUS = re.compile(r"/|\||\[|\)\s*\^|\*|\\ast|\\odot|\\circ|[⊙∘†]|\\dagger|log|ln")
_LOOSE_PRODUCTS = Reading(loose_products=True)
_ELEMENTWISE = Reading(elementwise=True)
_OTHER_READINGS = (
    *OF_EXTENT,
    _ELEMENTWISE,
    _LOOSE_PRODUCTS,
    Reading(daggers_transpose=True),
    Reading(side_by_side=True),
    Reading(bars_of_norms=True),
)


def unless_ambiguous(
    setting: Setting, target: Target, text: str, found: Comparison, options: Options
) -> Comparison:
    """A formula that is wrong as it is written; not settled if its signs may mean a right one."""
    if found.equal is not False or not is_ambiguous(text):
        return found
    try:
        writing = read_writing(text, setting.table)
        value_of(writing, main_statement(writing))
    except Unreadable:
        return found
    return unless_read_otherwise(setting, target, text, writing, found, options)


def unless_read_otherwise(
    setting: Setting,
    target: Target,
    text: str,
    writing: Writing,
    found: Comparison,
    options: Options,
) -> Comparison:
    """A wrong answer as found; not settled if another reading of `a/bc` and the like is right.

    It is right where no other reading has a shape.
    """
    if found.method == "shapes" and "loose_products" in writing.doubts:
        longer = with_longest_sides(value_of(writing, main_statement(writing)))
        verdicts = [judge(setting, target, each, options) for each in longer]
        fitting = [each for each in verdicts if each.method != "shapes"]
        found = next((each for each in fitting if each.equal), next(iter(fitting), found))
    options = options.without_naming
    if found.method == "shapes" and "elementwise" in writing.doubts:
        last = with_last_by_entries(value_of(writing, main_statement(writing)))
        if judge(setting, target, last, options).equal:
            return _would_be_right(last, found)
    readings = _OTHER_READINGS if _AMBIGUOUS.search(text) else (_ELEMENTWISE, _LOOSE_PRODUCTS)
    for reading in readings:
        if not reading.departures <= writing.doubts:
            continue
        meant = Writing(writing.statements, setting.table, reading=reading)
        try:
            other = value_of(meant, main_statement(meant))
        except Unreadable:
            continue
        words = to_text(other)
        if words == found.read_as:
            continue
        verdict = judge(setting, target, other, options)
        of_shapes = reading.loose_products or reading.side_by_side or reading.bars_of_norms
        of_shapes |= reading.elementwise and not DOTS.search(text)
        does_not_exist = of_shapes and found.method == "shapes"
        if verdict.equal and (does_not_exist or reading.daggers_transpose):
            return verdict
        if verdict.equal:
            return _would_be_right(other, found)
    return found


def _would_be_right(meant: Expression, found: Comparison) -> Comparison:
    note = f"it would be right if {to_text(meant)} is meant"
    return Comparison(None, "reading", note=note, read_as=found.read_as)


def is_ambiguous(text: str) -> bool:
    """Whether signs of two meanings stand in a formula."""
    return bool(DOTS.search(text) or _AMBIGUOUS.search(text))
