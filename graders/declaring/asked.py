r"""What students are asked: the page `handout/questions.md` of an assignment.

A heading that is a question's id holds what is asked, a heading that is the beginning of ids
(`# 2` for 2.1.h1) what these questions share. In a quote stands how an answer may be written, and
in a block fenced as `answer` a form to be filled in. An example of a part stands for all below:

    # 2
    Inputs $x = (1, 4, 5)$ ...

    ## 2.1.h1
    Compute $h_1$.

    > $h_1 = \sigma(\ldots) = 0.123$
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graders.errors import AssignmentError
from graders.model import Kind, Question

PAGE = "handout/questions.md"
EXAMPLES: Mapping[Kind, str] = {  # where the page of an assignment has none
    Kind.NUMERIC: r"The formula, then the number: $q = r \cdot s = \ldots$",
    Kind.SYMBOLIC: r"One formula, with its sign: $\ldots = \ldots$ or $\ldots \leq \ldots$",
    Kind.SHAPE: r"Sizes with their order: $\ldots \times \ldots$ (height, width)",
    Kind.CHOICE: "Your choice, then one sentence that gives the reason.",
    Kind.TABLE: "One row for each thing that is asked, with the names of the sheet.",
    Kind.DERIVATION: "A chain of equations; say in words what a formula cannot show.",
    Kind.FREE_TEXT: "A few sentences.",
    Kind.CODE: "Your code between fences, or the name of the file that it stands in.",
    Kind.TRAINING: "Your settings, the result, and the names of the files with log and weights.",
}
_HEADING = re.compile(r"#{1,6} +(\S+)(?: +(.*))?")
_FENCE = re.compile(r"`{3,}")
_FORM = re.compile(r"(`{3,})answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """What students read of one question, or of all below a label; Markdown throughout.

    `example` shows how an answer may be written and is never a right one; `form` is what they
    fill in, such as a table with empty cells.
    """

    prompt: str = ""
    example: str = ""
    form: str = ""
    title: str = ""  # of a part of the sheet
    lead: str = ""  # the line above an example


def read_asked(folder: Path) -> Mapping[str, Asked]:
    """What is asked in the assignment of a folder, by question or label; empty without a page.

    Raises:
        AssignmentError: if a label has two sections, or a form does not end.
    """
    file = folder / PAGE
    if not file.is_file():
        return {}
    found: dict[str, Asked] = {}
    for label, title, line, lines in _sections(file.read_text(encoding="utf-8")):
        if label in found:
            raise AssignmentError(f"{label} is asked twice", where=f"{file}:{line}")
        found[label] = _asked(lines, title, f"{file}:{line}")
    return found


def completed(asked: Mapping[str, Asked], question: Question) -> Asked:
    """What is asked in a question, with an example of its part or of its kind if it has none."""
    own = asked.get(question.id, Asked())
    above = [".".join(question.path[:depth]) for depth in range(len(question.path), 0, -1)]
    examples = [asked[label].example for label in above if label in asked]
    points = float(question.points)
    lead = f"Asked: {question.title} ({points:g} point{'' if points == 1 else 's'}). For example:"
    example = next(filter(None, examples), EXAMPLES[question.kind])
    return replace(own, example=example, lead=lead)


def _sections(text: str) -> Iterator[tuple[str, str, int, list[str]]]:
    """The label of each section, its title, its line and its lines; what comes first has none."""
    label, title, start, lines, fence = "", "", 1, list[str](), ""
    for number, line in enumerate(text.splitlines(), start=1):
        ticks = _FENCE.match(line)
        if ticks and (not fence or line == fence):
            fence = "" if fence else ticks[0]
        heading = None if fence else _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        yield label, title, start, lines
        label, title, start, lines = heading[1], heading[2] or "", number, []
    yield label, title, start, lines


def _asked(lines: list[str], title: str, where: str) -> Asked:
    prompt: list[str] = []
    example: list[str] = []
    form: list[str] = []
    fence = ""
    for line in lines:
        if fence and line == fence:
            fence = ""
        elif fence:
            form.append(line)
        elif opening := _FORM.fullmatch(line):
            fence = opening[1]
        elif line.startswith(">"):
            example.append(line.removeprefix(">").removeprefix(" "))
        else:
            prompt.append(line)
    if fence:
        raise AssignmentError("the form to be filled in never ends", where=where, hint="add ```")
    texts = ["\n".join(each).strip("\n") for each in (prompt, example, form)]
    return Asked(texts[0], texts[1], texts[2], title)
