"""The picture of a run beside its baseline: well-formed, escaped, bounded, in words too."""

import math
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from graders.model import Kind, Outcome, Question, Report, Verdict
from graders.reports.curves import HEIGHT, WIDTH, Curves, described, to_svg
from graders.reports.gradescope import to_json
from graders.reports.html import to_html
from graders.reports.shapes import OWN, Axis
from graders.reports.stored import from_stored, to_stored

BAND = [(100 * i, 2.2 / i, 2.3 / i, 2.4 / i) for i in range(1, 30)]
CURVES = Curves("b4e3", 0.99, BAND, [0.60, 0.61, 0.62, 0.61], (0.58, 0.64))
OWN_RUN = replace(CURVES, losses=[(100, 2.3), (300, 0.9), (2900, 0.08)], accuracy=0.5)
HOSTILE = "</svg><script>alert(1)</script><!-- \" ' & ]]>"
ODD = [
    OWN_RUN,
    replace(CURVES, band=[]),
    replace(CURVES, accuracies=[0.6] * 40, expected=(0.6, 0.6)),
    replace(CURVES, accuracies=[0.0, 1.0], expected=(0.0, 1.0)),
    replace(OWN_RUN, losses=[(10, math.nan), (20, math.inf), (30, 1e300), (40, -1e300)]),
    replace(OWN_RUN, losses=[(i, 2.0) for i in range(1, 100_000)]),
    replace(CURVES, band=[(5, 0.0, 2.3, math.inf), (10, -math.inf, math.nan, math.inf)]),
    replace(CURVES, title=HOSTILE),
]


@pytest.mark.parametrize("curves", ODD, ids=range(len(ODD)))
def test_it_is_well_formed_small_and_inside_its_frame(curves: Curves) -> None:
    svg = to_svg(curves, alone=True)
    root = ElementTree.fromstring(svg)
    assert len(svg) < 30_000
    assert "nan" not in svg.replace(HOSTILE, "")
    for shape in root.iter():
        for point in shape.get("points", "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
        if shape.tag.endswith("circle"):
            assert 540 <= float(shape.get("cx", "")) <= WIDTH
            assert 0 <= float(shape.get("cy", "")) <= HEIGHT


def test_words_are_escaped_and_nothing_is_active() -> None:
    svg = to_svg(replace(OWN_RUN, title=HOSTILE))
    root = ElementTree.fromstring(svg)
    assert {each.tag for each in root.iter()} <= {
        "svg", "text", "path", "polyline", "polygon", "rect", "circle",
    }  # fmt: skip
    attributes = {name for each in root.iter() for name in each.keys()}  # noqa: SIM118
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert "style" not in attributes  # a page's policy would refuse it
    assert next(each.text for each in root.iter("text")) == HOSTILE


def test_a_file_of_its_own_has_both_grounds() -> None:
    assert "prefers-color-scheme:dark" in to_svg(CURVES, alone=True)
    assert "<style" not in to_svg(CURVES)


def test_only_the_run_has_a_colour() -> None:
    assert OWN not in to_svg(CURVES)
    assert OWN in to_svg(OWN_RUN)


def test_it_is_described_in_words() -> None:
    words = described(OWN_RUN)
    assert "4 seeds from 60.00% to 62.00%" in words
    assert "50.00%, below this range" in words
    assert "2 of its 3 losses" in words
    assert "above" in described(replace(OWN_RUN, accuracy=0.7))
    assert "in this range" in described(replace(OWN_RUN, accuracy=0.6))
    assert 'aria-label="b4e3: test accuracy' in to_svg(CURVES)


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 1.0), (0.98, 0.9801), (-300.0, 2.0), (1e-9, 2e-9), (0.0, 7e6)]
)
def test_round_values_lie_inside_and_are_few(low: float, high: float) -> None:
    ticks = Axis(low, high, 0, 1).ticks()
    assert 2 <= len(ticks) <= 6
    assert all(low - 1e-12 <= each <= high + 1e-12 for each in ticks)


def test_a_page_holds_the_picture_and_results_do_not() -> None:
    question = Question("2.3.i", "Training", Fraction(1), Kind.TRAINING)
    picture = to_svg(replace(OWN_RUN, title=HOSTILE))
    verdict = Verdict(question, Outcome.CORRECT, Fraction(1), figure=picture)
    report = Report("s1", "vision_hw4", "Homework", (verdict,), "1", seconds=0.1)
    assert picture in to_html(report)
    assert "<script" not in to_html(report)
    assert "svg" not in to_json(report)
    assert from_stored(to_stored(report)).verdicts[0].figure == picture
