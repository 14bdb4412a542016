"""Which libraries a zip needs, each pinned to a version; where they come from stays open."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from graders.errors import AssignmentError

ON_THE_PLATFORM = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
ALWAYS = ("pytest",)  # runs the graders; the core names it as a plugin


def requirements(
    root: Path, imported: Iterable[str], own: Iterable[str], libraries: Sequence[str]
) -> tuple[str, ...]:
    """The distributions that must be installed, sorted.

    Args:
        root: of the project, whose dependencies are taken where they are imported.
        imported: the modules that are imported anywhere, also late.
        own: the modules that the assignment's own files import.
        libraries: that student code is run with.

    Raises:
        AssignmentError: if one is not installed here, so that its version is not known.
    """
    homes = metadata.packages_distributions()
    must = {*own, *libraries, *ALWAYS} - sys.stdlib_module_names
    if missing := sorted(must - homes.keys()):
        hint = "install it beside Nabla (torch: ./setup.sh --extra training)"
        raise AssignmentError(f"{', '.join(missing)} is needed and not installed", hint=hint)
    declared = {canonical(_name(each)) for each in _dependencies(root)}
    may = {canonical(home) for module in imported for home in homes.get(module, ())}
    return tuple(sorted(may & declared | {canonical(homes[each][0]) for each in must}))


def pins(root: Path, names: Iterable[str]) -> Iterator[str]:
    """`name==version` of these distributions and of all that they require, sorted."""
    given = _pinned(root / "constraints.txt")
    for name in sorted(_closure(names)):
        version = given.get(name) or _installed(name)
        if version:
            yield f"{name}=={version}"


def canonical(name: str) -> str:
    """The name as indexes compare it.

    >>> canonical("Markdown_It.py")
    'markdown-it-py'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _required(name)
    return seen


def _required(name: str) -> Iterator[str]:
    """What a distribution requires on the platform, without its extras."""
    from packaging.requirements import Requirement

    try:
        declared = metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return
    for each in map(Requirement, declared):
        if each.marker is None or each.marker.evaluate({**ON_THE_PLATFORM, "extra": ""}):
            yield canonical(each.name)


def _installed(name: str) -> str:
    """The version that is installed here, without what says how it was built."""
    try:
        return metadata.version(name).partition("+")[0]
    except metadata.PackageNotFoundError:
        return ""


def _pinned(file: Path) -> Mapping[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    return {canonical(name): version.strip() for name, version in pairs}


def _dependencies(root: Path) -> Sequence[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dependencies: Sequence[str] = project["dependencies"]
    return dependencies


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
