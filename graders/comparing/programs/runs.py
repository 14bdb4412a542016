"""What came back from a harness that ran student code, and what its failures mean for a grade.

A harness gives plain data, which is trusted for nothing but what it says: its shape is checked
here, and whatever is missing counts as not said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Any, Protocol

from graders.errors import Finding, Mismatch, Undecided, Unreadable

PROGRAMS = (".py", ".ipynb")
SYNTAX, NOT_FOUND, ELSEWHERE = "syntax", "not found", "elsewhere"
NO_CODE = "the code is not in the hand-in; what it printed is no proof"
NOT_READ = "The code cannot be read as Python here; a person looks at it."
NEEDS_MORE = "The code needs something that is not part of this answer; a person looks at it."
NOT_COMPILED = "The code is not valid Python."
NOT_GIVEN = "What came back from the code cannot be read; a person looks at it."
FAILED: Mapping[str, Any] = {"failed": str, "message": str, "lines": [(str, int, str, str)]}
LONGEST = 300  # characters of a message

Answering = Callable[[str, tuple[Any, ...]], Any]  # a question of a harness, and its values


class Reply(Protocol):
    """What the sandbox says of one request; see `graders.sandbox.call.Call`."""

    @property
    def returned(self) -> bool: ...
    @property
    def ended(self) -> Any: ...
    @property
    def value(self) -> Any: ...
    @property
    def message(self) -> str: ...
    @property
    def output(self) -> str: ...


class Program(Protocol):
    """The student's program, as a grader drives it; see `graders.grading.student.Student`."""

    code: Any

    def drive(
        self, harness: Path, name: str, *arguments: Any, answering: Answering | None = None
    ) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Said:
    """The form of what a harness says of a run, by name; see `fits`.

    Args:
        unless_failed: what it says of a run that did not fail.
        always: what it says in any case.
    """

    unless_failed: Mapping[str, Any]
    always: Mapping[str, Any] = field(default_factory=dict)


def given(reply: Reply, form: Said) -> Mapping[str, Any]:
    """What a harness says of a run.

    Raises:
        Mismatch: if the code did not come to its end.
        Undecided: if something is not of its form.
    """
    if not reply.returned:
        why = f": {reply.message}" if reply.message else ""
        raise Mismatch(f"The code {reply.ended}{why}.", mistake="not_run")
    if not fits(reply.value, form.always) or not is_told(reply.value, form.unless_failed):
        raise Undecided(NOT_GIVEN)
    return dict(reply.value)


def is_told(value: Any, unless_failed: Mapping[str, Any]) -> bool:
    """Whether a value tells of a failure, or is of this form.

    >>> is_told({"failed": "error", "message": "no", "lines": []}, {"shape": [int]})
    True
    """
    failed = isinstance(value, Mapping) and "failed" in value
    return fits(value, FAILED if failed else unless_failed)


def fits(value: Any, form: Any) -> bool:
    """Whether a value is of a form: a type, [form], (form, form) or {name: form}; None is any.

    >>> fits({"moves": [("images", "cuda")]}, {"moves": [(str, str)]}), fits([True], [int])
    (True, False)
    """
    match form:
        case None:
            return True
        case UnionType():
            return type(value) in form.__args__
        case list():
            return isinstance(value, list) and all(fits(each, form[0]) for each in value)
        case tuple():
            return (
                isinstance(value, list | tuple)
                and len(value) == len(form)
                and all(fits(*each) for each in zip(value, form, strict=True))
            )
        case Mapping():
            named = isinstance(value, Mapping)
            return named and all(n in value and fits(value[n], of) for n, of in form.items())
    return type(value) is form


def came_through(reply: Reply, where: str, form: Said) -> Mapping[str, Any]:
    """What a harness says of a run that did not fail.

    Raises:
        Finding: if it failed.
    """
    result = given(reply, form)
    if failure(result):
        raise finding(result, where)
    return result


def failure(result: Mapping[str, Any]) -> str:
    """The kind of failure that a harness tells of, or an empty string."""
    return str(result.get("failed", ""))


def finding(result: Mapping[str, Any], where: str) -> Finding:
    """What a failure means: a mistake of the student's, or something for a person.

    Args:
        result: of a run that failed.
        where: the answer stands, such as `hw.ipynb[3]:2`; a damaged write-up is no mistake.
    """
    words, kind = in_words(result), failure(result)
    if kind == SYNTAX and not any(f"{each}:" in where or f"{each}[" in where for each in PROGRAMS):
        return Unreadable(NOT_READ, note=words)
    if kind == SYNTAX:
        return Mismatch(f"{NOT_COMPILED}\n{words}", mistake="syntax")
    if kind in (ELSEWHERE, NOT_FOUND) or not result.get("lines"):  # or no line of theirs
        return Undecided(NEEDS_MORE, note=words)
    return Mismatch(f"The code stops with an error.\n{words}", mistake="error")


def in_words(result: Mapping[str, Any]) -> str:
    """The message of a failure, with the student's own lines.

    >>> in_words({"message": "TypeError: no", "lines": [["hw.py", 3, "test", "f(x)"]]})
    'TypeError: no (hw.py:3: f(x))'
    """
    lines = result.get("lines")
    told = [
        f"{label}:{line}: {source}"
        for label, line, _, source in (lines if isinstance(lines, list) else [])[-1:]
    ]
    message = str(result.get("message", ""))[:LONGEST]
    return f"{message} ({told[0][:LONGEST]})" if told else message
