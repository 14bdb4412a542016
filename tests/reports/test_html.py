"""Reports as pages: what stands in them, and what never may."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.model import Outcome, Report
from graders.reports.html import tally_to_html, to_html
from graders.reports.tally import tally

VOID = {"meta", "input", "br", "img", "link", "hr"}
SVG_EMPTY = {"rect", "path"}


class Page(HTMLParser):
    """A page taken apart: its elements, its text, and whether its tags are balanced."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in SVG_EMPTY
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.elements
            if name == tag and attributes.items() <= found.items()
        ]

    def ids(self) -> list[str]:
        return [found["id"] for _, found in self.elements if "id" in found]


def class_to_html(reports: Iterable[Report]) -> str:
    return tally_to_html(tally(reports))


def scripts(source: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", source, re.DOTALL)


def assert_harmless(page: Page, *, of_a_class: bool = False) -> None:
    """Only our own elements, nothing that is loaded, and nothing that runs but our own script."""
    assert page.open == []
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["script"] <= of_a_class
    assert not set(tags) & {
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "link",
        "textarea",
    }
    assert tags["style"] == 1
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        address = attributes.get("href", "#")
        assert address.startswith("#") or re.fullmatch(
            r"[\w%.~-]*/report\.html(#question-[\w%./~-]+)?", address, re.ASCII
        )


@pytest.mark.parametrize("name", ["realistic", "hostile", "huge"])
def test_no_student_text_becomes_part_of_a_page(request, name):
    report = request.getfixturevalue(name)
    assert_harmless(Page(to_html(report)))
    assert_harmless(Page(class_to_html([report])), of_a_class=True)


@settings(max_examples=30)
@given(st.lists(st.from_type(Report), min_size=1, max_size=3))
def test_every_report_becomes_a_harmless_page(reports):
    assert_harmless(Page(to_html(reports[0])))
    assert_harmless(Page(class_to_html(reports)), of_a_class=True)


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(realistic):
    source = to_html(realistic)
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = Page(source).all("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.split(" ", 1) for rule in policy["content"].split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "url(" not in style
    assert "@import" not in style


def test_the_script_of_a_class_is_always_the_same_and_alone_allowed(realistic, hostile, classroom):
    pages = [class_to_html(reports) for reports in ([realistic], [hostile], classroom)]
    (script,) = {script for page in pages for script in scripts(page)}
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    for page in pages:
        assert f"script-src 'sha256-{digest}'; base-uri 'none'" in page
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|http", script
    )


def test_what_waits_for_a_person_stands_before_all_else(classroom):
    source = class_to_html(classroom)
    places = [
        source.index(f'<h2 id="{id}">')
        for id in ("waiting", "submissions", "questions", "mistakes", "scores")
    ]
    assert places == sorted(places)


def test_each_mistake_links_to_those_who_made_it(realistic):
    wrong = next(each for each in realistic.verdicts if each.mistake == "sign")
    names = ("s2", "s10", "s1")
    reports = [replace(realistic, submission=name, verdicts=(wrong,)) for name in names]
    part = class_to_html(reports).partition('<h2 id="mistakes">')[2].partition("</section>")[0]
    links = re.findall(r'href="([^"]+)"', part)
    assert links == [f"{name}/report.html#question-1.1.2" for name in ("s1", "s2", "s10")]
    assert "sign <small>3</small>" in part


def test_rows_carry_the_numbers_that_they_are_sorted_by(classroom):
    rows = re.findall(r"<tr><th scope=\"row\"><a .*?</tr>", class_to_html(classroom), re.DOTALL)
    assert len(rows) == len(classroom)
    for row in rows:
        assert len(re.findall(r'data-value="[\d.]+"', row)) == 3


def test_what_a_person_marked_says_so_and_shows_the_comment(realistic):
    verdict = replace(realistic.verdicts[7], marked=True, feedback="Well <put>.")
    page = Page(to_html(replace(realistic, verdicts=(verdict,))))
    assert "marked by a person" in page.text
    assert "Well <put>." in page.text
    counted = Page(class_to_html([replace(realistic, verdicts=(verdict,))])).text
    assert "marked by a person 1" in counted


def test_the_page_of_a_class_of_300_stays_light(classroom):
    reports = [
        replace(classroom[n % len(classroom)], submission=f"lovelace_ada_{n:03}_98765_homework")
        for n in range(300)
    ]
    assert len(class_to_html(reports)) < 2_000_000


def test_hostile_text_is_readable_on_the_page(hostile):
    page = Page(to_html(hostile))
    assert "<script>alert(1)</script> & \"quoted\" 'text' {{ 7 * 7 }}" in page.text
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text


def test_every_question_stands_once_and_is_linked_once(realistic):
    page = Page(to_html(realistic))
    assert len(page.ids()) == len(set(page.ids()))
    for verdict in realistic.verdicts:
        assert f"question-{verdict.question.id}" in page.ids()
        assert len(page.all("a", href=f"#question-{verdict.question.id}")) == 1
        assert verdict.question.title in page.text
    links = [found["href"] for found in page.all("a")]
    assert all(unquote(link[1:]) in page.ids() for link in links)


def test_the_page_says_what_the_report_says(realistic):
    page = Page(to_html(realistic))
    for text in (
        "12.33 of 25 points up to 5.5 more after review",
        "not correct 0/0.5",
        "read as x^T A found at answers.md:24 mistake layout",
        "–/2 +2 open",
        "to students after published",
        "isolation: full",
    ):
        assert text in page.text


def test_points_beyond_the_maximum_alone_are_extra(realistic):
    first = realistic.verdicts[0]
    extra = replace(first, question=replace(first.question, bonus=True))
    page = to_html(replace(realistic, verdicts=(extra,)))
    assert "<strong>0.5</strong> extra points" in page


def test_staff_notes_are_folded_away(realistic):
    page = to_html(realistic)
    noted = [verdict for verdict in realistic.verdicts if verdict.note]
    folded = re.findall(r"<details><summary>note for staff</summary>(.*?)</details>", page)
    assert len(folded) == len(noted)


def test_each_outcome_that_occurs_has_a_filter_with_its_number(realistic):
    page = Page(to_html(realistic))
    numbers = Counter(verdict.outcome for verdict in realistic.verdicts)
    filters = [found["id"] for found in page.all("input", type="radio", name="show")]
    assert filters == ["show-all", "show-person", *(f"show-{o}" for o in Outcome if numbers[o])]
    assert "follows from your earlier value 1" in page.text
    for outcome in Outcome:
        assert f"body:has(#show-{outcome}:checked) :is(article:not(.{outcome})" in to_html(
            realistic
        )


def test_headings_follow_one_another_by_one_level(realistic, classroom):
    for source in (to_html(realistic), class_to_html(classroom)):
        levels = [int(tag[1]) for tag, _ in Page(source).elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_class_links_to_every_submission_and_to_every_answer_to_look_at(classroom):
    page = Page(class_to_html(classroom))
    links = Counter(found["href"] for found in page.all("a"))
    for report in classroom:
        assert links[f"{report.submission}/report.html"] >= 1
        for verdict in report.needs_review:
            assert links[f"{report.submission}/report.html#question-{verdict.question.id}"] == 1


def test_a_class_shows_its_scores_as_a_histogram(classroom):
    source = class_to_html(classroom)
    (chart,) = Page(source).all("svg", **{"class": "histogram"})
    numbers = [int(each) for each in chart["aria-label"].split(": ")[1].split(", ")]
    assert sum(numbers) == len(classroom)
    best = max(classroom, key=lambda report: report.points)
    tallest_bin = int(best.points / best.max_points * 20)
    assert max(place for place, number in enumerate(numbers) if number) == min(tallest_bin, 19)


def test_full_points_are_in_the_last_bin_of_the_histogram(realistic):
    full = replace(realistic, verdicts=realistic.verdicts[:1])
    (chart,) = Page(class_to_html([full])).all("svg", **{"class": "histogram"})
    assert chart["aria-label"].endswith(": " + "0, " * 19 + "1")


def test_the_heat_table_holds_the_share_of_each_outcome(realistic):
    wrong = replace(realistic.verdicts[0], outcome=Outcome.INCORRECT)
    reports = [
        replace(realistic, verdicts=(each,)) for each in (*[wrong] * 3, realistic.verdicts[0])
    ]
    source = class_to_html(reports)
    assert '<td class="correct heat-5">25</td>' in source
    assert '<td class="incorrect heat-9">75</td>' in source


def test_a_share_below_half_a_percent_is_not_shown_as_zero(realistic):
    once = replace(realistic, verdicts=(replace(realistic.verdicts[0], outcome=Outcome.FAULT),))
    often = replace(realistic, verdicts=realistic.verdicts[:1])
    page = Page(class_to_html([once, *[often] * 299]))
    assert "<1" in page.text


def test_the_name_of_a_submission_cannot_lead_elsewhere(realistic):
    page = Page(class_to_html([replace(realistic, submission="javascript:alert(1)//../..")]))
    assert page.all("a", href="javascript%3Aalert%281%29%2F%2F..%2F../report.html")


def test_reports_without_content_are_pages(realistic):
    assert_harmless(Page(to_html(replace(realistic, verdicts=(), notes=()))))
    assert_harmless(Page(class_to_html([])))
    empty = class_to_html([replace(realistic, verdicts=())])
    assert_harmless(Page(empty), of_a_class=True)


Colour = tuple[float, float, float]


def colours(source: str, *, dark: bool) -> dict[str, Colour]:
    schemes = re.findall(r":root \{(.*?)\}", source, re.DOTALL)
    found = re.findall(r"--(\w+): #(\w{6});", schemes[0] + (schemes[1] if dark else ""))
    return {
        name: tuple(int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
        for name, code in found
    }


def mixed(colour: Colour, share: float, other: Colour) -> Colour:
    return tuple(share * a + (1 - share) * b for a, b in zip(colour, other, strict=True))


def luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_has_enough_contrast(realistic, dark):
    source = to_html(realistic)
    palette = colours(source, dark=dark)
    strongest = max(float(each) for each in re.findall(r"var\(--tone\) ([\d.]+)%", source)) / 100
    for text in ("ink", "soft", "link", "review"):
        for ground in ("paper", "card"):
            assert contrast(palette[text], palette[ground]) >= 4.5
    assert contrast(palette["ink"], palette["code"]) >= 4.5
    for outcome in Outcome:
        tone = palette[outcome.value]
        assert contrast(tone, palette["card"]) >= 4.5
        assert contrast(palette["ink"], mixed(tone, strongest, palette["card"])) >= 4.5
