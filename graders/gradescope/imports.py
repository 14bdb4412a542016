"""Which modules of ours a program needs: the imports are walked, the late ones too."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graders.errors import AssignmentError

OURS = ("graders", "solutions")


@dataclass(frozen=True)
class Source:
    """A Python file and what it says."""

    file: Path

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        try:
            tree = ast.parse(self.file.read_bytes(), str(self.file))
        except (SyntaxError, ValueError) as error:
            message = f"cannot be read as Python: {type(error).__name__}: {error}"
            raise AssignmentError(message, where=str(self.file)) from error
        return list(ast.walk(tree))

    @property
    def imported(self) -> Iterator[str]:
        """The names of what it imports; `from a import b` may mean the module a.b."""
        for node in self._nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    @property
    def siblings(self) -> Iterator[str]:
        """The modules beside it that it imports relatively."""
        for node in self._nodes:
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                yield from (name.partition(".")[0] for name in names)

    @property
    def texts(self) -> frozenset[str]:
        """The strings that it holds."""
        constants = (node.value for node in self._nodes if isinstance(node, ast.Constant))
        return frozenset(each for each in constants if isinstance(each, str))

    @property
    def words(self) -> frozenset[str]:
        """The parts of its strings that could be names of files."""
        return frozenset(part for text in self.texts for part in text.split("/") if part)


@dataclass(frozen=True, slots=True)
class Needed:
    """The modules of ours that a program needs, and the libraries that these import."""

    sources: tuple[Source, ...]
    libraries: frozenset[str]


def needed(root: Path, files: Iterable[Path], names: Iterable[str]) -> Needed:
    """What is needed of the packages below a folder.

    Args:
        root: the folder that holds them.
        files: programs outside of them, or read by pytest.
        names: modules that are imported by name.

    Returns:
        The modules, sorted, with the packages that they lie in, and without `files`.
    """
    found: dict[Path, Source] = {}
    libraries: set[str] = set()
    waiting = [name for each in files for name in Source(each).imported] + list(names)
    while waiting:
        name = waiting.pop()
        if name.partition(".")[0] not in OURS:
            libraries.add(name.partition(".")[0])
            continue
        for file in _files(root, name):
            if file not in found:
                found[file] = Source(file)
                waiting += found[file].imported
    return Needed(tuple(found[each] for each in sorted(found)), frozenset(libraries))


def _files(root: Path, name: str) -> Iterator[Path]:
    """The file of a module and those of the packages around it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        yield from (
            each for each in (place / "__init__.py", place.with_suffix(".py")) if each.is_file()
        )
