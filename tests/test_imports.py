"""Who may import whom, and that no test is passed over."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("graders", "solutions")
ALLOWED = {
    "solutions": {"solutions"},
    "graders.model": {"graders.expression"},
    "graders.errors": set(),
    "graders.expression": set(),
    "graders.sentences": {"graders.expression"},
    "graders.declaring.declarations": {"graders.errors", "graders.expression"},
    "graders.reading": {
        "graders.reading", "graders.model", "graders.errors", "graders.expression",
        "graders.sentences",
        "graders.declaring.asked", "graders.declaring.assignment", "graders.declaring.declarations",
    },
    "graders.comparing": {
        "graders.comparing", "graders.model", "graders.errors", "graders.expression",
        "graders.sentences", "graders.declaring.declarations",
    },
    "graders.reports": {"graders.reports", "graders.model"},
    "graders.sandbox": {"graders.sandbox", "graders.model", "graders.errors"},
    "graders.sandbox.inside": {"graders.sandbox.inside"},
    "graders.assignments": {
        "graders.reading", "graders.comparing", "graders.model", "graders.errors", "solutions",
        "graders.sandbox", "graders.grading.fixtures.types", "graders.grading.student",
        "graders.sentences",
        "graders.claims", "graders.baselines",
    },
    "graders.baselines": {
        "graders.baselines", "graders.claims", "graders.reading", "graders.reports",
        "graders.model", "graders.errors", "solutions",
    },
    "graders.claims": {
        "graders.claims", "graders.reading", "graders.comparing", "graders.model",
        "graders.errors", "solutions", "graders.sandbox", "graders.grading.student",
        "graders.baselines",
    },
}  # fmt: skip
HEAVY = {"torch", "sympy", "numpy", "rich", "jinja2", "nbformat", "markdown_it", "pytest"}


def modules() -> Iterator[tuple[str, Path]]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.parent.name == "handout":  # students' own files begin there
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, path in modules()
        if is_below(name, package)
        for imported in imports(path)
        if imported.partition(".")[0] in OURS
        and not any(is_below(imported, allowed) for allowed in ALLOWED[package])
    ]
    assert not wrong


@pytest.mark.parametrize(
    "name", ["graders.model", "graders.errors", "graders.expression", "graders.sentences"]
)
def test_the_words_need_the_standard_library_alone(name: str) -> None:
    path = dict(modules())[name]
    outside = {each.partition(".")[0] for each in imports(path)} - {
        *sys.stdlib_module_names,
        "graders",
    }
    assert not outside


def test_torch_and_sympy_are_imported_only_where_they_are_used() -> None:
    wrong = [
        f"{name} imports {imported} at its top"
        for name, path in modules()
        if not is_below(name, "solutions.training")  # which only trains
        for imported in imports(path, top_level=True)
        if imported.partition(".")[0] in {"torch", "torchvision", "sympy", "nbformat"}
    ]
    assert not wrong


def loaded_by(*arguments: str) -> set[str]:
    """The third-party modules that a command loads."""
    listing = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    code = f"{listing}; from graders.cli import main; main({list(arguments)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return HEAVY & {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("--help") == set()
    assert loaded_by("grade", "--help") == set()


def test_grading_a_write_up_loads_neither_sympy_nor_torch(tmp_path: Path) -> None:
    write_up = tmp_path / "answers.md"
    write_up.write_text("# 2.1.h1\n\n0.9866\n", encoding="utf-8")
    loaded = loaded_by("grade", "deep_learning_hw2", str(write_up), "--json")
    assert loaded.isdisjoint({"sympy", "torch", "nbformat", "jinja2"})


def test_a_harness_imports_no_reference() -> None:
    harnesses = [path for _, path in modules() if path.parent.name == "inside"]
    wrong = [
        f"{path.name} imports {imported}"
        for path in harnesses
        for imported in imports(path)
        if imported.partition(".")[0] in OURS and not is_below(imported, "graders.sandbox.inside")
    ]
    assert harnesses
    assert not wrong


def test_no_folder_of_tests_is_passed_over() -> None:
    """Patterns for the folders of others must not hide tests from pytest."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = declared["tool"]["pytest"]["ini_options"]["norecursedirs"]
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    named = {part for folder in folders for part in folder.relative_to(ROOT).parts}
    assert not [name for name in named for each in patterns if fnmatch(name, each)]
