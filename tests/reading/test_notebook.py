import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.errors import SubmissionError
from graders.reading.notebook import MAX_CELLS, to_sources


def cell(kind: str, source: object, **more: object) -> dict[str, object]:
    extra = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **extra, **more}


def notebook(*cells: dict[str, object], minor: int = 4) -> dict[str, object]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": minor}


def read(document: object) -> list[tuple[int | None, bool, str]]:
    sources = to_sources("hw.ipynb", json.dumps(document).encode())
    assert all(source.file == "hw.ipynb" and source.first_line == 1 for source in sources)
    return [(source.cell, source.code, source.text) for source in sources]


def refusal(data: bytes) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        to_sources("hw.ipynb", data)
    assert caught.value.hint
    return caught.value


def test_cells_are_numbered_over_all_kinds():
    document = notebook(
        cell("markdown", "# 1.1"), cell("code", "x = 1"), cell("raw", "by hand"), cell("code", "")
    )
    assert read(document) == [
        (1, False, "# 1.1"),
        (2, True, "x = 1"),
        (3, False, "by hand"),
        (4, True, ""),
    ]


def test_lines_of_a_source_are_joined():
    assert read(notebook(cell("markdown", ["a\n", "b\n", "c"]))) == [(1, False, "a\nb\nc")]


def test_what_a_cell_prints_stands_in_a_fence_behind_its_last_line():
    stream = {"output_type": "stream", "name": "stdout", "text": ["h1 = 0.98\n", "```\n"]}
    value = {"output_type": "execute_result", "execution_count": 1, "metadata": {},
             "data": {"text/plain": ["0.5"], "image/png": "MS4xOiA0Mg=="}}  # fmt: skip
    shown = cell("code", "x = 1\nprint(h1)\nx / 2", outputs=[stream, value])
    code, printed = to_sources("hw.ipynb", json.dumps(notebook(shown)).encode())
    assert (code.code, code.text) == (True, "x = 1\nprint(h1)\nx / 2")
    assert (printed.code, printed.cell, printed.first_line) == (False, 1, 3)
    assert printed.text == "````text\nh1 = 0.98\n```\n0.5\n````"


def test_errors_pictures_and_attachments_are_not_read():
    stream = {"output_type": "stream", "name": "stderr", "text": ["1.1: 42\n"]}
    picture = {"a.png": {"image/png": "MS4xOiA0Mg=="}}
    document = notebook(
        cell("code", "print()", outputs=[stream]), cell("markdown", "![](a)", attachments=picture)
    )
    assert read(document) == [(1, True, "print()"), (2, False, "![](a)")]


def test_version_3_is_read():
    cells = [
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Problem 1"]},
        {"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"]},
        {
            **{"cell_type": "code", "metadata": {}, "outputs": [], "language": "python"},
            **{"input": ["x = 1\n", "y = 2"], "collapsed": False},
        },
    ]
    worksheet = {"cells": cells, "metadata": {}}
    document = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    assert read(document | {"worksheets": [worksheet]}) == [
        (1, False, "## Problem 1"),
        (2, False, "a\nb"),
        (3, True, "x = 1\ny = 2"),
    ]


@pytest.mark.parametrize("minor", [0, 2, 4, 5, 99])
def test_minor_versions_and_missing_cell_ids_are_read_without_a_warning(minor):
    assert read(notebook(cell("markdown", "a"), minor=minor)) == [(1, False, "a")]


def test_cells_of_unknown_kinds_keep_their_number():
    document = notebook(cell("hologram", "a"), cell("markdown", "b"))
    assert read(document) == [(2, False, "b")]


def test_text_is_cleaned():
    source = "a\r\nb\0\u2028c \ud800"
    assert read(notebook(cell("markdown", source))) == [(1, False, "a\nb c ?")]


def test_a_byte_order_mark_is_accepted():
    data = json.dumps(notebook(cell("markdown", "ä")), ensure_ascii=False)
    assert to_sources("hw.ipynb", data.encode("utf-8-sig"))[0].text == "ä"
    assert to_sources("hw.ipynb", data.encode("utf-16"))[0].text == "ä"


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        (b'{"cells": [\n {"a": 1},\n', "hw.ipynb:3", "breaks off or is damaged"),
        (b'{\n"cells": [}', "hw.ipynb:2", "in column 11"),
        (b"", "hw.ipynb:1", "breaks off"),
        (b"# 1.1\nplain text", "hw.ipynb:1", "breaks off or is damaged in column 1"),
        (b'{"a": "unfinished', "hw.ipynb:1", "Unterminated string"),
        (b"[\n" * 200, "hw.ipynb:101", "brackets are over 100 deep"),
        (b'{"a":\n' * 100_000, "hw.ipynb:101", "brackets are over 100 deep"),
        (b"1" * 10_000, "hw.ipynb", "thousands of digits"),
        (b"[]", "hw.ipynb", "this is not a notebook"),
        (b'{"answers": 1}', "hw.ipynb", "this is not a notebook"),
        (b'{"nbformat": 2}', "hw.ipynb", "version 2 is not read"),
        (b'{"nbformat": 5}', "hw.ipynb", "version 5 is not read"),
        (b'{"nbformat": ["4"]}', "hw.ipynb", "is not read"),
        (b'{"nbformat": 4}', "hw.ipynb", "cells cannot be read"),
        (b'{"nbformat": 4, "cells": 5}', "hw.ipynb", "cells cannot be read"),
        (b'{"nbformat": 3, "worksheets": 5}', "hw.ipynb", "cells cannot be read"),
        (json.dumps(notebook(cell("markdown", 5))).encode(), "hw.ipynb", "cell 1 has no text"),
    ],
)
def test_what_is_not_a_notebook_is_refused_with_the_place(data, where, what):
    error = refusal(data)
    assert error.where == where
    assert what in error.message


def test_brackets_within_strings_are_not_nesting():
    source = "[" * 1000 + '"' + "{" * 1000
    assert read(notebook(cell("markdown", source))) == [(1, False, source)]


def test_too_many_cells_are_refused():
    cells = [cell("markdown", "a")] * (MAX_CELLS + 1)
    assert "cells" in refusal(json.dumps(notebook(*cells)).encode()).message
    assert len(read(notebook(*cells[1:]))) == MAX_CELLS


def test_nothing_is_printed_about_an_invalid_notebook(capfd):
    read(notebook(cell("markdown", "a", surprise=1), minor=5))
    assert capfd.readouterr() == ("", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 5) | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "metadata", "outputs", "worksheets"]),
            inner,
        )
    ),
    max_leaves=10,
)


@given(st.sampled_from([3, 4]), JSON, JSON, JSON)
def test_any_json_is_read_or_refused(version, minor, cells, metadata):
    document = {"nbformat": version, "nbformat_minor": minor, "cells": cells, "metadata": metadata}
    document["worksheets"] = [{"cells": cells}]
    try:
        read(document)
    except SubmissionError as error:
        assert error.where.startswith("hw.ipynb")  # noqa: PT017


def test_the_notebook_library_is_imported_for_notebooks_only():
    program = "import graders.reading.notebook, sys; print('nbformat' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n"
