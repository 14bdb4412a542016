"""A new assignment: a copy of `graders/skeleton`, which grades its own samples at once."""

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path

from graders.errors import AssignmentError

SKELETON = Path(__file__).parent / "skeleton"


def skeleton() -> Mapping[str, bytes]:
    """The files of a new assignment, by their names."""
    return {
        path.relative_to(SKELETON).as_posix(): path.read_bytes()
        for path in sorted(SKELETON.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def check_name(folder: Path) -> None:
    """That graders in a folder can be imported under its name, and nothing else has that name.

    Raises:
        AssignmentError: if the name will not do.
    """
    name = folder.resolve().name
    hint = "take letters, digits and _, such as attention_hw1"
    if not name.isidentifier():
        raise AssignmentError(f"graders cannot be imported from '{name}'", where=name, hint=hint)
    if iskeyword(name):
        message = f"'{name}' is a word of Python's own; graders cannot be imported from it"
        raise AssignmentError(message, where=name, hint=hint)
    if name in sys.modules or find_spec(name) is not None:
        raise AssignmentError(f"'{name}' is a Python package already", where=name, hint=hint)
