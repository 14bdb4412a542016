"""The student's version of an assignment: what is asked, and never what is right.

Everything here is made from what an assignment declares, its page of questions and its public
checks; graders, references and rubrics are not looked at.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from graders.declaring.asked import PAGE
from graders.declaring.assignment import Assignment
from graders.errors import AssignmentError
from graders.handing_out.answers import to_latex, to_markdown, to_notebook
from graders.handing_out.checks import checks_of
from graders.handing_out.pages import questions_page, read_me
from graders.reading.intake.handed_out import stamped

__all__ = ["FULL", "Form", "handout", "outside", "write_files"]


class Form(StrEnum):
    """The form of the file that students fill in, which is its ending."""

    MARKDOWN = "md"
    NOTEBOOK = "ipynb"
    LATEX = "tex"


FULL = "name another, or write over the files in it with --force"
_ANSWERS = {Form.MARKDOWN: to_markdown, Form.NOTEBOOK: to_notebook, Form.LATEX: to_latex}


def handout(assignment: Assignment, form: Form = Form.MARKDOWN) -> Mapping[str, bytes]:
    """The files of the student's version, by their names.

    Raises:
        AssignmentError: if a public check uses what students must not have.
    """
    assignment = assignment.for_students
    extra = _extra_files(assignment.folder)
    pages = {
        "README.md": read_me(assignment, f"answers.{form}", sorted(extra)),
        "questions.md": questions_page(assignment),
        **checks_of(assignment),
    }
    stamps = {name: stamped(text, Path(name).suffix).encode() for name, text in pages.items()}
    return {**stamps, f"answers.{form}": _ANSWERS[form](assignment).encode(), **extra}


def _extra_files(folder: Path) -> Mapping[str, bytes]:
    """What lies beside the page of questions: stubs of code, data, figures."""
    around = (folder / PAGE).parent
    return {
        path.relative_to(around).as_posix(): path.read_bytes()
        for path in sorted(around.rglob("*"))
        if path.is_file() and path != folder / PAGE and "__pycache__" not in path.parts
    }


def outside(assignment: Assignment, folder: Path) -> Path:
    """The folder for a handout.

    Raises:
        AssignmentError: if it is in that of the assignment, whose own files would be lost.
    """
    if folder.resolve().is_relative_to(assignment.folder.resolve()):
        message = "this is in the folder of the assignment, whose own files it would write over"
        raise AssignmentError(message, where=str(folder), hint="name a folder outside of it")
    return folder


def write_files(
    files: Mapping[str, bytes], folder: Path, *, force: bool = False, full: str = "name another"
) -> None:
    """Writes files into a folder, which is made.

    Args:
        files: by their names.
        folder: to write into.
        force: write files of these names anew, and leave all others, where it holds something.
        full: what can be done where it does.

    Raises:
        AssignmentError: if the folder holds something already, unless it is forced.
    """
    if folder.exists() and not folder.is_dir():
        raise AssignmentError("this is no folder", where=str(folder), hint="name another")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise AssignmentError("the folder is not empty", where=str(folder), hint=full)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
