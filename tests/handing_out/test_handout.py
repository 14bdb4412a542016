"""What students get is whole, also for an assignment of one's own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graders.assignments.deep_learning_hw2 import grade_2_backpropagation as backpropagation
from graders.batch import grade
from graders.cli import main
from graders.declaring.asked import PAGE
from graders.declaring.assignment import load_assignment
from graders.errors import AssignmentError
from graders.handing_out import Form, handout, write_files
from graders.model import Kind, Outcome
from tests.handing_out.handed_out import (
    every_assignment,
    files_of,
    own_assignment,
)


@every_assignment
def test_every_question_is_asked_in_words_of_its_own(name: str) -> None:
    assignment = load_assignment(name)
    page = files_of(name)["questions.md"]
    for question in assignment.questions:
        assert assignment.asked[question.id].prompt, question.id
        assert f"### {question.id} · {question.title}" in page


HIDDEN = """
title = "A small sheet"

[[question]]
id = "1"
title = "A number"
points = 2
kind = "numeric"

[[question]]
id = "2"
title = "Asked and shown later"
points = 2
kind = "numeric"
visibility = "after_due_date"

[[question]]
id = "77"
title = "Overflow at length 200"
points = 3
kind = "code"
visibility = "hidden"
"""


@pytest.mark.parametrize("form", Form)
def test_students_read_nothing_of_a_hidden_question(
    tmp_path: Path, form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, folder = tmp_path / "sheet", tmp_path / "for_students"
    (sheet / "handout").mkdir(parents=True)
    (sheet / "assignment.toml").write_text(HIDDEN, encoding="utf-8")
    (sheet / PAGE).write_text("## 1\n\nA number.\n\n## 2\n\nAnother one.\n", encoding="utf-8")
    assignment = load_assignment(sheet)
    files = {name: data.decode() for name, data in handout(assignment, form).items()}
    for name, text in files.items():
        assert not re.search(r"Overflow|\b77\b", text), name
    assert "Asked and shown later" in files["questions.md"]
    assert "2 questions, 4 points" in files["README.md"]
    write_files(handout(assignment, form), folder)
    for command in (["check", str(folder)], ["check", str(sheet), str(folder)]):
        main(command)
        out = capsys.readouterr().out
        assert "0 of 2 answers are found" in out
        assert "77" not in out
    check = 'import pytest\n@pytest.mark.question("77")\ndef check_it(): pass\n'
    (sheet / "check_code.py").write_text(check, encoding="utf-8")
    with pytest.raises(AssignmentError, match="which students do not know of"):
        handout(assignment, form)


@every_assignment
@pytest.mark.parametrize("form", Form)
def test_every_question_has_a_heading_to_answer_under(name: str, form: Form) -> None:
    text = files_of(name, form)[f"answers.{form}"].replace(r"\\section", r"\section")
    for question in load_assignment(name).questions:
        latex = rf"\section*{{{question.id}}}".replace("_", r"\_")
        heading = {Form.MARKDOWN: f"## {question.id}\n", Form.NOTEBOOK: f'"## {question.id}\\n"'}
        assert heading.get(form, latex) in text


@every_assignment
def test_every_code_question_has_a_stub(name: str) -> None:
    assignment = load_assignment(name)
    files = files_of(name)
    stubs = "\n".join(text for file, text in files.items() if re.fullmatch(r"\w+\.py", file))
    for question in assignment.questions:
        if question.kind is Kind.CODE:
            asked = assignment.asked[question.id]
            in_a_file = re.search(r"`(\w+\.py)`", asked.prompt)
            stub = stubs if in_a_file else asked.form
            assert "raise NotImplementedError" in stub, question.id


def test_given_data_are_handed_out() -> None:
    page = files_of("deep_learning_hw2")["questions.md"]
    for name, value in backpropagation.SHEET.given.items():
        if re.fullmatch(r"[wxbt]\d+", name):
            letter, index = name[0], name[1:]
            spelled = f"{letter}_{{{index}}}" if len(index) > 1 else f"{letter}_{index}"
            assert f"${spelled} = {value:g}$" in page, name


def test_questions_without_words_of_their_own_show_their_titles(tmp_path: Path) -> None:
    files = handout(own_assignment(tmp_path / "own", ""))
    assert "### 1 · T (1 point)" in files["questions.md"].decode()
    assert "Asked: T (1 point). For example:" in files["answers.md"].decode()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("# 9\nWhat?\n", "'9' is neither a question"),
        ("# 1\nA\n# 1\nB\n", "1 is asked twice"),
        ("# 1\n```answer\n| a |\n", "never ends"),
    ],
)
def test_a_page_of_questions_that_makes_no_sense_is_refused(
    page: str, words: str, tmp_path: Path
) -> None:
    folder = own_assignment(tmp_path / "own", "").folder
    (folder / PAGE).parent.mkdir()
    (folder / PAGE).write_text(page, encoding="utf-8")
    with pytest.raises(AssignmentError, match=words):
        load_assignment(folder)


def test_a_comment_in_code_is_no_heading(tmp_path: Path) -> None:
    folder = own_assignment(tmp_path / "own", "").folder
    (folder / PAGE).parent.mkdir()
    page = "# 1\nWrite it.\n\n````answer\n```python\n# 7 lines\n```\n````\n"
    (folder / PAGE).write_text(page, encoding="utf-8")
    assert load_assignment(folder).asked["1"].form == "```python\n# 7 lines\n```"


def test_help_loads_no_template_engine() -> None:
    code = "import sys; from graders.cli import main; main(['handout', '--help'])"
    listing = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    done = subprocess.run(
        [sys.executable, "-c", f"{listing}; {code}"], capture_output=True, text=True, check=False
    )
    assert {"jinja2", "numpy", "pytest"}.isdisjoint(done.stderr.splitlines()[-1].split())


def test_given_values_that_are_recalled_do_not_compete_with_the_answer(tmp_path: Path) -> None:
    page = tmp_path / "answers.md"
    text = r"## 2.1.h1" + "\n\n" + r"$h_1 = \sigma(4.3) = 0.98661$, since $x_1 = 1$" + "\n"
    page.write_text(text, encoding="utf-8")
    verdicts = {each.question.id: each for each in grade("deep_learning_hw2", page).verdicts}
    assert verdicts["2.1.h1"].outcome is Outcome.CORRECT
