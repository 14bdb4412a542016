"""An audit finds what is wrong with graders, with no more than a sample of right answers."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from graders.auditing import Audit, Settings, audit
from graders.auditing.findings import Status
from graders.cli import main
from graders.declaring.assignment import load_assignment
from tests.test_docs import blocks

SYMBOLS = """
title = "A gradient"

[symbols.network]
x = { type = "vector", shape = ["n", "1"] }
n = { domain = "integer", dimension = true }

[[question]]
id = "1"
title = "The gradient of x^T x"
points = 2
kind = "symbolic"
symbols = "network"
layout = "denominator"
"""
RIGHT = "## 1\n\n$$\\frac{dz}{dx} = 2 x$$\n"
GRADER = """
import pytest

@pytest.mark.question("1")
def grade_gradient({arguments}):
    '''The gradient.'''
    {body}
"""
GOOD = {"arguments": "settle_formula", "body": "settle_formula('2x')"}
LENIENT = {
    "arguments": "answer, settle",
    "body": "from graders.model import Comparison; settle(Comparison(True, 'text'))",
}
SILENT = {"arguments": "answer", "body": "pass"}
STRICT = {
    "arguments": "answer, settle",
    "body": "from graders.model import Comparison; "
    "settle(Comparison('= 2 x$$' in answer.text, 'text'))",
}
SEVERE = {
    "arguments": "answer",
    "body": "from graders.errors import Mismatch; raise Mismatch('This is not right.')",
}


def audited(folder: Path, grader: Mapping[str, str]) -> Audit:
    (folder / "all_right").mkdir()
    (folder / "assignment.toml").write_text(SYMBOLS, encoding="utf-8")
    (folder / "grade_gradient.py").write_text(GRADER.format(**grader), encoding="utf-8")
    (folder / "all_right" / "answers.md").write_text(RIGHT, encoding="utf-8")
    return audit(load_assignment(folder), Settings(per_question=12))


@pytest.mark.parametrize(
    ("grader", "found"),
    [
        (GOOD, set()),
        (LENIENT, {Status.FALSE_ACCEPT}),
        (SILENT, {Status.FAULT}),
        (STRICT, {Status.FALSE_REJECT}),
        (SEVERE, {Status.FALSE_REJECT}),
    ],
)
def test_faults_of_a_grader_are_found(
    tmp_path: Path, grader: Mapping[str, str], found: set[Status]
) -> None:
    assert {each.status for each in audited(tmp_path, grader).failures} == found


def test_the_same_seed_makes_the_same_variants(tmp_path: Path) -> None:
    first, second = (audited(made(tmp_path / name), GOOD) for name in ("first", "second"))
    texts = [
        [each.variant.text for row in one.rows for each in row.findings] for one in (first, second)
    ]
    assert texts[0] == texts[1]


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def neuron(tmp_path: Path) -> Path:
    """The assignment of the guide, with a sample of right answers."""
    (tmp_path / "assignment.toml").write_text(blocks("write-a-grader.md", "toml")[0])
    (tmp_path / "grade_neuron.py").write_text(blocks("write-a-grader.md", "python")[0])
    sample = made(tmp_path / "all_right")
    right = "## 1.a\n\n$a = 0.68997$\n\n## 1.b\n\n$dC/dw = 1.37995$\n\n## 2\n\nIt is flat there.\n"
    (sample / "answers.md").write_text(right)
    return tmp_path


def test_an_own_assignment_is_audited_by_its_right_answers(neuron: Path) -> None:
    found = audit(load_assignment(neuron), Settings(per_question=10))
    rows = {row.question: row for row in found.rows}
    assert not found.failures
    assert [each.named for each in rows["1.a"].to_name] == [True]
    assert any(each.variant.rule == "carried from 1.a" for each in rows["1.b"].findings)
    assert rows["2"].rewrites > 0
    assert rows["2"].mutants == 0


def test_the_command_tells_failures_and_takes_known_ones(
    neuron: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grader = neuron / "grade_neuron.py"
    own = r"(?<=grade_gradient\(quantity, settle)_value(\):\n.*\n).*\)"
    lenient = re.sub(own, r"\1    settle(Comparison(True, 'text'))", grader.read_text())
    grader.write_text(f"from graders.model import Comparison\n{lenient}")
    arguments = ["audit", str(neuron), "--per-question", "3", "-j", "1", "--only", "1.b"]
    assert main([*arguments, "--show"]) == 1
    assert "1.b: false accept (mutant: " in capsys.readouterr().out
    allowed = neuron / "known.toml"
    allowed.write_text('[[allow]]\nquestion = "1.b"\nrule = "*"\nreason = "a test"\n')
    assert main([*arguments, "--allow", str(allowed)]) == 0
    allowed.write_text(f"{allowed.read_text()}answer = 'such an answer is not made'\n")
    assert main([*arguments, "--allow", str(allowed)]) == 1
    allowed.write_text(allowed.read_text().replace("such", "(such"))
    assert main([*arguments, "--allow", str(allowed)]) == 2


CHOICE = """
title = "A choice"
[[question]]
id = "1"
title = "Sums of squares"
points = 1
kind = "choice"
"""
CHOOSING = """
import pytest
from graders.model import Comparison
from graders.reading.words.choosing.choices import read_choice

@pytest.mark.question("1")
def grade_choice(answer, settle):
    # whether it is convex
    settle(Comparison({right}, "choice"))
"""
KINDS = "{'yes': ['is-convex', 'yes'], 'no': ['not-convex', 'no']}"


@pytest.mark.parametrize(
    ("right", "failures"),
    [
        (f"read_choice(answer.text, {KINDS}) == 'yes'", set()),
        (f"read_choice(answer.text, {KINDS}) is not None", {Status.FALSE_ACCEPT}),
        ("bool(answer.text)", {Status.FALSE_ACCEPT}),
    ],
)
def test_a_choice_is_tried_with_the_other_option(
    tmp_path: Path, right: str, failures: set[Status]
) -> None:
    (tmp_path / "assignment.toml").write_text(CHOICE)
    (tmp_path / "grade_choice.py").write_text(CHOOSING.format(right=right))
    sample = "## 1\n\nYes, for every square is convex.\n"
    (made(tmp_path / "all_right") / "answers.md").write_text(sample)
    found = audit(load_assignment(tmp_path), Settings(per_question=10))
    assert {each.status for each in found.failures} == failures


def test_a_question_without_a_right_answer_is_named_and_fails(
    neuron: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = neuron / "all_right" / "answers.md"
    answers.write_text(answers.read_text().replace("## 1.b", ""))
    assert main(["audit", str(neuron), "--only", "1", "--per-question", "1", "-j", "1"]) == 1
    said = capsys.readouterr().out
    assert "no right answer under a heading of the sample, nothing tried: 1.b" in said
    assert "read by a person" not in said


def test_a_question_that_is_not_there_ends_an_audit_as_it_ends_grading(neuron: Path) -> None:
    chosen = ["--only", "77"]
    graded = main(["grade", str(neuron), str(neuron / "all_right"), *chosen])
    assert main(["audit", str(neuron), *chosen]) == graded == 2


def test_an_exception_without_a_reason_is_refused(
    neuron: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (neuron / "audit.toml").write_text('[[allow]]\nquestion = "1.b"\nrule = "*"\nreason = ""\n')
    assert main(["audit", str(neuron), "--only", "1.b"]) == 2
    assert "an exception is not complete" in capsys.readouterr().err


def test_an_assignment_without_a_sample_is_told_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assignment.toml").write_text(SYMBOLS, encoding="utf-8")
    (tmp_path / "grade_gradient.py").write_text(GRADER.format(**GOOD), encoding="utf-8")
    assert main(["audit", str(tmp_path)]) == 2
    assert "--sample DIR" in capsys.readouterr().err
