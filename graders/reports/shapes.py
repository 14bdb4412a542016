"""Shapes of an SVG: axes, lines, points and words, placed by the values that they show."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

OWN = "#d4550f"  # of the run: 4 to 1 against white and against the dark ground
ROW = 6  # of dots beside one another
POINTS_DRAWN = 400  # of a line

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values along a range of the picture, in which what lies outside is drawn."""

    low: float
    high: float
    begin: float  # in the picture
    end: float

    def at(self, value: float) -> str:
        """The place of a value, as text; the nearest end for one outside.

        >>> Axis(0.0, 2.0, 100, 0).at(0.5), Axis(0.0, 2.0, 100, 0).at(7.0)
        ('75', '0')
        """
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return f"{self.begin + share * (self.end - self.begin):.1f}".removesuffix(".0")

    def ticks(self, about: int = 5) -> list[float]:
        """Round values inside, at steps of 1, 2 or 5 times a power of ten.

        >>> Axis(0.93, 2.31, 0, 1).ticks()
        [1.0, 1.5, 2.0]
        """
        rough = (self.high - self.low) / about
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(each * step, 12) for each in range(first, last + 1)]


def text(
    x: float, y: float, words: str, *, anchor: str = "", weight: str = "", opacity: float = 1
) -> str:
    """A line of text, escaped.

    >>> text(1, 2, "a < b")
    '<text x="1" y="2">a &lt; b</text>'
    """
    options = {"text-anchor": anchor, "font-weight": weight,
               "fill-opacity": "" if opacity == 1 else f"{opacity:g}"}  # fmt: skip
    given = "".join(f' {name}="{value}"' for name, value in options.items() if value)
    return f'<text x="{x:g}" y="{y:g}"{given}>{escape(words)}</text>'


def line(
    across: Axis, up: Axis, points: Points, *, width: float, color: str = "currentColor"
) -> str:
    """A line through points."""
    return (
        f'<polyline points="{placed(across, up, points)}" fill="none" stroke="{color}"'
        f' stroke-width="{width:g}" stroke-linejoin="round"/>'
    )


def diamond(x: str, y: str, *, hollow: bool = False) -> str:
    """The sign of the run, or of what is claimed for it."""
    inside = f'fill="none" stroke="{OWN}" stroke-width="1.5"' if hollow else f'fill="{OWN}"'
    return f'<path transform="translate({x} {y})" d="M0-5.5L5.5 0L0 5.5L-5.5 0Z" {inside}/>'


def placed(across: Axis, up: Axis, points: Points) -> str:
    """Points as a shape has them; those that are infinite are left out."""
    return " ".join(f"{across.at(x)},{up.at(y)}" for x, y in points if math.isfinite(x + y))


def thinned(points: Points) -> Points:
    """At most so many points, the last among them."""
    every = math.ceil(len(points) / POINTS_DRAWN)
    return points[(len(points) - 1) % every :: every]


def beside_one_another(places: Sequence[str]) -> Iterable[tuple[str, float]]:
    """Dots that would cover one another are moved to the side, in turn to the left and right."""
    rows = Counter(round(float(place) / ROW) for place in places)
    gap = min(9.0, 60 / (max(rows.values(), default=1) // 2 + 1))
    taken: Counter[int] = Counter()
    for place in sorted(places, key=float):
        row = round(float(place) / ROW)
        taken[row] += 1
        yield place, taken[row] // 2 * (gap if taken[row] % 2 else -gap)
