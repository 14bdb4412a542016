"""Digests of what a report is made from; where they are the same, so is the report."""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graders.batch import Options
from graders.declaring.assignment import FOLDER, Assignment
from graders.errors import SubmissionError
from graders.reading.intake.entries import Entry, open_ordinary
from graders.reading.intake.folders import folder_entries
from graders.reading.intake.limits import LIMITS
from graders.reading.intake.names import is_readable, is_weights

LARGEST_BYTES = 1 << 30  # of an archive or a single file; what is larger is refused by the reader
BLOCK_BYTES = 1 << 20
SOURCES = frozenset({".py", ".toml", ".jinja"})
USED = ("numpy", "sympy", "pytest", "markdown-it-py", "nbformat")
ROOT = Path(__file__).parents[2]  # holds our packages


@dataclass(frozen=True, slots=True)
class Made:
    """What a report was made from: digests of the submission, of the graders and the options."""

    submission: str
    graders: str
    options: str

    def of(self, path: Path) -> "Made":
        """The same with the digest of a submission."""
        return replace(self, submission=digest_of_submission(path))


def digest_of_submission(path: Path) -> str:
    """The digest of all bytes that may be read; empty where the submission cannot be opened.

    >>> digest_of_submission(Path("no such file"))
    ''
    """
    digest = hashlib.sha256(os.fsencode(path.name))
    try:
        if path.is_dir() and not path.is_symlink():
            for part in _folder(path):
                digest.update(part)
            return digest.hexdigest()
        with open_ordinary(path, path.name) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_BYTES:
                return ""
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
    except (SubmissionError, OSError):
        return ""
    return digest.hexdigest()


def _folder(path: Path) -> Iterator[bytes]:
    for entry in folder_entries(path, LIMITS):
        yield json.dumps([entry.name, entry.size, entry.left_out]).encode()
        if _is_read(entry):
            yield hashlib.sha256(entry.read()).digest()


def _is_read(entry: Entry) -> bool:
    """Whether the reader may look into an entry; other large files are only named by it."""
    if entry.left_out or entry.size > LIMITS.unpacked_bytes:
        return False
    return entry.size <= LIMITS.small_bytes or is_readable(entry.name) or is_weights(entry.name)


def parts_of_graders(assignment: Assignment) -> dict[str, str]:
    """What decides how an assignment is graded here, by name: versions and digests."""
    libraries = sorted({*USED, *assignment.libraries})
    return {
        "Python": platform.python_version(),
        **{name: _version(name) for name in libraries},
        "Nabla": _digest_of_files(ROOT, _sources()),
        "the assignment": _digest_of_files(assignment.folder, _files(assignment.folder)),
    }


def _digest_of_files(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    own = (each for each in _files(ROOT / "graders") if not each.is_relative_to(FOLDER))
    solutions = _files(ROOT / "solutions")
    yield from (each for each in (*own, *solutions) if each.suffix in SOURCES)
    yield from _files(ROOT / "fixtures" / "baselines")


def _files(folder: Path) -> Iterable[Path]:
    """The files of a folder, sorted, without what python leaves behind."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def digest_of_options(options: Options) -> str:
    """The digest of what was asked for, with the contents of the data folder."""
    asked = [sorted(options.only), options.allow_weak_isolation, options.public]
    data = _digest_of_files(options.data, _files(options.data)) if options.data else ""
    return hashlib.sha256(json.dumps([asked, data]).encode()).hexdigest()


def made_here(assignment: Assignment, options: Options) -> Made:
    """What reports are made from here and now; that of a submission is filled in by `of`."""
    parts = json.dumps(parts_of_graders(assignment))
    graders = hashlib.sha256(parts.encode()).hexdigest()
    return Made("", graders, digest_of_options(options))
