"""The pages of a handout that students read."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from graders.declaring.assignment import Assignment
from graders.model import Question

if TYPE_CHECKING:
    from jinja2 import Environment


def questions_page(assignment: Assignment) -> str:
    """questions.md: every question with its id, its points and what is asked."""
    seen: set[str] = set()
    rows = [(each, _parts_begun_by(each, assignment, seen)) for each in assignment.questions]
    return _rendered("questions.md.jinja", assignment=assignment, rows=rows)


def _parts_begun_by(question: Question, assignment: Assignment, seen: set[str]) -> Sequence[str]:
    """The labels above a question that have words of their own and were not shown before."""
    labels = [".".join(question.path[:depth]) for depth in range(len(question.path))]
    begun = [each for each in labels if each in assignment.asked and each not in seen]
    seen.update(begun)
    return begun


def read_me(assignment: Assignment, answers: str, extra: Sequence[str]) -> str:
    """README.md: what to do with the handout, and how answers are written.

    Args:
        assignment: which is handed out.
        answers: the file that is filled in.
        extra: the names of stubs, data and figures.
    """
    kinds = {question.kind.value for question in assignment.questions}
    has_checks = any(assignment.folder.glob("check_*.py"))
    return _rendered(
        "readme.md.jinja",
        assignment=assignment,
        answers=answers,
        extra=extra,
        kinds=kinds,
        has_checks=has_checks,
    )


def _rendered(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # of Markdown, in the instructor's own words
        loader=PackageLoader("graders.handing_out"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["points"] = _points
    return environment


def _points(question: Question) -> str:
    points = float(question.points)
    return f"{points:g} point{'' if points == 1 else 's'}"
