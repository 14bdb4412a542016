"""Sample submissions, each with the report that it must get.

`NAME/` is what a student hands in, and `NAME.expected.toml` beside it what a careful teaching
assistant would make of it: for every question the outcome, the points, the mistake with the words
that name it, and the line where the answer stands.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import DECLARATION, load_assignment
from graders.errors import GradingFailed
from graders.model import Outcome, Report, Verdict
from graders.reports.points import earned, points_of, shown

SUFFIX = ".expected.toml"
HEADER = (
    "# What becomes of each question of this sample, as a careful teaching assistant decides.\n"
)
NOTHING = "-"
Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What becomes of one question; every phrase of `says` stands in the feedback."""

    outcome: str
    points: Fraction
    mistake: str = ""
    says: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Sample:
    """A submission and the results expected of it; `data` is the folder of the figures."""

    file: Path
    assignment: str
    data: str
    points: Fraction
    results: dict[str, Result]

    @property
    def name(self) -> str:
        return self.file.name.removesuffix(SUFFIX)

    @property
    def folder(self) -> Path:
        return self.file.with_name(self.name)

    def text(self) -> str:
        """All that the student printed."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def read_sample(file: Path) -> Sample:
    """The sample of an expected report; without a name, its assignment is the folder around it."""
    declared: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Fraction)
    results = {
        name: Result(
            row["outcome"],
            Fraction(row["points"]),
            row.get("mistake", ""),
            tuple(row.get("says", ())),
            row.get("where", ""),
        )
        for name, row in declared["questions"].items()
    }
    points = Fraction(declared["points"])
    return Sample(file, declared.get("assignment", ""), declared.get("data", ""), points, results)


def samples_in(folder: Path, assignment: str = "") -> tuple[Sample, ...]:
    """The samples in a folder; nothing is expected yet of one that has no report beside it."""
    places = (each for each in sorted(folder.glob("*")) if each.is_dir())
    files = (each.with_name(f"{each.name}{SUFFIX}") for each in places if each.name[0] not in "._")
    return tuple(
        read_sample(file) if file.is_file() else Sample(file, assignment, "", Fraction(0), {})
        for file in files
    )


def samples_of(assignment: Path) -> tuple[Sample, ...]:
    """The samples in the folder `samples` of an assignment of one's own."""
    return samples_in(assignment / "samples")


def check_sample(sample: Sample, *, update: bool = False) -> str:
    """What differs between the report on a sample and the one beside it, as a table; or nothing.

    Args:
        sample: of an assignment of one's own: the folder above `samples/`.
        update: whether the file is rewritten as the graders decide now.

    Raises:
        GradingFailed: if it would be rewritten, and a question could not be graded.
    """
    assignment = next(each for each in sample.file.parents if (each / DECLARATION).is_file())
    found: list[Graded] = []
    options = Options(data=assignment / sample.data if sample.data else None)
    grade_all(load_assignment(assignment), [sample.folder], options, found.append)
    report = found[0].report
    table = as_table(tuple(differences(sample, report)))
    if update:
        write_sample(sample, report)
    return table


def write_sample(sample: Sample, report: Report) -> None:
    """Rewrites the expected results; phrases that still hold are kept.

    Raises:
        GradingFailed: if a question could not be graded, for nobody expects that.
    """
    for verdict in report.verdicts:
        if verdict.outcome is Outcome.FAULT:
            reason = f"grading failed in {verdict.question.id}: {verdict.note}"
            raise GradingFailed(f"{sample.file.name} is not written: {reason}")
    lines = [
        HEADER,
        *([f'assignment = "{sample.assignment}"'] if sample.assignment else []),
        *([f'data = "{sample.data}"'] if sample.data else []),
        f"points = {shown(points_of(report))}",
        "\n[questions]",
    ]
    for verdict in report.verdicts:
        name = verdict.question.id
        result = found(verdict, sample.results[name].says if name in sample.results else ())
        lines.append(f"{quoted(name)} = {to_toml(result)}")
    sample.file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def to_toml(result: Result) -> str:
    """The result as an inline table, without the fields that say nothing.

    >>> to_toml(Result("correct", Fraction(2), where="hw.md:7"))
    '{ outcome = "correct", points = 2, where = "hw.md:7" }'
    """
    fields = {
        "outcome": quoted(result.outcome),
        "points": shown(result.points),
        "mistake": quoted(result.mistake) if result.mistake else "",
        "says": f"[{', '.join(map(quoted, result.says))}]" if result.says else "",
        "where": quoted(result.where) if result.where else "",
    }
    return f"{{ {', '.join(f'{name} = {value}' for name, value in fields.items() if value)} }}"


def quoted(text: str) -> str:
    """A string as TOML writes it, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def found(verdict: Verdict, phrases: Sequence[str]) -> Result:
    """What became of a question, with those of the phrases that its feedback holds.

    A mistake is named in the first sentence of the feedback.
    """
    said = tuple(each for each in phrases if holds(verdict.feedback, each))
    if verdict.mistake and not said:
        said = (verdict.feedback.partition(". ")[0].rstrip("."),)
    return Result(
        verdict.outcome.value, earned(verdict), verdict.mistake or "", said, verdict.where
    )


def holds(feedback: str, phrase: str) -> bool:
    """Whether feedback says this, in a sentence of its own or within one."""
    return phrase.casefold() in feedback.casefold()


def differences(sample: Sample, report: Report) -> Iterator[Row]:
    """Question, field, what is expected and what was found, wherever the two part."""
    verdicts = {verdict.question.id: verdict for verdict in report.verdicts}
    for name in dict.fromkeys([*sample.results, *verdicts]):
        if name not in verdicts:
            yield name, "all", to_toml(sample.results[name]), NOTHING
            continue
        if name not in sample.results:
            yield name, "all", NOTHING, to_toml(found(verdicts[name], ()))
            continue
        expected = sample.results[name]
        result = found(verdicts[name], expected.says)
        for field in ("outcome", "points", "mistake", "where"):
            ours, theirs = getattr(expected, field), getattr(result, field)
            if ours != theirs:
                yield name, field, _shown(ours), _shown(theirs)
        for phrase in set(expected.says) - set(result.says):
            yield name, "says", phrase, verdicts[name].feedback
    if sample.points != points_of(report):
        yield "total", "points", shown(sample.points), shown(points_of(report))


def _shown(value: str | Fraction) -> str:
    return shown(value) if isinstance(value, Fraction) else value or NOTHING


def as_table(rows: Sequence[Row]) -> str:
    """The differences under one another, nothing where there are none."""
    if not rows:
        return ""
    table = [("question", "field", "expected", "found"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in table
    )
