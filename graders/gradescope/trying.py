"""A zip tried in Gradescope's layout: a root of its own, the container's limits, its metadata."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.errors import GraderError
from graders.gradescope import room
from graders.gradescope.container import (
    PERIOD_US,
    SMALLEST,
    Container,
    Size,
    Unheld,
    container,
    watched,
)
from graders.gradescope.laying_out import lay_out, lend_environment
from graders.gradescope.layout import Layout, Settings, read_settings
from graders.sandbox.machine import ADVICE, Machine

NAMESPACES = ("--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
AS_ROOT = ("--user", "--map-root-user")
CONTAINER = Layout(Path("/autograder"))
MARGIN_SECONDS = 30  # after the platform's own end
TIGHT = 0.85  # of the memory
ELSEWHERE = (
    "run it as root (sudo), or upload the zip and use Gradescope's Test Autograder; "
    "grading itself can be tried with `nabla grade`"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What to try: a zip, a submission, and what Gradescope would say of it."""

    zip: Path
    submission: Path
    size: Size = SMALLEST
    metadata: Path | None = None
    install: bool = False  # whether setup.sh is run too


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial came to; times in seconds."""

    results: Mapping[str, Any]
    settings: Settings
    seconds: float
    setup_seconds: float  # 0 where setup.sh was not run
    peak_bytes: int
    killed: int  # processes, for want of memory
    held_by: str
    as_root: bool
    printed: str

    def warnings(self, size: Size) -> Iterator[str]:
        """What an instructor should know before the upload."""
        machine = Machine(size.memory_bytes, size.processors)
        libraries = self.settings.libraries
        if short := machine.too_small_for(libraries):
            yield f"{short}: code questions go to a person ({ADVICE})"
        elif short := machine.warning_for(libraries):
            yield f"{short} ({ADVICE})"
        if self.killed:
            ended = f"{self.killed} process{'es were' if self.killed > 1 else ' was'} ended"
            yield f"{ended} for want of memory: take a larger container"
        elif self.peak_bytes > TIGHT * size.memory_bytes:
            yield "the memory is nearly used up: take a larger container"
        if self.seconds > self.settings.deadline_seconds / 2:
            yield "more than half of the time was used: students' machines are not quicker"
        if not self.as_root:
            yield (
                "tried without root: another user of the container, for student code, could not "
                f"be tried ({ELSEWHERE})"
            )


def try_out(trial: Trial) -> Tried:
    """Runs a zip on a submission as Gradescope does.

    Raises:
        GraderError: if this machine cannot, or the zip or the submission is not what it should be.
    """
    with tempfile.TemporaryDirectory(prefix="nabla-try-") as folder:
        stage = Path(folder)
        layout = Layout(stage / "autograder")
        lay_out(trial.zip, trial.submission, layout, trial.metadata)
        settings = read_settings(layout.source)
        prefix, as_root = _namespaces()
        setup_seconds = 0.0
        if trial.install:
            setup_seconds = _set_up(stage, prefix)
        else:
            lend_environment(layout, CONTAINER)
        held = container(trial.size)
        try:
            started = time.monotonic()
            with watched(held) as peak:
                printed = _run(stage, prefix, held, trial.size, settings)
            seconds = time.monotonic() - started
            killed = held.killed()
        finally:
            held.close()
        return Tried(
            results=_results(layout.results_file, printed),
            settings=settings,
            seconds=seconds,
            setup_seconds=setup_seconds,
            peak_bytes=peak[0],
            killed=killed,
            held_by=held.words,
            as_root=as_root,
            printed=printed,
        )


def _namespaces() -> tuple[Sequence[str], bool]:
    """The command that makes namespaces here, and whether it is as a real root.

    Raises:
        GraderError: if none can be made.
    """
    is_root = os.geteuid() == 0
    command = ("unshare", *(() if is_root else AS_ROOT), *NAMESPACES)
    try:
        done = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    except OSError as error:
        refusal = str(error)
    else:
        if done.returncode == 0:
            return command, is_root
        refusal = done.stderr.strip()
    message = f"a container cannot be tried here: no namespaces can be made ({refusal})"
    raise GraderError(message, hint=ELSEWHERE)


def _set_up(stage: Path, prefix: Sequence[str]) -> float:
    """Runs setup.sh without limits, as the image is built; the seconds that it took.

    Raises:
        GraderError: if it fails; it has said why on stderr.
    """
    started = time.monotonic()
    given = {"PYTHON": os.path.realpath(sys.executable), "HOME": "/autograder/tmp"}
    environment = {**os.environ, **_ENVIRONMENT, **given}
    command = ["/autograder/source/setup.sh"]
    done = _in_room(stage, prefix, command, environment, stdout=sys.stderr)
    if done.returncode:
        raise GraderError("setup.sh failed; the lines above say why")
    return time.monotonic() - started


def _run(
    stage: Path, prefix: Sequence[str], held: Container, size: Size, settings: Settings
) -> str:
    """What `run_autograder` prints.

    Raises:
        GraderError: if it does not end when the platform would end it.
    """
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": "/root", **_ENVIRONMENT}
    limited = isinstance(held, Unheld)
    limits: dict[str, object] = {
        "joined": [str(each) for each in held.joined],
        "memory_bytes": size.memory_bytes if limited else 0,
        "processors": max(1, round(size.processors)) if limited else 0,
    }
    seconds = settings.platform_seconds + MARGIN_SECONDS
    command = ["/autograder/run_autograder"]
    try:
        done = _in_room(stage, prefix, command, environment, seconds=seconds, size=size, **limits)
    except subprocess.TimeoutExpired as error:
        raise GraderError(f"run_autograder had not ended after {seconds} s") from error
    return str(done.stdout)


_ENVIRONMENT = {"TMPDIR": "/autograder/tmp", "LANG": "C.UTF-8"}


def _in_room(
    stage: Path,
    prefix: Sequence[str],
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    seconds: float | None = None,
    size: Size | None = None,
    stdout: Any = subprocess.PIPE,
    **limits: object,
) -> "subprocess.CompletedProcess[str]":
    """Runs a command in a root of its own."""
    asked = {
        "root": str(stage / "root"),
        "autograder": str(stage / "autograder"),
        "control_groups": str(_described(stage / "control_groups", size)),
        "command": list(command),
        "environment": dict(environment),
        **{"joined": [], "memory_bytes": 0, "processors": 0},
        **limits,
    }
    (stage / "root").mkdir(exist_ok=True)
    return subprocess.run(
        [*prefix, sys.executable, "-P", "-S", str(room.__file__)],
        input=json.dumps(asked),
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout == subprocess.PIPE else None,
        text=True,
        timeout=seconds,
        check=False,
    )


def _described(folder: Path, size: Size | None) -> Path:
    """A folder in which a program finds its limits as it does in a container."""
    folder.mkdir(exist_ok=True)
    if size is not None:
        (folder / "memory.max").write_text(f"{size.memory_bytes}\n")
        (folder / "cpu.max").write_text(f"{round(size.processors * PERIOD_US)} {PERIOD_US}\n")
    return folder


def _results(file: Path, printed: str) -> Mapping[str, Any]:
    """The results.

    Raises:
        GraderError: if there are none, or they are not valid.
    """
    try:
        results: Mapping[str, Any] = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise GraderError(f"there is no valid results.json: {error}\n{printed}") from error
    return results
