"""How a class did, and grades for other systems."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest

from graders.classroom.roster import match
from graders.cli import ExitCode
from graders.model import Kind, Outcome, Question, Report, Verdict
from graders.reports.statistics import class_statistics, to_data
from graders.reports.statistics_table import to_statistics_table
from tests.classroom.conftest import Classroom

Capture = pytest.CaptureFixture[str]


def report(name: str, *points: str, outcome: Outcome | None = None, mistake: str = "") -> Report:
    verdicts = tuple(
        Verdict(
            Question(str(n), f"Question {n}", Fraction(2), Kind.NUMERIC),
            outcome or (Outcome.CORRECT if each == "2" else Outcome.INCORRECT),
            Fraction(each),
            mistake=mistake or None,
        )
        for n, each in enumerate(points, start=1)
    )
    return Report(name, "hw1", "Homework 1", verdicts, "1.0", seconds=len(points))


def test_the_numbers_of_a_class_are_those_worked_out_by_hand() -> None:
    reports = [
        report("a", "2", "2"),
        report("b", "2", "1"),
        report("c", "0", "0", mistake="sign"),
        report("d", "2", "2"),
        report("e", "0", "1"),
    ]
    data = to_data(class_statistics(reports))
    assert data["points"]["mean"] == pytest.approx(2.4)
    assert data["points"]["median"] == 3
    assert data["points"]["standard_deviation"] == pytest.approx(1.8166, abs=1e-4)
    assert sum(data["points"]["histogram"]) == 5
    assert data["points"]["histogram"][9] == 2
    first = data["questions"][0]
    assert first["mean"] == pytest.approx(0.6)
    assert first["outcomes"]["correct"] == pytest.approx(0.6)
    assert first["discrimination"] == pytest.approx(0.7638, abs=1e-4)
    assert data["mistakes"][0] == {"mistake": "sign", "number": 2, "questions": ["1", "2"]}
    assert data["seconds"]["total"] == 10


def test_what_could_not_be_opened_is_in_no_statistic(room: Classroom, capsys: Capture) -> None:
    for name in ("ada", "ben", "cleo"):
        room.hand_in(name)
    (room.hw / "dan.md").write_bytes(b"")
    assert room.grade() == ExitCode.USAGE
    out = capsys.readouterr().out
    assert "3 submissions in" in out
    assert "lowest 3 (ada)" in out
    assert "1 submission could not be opened, and not counted: dan" in out
    room.run("stats", "--json")
    data = json.loads(capsys.readouterr().out)
    assert (data["submissions"], data["not_opened"]) == (3, ["dan"])
    assert data["points"]["lowest"] == data["points"]["median"] == 3
    assert data["questions"][0]["outcomes"]["unreadable"] == 0
    assert room.grades()["dan"]["points"] == ""
    page = (room.out / "report.html").read_text(encoding="utf-8")
    assert 'id="unread"' in page
    assert 'href="dan/report.html"' in page
    assert room.run("export") == ExitCode.NEEDS_PERSON
    out, err = capsys.readouterr()
    assert next(csv.DictReader(io.StringIO(out.splitlines()[0] + "\n" + out.splitlines()[4])))[
        "A small sheet"
    ] == ""  # fmt: skip
    assert "1 submission could not be opened, without a grade: dan" in err
    assert room.run("review") == ExitCode.NEEDS_PERSON
    out, err = capsys.readouterr()
    assert "dan" not in out
    assert "1 submission could not be opened; --all lists them, too: dan" in err
    for path in room.hw.iterdir():
        path.unlink()
    (room.hw / "eve.md").write_bytes(b"")
    room.out = room.folder / "out of eve"
    room.grade()
    room.run("review")
    assert "Nothing waits for a person" not in capsys.readouterr().out


def test_what_could_not_be_opened_counts_once_a_person_has_marked_it(room: Classroom) -> None:
    room.hand_in("ada")
    (room.hw / "dan.md").write_bytes(b"")
    room.grade()
    room.run("review", "--all", "-o", room.review)
    rows = room.rows()
    for row in rows:
        row["points"] = "1" if row["submission"] == "dan" else ""
    room.save(rows)
    room.run("regrade", "--review", room.review)
    assert room.grades()["dan"]["points"] == "3"
    assert class_statistics([room.report("dan")]).points == (3.0,)


def test_a_class_of_which_nothing_could_be_opened_is_shown(
    room: Classroom, capsys: Capture
) -> None:
    for name in ("ada", "ben"):
        (room.hw / f"{name}.md").write_bytes(b"")
    room.grade()
    assert "2 submissions could not be opened" in capsys.readouterr().out
    room.run("stats")
    assert "2 submissions could not be opened" in capsys.readouterr().out


def test_what_waits_for_a_person_is_not_in_the_mean() -> None:
    waiting = report("b", "0", outcome=Outcome.REVIEW)
    (question,) = class_statistics([report("a", "2"), waiting]).questions
    assert question.mean == 1
    assert class_statistics([waiting]).questions[0].mean is None
    assert class_statistics([waiting]).questions[0].discrimination is None


@pytest.mark.parametrize("reports", [[], [report("a")], [report("a", "2")]])
def test_small_classes_have_statistics(reports: list[Report]) -> None:
    counted = class_statistics(reports)
    json.dumps(to_data(counted), allow_nan=False)
    assert to_statistics_table(counted, width=80, color=False).endswith("\n")


def test_every_line_of_the_statistics_fits(classroom_reports: list[Report]) -> None:
    text = to_statistics_table(class_statistics(classroom_reports), width=80, color=False)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


@pytest.fixture
def classroom_reports() -> list[Report]:
    name = "a very long title " * 9
    question = Question("1.2.3.long", name, Fraction(1, 3), Kind.NUMERIC)
    return [
        Report(str(outcome), "hw", name, (Verdict(question, outcome, Fraction(0)),), "1.0", 1.0)
        for outcome in Outcome
    ]


def test_the_command_prints_both(room: Classroom, capsys: Capture) -> None:
    room.hand_in("ada")
    room.hand_in("ben", word="no")
    room.grade()
    capsys.readouterr()
    assert room.run("stats") == ExitCode.DONE
    assert "2 submissions of 6 points" in capsys.readouterr().out
    room.run("stats", "--json")
    data = json.loads(capsys.readouterr().out)
    assert data["needs_person"] == 2
    assert data["mistakes"] == [{"mistake": "sign", "number": 1, "questions": ["1"]}]


# --- exports --------------------------------------------------------------------------------------

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz (9)
    Points Possible,,,,,10
"Lovelace, Ada",4711,s100200,ada@uni.edu,One,
"Null, Ben",815,s100300,ben@uni.edu,One,
"Absent, Zoe",99,s100400,zoe@uni.edu,Two,
"""


def exported(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_canvas_gets_its_own_ids(room: Classroom, capsys: Capture) -> None:
    room.hand_in("lovelaceada_4711_98765_hw1")
    room.hand_in("ben@uni.edu", word="no")
    room.hand_in("someone")
    room.grade()
    roster = room.folder / "canvas.csv"
    roster.write_text(CANVAS)
    capsys.readouterr()
    options = ("--format", "canvas", "--roster", roster, "--column", "HW 1 (123)")
    assert room.run("export", *options) == ExitCode.NEEDS_PERSON
    out, err = capsys.readouterr()
    possible, ben, ada = exported(out)
    assert possible["Student"].strip() == "Points Possible"
    assert possible["HW 1 (123)"] == "6"
    assert (ada["ID"], ada["SIS User ID"], ada["HW 1 (123)"]) == ("4711", "s100200", "3")
    assert (ben["Student"], ben["HW 1 (123)"]) == ("Null, Ben", "1")
    assert "not exported: someone" in err
    assert "Absent, Zoe" in err


def test_an_export_that_matches_nobody_is_empty(room: Classroom, capsys: Capture) -> None:
    room.hand_in("ada")
    room.grade()
    roster = room.folder / "moodle.csv"
    roster.write_text("ID number,Email address\n100200,zoe@uni.edu\n")
    capsys.readouterr()
    assert room.run("export", "--format", "moodle", "--roster", roster) == ExitCode.NEEDS_PERSON
    assert capsys.readouterr().out == ""


def test_a_grade_of_which_nothing_is_known_is_left_empty(room: Classroom, capsys: Capture) -> None:
    (room.hw / "ada.md").write_text("Nothing that is known here.\n", encoding="utf-8")
    room.grade()
    capsys.readouterr()
    room.run("export")
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["A small sheet"], row["needs_person"]) == ("", "3")


def test_canvas_without_a_roster_is_refused(room: Classroom, capsys: Capture) -> None:
    room.hand_in("ada")
    room.grade()
    assert room.run("export", "--format", "canvas") == ExitCode.USAGE
    assert "--roster" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_export_makes_its_folder_or_is_told_where_it_cannot_be_written(
    kind: str, room: Classroom, capsys: Capture
) -> None:
    room.hand_in("ada")
    room.grade()
    file = room.folder / "new" / "grades"
    assert room.run("export", "--format", kind, "-o", file) == ExitCode.NEEDS_PERSON
    assert "ada" in file.read_text(encoding="utf-8")
    capsys.readouterr()
    assert room.run("export", "--format", kind, "-o", file / "again") == ExitCode.USAGE
    assert "again: it cannot be written: " in capsys.readouterr().err


def test_moodle_gets_an_id_and_questions_on_request(room: Classroom, capsys: Capture) -> None:
    room.hand_in("100200")
    room.grade()
    roster = room.folder / "moodle.csv"
    roster.write_text("First name;ID number;Email address\nAda;100200;a@b.c\n", encoding="cp1252")
    capsys.readouterr()
    room.run("export", "--format", "moodle", "--roster", roster, "--questions")
    (row,) = exported(capsys.readouterr().out)
    assert row == {
        "ID number": "100200", "Email address": "a@b.c", "A small sheet": "3",
        "1 A word": "2", "2 An essay": "", "2.10 A doubt": "1",
    }  # fmt: skip


def test_cells_of_an_export_are_safe(room: Classroom, capsys: Capture) -> None:
    room.hand_in("=1+1")
    room.grade()
    room.run("export", "-o", room.folder / "grades.csv")
    text = (room.folder / "grades.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("'=1+1,")


def test_json_lines_hold_every_verdict(room: Classroom, capsys: Capture) -> None:
    room.hand_in("ada", essay="Why ∇?")
    room.grade()
    capsys.readouterr()
    room.run("export", "--format", "jsonl")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["question"] for line in lines] == ["1", "2", "2.10"]
    assert lines[1]["text"] == "Why ∇?"
    assert lines[1]["review_points"] == 3.0


MATCHES = {
    "a login among the parts": ("sub_ada.l_3", "ada"),
    "a long number": ("hw_100200", "ada"),
    "a short number": ("hw_4711", None),
    "canvas' own id": ("lovelace_4711_1_hw", "ada"),
    "canvas' own id of one who is late": ("lovelace_LATE_4711_1_hw", "ada"),
    "the first number is canvas' own": ("null_1_4711_hw", "ben"),
    "two fit": ("ada.l_100300", None),
    "the login of an address": ("cleo", "cleo"),
    "none": ("zoe", None),
}


@pytest.mark.parametrize("case", MATCHES)
def test_a_submission_finds_its_line_or_none(case: str, tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID\nada,4711,100200,ada.l\nben,1,100300,b\n"
        "cleo,2,100400,cleo@uni.edu\n"
    )
    name, expected = MATCHES[case]
    found = match(roster, [name]).people
    assert found.get(name, {}).get("Student") == expected


def test_a_column_of_submissions_settles_it_and_no_line_is_used_twice(tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text("submission,Name,ID\ns1,Ada,7\ns2,Ben,8\n")
    matched = match(roster, ["s1", "s2", "s3"])
    assert {name: person["Name"] for name, person in matched.people.items()} == {
        "s1": "Ada", "s2": "Ben",
    }  # fmt: skip
    roster.write_text("Name,Username\nAda,adalove\n")
    matched = match(roster, ["adalove_1", "adalove_2"])
    assert matched.unknown == ("adalove_1", "adalove_2")
    assert (matched.absent, matched.disputed) == ((), ("Ada",))
    roster.write_text("Name,Username\nAda,adalove@a.edu\nAda B,adalove@b.edu\nBen,benben\n")
    matched = match(roster, ["adalove"])
    assert (matched.absent, matched.disputed) == (("Ben",), ("Ada", "Ada B"))
