"""What students get holds no reference, no rubric and no number of a right answer."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from graders.assignments.deep_learning_hw2 import grade_2_backpropagation as backpropagation
from graders.declaring.assignment import assignment_names, load_assignment
from graders.errors import AssignmentError
from graders.handing_out import handout, outside
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from tests.handing_out.handed_out import (
    ROOT,
    every_assignment,
    files_of,
    own_assignment,
)

GIVEN = {  # what the questions themselves state, though it occurs in references as well
    "deep_learning_hw2": (
        "epoch-wise",
        "sample-wise",
        "model-wise",
        "d_{l-1}",
        r"\max(\rho x, x)",
        r"\max(z, 0)",
    ),
    "networks_hw4": (
        r"y \ln p + (1-y) \ln(1-p)",
        "e^{-(wa+b)}",
        r"\frac{1}{n}",
        r"\frac{|w|(1+\sqrt{1-4/|w|})}{2}",
        "a_j - y_j",
        r"\sigma'(z)",
    ),
    "optimization_hw2": (
        "-2)^2+\\frac12(",
        "+1)^2",
        "counter-example",
        r"\frac12(",
        "-f(w^*)",
        "w^{(t)}",
    ),
    "vision_hw4": (r"\lambda w",),
}
GIVEN_NUMBERS = {
    "deep_learning_hw2": "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 128 256 512 1000 4096",
    "networks_hw4": "100 224 10000",
    "vision_hw4": "120 400 10000",
}
_FORMULA = re.compile(r"\\|\^|\*|\+|=|-")
_NOTATION = re.compile(r"\s*\\?[a-zA-Z]+(?:_\w)?(?:\((?:\\[a-z]+)?[ {]*[a-zA-Z]\}?\))?\s*")
_MARKS = re.compile(r"\\left|\\right|\\[,;!]|\\mathrm|\\text|[\s{}$]")


def bare(text: str) -> str:
    return _MARKS.sub("", unescaped(text))


def unescaped(text: str) -> str:
    r"""The text that is meant: what regular expressions put in has `\\log` for `\log`."""
    return text.replace("\\\\", "\\")


def is_formula(text: str) -> bool:
    """Whether a constant is more than the name of a variable or function, or one call of it."""
    text = text.strip().removesuffix("=")  # what a value is asked for
    return _FORMULA.search(text) is not None and not _NOTATION.fullmatch(unescaped(text))


@pytest.mark.parametrize("text", [r"\log ", r"\eta", r"\sum_t ", r"f(\bar{w})", r"f(\\bar{w})"])
def test_bare_notation_is_no_formula(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    "text", [r"\log P", r"\lambda w", r"\frac{1}{n}", "a_j-y_j", r"\sigma'(z)"]
)
def test_what_may_be_an_answer_is_a_formula(text: str) -> None:
    assert is_formula(text)


def constants(name: str) -> Iterator[str]:
    """The texts in an assignment's graders, without docstrings."""
    for file in sorted((ROOT / "graders" / "assignments" / name).glob("grade_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
                del body[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@every_assignment
def test_it_holds_no_formula_of_a_grader(name: str) -> None:
    text = bare("\n".join(files_of(name).values()))
    given = {bare(each) for each in GIVEN.get(name, ())}
    formulas = {bare(each) for each in constants(name) if is_formula(each)} - given
    assert formulas
    assert not [each for each in formulas if len(each) >= 4 and each in text]


def roundings(printed: str) -> Iterator[Fraction]:
    """A number as it may be printed with three digits or more, rounded and cut."""
    value = read_number(printed)
    digits = len(re.sub(r"\D", "", printed.partition("e")[0]).lstrip("0"))
    if value is None or digits < 3 or not value.value:
        return
    yield value.value
    size = len(str(int(abs(value.value)))) if abs(value.value) >= 1 else 0
    first = next((n for n in range(40) if abs(value.value) * 10**n >= 1), 0) if not size else 0
    for kept in range(3, digits):
        unit = Fraction(10) ** (size - kept) if size else Fraction(1, 10 ** (first + kept - 1))
        yield round(value.value / unit) * unit
        yield (value.value // unit) * unit


def right_numbers(name: str) -> Iterator[str]:
    """The numbers in right answers, and those that are computed for question 2 of one sheet."""
    for sample in ("all_right", "handout_filled"):
        for file in (ROOT / "submissions" / name / sample).glob("*.md"):
            yield from (number for _, number in numbers_in(file.read_text(encoding="utf-8")))
    if name == "deep_learning_hw2":
        sheet = backpropagation.SHEET
        yield from (f"{sheet.value(quantity):.8f}" for quantity in sheet.formulas)


OF_OWN_NETWORKS = "generalization_hw1"  # every number of its answers is of a student's own run


@pytest.mark.parametrize("name", [each for each in assignment_names() if each != OF_OWN_NETWORKS])
def test_it_holds_no_number_of_a_right_answer(name: str) -> None:
    text = "\n".join(files_of(name).values())
    shown = {read_number(number) for _, number in numbers_in(text)}
    values = {each.value for each in shown if each is not None}
    values -= {Fraction(each) for each in GIVEN_NUMBERS.get(name, "").split()}
    secrets = {value: each for each in right_numbers(name) for value in roundings(each)}
    assert len(secrets) > 5
    assert not {secrets[value] for value in values & set(secrets)}


@every_assignment
def test_it_holds_no_rubric_no_mistake_and_no_grader(name: str) -> None:
    assignment = load_assignment(name)
    files = files_of(name)
    text = "\n".join(files.values())
    for question in assignment.questions:
        for line in question.rubric:
            assert line not in text
    assert "KnownMistake" not in text
    assert not re.search(r"(?:from|import) (?:solutions|graders\.assignments)", text)
    assert not [file for file in files if "grade_" in file or "reference" in file]


@every_assignment
def test_its_declaration_holds_what_finding_needs_and_no_more(name: str) -> None:
    declared = tomllib.loads(files_of(name)["checks/assignment.toml"])
    assert set(declared) <= {"title", "names", "code", "question"}
    for question in declared["question"]:
        assert set(question) == {"id", "title", "points", "kind", "names", "cues"}


def test_a_cue_that_tells_more_than_the_questions_stays_behind() -> None:
    declared = tomllib.loads(files_of("optimization_hw2")["checks/assignment.toml"])
    cues = [cue for question in declared["question"] for cue in question["cues"]]
    assert "jensen" not in cues


@pytest.mark.parametrize(
    "line",
    ["from .references import RIGHT", "import references", "from solutions import gan",
     "import graders.assignments.vision_hw4.grade_2_code"],
)  # fmt: skip
def test_a_check_that_uses_a_reference_is_not_handed_out(line: str, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="students must not have"):
        handout(own_assignment(tmp_path / "own", f"{line}\n"))


def test_it_is_not_written_over_its_own_source(tmp_path: Path) -> None:
    assignment = load_assignment("optimization_hw2")
    for inside in (assignment.folder, assignment.folder / "handout", assignment.folder / "x/y"):
        with pytest.raises(AssignmentError, match="whose own files"):
            outside(assignment, inside)
    assert outside(assignment, tmp_path) == tmp_path
