"""The picture of a trained run beside its baseline: a loss band, and a distribution of accuracies.

An SVG of numbers and of words of ours, which take the colour of the text around them; only the run
itself has a colour of its own, readable on light and on dark ground, and a form of its own. There
is no script, no style and no reference to anything, so that a page may hold it as it is. As a file
of its own it brings along ground and ink for both.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from graders.reports.shapes import (
    OWN,
    Axis,
    Points,
    beside_one_another,
    diamond,
    line,
    placed,
    text,
    thinned,
)

WIDTH, HEIGHT = 720, 300
SOFT = 0.75  # opacity of labels
GROUND = (
    "<style>svg{color:#1d2329;background:#fff}"
    "@media (prefers-color-scheme:dark){svg{color:#e7e9ea;background:#1c2024}}</style>"
)


@dataclass(frozen=True, slots=True)
class Curves:
    """What the picture shows; `level` is the probability that one more run lies in the ranges.

    Args:
        title: of the picture, a line.
        level: between 0 and 1.
        band: step, lower end, median and upper end of the loss, from the first step to the last.
        accuracies: final ones of the seeds.
        expected: the ends between which the accuracy of one more run lies.
        losses: steps and losses of the run that is drawn in.
        accuracy: of that run; None if there is none.
        claimed: what is claimed in its place, where the accuracy itself was measured.
    """

    title: str
    level: float
    band: Sequence[tuple[float, float, float, float]]
    accuracies: Sequence[float]
    expected: tuple[float, float]
    losses: Points = ()
    accuracy: float | None = None
    claimed: float | None = None


def to_svg(curves: Curves, *, alone: bool = False) -> str:
    """The picture.

    Args:
        curves: what it shows.
        alone: whether it is a file of its own.

    >>> one = Curves("b4e3", 0.99, [(10, 1.9, 2.0, 2.1), (20, 1.7, 1.8, 1.9)], [0.5], (0.4, 0.6))
    >>> to_svg(one).startswith('<svg role="img"')
    True
    """
    name = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    parts = [
        f'<svg role="img"{name} viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' font-family="system-ui, sans-serif" font-size="12" fill="currentColor"'
        f' aria-label="{escape(described(curves))}">',
        GROUND if alone else "",
        text(16, 20, curves.title, weight="600"),
        *_loss_panel(curves),
        *_accuracy_panel(curves),
        "</svg>",
    ]
    return "".join(parts) + ("\n" if alone else "")


def described(curves: Curves) -> str:
    """The picture in words, for those who do not see it."""
    low, high = curves.expected
    seeds = len(curves.accuracies)
    words = [
        f"{curves.title}: test accuracy of {seeds} seeds from {min(curves.accuracies):.2%} to "
        f"{max(curves.accuracies):.2%}; {curves.level:.0%} of further runs between {low:.2%} and "
        f"{high:.2%}."
    ]
    if curves.accuracy is not None:
        place = "below" if curves.accuracy < low else "above" if curves.accuracy > high else "in"
        words.append(f"This run has {curves.accuracy:.2%}, {place} this range.")
    if curves.claimed is not None:
        words.append(f"{curves.claimed:.2%} is claimed for it.")
    if curves.losses:
        inside = sum(_is_inside(curves, point) for point in curves.losses)
        words.append(f"{inside} of its {len(curves.losses)} losses lie in the band of losses.")
    return " ".join(words)


def _is_inside(curves: Curves, point: tuple[float, float]) -> bool:
    """Whether a loss lies between the ends of the band at the logged step nearest to it."""
    step, loss = point
    _, low, _, high = min(curves.band, key=lambda each: abs(each[0] - step))
    return low <= loss <= high


# --- the two panels -----------------------------------------------------------------------------


def _loss_panel(curves: Curves) -> Iterable[str]:
    across = Axis(0, _last_step(curves), 56, 452)
    up = _loss_axis(curves)
    yield from _frame(across, up, "loss")
    for value in across.ticks(4)[1:]:
        place = float(across.at(value))
        yield text(place, 270, f"{value:,.0f}", anchor="middle", opacity=SOFT)
    yield text(452, 286, "steps", anchor="end", opacity=SOFT)
    if curves.band:
        upper = [(step, high) for step, _, _, high in curves.band]
        lower = [(step, low) for step, low, _, _ in curves.band]
        area = placed(across, up, [*upper, *reversed(lower)])
        yield f'<polygon points="{area}" fill-opacity=".16"/>'
        yield line(across, up, [(step, middle) for step, _, middle, _ in curves.band], width=1.5)
    if curves.losses:
        yield line(across, up, thinned(curves.losses), color=OWN, width=2)
        yield diamond(across.at(curves.losses[-1][0]), up.at(curves.losses[-1][1]))
    yield from _legend(curves)


def _accuracy_panel(curves: Curves) -> Iterable[str]:
    own = [each for each in (curves.accuracy, curves.claimed) if each is not None]
    values = [*curves.accuracies, *curves.expected, *own]
    up = _padded(min(values), max(values), 0.08)
    middle, low, high = 612.0, up.at(curves.expected[0]), up.at(curves.expected[1])
    yield from _frame(Axis(0, 1, 540, 684), up, "test accuracy", percent=True)
    height = float(low) - float(high)
    yield f'<rect x="540" y="{high}" width="144" height="{height:.1f}" fill-opacity=".16"/>'
    mean = up.at(sum(curves.accuracies) / len(curves.accuracies))
    yield f'<path d="M540 {mean}H684" stroke="currentColor" stroke-width="1.5"/>'
    for place, shift in beside_one_another([up.at(each) for each in curves.accuracies]):
        yield f'<circle cx="{middle + shift:g}" cy="{place}" r="3.5" fill-opacity=".6"/>'
    if curves.accuracy is not None:
        yield diamond("564", up.at(curves.accuracy))
    if curves.claimed is not None:
        yield diamond("564", up.at(curves.claimed), hollow=True)


def _frame(across: Axis, up: Axis, title: str, *, percent: bool = False) -> Iterable[str]:
    """Lines at round values with their labels, and the title above."""
    yield text(across.begin, 42, title, opacity=SOFT)
    for value in up.ticks():
        y = up.at(value)
        yield (
            f'<path d="M{across.begin:g} {y}H{across.end:g}" stroke="currentColor"'
            ' stroke-opacity=".18"/>'
        )
        label = f"{100 * value:.10g}%" if percent else f"{value:.10g}"
        yield text(across.begin - 6, float(y) + 4, label, anchor="end", opacity=SOFT)


def _legend(curves: Curves) -> Iterable[str]:
    seeds = len(curves.accuracies)
    yield '<path d="M56 292h18" stroke="currentColor" stroke-width="1.5"/>'
    yield text(80, 296, f"{seeds} seeds", opacity=SOFT)
    yield '<rect x="150" y="286" width="18" height="10" fill-opacity=".16"/>'
    yield text(174, 296, f"{curves.level:.0%} of further runs", opacity=SOFT)
    if curves.losses or curves.accuracy is not None:
        yield f'<path d="M310 292h18" stroke="{OWN}" stroke-width="2"/>'
        yield diamond("319", "292")
        yield text(334, 296, "this run", opacity=SOFT)
    if curves.claimed is not None:
        yield diamond("546", "292")
        yield text(556, 296, "measured", opacity=SOFT)
        yield diamond("626", "292", hollow=True)
        yield text(636, 296, "claimed", opacity=SOFT)


# --- axes ---------------------------------------------------------------------------------------


def _last_step(curves: Curves) -> float:
    steps = [point[0] for point in (*curves.band, *curves.losses)]
    return max([1.0, *(step for step in steps if math.isfinite(step))])


def _loss_axis(curves: Curves) -> Axis:
    """All medians and own losses, and as much of the band as leaves them half of the height."""
    lines = [
        value
        for value in (*(each[2] for each in curves.band), *(loss for _, loss in curves.losses))
        if math.isfinite(value)
    ] or [0.0]
    low, high = min(lines), max(lines)
    reach = max(high - low, 0.1 * abs(high), 1e-3) / 2
    ends = [end for each in curves.band for end in (each[1], each[3]) if math.isfinite(end)]
    return _padded(max(min([low, *ends]), low - reach), min(max([high, *ends]), high + reach), 0.04)


def _padded(low: float, high: float, share: float) -> Axis:
    room = max((high - low) * share, 1e-4)
    return Axis(low - room, high + room, 252, 52)
