"""What a person marks, and what becomes of marks later."""

from fractions import Fraction

import pytest

from graders.cli import ExitCode
from graders.model import Outcome
from tests.classroom.conftest import GRADERS, Classroom

Capture = pytest.CaptureFixture[str]


def test_the_table_lists_what_needs_a_person_question_by_question(marked_room: Classroom) -> None:
    assert marked_room.run("review", "-o", marked_room.review) == ExitCode.NEEDS_PERSON
    rows = marked_room.rows()
    assert [(row["question"], row["submission"]) for row in rows] == [
        ("2", "ben"), ("2", "cleo"), ("2", "ada"), ("2", "dan"), ("2.10", "dan"),
    ]  # fmt: skip
    assert [row["same_answer"] for row in rows[:3]] == ["2 alike, group 1"] * 2 + [""]
    doubt = rows[-1]
    assert doubt["outcome"] == "not settled"
    assert (doubt["points_so_far"], doubt["max_points"]) == ("0.5", "1")
    assert (doubt["points"], doubt["comment"]) == ("", "")
    assert doubt["where"] == "dan.md:13"
    assert "a note" in doubt["note"]
    assert rows[0]["rubric"] == "1 point: the chain rule\n2 points: the rest"
    assert rows[0]["answer"] == "The chain rule\nand more."


def test_no_cell_is_a_formula(marked_room: Classroom) -> None:
    marked_room.hand_in("=1+1", essay="=1+1")
    marked_room.grade()
    marked_room.run("review", "-o", marked_room.review, "--all")
    for row in marked_room.rows():
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row.values())


def test_marks_reach_every_file_and_the_exit_code(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in(
        {("ada", "2"): ("2,5", "=good, but the rest is thin"), ("dan", "2.10"): ("0", "")}
    )
    assert marked_room.run("regrade", "--review", marked_room.review) == ExitCode.NEEDS_PERSON
    out, err = capsys.readouterr()
    assert "ada" in out
    assert "taken in: 2 marks" in err
    report = marked_room.report("ada")
    essay = report.verdicts[1]
    assert (essay.outcome, essay.points, essay.marked) == (Outcome.PARTIAL, Fraction(5, 2), True)
    test = marked_room.results("ada")["tests"][1]
    assert (test["score"], test["max_score"]) == (2.5, 3.0)
    assert "Partly correct, marked by a person." in test["output"]
    assert "=good, but the rest is thin" in test["output"]
    page = (marked_room.out / "ada" / "report.html").read_text(encoding="utf-8")
    assert "marked by a person" in page
    assert "=good, but the rest is thin" in page
    assert marked_room.grades()["ada"]["points"] == "5.5"
    assert marked_room.grades()["ada"]["needs_review"] == "0"
    assert marked_room.report("dan").verdicts[2].outcome is Outcome.INCORRECT
    assert marked_room.report("dan").verdicts[2].points == 0


def test_when_all_is_marked_nobody_is_needed(marked_room: Classroom) -> None:
    rest = {(name, "2"): ("3", "") for name in ("ada", "ben", "cleo", "dan")}
    marked_room.fill_in(rest | {("dan", "2.10"): ("1", "")})
    assert marked_room.run("regrade", "--review", marked_room.review) == ExitCode.DONE
    assert marked_room.run("review") == ExitCode.DONE
    assert marked_room.grade() == ExitCode.DONE


def test_the_same_answer_is_marked_once(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in({("cleo", "2"): ("2", "well")})
    marked_room.run("regrade", "--review", marked_room.review)
    assert "1 of them for answers that are the same" in capsys.readouterr().err
    for name in ("ben", "cleo"):
        assert marked_room.report(name).verdicts[1].points == 2
        assert marked_room.report(name).verdicts[1].feedback == "well"
    assert not marked_room.report("ada").verdicts[1].marked


def test_a_mark_of_a_group_that_is_changed_changes_the_group(marked_room: Classroom) -> None:
    marked_room.fill_in({("cleo", "2"): ("2", "")})
    marked_room.run("regrade", "--review", marked_room.review)
    rows = marked_room.rows()
    for row in rows:
        if row["submission"] == "cleo":
            row["points"] = "1"
    marked_room.save(rows)
    marked_room.run("regrade", "--review", marked_room.review)
    assert [marked_room.report(name).verdicts[1].points for name in ("ben", "cleo")] == [1, 1]


def test_answers_alike_with_different_marks_keep_them(marked_room: Classroom) -> None:
    marked_room.fill_in({("ben", "2"): ("1", ""), ("cleo", "2"): ("2", "")})
    marked_room.run("regrade", "--review", marked_room.review)
    assert [marked_room.report(name).verdicts[1].points for name in ("ben", "cleo")] == [1, 2]


def test_a_group_that_is_marked_differently_is_told_once(
    marked_room: Classroom, capsys: Capture
) -> None:
    for name in ("eve", "fay"):
        path = marked_room.hw / f"{name}.md"
        path.write_bytes((marked_room.hw / "ben.md").read_bytes())
    marked_room.grade()
    marked_room.fill_in({("ben", "2"): ("1", ""), ("cleo", "2"): ("1", "well")})
    capsys.readouterr()
    marked_room.run("regrade", "--review", marked_room.review)
    told = [line for line in capsys.readouterr().err.splitlines() if "stay open" in line]
    assert len(told) == 1
    assert "4 alike" in told[0]
    assert "points or comments" in told[0]


WRONG = {
    "too many points": ({"points": "3.5"}, "3.5 is more than the 3 points of this question"),
    "less than none": ({"points": "-1"}, "-1 points are less than none"),
    "no number": ({"points": "1. Feb"}, "'1. Feb' is no number of points"),
    "a comment alone": ({"comment": "hm"}, "there is a comment and no points"),
    "no key": ({"points": "1", "key": ""}, "it has no key"),
    "another student's key": ({"points": "1", "submission": "dan"}, "its key is that of ada"),
    "an unknown key": ({"points": "1", "key": "abc-def-ghi"}, "write the table again"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_row_that_cannot_be_taken_is_told_and_costs_no_other(
    name: str, marked_room: Classroom, capsys: Capture
) -> None:
    cells, message = WRONG[name]
    marked_room.fill_in({("dan", "2"): ("1", "")})
    rows = marked_room.rows()
    place = next(n for n, row in enumerate(rows) if row["submission"] == "ada")
    rows[place] |= cells
    marked_room.save(rows)
    assert marked_room.run("regrade", "--review", marked_room.review) == ExitCode.NEEDS_PERSON
    err = capsys.readouterr().err
    assert f"{marked_room.review}: row {place + 2} (" in err
    assert message in err
    assert marked_room.report("dan").verdicts[1].points == 1
    assert not marked_room.report("ada").verdicts[1].marked
    assert marked_room.rows()[place]["points"] == cells.get("points", "")


def test_rows_that_contradict_each_other_are_not_taken(
    marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("ada", "2"): ("1", "")})
    rows = marked_room.rows()
    rows.append(next(row for row in rows if row["submission"] == "ada") | {"points": "2"})
    marked_room.save(rows)
    marked_room.run("regrade", "--review", marked_room.review)
    assert "mark this answer differently" in capsys.readouterr().err
    assert not marked_room.report("ada").verdicts[1].marked


def test_an_answer_that_has_changed_since_the_table_is_not_marked(
    marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("ada", "2"): ("3", "")})
    marked_room.hand_in("ada", essay="Something else.")
    marked_room.grade()
    marked_room.run("regrade", "--review", marked_room.review)
    assert "the answer has changed since this table was written" in capsys.readouterr().err
    assert not marked_room.report("ada").verdicts[1].marked


def test_an_answer_graded_again_since_the_table_is_not_marked(
    marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("dan", "2.10"): ("0", "")})
    marked_room.graders(GRADERS.replace('"sure" not in', '"sure" in'))
    marked_room.run("regrade")
    capsys.readouterr()
    marked_room.run("regrade", "--review", marked_room.review)
    assert "graded again since this table was written: correct, 1 point" in capsys.readouterr().err
    assert marked_room.report("dan").verdicts[2].points == 1


def test_a_mark_on_an_earlier_answer_asks_for_a_second_look(marked_room: Classroom) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "well"), ("dan", "2.10"): ("1", "fine")})
    marked_room.run("regrade", "--review", marked_room.review)
    marked_room.hand_in("ada", essay="Something else.")
    marked_room.hand_in("dan", doubt="surely new")
    assert marked_room.grade() == ExitCode.NEEDS_PERSON
    essay = marked_room.report("ada").verdicts[1]
    assert (essay.outcome, essay.points, essay.marked) == (Outcome.REVIEW, 0, False)
    assert "earlier version of this answer was marked with 2 points: well" in essay.note
    doubt = marked_room.report("dan").verdicts[2]
    assert (doubt.outcome, doubt.points) == (Outcome.UNDECIDED, 1)
    marked_room.hand_in("ada", essay="My own words.")
    marked_room.grade()
    assert marked_room.report("ada").verdicts[1].points == 2, "the first answer is back"


@pytest.mark.parametrize("way", ["grade", "fresh", "regrade", "other graders"])
def test_marks_outlive_every_later_run(way: str, marked_room: Classroom) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "well")})
    marked_room.run("regrade", "--review", marked_room.review)
    if way == "other graders":
        marked_room.graders(GRADERS.replace("a person reads it", "somebody reads it"))
    if way == "regrade":
        marked_room.run("regrade")
    else:
        marked_room.grade(*(["--fresh"] if way == "fresh" else []))
    assert marked_room.report("ada").verdicts[1].points == 2
    assert marked_room.results("ada")["tests"][1]["score"] == 2.0
    assert marked_room.grades()["ada"]["2"] == "2"


def test_a_kill_between_the_marks_and_the_pages_is_made_good(marked_room: Classroom) -> None:
    from graders.classroom.folder import ClassFolder
    from graders.classroom.marks import Mark
    from graders.classroom.review import entries_of

    folder = ClassFolder(marked_room.out)
    entry = next(e for e in entries_of(folder, folder.record("ada")) if e.place[1] == "2")
    folder.add_marks([Mark("ada", "2", Fraction(3), "", entry.answer)])
    marked_room.grade()
    assert marked_room.results("ada")["tests"][1]["score"] == 3.0


MARK = '{"submission": "ada", "question": "1", "points": "1/0", "comment": "", "answer": ""}'


@pytest.mark.parametrize(
    "line", [b"{broken", '{"comment": "schön"}'.encode("cp1252"), MARK.encode()]
)
def test_a_damaged_line_of_marks_is_told_and_nothing_is_lost(
    line: bytes, marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "well")})
    marked_room.run("regrade", "--review", marked_room.review)
    marks = marked_room.out / "marks.jsonl"
    marks.write_bytes(marks.read_bytes() + line + b"\n")
    before = marks.read_bytes()
    capsys.readouterr()
    assert marked_room.grade() == ExitCode.USAGE
    assert "marks.jsonl:2: this line holds no mark" in capsys.readouterr().err
    assert marks.read_bytes() == before
