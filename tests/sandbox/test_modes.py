"""The wall on other machines: in a container, for another user, without Landlock or seccomp."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.sandbox.inside.layers import landlock
from graders.sandbox.inside.layers.confinement import _is_open_to_all

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BOTH = ("numpy", "torch")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the modes are Linux's"),
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make the modes"),
]


def has_landlock() -> bool:
    try:
        return landlock.version() > 0
    except OSError:
        return False


def python_for(mode: str) -> list[str]:
    """An interpreter of this version that the mode's user may read, and what it needs."""
    if "user" not in mode:
        return [sys.executable]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}")
    found = [each for each in candidates if Path(each).exists() and _is_readable(Path(each))]
    if not found:
        pytest.skip(f"there is no {version} here that another user may run")
    packages = Path(pytest.__file__).parents[1]
    if not (_is_open_to_all(ROOT / "graders") and _is_open_to_all(packages)):
        pytest.skip("the repository, or its libraries, may be read by root only")
    return ["/usr/bin/env", f"PYTHONPATH={ROOT}:{packages}", "HOME=/tmp", found[0]]


def _is_readable(program: Path) -> bool:
    return _is_open_to_all(program.resolve())


def run(mode: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(HERE / "modes.py"), mode, *python_for(mode), "-B", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, cwd="/")


def visited(mode: str, libraries: tuple[str, ...] = ("numpy",), *options: str) -> dict[str, Any]:
    done = run(mode, str(HERE / "visit.py"), json.dumps(libraries), *options)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


HONEST = {
    "relu": [0.0, 2.0],
    "source": "def late",
    "late": 5,
    "random": 3,
    "traceback": True,
    "text": "['A']",
    "linear algebra": [[1.0, 0.0], [0.0, 1.0]],
    "file": "1,2",
}
FULL = {
    "root": ("landlock", ("numpy",)),
    "container": ("landlock", ("numpy",)),
    "container,no-setuid": ("landlock", ("numpy",)),
    "container,no-setuid,no-landlock": ("no open", ("numpy",)),
    "user": ("landlock", ("numpy",)),
    "root,no-landlock": ("chroot", ("numpy",)),
    "container,no-landlock": ("chroot", BOTH),
    "container,old-kernel": ("chroot", ("numpy",)),
    "user,no-landlock": ("no open", BOTH),
    "user,old-kernel": ("no open", ("numpy",)),
}


@pytest.mark.parametrize("mode", FULL)
def test_in_each_mode_honest_code_runs_and_the_rest_is_held(mode: str) -> None:
    files, libraries = FULL[mode]
    if files == "landlock" and not has_landlock():
        pytest.skip("needs Landlock")
    said = visited(mode, libraries)
    assert said["protection"] == "full", said["words"]
    assert files in said["words"]
    own = "user" in mode or "no-setuid" in mode
    assert ("the grader's own user" if own else "uid 6") in said["words"]
    expected = HONEST | ({"file": "refused"} if files == "no open" else {})
    assert said["honest"] == expected | ({"training": 4} if "torch" in libraries else {})
    open_ways = {name: found for name, found in said["attempts"].items() if found is not True}
    assert not open_ways


@pytest.mark.parametrize("mode", ["root", "container", "user", "user,no-landlock"])
def test_without_seccomp_nothing_is_run(mode: str) -> None:
    said = visited(f"{mode},no-seccomp")
    assert said["protection"] == "none"
    assert said["words"].startswith("NONE - code questions not run (seccomp refused)")
    assert set(said) == {"protection", "words", "refused"}


def test_code_is_run_without_protection_only_where_that_is_asked_for() -> None:
    said = visited("container,no-seccomp", ("numpy",), "allow-weak")
    assert said["protection"] == "reduced"
    assert said["words"] == (
        "REDUCED by --allow-weak-isolation (seccomp refused) - do not use for unattended grading"
    )
    assert said["honest"]["relu"] == [0.0, 2.0]
    for way in ("fork", "udp", "a new session"):  # so the attempts above do tell
        assert said["attempts"][way] is not True


# --- the command --------------------------------------------------------------------------------

ASSIGNMENT = """
title = "Code"
[code]
libraries = ["numpy"]
[[question]]
id = "1"
title = "relu"
points = 2
kind = "code"
[[question]]
id = "2"
title = "A number"
points = 3
kind = "numeric"
"""
GRADER = '''
import numpy as np, pytest
from graders.model import Comparison
@pytest.mark.question("1", points=2)
def grade_relu(student, settle):
    """relu"""
    x = np.array([-1.0, 2.0])
    settle(Comparison(bool(np.array_equal(student.value("relu", x), np.maximum(x, 0))), "values"))
@pytest.mark.question("2", points=3)
def grade_number(answer, settle):
    """A number."""
    settle(Comparison(answer.text.split()[0] == "4", "text"))
'''
RELU = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"


@pytest.fixture
def homework() -> Iterator[Path]:
    """A folder with a small assignment and a submission, which every user may read."""
    folder = Path(tempfile.mkdtemp(prefix="homework-"))
    written = {
        "asg/assignment.toml": ASSIGNMENT,
        "asg/grade_code.py": GRADER,
        "sub/code.py": RELU,
        "sub/answers.md": "# 2\n\n4\n",
    }
    for name, text in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for each in (folder, folder / "asg", folder / "sub"):
        each.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def graded(mode: str, homework: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    command = ["-m", "graders", "grade", str(homework / "asg"), str(homework / "sub"), "--json"]
    done = run(mode, *command, *options)
    assert done.stdout, done.stderr
    result = json.loads(done.stdout)
    outcomes = {test["number"]: test["extra_data"]["outcome"] for test in result["tests"]}
    return done.returncode, outcomes, done.stdout


@pytest.mark.parametrize("mode", ["container", "user,no-landlock"])
def test_the_command_grades_code_in_a_mode(mode: str, homework: Path) -> None:
    code, outcomes, words = graded(mode, homework)
    assert (code, outcomes) == (0, {"1": "correct", "2": "correct"}), words
    assert "isolation: full" in words


def test_the_command_refuses_code_and_grades_the_rest(homework: Path) -> None:
    code, outcomes, words = graded("container,no-seccomp", homework)
    assert code == 3
    assert outcomes["2"] == "correct"
    assert outcomes["1"] not in ("correct", "incorrect", "missing")
    assert "isolation: NONE - code questions not run (seccomp refused)" in words


def test_the_command_runs_code_where_the_instructor_says_so(homework: Path) -> None:
    code, outcomes, words = graded("container,no-seccomp", homework, "--allow-weak-isolation")
    assert (code, outcomes) == (0, {"1": "correct", "2": "correct"}), words
    assert "isolation: REDUCED by --allow-weak-isolation" in words
