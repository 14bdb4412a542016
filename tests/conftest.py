"""Tables of cases: `@pytest.mark.cases("names", "spellings")` runs a test once for each row.

The table `[spellings]` stands in `cases/names.toml` beside the test; each row has a name, which
says what it teaches, and is given to the test as `case`. A row with a `bug` is a known failure:
the test must fail on it until the bug is mended and the field is taken out.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
settings.load_profile("unhurried")

# Tests run in a process for each core, where a second thread would only take turns with another's.
for _library in ("OMP", "OPENBLAS"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")


@pytest.fixture(scope="session", autouse=True)
def warm() -> Iterator[None]:
    """Keeps what student code comes from: torch is loaded behind the wall once for many tests."""
    from graders.sandbox.room import rooms_kept  # late: it loads numpy, which counts the threads

    with rooms_kept():
        yield


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cases(file, table): runs once for each row of a table")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for marker in metafunc.definition.iter_markers("cases"):
        folder = metafunc.definition.path.parent
        metafunc.parametrize("case", list(rows(folder, *marker.args)))


def rows(folder: Path, file: str, table: str) -> Iterator[Any]:
    """The rows of a table as pytest's parameters."""
    declared = tomllib.loads((folder / "cases" / f"{file}.toml").read_text(encoding="utf-8"))
    for name, row in declared[table].items():
        bug = row.pop("bug", "")
        marks = [pytest.mark.xfail(reason=bug, strict=True)] if bug else []
        yield pytest.param(row, id=name, marks=marks)
