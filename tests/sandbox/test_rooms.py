"""Rooms that wait for the next sandbox: what comes with them, and what does not."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from graders.sandbox import room as rooms
from graders.sandbox.room import Room, keep_rooms, rooms_kept
from graders.sandbox.sandbox import Sandbox
from graders.sandbox.zygote import Zygote
from tests.sandbox.conftest import asked, loading
from tests.sandbox.test_sandbox import end_soon, has_ended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")

PROGRAM = {"hw": [("hw.py", "import os\ndef f(): return os.listdir()")]}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A block of its own, in which no room waits yet."""
    monkeypatch.setattr(rooms, "_kept", {})
    with rooms_kept():
        yield


def used(files: dict[str, bytes]) -> tuple[Room, int]:
    """The room of a sandbox that was used and closed, and the process its children came from."""
    sandbox = Sandbox()
    sandbox.fill(files)
    assert asked(sandbox, PROGRAM, "f").value == list(files)
    room, source = sandbox.room, sandbox.room.source
    sandbox.close()
    assert isinstance(source, Zygote)
    return room, source.pid


def is_gone(room: Room, zygote: int) -> bool:
    return end_soon(zygote) and not room.folder.exists()


def test_a_room_waits_for_the_next_sandbox_and_is_empty(kept: None) -> None:
    first, zygote = used({"ada.txt": b"mine"})
    assert used({}) == (first, zygote)


def test_rooms_are_closed_with_the_block_around_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_kept", {})
    with rooms_kept():
        with rooms_kept():
            room, zygote = used({})
        assert not has_ended(zygote)
    assert is_gone(room, zygote)


def test_without_a_block_a_sandbox_closes_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_kept", {})
    assert is_gone(*used({}))


def test_a_room_with_a_child_in_it_is_not_kept(kept: None) -> None:
    sandbox = Sandbox()
    child = sandbox.start_child()
    child.request(loading(PROGRAM), 5)
    room = sandbox.room
    sandbox.close()
    assert end_soon(child.pid)
    assert not room.folder.exists()
    child.close()


def test_only_one_of_two_waits(kept: None) -> None:
    one, two = Sandbox(), Sandbox()
    assert one.isolation == two.isolation
    waits, closed = one.room, two.room
    one.close()
    two.close()
    assert waits.folder.exists()
    assert not closed.folder.exists()


def test_a_fork_has_rooms_of_its_own(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first, zygote = used({})
    process = os.getpid()
    with monkeypatch.context() as forked:
        forked.setattr(os, "getpid", lambda: process + 1)
        assert is_gone(*used({}))
    assert used({}) == (first, zygote)


def test_a_process_of_a_pool_keeps_its_rooms_and_leaves_nothing(kept: None) -> None:
    with ProcessPoolExecutor(1, initializer=keep_rooms) as pool:
        first, again = pool.map(used_there, range(2))
    assert first == again
    folder, zygote = first
    assert end_soon(zygote)
    assert not folder.exists()


def used_there(_: int) -> tuple[Path, int]:
    room, zygote = used({})
    return room.folder, zygote
