"""Several submissions of one run, several workers, and what a killed run leaves."""

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.grading.conftest import GRADERS, LEGACY, RIGHT, Sheet


def test_what_lies_above_an_assignment_is_not_run(sheet: Sheet) -> None:
    from graders.batch import grade

    marks = sheet.folder.parent / "marks"
    for folder in (sheet.folder.parent, sheet.folder):
        text = f"with open({str(marks)!r}, 'a') as file: file.write({folder.name!r})"
        (folder / "conftest.py").write_text(text, encoding="utf-8")
    grade(sheet.folder, sheet.submission)
    assert marks.read_text() == sheet.folder.name


def test_submissions_of_one_run_do_not_leak_into_one_another(sheet: Sheet, tmp_path: Path) -> None:
    from graders.batch import Graded, Options, grade_all
    from graders.declaring.assignment import load_assignment

    sheet.graders(LEGACY, name="grade_legacy.py")
    other = tmp_path / "other.md"
    other.write_text("# 1\n\n$y = 7$\n", encoding="utf-8")
    paths = [sheet.submission, other, sheet.submission.with_name("third.md")]
    paths[2].write_text(RIGHT, encoding="utf-8")
    done: list[Graded] = []
    grade_all(load_assignment(sheet.folder), paths, Options(), done.append)
    first, second, third = (graded.report for graded in done)
    assert first is not None
    assert second is not None
    assert third is not None
    assert [str(each.outcome) for each in second.verdicts[:3]] == [
        "incorrect",
        "missing",
        "missing",
    ]
    assert [each.points for each in third.verdicts] == [each.points for each in first.verdicts]


def test_several_workers_give_the_reports_of_one(sheet: Sheet, tmp_path: Path) -> None:
    from graders.batch import Graded, Options, grade_all
    from graders.declaring.assignment import load_assignment

    paths = []
    for number in range(5):
        paths.append(tmp_path / f"s{number}.md")
        paths[-1].write_text(RIGHT.replace("4.00", f"{number}.00"), encoding="utf-8")
    paths.insert(2, tmp_path / "missing.md")
    alone: list[Graded] = []
    shared: list[Graded] = []
    grade_all(load_assignment(sheet.folder), paths, Options(), alone.append)
    grade_all(load_assignment(sheet.folder), paths, Options(), shared.append, workers=2)
    assert [each.path for each in shared] == paths
    assert [each.report and each.report.verdicts for each in shared] == [
        each.report and each.report.verdicts for each in alone
    ]
    assert str(shared[2].refused) == str(alone[2].refused) != "None"


def test_a_kill_at_any_moment_leaves_valid_results(sheet: Sheet) -> None:
    slow = GRADERS.replace("    review()", "    import time\n    time.sleep(60)")
    sheet.graders(slow)
    process = subprocess.Popen(sheet.command(), stdout=subprocess.DEVNULL, cwd=sheet.folder)
    try:
        states = []
        while not states or states[-1] != ["correct", "correct", "fault"]:
            assert process.poll() is None, "the grader ended before it was killed"
            time.sleep(0.02)
            if sheet.results.exists():
                states.append([each["extra_data"]["outcome"] for each in sheet.read()["tests"]])
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert states[-1] == ["correct", "correct", "fault"]
    assert not list(sheet.results.parent.glob(".results*"))
