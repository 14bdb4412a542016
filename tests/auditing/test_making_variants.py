"""How variants are made: what is equal stays equal, what is changed is another value."""

from fractions import Fraction
from random import Random

import pytest

from graders.auditing.algebra.building import everywhere
from graders.auditing.algebra.forms import equal_forms
from graders.auditing.algebra.mistakes import mistakes_in
from graders.auditing.algebra.printing import Printer
from graders.auditing.algebra.values import same
from graders.auditing.choices import opposites, other_options
from graders.auditing.numbers import answer_number, other_prints, rounded, wrong_prints
from graders.auditing.programs import other_programs, wrong_programs
from graders.auditing.sizes import other_sizes, wrong_sizes
from graders.auditing.tables import other_tables, wrong_tables
from graders.equivalence import Options, setting_for
from graders.judging.accepted import Accepted
from graders.judging.passages.passage import Passage
from graders.judging.sizes import judge_sizes
from graders.reading.mathematics.statements.main_statement import read_value

SYMBOLS = {
    "A": {"type": "matrix", "shape": ["m", "n"]},
    "B": {"type": "matrix", "shape": ["n", "n"]},
    "x": {"type": "vector", "shape": ["n", "1"]},
    "s": {"domain": "positive"},
    "p": {"domain": "unit_interval"},
    "y": {"domain": "binary"},
    "n": {"domain": "integer", "dimension": True},
    "m": {"domain": "integer", "dimension": True},
}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (r"(A x)^T", r"x^T A^T", True),
        (r"A^T A", r"A A^T", False),
        (r"\log(s^2)", r"2 \log s", True),
        (r"y^2", r"y", True),  # a label is 0 or 1
        (r"p^2", r"p", False),
        (r"\sum_{i=1}^{n} x_i^2", r"x^T x", True),
        (r"\|x\|^2", r"x^T x", True),
        (r"1 - \sigma(s)", r"\sigma(-s)", True),
        (r"\sqrt{s}", r"s^{1/2}", True),
        (r"A x", r"x A", False),  # it does not exist
        (r"1 - x^2", r"1 - x \odot x", True),  # of every entry
        (r"\operatorname{diag}(1 - x) B", r"B \operatorname{diag}(1 - x)", False),
        (r"\operatorname{diag}(x) B", r"\operatorname{diag}(x) B^T", False),
        (r"B^{-1} B x", r"x", True),
        (r"(B + I) x", r"B x + x", True),
        (r"B^{-1} x", r"B x", False),
        (r"x x^T", r"x^2", False),
    ],
)
def test_equality_is_decided_by_values(one: str, other: str, equal: bool) -> None:
    setting = setting_for(SYMBOLS)
    read = [read_value(each, setting.table) for each in (one, other)]
    assert same(*read, setting.bench.exercise) is equal


@pytest.mark.parametrize(
    "latex",
    [r"\frac{p}{s} + \frac{1-p}{1-s}", r"-(s - p)^2 e^{-s}", r"2 (A x)^T A", r"\log\frac{s}{p}"],
)
def test_what_is_printed_is_read_as_it_was_meant(latex: str) -> None:
    setting = setting_for(SYMBOLS)
    expression = read_value(latex, setting.table)
    names = {name: each.name for name, each in setting.table.declarations.items()}
    for style in ((False, False), (True, False), (False, True)):
        for _, form in everywhere(expression, equal_forms):
            again = read_value(Printer(names, *style).text(form), setting.table)
            if same(expression, form, setting.bench.exercise):
                assert same(expression, again, setting.bench.exercise)


def test_mistakes_are_made_inside_of_calls_and_products_of_matrices() -> None:
    setting = setting_for(SYMBOLS)
    read = read_value(r"\operatorname{diag}(1 - x^2) B", setting.table)
    made = everywhere(read, mistakes_in([["x"], ["B"]]))
    wrong = [other for _, other in made if same(read, other, setting.bench.exercise) is False]
    for latex in ("B", r"B \operatorname{diag}(1 - x^2)", r"\operatorname{diag}(1 - x^2) B^T",
                  r"\operatorname{diag}(1 + x^2) B", r"\operatorname{diag}(1 - x) B"):  # fmt: skip
        expected = read_value(latex, setting.table)
        assert any(same(expected, each, setting.bench.exercise) for each in wrong), latex


def test_another_option_is_named_in_the_words_of_the_sample() -> None:
    options = {"with": ["replacement", "repeated"], "without": ["without-replacement", "once"]}
    made = [each.text for each in other_options("With replacement, as it is simpler.", options)]
    assert "With once, as it is simpler." in made
    assert "Without replacement.\n" in made
    assert not any("With replacement" in each for each in made)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("No, the loss grows.", "Yes, the loss grows."),
        ("**larger** batches", "**smaller** batches"),
        ("Pooling: it has no weights.", None),  # that is its reason
        ("Momentum", None),
    ],
)
def test_the_opposite_is_said_in_the_first_clause(right: str, wrong: str | None) -> None:
    assert [each.text for each in opposites(right)] == ([wrong] if wrong else [])


def test_numbers_are_rounded_and_cut() -> None:
    assert rounded(Fraction("-0.0866"), 3) == "-0.087"
    assert rounded(Fraction("-0.0866"), 3, cut=True) == "-0.086"
    assert rounded(Fraction(14), 0) == "14"


@pytest.mark.parametrize("text", ["so $w = 0.1 - 0.2 = -0.1052$.", "1", "0.5", "2"])
def test_every_wrong_number_is_another_one(text: str) -> None:
    found = answer_number(text)
    assert found is not None
    values = [Fraction(each) for _, each in wrong_prints(found, Random(0))]
    assert len(values) >= 5
    assert all(abs(value - found.value) > abs(found.value) / 100 for value in values)


def test_every_print_of_a_number_is_within_its_last_place() -> None:
    prints = {each.rule: each.text for each in other_prints("$h = 0.986613$")}
    assert prints["number: one digit less, cut"] == "$h = 0.98661$"
    assert prints["number: scientific"] == r"$h = 9.86613 \times 10^{-1}$"


SIZES = r"64 \times 62 \times 62"


@pytest.mark.parametrize("text", [f"The output is ${SIZES}$.", f"$$n = {SIZES}$$", SIZES])
def test_other_spellings_of_sizes_are_right_and_other_sizes_are_wrong(text: str) -> None:
    def equal(written: str) -> bool | None:
        passage = Passage(written, ())
        return judge_sizes(setting_for({}), passage, Accepted(SIZES), Options()).equal

    spellings, others = list(other_sizes(text)), list(wrong_sizes(text))
    assert (len(spellings) > 1) == ("$" in text)
    unsure = {each.rule for each in spellings if not equal(each.text)}
    assert unsure <= {"size: a shape"}  # which has the channels first
    assert len({each.text for each in others}) == 12  # to leave out either side is the same
    assert not any(equal(each.text) for each in others)


def test_an_answer_through_several_sizes_is_left_alone() -> None:
    text = r"From $3 \times 8$ to $2 \times 7$."
    assert not [*other_sizes(text), *wrong_sizes(text)]


def test_cells_of_tables_are_changed_one_at_a_time() -> None:
    text = "| name | value |\n|---|---|\n| a | 1.25 |\n| b | 300 |\n"
    for change in wrong_tables(text, Random(0)):
        assert ("1.25" in change.text) + ("| 300 |" in change.text) == 1
    assert any(each.rule == "table: LaTeX" for each in other_tables(text))


CODE = """```python
def total(values):
    result = 0
    for each in values:
        result += each
    return result
```
"""


def run(text: str) -> object:
    names: dict[str, object] = {}
    exec(text.split("```")[1].removeprefix("python\n"), names)  # of this file, not of a student
    return names["total"]((1, 2, 4))  # type: ignore[operator]


def test_other_forms_of_a_program_do_the_same() -> None:
    forms = list(other_programs(CODE))
    assert len(forms) >= 4
    assert {run(each.text) for each in forms} == {7}


def test_mutants_of_a_program_do_something_else() -> None:
    def outcome(text: str) -> object:
        try:
            return run(text)
        except Exception as error:
            return type(error)

    mutants = [
        each
        for each in wrong_programs(CODE)
        if "a line left out" in each.rule or "sum" in each.rule
    ]
    assert len(mutants) >= 4
    assert all(outcome(each.text) != 7 for each in mutants)
