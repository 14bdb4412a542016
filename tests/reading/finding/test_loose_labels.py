"""Lines that may be the label of a question to which no label leads."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Answer, Kind
from tests.reading.layouts import COUNTS, ORDERS, PARTS, SECTIONS, Layout, by_label
from tests.reading.sheets import FINDERS, answers_of, found_by_ids, read

UNREAD = [  # section, part, order, count
    ("square brackets", "heading with a word", "in order", "as the sheet does"),
    ("square brackets", "bold bare", "shuffled", "letters"),
    ("underlined with a title", "square bracket", "in order", "small Roman numbers"),
    ("answer", "line", "descending", "as the sheet does"),
    ("heading with a word", "slash", "shuffled", "as the sheet does"),
    ("line", "dash", "descending", "as the sheet does"),
    ("bold", "word", "shuffled", "small Roman numbers"),
]
LAYERS = "".join(f"|{row}|conv|3|6|\n" for row in range(1, 4))
ROWS = "| 1 | long |\n| 3 | short |\n| 2 | none |\n"
NODES = "| node | f1 | f2 |\n|-|-|-|\n| g | 1 | 0 |\n| u | 0 | 1 |\n"
GPU = "# 2.1\n\nso\n\n=> 2.3 ii => GPU:\n\n```\nnet.cuda()\n```"
PARTS_AGAIN = "## a)\n\nJ\n\n## b)\n\nR\n\n## a)\n\nG\n\n## b)\n\n0.35"

TWO_LISTS = "1. Me\n2. You\n\n1) so\n\n2) no\n\n3.2)\n\nloss: 1\n\n3) code\n\n4)\n\nWider."
COUNTED_OTHERWISE = "# 3\n\n1.\n\n(a) up\n\n(b) down\n\n2.\n\n(a) up\n\n(b) no"


@pytest.mark.parametrize("layout", UNREAD, ids=", ".join)
@pytest.mark.parametrize("assignment", FINDERS)
def test_no_answer_behind_what_may_be_a_label_is_lost_quietly(
    assignment: str, layout: tuple[str, str, str, str]
) -> None:
    section, part, order, count = layout
    laid_out = Layout(SECTIONS[section], PARTS[part], ORDERS[order], COUNTS[count])
    found = read(assignment, laid_out.written(by_label(answers_of(assignment))))
    asked = load_assignment(assignment).by_id
    lost = {
        id
        for id in found_by_ids(assignment)
        if asked[id].kind is not Kind.CODE  # which is looked for by what is defined
        and not found.to(asked[id])
        and found.unclaimed(asked[id]) is None
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("assignment", "question", "text", "shown"),
    [
        ("optimization_hw2", "3.2", "# 3.1\n\nw = 2\n\n=> 3.2 => Put it in.", "Put it in."),
        ("optimization_hw2", "3.2", "Dear all, for 3.2, I took half.", "for 3.2, I took half."),
        ("optimization_hw2", "3.2", "# 3.1\n\nIt is 3.2 or so.", None),
        ("optimization_hw2", "4.e", "# 4.d\n\nso\n\ne/ Yes.\n\n# 5\n\nno", "Yes."),
        ("optimization_hw2", "4.e", "# 4.d\n\nso\n\n# 5\n\nno\n\n# 6\n\ne/ Yes.", None),
        ("optimization_hw2", "4.e", "# 4.d\n\nso\n\n4/e\n\nYes.\n\n# 5\n\nno", "Yes."),
        ("optimization_hw2", "3.2", "# 3.1\n\n1. one\n2. two\n3. three", None),
        ("optimization_hw2", "4.b.11", f"# 3.3\n\n{PARTS_AGAIN}", "0.35"),
        ("optimization_hw2", "4.b.11", f"# 3.3\n\n{PARTS_AGAIN}\n\n# 4.b\n\n---", None),
        ("generalization_hw1", "4", "# 3.1\n\nloss: 1\n\n3) Formula\n\n4) Wider.", "Wider."),
        ("vision_hw4", "1.2.i", f"# 2.2.1\n\n|#|type|in|out|\n|-|-|-|-|\n{LAYERS}", None),
        ("vision_hw4", "1.2.i", f"# 2.2\n\n|no|so|\n|-|-|\n{ROWS}", ROWS[6:].strip()),
        ("optimization_hw2", "3.1.relation", "# 3.3.b\n\n1/T (B/(2 eta)) = B rho", None),
        ("optimization_hw2", "3.1.relation", "# 3.3.b\n\n$(1 - x)y = B rho$", None),
        ("networks_hw4", "2.2", "# 2\n\npart 1: so. **(b)** No.", "No."),
        ("networks_hw4", "2.2", "# 2\n\n(1) so. For (2), we say no.", "we say no."),
        ("networks_hw4", "2.2", "# 2\n\n(1) so, as in (2), see part 2.", None),
        ("networks_hw4", "2.2", "# 2.1\n\nAs (1) it is, (2) it was.", None),
        ("networks_hw4", "2.2", "Soal No. 2\n\n1. so\n\n3. no", "so\n\nno"),
        ("networks_hw4", "2.1", "# 1\n\nb/ so\n\n# 3\n\nno", None),
        ("vision_hw4", "1.2.i", "4.1 (a) 1/2\n\n4.1 (b) none", None),
        ("vision_hw4", "1.1.2", "# 1.1\n\n2) so\n\n# 2.1\n\ni) no", "so"),
        ("vision_hw4", "1.1.3", "# 1.1\n\n2) so\n\n# 2.1\n\ni) no", "so"),
        ("vision_hw4", "1.1.2", "**1.1**\n\n2) so\n\n# 2.1\n\ni) no", "so"),
        ("vision_hw4", "2.2.2", "# 1.1\n\n2) so\n\n# 2.1\n\ni) no", None),
        ("vision_hw4", "1.1.4", "# 4.3\n\n# 1.2.i\n\nso\n\n4) no\n\n# 1.3.1", "no"),
        ("deep_learning_hw2", "2.1.h1", "HW 2 Ada\n\n# 4.1\n\nhalf", None),
        ("deep_learning_hw2", "6.1", "# 6.3\n\n1 - 0.9 = 0.1 is the rest", None),
        ("networks_hw4", "1.3", "# 1.5\n\nc → ∞ is hard\nc > 0 is soft\nc / n is small", None),
        ("networks_hw4", "1.3", "# 1.5\n\nit is hard.\n\nFor c > 0: it is soft", None),
        ("deep_learning_hw2", "2.1.h1", "5 Feb 2030\n\n# 4.1\n\nhalf\n\n2 Feb 2030", None),
        ("deep_learning_hw2", "2.1.h1", "# 4.1\n\nhalf\n\n- 2 -\n\n# 6.2\n\n138", None),
        ("generalization_hw1", "4", TWO_LISTS, "Wider."),
        ("deep_learning_hw2", "3.B.1", COUNTED_OTHERWISE, "(a) up\n\ndown\n\nup\n\n(b) no"),
        ("vision_hw4", "2.3.ii", f"{GPU}\n\n# 3.3\n\nno", "GPU:\n\nnet.cuda()"),
        ("vision_hw4", "2.4.i", f"{GPU}\n\n# 3.3\n\nno", "net.cuda()"),
        ("generalization_hw1", "4", "# 3.1\n\nloss: 1\n\nA4: Wider.", "Wider."),
        ("networks_hw4", "4", "HW4\n\n1.1 so\n\n1.2 no", None),
        ("vision_hw4", "2.4.i", "# 2.1\n\n```\nnet.cuda()\n```\n\n# 3.3\n\nno", None),
        ("optimization_hw2", "4.b.21", f"# 4\n\nd)\n\n{NODES}", None),
        ("optimization_hw2", "3.2", "# 3.2\n\n(skipped)", None),
        ("vision_hw4", "1.1.2", "Problem 1 (1.2)\n\n(i) so", None),
        ("generalization_hw1", "4", "**Question 2.** so\n(a) N\n(b) n\n(c) no\n(d) V", None),
        ("networks_hw4", "2.3.b", "Problem 2\n\n3.1 so\n\n3.2 it\n\n3.3 no", "it\n\nno"),
        ("networks_hw4", "2.3.b", "Problem 2\n\n1. so\n\n3.1 it\n\n3.2 no", None),
        ("generalization_hw1", "3.1.train", "# 2\n\n(1) N\n(2) N + 2Z\n(3) no\n(4) so", None),
    ],
    ids=[
        "whole id",
        "an id in a sentence",
        "a number that is an id",
        "part",
        "far away",
        "slash",
        "list",
        "twice",
        "with a label of its own",
        "no list from 1 on",
        "numbers of rows",
        "numbers of answers",
        "quotient",
        "difference",
        "other dress in a sentence",
        "a part that a sentence is about",
        "what is referred to",
        "counted reasons",
        "only one word that nobody knows",
        "a part of its own question",
        "fraction",
        "part or part beside it",
        "other part of that question",
        "below a bold line",
        "other question",
        "part of a part that has no label",
        "name of the assignment",
        "difference with a result",
        "limit, bound and quotient",
        "a bound behind a word",
        "date",
        "number of a page",
        "behind labels that are no items",
        "parts in two countings",
        "code",
        "code beside it",
        "initial of an answer",
        "number of the homework",
        "code under another label",
        "names of nodes",
        "nothing but that it was skipped",
        "an id in brackets behind its question",
        "letters below a question in a line",
        "ids below a question with nothing of its own",
        "ids below a question with answers",
        "a list in brackets",
    ],
)
def test_what_stands_behind_it_may_answer_the_question(
    assignment: str, question: str, text: str, shown: str | None
) -> None:
    unclaimed = read(assignment, text).unclaimed(load_assignment(assignment).by_id[question])
    assert (unclaimed.text if unclaimed else None) == shown


def test_what_stands_under_a_label_with_another_line_that_may_be_one_is_not_called_wrong() -> None:
    asked = load_assignment("optimization_hw2").by_id
    found = read("optimization_hw2", "# 2\n\n# 3.1\n\nw = 2\n\n=> 3.2 => Put it in.\n\n# 6\n\nno")
    assert {id: _may_be_wrong(found.to(asked[id])) for id in ("3.1.minimiser", "6")} == {
        "3.1.minimiser": False,
        "6": True,
    }


UNREAD_SECTIONS = {
    "a word that nobody knows": "Qustn {}\n\n",
    "another word": "**Nummer {}:**\n\n",
    "titles": "## Some title\n\n",
}


@pytest.mark.parametrize("section", UNREAD_SECTIONS.values(), ids=UNREAD_SECTIONS)
@pytest.mark.parametrize("assignment", FINDERS)
def test_what_stands_below_what_may_begin_a_question_is_told_for_sure_of_none(
    assignment: str, section: str
) -> None:
    layout = Layout(section.format, PARTS["bracket"])
    found = read(assignment, layout.written(by_label(answers_of(assignment))))
    right = found_by_ids(assignment)
    for question in load_assignment(assignment).questions:
        answers = found.to(question)
        if question.id in right and question.kind is not Kind.CODE:
            is_right = bool(answers) and " ".join(answers[0].text.split()) == right[question.id]
            assert is_right or not _may_be_wrong(answers)
            assert answers or found.unclaimed(question)


def test_what_stands_below_two_labels_at_once_is_not_called_wrong_at_either() -> None:
    asked = load_assignment("networks_hw4").by_id
    found = read("networks_hw4", "# 1.3 and 1.4\n\n$C = a$\n\n# 1.5\n\n$a = 0$")
    may_be_wrong = {id: _may_be_wrong(found.to(asked[id])) for id in ("1.3", "1.4", "1.5")}
    assert may_be_wrong == {"1.3": False, "1.4": False, "1.5": True}


def test_a_line_that_may_begin_a_question_is_told() -> None:
    text = "Problem 1\n\n1) one\n\nQustn 2\n\n3) one\n\n4) three"
    found = read("networks_hw4", text)
    asked = load_assignment("networks_hw4").by_id
    unclaimed = found.unclaimed(asked["2.4"])
    assert unclaimed
    assert unclaimed.found_by == 'what may be its label, "Qustn 2": see what stands behind it'
    (answer,) = found.to(asked["1.3"])
    assert answer.found_by.endswith('beside "Qustn 2", which may be a label')


@pytest.mark.parametrize("line", ["Step 2", "Homework 2", "Layer 2:", "Hence 2"])
def test_other_words_with_numbers_begin_no_question(line: str) -> None:
    text = f"# 1.1\n\none\n\n{line}\n\nthree\n\n# 3.1\n\nfour"
    found = read("networks_hw4", text)
    assert found.unclaimed(load_assignment("networks_hw4").by_id["2.4"]) is None


@pytest.mark.parametrize("title", ["", "Positions of a filter"], ids=["lost", "own"])
def test_a_title_where_the_headings_skip_a_number_may_begin_that_question(title: str) -> None:
    text = f"## 1\n\nIt is negative.\n\n## {title}\n\n1. $N - n + 1$ times\n\n## 3\n\nas told"
    found = read("generalization_hw1", text)
    asked = load_assignment("generalization_hw1").by_id
    unclaimed = found.unclaimed(asked["2"])
    assert unclaimed is not None
    assert unclaimed.text.endswith("$N - n + 1$ times")
    assert found.unclaimed(asked["4"]) is None


def _may_be_wrong(answers: tuple[Answer, ...]) -> bool:
    return bool(answers) and not any(each.inferred for each in answers)
