r"""The file that students fill in, with a heading for each question, as the reader finds best.

Examples stand in comments, which are never read: `<!-- -->` in Markdown, `%` in LaTeX.
"""

import json
import re
from collections.abc import Iterator

from graders.declaring.asked import Asked
from graders.declaring.assignment import Assignment
from graders.reading.bars import cells_of, is_rule

_NOTE = "Write below each heading, and leave the headings as they are."
_CODE = re.compile(r"```\w*\n(.*?)\n```", re.DOTALL)


def to_markdown(assignment: Assignment) -> str:
    """answers.md."""
    parts = [f"<!-- {assignment.title}. {_NOTE} -->"]
    for question in assignment.questions:
        asked = assignment.asked[question.id]
        parts += [f"## {question.id}", _comment(asked), *filter(None, [asked.form])]
    return "\n\n".join(parts) + "\n"


def _comment(asked: Asked) -> str:
    return f"<!-- {asked.lead}\n\n{asked.example}\n-->"


def to_notebook(assignment: Assignment) -> str:
    """answers.ipynb: a cell of text for each question, and one of code for a form that is code."""
    cells = [_cell("start", "markdown", f"<!-- {assignment.title}. {_NOTE} -->")]
    for number, question in enumerate(assignment.questions, start=1):
        asked = assignment.asked[question.id]
        text, code = asked.form, _CODE.fullmatch(asked.form)
        parts = [f"## {question.id}", _comment(asked), *([text] if text and not code else [])]
        cells.append(_cell(f"q{number}", "markdown", "\n\n".join(parts)))
        if code:
            cells.append(_cell(f"q{number}-code", "code", code[1]))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cell(name: str, kind: str, text: str) -> dict[str, object]:
    code: dict[str, object] = {"execution_count": None, "outputs": []}
    source = text.splitlines(keepends=True)
    cell: dict[str, object] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return cell | code if kind == "code" else cell


def to_latex(assignment: Assignment) -> str:
    """answers.tex."""
    lines = [
        *(f"% {assignment.title}.", f"% {_NOTE}"),
        *(r"\documentclass{article}", r"\usepackage{amsmath,amssymb}", r"\begin{document}"),
    ]
    for question in assignment.questions:
        asked = assignment.asked[question.id]
        name = question.id.replace("_", r"\_")
        shown = [asked.lead, *asked.example.splitlines()]
        lines += ["", rf"\section*{{{name}}}", *(f"% {line}".rstrip() for line in shown)]
        lines += ["", *_latex_form(asked.form)] if asked.form else []
    return "\n".join([*lines, "", r"\end{document}", ""])


def _latex_form(form: str) -> Iterator[str]:
    """A form in LaTeX: code stands there as it is, the rows of a table become a tabular."""
    if code := _CODE.fullmatch(form):
        yield from (r"\begin{verbatim}", *code[1].splitlines(), r"\end{verbatim}")
        return
    lines = form.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    if len(rows) < len(lines):
        yield from lines
        return
    yield rf"\begin{{tabular}}{{{'l' * len(cells_of(rows[0]))}}}"
    for row in rows:
        if not (is_rule(row) and "-" in row):
            yield " & ".join(_latex_cell(cell) for cell in cells_of(row)) + r" \\"
    yield r"\end{tabular}"


def _latex_cell(text: str) -> str:
    return re.sub(r"([#_%&])", r"\\\1", text)
