import json

import pytest

from graders.errors import SubmissionError
from graders.model import Submission
from graders.reading.source import Source
from graders.reading.sources import read_sources

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# 1.1"},
            {
                **{"cell_type": "code", "metadata": {}, "source": "x = 1"},
                **{"outputs": [], "execution_count": 1},
            },
        ],
        **{"metadata": {}, "nbformat": 4, "nbformat_minor": 4},
    }
).encode()


def names(files: dict[str, bytes]) -> list[str]:
    return [source.file for source in read_sources(Submission("ada", files))]


def test_answers_come_first_then_write_ups_in_natural_order_then_code():
    files = dict.fromkeys(
        ["q10.md", "q2.md", "z/answers.TEX", "run2.py", "run10.py", "Q1.txt", "a/b.markdown"], b""
    )
    assert names(files) == [
        *("z/answers.TEX", "a/b.markdown", "Q1.txt", "q2.md", "q10.md"),
        *("run2.py", "run10.py"),
    ]


def test_code_named_answers_is_still_code():
    assert names({"answers.py": b"", "hw.md": b""}) == ["hw.md", "answers.py"]


def test_numbers_of_any_length_are_sorted():
    assert names({"9" * 5000 + ".md": b"", "1.md": b""})[0] == "1.md"


def test_each_kind_of_file_is_read():
    files = {
        "a.md": b"# 1\r\n$x$\r\n",
        "b.txt": b"1)\tyes",
        "c.tex": b"% no\n\\[x\\]",
        "d.py": b"x = 1",
    }
    assert read_sources(Submission("ada", files)) == (
        Source("a.md", "# 1\n$x$\n"),
        Source("b.txt", "1)\tyes"),
        Source("c.tex", "\n$$x$$"),
        Source("d.py", "x = 1", code=True),
    )


def test_the_cells_of_a_notebook_are_sources_of_their_own():
    assert read_sources(Submission("ada", {"hw.ipynb": NOTEBOOK})) == (
        Source("hw.ipynb", "# 1.1", cell=1),
        Source("hw.ipynb", "x = 1", code=True, cell=2),
    )


TABULAR = r"""\begin{tabular}{l|l}
h_1 & 0.98 \\ \hline
h_2 & 0.99
\end{tabular}"""


@pytest.mark.parametrize(
    ("around", "becomes"), [("{}", True), ("```\n{}\n```", False), ("$$\n{}\n$$", False)]
)
def test_a_table_of_latex_in_markdown_is_a_table_unless_it_is_quoted(around, becomes):
    text = around.format(TABULAR)
    [source] = read_sources(Submission("ada", {"hw.md": text.encode()}))
    assert ("| h_2 | 0.99 |" in source.text) is becomes
    assert source.text.count("\n") == text.count("\n")


ARRAY = r"""\begin{array}{l|l}
h_1 & 0.98 \\ \hline
\end{array}"""


@pytest.mark.parametrize(
    ("around", "becomes"),
    [
        *(("{}", True), ("{}\n\n$$x$$", True), ("$\n{}\n$", False), ("$$\n{}\n$$", False)),
        *(("```\n{}\n```", False), ("\\[\n{}\n\\]", False), ("$x = {}$", False)),
    ],
)
def test_an_array_outside_of_mathematics_is_displayed(around, becomes):
    text = around.format(ARRAY)
    [source] = read_sources(Submission("ada", {"hw.md": text.encode()}))
    assert (source.text == around.format(f"$${ARRAY}$$")) is becomes
    assert (source.text == text) is not becomes


def test_a_table_of_latex_in_a_cell_of_a_notebook_is_a_table():
    cell = {"cell_type": "markdown", "metadata": {}, "source": TABULAR}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    [source] = read_sources(Submission("ada", {"hw.ipynb": json.dumps(notebook).encode()}))
    assert "| h_2 | 0.99 |" in source.text


def test_lines_are_those_of_the_file():
    data = b"one\r\ntwo\rthree\x0cstill three\nfour\0\n"
    (source,) = read_sources(Submission("ada", {"a.md": data}))
    assert source.text.split("\n") == ["one", "two", "three still three", "four", ""]
    assert source.text.splitlines() == source.text.split("\n")[:-1]


def test_other_files_are_passed_over():
    assert names({"hw.pdf": b"%PDF-1.7", "a.md": b"", "model.pt": b"PK"}) == ["a.md"]


@pytest.mark.parametrize(
    ("files", "notes", "found"),
    [
        ({"hw.pdf": b"%PDF-1.7"}, (), "found hw.pdf"),
        ({"b.png": b"", "a.docx": b""}, (), "found a.docx, b.png"),
        ({}, ("scan.pdf: 5.0 MiB, not read",), "found scan.pdf"),
        ({f"{number:02}.png": b"" for number in range(12)}, (), "09.png and 2 more"),
        ({"a\x1b[2J.pdf": b""}, (), r"found a\x1b[2J.pdf"),
        ({}, (), "found no files"),
    ],
)
def test_a_submission_without_readable_files_is_refused_with_what_was_found(files, notes, found):
    with pytest.raises(SubmissionError) as caught:
        read_sources(Submission("ada", files, notes))
    assert caught.value.message == f"nothing here can be read; {found}" or found in str(
        caught.value
    )
    assert caught.value.where == "ada"
    assert "Markdown, LaTeX or notebook" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.md", b"a" * (1024 * 1024 + 1), "1.0 MiB of a text file"),
        ("a.tex", b"a" * (1024 * 1024 + 1), "1.0 MiB of a LaTeX file"),
        ("a.ipynb", b"a" * (10 * 1024 * 1024 + 1), "10.0 MiB of a notebook"),
        ("a.md", b"%PDF-1.7", "a PDF document"),
        ("a.py", b"# caf\xe9", "is not UTF-8"),
        ("a.ipynb", b"{", "breaks off"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(name, data, what):
    with pytest.raises(SubmissionError, match=what) as caught:
        read_sources(Submission("ada", {name: data}))
    assert caught.value.where.startswith(name)
