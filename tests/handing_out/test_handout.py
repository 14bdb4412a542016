"""What students get: whole, without a reference, and read as nothing until it is filled in."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from graders.assignments.deep_learning_hw2 import grade_2_backpropagation as backpropagation
from graders.batch import Graded, Options, grade, grade_all
from graders.checking import assignment_for, check_submission
from graders.cli import ExitCode, main
from graders.declaring.asked import PAGE
from graders.declaring.assignment import Assignment, assignment_names, load_assignment
from graders.errors import AssignmentError
from graders.handing_out import Form, handout, outside, write_files
from graders.model import Kind, Outcome, Report
from graders.reading.finding.finder import Finder
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number

ROOT = Path(__file__).parents[2]
every_assignment = pytest.mark.parametrize("name", assignment_names())


@cache
def files_of(name: str, form: Form = Form.MARKDOWN) -> Mapping[str, str]:
    return {file: data.decode() for file, data in handout(load_assignment(name), form).items()}


def written(name: str, folder: Path, form: Form = Form.MARKDOWN) -> Path:
    write_files(handout(load_assignment(name), form), folder)
    return folder


# --- it is whole ----------------------------------------------------------------------------------


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


# --- it holds no reference ------------------------------------------------------------------------

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


def own_assignment(folder: Path, check: str) -> Assignment:
    folder.mkdir()
    question = 'id = "1"\ntitle = "T"\npoints = 1\nkind = "code"\n'
    (folder / "assignment.toml").write_text(f"[[question]]\n{question}", encoding="utf-8")
    (folder / "references.py").write_text("RIGHT = 1.25\n", encoding="utf-8")
    (folder / "check_code.py").write_text(check, encoding="utf-8")
    return load_assignment(folder)


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


# --- untouched it is nothing ----------------------------------------------------------------------


def reports(name: str, folders: list[Path]) -> list[Report]:
    found: list[Graded] = []
    grade_all(load_assignment(name), folders, Options(), found.append)
    return [each.report for each in found]


@every_assignment
def test_untouched_it_scores_zero_and_nothing_is_unreadable(name: str, tmp_path: Path) -> None:
    folders = [written(name, tmp_path / form, form) for form in Form]
    for report in reports(name, folders):
        assert report.points == 0
        for verdict in report.verdicts:
            assert verdict.outcome is Outcome.MISSING, verdict


def test_a_stub_that_is_left_untouched_is_no_answer(tmp_path: Path) -> None:
    folder = written("generalization_hw1", tmp_path / "given")
    page = folder / "answers.md"
    page.write_text("A margin may be negative, I think.", encoding="utf-8")
    [report] = reports("generalization_hw1", [folder])
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.UNREADABLE}
    page.unlink()
    (folder / "README.md").unlink()
    [report] = reports("generalization_hw1", [folder])
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.MISSING}


@every_assignment
def test_examples_and_forms_that_are_left_standing_are_no_answers(
    name: str, tmp_path: Path
) -> None:
    folder = written(name, tmp_path / "left")
    page = folder / "answers.md"
    text = page.read_text(encoding="utf-8")
    _, _, rest = text.partition("-->\n")  # the title stays a comment
    page.write_text(rest.replace("<!-- ", "").replace("\n-->", ""), encoding="utf-8")
    [report] = reports(name, [folder])
    assert report.points == 0
    found = {verdict.outcome for verdict in report.verdicts}
    assert found <= {Outcome.MISSING, Outcome.REVIEW, Outcome.INCORRECT}
    review = [each for each in report.verdicts if each.outcome is Outcome.REVIEW]
    assert all(each.question.kind is Kind.TRAINING for each in review)


def test_a_page_that_somebody_wrote_into_is_read(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "hw")
    page = folder / "questions.md"
    text = page.read_text(encoding="utf-8")
    answered = text.replace("The value $f_1(1, 2)$.", "The value $f_1(1, 2)$.\n\n$f_1 = 0.6560$")
    page.write_text(answered, encoding="utf-8")
    [report] = reports("optimization_hw2", [folder])
    right = [each.question.id for each in report.verdicts if each.outcome is Outcome.CORRECT]
    assert right == ["4.a.f1"]


def test_what_is_typed_into_its_comments_goes_to_a_person(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "ada")
    answers = folder / "answers.md"
    text = answers.read_text(encoding="utf-8")
    before, lead, after = text.partition("For example:")
    answers.write_text(f"{before}{lead}\nMy answer is w = 3.\n{after}", encoding="utf-8")
    (report,) = reports("optimization_hw2", [folder])
    outcomes = [each.outcome for each in report.verdicts]
    assert outcomes[0] is Outcome.UNREADABLE
    assert "in the comment" in report.verdicts[0].feedback
    assert set(outcomes[1:]) == {Outcome.MISSING}
    (note,) = check_submission(assignment_for(folder), folder).notes
    assert note.startswith(f"{report.verdicts[0].question.id}: text stands in the comment")


def test_a_name_alone_is_no_answer(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "ada")
    answers = folder / "answers.md"
    text = answers.read_text(encoding="utf-8")
    answers.write_text(f"Name: Ada Lovelace, ID 471100\n\n{text}", encoding="utf-8")
    (report,) = reports("optimization_hw2", [folder])
    assert {each.outcome for each in report.verdicts} == {Outcome.MISSING}


# --- the command, and `nabla check` in the folder -------------------------------------------------


def test_check_needs_no_assignment_in_a_folder_that_was_handed_out(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "hw")
    checked = check_submission(assignment_for(folder), folder)
    assert not any(each.is_fine for each in checked.entries)
    filled = (
        ROOT / "submissions" / "optimization_hw2" / "handout_filled" / "answers.md"
    ).read_text(encoding="utf-8")
    (folder / "answers.md").write_text(filled, encoding="utf-8")
    for path in (folder, folder / "answers.md"):
        entries = check_submission(assignment_for(path), path).entries
        missing = [each.question.id for each in entries if not each.is_fine]
        assert missing == ["5.a", "5.b"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["generalization_hw1", "networks_hw4", "vision_hw4"])
def test_public_checks_pass_on_what_is_filled_in(name: str, tmp_path: Path) -> None:
    folder = written(name, tmp_path / "hw")
    for file in (ROOT / "submissions" / name / "handout_filled").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "graders", "check", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    code = [each for each in load_assignment(name).questions if each.kind is Kind.CODE]
    assert done.stdout.count("the public check passes") == len(code), done.stdout + done.stderr


CHECK = '''
import pytest

@pytest.mark.question("1")
def check_one(answer):
    """One."""
    assert answer.text == "yes", "look again"
'''


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("yes", "1 of 1 answers are found, with no check failing"),
        ("no", "1 of 1 answers are found; a public check does not pass: 1"),
    ],
)
def test_the_last_line_of_check_tells_of_a_check_that_fails(
    text: str, last: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = (
        'title = "A sheet"\n[[question]]\nid = "1"\ntitle = "One"\npoints = 1\nkind = "code"\n'
    )
    (tmp_path / "assignment.toml").write_text(question, encoding="utf-8")
    (tmp_path / "check_code.py").write_text(CHECK, encoding="utf-8")
    answers = tmp_path / "answers.md"
    answers.write_text(f"# 1\n\n{text}\n", encoding="utf-8")
    assert main(["check", str(tmp_path), str(answers)]) == (text == "no")
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_failure_of_ours_is_told_to_a_student_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Finder, "find", lambda *_: [][0])
    (tmp_path / "answers.md").write_text("# 1\n", encoding="utf-8")
    assert main(["check", "optimization_hw2", str(tmp_path)]) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "a fault of Nabla and none of yours" in err
    assert "Hand it in as it is" in err
    assert "Traceback" not in err


def test_where_nothing_was_handed_out_check_asks_for_the_assignment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.md").write_text("# 1\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == ExitCode.USAGE
    assert "nabla check ASSIGNMENT PATH" in capsys.readouterr().err


def test_a_folder_is_written_over_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hw"
    assert main(["handout", "vision_hw4", str(folder)]) == ExitCode.DONE
    assert f"{folder}/answers.md" in capsys.readouterr().out
    (folder / "answers.md").write_text("mine", encoding="utf-8")
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    assert main(["handout", "vision_hw4", str(folder)]) == ExitCode.USAGE
    assert (folder / "answers.md").read_text(encoding="utf-8") == "mine"
    assert main(["handout", "vision_hw4", str(folder), "--force"]) == ExitCode.DONE
    assert "## 1.1.1" in (folder / "answers.md").read_text(encoding="utf-8")
    assert (folder / "notes.md").read_text(encoding="utf-8") == "mine"


# --- an assignment of one's own -------------------------------------------------------------------


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
