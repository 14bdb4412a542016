"""What becomes of each attack of `submissions/hostile`, and of the honest work beside it."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from tests.hostile import (
    FOLDER,
    QUESTIONS,
    ROOT,
    Arena,
    Attack,
    Run,
    User,
    adopting,
    arena,
    contents,
    grade,
    names_with,
    read_attacks,
)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux"),
    pytest.mark.slow,
]
pytest.importorskip("torch")

ATTACKS = read_attacks()
NEIGHBOURS = 3  # attacks between two honest submissions
OWN, OTHER = "own user", "not root"
OTHER_ON_ALL = "not root, on all"  # OTHER meets every third attack
PLAIN_USER = 54_321  # that no account has
PYTHON = Path(f"/usr/bin/python3.{sys.version_info.minor}")  # that others may read
LIMITS = load_assignment(FOLDER / "assignment").limits
SPARE_SECONDS = 10  # beside those of the code: to read a submission and to start what was ended


def cases(*, may_fail: bool = False) -> pytest.MarkDecorator:
    """Runs a test for every attack and user; where an attack is a known failure, it must fail."""
    return pytest.mark.parametrize(
        ("who", "attack"),
        [
            pytest.param(
                who,
                attack,
                id=f"{attack}, {who}",
                marks=[
                    *[pytest.mark.xfail(reason=attack.bug, strict=True)]
                    * bool(attack.bug and may_fail),
                    *[pytest.mark.minutes] * (who == OTHER_ON_ALL),
                ],
            )
            for who, attack in CASES
        ],
    )


CASES = [
    (who, each)
    for who, attacks in ((OWN, ATTACKS), (OTHER, ATTACKS[::3]), (OTHER_ON_ALL, ATTACKS))
    for each in attacks
]
every_attack = cases()
both = pytest.mark.parametrize("who", [OWN, OTHER])


# --- one run for all ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Round:
    """A run over attacks with honest submissions between them, and what was there before."""

    arena: Arena
    run: Run
    attacks: Mapping[Attack, Path]
    honest: tuple[Path, ...]
    alone: Mapping[str, Any]  # the results of an honest submission that is graded by itself
    processes: tuple[str, ...]  # that are left
    before: Mapping[str, bytes]


def user(who: str) -> User | str:
    """Who grades, or why there is nobody."""
    if who == OWN:
        return User(sys.executable, os.geteuid())
    if os.geteuid() != 0:
        return "this is not root already"
    other = User(str(PYTHON), PLAIN_USER)
    command = [other.python, "-c", "import graders.batch, numpy, pytest, torch"]
    reads_all = (
        PYTHON.exists()
        and not subprocess.run(
            command, env={"PYTHONPATH": other.path}, cwd="/", capture_output=True, **other.becoming
        ).returncode
    )
    return other if reads_all else "no interpreter with torch that another user may read"


@contextmanager
def fought(grader: User, attacked: Sequence[Attack]) -> Iterator[Round | str]:
    """Grades attacks as a user; or why nothing is run."""
    with arena() as place:
        attacks = {each: place.lay(each) for each in attacked}
        honest: list[Path] = []
        order: list[Path] = []
        for number, path in enumerate([*attacks.values()][::2] + [*attacks.values()][1::2]):
            if number % NEIGHBOURS == 0:
                honest.append(place.lay_honest(f"honest-{number}"))
                order.append(honest[-1])
            order.append(path)
        honest.append(place.lay_honest("honest-last"))
        order.append(honest[-1])
        before = contents(place.assignment) | contents(place.folder / "submissions")
        alone = place.lay_honest("honest-alone")
        result = normal(grade(place, [alone], grader).results(alone))
        shutil.rmtree(place.output / "honest-alone")
        shutil.rmtree(alone)
        isolation = str(result["extra_data"]["isolation"])
        if "isolation: full" not in isolation:
            assert "code questions not run" in isolation  # else the graders are at fault
            yield isolation
            return
        with adopting() as processes:
            run = grade(place, order, grader)
        yield Round(place, run, attacks, tuple(honest), result, tuple(processes), before)


@pytest.fixture(scope="session")
def rounds() -> Iterator[Callable[[str], Round]]:
    """The round of a user, fought when it is asked for; skips where it cannot be."""
    with ExitStack() as stack:

        @cache
        def fight(who: str) -> Round | str:
            grader = user(who)
            if isinstance(grader, str):
                return grader
            return stack.enter_context(fought(grader, [each for of, each in CASES if of == who]))

        def find(who: str) -> Round:
            found = fight(who)
            if isinstance(found, str):
                pytest.skip(found)
            return found

        yield find


def normal(results: Mapping[str, Any]) -> dict[str, Any]:
    """Results without what differs from run to run: the name, the seconds and the user."""
    extra = {**results["extra_data"], "submission": ""}
    extra["isolation"] = re.sub(r"uid \d+", "uid", extra["isolation"])
    return {**results, "execution_time": 0.0, "extra_data": extra}


def answers(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The tests of some results, by the number of their question."""
    return {each["number"]: each for each in results["tests"]}


def outcomes(results: Mapping[str, Any]) -> dict[str, str]:
    return {name: each["extra_data"]["outcome"] for name, each in answers(results).items()}


# --- the corpus -----------------------------------------------------------------------------------


def test_every_attack_is_listed_and_there_are_many() -> None:
    folders = {
        f"{kind.name}/{each.name}"
        for kind in FOLDER.iterdir()
        if kind.is_dir() and kind.name not in ("assignment", "honest")
        for each in kind.iterdir()
    }
    listed = {str(each) for each in ATTACKS}
    made = {str(each) for each in ATTACKS if each.made}
    assert folders <= listed
    assert listed - folders <= made
    assert len(ATTACKS) >= 150
    assert all(each.success and (each.questions or each.refused or each.right) for each in ATTACKS)


# --- marks ----------------------------------------------------------------------------------------


@both
def test_honest_work_earns_everything(who: str, rounds: Callable[[str], Round]) -> None:
    assert outcomes(rounds(who).alone) == dict.fromkeys(QUESTIONS, "correct")


@both
def test_honest_work_beside_attacks_is_graded_as_alone(
    who: str, rounds: Callable[[str], Round]
) -> None:
    found = rounds(who)
    for path in found.honest:
        assert normal(found.run.results(path)) == found.alone, path.name


@cases(may_fail=True)
def test_an_attack_earns_nothing(who: str, attack: Attack, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    results = found.run.results(found.attacks[attack])
    earned = {name: each["score"] for name, each in answers(results).items()}
    attacked = QUESTIONS if attack.refused else attack.questions
    won = [name for name in attacked if earned[name] and name not in attack.right]
    assert not won, attack.success
    assert results["score"] == pytest.approx(sum(earned.values()))
    assert all(0 <= each["score"] <= each["max_score"] for each in results["tests"])


@every_attack
def test_the_rest_of_its_submission_is_kept(
    who: str, attack: Attack, rounds: Callable[[str], Round]
) -> None:
    found = rounds(who)
    kept = outcomes(found.run.results(found.attacks[attack]))
    assert list(kept) == list(QUESTIONS)
    if attack.refused:
        assert set(kept.values()) == {"unreadable"}
    else:
        touched = {*attack.questions, *attack.also}
        lost = {name: each for name, each in kept.items() if each != "correct"}
        assert set(lost) <= touched, attack.success


@every_attack
def test_what_became_of_it_is_told_clearly(
    who: str, attack: Attack, rounds: Callable[[str], Round]
) -> None:
    found = rounds(who)
    path = found.attacks[attack]
    told = answers(found.run.results(path))
    ours = (str(ROOT), sysconfig.get_path("purelib"), sys.base_prefix, str(found.arena.folder))
    texts = [each.decode(errors="replace") for each in contents(path).values()]
    for name in attack.questions:
        words, outcome = told[name]["output"], told[name]["extra_data"]["outcome"]
        assert outcome != "fault" or attack.fault, told[name]["extra_data"]["note"]
        assert words.startswith("Correct.") == (outcome == "correct")
        assert name in attack.right or words.count("\n") >= (1 if outcome == "unreadable" else 2)
        assert all(each in words for each in attack.says), words
        assert "Traceback" not in words
        shown = [each for each in ours if each in words and not any(each in own for own in texts)]
        assert not shown, words


@every_attack
def test_it_takes_no_longer_than_its_limits(
    who: str, attack: Attack, rounds: Callable[[str], Round]
) -> None:
    found = rounds(who)
    seconds = found.run.results(found.attacks[attack])["execution_time"]
    assert seconds <= LIMITS.submission_seconds + SPARE_SECONDS


# --- what is nobody's business --------------------------------------------------------------------


@both
def test_no_attack_says_that_it_got_through(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    assert [name for name, text in found.run.texts() if found.arena.sign in text] == []


@both
def test_no_secret_is_told(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    keys = found.arena.secrets.items()
    told = [(name, key) for name, text in found.run.texts() for key, value in keys if value in text]
    assert told == []


@both
def test_nothing_is_written(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    place = found.arena
    now = contents(place.assignment) | contents(place.folder / "submissions")
    assert {
        name for name in {*now, *found.before} if now.get(name) != found.before.get(name)
    } == set()
    assert [each.name for each in place.marks.iterdir()] == []
    assert names_with(place.token, place) == []
    written = {
        str(each.relative_to(place.output)) for each in place.output.rglob("*") if each.is_file()
    }
    expected = {
        f"{name}/{file}"
        for name in found.run.names.values()
        for file in ("results.json", "report.html")
    }
    assert written == expected | {"grades.csv", "report.html"}


@both
def test_no_process_is_left(who: str, rounds: Callable[[str], Round]) -> None:
    assert rounds(who).processes == ()


@both
def test_no_listener_is_reached(who: str, rounds: Callable[[str], Round]) -> None:
    assert rounds(who).arena.listeners.heard == []


# --- what is shown --------------------------------------------------------------------------------

SAFE_LINK = re.compile(r"#[\w%.-]*|[\w%.,~'()-]+/report\.html(?:#[\w%.-]*)?")
FORBIDDEN = frozenset(
    "iframe frame object embed img image audio video link base form a-frame animate set use"
    " foreignobject math template portal applet".split()
)
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Page(HTMLParser):
    """Takes down what a page should not have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.styles = self.scripts = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.styles += tag == "style"
        self.scripts += tag == "script" and not attributes
        if tag in FORBIDDEN:
            self.found.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "src", "action", "formaction"):
                self.found.append(f"{tag} {name}")
            if "href" in name and not SAFE_LINK.fullmatch(value or ""):
                self.found.append(f"{tag} {name}={value}")


@both
def test_pages_hold_no_markup_of_a_student(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    for file in sorted(found.arena.output.rglob("*.html")):
        page = Page()
        page.feed(file.read_text(encoding="utf-8"))
        assert page.found == [], file
        assert page.styles == 1
        assert page.scripts == (file.parent == found.arena.output)  # the class page sorts by ours


@both
def test_results_are_whole(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    for path in found.run.names:
        text = found.run.file(path, "results.json").read_text(encoding="utf-8")
        results = json.loads(text)
        assert len(text) < 1_000_000
        assert [each["number"] for each in results["tests"]] == list(QUESTIONS)
        assert results["extra_data"]["max_points"] == 12
        assert all(CONTROLS.search(each["output"]) is None for each in results["tests"])


@both
def test_terminals_are_shown_plain_text(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    for name, text in found.run.texts():
        if name.endswith((".txt", "error")):
            assert CONTROLS.search(text) is None, name


@both
def test_the_gradebook_holds_no_formula(who: str, rounds: Callable[[str], Round]) -> None:
    found = rounds(who)
    with (found.arena.output / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(found.run.names) + 1
    assert not [
        cell for row in rows for cell in row if cell.strip().startswith(("=", "+", "-", "@"))
    ]


# --- where the instructor stands ------------------------------------------------------------------


SHADOWS = """
numpy json torch conftest sitecustomize usercustomize graders solutions _pytest pytest jinja2
encodings grade_code student multiprocessing
""".split()


def test_a_submission_that_is_graded_from_within_its_folder_is_not_run_there(
    tmp_path: Path,
) -> None:
    """Python and pytest look into the current folder for modules and settings."""
    program = Path(sys.executable).with_name("nabla")
    if not program.is_file():
        pytest.skip("the command is not installed beside this interpreter")
    marks = tmp_path / "marks"
    marks.mkdir()
    folder = Path(shutil.copytree(FOLDER / "honest", tmp_path / "handed_in"))
    for name in SHADOWS:
        (folder / f"{name}.py").write_text(f"open({str(marks / name)!r}, 'w').close()\n")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p conftest --collect-only\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = ['.']\n")
    done = subprocess.run(
        [program, "grade", FOLDER / "assignment", ".", "-o", tmp_path / "out"],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert [each.name for each in marks.iterdir()] == []
    (results,) = (tmp_path / "out").glob("*/results.json")
    assert outcomes(json.loads(results.read_text())) == dict.fromkeys(QUESTIONS, "correct")
