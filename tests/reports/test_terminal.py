"""Reports for a person at a terminal."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from graders.model import Outcome, Report
from graders.reports.class_table import tally_to_table
from graders.reports.lines import cell, ending, split, wrapped
from graders.reports.tally import tally
from graders.reports.terminal import for_encoding, to_terminal
from graders.reports.text import clean

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("name", ["realistic", "hostile"])
def test_every_line_fits_the_width(request, name, width):
    report = request.getfixturevalue(name)
    for text in (
        to_terminal(report, width=width, color=False, verbose=True),
        tally_to_table(tally([report] * 3), width=width, color=False),
    ):
        assert max(map(cell_len, text.splitlines())) <= width


@given(st.from_type(Report), st.integers(40, 130), st.booleans())
def test_any_report_is_shown_without_control_characters(report, width, verbose):
    text = to_terminal(report, width=width, color=False, verbose=verbose)
    assert clean(text) == text
    assert max(map(cell_len, text.splitlines())) <= width


def test_every_question_has_one_line(realistic):
    text, _, _ = to_terminal(realistic, width=120, color=False).partition("A person must look")
    for verdict in realistic.verdicts:
        lines = [line for line in text.splitlines() if f" {verdict.question.id} " in line]
        assert len(lines) == 1
        assert verdict.question.title in lines[0]


@pytest.mark.parametrize("width", [80, 120])
def test_colours_change_no_character(realistic, classroom, width):
    for show, subject in ((to_terminal, realistic), (tally_to_table, tally(classroom))):
        plain, coloured = (show(subject, width=width, color=color) for color in (False, True))
        assert coloured != plain
        assert COLOURS.sub("", coloured) == plain


def test_the_last_line_is_the_standing(realistic):
    text = to_terminal(realistic, width=80, color=False)
    assert text.splitlines()[-1] == "12.33 of 25 points, up to 5.5 more after review · 0.04 s"


def test_points_beyond_the_maximum_alone_are_extra(realistic):
    first = realistic.verdicts[0]
    extra = replace(first, question=replace(first.question, bonus=True))
    text = to_terminal(replace(realistic, verdicts=(extra,)), width=80, color=False)
    assert "\n0.5 extra points" in text


def test_the_bar_of_points_beyond_the_maximum_is_full_and_no_longer(realistic):
    regular = next(each for each in realistic.verdicts if each.outcome is Outcome.CORRECT)
    extra = replace(regular, question=replace(regular.question, id="9", bonus=True))
    text = to_terminal(replace(realistic, verdicts=(regular, extra)), width=80, color=False)
    assert text.splitlines()[-2] == "━" * 80


def test_top_questions_show_their_subtotals_above_the_points(realistic):
    lines = to_terminal(realistic, width=80, color=False).splitlines()
    headings = [line for line in lines if "──" in line and "━" not in line]
    assert [line.split(" ─")[0] for line in headings] == ["1", "2", "3", "4"]
    assert [line.rsplit(" ")[-1] for line in headings] == ["3.33/6.5", "3.5/7.5", "4/9", "1.5/2"]
    (gradient,) = (line for line in lines if " 1.1.1 " in line)
    assert len(headings[0]) == gradient.index("0.5/0.5") + len("0.5/0.5")


def test_a_correct_answer_shows_what_is_remarked_and_more_if_asked(realistic):
    praised = replace(realistic.verdicts[0], feedback="Well done.", note="by sampling")
    report = replace(realistic, verdicts=(praised,))
    brief = to_terminal(report, width=80, color=False)
    assert "Well done." in brief
    assert "by sampling" not in brief
    verbose = to_terminal(report, width=80, color=False, verbose=True)
    assert all(text in verbose for text in ("Well done.", "read as 2 x", "note: by sampling"))


def test_what_a_person_must_look_at_stands_together_with_why_and_where(realistic):
    text = to_terminal(realistic, width=120, color=False)
    _, _, listed = text.partition("A person must look at 5 answers")
    for verdict in realistic.needs_review:
        assert verdict.question.id in listed
    assert "No space left on device" in listed
    assert "train.log:3021" in listed


@pytest.mark.parametrize(
    ("feedback", "note", "shown"),
    [
        ("Six are missing.", "found by table", "Six are missing. · found by table"),
        ("", "no step\nrubric:\na point\nfound by label 2", "no step · found by label 2 · rubric:"),
        ("", f"{'so ' * 99}the last cell is 7O5", "the last cell is 7O5"),
        ("", f"the cell is 7O5\nrubric:\n{'so ' * 99}last", "7O5 · rubric: so"),
    ],
    ids=["only where it stands", "the rubric comes last", "all that is said", "little of a rubric"],
)
def test_what_is_said_of_an_answer_that_a_person_must_look_at_is_whole(
    realistic, feedback, note, shown
):
    waiting = replace(realistic.needs_review[0], feedback=feedback, note=note)
    text = to_terminal(replace(realistic, verdicts=(waiting,)), width=120, color=False)
    told = " ".join(text.partition("A person must look")[2].split())
    assert shown in told
    assert "so last" not in told


def test_what_was_not_found_is_one_list(realistic):
    assert "Not found (2): 1.3.2, 3.2.l1_from_l2\n" in to_terminal(realistic, width=80, color=False)


def test_sections_without_content_are_left_out(realistic):
    report = replace(realistic, verdicts=realistic.verdicts[:1], notes=())
    text = to_terminal(report, width=80, color=False)
    assert "A person must look" not in text
    assert "Not found" not in text


def test_markup_in_student_text_is_shown_as_it_is(realistic):
    text = "[bold red]not bold[/bold red] [link=http://a]x[/link] :smile:"
    changed = replace(realistic.verdicts[1], feedback=text)
    shown = to_terminal(replace(realistic, verdicts=(changed,)), width=120, color=True)
    assert text in COLOURS.sub("", shown)


def test_many_notes_are_counted_and_shown_when_asked_for(realistic):
    report = replace(realistic, notes=tuple(f"left out: file {n}" for n in range(8)))
    brief = to_terminal(report, width=80, color=False)
    assert "file 4" in brief
    assert "file 5" not in brief
    assert "and 3 more notes" in brief
    assert "file 7" in to_terminal(report, width=80, color=False, verbose=True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_an_old_terminal_shows_other_signs_in_the_same_columns(realistic, encoding):
    text = to_terminal(realistic, width=80, color=False)
    old = for_encoding(text, encoding)
    old.encode(encoding)
    assert [len(line) for line in old.splitlines()] == [len(line) for line in text.splitlines()]


def test_a_class_has_one_line_a_submission_sorted_by_name(classroom):
    lines = tally_to_table(tally(reversed(classroom)), width=80, color=False).splitlines()
    names = [line.split()[0] for line in lines[1 : len(classroom) + 1]]
    assert names == [f"s{number}" for number in range(1, len(classroom) + 1)]


def test_the_bar_of_a_submission_shows_its_outcomes_in_proportion(realistic):
    _, line, *_ = tally_to_table(tally([realistic]), width=80, color=False).splitlines()
    bar = re.search("[✓→◐✗○?≈✎!]+", line)[0]
    assert len(bar) == 24
    assert abs(bar.count("✓") - 24 * 7 / 20) <= 1


def test_the_summary_of_a_class_names_the_median_the_lowest_and_the_hardest(classroom):
    points = sorted(classroom, key=lambda report: report.points)
    text = tally_to_table(tally(classroom), width=120, color=False)
    assert f"lowest {float(points[0].points):g} ({points[0].submission})" in text
    wrong = {Outcome.PARTIAL, Outcome.INCORRECT}
    shares = {
        verdict.question.id: sum(r.verdicts[place].outcome in wrong for r in classroom)
        for place, verdict in enumerate(classroom[0].verdicts)
    }
    hardest = max(shares, key=lambda id: shares[id])
    assert f"Most often not wholly right: {hardest} {shares[hardest] / len(classroom):.0%}" in text


def test_a_class_without_submissions_says_so():
    assert tally_to_table(tally([]), width=80, color=False) == "No submissions.\n"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9), st.integers(1, 100))
def test_cells_are_split_in_proportion(parts, cells):
    lengths = split(parts, cells)
    assert sum(lengths) == (cells if any(parts) else 0)
    for part, length in zip(parts, lengths, strict=True):
        assert abs(length - Fraction(part * cells, sum(parts) or 1)) <= 1


@given(st.text().map(clean), st.integers(3, 40))
def test_cells_of_a_table_have_their_width(text, width):
    line = " ".join(text.split())
    assert cell_len(cell(line, width)[0]) == width
    assert cell_len(ending(line, width)) <= width
    assert all(cell_len(each) <= width for each in wrapped(line, width, limit=2))
