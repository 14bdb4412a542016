"""Formulas held against a reference, row by row as `fixtures/equivalence.toml` says.

A row with a `known_failure` must fail until the engine is mended and the field taken out. Mistakes
are counted, not asserted one by one: a wrong name costs no points, a wrong verdict does.
"""

import json
import runpy
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graders.equivalence import compare
from graders.errors import GraderError
from graders.model import Comparison
from tests.shared import SHARED, needs

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "fixtures" / "equivalence.toml"
EXAMPLES = "examples", "compare.jsonl"
OPTIONS = (
    "kind", "symbols", "definitions", "layout", "order", "student_format", "almost_everywhere",
    "min_digits",
)  # fmt: skip
VERDICTS = {True: "equal", False: "different", None: "unsettled"}
NAMED_SHARE = 0.85  # of the mistakes in the table
LONGEST_SECONDS = 5.0  # of processor time, for whatever a student writes


@dataclass(frozen=True)
class Row:
    """One answer held against its reference, and what is expected of that."""

    topic: str
    reference: str
    student: str
    verdict: str
    mistake: str | None = None
    known_failure: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    repeat: int = 1

    def __str__(self) -> str:
        start = self.student if len(self.student) <= 60 else f"{self.student[:57]}..."
        return f"{self.topic} | {start}" + (f" x {self.repeat}" if self.repeat > 1 else "")

    @property
    def words(self) -> str:
        return f"{self}, for {self.reference}"


def rows_of(table: Mapping[str, Any]) -> Iterator[Row]:
    for case in table["case"]:
        for answer in case["answers"]:
            given = case | answer
            yield Row(
                topic=given["topic"],
                reference=given["reference"],
                student=given["student"],
                verdict=given["verdict"],
                mistake=given.get("mistake"),
                known_failure=given.get("known_failure", ""),
                options={name: given[name] for name in OPTIONS if name in given},
                repeat=given.get("repeat", 1),
            )


ROWS = tuple(rows_of(tomllib.loads(TABLE.read_text(encoding="utf-8"))))


@cache
def judged(place: int) -> tuple[Comparison, float]:
    """What the engine says of a row, and the seconds it took; kept for the tests that count."""
    row = ROWS[place]
    started = time.process_time()
    found = compare(row.reference, row.student * row.repeat, **row.options)
    return found, time.process_time() - started


def places() -> Iterator[Any]:
    for place, row in enumerate(ROWS):
        marks = [pytest.mark.xfail(reason=row.known_failure, strict=True)]
        yield pytest.param(place, id=str(row), marks=marks if row.known_failure else [])


@pytest.mark.parametrize("place", list(places()))
def test_verdict_is_the_one_of_the_table(place: int) -> None:
    row, (found, _) = ROWS[place], judged(place)
    assert VERDICTS[found.equal] == row.verdict, f"{row.words}: {found.note or found.read_as}"


def test_verdicts_do_not_depend_on_whether_mistakes_are_named() -> None:
    for place, row in enumerate(ROWS):
        answer = row.student * row.repeat
        alone = compare(row.reference, answer, naming=False, **row.options)
        assert alone.equal == judged(place)[0].equal, row.words


@pytest.mark.parametrize(
    ("reference", "student"),
    [("0.25", "-0.25"), ("0.25", r"-\frac{1}{4}"), ("62006", "-62006")],
    ids=["digits", "a fraction", "a count"],
)
def test_the_mistake_behind_a_wrong_number_is_named_if_asked_for(
    reference: str, student: str
) -> None:
    named, alone = (
        compare(reference, student, kind="number", naming=each) for each in (True, False)
    )
    assert [each.equal for each in (named, alone)] == [False, False]
    assert [each.mistake and each.mistake.code for each in (named, alone)] == ["sign", None]


def test_nothing_but_what_is_equal_is_called_equal() -> None:
    accepted = [
        row.words
        for place, row in enumerate(ROWS)
        if row.verdict != "equal" and not row.known_failure and judged(place)[0].equal
    ]
    assert not accepted, "\n".join(accepted)


def test_mistakes_are_named_as_the_table_names_them() -> None:
    expected = [
        (row, judged(place)[0])
        for place, row in enumerate(ROWS)
        if row.mistake and not row.known_failure
    ]
    others = [
        f"{row.mistake} is named {found.mistake.code if found.mistake else None}: {row.words}"
        for row, found in expected
        if found.mistake is None or found.mistake.code != row.mistake
    ]
    assert len(others) <= (1 - NAMED_SHARE) * len(expected), "\n".join(others)


def test_an_equal_answer_has_no_mistake() -> None:
    wrong = [
        row.words
        for place, row in enumerate(ROWS)
        if judged(place)[0].equal and judged(place)[0].mistake
    ]
    assert not wrong, "\n".join(wrong)


def test_reference_and_student_may_be_exchanged() -> None:
    """No verdict turns into its reverse.

    But a domain has two sides, only a reference may add a number to a vector, or multiply two
    by their entries, and only for an answer bars are the length of a vector where no array of
    numbers is asked for, a star is a product of entries where there is no other, and a component,
    or a derivative by one, stands for all of them, and a one that ends a product is a column.
    """
    turned = []
    for place, row in enumerate(ROWS):
        options = dict(row.options)
        if options.get("kind", "value") != "value" or options.get("student_format") == "python":
            continue
        there = judged(place)[0]
        if there.equal is None:
            continue
        try:
            back = compare(row.student * row.repeat, row.reference, **options)
        except GraderError:  # what a student writes need not make sense as a reference
            continue
        notes = there.note + back.note
        by_entries = ("a number cannot be added", "times a column of")
        one_sided = any(each in notes for each in ("not defined", *by_entries))
        of_components = any(each in row.student for each in ("|", r"\partial", "*"))
        of_components |= row.student.endswith("1")
        one_sided |= of_components and back.method == "shapes"
        symbols = options.get("symbols", {}).values()
        has_index = any(each.get("domain") == "index" for each in symbols)
        one_sided |= has_index and "shapes" in (there.method, back.method)
        if not one_sided and back.equal is not None and back.equal is not there.equal:
            turned.append(f"{row.words}: {there.note or '='} / {back.note or '='}")
    assert not turned, "\n".join(turned)


def test_whatever_is_written_is_judged_in_time() -> None:
    slow = [
        f"{row.words}: {judged(place)[1]:.1f} s"
        for place, row in enumerate(ROWS)
        if judged(place)[1] > LONGEST_SECONDS
    ]
    assert not slow, "\n".join(slow)


def test_every_row_stands_in_the_table_once() -> None:
    seen = [json.dumps([r.reference, r.student, r.repeat, dict(r.options)]) for r in ROWS]
    assert len(seen) == len(set(seen))


def test_only_a_different_answer_has_a_mistake() -> None:
    assert {row.verdict for row in ROWS} == set(VERDICTS.values())
    assert not [row.words for row in ROWS if row.mistake and row.verdict != "different"]


@needs(*EXAMPLES)
def test_examples_of_the_contract_come_out_as_they_say() -> None:
    lines = SHARED.joinpath(*EXAMPLES).read_text(encoding="utf-8").splitlines()
    wrong, named, expected = [], 0, 0
    for example in map(json.loads, filter(str.strip, lines)):
        options = {name: example[name] for name in OPTIONS if name in example}
        found = compare(example["reference"], example["student"], **options)
        wanted = example["expected"]
        if found.equal is not wanted["equal"]:
            wrong.append(f"{example['id']}: {VERDICTS[found.equal]} ({found.note})")
        if wanted["mistake"]:
            expected += 1
            named += found.mistake is not None and found.mistake.code == wanted["mistake"]
    assert not wrong, "\n".join(wrong)
    assert named >= NAMED_SHARE * expected


def test_the_page_of_the_table_is_up_to_date() -> None:
    script = ROOT / "docs" / "make_equivalence.py"
    page = runpy.run_path(str(script))["page"]()
    shown = (ROOT / "docs" / "equivalence.md").read_text(encoding="utf-8")
    assert page == shown, f"run .venv/bin/python {script.relative_to(ROOT)}"
