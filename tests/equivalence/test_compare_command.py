"""`nabla compare`: two formulas for a person, and lines of JSON for programs."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from graders.cli import ExitCode, main
from graders.commands import compare
from graders.equivalence import requests

Capture = pytest.CaptureFixture[str]
SYMBOLS = "A: matrix m n, x: vector n, b: vector m, t: scalar positive"


@pytest.mark.parametrize(
    ("formulas", "code", "words"),
    [
        (("A^T b", "(b^T A)^T"), ExitCode.DONE, ["equal ", "read as      (b^T*A)^T"]),
        (
            ("A^T b", "A b"),
            ExitCode.DONE,
            ["different    by shapes", "mistake      the shapes do not fit", "(shape)"],
        ),
        (("t^2", "2t"), ExitCode.DONE, ["different    by evaluation", "t = ", " instead of "]),
        (("t^2", "t^2?"), ExitCode.NEEDS_PERSON, ["not settled", "why          a question mark"]),
    ],
)
def test_two_formulas_are_explained(
    formulas: tuple[str, str], code: ExitCode, words: list[str], capsys: Capture
) -> None:
    assert main(["compare", *formulas, "--symbols", SYMBOLS]) == code
    said = capsys.readouterr().out
    assert [each for each in words if each not in said] == []


def test_python_and_layouts_are_taken_too(capsys: Capture) -> None:
    symbols = (
        "--symbols",
        '{"x": {"type": "vector", "shape": ["n", 1]}, "n": {"dimension": true}}',
    )
    assert main(["compare", "2x", "x.T * 2", *symbols, "--python"]) == ExitCode.DONE
    assert main(["compare", "2x", "2x^T", *symbols, "--layout", "denominator"]) == ExitCode.DONE
    assert "layout" in capsys.readouterr().out.split("different")[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2x", "x + x"), ["'x' at character 2", "hint: declare each name in it: --symbols"]),
        (("2x", "2x", "2x"), ["hint: quote each formula"]),
        (("2x", "2x", "--symbols", "{x"), ["--symbols: this is no JSON"]),
        (("2x", "2x", "--symbols", "x", "--kind", "sum"), ["kind: 'sum' is none", "relation"]),
        (("nowhere.jsonl",), ["nowhere.jsonl: this cannot be read", "JSON lines"]),
    ],
)
def test_what_makes_no_sense_is_told_with_what_to_do(
    arguments: tuple[str, ...], words: list[str], capsys: Capture
) -> None:
    assert main(["compare", *arguments]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert [each for each in words if each not in said] == []


REQUESTS = {
    '{"id": 1, "reference": "2x", "student": "x+x", "symbols": {"x": {}}}': True,
    '{"id": 2, "reference": "2x", "student": "x", "symbols": {"x": {}}}': False,
    '{"id": 3, "reference": "2x", "student": "2y", "symbols": {"x": {}}}': None,
    '{"id": 4, "reference": "2x"}': None,
    "[5]": None,
    "{": None,
}


@pytest.mark.parametrize("source", ["a file", "standard input"])
def test_each_line_has_its_answer(
    source: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(REQUESTS)
    path = tmp_path / "requests.jsonl"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["compare", *([str(path)] if source == "a file" else [])]) == ExitCode.USAGE
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["equal"] for each in replies] == list(REQUESTS.values())
    assert [each["id"] for each in replies] == [1, 2, 3, 4, None, None]
    assert "student must be given" in replies[3]["note"]


def test_a_long_file_is_answered_in_order_though_a_process_ends(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer_or_end(line: str) -> requests.Reply:
        if json.loads(line)["id"] == 70:
            os._exit(9)
        return requests.answer(line)

    path = tmp_path / "requests.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"id": number, "reference": f"{number}", "student": "50"})
            for number in range(120)
        )
    )
    monkeypatch.setattr(compare, "_one_by_one", lambda lines: map(answer_or_end, lines))
    assert main(["compare", str(path), "-j", "2"]) == ExitCode.INTERNAL
    captured = capsys.readouterr()
    replies = [json.loads(line) for line in captured.out.splitlines()]
    assert [each["id"] for each in replies] == list(range(120))
    assert [each["id"] for each in replies if each["equal"]] == [50]
    assert [each["id"] for each in replies if each["equal"] is None] == [70]
    assert "has ended" in captured.err
