"""The attacks of `submissions/hostile`: laid out, and graded with honest work between them.

    python -c "from tests.hostile import main; main()" PLAN

grades the paths of a plan; this is a process of its own, so that it can be another user's.
"""

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.output import submission_names
from tests import hostile_files
from tests.hostile_files import Place

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "submissions" / "hostile"
QUESTIONS = ("1", "2", "3", "4", "5", "6", "7")
WORKERS = 2


@dataclass(frozen=True)
class Attack:
    """One entry of `attacks.toml`, which says what its fields mean."""

    kind: str
    id: str
    success: str
    questions: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    fault: str = ""
    bug: str = ""
    made: str = ""
    name: str = ""
    refused: bool = False

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def folder(self) -> Path:
        return FOLDER / self.kind / self.id


def read_attacks() -> tuple[Attack, ...]:
    """The attacks in the order of their index."""
    kinds = tomllib.loads((FOLDER / "attacks.toml").read_text(encoding="utf-8"))
    return tuple(
        Attack(kind, id, **{key: _frozen(value) for key, value in entry.items()})
        for kind, entries in kinds.items()
        for id, entry in entries.items()
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


# --- where it takes place -------------------------------------------------------------------------


@dataclass
class Listeners:
    """Sockets of this machine that nobody may reach."""

    heard: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def listening(self, folder: Path, token: str) -> Iterator["Listeners"]:
        with ExitStack() as stack:
            for name, family, kind, address in (
                ("TCP", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
                ("UDP", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
                ("UNIX", socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "line")),
                ("ABSTRACT", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{token}"),
            ):
                line = stack.enter_context(socket.socket(family, kind))
                line.bind(address)
                if kind == socket.SOCK_STREAM:
                    line.listen()
                bound = line.getsockname()
                self.addresses[name] = str(bound[1]) if family == socket.AF_INET else str(address)
                threading.Thread(target=self._hear, args=(name, line, kind), daemon=True).start()
            (folder / "line").chmod(0o777)
            self.addresses["ABSTRACT"] = token
            yield self

    def _hear(self, name: str, line: socket.socket, kind: int) -> None:
        while True:
            try:
                if kind == socket.SOCK_STREAM:
                    other, _ = line.accept()
                    with other:
                        other.settimeout(0.5)
                        self.heard.append(f"{name}: {other.recv(200)!r}")
                else:
                    self.heard.append(f"{name}: {line.recv(200)!r}")
            except TimeoutError:
                self.heard.append(f"{name}: silence")
            except OSError:
                return


@dataclass
class Arena:
    """A folder for one run, with secrets in every place where a grader keeps them."""

    folder: Path
    token: str
    secrets: Mapping[str, str]
    listeners: Listeners

    @property
    def assignment(self) -> Path:
        return self.folder / "assignment"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def marks(self) -> Path:
        """A folder that anybody may write to, and nobody should have."""
        return self.folder / "marks"

    @property
    def sign(self) -> str:
        """What an attack says where it got through."""
        return f"got-through-{self.token}"

    def values_for(self, attack: Attack) -> dict[str, str]:
        """What stands for the names in an attack: its author knows every path."""
        return {
            "SIGN": self.sign,
            "TOKEN": self.token,
            "NAME": attack.id,
            "CANARY": "canary",
            "ASSIGNMENT": str(self.assignment),
            "OUTPUT": str(self.output),
            "MARKS": str(self.marks),
            "HOME": str(self.folder / "home"),
            "REPO": str(ROOT),
            "SITE": sysconfig.get_path("purelib"),
            **self.listeners.addresses,
        }

    def lay_honest(self, name: str) -> Path:
        return Path(shutil.copytree(FOLDER / "honest", self.folder / "submissions" / name))

    def lay(self, attack: Attack) -> Path:
        """What is handed in: the files of the attack over those of an honest submission."""
        folder = self.lay_honest(f"{attack.kind}-{attack.id}/{attack.name or attack.id}")
        if attack.folder.is_dir():
            shutil.copytree(attack.folder, folder, dirs_exist_ok=True)
        for file in filter(Path.is_file, folder.rglob("*")):
            if (FOLDER / attack.kind / attack.id / file.relative_to(folder)).is_file():
                _fill_in(file, self.values_for(attack))
        if attack.made:
            place = Place(folder, self.marks / attack.id, self.assignment / "solution.txt")
            return Path(getattr(hostile_files, attack.made)(place))
        return folder


@contextmanager
def arena() -> Iterator[Arena]:
    """A place for attacks, open to all users of the machine."""
    token = secrets.token_hex(8)
    folder = Path(tempfile.mkdtemp(prefix=f"hostile-{token}-"))
    keys = {each: f"canary-{secrets.token_hex(8)}" for each in ("grader", "file", "environment")}
    try:
        folder.chmod(0o755)
        for name in ("output", "marks", "home", "terminal"):
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        (folder / "submissions").mkdir()
        (folder / "home" / ".bashrc").write_text(f"export KEY={keys['file']}\n")
        shutil.copytree(FOLDER / "assignment", folder / "assignment")
        _fill_in(folder / "assignment" / "grade_code.py", {"CANARY": keys["grader"]})
        _fill_in(folder / "assignment" / "solution.txt", {"CANARY": keys["file"]})
        with Listeners().listening(folder, token) as listeners:
            yield Arena(folder, token, keys, listeners)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill_in(file: Path, values: Mapping[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    file.write_text(text, encoding="utf-8")


# --- a run ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class User:
    """Who grades: an interpreter that may be read, and an id."""

    python: str
    id: int

    @property
    def becoming(self) -> dict[str, Any]:
        """What makes a process this user's."""
        if self.id == os.geteuid():
            return {}
        return {"user": self.id, "group": self.id, "extra_groups": ()}

    @property
    def path(self) -> str:
        """Where an interpreter that is not that of the environment finds everything."""
        return os.pathsep.join((str(ROOT), sysconfig.get_path("purelib")))


@dataclass(frozen=True)
class Run:
    """What became of the submissions of a run, by their names."""

    arena: Arena
    names: Mapping[Path, str]
    said: str  # on standard output and error

    def file(self, path: Path, name: str) -> Path:
        return self.arena.output / self.names[path] / name

    def results(self, path: Path) -> dict[str, Any]:
        text = self.file(path, "results.json").read_text(encoding="utf-8")
        return dict(json.loads(text))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that a run has given, and what it is called."""
        yield "standard output and error", self.said
        for folder in (self.arena.output, self.arena.folder / "terminal"):
            for file in filter(Path.is_file, sorted(folder.rglob("*"))):
                yield str(file.relative_to(folder)), file.read_text(encoding="utf-8")


def grade(place: Arena, paths: Sequence[Path], user: User, seconds: float = 300) -> Run:
    """Grades the paths in their order, as a user."""
    names = submission_names(paths)
    plan = place.folder / "plan.json"
    asked = {"assignment": place.assignment, "output": place.output, "paths": [*paths]}
    plan.write_text(json.dumps(asked | {"terminal": place.folder / "terminal"}, default=str))
    environment = {
        "PATH": os.defpath, "HOME": str(place.folder / "home"), "LANG": "C.UTF-8",
        "PYTHONPATH": user.path, "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET": place.secrets["environment"],
    }  # fmt: skip
    done = subprocess.run(
        [user.python, "-c", "from tests.hostile import main; main()", str(plan)],
        env=environment,
        cwd=place.folder / "home",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
        text=True,
        **user.becoming,
    )
    return Run(place, names, f"{done.stdout}\nexit code {done.returncode}\n")


# --- what is left of a run ------------------------------------------------------------------------

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


@contextmanager
def adopting() -> Iterator[list[str]]:
    """Makes this process the parent of those that outlive theirs, and lists them in the end."""
    prctl, known = ctypes.CDLL(None).prctl, {pid for pid, _ in _children()}
    left: list[str] = []
    prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        yield left
        until = time.monotonic() + 3
        while (found := _ended_or_new(known)) and time.monotonic() < until:
            time.sleep(0.05)
        for pid, name in found:
            left.append(f"{pid} {name}")
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    finally:
        prctl(ADOPT_ORPHANS, 0, 0, 0, 0)


def _ended_or_new(known: set[int]) -> list[tuple[int, str]]:
    """The children that are new and alive; those that have ended are taken leave of."""
    alive = []
    for pid, name in _children():
        if pid in known:
            continue
        with suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                alive.append((pid, name))
    return alive


def _children() -> list[tuple[int, str]]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = file.read_text().partition("(")[2].rpartition(")")
            if int(rest.split()[1]) == os.getpid():
                found.append((int(file.parent.name), name))
    return found


def names_with(token: str, place: Arena) -> list[str]:
    """Files outside of the arena whose names an attack has chosen."""
    common = "/ /tmp /var/tmp /dev/shm /dev/mqueue /run /root".split()
    own = (Path.home(), Path.cwd(), ROOT, place.assignment, place.folder / "home")
    packages = Path(sysconfig.get_path("purelib"))
    return [
        str(each)
        for folder in {*map(Path, common), *own, packages}
        if folder.is_dir()
        for each in folder.iterdir()
        if token in each.name and each != place.folder
    ]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but what Python keeps for itself."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink())
    return {
        str(each.relative_to(folder)): each.read_bytes()[:1_000_000]
        for each in files
        if "__pycache__" not in each.parts and each.stat().st_size < 1 << 30
    }


# --- the process that grades ----------------------------------------------------------------------


def main() -> None:
    """Grades what the plan named on the command line says, and writes everything a run can."""
    from graders import batch
    from graders.batch import Graded, Options, grade_all
    from graders.declaring.assignment import load_assignment
    from graders.model import Report
    from graders.output import CLASS_PAGE, GRADEBOOK
    from graders.reports.class_table import tally_to_table
    from graders.reports.gradebook import to_csv
    from graders.reports.html import tally_to_html, to_html
    from graders.reports.tally import tally
    from graders.reports.terminal import to_terminal

    plan = json.loads(Path(sys.argv[1]).read_text())
    output, terminal = Path(plan["output"]), Path(plan["terminal"])
    reports: list[Report] = []

    def receive(graded: Graded) -> None:
        if graded.refused is not None:
            print(graded.refused)
        if (report := graded.report) is None:
            return
        (output / report.submission / "report.html").write_text(to_html(report))
        for verbose in (False, True):
            text = to_terminal(report, width=100, color=False, verbose=verbose)
            (terminal / f"{len(reports)}-{'long' if verbose else 'short'}.txt").write_text(text)
        reports.append(report)

    paths = [Path(each) for each in plan["paths"]]
    batch.CHUNK = len(paths)  # as many as can be meet in one process
    assignment = load_assignment(Path(plan["assignment"]))
    grade_all(assignment, paths, Options(output=output), receive, workers=WORKERS)
    (output / GRADEBOOK).write_text(to_csv(reports))
    (output / CLASS_PAGE).write_text(tally_to_html(tally(reports)))
    (terminal / "class.txt").write_text(tally_to_table(tally(reports), width=100, color=False))
