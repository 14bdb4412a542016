"""Which files of an assignment's folder grading needs: what its graders import and name."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from graders.declaring.asked import PAGE
from graders.declaring.assignment import DECLARATION, Assignment
from graders.errors import AssignmentError
from graders.gradescope.hooks import FILE as HOOKS
from graders.gradescope.imports import Source

_SAYS_SOMETHING = re.compile(r"^[^\[\]?]*\w\w[^\[\]?]*$")  # more than "*.*", and no brackets
AT_HOME = ("tests", "samples", "handout", "audit.toml", "check_*.py")
UNWANTED = ("__pycache__", ".DS_Store")


def own_files(folder: Path) -> Iterator[Path]:
    """The declaration, the graders, what these import, and what any of these names in a string.

    Raises:
        AssignmentError: if the folder holds no grader, or a program that cannot be read.
    """
    graders = sorted(folder.glob("grade_*.py"))
    if not graders:
        raise AssignmentError("the folder holds no grade_*.py", where=str(folder))
    always = (folder / name for name in (DECLARATION, "__init__.py", PAGE, HOOKS, "conftest.py"))
    waiting = [*(each for each in always if each.is_file()), *graders]
    found: dict[Path, None] = {}
    while waiting:
        file = waiting.pop(0)
        if file not in found:
            found[file] = None
            waiting += _needed_by(Source(file), folder) if file.suffix == ".py" else ()
    yield from found


def _needed_by(source: Source, folder: Path) -> list[Path]:
    modules = [file for parts in _imports(source, folder) for file in _files_of(parts, folder)]
    places = dict.fromkeys((source.file.parent, folder))
    return [*modules, *(file for place in places for file in _named(source, place))]


def _imports(source: Source, folder: Path) -> Iterator[tuple[str, ...]]:
    """The paths below the folder of modules that a program imports, some of which are there."""
    package = source.file.parent.relative_to(folder).parts
    for level, names in source.imports:
        if level == 0:
            own = names[1:] if names[0] == folder.name else names
            yield from (own, (*package, *own))
        elif level - 1 <= len(package):
            yield (*package[: len(package) - (level - 1)], *names)


def _files_of(parts: tuple[str, ...], folder: Path) -> Iterator[Path]:
    """The files of a module, and those of the packages around it."""
    for length in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:length])
        files = (place / "__init__.py", place.with_name(f"{place.name}.py"))
        yield from (each for each in files if each.is_file())


def _named(source: Source, place: Path) -> Iterator[Path]:
    """The files and folders in a place that a program names, with `*` for what it computes."""
    patterns = [each for each in source.words if "*" in each and _SAYS_SOMETHING.search(each)]
    for each in entries(place):
        is_named = each.name in source.words or any(map(partial(fnmatchcase, each.name), patterns))
        if is_named and each != source.file:
            yield from files_in(each) if each.is_dir() else (each,)


def entries(folder: Path) -> list[Path]:
    """What stands in a folder, without hidden files and what Python leaves."""
    return [
        each
        for each in sorted(folder.iterdir())
        if each.name[0] != "." and each.name not in UNWANTED
    ]


def left_at_home(assignment: Assignment, packed: Iterable[str]) -> list[str]:
    """What stands in an assignment's folder and not in a zip, but for what never goes along."""
    home = f"graders/assignments/{assignment.id}/"
    taken = {each.removeprefix(home).partition("/")[0] for each in packed if each.startswith(home)}
    rest = (
        each
        for each in entries(assignment.folder)
        if each.name not in taken and not any(fnmatchcase(each.name, one) for one in AT_HOME)
    )
    return [f"{each.name}/" if each.is_dir() else each.name for each in rest]


def files_in(folder: Path) -> Iterator[Path]:
    """The files below a folder, without hidden ones and what Python leaves."""
    for each in sorted(folder.rglob("*")):
        parts = each.relative_to(folder).parts
        if each.is_file() and not any(part in UNWANTED or part[0] == "." for part in parts):
            yield each
