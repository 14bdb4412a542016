"""Question 3: bounds of two models, by what they imply of the data."""

import re
from collections.abc import Mapping, Sequence
from math import e

import pytest

from graders.claims.two_layer.implied import implied
from graders.claims.two_layer.margins import stated_percentile
from graders.claims.two_layer.printed_models import (
    model_files,
    other_model,
    read_reports,
    weigh_model,
)
from graders.claims.two_layer.printed_report import Report
from graders.comparing.bounds.named import BOUNDS, MAXIMA, named_in
from graders.comparing.bounds.printed import (
    Judged,
    judge_margin_bound,
    judge_negative_bound,
    judge_vc_bound,
    together,
)
from graders.errors import Mismatch, Undecided
from graders.grading.fixtures.types import AnswersTo, Settle, TextUnder
from graders.model import Mistake, Question
from graders.reading.quantities.named_values.printed_block import Entry
from solutions.generalization import printed_consistency as printed
from solutions.generalization.margin_bounds import NATURAL
from solutions.generalization.margins import PERCENTILE
from solutions.generalization.printed_bounds import L1MAX_BOUNDS, OWN_BOUNDS, vc_bound
from solutions.generalization.printed_data import mistakes_in

NEGATIVE_MARGIN = "With a negative margin the bounds that divide by it are not valid bounds."
MADE_POSITIVE = (
    "the margin is printed as positive, but with this training accuracy it is negative: the bounds "
    "that divide by it are not valid bounds"
)
_ON_OWN = re.compile(r"[^.\n]*\b(?:own|your|my|further) bound\b[^.\n]*", re.IGNORECASE)
_ON_MAXIMUM = re.compile(r"[^.\n]*(?:kappa|κ|\bmaxim)[^.\n]*", re.IGNORECASE)
_SAID_INVALID = re.compile(
    r"\bnegative\b[^.\n]*\b(?:not|no|in)[ -]?(?:longer )?(?:valid|meaningful|hold)", re.IGNORECASE
)
NAME_IT = " (the report should name it)"
OTHER_BASES = (NATURAL, (e, 2), (2, e))
CODES: Mapping[str, str] = {
    "the square is missing": "wrong_exponent",
    "the margin is clipped without a word": "margin",
    "logarithms of another base": "log_base",
    "the number of classes is missing": "factor",
}


@pytest.mark.question("3.1.bounds", "3.2.bounds", points=8, kind="table")
def grade_bounds(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: AnswersTo,
    text_under: TextUnder,
    settle: Settle,
) -> None:
    """Three bounds, each held against the norms, the margin and what the data are."""
    report, other = read_reports(request, question, text_under)
    described = any(named_in(each.text) for each in answers_to("3.own_bound")[:1])
    beside = text_under("3", without=[other_model(question)])
    called = [name for each in _ON_OWN.findall(beside) for name in named_in(each)]
    maximum_named = any(named_in(each, MAXIMA) for each in _ON_MAXIMUM.findall(beside))
    parts = [
        judge_vc_bound(
            report.numbers.get("VC bound"),
            [vc_bound(hidden) for hidden in report.widths],
            [vc_bound(hidden, bases=bases) for hidden in report.widths for bases in OTHER_BASES],
        ),
        margin_bound("L1max bound", report, other, L1MAX_BOUNDS, names=MAXIMA,
                     described=maximum_named),
        margin_bound("own bound", report, other, OWN_BOUNDS, names=BOUNDS,
                     called=called, described=described),
    ]  # fmt: skip
    if not all(each.right for each in parts[1:]) and (measured := by_weights(request, report)):
        again = (
            margin_bound("L1max bound", measured, other, L1MAX_BOUNDS, names=MAXIMA,
                         described=maximum_named),
            margin_bound("own bound", measured, other, OWN_BOUNDS, names=BOUNDS,
                         called=called, described=described),
        )  # fmt: skip
        parts[1:] = [new if new.right else old for old, new in zip(parts[1:], again, strict=True)]
    percentile = stated_percentile(text_under(".".join(question.path[:2]))) or PERCENTILE
    is_open = report.has_negative_margin and not says_invalid(beside)
    remarks = [NEGATIVE_MARGIN] if is_open else []
    remarks += [MADE_POSITIVE] if report.made_margin_positive(percentile) else []
    settle(together(parts, question, remarks))


def says_invalid(text: str) -> bool:
    """Whether a write-up says itself what a negative margin does to its bounds.

    >>> says_invalid("As the margin is negative, my bound is not valid."), says_invalid("It holds.")
    (True, False)
    """
    return _SAID_INVALID.search(text) is not None


def by_weights(request: pytest.FixtureRequest, report: Report) -> Report | None:
    """The report with the norms that the weights give in place of those printed."""
    files = model_files(request)
    if not files.weights:
        return None
    try:
        weighed = weigh_model(request, files, report)
    except (Mismatch, Undecided):  # what the weights are is judged in the training
        return None
    measured = {name: Entry(f"{weighed.right[name]:.6g}", "") for name in weighed.right}
    norms = {name: measured[name] for name in printed.NORMS if name in measured}
    return Report({**report.entries, **norms})


def margin_bound(
    name: str,
    report: Report,
    other: Report,
    formulas: Sequence[str],
    *,
    names: Mapping[str, str],
    called: Sequence[str] = (),
    described: bool = False,
) -> Judged:
    """A bound by margins.

    Args:
        name: under which it is printed.
        report: of the model.
        other: of the other model, which has the same data.
        formulas: that it may be.
        names: the words for what it may be.
        called: what sentences of the write-up call it, but those on the other model.
        described: whether the write-up says in another answer which formula it is.
    """
    number = report.numbers.get(name)
    if number is not None and number.value < 0:
        return judge_negative_bound(name)
    named, named_there = (
        named_in(entry.words, names) if (entry := each.entries.get(name)) else []
        for each in (report, other)
    )
    here = implied(report, name, formulas) if name in report.block else None
    undone = mistakes_in(report.block, name, formulas) if here and not here.fits else []
    return judge_margin_bound(
        name,
        here,
        implied(other, name, formulas),
        [Mistake(CODES[words], words) for words in undone],
        named=[*named, *called],
        unnamed="" if described or named_there else NAME_IT,
    )
