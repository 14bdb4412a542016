"""The sheets that are installed: what is found in a write-up of one, and what is right there."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graders.declaring.assignment import assignment_names, load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder
from tests.reading.layouts import by_label

FINDERS = {name: Finder(load_assignment(name)) for name in assignment_names()}
_SUBMISSIONS = Path(__file__).parents[2] / "submissions"
_HEADING = re.compile(r"^#+ (.+)\n", re.MULTILINE)


def read(assignment: str, text: str) -> Answers:
    """The answers that are found in a text."""
    return FINDERS[assignment].find(read_blocks(text, Where("answers.md", 1)))


def first_answers(assignment: str, text: str) -> Mapping[str, str]:
    """The first answer that is found to each question, white space aside."""
    found = read(assignment, text).found
    return {id: " ".join(answers[0].text.split()) for id, answers in found.items() if answers}


@cache
def answers_of(assignment: str) -> Mapping[str, str]:
    """The right answers to an assignment, by the ids of their questions."""
    text = (_SUBMISSIONS / assignment / "all_right" / "answers.md").read_text(encoding="utf-8")
    headings, texts = (_HEADING.split(text)[first::2] for first in (1, 2))
    asked = {question.id for question in load_assignment(assignment).questions}
    answers = zip(headings, texts, strict=True)
    return {id: text.strip() for id, text in answers if id in asked and text.strip()}


@cache
def found_by_ids(assignment: str) -> Mapping[str, str]:
    """What is found where every number and letter has its whole id for a heading."""
    answers = by_label(answers_of(assignment))
    texts = (f"# {'.'.join(path)}\n\n{text}" for path, text in answers.items())
    return first_answers(assignment, "\n\n".join(texts))
