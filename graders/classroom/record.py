"""What an output folder keeps of one submission: its report, and what it was made from.

The first line of `report.json` says what the report was made from, so that a class is looked
through quickly; the file as a whole is JSON.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graders.batch import Options
from graders.classroom.fingerprints import Made
from graders.model import Outcome, Protection, Report
from graders.reports.stored import from_stored, to_stored

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Head:
    """Where a report comes from.

    `assignment` is a name or a folder, `path` that of the submission; `refused` says why it could
    not be opened, and `is_whole` whether nothing kept it from being graded.
    """

    assignment: str
    path: Path
    made: Made
    options: Options
    refused: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A report and where it comes from."""

    head: Head
    report: Report

    @property
    def name(self) -> str:
        return self.report.submission


def is_whole(report: Report) -> bool:
    """Whether all was graded that was asked for, so that grading again changes nothing."""
    failed = any(verdict.outcome is Outcome.FAULT for verdict in report.verdicts)
    return not failed and report.isolation.protection is not Protection.NONE


def to_text(record: Record) -> str:
    """The record as JSON of two lines."""
    head = asdict(record.head) | {
        "path": str(record.head.path),
        "options": _options(record.head.options),
    }
    first = json.dumps({"format": FORMAT, "head": head})
    return f'{first[:-1]},\n"report": {json.dumps(to_stored(record.report))}}}\n'


def from_text(text: str) -> Record:
    """The record that `to_text` was given.

    Raises:
        ValueError: if the text is not that of a whole record.
    """
    try:
        data = json.loads(text)
        return Record(_head(data["head"]), from_stored(data["report"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no report: {error}") from error


def read_head(path: Path) -> Head | None:
    """The first line of a record, if the record is there and whole."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            file.seek(-3, 2)
            if file.read() != b"}}\n":
                return None
        return _head(json.loads(first.rstrip(b",\n") + b"}")["head"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _options(options: Options) -> dict[str, object]:
    return {
        "only": list(options.only),
        "data": None if options.data is None else str(options.data.resolve()),
        "allow_weak_isolation": options.allow_weak_isolation,
    }


def _head(data: dict[str, Any]) -> Head:
    asked = data["options"]
    folder = asked["data"]
    return Head(
        data["assignment"],
        Path(data["path"]),
        Made(**data["made"]),
        Options(
            tuple(asked["only"]),
            None if folder is None else Path(folder),
            allow_weak_isolation=asked["allow_weak_isolation"],
        ),
        data["refused"],
        data["is_whole"],
    )
