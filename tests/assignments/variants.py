"""Many small submissions that answer one question each, graded in one run."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import load_assignment
from graders.model import Mistake, Verdict

Verdicts = dict[str, Verdict]  # by question
GradeText = Callable[[str], Verdicts]


def grade_variants(
    folder: Path, assignment: str, question: str, rows: Mapping[str, Mapping[str, Any]]
) -> dict[str, Verdict]:
    """The verdict on each row; its code is handed in as Markdown, or as the file it names."""
    paths = [write(folder / name, question, row) for name, row in rows.items()]
    found: dict[str, Verdict] = {}

    def receive(done: Graded) -> None:
        assert done.report is not None, done.refused
        [verdict] = [each for each in done.report.verdicts if each.question.id == question]
        found[done.path.name] = verdict

    grade_all(load_assignment(assignment), paths, Options(only=(question,)), receive)
    return found


def grade_write_ups(folder: Path, assignment: str, texts: Sequence[str]) -> list[Verdicts]:
    """The verdicts on write-ups of one page each, in their order."""
    paths = [folder / str(number) for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.mkdir()
        (path / "answers.md").write_text(text, encoding="utf-8")
    found: dict[Path, Verdicts] = {}

    def receive(done: Graded) -> None:
        assert done.report is not None, done.refused
        found[done.path] = {each.question.id: each for each in done.report.verdicts}

    grade_all(load_assignment(assignment), paths, Options(), receive)
    return [found[path] for path in paths]


def write(folder: Path, question: str, row: Mapping[str, Any]) -> Path:
    """A submission with the code of a row."""
    folder.mkdir(parents=True)
    text = row.get("text") or f"```python\n{row['code'].strip()}\n```"
    (folder / "answers.md").write_text(f"# {question}\n\n{text}\n", encoding="utf-8")
    for name, content in row.get("files", {}).items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def differences(row: Mapping[str, Any], verdict: Verdict, full: float) -> list[str]:
    """In what a verdict is not the one that a row asks for."""
    points = row.get("points", full if row["outcome"] == "correct" else 0)
    said = f"{verdict.feedback}\n{verdict.note}".casefold()
    wanted = {
        "outcome": (row["outcome"], verdict.outcome.value),
        "points": (points, float(verdict.points)),
        "mistake": (row.get("mistake", ""), verdict.mistake or ""),
    }
    found = [
        f"{name}: {ours} wanted, {theirs} found"
        for name, (ours, theirs) in wanted.items()
        if ours != theirs
    ]
    found += [
        f"does not say {each!r}" for each in row.get("says", ()) if each.casefold() not in said
    ]
    return [*found, said] if found else []


def mistakes_in(*modules: ModuleType) -> list[str]:
    """The words of the mistakes that are constants of these modules."""
    constants = (value for module in modules for value in vars(module).values())
    return sorted({value.words for value in constants if isinstance(value, Mistake)})
