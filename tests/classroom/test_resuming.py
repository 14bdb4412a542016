"""A class is graded once: what is finished and unchanged is not graded again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graders.cli import ExitCode
from tests.classroom.conftest import GRADERS, Classroom


def graded(err: str) -> list[str]:
    """The submissions that a run has graded, by its progress."""
    lines = [line.split() for line in err.splitlines()]
    return [words[1] for words in lines if len(words) == 4 and words[3] == "points"]


def three(room: Classroom) -> None:
    for name in ("ada", "ben", "cleo"):
        room.hand_in(name)


def test_a_second_run_grades_nothing_and_shows_the_same(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    code = room.grade()
    first = capsys.readouterr()
    assert graded(first.err) == ["ada", "ben", "cleo"]
    before = {path: path.read_bytes() for path in room.out.rglob("*") if path.is_file()}
    assert room.grade() == code == ExitCode.NEEDS_PERSON
    second = capsys.readouterr()
    assert graded(second.err) == []
    assert "3 of 3 are finished and unchanged" in second.err
    assert second.out == first.out
    assert {path: path.read_bytes() for path in room.out.rglob("*") if path.is_file()} == before


def test_what_is_new_or_changed_is_graded_and_all_are_shown(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade()
    capsys.readouterr()
    room.hand_in("ben", word="no")
    room.hand_in("dan")
    room.grade()
    err = capsys.readouterr().err
    assert graded(err) == ["ben", "dan"]
    assert "to grade: 1 handed in otherwise, 1 new" in err
    assert {name: row["1"] for name, row in room.grades().items()} == {
        "ada": "2", "ben": "0", "cleo": "2", "dan": "2",
    }  # fmt: skip
    assert 'href="ada/report.html"' in (room.out / "report.html").read_text(encoding="utf-8")


def test_the_page_keeps_those_that_this_run_was_not_given(room: Classroom) -> None:
    three(room)
    room.grade()
    for name in ("ada", "ben"):
        (room.hw / f"{name}.md").unlink()
    room.grade()
    assert set(room.grades()) == {"ada", "ben", "cleo"}


CHANGES = {
    "the graders": lambda room: room.graders(GRADERS.replace("yes", "oui")),
    "a file beside the graders": lambda room: (room.sheet / "data.txt").write_text("1"),
    "nothing": None,
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_grader_grades_all_again(
    what: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade()
    capsys.readouterr()
    if change := CHANGES[what]:
        change(room)
    room.grade()
    err = capsys.readouterr().err
    assert graded(err) == (["ada", "ben", "cleo"] if CHANGES[what] else [])
    assert ("3 graded by other graders" in err) is bool(CHANGES[what])


def test_other_options_grade_all_again(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    three(room)
    room.grade("--only", "1")
    capsys.readouterr()
    room.grade("--only", "1")
    assert graded(capsys.readouterr().err) == []
    room.grade()
    assert graded(capsys.readouterr().err) == ["ada", "ben", "cleo"]


def test_changed_data_grade_all_again(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    three(room)
    data = room.folder / "data"
    data.mkdir()
    (data / "a.csv").write_text("1")
    room.grade("--data", data)
    capsys.readouterr()
    room.grade("--data", data)
    assert graded(capsys.readouterr().err) == []
    (data / "a.csv").write_text("2")
    room.grade("--data", data)
    assert len(graded(capsys.readouterr().err)) == 3


def test_fresh_grades_all_again(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    three(room)
    room.grade()
    capsys.readouterr()
    room.grade("--fresh")
    assert graded(capsys.readouterr().err) == ["ada", "ben", "cleo"]


@pytest.mark.parametrize("lost", ["results.json", "report.html"])
def test_a_page_that_is_gone_is_made_again_without_grading(
    lost: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade()
    before = (room.out / "ben" / lost).read_bytes()
    (room.out / "ben" / lost).unlink()
    capsys.readouterr()
    room.grade()
    assert graded(capsys.readouterr().err) == []
    assert (room.out / "ben" / lost).read_bytes() == before


def test_the_output_folder_is_no_submission(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.out = room.hw / "out"
    room.grade()
    assert room.grade() == ExitCode.NEEDS_PERSON
    assert "3 of 3 are finished" in capsys.readouterr().err
    assert set(room.grades()) == {"ada", "ben", "cleo"}


def test_one_who_names_the_folder_of_a_class_is_told(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.cli import main

    for name in ("ada", "ben"):
        (room.hw / name).mkdir()
        room.hand_in("x").rename(room.hw / name / "answers.md")
    for path, is_told in ((room.hw, True), (room.hw / "ada", False)):
        main(["grade", str(room.sheet), str(path)])
        assert (f"for a class give {path}/*" in capsys.readouterr().err) is is_told


def test_one_who_names_a_folder_of_files_is_told(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.cli import main

    room.hand_in("ada")
    (room.hw / "figure.md").write_text("# A figure\n", encoding="utf-8")
    for is_told in (False, True):
        main(["grade", str(room.sheet), str(room.hw), "--only", "1"])
        assert (f"for a class give {room.hw}/*" in capsys.readouterr().err) is is_told
        room.hand_in("ben")


def test_fewer_questions_take_no_places(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade("--only", "1")
    room.grade()
    before = (room.out / "grades.csv").read_bytes()
    assert room.grade("--only", "1") == ExitCode.USAGE
    assert "which would be lost" in capsys.readouterr().err
    assert (room.out / "grades.csv").read_bytes() == before


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "gone": lambda path: path.unlink(),
    "another format": lambda path: path.write_text('{"verdicts": []}\n'),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_report_is_graded_again(
    how: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade()
    DAMAGE[how](room.out / "ben" / "report.json")
    capsys.readouterr()
    room.grade()
    assert graded(capsys.readouterr().err) == ["ben"]


def test_a_refused_submission_is_tried_again_and_stays_on_the_page(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    (room.hw / "ben.md").write_bytes(b"")
    for _ in range(2):
        assert room.grade() == ExitCode.USAGE
        assert "ben.md: the file is empty" in capsys.readouterr().err
        assert room.grades()["ben"]["needs_review"] == "3"
    room.hand_in("ben")
    room.grade()
    assert graded(capsys.readouterr().err) == ["ben"]


def test_a_folder_holds_one_assignment(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    three(room)
    room.grade()
    other = room.sheet.rename(room.folder / "other")
    room.sheet = other
    assert room.grade() == ExitCode.USAGE
    assert "holds reports on" in capsys.readouterr().err


def test_an_assignment_that_has_moved_grades_its_class_again(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    room.hand_in("ada")
    room.grade()
    before = room.grades()
    (room.folder / "elsewhere").mkdir()
    room.sheet = room.sheet.rename(room.folder / "elsewhere" / "sheet")
    capsys.readouterr()
    assert room.run("regrade") == ExitCode.USAGE
    assert "hint: where it has moved to NEW: nabla grade NEW/" in capsys.readouterr().err
    assert room.grade() == ExitCode.NEEDS_PERSON
    assert room.run("regrade") == ExitCode.NEEDS_PERSON
    assert room.grades() == before


def test_two_students_with_files_of_one_name_stay_two(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, ben = room.hw / "ann", room.hw / "ben"
    for folder in (ann, ben):
        folder.mkdir()
        room.hand_in("x").rename(folder / "hw.md")
    from graders.cli import main

    main(["grade", str(room.sheet), str(ann / "hw.md"), "-o", str(room.out)])
    main(["grade", str(room.sheet), *(str(f / "hw.md") for f in (ann, ben)), "-o", str(room.out)])
    assert set(room.grades()) == {"hw", "ben_hw"}


def test_a_submission_that_takes_the_place_of_another_is_told(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    three(room)
    room.grade()
    room.hw.rename(room.folder / "old")
    room.hw = room.folder / "new"
    room.hw.mkdir()
    room.hand_in("ben", word="no")
    capsys.readouterr()
    room.grade()
    assert f"ben: takes the place of {room.folder}/hw/ben.md" in capsys.readouterr().err
    assert room.grades()["ben"]["1"] == "0"


def test_json_prints_one_line_each_also_of_those_finished(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    three(room)
    room.grade()
    room.hand_in("ben", word="no")
    capsys.readouterr()
    room.grade("--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["extra_data"]["submission"] for line in lines] == ["ada", "ben", "cleo"]


def test_json_has_an_object_for_what_cannot_be_opened(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from graders.cli import main

    room.hand_in("ada", word="no")
    (room.hw / "ben.md").write_bytes(b"")
    for where in (["-o", str(room.out)], []):
        command = ["grade", str(room.sheet), *room.paths, "--json", *where]
        assert main(command) == ExitCode.USAGE
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        names = [line["extra_data"]["submission"] for line in lines]
        assert names == ["ada", "ben"]
        assert {each["extra_data"]["outcome"] for each in lines[1]["tests"]} == {"unreadable"}


def test_two_runs_do_not_write_to_one_folder(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.classroom.folder import ClassFolder

    three(room)
    room.grade()
    with ClassFolder(room.out).locked():
        assert room.grade() == ExitCode.USAGE
    assert "another nabla is writing to this folder" in capsys.readouterr().err
    assert room.grade() == ExitCode.NEEDS_PERSON


def test_a_terminal_that_takes_no_more_is_no_second_run(room: Classroom) -> None:
    from graders.classroom.folder import ClassFolder

    with pytest.raises(BlockingIOError), ClassFolder(room.folder).locked():
        raise BlockingIOError


@pytest.mark.parametrize("workers", [1, 2])
def test_a_question_that_kills_its_worker_costs_only_itself(
    workers: int, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(6):
        room.hand_in(f"s{number}", word="DIE" if number == 2 else "yes")
    assert room.grade("-j", workers) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert graded(err) == [f"s{number}" for number in range(6)]
    assert "s2: 1: grading failed: the process that graded it has died here twice" in err
    assert [each.outcome.value for each in room.report("s2").verdicts] == [
        "fault", "review", "correct",
    ]  # fmt: skip


SLOW = GRADERS.replace('"""A word."""', '"""A word."""\n    import time; time.sleep(0.15)')


def start(room: Classroom, frozen: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "graders", "grade", str(room.sheet), *room.paths]
    return subprocess.Popen(
        [*command, "-o", str(room.out), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(frozen)},
        cwd=frozen,
        preexec_fn=heeding_interrupts,
    )


def heeding_interrupts() -> None:
    """Undoes what a shell does to processes in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(room: Classroom) -> set[str]:
    return {path.parent.name for path in room.out.glob("*/report.json")}


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_after_an_interruption_only_the_unfinished_are_graded(
    end: signal.Signals, workers: str, room: Classroom, frozen: Path
) -> None:
    room.graders(SLOW)
    for number in range(12):
        room.hand_in(f"s{number:02}")
    process = start(room, frozen, "-j", workers)
    deadline = time.monotonic() + 60
    while len(finished(room)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(end)
    process.communicate(timeout=60)
    before = finished(room)
    assert 3 <= len(before) < 12
    kept = {name: (room.out / name / "report.json").read_bytes() for name in before}

    again = start(room, frozen, "-j", workers)
    _, err = again.communicate(timeout=120)
    assert set(graded(err)) == {f"s{number:02}" for number in range(12)} - before
    assert {name: (room.out / name / "report.json").read_bytes() for name in before} == kept
    assert len(room.grades()) == 12
    assert not [path for path in room.out.rglob(".*") if path.is_file()]
