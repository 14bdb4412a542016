r"""What stands beside a right formula and changes it: words, values for its names, bounds.

`\text{half of } x`, `x^2 \text{ where } x = 1` and `x \text{ for } x > 0` are not what they hold.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence.settings import Setting
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Number, Symbol, free_names
from graders.reading.mathematics.statements.around import Writing
from graders.reading.mathematics.statements.chain import ORDERS, Statement
from graders.reading.mathematics.statements.value import rejoined
from graders.reading.words.against.beside import against, place_of

_WORDS = re.compile(r"\\(?:text|textrm|textit|textbf|mbox)\s*\{([^{}]*)\}")
_SAID = re.compile(r"\\(?:text|mbox)|\$|(?<![\\A-Za-z])[a-z]{3,}\s")
_EMPTY = re.compile(r"\$\s*\$")
_STRUCK = re.compile(r"\\(?:[bx]?cancel|sout|st)\b|(?<!\S)~~(?=\S)[^~\n]*\S~~(?!\S)|<(?:s|del)>")
_QUOTIENT = re.compile(r"\\[dt]?frac(?![a-z])|/")
_TAKEN = re.compile(
    r"\b(?:(?:derivative|gradient|integral|mean|average|expect(?:ation|ed value)|variance|sum|norm"
    r"|trace|sign|max(?:imum)?|min(?:imum)?|absolute value|argmax|argmin)\s+of(?:\s+the)?"
    r"(?:(?:\s+(?:all|its|the))*\s+(?:entries|components|elements|rows|columns)\s+of(?:\s+the)?)?"
    r"|proportional to|approximately|roughly)[\s$]*$",
    re.IGNORECASE,
)


def changed_by(text: str, formula: str) -> str:
    r"""The words in a text that change the formula that they stand beside, or nothing.

    >>> changed_by(r"\text{half of } x + y", "x + y"), changed_by(r"\text{so } 2x", "2x")
    ('half of', '')
    """
    if _SAID.search(text) is None:
        return ""
    prose = text if "$" in text else _EMPTY.sub("", "$" + _WORDS.sub(r"$\1$", text) + "$")
    place = place_of(prose, formula)
    if place is None:
        return ""
    taken = _TAKEN.search(prose[: place[0]])
    return taken[0].strip(" $") if taken else against(prose, *place)


def is_struck(text: str) -> bool:
    """Whether a part of a formula is struck out."""
    return _STRUCK.search(text) is not None


def may_be_reduced(text: str) -> bool:
    """Whether a quotient stands in a formula, so that factors may be struck out of it."""
    return _QUOTIENT.search(text) is not None


def narrowed(
    setting: Setting, writing: Writing, answer: Statement, value: Expression
) -> Iterator[str]:
    """What a text says for which values alone its answer stands: `x = 1`, `x > 0`."""
    for each in writing.statements:
        if each is answer or not each.has_relation or each.members[-1].relation == "~":
            continue
        try:
            sides = [writing.read(member.tokens) for member in each.members if member.tokens]
            name = sides[0]
            if not isinstance(name, Symbol) or name.name not in free_names(value):
                continue
            declared = writing.table.declarations.get(name.name)
            if declared is None or declared.domain == "index":
                continue
            is_bound = each.members[-1].relation in ORDERS.values()
            if is_bound and not _is_always(setting, writing.read(rejoined(each))):
                yield f"it is given for {name.name} within bounds"
            elif isinstance(sides[-1], Number) and each.members[-1].relation == "=":
                yield f"it is given for one {name.name}"
        except (Unreadable, Undecided, ShapeFault):
            continue


def bound_holds(setting: Setting, writing: Writing, answer: Statement) -> bool:
    """Whether the bound behind a value holds of it everywhere; a sign is that of the value."""
    if [each.text for each in answer.members[-1].tokens] == ["0"]:
        return True
    ends = answer._replace(members=answer.members[-2:])
    try:
        return _is_always(setting, writing.read(rejoined(ends)))
    except (Unreadable, Undecided, ShapeFault):
        return False


def before_its_bound(setting: Setting, value: Expression) -> Expression | None:
    """What stands before a bound that holds of it everywhere; None if it is no such relation."""
    match value:
        case Call("<" | "<=" | ">" | ">=", (bounded, _)) if free_names(bounded):
            with suppress(ShapeFault, Unreadable, Undecided):
                return bounded if _is_always(setting, value) else None
    return None


def _is_always(setting: Setting, truth: Expression) -> bool:
    """Whether a condition holds wherever the exercise may be."""
    bench = setting.bench
    return all(np.all(values) for values in bench.values(bench.type(truth)))
