import pytest

from graders.declaring.assignment import load_assignment
from graders.errors import Undecided
from graders.grading.question_run import BESIDE, QuestionRun
from graders.model import Comparison, Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.context import words_against, words_changing
from graders.reading.finding.finder import Finder

SHEET = load_assignment("deep_learning_hw2")
FINDER = Finder(SHEET)
QUESTION = SHEET.by_id["2.1.o1"]


def against(text: str) -> str:
    found = FINDER.find(read_blocks(f"## 2.1\n\n{text}", Where("answers.md", 1)))
    return words_against(found.to(QUESTION)[0], found, FINDER.sheet, QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "$o_1 = 0.8896$ and the loss is small.",
        "Not every unit is active. $o_1 = 0.8896$",
        "$o_1 = 0.8896$. $o_2 = 0.8$ is wrong.",
        "$$o_1 = 0.8896$$\n\nThe other one is not as large.",
        "| name | value |\n|---|---|\n| o_1 | 0.8896 |\n\nThis is not wrong.",
    ],
)
def test_other_words_say_nothing_against_a_number(text: str) -> None:
    assert not against(text)


@pytest.mark.parametrize(
    "text",
    [
        "$o_1 = 0.8896$ is not right.",
        "o_1 = 0.8896 (wrong, no sigmoid)",
        "A slip: $o_1 = 0.8896$",
        "One might get\n\n$$o_1 = 0.8896$$",
        "$$o_1 = 0.8896$$\n\nwould hold for the sigmoid.",
        "$o_1 = 0.8896$\n\nNo, this is false.",
        "The outputs are o_1 = 0.8896, off by one bias.",
    ],
)
def test_words_against_a_number_are_found_in_its_sentence_and_behind_it(text: str) -> None:
    assert against(text)


@pytest.mark.parametrize(
    ("behind", "changed"),
    [("$, halved.", True), ("$, then divided by two", True), ("$, since I halved $x$", False)],
)
def test_words_that_make_another_number_of_it_stand_behind_it(behind: str, changed: bool) -> None:
    text = f"## 2.1\n\n$o_1 = 1.7792{behind}"
    found = FINDER.find(read_blocks(text, Where("answers.md", 1)))
    assert bool(words_changing(found.to(QUESTION)[0], found)) is changed


@pytest.mark.parametrize("name", ["w_1", "t_2", "u_2", "m", r"\beta", "x_1"])
def test_a_number_under_another_name_is_not_the_answer(name: str) -> None:
    found = FINDER.find(read_blocks(f"## 2.1.o1\n\n${name} = 0.8896$", Where("answers.md", 1)))
    answers = found.to(QUESTION)
    assert all("called" in words_against(each, found, FINDER.sheet, QUESTION) for each in answers)


@pytest.mark.parametrize("left", ["o_1", "o", "y_1", "The first output"])
def test_a_letter_with_the_same_index_may_be_the_students_own(left: str) -> None:
    found = FINDER.find(read_blocks(f"## 2.1.o1\n\n{left} = 0.8896", Where("answers.md", 1)))
    assert not words_against(found.to(QUESTION)[0], found, FINDER.sheet, QUESTION)


def test_other_letters_beside_the_answer_are_no_answers() -> None:
    text = "## 2.1.o1\n\n$u_1 = 0.5$, $u_2 = 0.25$, $o_1 = 0.8896$"
    found = FINDER.find(read_blocks(text, Where("answers.md", 1)))
    assert [each.text for each in found.to(QUESTION)] == ["o_1 = 0.8896"]


def test_words_against_a_right_answer_leave_it_to_a_person() -> None:
    found = FINDER.find(read_blocks("## 2.1\n\n$o_1 = 0.8896$", Where("answers.md", 1)))
    run = QuestionRun(QUESTION, found.to(QUESTION))
    run.words_against = lambda _: "is wrong"
    with pytest.raises(Undecided) as finding:
        run.settle(Comparison(True, "number"))
    assert f"{BESIDE}: is wrong" in finding.value.note
