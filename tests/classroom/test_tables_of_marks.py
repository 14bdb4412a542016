"""The table that a person fills in, on its way through persons and spreadsheets."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graders.cli import ExitCode
from graders.model import Outcome
from tests.classroom.conftest import Classroom

Capture = pytest.CaptureFixture[str]


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
