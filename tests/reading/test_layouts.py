"""The same answers are found however a write-up is laid out."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graders.declaring.assignment import assignment_names, load_assignment
from graders.model import Where
from graders.reading.finding.finder import Finder
from graders.reading.outline.markdown import read_blocks
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

SUBMISSIONS = Path(__file__).parents[2] / "submissions"
_HEADING = re.compile(r"^#+ (.+)\n", re.MULTILINE)
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
FINDERS = {name: Finder(load_assignment(name)) for name in assignment_names()}


@pytest.mark.parametrize("layout", LAYOUTS, ids=", ".join)
@pytest.mark.parametrize("assignment", FINDERS)
def test_every_layout_finds_the_same_answers(
    assignment: str, layout: tuple[str, str, str, str]
) -> None:
    section, part, order, count = layout
    laid_out = Layout(SECTIONS[section], PARTS[part], ORDERS[order], COUNTS[count])
    written = laid_out.written(by_label(answers_of(assignment)))
    assert found_in(assignment, written) == found_by_ids(assignment)


@pytest.mark.parametrize("label", WHOLE_LABELS, ids=", ".join)
@pytest.mark.parametrize("assignment", FINDERS)
def test_whole_labels_find_the_same_answers(assignment: str, label: tuple[str, str, str]) -> None:
    whole, *counts = label
    answers = by_label(answers_of(assignment))
    written = labelled_whole(answers, WHOLE[whole], *(COUNTS[each] for each in counts))
    assert found_in(assignment, written) == found_by_ids(assignment)


@cache
def answers_of(assignment: str) -> Mapping[str, str]:
    """The right answers to an assignment, by the ids of their questions."""
    text = (SUBMISSIONS / assignment / "all_right" / "answers.md").read_text(encoding="utf-8")
    headings, texts = (_HEADING.split(text)[first::2] for first in (1, 2))
    asked = {question.id for question in load_assignment(assignment).questions}
    answers = zip(headings, texts, strict=True)
    return {id: text.strip() for id, text in answers if id in asked and text.strip()}


@cache
def found_by_ids(assignment: str) -> Mapping[str, str]:
    """What is found where every number and letter has its whole id for a heading."""
    answers = by_label(answers_of(assignment))
    texts = (f"# {'.'.join(path)}\n\n{text}" for path, text in answers.items())
    return found_in(assignment, "\n\n".join(texts))


def found_in(assignment: str, text: str) -> Mapping[str, str]:
    """The first answer that is found to each question, white space aside."""
    found = FINDERS[assignment].find(read_blocks(text, Where("answers.md", 1))).found
    return {id: " ".join(answers[0].text.split()) for id, answers in found.items() if answers}
