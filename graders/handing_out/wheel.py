"""Nabla for students: a wheel that runs `nabla check`, and holds nothing that is right.

It is packed as an autograder is, by walking imports: from the command and from the public checks
of one assignment. Assignments, solutions and what grades with them are not reached.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from graders import __version__
from graders.declaring.assignment import Assignment
from graders.errors import AssignmentError
from graders.gradescope.contents import ROOT, modules
from graders.gradescope.imports import Source, needed
from graders.gradescope.packing import zipped

ENTRANCES = ("graders.__main__", "graders.commands.check", "graders.plugin")
KEPT_BACK = ("solutions", "graders/assignments", "graders/auditing", "graders/skeleton")
PROJECT, NAME = "nabla-grader", "nabla_check"
FILE = f"{NAME}-{__version__}-py3-none-any.whl"
_INFO = f"{NAME}-{__version__}.dist-info"
_EXTRA = "training"  # for checks of code that takes torch


def wheel(assignment: Assignment) -> bytes:
    """The wheel, the same bytes each time.

    Raises:
        AssignmentError: if a public check uses what students must not have.
    """
    checks = sorted(assignment.folder.glob("check_*.py"))
    sources = needed(ROOT, checks, ENTRANCES).sources
    _check(sources, assignment)
    files = {**dict(modules(sources)), **_described()}
    return zipped({**files, f"{_INFO}/RECORD": _record(files)})


def _check(sources: Iterable[Source], assignment: Assignment) -> None:
    for source in sources:
        name = source.file.relative_to(ROOT).as_posix()
        if name.startswith(KEPT_BACK):
            message = f"a public check leads to {name}, which students must not have"
            raise AssignmentError(message, where=str(assignment.folder))


def _described() -> Mapping[str, bytes]:
    """What an installer reads of a wheel."""
    about = {
        "METADATA": _metadata(),
        "WHEEL": ["Wheel-Version: 1.0", "Generator: nabla", "Root-Is-Purelib: true",
                  "Tag: py3-none-any"],
        "entry_points.txt": ["[console_scripts]", "nabla = graders.cli:main"],
    }  # fmt: skip
    return {f"{_INFO}/{name}": "\n".join([*lines, ""]).encode() for name, lines in about.items()}


def _metadata() -> Iterator[str]:
    yield "Metadata-Version: 2.1"
    yield f"Name: {NAME.replace('_', '-')}"
    yield f"Version: {__version__}"
    yield f"Requires-Python: {metadata.metadata(PROJECT)['Requires-Python']}"
    yield f"Provides-Extra: {_EXTRA}"
    for each in metadata.requires(PROJECT) or ():
        if "extra ==" not in each or f'"{_EXTRA}"' in each or f"'{_EXTRA}'" in each:
            yield f"Requires-Dist: {each}"


def _record(files: Mapping[str, bytes]) -> bytes:
    """Each file with its digest and its size; the record itself has none."""
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(files.items())]
    return "\n".join([*lines, f"{_INFO}/RECORD,,", ""]).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write_wheel(assignment: Assignment, folder: Path) -> Path:
    """Writes the wheel into a folder, which is made; returns its path.

    Raises:
        AssignmentError: if a public check uses what students must not have.
        OSError: if it cannot be written.
    """
    data = wheel(assignment)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(data)
    return folder / FILE
