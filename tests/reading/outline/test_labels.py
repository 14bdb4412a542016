from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.reading.labels import grammar
from graders.reading.labels.counting import rank_of
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.question_tree import QuestionTree

TREE = QuestionTree.of(question.path for question in load_assignment("deep_learning_hw2").questions)


def path_of(text: str) -> Path:
    return tuple(text.split(".")) if text else ()


@pytest.mark.cases("labels", "labels")
def test_a_label_is_read_with_its_parts(case: dict[str, Any]) -> None:
    label = read_label(case["line"])
    assert label is not None
    assert list(label.parts) == case["parts"]
    assert label.rest == case.get("rest", "")
    assert label.explicit == case.get("explicit", False)
    assert label.dashed == case.get("dashed", False)


@pytest.mark.cases("labels", "no_labels")
def test_a_line_that_begins_otherwise_has_no_label(case: dict[str, Any]) -> None:
    assert read_label(case["line"]) is None


RULES = {
    example: (rule, list(rules.values())[:place])
    for rules in (grammar.LEADS, grammar.WORDS, grammar.IDS, grammar.JOINS_WHERE_MARKED)
    for place, (example, rule) in enumerate(rules.items())
}


@pytest.mark.parametrize("example", RULES)
def test_a_rule_of_the_grammar_reads_what_it_stands_under(example: str) -> None:
    rule, before = RULES[example]
    found = rule.search(example)
    assert found is not None
    assert found.end()
    taken = [each.match(example, found.start()) for each in before]
    assert not any(other and other.group() for other in taken)


@pytest.mark.cases("labels", "resolved")
def test_a_label_leads_to_a_question(case: dict[str, Any]) -> None:
    label = read_label(case["line"])
    by_rank = frozenset(path_of(each) for each in case.get("by_rank", []))
    current = path_of(case.get("under", ""))
    found = TREE.resolve(label, current, by_rank=by_rank) if label else None
    assert ".".join(found or ()) == case["to"]


def test_the_tree_keeps_the_order_of_the_sheet() -> None:
    assert TREE.children[("2",)] == ("1", "2", "3")
    assert TREE.order(("2", "1")) < TREE.order(("2", "2")) < TREE.order(("5", "4", "a"))


@pytest.mark.parametrize(
    ("part", "ranks"),
    [("3", (3,)), ("c", (3,)), ("C", (3,)), ("iii", (3,)), ("III", (3,)), ("v", (5, 22))],
)
def test_a_part_has_ranks(part: str, ranks: tuple[int, ...]) -> None:
    assert rank_of(part) == ranks


@pytest.mark.parametrize("path", sorted(TREE.children), ids=".".join)
def test_every_question_is_reached_by_its_own_id(path: Path) -> None:
    for child in TREE.children[path]:
        label = read_label(".".join((*path, child)))
        assert label is not None
        assert TREE.resolve(label, (), by_rank=frozenset()) == (*path, child)


@given(
    question=st.integers(1, 99),
    part=st.sampled_from(["1", "12", "a", "ii"]),
    word=st.sampled_from(["Question", "Q", "Problem", "Exercise", "question", "PROBLEM", "Qs"]),
    form=st.sampled_from(["{} {}.{}", "{} {}({})", "{} {} ({})", "**{} {}.{}**", "# {} {} ({})"]),
    end=st.sampled_from(["", ":", ".", " - so", ": so"]),
)
def test_words_numbers_and_marks_combine(
    question: int, part: str, word: str, form: str, end: str
) -> None:
    label = read_label(form.format(word, question, part) + end)
    assert label is not None
    assert (label.parts, label.explicit) == ((str(question), part), True)


@given(st.text(max_size=60))
def test_any_line_has_a_label_or_none(line: str) -> None:
    label = read_label(line)
    assert label is None or label.parts
