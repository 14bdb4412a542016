"""results.json on disk: valid at every moment."""

import os
from collections.abc import Callable
from pathlib import Path

from graders.model import Report


class ResultsFile:
    """Writes Gradescope's results at the start, after each question and at the end.

    A file is written beside its place and renamed into it, so that a reader, or a kill at any
    moment, meets a whole one.
    """

    def __init__(self, place: Callable[[Report], Path]) -> None:
        self.place = place

    def pytest_nabla_report(self, report: Report) -> None:
        from graders.reports.gradescope import to_json

        write_whole(self.place(report), to_json(report) + "\n")


def write_whole(path: Path, text: str, *, durable: bool = False) -> None:
    """Writes a file so that it is never seen half written.

    Args:
        path: of the file; its folder is made.
        text: all of it.
        durable: whether it must outlast a power cut from now on.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:  # no room: what stood before stays
        draft.unlink(missing_ok=True)
        error.filename = str(path)
        raise
    if durable:
        _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """Makes what was renamed in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
