"""Cases of one question: each an input with what student code returned for it."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from graders.comparing.programs.tensors import compare_arrays
from graders.errors import Mismatch
from graders.model import Comparison, Mistake

_LISTED = 6  # failing cases that staff see
_ENDED = "ended"  # the code of a mistake: a call that returned nothing


class Case(NamedTuple):
    """What student code returned for one input, and what it should return."""

    name: str  # students read it, unless the case is hidden
    found: object  # or the `Mismatch` in which the call ended, as `student.tried` gives it
    reference: object
    weight: int = 1
    hidden: bool = False


def compare_many(
    cases: Iterable[Case | tuple[str, object, object]],
    compare: Callable[[object, object], Comparison] = compare_arrays,
) -> Comparison:
    """Cases of one question: those that are right earn the share of their weight.

    Students read how many of the public cases are right and what is wrong with the first that is
    not; of the hidden ones, only whether all are right.

    >>> comparison = compare_many([("no example", 0.0, 0.0), ("one example", 1.5, -1.5)])
    >>> comparison.credit, comparison.mistake.words
    (Fraction(1, 2), "in the case 'one example', the sign of the result is reversed")
    """
    judged = [(case, _judged(case, compare)) for case in (Case(*each) for each in cases)]
    if sum(case.weight for case, _ in judged) <= 0:
        raise ValueError("the cases have no weight")
    verdicts = {comparison.equal for _, comparison in judged}
    failed = [(case, each) for case, each in judged if not each.equal]
    public = [(case, each) for case, each in failed if not case.hidden]
    return Comparison(
        None if None in verdicts else not failed,
        "cases",
        _first_mistake(public),
        witness="; ".join(f"{case.name}: {_for_staff(each)}" for case, each in failed[:_LISTED]),
        remarks=_case_remarks([case for case, _ in judged], [case for case, _ in failed]),
        credit=Fraction(
            sum(case.weight for case, each in judged if each.equal),
            sum(case.weight for case, _ in judged),
        ),
    )


def _judged(case: Case, compare: Callable[[object, object], Comparison]) -> Comparison:
    if isinstance(case.found, Mismatch):
        words = case.found.feedback.rstrip(".")
        return Comparison(False, "call", Mistake(case.found.mistake or _ENDED, words))
    return compare(case.found, case.reference)


def _first_mistake(failed: Sequence[tuple[Case, Comparison]]) -> Mistake | None:
    for case, comparison in failed:
        if comparison.equal is False:
            code = comparison.mistake.code if comparison.mistake else "values"
            return Mistake(code, f"in the case '{case.name}', {_for_student(comparison)}")
    return None


def _for_student(comparison: Comparison) -> str:
    words = [comparison.mistake.words] if comparison.mistake else []
    return "; ".join([*words, *comparison.remarks]) or "the result is not right"


def _for_staff(comparison: Comparison) -> str:
    words = comparison.mistake.words if comparison.mistake else ""
    return ", ".join(filter(None, (words, comparison.witness, comparison.note)))


def _case_remarks(cases: Sequence[Case], failed: Sequence[Case]) -> tuple[str, ...]:
    if not failed:
        return ()
    public = sum(not case.hidden for case in cases)
    wrong = sum(not case.hidden for case in failed)
    remarks = [f"{public - wrong} of {public} cases are right"] if public else []
    if public < len(cases):
        hidden = "not all hidden cases are" if len(failed) > wrong else "the hidden cases are"
        remarks.append(f"{hidden} right")
    return tuple(remarks)
