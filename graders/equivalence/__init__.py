r"""Whether a student's formula means the reference: `nabla compare`, and `compare` for graders.

Reading, typing, evaluation and diagnosis are put together here, one function for each kind of
answer. What is known of an exercise (its symbols, the worlds drawn for them, the mutants of a
reference) is kept for the next comparison.

>>> compare(r"2x", r"\frac{dz}{dx} = 2\,x.", symbols={"x": {"type": "scalar"}}).equal
True
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from graders.comparing.formulas.evaluation import limited_work
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.mistakes.named import misfit
from graders.equivalence.derivations import compare_derivation, derivation_links
from graders.equivalence.equations import compare_equation
from graders.equivalence.meanings import other_meanings
from graders.equivalence.moments import INDEPENDENT, moment_settings
from graders.equivalence.numbers import compare_number, compare_shape
from graders.equivalence.options import KINDS, Options, check
from graders.equivalence.relations import compare_constraint, compare_relation
from graders.equivalence.settings import (
    EntrywiseReference,
    Setting,
    Target,
    read_reference,
    setting_for,
    suited,
)
from graders.equivalence.values import compare_components, compare_value
from graders.equivalence.verdicts import judge
from graders.errors import Undecided, Unreadable
from graders.model import Comparison
from graders.reading.mathematics.words.item_marks import without_item_marks

__all__ = [
    "KINDS", "Options", "Setting", "Target", "compare", "compare_components", "derivation_links",
    "judge", "read_reference", "setting_for", "suited",
]  # fmt: skip
_MAX_TEXT = 20_000
_WORK = 2e7  # units of evaluation for a verdict


def compare(
    reference: str,
    student: str,
    *,
    kind: str = "value",
    symbols: Mapping[str, Mapping[str, object]] | None = None,
    definitions: Sequence[Mapping[str, str]] = (),
    layout: str | None = None,
    order: str = "HWC",
    student_format: str = "latex",
    almost_everywhere: bool = False,
    min_digits: int | None = None,
    naming: bool = True,
) -> Comparison:
    """Whether a student's formula means the reference.

    Args:
        reference: the right answer, in LaTeX.
        student: what the student wrote.
        kind: value, number, relation, shape, constraint, equation or derivation.
        symbols: what the names mean, as `docs/how-formulas-are-judged.md` says.
        definitions: names that stand for formulas, each with `latex` and `value`.
        layout: `denominator` or `numerator`, if the answer is a derivative.
        order: `HWC`, or `free` where the channels of a shape may come first.
        student_format: `latex` or `python`.
        almost_everywhere: whether single points may differ, such as kinks.
        min_digits: how many significant digits a number must have.
        naming: whether the mistake behind a wrong answer is looked for; it takes as long again.

    Returns:
        A comparison whose `equal` is True, False, or None where it is not settled; `read_as` is
        what was understood, `note` says why it is not settled or not equal.

    Raises:
        GraderError: if the reference, a declaration or an option makes no sense.
    """
    options = Options(kind, layout, order, student_format, almost_everywhere, min_digits, naming)
    check(options)
    setting = setting_for(symbols or {}, definitions)
    with setting.lock:
        known = setting.verdicts.get((reference, student, options))
        if known is None:
            with limited_work(_WORK), np.errstate(all="ignore"):
                known = _compare_in_all(setting, reference, student, options)
            setting.keep(reference, student, options, known)
        return known


def _compare_in_all(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    """A verdict for all that an exercise leaves open of its random variables, if it has any."""
    try:
        general, *special = moment_settings(setting, reference, student) or (setting,)
    except Undecided as doubt:
        return Comparison(None, "reading", note=doubt.feedback)
    found = compare_in(general, reference, student, options)
    for each in special if found.equal is False else ():
        independent = partial(compare_in, each, reference, options=options.without_naming)
        if independent(student).equal is not False and independent("0").equal is not True:
            return found.left_open(INDEPENDENT)
    return found


def compare_in(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    """Whether a student's formula means the reference, in the names of an exercise."""
    if len(student) > _MAX_TEXT:
        words = f"the answer has {len(student)} characters; {_MAX_TEXT} can be read"
        return Comparison(None, "reading", note=words)
    if options.student_format == "python":
        return _read(setting, reference, student, options)
    names = setting.table.names
    reference, student = (without_item_marks(each, names) for each in (reference, student))
    found = _read(setting, reference, student, options)
    for other in other_meanings(student):
        if found.equal and other.is_rare:
            continue
        meant = _read(setting, reference, other.text, options.without_naming)
        if found.equal is not meant.equal:
            return replace(found, equal=None, mistake=None, witness="", note=other.words)
    return found


def _read(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    """What is found of an answer as it is written; what cannot be settled says why."""
    try:
        return _KINDS[options.kind](setting, reference, student, options)
    except EntrywiseReference:
        return _read(setting.entrywise, reference, student, options)
    except ShapeFault as fault:
        return Comparison(False, "shapes", misfit(str(fault)), note=str(fault))
    except Unreadable as refusal:
        return Comparison(None, "reading", note=refusal.feedback)
    except Undecided as doubt:
        return Comparison(None, "evaluation", note=doubt.feedback)
    except RecursionError:
        return Comparison(None, "reading", note="the formula is nested too deep")


_KINDS: Mapping[str, Callable[[Setting, str, str, Options], Comparison]] = {
    "value": compare_value,
    "number": compare_number,
    "relation": compare_relation,
    "shape": compare_shape,
    "constraint": compare_constraint,
    "equation": compare_equation,
    "derivation": compare_derivation,
}
