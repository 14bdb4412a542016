from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.errors import SubmissionError, Unreadable
from graders.model import Answer, Form, Kind, Submission, Where
from graders.reading.blocks.markdown import code_block, read_blocks
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.quantities.values import read_value
from tests.reading.sheets import first_answers

SHEET = load_assignment("deep_learning_hw2")
FINDER = Finder(SHEET)
MODELS = Finder(load_assignment("vision_hw4"))
VALUES = frozenset(
    each.id
    for each in SHEET.questions
    if each.kind is Kind.NUMERIC and (each.names or each.id.startswith("6"))
)
START = Where("answers.md", 1)


def answers_in(text: str) -> Answers:
    return FINDER.find(read_blocks(text, START))


def number_in(answer: Answer) -> str:
    """The number that an answer ends in, or a word that says why there is none."""
    try:
        number = read_value(answer, FINDER.vocabulary).number
    except Unreadable:
        return "unreadable"
    return f"{float(number):.9g}" if number else "none"


@pytest.mark.cases("write_ups", "write_ups")
def test_every_answer_is_found_and_nothing_else(case: dict[str, Any]) -> None:
    found = answers_in(case["text"])
    numbers = {
        each.id: [number_in(answer) for answer in found.to(each)]
        for each in SHEET.questions
        if each.id in VALUES and found.to(each)
    }
    texts = {
        each.id: found.to(each)[0].text
        for each in SHEET.questions
        if each.id not in VALUES and found.to(each)
    }
    assert numbers == case.get("numbers", {})
    assert texts == case.get("texts", {})


@pytest.mark.parametrize(
    ("text", "unclaimed"),
    [
        ("## 6\n\nIt is many.", "It is many."),
        ("## 6\n\nIt is many.\n\n## 6.2\n\n132863336", None),
        ("## 6\n\nIt is 0.931.\n\n## 6.2\n\n132863336", "It is 0.931."),
        ("## 6\n\n## 5\n\nIt is many.", None),
        ("## 6\n\n|total|9|\n|-|-|\n|share|93.1%|\n", "|total|9|\n|-|-|\n|share|93.1%|"),
        ("## 6\n\n|FC-10|9|\n|-|-|\n|FC-10|90|\n", None),
    ],
)
def test_what_stands_under_a_label_and_nothing_takes_may_be_the_answer(
    text: str, unclaimed: str | None
) -> None:
    found = answers_in(text).unclaimed(SHEET.by_id["6.3"])
    assert (found.text if found else None) == unclaimed


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("w1 0.0999, w2 0.1999 ~~ no, later\n\nw7 0.6992, w8 0.7988", "w1 0.0999, w2"),
        ("w1 | 0.1 | 0.0999\n\nw7 0.6992, w8 0.7988", "w1 | 0.1"),
        ("w1 is small\n\nw7 0.6992, w8 0.7988", ""),
        ("w_7^{new} = 0.6992. 0.0999 for w1 or so.", "0.0999 for w1"),
    ],
)
def test_a_name_beside_a_number_that_is_not_read_may_be_the_answer(
    text: str, mentioned: str
) -> None:
    found = answers_in(f"## 2.3\n\n{text}").unclaimed(SHEET.by_id["2.3.w1"])
    assert (found.text[: len(mentioned)] if found else "") == mentioned
    assert (found is None) == (not mentioned)


@pytest.mark.parametrize(
    ("behind", "may_be_wrong"),
    [
        ("Scratch that, it is 0.98.", False),
        ("No, wait: it is 0.98.", False),
        ("It is small.", True),
    ],
)
def test_what_the_next_paragraph_takes_back_is_not_called_wrong(
    behind: str, may_be_wrong: bool
) -> None:
    (answer,) = answers_in(f"# 2.1\n\n$$h_1 = 0.97$$\n\n{behind}").to(SHEET.by_id["2.1.h1"])
    assert answer.inferred is not may_be_wrong


def test_what_the_next_line_takes_back_is_no_answer() -> None:
    (answer,) = answers_in("# 2.1\n\nh_1 = 0.97\nScratch that. It is 0.98").to(
        SHEET.by_id["2.1.h1"]
    )
    assert number_in(answer) == "0.98"


def test_an_answer_says_where_it_stands_and_how_it_was_found() -> None:
    table = "| unit | value |\n|---|---|\n| $h_2$ | 0.99 |"
    text = f"## 2.1\n\nso\n\n$$h_1 = 0.98$$\n\n{table}\n\n## 2.2.w9\n\n0.08"
    found = answers_in(text)
    seen = {
        name: (str(answer.where), answer.form, answer.found_by)
        for name in ("2.1.h1", "2.1.h2", "2.2.w9")
        for answer in found.to(SHEET.by_id[name])
    }
    assert seen == {
        "2.1.h1": ("answers.md:5", Form.LATEX, "left-hand side h1"),
        "2.1.h2": ("answers.md:9", Form.TABLE, "table row h2"),
        "2.2.w9": ("answers.md:13", Form.MARKDOWN, "label 2.2.w9"),
    }


def test_passages_below_no_label_are_told() -> None:
    found = answers_in("My name is Ada.\n\n# 2.1\n\nh_1 = 0.98")
    assert [str(where) for where in found.unplaced] == ["answers.md:1"]


def test_code_is_read_for_its_values() -> None:
    found = FINDER.find((code_block("h1 = 0.986613\nh2 = 0.995033\n", Where("a.py", 1)),))
    (answer,) = found.to(SHEET.by_id["2.1.h2"])
    assert (number_in(answer), str(answer.where)) == ("0.995033", "a.py:2")


def test_a_question_of_the_sheet_has_one_quantity() -> None:
    assert FINDER.quantity(SHEET.by_id["2.2.w9"]) == "dMSE_dw9"
    assert FINDER.quantity(SHEET.by_id["2.3.w10"]) == "w10_new"


NAMED = [each for each in SHEET.questions if each.names and each.kind is Kind.NUMERIC]


@pytest.mark.parametrize("question", NAMED, ids=lambda question: question.id)
@pytest.mark.parametrize(
    "form",
    [
        *("$${name} = 0.123456$$", "{name} = 0.123456", "## {label}\n\n${name} = 0.123456$"),
        *("## {label}\n\n0.123456", "| ${name}$ | 0.123456 |\n|---|---|\n| a | b |"),
        "## {parent}\n\n### ${name}$\n\n0.123456",
    ],
    ids=["display", "prose", "label", "label only", "table", "name as heading"],
)
def test_each_numeric_question_is_found_in_each_form(question: Any, form: str) -> None:
    parent = ".".join(question.path[:-1])
    text = form.format(name=question.names[0], label=question.id, parent=parent)
    found = answers_in(text)
    assert {each.id for each in SHEET.questions if found.to(each)} == {question.id}
    assert number_in(found.to(question)[0]) == "0.123456"


# --- whatever a student hands in ---------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            *("# ", "## 2.1\n", "Question 2\n", "(a) ", "\n", "\n\n", "$$", "$", "h_1", " = "),
            *("0.98", "w_9", r"\frac{dMSE}{dw_9}", r"\frac", "{", "}", "|", "---|---\n", "\\\\"),
            *("- ", "1. ", "```\n", r"\begin{aligned}", r"\end{aligned}", "^{t+1}", "_", "\t"),
            *(r"\sigma(", ")", r"\boxed{", "or", "and", " is ", "≈", "−", "é", "\u200b", "%", "<"),
        ]
    ),
    max_size=50,
).map("".join)


BOUNDS = load_assignment("generalization_hw1")
STUB = (BOUNDS.folder / "handout" / "own_bound.py").read_text(encoding="utf-8")
STUBS = {
    "as it was handed out": (STUB, True),
    "with other white space": (STUB.replace("\n\n\n", "\n\n"), True),
    "filled in": (STUB.replace("raise NotImplementedError", "return 1.0"), False),
    "one function of two": (f"def fro_norm(matrix):\n    return matrix.norm()\n\n\n{STUB}", False),
}


@pytest.mark.parametrize(("code", "is_blank"), STUBS.values(), ids=STUBS)
def test_only_code_as_it_was_handed_out_is_blank(code: str, is_blank: bool) -> None:
    labels = read_blocks("# 1\n\n# 3.own_bound\n", START)
    found = Finder(BOUNDS).find([*labels, code_block(code, Where("own_bound.py", 1))])
    assert found.are_blank is is_blank


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=200), PIECES))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = answers_in(text)
    for question in SHEET.questions:
        for answer in found.to(question):
            number_in(answer)


UNITS = [
    *("(", ")", "{", "}", "[", "$", "$$", r"\frac", r"\frac{", "=", "_", "w_", "w_{", "|"),
    *("| a ", "0", "0.", "-", "*", "\\", r"\\ ", r"\boxed{", r"\text{", "h_1 = ", "^", "'"),
    *("# ", "> ", "- ", "1. ", "\n", "\t", " ", "`", "~", "<", "&", ",", "a", "1,", "(a) "),
    *("=0.5=", r"\begin{aligned}", r"\sqrt", "d", r"\partial ", "e", "1e", "_{", "h_1 and "),
    *("\u200b", "₁", "²", "２", r"\left(", r"\{", "%", "Q", "2.", "i", "dMSE/", ": ", "or 1"),
]
MARKS = {
    r"\boxed{": pytest.mark.slow,
}


@pytest.mark.parametrize("unit", [pytest.param(unit, marks=MARKS.get(unit, ())) for unit in UNITS])
def test_twenty_thousand_characters_of_anything_are_read(unit: str) -> None:
    text = (unit * (20_000 // len(unit) + 1))[:20_000]
    for whole in (text, f"## 2.1.h1\n\n$$h_1 = {text}$$", f"## 2.1.h1\n\n{text}"):
        found = answers_in(whole)
        for question in SHEET.questions:
            for answer in found.to(question):
                number_in(answer)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("3.3.b.adam_bn", "# 3.3\nSGD 0.98, Adam with BN 0.99", True),
        ("3.3.a.sgd", "# 3.3\nSGD 0.98, Adam with BN 0.99", True),
        ("5.2.trick", "# 5.2.correct\nCorn; after a Gaussian blur hot pot", True),
        ("5.2.trick", "# 5.2.correct\nCorn", False),
        ("3.2.l1_from_l2", "# 3.1\nAccuracy 0.99", False),
    ],
)
def test_what_a_person_reads_is_found_above_or_beside_its_part(
    question: str, text: str, found: bool
) -> None:
    sheet = load_assignment("networks_hw4")
    answers = Finder(sheet).find(read_blocks(text, START))
    assert bool(answers.to(sheet.by_id[question])) is found


def test_what_a_person_reads_is_found_under_the_labels_of_other_parts() -> None:
    sheet = load_assignment("optimization_hw2")
    text = "2.1.a.derivative: g'(x) = 1/(1+|x|)^2.\n\nThe slope is tiny far from the origin."
    found = Finder(sheet).find(read_blocks(text, START))
    assert found.to(sheet.by_id["2.1.a.vanishing"])[0].text.endswith("origin.")


def test_a_name_under_the_question_is_a_mention_for_each_part_that_lost_it() -> None:
    found = answers_in("# 2\n\nThe slant for w7 is 0.0765. After one step w7 becomes 0.6992.")
    assert found.mentioned.keys() == {"2.2.w7"}


def test_a_range_of_names_is_a_mention_of_each() -> None:
    found = answers_in("# 2.3\n\nw1..w3: 0.09998, 0.2, 0.3")
    assert {"2.3.w2"} <= found.mentioned.keys() <= {"2.3.w1", "2.3.w2", "2.3.w3"}


@pytest.mark.parametrize(
    ("text", "may_be_there"),
    [("The slant for w7 is 0.0765.", False), ("0.9866 for the first unit, w7 is 0.1.", True)],
)
def test_text_whose_numbers_all_have_names_holds_no_answer_to_others(
    text: str, may_be_there: bool
) -> None:
    found = answers_in(f"# 2\n\n{text}")
    assert (found.unclaimed(SHEET.by_id["2.1.h1"]) is not None) == may_be_there


SCRAPS = [
    *("|", "| | |", "|---|---|", "&", "&&", "\\\\", "\t", "   ", "\n", "\n\n", "```", "```answer"),
    *("<tr>", "</tr>", "<td>", "</td>", "<td></td>", "<tr></tr>", "<table>", "</table>", "<!--"),
    *(r"\begin{tabular}{ll}", r"\end{tabular}", r"\hline", "$$", "$", r"\[", r"\]", "-->", "**"),
    *(r"\begin{itemize}", r"\item", r"\end{itemize}", r"\begin{array}{cc}", r"\end{array}", "~~"),
    *("- ", "1. ", "(a) ", "# ", "## 2.1", r"\section{3}", "# 3.1.1", "Layer", "Model 1", "h_1"),
    *("w_9", "=", "0.5", "3x3", "≈", "---", "+-+"),
]
SOUP = st.lists(
    st.one_of(st.sampled_from(SCRAPS), st.text(alphabet="|-+=&#*`<>$\\ \n\tab1.", max_size=4)),
    max_size=24,
).map(" ".join)


@example("## 3\n\n6 x 2\n\n| | |\n| | |", "answers.md")
@example("## 3\n\n```answer\n| a | b |\n|---|---|\n| | |\n```", "answers.md")
@example("## 3\n\n6\n\n<table><tr></tr><tr><td>a</td></tr></table>", "answers.md")
@example("## 3\n\n<tr></tr>", "answers.tex")
@settings(deadline=None, max_examples=100)
@given(SOUP, st.sampled_from(["answers.md", "answers.tex"]))
def test_no_soup_of_tables_fences_and_lists_makes_reading_and_finding_raise(
    text: str, name: str
) -> None:
    try:
        blocks = sources_to_blocks(Submission("soup", {name: text.encode()}))
    except SubmissionError:
        return
    for finder in (FINDER, MODELS):
        found = finder.find(blocks)
        for question in finder.sheet.questions:
            found.to(question)
            found.unclaimed(question)


def test_a_number_behind_what_a_derivative_is_taken_by_may_be_each_of_these():
    found = answers_in("## 2.2\n\nThe slope of $o_2$ by $h_1$ is 0.1278, by $h_2$ 0.0160.")
    by_unit = {"2.2.do1_dh2", "2.2.do2_dh2"}
    assert by_unit <= set(found.mentioned)
    assert not by_unit & {id for id, answers in found.found.items() if answers}


def test_rows_of_a_table_tell_parts_by_words_and_names_behind_a_label() -> None:
    rows = "| 2.1(a) derivative | $1/(1+|x|)^2$ |\n| 2.1(a) for large x | it vanishes, slow |\n"
    found = first_answers("optimization_hw2", f"| Question | Answer |\n|---|---|\n{rows}")
    assert found["2.1.a.vanishing"] == "for large x: it vanishes, slow"
    rows = "| 4.2 (W_g) | $a$ |\n| 4.2 (W_d) | $b$ |"
    found = first_answers("vision_hw4", f"| Q | A |\n|---|---|\n{rows}")
    assert found == {"4.2.Wg": "$a$", "4.2.Wd": "$b$"}
