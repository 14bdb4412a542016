"""A results object read back as a report: what Gradescope shows, for a terminal."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from graders.gradescope.layout import Settings
from graders.model import (
    Isolation,
    Kind,
    Outcome,
    Protection,
    Question,
    Report,
    Verdict,
    Visibility,
)


def from_results(results: Mapping[str, Any], settings: Settings) -> Report:
    """The report that a results object shows; its feedback is what students read."""
    extra = results.get("extra_data", {})
    tests = [each for each in results.get("tests", ()) if "outcome" in each.get("extra_data", {})]
    return Report(
        submission=extra.get("submission", "submission"),
        assignment=settings.assignment,
        title=settings.title,
        verdicts=tuple(_verdict(test, settings.bonus) for test in tests),
        grader_version=extra.get("grader_version", ""),
        seconds=float(results.get("execution_time", "nan")),
        notes=tuple(extra.get("notes", ())),
        isolation=_isolation(extra.get("isolation", "")),
    )


def _verdict(test: Mapping[str, Any], bonus: Collection[str]) -> Verdict:
    extra = test["extra_data"]
    points = test["max_score"] or extra["review_points"]  # free text has no score of its own
    question = Question(
        test["number"],
        test["name"],
        Fraction(str(points)),
        Kind(extra["kind"]),
        visibility=Visibility(test.get("visibility", "visible")),
        bonus=test["number"] in bonus,
    )
    told = test["output"].partition("\n")[2].partition("\nread as ")[0]
    return Verdict(
        question,
        Outcome(extra["outcome"]),
        Fraction(str(test["score"])),
        feedback=told.partition("\nfound at ")[0],
        note=extra["note"],
        read_as=extra["read_as"],
        where=extra["where"],
        mistake=extra["mistake"],
        review_points=Fraction(str(extra["review_points"])),
    )


def _isolation(words: str) -> Isolation:
    said = words.removeprefix("isolation: ")
    kind = said.partition(" ")[0].lower()
    known = {each.value: each for each in Protection}
    return Isolation(known.get(kind, Protection.NOT_NEEDED), said)
