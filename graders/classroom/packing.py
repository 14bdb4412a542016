"""Submissions as bytes, and their grading on another machine."""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from graders.batch import Options
from graders.classroom.fingerprints import (
    ROOT,
    digest_of_options,
    digest_of_submission,
    parts_of_graders,
)
from graders.classroom.record import from_text
from graders.declaring.assignment import load_assignment
from graders.errors import GraderError, GradingFailed
from graders.output import RECORD
from graders.reading.intake.names import is_ignored

LARGEST_BYTES = 1 << 30  # of a submission that is sent
TOLD_CHARACTERS = 2_000  # of what a failed run printed

Packed = bytes  # a tar archive


@dataclass(frozen=True)
class Task:
    """What is to be done with submissions, and what must hold of the machine that does it."""

    reference: str
    options: Options
    parts: Mapping[str, str]


def pack(path: Path) -> Packed | None:
    """A submission as bytes; None where it cannot be opened or is too large to send."""
    if not digest_of_submission(path) or _size(path) > LARGEST_BYTES:
        return None
    file = io.BytesIO()
    try:
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(path, arcname=path.name, filter=_kept)
    except OSError:
        return None
    return file.getvalue()


def _kept(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    inside = entry.name.partition("/")[2]
    return None if inside and is_ignored(inside) else entry


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.lstat().st_size for each in files if not each.is_dir())


def machine_parts(reference: str, options: Options) -> dict[str, str]:
    """What decides how this machine grades, by name."""
    parts = parts_of_graders(load_assignment(reference))
    return parts | {"--data and other options": digest_of_options(options)}


def differences(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """What another machine has otherwise, in words; versions are named.

    >>> differences({"numpy": "2.1", "Nabla": "a1"}, {"numpy": "2.3", "Nabla": "b2"})
    'numpy 2.1 instead of 2.3, another Nabla'
    """
    found = [name for name in ours if theirs.get(name) != ours[name]]
    return ", ".join(
        f"{name} {theirs.get(name)} instead of {ours[name]}"
        if "." in ours[name]
        else f"another {name}".replace("another the ", "another ")
        for name in found
    )


def grade_packed(task: Task, submissions: Sequence[Packed]) -> list[str | None]:
    """The record of each submission, as text; None for one that is refused.

    Runs `nabla grade` in a process of its own, so that a worker's threads share nothing.

    Raises:
        GraderError: if this machine would grade otherwise than the one that asks.
        GradingFailed: if the graders could not be run.
    """
    if different := differences(machine_parts(task.reference, task.options), task.parts):
        hint = "start it again from the same environment"
        raise GraderError(f"a worker has {different}", hint=hint)
    with TemporaryDirectory(prefix="nabla-") as place:
        paths = [_unpacked(each, Path(place, f"in{n}")) for n, each in enumerate(submissions)]
        _run(task, paths, Path(place, "out"))
        return _records(paths, Path(place, "out"))


def _unpacked(packed: Packed, place: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="tar")
    return next(place.iterdir())


def _run(task: Task, paths: Sequence[Path], output: Path) -> None:
    options = task.options
    command = [
        *(sys.executable, "-m", "graders", "grade", task.reference),
        *(*map(str, paths), "-o", str(output)),
        *(f"--only={each}" for each in options.only),
        *([f"--data={options.data}"] if options.data else []),
        *(["--allow-weak-isolation"] if options.allow_weak_isolation else []),
    ]
    places = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(places)},
    )
    if not output.is_dir():
        raise GradingFailed(done.stderr[-TOLD_CHARACTERS:])


def _records(paths: Sequence[Path], output: Path) -> list[str | None]:
    texts = [file.read_text(encoding="utf-8") for file in output.glob(f"*/{RECORD}")]
    records = {(record := from_text(text)).head.path: (record, text) for text in texts}
    if missing := [path for path in paths if path not in records]:
        raise GradingFailed(f"{len(missing)} submissions were not graded")
    found = (records[path] for path in paths)
    return [None if record.head.refused else text for record, text in found]
