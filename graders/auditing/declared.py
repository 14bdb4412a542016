"""Right and wrong answers that a person wrote down: beside the graders, or in other samples.

`audit.toml` beside an `assignment.toml`:

    [questions."1.3.3"]
    accepted = ["No: more parameters fit more noise."]
    mistakes = [{ text = "Yes, it helps.", code = "swapped" }]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.auditing.sample import Sample, read_sample
from graders.auditing.variants import Change
from graders.declaring.assignment import Assignment
from graders.errors import GraderError

FILE = "audit.toml"
EXPECTED = ".expected.toml"
_RIGHT, _WRONG = frozenset({"correct"}), frozenset({"incorrect", "partial"})


@dataclass
class Declared:
    """The answers to each question that are known to be right, and those known to be wrong."""

    accepted: dict[str, list[Change]] = field(default_factory=dict)
    mistakes: dict[str, list[Change]] = field(default_factory=dict)


def declared_answers(assignment: Assignment, sample: Sample) -> Declared:
    """What is declared for an assignment, and what other samples beside this one show.

    Raises:
        GraderError: if the declaration makes no sense.
    """
    found = Declared()
    file = assignment.folder / FILE
    if file.is_file():
        _add_declared(found, _read(file), assignment, file)
    for report in sorted(sample.folder.parent.glob(f"*{EXPECTED}")):
        folder = report.with_name(report.name.removesuffix(EXPECTED))
        if folder != sample.folder and folder.is_dir():
            _add_sample(found, _read(report), folder, assignment)
    return found


def _read(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GraderError(str(error), where=str(file)) from error


def _add_declared(
    found: Declared, declared: Mapping[str, Any], assignment: Assignment, file: Path
) -> None:
    for name, row in declared.get("questions", {}).items():
        if name not in assignment.by_id or set(row) - {"accepted", "mistakes"}:
            hint = 'write [questions."1.2"] with accepted = [...] and mistakes = [{ text, code }]'
            raise GraderError(f"{name} cannot be read", where=str(file), hint=hint)
        right = [Change("declared", text) for text in row.get("accepted", ())]
        wrong = [
            Change("mutant: declared", each["text"], each.get("code", ""))
            for each in row.get("mistakes", ())
        ]
        found.accepted.setdefault(name, []).extend(right)
        found.mistakes.setdefault(name, []).extend(wrong)


def _add_sample(
    found: Declared, report: Mapping[str, Any], folder: Path, assignment: Assignment
) -> None:
    """The answers of a sample in one Markdown file with a heading for each question."""
    if len([each for each in folder.rglob("*") if each.is_file()]) != 1:
        return
    try:
        answers = read_sample(folder, assignment).answers
    except GraderError:
        return  # a free write-up
    for name, expected in report.get("questions", {}).items():
        text = answers.get(name, "")
        if not text.strip():
            continue
        rule = f"sample {folder.name}"
        earlier = _earlier(assignment, name, answers)
        if expected["outcome"] in _RIGHT:
            found.accepted.setdefault(name, []).append(Change(rule, text, others=earlier))
        elif expected["outcome"] in _WRONG:
            mistake = expected.get("mistake", "")
            change = Change(f"mutant: {rule}", text, mistake, earlier)
            found.mistakes.setdefault(name, []).append(change)


def _earlier(assignment: Assignment, name: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers on which one may rest: what it follows, and what stands before it in its part."""
    question = assignment.by_id[name]
    found = {each: answers[each] for each in question.follows if each in answers}
    for each in assignment.questions:
        if each.id == name:
            break
        if each.path[:2] == question.path[:2] and each.id in answers:
            found[each.id] = answers[each.id]
    return found
