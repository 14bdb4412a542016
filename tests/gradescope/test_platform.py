"""A run on the platform: whatever happens, the results are valid and say whose fault it is."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graders.gradescope.publishing import NOT_STARTED, RULE_FAILED
from graders.gradescope.supervising import STOPPED
from tests.gradescope.conftest import QUESTIONS, RIGHT, Autograder, Make

ALL_RIGHT = ["correct"] * len(QUESTIONS)


def test_a_submission_is_graded(make: Make) -> None:
    ran = make().run()
    assert ran.process.returncode == 0, ran.process.stderr
    assert (ran.outcomes, ran.results["score"]) == (ALL_RIGHT, 6)
    assert ran.results["extra_data"]["submission"] == "4711"
    assert ran.notes == ""


def test_hidden_tests_stay_hidden(make: Make) -> None:
    results = make().run().results
    assert [each.get("visibility", "visible") for each in results["tests"]] == [*QUESTIONS.values()]
    assert results["stdout_visibility"] == "hidden"
    assert "execution_time" not in results
    assert results["output"] == "4 of 4 points.\nThis counts only what is shown now."


def test_the_leaderboard_holds_nothing_of_hidden_tests(make: Make) -> None:
    results = make(before="leaderboard(question.id, 0.5, order='asc')").run().results
    assert results["leaderboard"] == [
        {"name": name, "value": 0.5, "order": "asc"} for name in ("1", "2")
    ]


def test_the_same_results_come_of_the_same_submission(make: Make) -> None:
    autograder = make()
    first = autograder.run().results
    assert autograder.run().results == first


# --- what cannot start ----------------------------------------------------------------------------


def faulty(autograder: Autograder) -> None:
    """Holds that every question is ours to answer for, and that the student is told so."""
    ran = autograder.run()
    assert ran.outcomes == ["fault"] * len(QUESTIONS)
    assert ran.results["output"].startswith(NOT_STARTED)


def test_without_python_the_student_is_told_that_it_is_not_their_fault(make: Make) -> None:
    autograder = make()
    shutil.rmtree(autograder.layout.root / "venv")
    faulty(autograder)


def test_what_setup_says_is_printed_for_staff(make: Make) -> None:
    autograder = make()
    (autograder.layout.source / "setup_failed").write_text("no Python\n")
    faulty(autograder)
    assert "no Python" in autograder.run().process.stderr


def test_a_python_that_does_not_run_leaves_valid_results(make: Make) -> None:
    autograder = make()
    python = autograder.layout.python
    python.unlink()
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    faulty(autograder)


def test_without_the_prepared_results_there_are_results_all_the_same(make: Make) -> None:
    autograder = make()
    (autograder.layout.source / "results_at_start.json").unlink()
    shutil.rmtree(autograder.layout.root / "venv")
    assert "not your fault" in autograder.run().results["output"]


# --- what stops on the way ------------------------------------------------------------------------


def stopped(autograder: Autograder, reason: str) -> None:
    """Holds that what was graded stands, and that staff are told why the rest is not."""
    ran = autograder.run()
    assert ran.outcomes == ["correct", "fault", "fault"]
    assert ran.results["output"].startswith(STOPPED)
    assert reason in ran.notes
    assert ran.results["score"] == 2


def at_the_second(action: str) -> str:
    return f"if question.id == '2': {action}"


ENDS = {
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "want of memory"),
    "ends itself": ("import os; os._exit(7)", "it ended with 7"),
    "ends itself as if all were well": ("import os; os._exit(0)", "it ended with 0"),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_grader_that_ends_the_process_costs_its_question_alone(how: str, make: Make) -> None:
    action, reason = ENDS[how]
    ran = make(before=at_the_second(action)).run()
    assert ran.outcomes == ["correct", "fault", "correct"]
    assert reason in ran.results["tests"][1]["extra_data"]["note"]
    assert not ran.results["output"].startswith(STOPPED)


OVERWRITES = (
    "import os; open(os.environ['AUTOGRADER_ROOT'] + '/results/results.json', 'w').write({!r})"
)


@pytest.mark.parametrize("written", ["{garbage", "[]"])
def test_a_grader_that_writes_into_the_results_costs_nothing(written: str, make: Make) -> None:
    assert make(before=OVERWRITES.format(written)).run().outcomes == ["correct"] * len(QUESTIONS)


REMOVES = "import os; os.unlink(os.environ['AUTOGRADER_ROOT'] + '/results/results.json')"


@pytest.mark.parametrize("harm", [OVERWRITES.format(""), REMOVES], ids=["overwrites", "removes"])
def test_results_are_valid_where_a_grader_harms_them_and_kills_all(harm: str, make: Make) -> None:
    action = f"{harm}; import signal; os.kill(os.getppid(), signal.SIGKILL)"
    assert make(before=f"{action}; os._exit(1)").run().outcomes == ["fault"] * len(QUESTIONS)


def test_what_is_graded_stands_when_all_is_killed(make: Make) -> None:
    action = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"
    stopped(make(before=at_the_second(action)), "want of memory")


def test_a_second_try_takes_nothing_back(make: Make, tmp_path: Path) -> None:
    """The first process dies at the third question, the second hangs at its first."""
    tried = tmp_path / "tried"
    first = f"pathlib.Path({str(tried)!r}).touch(); os._exit(7)"
    action = f"import os, pathlib, time; tried = os.path.exists({str(tried)!r})\n"
    action += f"    if question.id == '3' and not tried: {first}\n"
    action += "    if tried: time.sleep(600)"
    ran = make(seconds=24, before=action).run()
    assert ran.outcomes == ["correct", "correct", "fault"]
    assert "it did not end within" in ran.results["tests"][2]["extra_data"]["note"]


def test_what_hung_is_not_run_again_when_another_grader_dies(make: Make, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    note = f"open({str(runs)!r}, 'a').write(question.id)"
    action = f"{note}\n    if question.id == '1': import time; time.sleep(600)\n"
    action += "    if question.id == '2': import os; os._exit(7)"
    ran = make(seconds=30, before=action).run()
    assert ran.outcomes == ["fault", "fault", "correct"]
    assert runs.read_text() == "1223"


def test_a_grader_that_hangs_leaves_time_for_the_others(make: Make) -> None:
    hang = "if question.id == '1': import time; time.sleep(600)"
    ran = make(seconds=26, before=hang).run()
    assert ran.outcomes == ["fault", "correct", "correct"]
    assert not ran.results["output"].startswith(STOPPED)


def test_grading_ends_before_the_platform_ends_it(make: Make) -> None:
    """Nothing interrupts such a sum, and there is no time to wait for its end."""
    stopped(make(seconds=15, before=at_the_second("sum(range(10**13))")), "time of 5 s")


def test_a_grader_that_fails_costs_its_question_alone(make: Make) -> None:
    ran = make(before=at_the_second("1 / 0")).run()
    assert ran.outcomes == ["correct", "fault", "correct"]
    assert not ran.results["output"].startswith(STOPPED)


def test_graders_that_cannot_be_loaded_are_our_fault(make: Make) -> None:
    ran = make(top="1 / 0\n").run()
    assert ran.outcomes == ["fault"] * len(QUESTIONS)


def test_the_platforms_signal_leaves_what_is_graded(make: Make) -> None:
    autograder = make(before=at_the_second("import time; time.sleep(600)"))
    results = autograder.layout.results_file
    with subprocess.Popen([autograder.command], env=autograder.environment) as process:
        wait_for(lambda: results.is_file() and b'"correct"' in results.read_bytes())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    written = json.loads(results.read_bytes())
    assert [each["extra_data"]["outcome"] for each in written["tests"]] == [
        "correct", "fault", "fault",
    ]  # fmt: skip
    assert "SIGTERM" in written["extra_data"]["notes"][-1]


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_results_are_valid_at_every_moment(make: Make) -> None:
    autograder = make(before="import time; time.sleep(0.2)")
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            if autograder.layout.results_file.is_file():
                tests = json.loads(autograder.layout.results_file.read_bytes())["tests"]
                seen.append(sum(test["extra_data"]["outcome"] == "correct" for test in tests))

    watcher = threading.Thread(target=look)
    watcher.start()
    autograder.run()
    over.set()
    watcher.join()
    assert set(seen) == {0, 1, 2, 3}
    assert seen == sorted(seen)


FILL = """
def _fill(write):
    try:
        write()
    except OSError as error:
        assert error.errno == 28
    else:
        raise AssertionError("the disk is not full")
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0,
    reason="no file system can be mounted here",
)
def test_a_disk_that_fills_up_costs_nothing(make: Make) -> None:
    autograder = make()
    results = autograder.layout.results
    fill = f"open({str(results / 'rest')!r}, 'wb').write(bytes(8 << 20))"
    autograder.replace_grader(at_the_second(f"_fill(lambda: {fill})"), top=FILL)
    script = (
        f"mount -t tmpfs -o size=3m nabla {results} && {autograder.command}; cat {results}/*.json"
    )
    command = ["unshare", "--mount", "sh", "-c", script]
    done = subprocess.run(command, env=autograder.environment, capture_output=True, text=True)
    assert json.loads(done.stdout)["score"] == 6


# --- what is handed in ----------------------------------------------------------------------------


def test_an_empty_submission_is_told_to_the_student(make: Make) -> None:
    ran = make(hand_in="").run()
    assert ran.outcomes == ["unreadable"] * len(QUESTIONS)
    assert ran.results["output"].startswith("Your submission could not be opened")
    assert str(ran.layout.root) not in ran.results["output"]


def test_an_archive_that_is_all_there_is_is_opened(make: Make) -> None:
    autograder = make(hand_in="")
    with zipfile.ZipFile(autograder.layout.submission / "hw.zip", "w") as archive:
        archive.writestr("answers.md", RIGHT)
    assert autograder.run().outcomes == ALL_RIGHT


def test_thousands_of_files_are_refused_in_words(make: Make) -> None:
    autograder = make()
    for number in range(3_000):
        (autograder.layout.submission / f"{number}.txt").touch()
    ran = autograder.run()
    assert "2,000 files" in ran.results["output"]
    assert ran.outcomes == ["unreadable"] * len(QUESTIONS)


# --- metadata and rules ---------------------------------------------------------------------------

LATE = """
from graders.gradescope.hooks import Change

def adjust(report, metadata):
    if metadata.days_late:
        return Change(f"{metadata.days_late} day late: half of the points.", share=0.5)
"""
TOO_OFTEN = """
from graders.gradescope.hooks import Withheld

def admit(metadata):
    if metadata.attempt > 1:
        return Withheld("One submission counts.", points=metadata.best_score)
"""


BEYOND_FLOATS = json.dumps(
    {"created_at": "2026-11-20T18:00:00+00:00", "assignment": {"total_points": 10**400}}
)


@pytest.mark.parametrize(
    "metadata", ["", "[]", "{}", '{"created_at": 3}', "{" * 100_000, BEYOND_FLOATS]
)
def test_malformed_metadata_cost_nothing(make: Make, metadata: str) -> None:
    ran = make(metadata=metadata).run()
    assert ran.outcomes == ALL_RIGHT
    assert "submission_metadata.json" in ran.notes


def test_missing_metadata_cost_nothing(make: Make) -> None:
    autograder = make()
    autograder.layout.metadata.unlink()
    assert autograder.run().outcomes == ALL_RIGHT


def test_a_rule_for_late_work_changes_the_score_and_says_why(make: Make) -> None:
    ran = make(hooks=LATE).run()
    assert ran.results["score"] == 3
    assert ran.results["output"].startswith("1 day late: half of the points.")
    assert ran.outcomes == ALL_RIGHT


def test_a_submission_over_the_limit_is_not_graded_and_keeps_its_points(make: Make) -> None:
    ran = make(hooks=TOO_OFTEN, before="raise SystemExit").run()
    assert ran.results["score"] == 3
    assert ran.results["output"] == "One submission counts."
    assert [each["visibility"] for each in ran.results["tests"]] == ["hidden"]


def test_a_rule_that_ends_the_process_is_not_taken_for_the_end(make: Make) -> None:
    ran = make(hooks="import os\ndef adjust(report, metadata): os._exit(0)").run()
    assert (ran.outcomes, ran.results["score"]) == (ALL_RIGHT, 6)
    assert ran.results["output"].startswith(STOPPED)
    assert "it ended with 0" in ran.notes


@pytest.mark.parametrize(
    "hooks",
    [
        "def adjust(report, metadata): return 1 / 0",
        "def adjust(report, metadata): return 'late'",
        "def admit(metadata): raise ValueError('no')",
        LATE.replace("0.5", "float('nan')"),
        LATE.replace("0.5", "-1"),
    ],
)
def test_a_rule_that_fails_costs_no_points(make: Make, hooks: str) -> None:
    ran = make(hooks=hooks).run()
    assert (ran.outcomes, ran.results["score"]) == (ALL_RIGHT, 6)
    assert ran.results["output"].startswith(RULE_FAILED)
    assert "hooks" in ran.results["extra_data"]["needs_review"]


def test_a_rule_without_metadata_is_not_applied_and_told(make: Make) -> None:
    ran = make(hooks=LATE, metadata="{}").run()
    assert ran.results["score"] == 6
    assert ran.results["output"].startswith(RULE_FAILED)


# --- who may read ---------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_no_other_user_reads_graders_submissions_or_metadata(make: Make, tmp_path: Path) -> None:
    autograder = make()
    autograder.run()
    root = autograder.layout.root
    script = f"""
import os
os.setgroups([]); os.setresgid(61234, 61234, 61234); os.setresuid(61234, 61234, 61234)
for folder, folders, files in os.walk({str(root)!r}):
    for name in files:
        path = os.path.join(folder, name)
        if os.access(path, os.R_OK): print(os.path.relpath(path, {str(root)!r}))
try:
    open({str(root / "source/graders/assignments/numbers/grade_numbers.py")!r})
except PermissionError: print("refused")
"""
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_uid == os.geteuid() and str(each).startswith("/tmp/"):
            each.chmod(each.stat().st_mode | 0o001)
    done = subprocess.run(["/usr/bin/env", "python3", "-c", script], capture_output=True, text=True)
    open_files = done.stdout.splitlines()
    assert "refused" in open_files, done.stderr
    inside = "source/graders/sandbox/inside/"
    wrong = [
        each
        for each in open_files
        if not each.startswith((inside, "venv/")) and each not in ("refused", "run_autograder")
    ]
    assert wrong == []
