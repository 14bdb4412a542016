"""Jupyter notebooks as text and code, cell by cell, with what the code printed.

Of the outputs only text is read: what was printed, and the value of a last line. Errors, pictures
and attachments are not.
"""

import json
import re
import warnings
from collections.abc import Iterator

from graders.errors import SubmissionError
from graders.reading.intake import clean, decode, shown
from graders.reading.source import Source
from graders.reading.tex.defined import with_macros
from graders.reading.tex.within import with_tables

VERSIONS = (3, 4)
MAX_OUTPUT = 20_000  # characters of what one cell printed
MAX_CELLS = 1_000
MAX_NESTING = 100
# A string is one mark, closed or not, so that brackets within strings do not count.
MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_TICKS = re.compile(r"`+")


def to_sources(file: str, data: bytes) -> tuple[Source, ...]:
    r"""The cells of a notebook of version 3 or 4, numbered from 1 over cells of all kinds.

    Raises:
        SubmissionError: if it is not a notebook, with the line where its JSON breaks off.

    >>> cell = b'{"cell_type": "markdown", "metadata": {}, "source": ["# 1.1\\n", "$2x$"]}'
    >>> head = b'"metadata": {}, "nbformat": 4, "nbformat_minor": 4'
    >>> to_sources("hw.ipynb", b'{"cells": [' + cell + b"], " + head + b"}")
    (Source(file='hw.ipynb', text='# 1.1\n$2x$', code=False, cell=1, first_line=1),)
    """
    text = decode(file, data)
    _check_nesting(file, text)
    _check_version(file, _parse(file, text))
    cells = _cells(file, text)
    if len(cells) > MAX_CELLS:
        raise _refused(file, f"it has more than {MAX_CELLS:,} cells")
    return tuple(
        source
        for number, cell in enumerate(cells, start=1)
        if cell.get("cell_type") in ("markdown", "raw", "code")
        for source in _sources(file, number, cell)
    )


def _sources(file: str, number: int, cell: dict[str, object]) -> Iterator[Source]:
    """A cell, and as a fence behind its last line what it printed."""
    text = _text(file, number, cell)
    is_code = cell["cell_type"] == "code"
    yield Source(
        file, text if is_code else with_tables(with_macros(text)), code=is_code, cell=number
    )
    if printed := clean(_printed(cell))[:MAX_OUTPUT].rstrip():
        fence = "`" * (1 + max([2, *map(len, _TICKS.findall(printed))]))
        fenced = f"{fence}text\n{printed}\n{fence}"
        yield Source(file, fenced, cell=number, first_line=text.count("\n") + 1)


def _printed(cell: dict[str, object]) -> str:
    outputs = cell.get("outputs")
    return "".join(map(_text_of, outputs)) if isinstance(outputs, list) else ""


def _text_of(output: object) -> str:
    """What an output prints: a stream that is not that of errors, or a value as plain text."""
    if not isinstance(output, dict) or output.get("name") == "stderr":
        return ""
    data = output.get("data")
    text = output.get("text") or (data.get("text/plain") if isinstance(data, dict) else "")
    return text if isinstance(text, str) else ""


def _cells(file: str, text: str) -> list[dict[str, object]]:
    import nbformat

    try:
        with warnings.catch_warnings():  # about missing cell ids, which nothing here needs
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        return [dict(cell) for cell in notebook.cells]
    except Exception as error:  # the library raises whatever it stumbles over in a damaged file
        reason = shown(str(error).partition("\n")[0]) or type(error).__name__
        raise _refused(file, f"its cells cannot be read ({reason})") from None


def _text(file: str, number: int, cell: dict[str, object]) -> str:
    source = cell.get("source")
    if not isinstance(source, str):
        raise _refused(file, f"cell {number} has no text")
    return clean(source)


def _check_nesting(file: str, text: str) -> None:
    """Refuse brackets so deep that reading them would exhaust the stack."""
    depth = 0
    for mark in MARKS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
        if depth > MAX_NESTING:
            line = text.count("\n", 0, mark.start()) + 1
            raise _refused(file, f"its brackets are over {MAX_NESTING} deep", line=line)


def _parse(file: str, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        what = f"the file breaks off or is damaged in column {error.colno} ({error.msg})"
        raise _refused(file, what, line=error.lineno) from None
    except ValueError:
        raise _refused(file, "a number in it has thousands of digits") from None


def _check_version(file: str, document: object) -> None:
    if not isinstance(document, dict) or "nbformat" not in document:
        raise _refused(file, "this is not a notebook")
    if document["nbformat"] not in VERSIONS:
        raise _refused(file, f"version {shown(str(document['nbformat']))} is not read")
    cells = document.get("cells")
    if isinstance(cells, list) and len(cells) > MAX_CELLS:
        raise _refused(file, f"it has more than {MAX_CELLS:,} cells")


def _refused(file: str, what: str, *, line: int | None = None) -> SubmissionError:
    where = shown(file) if line is None else f"{shown(file)}:{line}"
    return SubmissionError(what, where=where, hint="open it in Jupyter, save it and hand that in")
