"""Sandboxes for the tests of this folder, started once, and a short way to ask one something."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.sandbox.call import Call
from graders.sandbox.inside.limits import Limits
from graders.sandbox.sandbox import Sandbox

Ask = Callable[..., Call]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Children with numpy."""
    made = Sandbox(("numpy",))
    yield made
    made.close()


@pytest.fixture(scope="session")
def torch_sandbox() -> Iterator[Sandbox]:
    """Children with numpy and torch."""
    pytest.importorskip("torch")
    made = Sandbox(("numpy", "torch"))
    yield made
    made.close()


@pytest.fixture
def ask(sandbox: Sandbox) -> Ask:
    """What comes of a function in a piece of source; see `asked`."""
    return asking(sandbox)


@pytest.fixture
def ask_torch(torch_sandbox: Sandbox) -> Ask:
    """The same, with torch."""
    return asking(torch_sandbox)


def asking(sandbox: Sandbox) -> Ask:
    def ask(source: str, *arguments: Any, name: str = "f", **options: Any) -> Call:
        return asked(sandbox, {"hw": [("hw.py", source)]}, name, *arguments, **options)

    return ask


def asked(
    sandbox: Sandbox,
    modules: dict[str, list[tuple[str, str]]],
    name: str,
    *arguments: Any,
    run: str = "hw",
    limits: Limits | None = None,
    seconds: float = 10.0,
) -> Call:
    """What comes of a call in a child of its own; of the loading, where that fails."""
    with sandbox.child(limits) as child:
        loaded = child.request(loading(modules, run), seconds)
        return child.request(calling(name, *arguments), seconds) if loaded.returned else loaded


def loading(modules: dict[str, list[tuple[str, str]]], run: str = "hw") -> dict[str, Any]:
    return {"do": "load", "modules": modules, "run": run, "needed_by": None, "harness": ""}


def calling(name: str, *arguments: Any, **keywords: Any) -> dict[str, Any]:
    return {"do": "call", "name": name, "arguments": arguments, "keywords": keywords}


@pytest.fixture
def box_of(sandbox: Sandbox) -> Iterator[Callable[[dict[str, bytes]], None]]:
    """Fills the box, and empties it after the test."""
    yield sandbox.fill
    sandbox.fill({})


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
