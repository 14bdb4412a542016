"""What an assignment declares, and what is refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from graders.declaring.assignment import assignment_names, load_assignment
from graders.declaring.symbol_sets import SymbolSet
from graders.errors import AssignmentError
from graders.model import Kind
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.names.reader import read_name
from graders.sandbox.inside.limits import LIMITS
from tests.shared import SHARED, needs

QUESTION = '[[question]]\nid = "1"\ntitle = "t"\npoints = 1\nkind = "numeric"\n'


def declared(folder: Path, text: str) -> Path:
    (folder / "assignment.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", assignment_names())
def test_every_name_of_a_number_that_an_assignment_declares_can_be_read(name: str) -> None:
    assignment = load_assignment(name)
    vocabulary = vocabulary_of(assignment)
    for question in assignment.questions:
        for each in question.names if question.kind is Kind.NUMERIC else ():
            assert read_name(each, vocabulary) in vocabulary.known


@pytest.mark.parametrize("name", assignment_names())
@needs("catalogue")
def test_every_question_of_the_catalogue_is_declared(name: str) -> None:
    text = (SHARED / "catalogue" / f"{name}.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| .*? \| ([\d.]+)(?: EC)? \| (\w+) \|$", text, re.MULTILINE)
    listed = [(id, points, kind.replace("plot", "free_text")) for id, points, kind in rows]
    questions = load_assignment(name).questions
    assert [(each.id, f"{float(each.points):g}", each.kind.value) for each in questions] == listed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no [[question]]"),
        ("[[question]]\n", "lacks 'id'"),
        (QUESTION.replace('"numeric"', '"guess"'), "'guess' is not a valid Kind"),
        (QUESTION.replace("points = 1", 'points = "many"'), "many"),
        (QUESTION + 'colour = "red"\n', "unknown keys ['colour']"),
        (QUESTION + QUESTION, "declared twice"),
        (QUESTION + 'follows = ["2"]\n', "follows 2, not declared before it"),
        (
            QUESTION + "[[question]]\nlike = '2'\nid = '3'\n",
            "question 3 is like '2', not declared before it",
        ),
        (QUESTION + "names = 'y'\n", "'names' must be a list of strings"),
        (QUESTION + "names = [\n", "assignment.toml"),
        (QUESTION.replace("points = 1", "points = -1"), "question 1 has -1 points"),
        (QUESTION + "names = ['p(x_1)']\n", "question 1: 'p(x_1)' cannot be read as a name"),
        (QUESTION + "[naems]\n", "there are unknown keys ['naems']"),
        (QUESTION + "[names]\nsymbol = ['x']\n", "[names] has unknown keys ['symbol']"),
        (
            QUESTION + "[symbols.s]\nx = { domain = 'postive' }\n",
            "[symbols.s] symbol x: 'postive' is no domain",
        ),
        (
            QUESTION + "[symbols.s.symbols]\nx = { type = 'scalar' }\n",
            "[symbols.s] symbol symbols has unknown keys ['x']",
        ),
        (
            QUESTION + "[symbols.s]\nlike = 't'\n[symbols.t]\n",
            "[symbols.s] is like 't', not declared above it",
        ),
        (QUESTION + "[code]\nmemory = 3\n", "[code] has unknown keys ['memory']"),
        (QUESTION + "[code]\ncpu_seconds = 1.5\n", "'cpu_seconds' must be a positive number"),
        (QUESTION + "[code]\nwall_seconds = 0\n", "'wall_seconds' must be a positive number"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AssignmentError) as refused:
        load_assignment(declared(tmp_path, text))
    assert message in str(refused.value)
    assert "assignment.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (QUESTION + "\n" + QUESTION.replace('"1"', '"2"').replace("numeric", "guess"), 8),
        (f"{QUESTION}\n{QUESTION}", 8),
        (f'{QUESTION}names = ["P(D|+)"]', 2),
        (f"{QUESTION}names = a\n", 6),
        (f'{QUESTION}[names]\nsymbols = "a"\n', None),
    ],
)
def test_a_wrong_declaration_is_blamed_with_its_line(
    tmp_path: Path, text: str, line: int | None
) -> None:
    with pytest.raises(AssignmentError) as refused:
        load_assignment(declared(tmp_path, text))
    assert refused.value.where == f"{tmp_path}/assignment.toml{f':{line}' if line else ''}"


def test_a_declaration_is_blamed_for_two_questions_of_one_id_and_for_its_encoding(
    tmp_path: Path,
) -> None:
    one = '[[question]]\nid = "1"\ntitle = "\u00e9"\npoints = 1\nkind = "free_text"\n'
    (tmp_path / "handout").mkdir()
    (tmp_path / "handout" / "questions.md").write_text("# 1\nOne.\n# 2\nTwo.\n", encoding="utf-8")
    folder = declared(tmp_path, one * 2)
    with pytest.raises(AssignmentError, match=r"assignment\.toml:7: question 1 is declared twice"):
        load_assignment(folder)
    (folder / "assignment.toml").write_text(one, encoding="latin-1")
    with pytest.raises(AssignmentError, match=r"assignment\.toml:3: this is not UTF-8\nhint: save"):
        load_assignment(folder)


def test_a_question_is_like_another_one_but_for_what_it_declares_itself(tmp_path: Path) -> None:
    text = QUESTION + "names = ['y']\n[[question]]\nlike = '1'\nid = '2'\npoints = 3\n"
    first, second = load_assignment(declared(tmp_path, text)).questions
    assert second == replace(first, id="2", points=3)


def test_symbols_are_like_others_but_for_what_they_declare_themselves(tmp_path: Path) -> None:
    sets = """
[symbols.output]
a = { domain = "unit_interval" }
y = {}

[definitions.output]
s = 'a'
t = 'y'

[symbols.at_one]
like = "output"
t = {}

[definitions.at_one]
a = '1'
"""
    found = load_assignment(declared(tmp_path, QUESTION + sets)).symbol_sets["at_one"]
    assert found == SymbolSet({"y": {}, "t": {}}, {"s": "a", "a": "1"})


def test_limits_that_are_declared_take_the_place_of_the_usual_ones(tmp_path: Path) -> None:
    code = "[code]\ncpu_seconds = 2\nwall_seconds = 2.5\n"
    limits = load_assignment(declared(tmp_path, QUESTION + code)).limits
    assert limits == replace(LIMITS, cpu_seconds=2, wall_seconds=2.5)


def test_an_unknown_assignment_names_those_that_exist() -> None:
    with pytest.raises(AssignmentError, match=r"take one of: .*deep_learning_hw2"):
        load_assignment("nothing")


def test_questions_are_chosen_by_their_id_or_by_what_they_stand_below() -> None:
    assignment = load_assignment("deep_learning_hw2")
    assert len(assignment.chosen(["2.1"])) == 5
    assert assignment.chosen(["2.1.h1", "6"]) == {"2.1.h1", "6.1", "6.2", "6.3"}
    assert len(assignment.chosen([])) == 53
