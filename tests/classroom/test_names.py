"""A class keeps the names of its submissions, and with them reports and marks."""

from pathlib import Path

import pytest

from graders.classroom.names import names_in_class
from tests.classroom.conftest import Classroom

# What is known by name, the paths of a run, and the names that they get.
CASES = {
    "nothing is known": ({}, ["/hw/ada.md"], ["ada"]),
    "the same path": ({"x": "/hw/ada.md"}, ["/hw/ada.md"], ["x"]),
    "a path with turns": ({"ada": "/hw/ada.md"}, ["/hw/../hw/ada.md"], ["ada"]),
    "two students' folders": ({"hw": "/ann/hw.md"}, ["/ben/hw.md"], ["ben_hw"]),
    "two students' folders again": (
        {"hw": "/ann/hw.md", "ben_hw": "/ben/hw.md"},
        ["/ann/hw.md", "/ben/hw.md", "/cleo/hw.md"],
        ["hw", "ben_hw", "cleo_hw"],
    ),
    "a class that has moved": (
        {"ada": "/old/ada.md", "ben": "/old/ben.md"},
        ["/new/ben.md", "/new/cleo.md"],
        ["ben", "cleo"],
    ),
    "a later version in another format": (
        {"ada": "/old/ada.md", "ben": "/old/ben.pdf"},
        ["/new/ben.md"],
        ["ben"],
    ),
    "another format beside the one before": (
        {"ada": "/hw/ada.md", "ben": "/hw/ben.pdf"},
        ["/hw/ada.md", "/hw/ben.md", "/hw/ben.pdf"],
        ["ada", "hw_ben", "ben"],
    ),
    "a class of folders that has moved": (
        {"ann_hw": "/old/ann/hw.md", "ben_hw": "/old/ben/hw.md"},
        ["/new/ben/hw.md"],
        ["ben_hw"],
    ),
    "a class of folders that was graded one by one": (
        {"hw": "/old/ann/hw.md", "ben_hw": "/old/ben/hw.md"},
        ["/new/ann/hw.md", "/new/ben/hw.md"],
        ["hw", "ben_hw"],
    ),
    "another section with one student of the same name": (
        {"ada": "/one/ada.md", "ben": "/one/ben.md"},
        ["/two/ben.md", "/two/cleo.md", "/two/dan.md", "/two/eva.md"],
        ["two_ben", "cleo", "dan", "eva"],
    ),
    "two that end alike": (
        {"one_x": "/one/hw/x.md", "two_x": "/two/hw/x.md"},
        ["/three/hw/x.md"],
        ["x"],
    ),
    "a name that is taken twice": (
        {"hw": "/ann/hw.md", "ben_hw": "/x/ben/hw.md"},
        ["/y/ben/hw.md"],
        ["ben_hw_2"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_names_stay_with_their_submissions(case: str) -> None:
    known, paths, names = CASES[case]
    given = {name: Path(path) for name, path in known.items()}
    assert list(names_in_class(list(map(Path, paths)), given).values()) == names


def test_two_students_graded_one_after_the_other_keep_reports_and_marks(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.cli import main

    files = {}
    for student, essay in (("ann", "Ann's words."), ("ben", "Ben's words.")):
        folder = room.hw / student
        folder.mkdir()
        files[student] = room.hand_in("x", essay=essay).rename(folder / "hw.md")
    main(["grade", str(room.sheet), str(files["ann"]), "-o", str(room.out)])
    room.fill_in({("hw", "2"): ("2", "well")})
    room.run("regrade", "--review", room.review)
    capsys.readouterr()
    main(["grade", str(room.sheet), str(files["ben"]), "-o", str(room.out)])
    assert "is called ben_hw, for another one is called hw; if" in capsys.readouterr().err
    main(["grade", str(room.sheet), *map(str, files.values()), "-o", str(room.out), "--fresh"])
    assert room.report("hw").verdicts[1].points == 2
    assert room.report("hw").verdicts[1].text == "Ann's words."
    assert not room.report("ben_hw").verdicts[1].marked
