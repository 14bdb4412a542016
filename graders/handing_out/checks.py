"""The public checks of an assignment, with a declaration that holds no more than they need.

Names and cues are how answers are found. Symbols, definitions, rubrics and what follows from what
stay behind; so does every cue that tells more than the questions do.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graders.checking import CHECKS
from graders.declaring.asked import PAGE
from graders.declaring.assignment import DECLARATION, Assignment
from graders.errors import AssignmentError
from graders.handing_out.pages import questions_page
from graders.model import Question

_HARNESSES = "inside"
_KEPT_BACK = ("graders.assignments", "solutions")


def checks_of(assignment: Assignment) -> Mapping[str, str]:
    """The files of the folder of checks, by their names in the handout.

    Raises:
        AssignmentError: if a check uses what students must not have.
    """
    files = {DECLARATION: "\n".join(declaration(assignment)) + "\n"}
    page = assignment.folder / PAGE
    if page.is_file():  # so that a form left empty is not taken for an answer
        files[PAGE] = page.read_text(encoding="utf-8")
    for check in sorted(assignment.folder.glob("check_*.py")):
        text = check.read_text(encoding="utf-8")
        files[check.name] = text
        for harness in sorted((assignment.folder / _HARNESSES).glob("*.py")):
            if f'"{harness.name}"' in text:
                files[f"{_HARNESSES}/{harness.name}"] = harness.read_text(encoding="utf-8")
    for name, text in files.items():
        if name.endswith(".py"):
            _check_imports(text, assignment.folder / name)
            _check_questions(text, assignment, assignment.folder / name)
    return {f"{CHECKS}/{name}": text for name, text in files.items()}


def _check_imports(text: str, file: Path) -> None:
    hint = "a check knows no right value: compute what it needs from its own small inputs"
    for line, module in _imports(text):
        kept_back = module.startswith((".", *_KEPT_BACK))
        if kept_back or (file.parent / f"{module.partition('.')[0]}.py").is_file():
            message = f"students must not have '{module}'"
            raise AssignmentError(message, where=f"{file}:{line}", hint=hint)


def _check_questions(text: str, assignment: Assignment, file: Path) -> None:
    hint = "ask it in handout/questions.md, or leave the check out"
    for name in re.findall(r"mark\.question\(\s*[\"']([^\"']+)", text):
        if name not in assignment.by_id:
            message = f"this check is of question {name}, which students do not know of"
            raise AssignmentError(message, where=str(file), hint=hint)


def _imports(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def declaration(assignment: Assignment) -> Iterator[str]:
    """The lines of an assignment.toml that finds the same answers in the form of the handout."""
    asked = questions_page(assignment).casefold()
    yield f"title = {_string(assignment.title)}"
    yield from ("", "[names]", f"loss = {_string(assignment.loss)}")
    yield from (f"symbols = {_list(assignment.symbols)}",)
    yield from (f"arguments = {_list(assignment.arguments)}",)
    if assignment.aliases:
        yield from ("", "[names.aliases]")
        yield from (f"{_string(name)} = {_list(to)}" for name, to in assignment.aliases.items())
    yield from ("", "[code]", f"libraries = {_list(assignment.libraries)}")
    yield f"cpu_seconds = {assignment.limits.cpu_seconds}"
    for question in assignment.questions:
        yield from ("", "[[question]]", *_question(question, asked))


def _question(question: Question, asked: str) -> Iterator[str]:
    yield f"id = {_string(question.id)}"
    yield f"title = {_string(question.title)}"
    yield f"points = {float(question.points):g}"
    yield f"kind = {_string(question.kind)}"
    yield f"names = {_list(question.names)}"
    yield f"cues = {_list(cue for cue in question.cues if cue.casefold() in asked)}"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, values))}]"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of TOML
