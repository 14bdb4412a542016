"""The same answers are found however a write-up is laid out."""

import pytest

from tests.reading.layouts import (
    COUNTS,
    ORDERS,
    PARTS,
    SECTIONS,
    WHOLE,
    Layout,
    by_label,
    labelled_whole,
)
from tests.reading.sheets import FINDERS, answers_of, first_answers, found_by_ids

LAYOUTS = [  # section, part, order, count
    ("heading with a word", "heading", "in order", "as the sheet does"),
    ("heading with a word", "bare heading", "shuffled", "as the sheet does"),
    ("heading", "heading with a word", "descending", "as the sheet does"),
    ("deep heading", "heading with a title", "shuffled", "as the sheet does"),
    ("heading with a title", "heading with a bracket", "in order", "letters"),
    ("heading", "heading", "in order", "numbers"),
    ("heading with a word", "point", "descending", "as the sheet does"),
    ("heading", "bracket", "shuffled", "as the sheet does"),
    ("word", "brackets", "descending", "as the sheet does"),
    ("bold with a word", "line", "shuffled", "as the sheet does"),
    ("bold", "bold", "in order", "as the sheet does"),
    ("line", "word", "in order", "as the sheet does"),
    ("heading", "bold line", "descending", "letters"),
    ("word", "brackets", "shuffled", "numbers"),
    ("heading with a title", "line", "shuffled", "small Roman numbers"),
]
WHOLE_LABELS = [  # label, count of parts, count of their parts
    ("brackets", "letters", "small Roman numbers"),
    ("word and brackets", "small Roman numbers", "letters"),
    ("heading with brackets", "letters", "numbers"),
    ("points", "letters", "small Roman numbers"),
    ("word and dashes", "letters", "small Roman numbers"),
    ("heading with commas", "small Roman numbers", "letters"),
    ("square brackets", "letters", "small Roman numbers"),
    ("rules", "letters", "letters"),
    ("bold", "letters", "numbers"),
    ("list", "letters", "small Roman numbers"),
    ("words", "letters", "small Roman numbers"),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=", ".join)
@pytest.mark.parametrize("assignment", FINDERS)
def test_every_layout_finds_the_same_answers(
    assignment: str, layout: tuple[str, str, str, str]
) -> None:
    section, part, order, count = layout
    laid_out = Layout(SECTIONS[section], PARTS[part], ORDERS[order], COUNTS[count])
    written = laid_out.written(by_label(answers_of(assignment)))
    assert first_answers(assignment, written) == found_by_ids(assignment)


@pytest.mark.parametrize("label", WHOLE_LABELS, ids=", ".join)
@pytest.mark.parametrize("assignment", FINDERS)
def test_whole_labels_find_the_same_answers(assignment: str, label: tuple[str, str, str]) -> None:
    whole, *counts = label
    answers = by_label(answers_of(assignment))
    written = labelled_whole(answers, WHOLE[whole], *(COUNTS[each] for each in counts))
    assert first_answers(assignment, written) == found_by_ids(assignment)
