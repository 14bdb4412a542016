r"""Formulas that words state, "its logarithm is $F$", where no equation tests them."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeGuard

from graders.comparing.derivations import Status, Step, check_links
from graders.comparing.parts import Part
from graders.equivalence import Setting, read_reference
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, free_names
from graders.judging.parts.claims import Models
from graders.judging.parts.members import chains_among, chains_of, plain_chains_of
from graders.judging.passages.prose import plain_statements
from graders.reading.delimited import DELIMITED, inside
from graders.reading.mathematics.words.spelled import with_signs
from graders.reading.words.cases import by_case

_ONE = Number(Fraction(1))
_END = " .,;"
_STATING = (
    r"(?:(?<!\blimit )\b(?:is|are|equals|becomes|gives?|yields?|get|obtain|have|find)\b"
    r"(?:\s+(?:to|then|just|now|simply|therefore|thus)\b)*:?"
    r"|\b(?:derivative|logarithm|discriminant)s?\b[:,]?)\s*"
)
_STATES = re.compile(rf"{_STATING}\Z", re.IGNORECASE)
_LONGEST = 100  # characters of the words that state


def unknown_statement(
    settings: Sequence[Setting], text: str, parts: Sequence[Part], models: Models
) -> str:
    """A formula that words of a passage state, and that equals nothing that is known.

    Known are the values of the parts, what the exercise defines, the logarithms and reciprocals of
    these, and the members of equations, which are held on their own.
    """
    if not any(map(_values_of, parts)):
        return ""  # they are shown in words alone
    for case, said in by_case(text, tuple(models.cases)):
        example = models.cases.get(case)
        held = [*settings, *models.true, *([example] if example else ())]
        values = [each for part in parts if part.case in ("", case) for each in _values_of(part)]
        is_known: dict[str, bool] = {}
        for setting in held:
            for stated, formula in _stated_in(setting, said):
                known = is_known.get(stated) or _is_known(setting, formula, text, values)
                is_known[stated] = known
        unknown = next((each for each, known in is_known.items() if not known), "")
        if unknown:
            return f"nothing shows that this is right: {unknown}"
    return ""


def _values_of(part: Part) -> Sequence[str]:
    return (*part.written.values, *part.written.anywhere, *part.written.beside)


def _stated_in(setting: Setting, text: str) -> Iterator[tuple[str, Expression]]:
    """The formulas before which words say that something is what follows, and nothing else does."""
    stated = {
        inside(found).strip(_END)
        for found in DELIMITED.finditer(text)
        if _states_before(text, found.start()) and not text.startswith("?", found.end())
    }
    for first, *others in chains_of(setting, text) if stated else ():
        if not others and first.source.strip(_END) in stated and _is_formula(first.expression):
            yield first.text, first.expression
    for formula in plain_statements(text, _STATING):
        for chain in chains_among(setting, [with_signs(formula)]):
            if len(chain) == 1 and _is_formula(chain[0].expression):
                yield chain[0].text, chain[0].expression


def _states_before(text: str, place: int) -> bool:
    """Whether words that state something end at a place of a text."""
    return _STATES.search(text, max(place - _LONGEST, 0), place) is not None


def _is_formula(expression: Expression | None) -> TypeGuard[Expression]:
    """Whether something is more than a name, a number or a range."""
    is_range = isinstance(expression, Call) and expression.function == "interval"
    return (
        expression is not None
        and not is_range
        and not isinstance(expression, Symbol)
        and bool(free_names(expression))
    )


def _is_known(setting: Setting, formula: Expression, text: str, values: Sequence[str]) -> bool:
    known = (*_known_in(setting, values), *_told_in(setting, text))
    return any(_is_same(setting, formula, each) for each in known)


def _known_in(setting: Setting, values: Sequence[str]) -> Iterator[Expression]:
    """The values and definitions of an example, and the logarithm and reciprocal of each."""
    defined = setting.bench.exercise.definitions.values()
    read = (_read(setting, each) for each in values)
    for each in (*read, *defined):
        if isinstance(each, Call | Fold):
            yield from (each, Call("log", (each,)), Call("/", (_ONE, each)))


def _read(setting: Setting, value: str) -> Expression | None:
    try:
        return read_reference(setting, value).expression
    except (GraderError, Undecided, Unreadable):
        return None  # of another notation


def _told_in(setting: Setting, text: str) -> Iterator[Expression]:
    """The members of the equations and inequalities of a passage."""
    for chain in (*chains_of(setting, text), *plain_chains_of(setting, text)):
        if len(chain) > 1:
            yield from (each.expression for each in chain if _is_formula(each.expression))


def _is_same(setting: Setting, *sides: Expression) -> bool:
    steps = [Step("", "=", each) for each in sides]
    return check_links(setting.bench, steps)[0].status is Status.HOLDS
