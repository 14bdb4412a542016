"""What a person marks: the table, its way back, and what becomes of marks later."""

import errno
import random
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graders.cli import ExitCode
from graders.model import Outcome
from tests.classroom.conftest import GRADERS, Classroom

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def marked_room(room: Classroom) -> Classroom:
    """Four students; ben and cleo wrote the same essay, but for a line end."""
    room.hand_in("ada", essay="My own words.")
    room.hand_in("ben", essay="The chain rule\nand more.")
    room.hand_in("cleo", essay="The chain  rule and more.")
    room.hand_in(
        "dan", word="no", essay="Third, with, commas; and\n\n=cmd|'/C calc'!A0", doubt="hm"
    )
    room.grade()
    return room


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


# --- the table on its way through persons and spreadsheets ---------------------------------------


def test_what_is_filled_in_is_kept_when_the_table_is_written_again(marked_room: Classroom) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "- well\nand good"), ("dan", "2"): ("", "to discuss")})
    rows = [
        row | {"marker": "T." if row["submission"] == "ben" else ""} for row in marked_room.rows()
    ]
    marked_room.save(rows)
    marked_room.hand_in("eva", essay="New.")
    marked_room.hand_in("ada", essay="Changed.")
    marked_room.grade()
    for _ in range(2):
        marked_room.run("review", "-o", marked_room.review)
    rows = marked_room.rows()
    by_place = {(row["submission"], row["question"], row["answer"]): row for row in rows}
    assert len(rows) == 7
    assert by_place["ada", "2", "My own words."]["comment"] == "'- well\nand good"
    assert by_place["ada", "2", "Changed."]["points"] == ""
    assert next(row for row in rows if row["submission"] == "dan")["comment"] == "to discuss"
    assert next(row for row in rows if row["submission"] == "ben")["marker"] == "T."
    assert "eva" in {row["submission"] for row in rows}


def test_a_row_that_was_taken_in_stays_in_the_table(
    marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "well")})
    marked_room.run("regrade", "--review", marked_room.review)
    marked_room.run("review", "-o", marked_room.review)
    assert marked_room.rows()[-1]["submission"] == "ada"
    capsys.readouterr()
    marked_room.run("regrade", "--review", marked_room.review)
    assert "taken in: 0 marks; 1 were there already" in capsys.readouterr().err


def test_marks_can_be_listed_and_changed(marked_room: Classroom) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "well")})
    marked_room.run("regrade", "--review", marked_room.review)
    marked_room.review.unlink()
    marked_room.run("review", "-o", marked_room.review, "--marked", "--only", "2")
    rows = marked_room.rows()
    (ada,) = (row for row in rows if row["submission"] == "ada")
    assert (ada["points"], ada["comment"]) == ("2", "well")
    ada["points"] = "3"
    marked_room.save(rows)
    marked_room.run("regrade", "--review", marked_room.review)
    assert marked_room.report("ada").verdicts[1].points == 3


def test_a_settled_answer_can_be_marked_otherwise(marked_room: Classroom) -> None:
    marked_room.run("review", "-o", marked_room.review, "--all")
    rows = marked_room.rows()
    (word,) = (row for row in rows if (row["submission"], row["question"]) == ("dan", "1"))
    assert word["outcome"] == "not correct"
    word["points"], word["comment"] = "1", "half of it"
    marked_room.save(rows)
    marked_room.run("regrade", "--review", marked_room.review)
    verdict = marked_room.report("dan").verdicts[0]
    assert (verdict.outcome, verdict.points, verdict.mistake) == (Outcome.PARTIAL, 1, None)


SPREADSHEETS = {
    "Excel in Germany": (";", "cp1252"),
    "Excel as UTF-8": (",", "utf-8-sig"),
    "Excel as Unicode text": ("\t", "utf-16"),
    "LibreOffice": (",", "utf-8"),
    "Numbers": (";", "utf-8"),
}


@pytest.mark.parametrize("program", SPREADSHEETS)
def test_a_table_saved_by_a_spreadsheet_is_read(program: str, marked_room: Classroom) -> None:
    delimiter, encoding = SPREADSHEETS[program]
    marked_room.fill_in({("dan", "2.10"): ("0,5", "größer als nötig")})
    rows = [
        row | {"question": row["question"].replace("2.10", "2.1")} for row in marked_room.rows()
    ]
    marked_room.save(rows, delimiter=delimiter, encoding=encoding)
    marked_room.run("regrade", "--review", marked_room.review)
    verdict = marked_room.report("dan").verdicts[2]
    assert (verdict.points, verdict.feedback) == (Fraction(1, 2), "größer als nötig")


def test_a_table_for_another_country_stays_as_it_was(marked_room: Classroom) -> None:
    marked_room.run("review", "-o", marked_room.review, "--delimiter", ";")
    assert marked_room.review.read_bytes().startswith(b"\xef\xbb\xbfquestion;title;")
    marked_room.run("review", "-o", marked_room.review)
    assert marked_room.review.read_bytes().startswith(b"\xef\xbb\xbfquestion;title;")


def test_a_line_that_names_the_separator_is_passed_over(marked_room: Classroom) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "")})
    marked_room.review.write_bytes(b"sep=,\r\n" + marked_room.review.read_bytes()[3:])
    marked_room.run("regrade", "--review", marked_room.review)
    assert marked_room.report("ada").verdicts[1].points == 2


def without_a_column(room: Classroom, name: str) -> None:
    rows = room.rows()
    room.save([{key: cell for key, cell in row.items() if key != name} for row in rows])


def with_another_name(room: Classroom, name: str) -> None:
    first, _, rest = room.review.read_text(encoding="utf-8-sig").partition("\n")
    header = ["mine" if each == name else each for each in first.split(",")]
    room.review.write_text("\n".join([",".join(header), rest]), encoding="utf-8")


def with_a_column_twice(room: Classroom, name: str) -> None:
    text = room.review.read_text(encoding="utf-8-sig")
    room.review.write_text(f"{name},{text}", encoding="utf-8")


def with_an_open_quote(room: Classroom, name: str) -> None:
    text = room.review.read_text(encoding="utf-8-sig")
    room.review.write_text(f'{text.rstrip()},"\n', encoding="utf-8")


def as_a_workbook(room: Classroom, name: str) -> None:
    room.review.write_bytes(b"PK\x03\x04" + bytes(100))


REFUSED = {
    "no keys": (without_a_column, "key", "it has no column 'key'"),
    "no points": (without_a_column, "points", "it has no column 'points'"),
    "no comments": (without_a_column, "comment", "it has no column 'comment'"),
    "points renamed": (with_another_name, "points", "no column 'points', but 'mine'"),
    "keys renamed": (with_another_name, "key", "no column 'key', but 'mine'"),
    "points twice": (with_a_column_twice, "points", "two columns are called 'points'"),
    "an open quote": (with_an_open_quote, "", "a quote in it opens and does not close"),
    "a workbook": (as_a_workbook, "", "save it as CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_could_be_misread_is_refused_as_a_whole(
    name: str, marked_room: Classroom, capsys: Capture
) -> None:
    change, column, message = REFUSED[name]
    marked_room.fill_in({("ada", "2"): ("2", "")})
    change(marked_room, column)
    before = marked_room.review.read_bytes()
    for command in (["review", "-o"], ["regrade", "--review"]):
        assert marked_room.run(*command, marked_room.review) == ExitCode.USAGE
        err = capsys.readouterr().err
        assert message in err
        assert f"{marked_room.review}: " in err
    assert not marked_room.report("ada").verdicts[1].marked
    assert marked_room.review.read_bytes() == before


def test_a_comma_without_quotes_is_told(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in({("dan", "2.10"): ("0.5", "")})
    text = marked_room.review.read_text(encoding="utf-8-sig")
    marked_room.review.write_text(text.replace(",0.5,,", ",0,5,,"), encoding="utf-8")
    assert marked_room.run("regrade", "--review", marked_room.review) == ExitCode.NEEDS_PERSON
    assert "it has more cells than the first row" in capsys.readouterr().err
    assert not marked_room.report("dan").verdicts[2].marked


def test_lines_of_empty_cells_are_passed_over(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "")})
    text = marked_room.review.read_text(encoding="utf-8-sig")
    empty = "\n" + "," * 14 + "\n , \n\n"
    marked_room.review.write_text(text + empty, encoding="utf-8")
    marked_room.run("regrade", "--review", marked_room.review)
    assert "not taken" not in capsys.readouterr().err
    assert marked_room.report("ada").verdicts[1].points == 2


def test_of_many_rows_that_are_not_taken_some_are_named_and_all_counted(
    marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.fill_in({("ada", "2"): ("99", "")})
    row = next(row for row in marked_room.rows() if row["submission"] == "ada")
    marked_room.save([row | {"key": f"a{number}"} for number in range(300)])
    marked_room.run("regrade", "--review", marked_room.review)
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if "row" in line and "key" in line]) == 10
    assert any("290 more rows not taken" in line for line in lines)
    assert any("300 rows not taken" in line for line in lines)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "question,title\n", "\x00\x01"])
def test_a_file_that_is_no_table_is_refused_and_not_written_over(
    text: str, marked_room: Classroom, capsys: Capture
) -> None:
    marked_room.review.write_text(text)
    for command in ("review", "regrade"):
        option = "-o" if command == "review" else "--review"
        assert marked_room.run(command, option, marked_room.review) == ExitCode.USAGE
        assert str(marked_room.review) in capsys.readouterr().err
    assert marked_room.review.read_text() == text


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\"'=+-@"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comment=texts, points=st.integers(0, 300), delimiter=st.sampled_from(",;\t"))
def test_any_comment_comes_back(tmp_path: Path, comment: str, points: int, delimiter: str) -> None:
    from graders.classroom.spreadsheets import read_points, read_table, to_text, unguarded
    from graders.reports.text import clean

    cells = {"points": f"{points / 100:g}", "comment": comment, "key": "a"}
    path = tmp_path / "t.csv"
    path.write_bytes(to_text(list(cells), [cells], delimiter).encode())
    (row,) = read_table(path, list(cells)).rows
    assert unguarded(row.cells["comment"]) == clean(comment)
    assert read_points(row["points"]) == Fraction(points, 100)


# --- grading again --------------------------------------------------------------------------------


def test_regrade_shows_who_moved_and_writes(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.graders(GRADERS.replace('"yes" not in', '"no" not in'))
    capsys.readouterr()
    marked_room.run("regrade", "--dry-run")
    dry = capsys.readouterr()
    assert marked_room.grades()["dan"]["1"] == "0"
    marked_room.run("regrade")
    out, err = capsys.readouterr()
    assert out == dry.out
    lines = [line.split() for line in out.splitlines()]
    assert ["dan", "1", "0", "not", "correct", "2", "correct", "+2"] in lines
    assert ["ada", "1", "2", "correct", "0", "not", "correct", "−2"] in lines
    assert "4 answers moved in 4 of 4 submissions: −4 points in all" in out
    assert "changed: 4 of 4" in err
    assert marked_room.grades()["dan"]["1"] == "2"
    marked_room.run("regrade")
    assert "changed: 0 of 4" in capsys.readouterr().err


def test_regrade_grades_only_what_changed(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.hand_in("ben", word="no")
    (marked_room.hw / "ada.md").unlink()
    capsys.readouterr()
    marked_room.run("regrade", "-j", 2)
    out, err = capsys.readouterr()
    assert "changed: 1 of 4" in err
    assert f"ada: {marked_room.hw}/ada.md is gone; its report stays as it is" in err
    assert "ben" in out
    assert set(marked_room.grades()) == {"ada", "ben", "cleo", "dan"}


def test_a_mark_that_replaces_another_is_told(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "good")})
    second = marked_room.rows()
    marked_room.run("regrade", "--review", marked_room.review)
    assert "replaced" not in capsys.readouterr().err
    for row in second:
        if row["submission"] == "ada":
            row |= {"points": "1", "comment": ""}
    marked_room.save(second)
    for _ in range(2):
        marked_room.run("regrade", "--review", marked_room.review)
        err = capsys.readouterr().err
        told = "row 4 (ada 2): an earlier mark is replaced: 2 points (good) → 1 points"
        assert (told in err) is ("taken in: 1 mark" in err)
    assert marked_room.report("ada").verdicts[1].points == 1
    from graders.classroom.marks import read_every_mark

    kept = [each for each in read_every_mark(marked_room.out) if each.submission == "ada"]
    assert [(each.points, each.comment) for each in kept] == [(2, "good"), (1, "")]


def test_a_full_disk_is_told_without_a_traceback(
    marked_room: Classroom, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graders.classroom import folder

    def full(path: Path, text: str, *, durable: bool = False) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    marked_room.hand_in("ada", word="no")
    monkeypatch.setattr(folder, "write_whole", full)
    for grade_again in (marked_room.grade, partial(marked_room.run, "regrade")):
        capsys.readouterr()
        assert grade_again() == ExitCode.INTERNAL
        err = capsys.readouterr().err
        assert "no space is left for " in err
        assert "Traceback" not in err
        assert "INTERNALERROR" not in err


def test_a_column_of_ones_own_fills_in_no_row(marked_room: Classroom, capsys: Capture) -> None:
    marked_room.fill_in({("ada", "2"): ("2", "")})
    rows = marked_room.rows()
    marked_room.save([row | {"mine": "look twice"} for row in rows])
    capsys.readouterr()
    marked_room.run("review", "-o", marked_room.review)
    assert "5 rows written" in (err := capsys.readouterr().err)
    assert "1 of them filled in already" in err
    assert {row["mine"] for row in marked_room.rows()} == {"look twice"}


def test_a_folder_that_holds_no_class_is_told(tmp_path: Path, capsys: Capture) -> None:
    from graders.cli import main

    for command in ("review", "regrade", "stats", "export"):
        assert main([command, str(tmp_path)]) == ExitCode.USAGE
        assert main([command, str(tmp_path / "none")]) == ExitCode.USAGE
    assert "no submission is graded here" in capsys.readouterr().err


def test_marks_come_back_whatever_order_the_rows_are_in(marked_room: Classroom) -> None:
    marked_room.fill_in({(name, "2"): (str(n), "") for n, name in enumerate(("ada", "ben", "dan"))})
    rows = marked_room.rows()
    random.Random(3).shuffle(rows)
    marked_room.save(rows)
    marked_room.run("regrade", "--review", marked_room.review)
    points = [marked_room.report(name).verdicts[1].points for name in ("ada", "ben", "cleo", "dan")]
    assert points == [0, 1, 1, 2]
