"""Grading again: who has moved, what has changed, and marks that come back."""

import errno
import random
from functools import partial
from pathlib import Path

import pytest

from graders.cli import ExitCode
from tests.classroom.conftest import GRADERS, Classroom

Capture = pytest.CaptureFixture[str]


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
