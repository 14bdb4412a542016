"""Baselines as tables of plain text."""

import math
from collections.abc import Collection, Sequence

from graders.baselines.drawing import LEVEL
from solutions.baselines import QUANTILES, Baseline
from solutions.training.plans import PLANS

NONE_YET = "no baselines yet, so claims of these runs are held against their weights alone:"
MAKE = "make them: nabla baseline train"
HEAD = ("name", "seeds", "mean", "spread", "5 %", "median", "95 %", "one more run", "")


def overview(baselines: Sequence[Baseline]) -> str:
    """A line each: accuracies in percent, and the range of one more run with 99 percent."""
    assignments = dict.fromkeys(each.assignment for each in baselines)
    parts = []
    for assignment in assignments:
        rows = [_row(each) for each in baselines if each.assignment == assignment]
        parts.append(f"{assignment}: test accuracy in %\n{columns([HEAD, *rows])}")
    return "\n\n".join(parts) + "\n"


def not_made(baselines: Sequence[Baseline], assignments: Collection[str]) -> str:
    """What of these assignments has no baseline; empty if all have one.

    >>> print(not_made([], ["generalization_hw1"]), end="")
    no baselines yet, so claims of these runs are held against their weights alone:
      generalization_hw1: width1024 width256
    make them: nabla baseline train
    """
    made = {(each.assignment, each.name) for each in baselines}
    lacking = {
        assignment: names
        for assignment in assignments
        if (names := [name for name in configurations(assignment)
                      if (assignment, name) not in made])
    }  # fmt: skip
    lines = [f"  {assignment}: {' '.join(names)}" for assignment, names in lacking.items()]
    return "\n".join([NONE_YET, *lines, MAKE, ""]) if lines else ""


def configurations(assignment: str) -> list[str]:
    """The names of all configurations of an assignment, as its sheet has them."""
    return [
        each.name for plan in PLANS if plan.assignment == assignment for each in plan.configurations
    ]


def details(baseline: Baseline) -> str:
    """Everything about one baseline but the values of its runs."""
    expected, least = baseline.interval(LEVEL), baseline.interval(LEVEL, side="below").low
    quantiles = zip(QUANTILES, baseline.quantiles(), strict=True)
    facts = [
        ("seeds", f"{len(baseline.runs)}"),
        ("mean", percent(baseline.mean)),
        ("spread", percent(baseline.spread)),
        *((f"{level:.0%} quantile", percent(value)) for level, value in quantiles),
        ("one more run", f"{percent(expected.low)} to {percent(expected.high)} with {LEVEL:.0%}"),
        ("", f"at least {percent(least)} with {LEVEL:.0%}"),
        *((name, _setting(value)) for name, value in baseline.configuration.items()),
        ("images", f"{baseline.train_images} of training, {baseline.test_images} of test"),
        ("data", baseline.data),
        ("hardware", baseline.hardware),
        ("versions", ", ".join(f"{name} {each}" for name, each in baseline.versions.items())),
        ("made by", baseline.command),
        ("complete", "yes" if baseline.complete else "no"),
        ("note", baseline.note),
    ]
    shown = [(name, value) for name, value in facts if value]
    return f"{baseline.assignment} {baseline.name}\n{columns(shown, right=False)}\n"


def columns(rows: Sequence[Sequence[str]], *, right: bool = True) -> str:
    """Rows with their cells below one another, numbers to the right.

    >>> print(columns([("name", "seeds"), ("b4", "8")]))
      name  seeds
      b4        8
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = [first.ljust(widths[0])]
        cells += [
            cell.rjust(width) if right else cell
            for cell, width in zip(rest, widths[1:], strict=True)
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def percent(share: float) -> str:
    """A share in percent with two decimals; a dash for one that is not known.

    >>> percent(0.61234), percent(float("nan"))
    ('61.23', '-')
    """
    return "-" if math.isnan(share) else f"{100 * share:.2f}"


def _row(baseline: Baseline) -> tuple[str, ...]:
    expected = baseline.interval(LEVEL)
    shown = (baseline.mean, baseline.spread, *baseline.quantiles((0.05, 0.5, 0.95)))
    return (
        baseline.name,
        str(len(baseline.runs)),
        *map(percent, shown),
        f"{percent(expected.low)} to {percent(expected.high)}",
        "" if baseline.complete else "not complete",
    )


def _setting(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
