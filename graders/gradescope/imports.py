"""Which modules of ours a program needs: the imports are walked, the late ones too."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from graders.errors import AssignmentError

OURS = ("graders", "solutions")


Import = tuple[int, tuple[str, ...]]  # the level, 0 if it is absolute, and the parts of the name


@dataclass(frozen=True)
class Source:
    """A Python file and what it says."""

    file: Path

    @cached_property
    def _said(self) -> "_Said":
        try:
            return _said_in(self.file.read_bytes(), str(self.file))
        except (SyntaxError, ValueError) as error:
            message = f"cannot be read as Python: {type(error).__name__}: {error}"
            raise AssignmentError(message, where=str(self.file)) from error

    @property
    def imports(self) -> tuple[Import, ...]:
        """What it imports: `from a import b` may mean the module a.b."""
        return self._said.imports

    @property
    def imported(self) -> Iterator[str]:
        """The names of what it imports absolutely."""
        return (".".join(names) for level, names in self.imports if level == 0)

    @property
    def texts(self) -> frozenset[str]:
        """The strings that it holds, with `*` for what is put into them."""
        return self._said.texts

    @cached_property
    def words(self) -> frozenset[str]:
        """The parts of its strings that could be names of files."""
        return frozenset(part for text in self.texts for part in text.split("/") if part)


@dataclass(frozen=True, slots=True)
class _Said:
    imports: tuple[Import, ...]
    texts: frozenset[str]


@cache  # several zips hold the same files
def _said_in(code: bytes, name: str) -> _Said:
    nodes = list(ast.walk(ast.parse(code, name)))
    imports = tuple(each for node in nodes for each in _imports(node))
    return _Said(imports, frozenset(filter(None, map(_text, nodes))))


def _imports(node: ast.AST) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from ((0, tuple(alias.name.split("."))) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = node.module.split(".") if node.module else []
        yield from ((node.level, (*module, alias.name)) for alias in node.names)


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(str(text)):
            return text
        case ast.JoinedStr(parts):
            return "".join(_text(each) or "*" for each in parts)
    return ""


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
    seen: set[str] = set()
    waiting = {name for each in files for name in Source(each).imported} | set(names)
    while waiting:
        seen.add(name := waiting.pop())
        if name.partition(".")[0] not in OURS:
            libraries.add(name.partition(".")[0])
            continue
        for file in _files(root, name):
            if file not in found:
                found[file] = Source(file)
                waiting |= {*found[file].imported} - seen
    return Needed(tuple(found[each] for each in sorted(found)), frozenset(libraries))


def _files(root: Path, name: str) -> Iterator[Path]:
    """The file of a module and those of the packages around it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        yield from (
            each for each in (place / "__init__.py", place.with_suffix(".py")) if each.is_file()
        )
