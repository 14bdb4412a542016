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


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
