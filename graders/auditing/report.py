"""An audit as a table, as JSON, and its failures in full."""

from collections.abc import Iterator, Mapping
from typing import Any

from graders.auditing.findings import FAILURES, Audit, Finding, Row, Status

_COLUMNS = (
    "rewrites", "false reject", "mutants", "false accept", "alive", "person", "fault", "named",
)  # fmt: skip
_LONGEST = 1200  # characters of an answer that is shown


def to_table(audit: Audit) -> str:
    """A line for each question with variants, and the totals."""
    lines = [f"{'question':<16} {'kind':<11}" + "".join(f"{name:>14}" for name in _COLUMNS)]
    for row in audit.rows:
        if row.findings:
            lines.append(_line(row.question, row.kind, _cells(row)))
    cells = [_cells(row) for row in audit.rows]
    totals = {name: sum(each[name] for each in cells) for name in (*_COLUMNS, "to name")}
    lines.append(_line("all", "", totals))
    by_person = [row.question for row in audit.rows if row.is_read]
    untried = [row.question for row in audit.rows if row.is_trusted]
    for words, names in (
        ("read by a person, tried under other headings only", by_person),
        ("no wrong answer was made, write some into audit.toml", untried),
        ("no right answer under a heading of the sample, nothing tried", audit.unanswered),
    ):
        if names:
            lines.append(f"{words}: {', '.join(names)}")
    allowed = sum(len(row.allowed) for row in audit.rows)
    if allowed:
        lines.append(f"known exceptions, not counted: {allowed}")
    return "\n".join(lines)


def _cells(row: Row) -> dict[str, int]:
    return {
        "rewrites": row.rewrites,
        "mutants": row.mutants,
        **{str(status): len(row.of(status)) for status in (*FAILURES, Status.PERSON)},
        "named": sum(each.named for each in row.to_name),
        "to name": len(row.to_name),
    }


def _line(question: str, kind: str, cells: Mapping[str, int]) -> str:
    values = {**cells, "named": f"{cells['named']}/{cells['to name']}"}
    shown = (f"{str(values[name]) if values[name] else '·':>14}" for name in _COLUMNS)
    return f"{question:<16} {kind:<11}" + "".join(shown)


def failures_in_full(audit: Audit) -> Iterator[str]:
    """Every failure with the answer, its outcome and what the student would be told."""
    for row in audit.rows:
        for each in row.findings:
            unnamed = each.variant.mistake and not each.named and each.status is Status.GOOD
            if each.status is not Status.GOOD or unnamed:
                yield in_full(each, "not named" if unnamed else each.status)


def in_full(finding: Finding, problem: str) -> str:
    """A variant and what became of it, for a person who mends the grader."""
    variant, verdict = finding.variant, finding.verdict
    told = [
        f"{variant.question}: {problem} ({variant.rule}; headings: {variant.heading})",
        *(f"  with {name}: {text.strip()[:200]}" for name, text in variant.others.items()),
        *(f"  | {line}" for line in variant.text.strip()[:_LONGEST].splitlines()),
        f"  -> {verdict.outcome}, {float(verdict.points):g} points; mistake: {verdict.mistake}",
    ]
    if variant.mistake:
        told.append(f"  expected mistake: {variant.mistake}")
    for name, text in (("feedback", verdict.feedback), ("note", verdict.note)):
        if text:
            told.append(f"  {name}: {' '.join(text.split())[:400]}")
    return "\n".join(told)


def to_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain data."""
    return {
        "assignment": audit.assignment,
        "seed": audit.seed,
        "questions": [
            {
                "id": row.question,
                "kind": str(row.kind),
                "base": str(row.base.outcome),
                "answered": row.answered,
                **{name.replace(" ", "_"): count for name, count in _cells(row).items()},
                "failures": [_failure(each) for each in row.failures],
                "allowed": [_failure(each) for each in row.allowed],
            }
            for row in audit.rows
        ],
    }


def _failure(finding: Finding) -> dict[str, Any]:
    variant, verdict = finding.variant, finding.verdict
    return {
        "status": str(finding.status),
        "rule": variant.rule,
        "answer": variant.text,
        "others": dict(variant.others),
        "outcome": str(verdict.outcome),
        "points": float(verdict.points),
        "mistake": verdict.mistake,
        "feedback": verdict.feedback,
        "note": verdict.note,
    }
