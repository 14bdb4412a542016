"""The way of macOS, as far as another system can try it: with a stand-in for sandbox-exec."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.model import Protection
from graders.sandbox import darwin
from graders.sandbox.child import Child
from graders.sandbox.darwin import Spawner, profile
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import MIB, Limits
from graders.sandbox.isolation import SandboxError, darwin_isolation
from tests.sandbox.conftest import calling, loading, open_descriptors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a stand-in, for Linux")

STAND_IN = """#!/bin/sh
test "$1" = -p || exit 64
printf '%s' "$2" > "$(dirname "$0")/profile"
shift 2
exec "$@"
"""


def memory_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


@pytest.fixture
def spawner(tmp_path: Path) -> Iterator[Callable[..., Spawner]]:
    launcher = tmp_path / "sandbox-exec"
    launcher.write_text(STAND_IN)
    launcher.chmod(0o755)
    box = tmp_path / "box"
    box.mkdir()
    made: list[Spawner] = []

    def make(**options: Any) -> Spawner:
        options = {"launcher": str(launcher), "memory_of": memory_of, **options}
        made.append(Spawner(box, ["numpy"], **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


SOURCE = """
import numpy as np, os, time
def relu(x): return np.maximum(x, 0)
def loop():
    while True: pass
def grow():
    x = []
    while True: x.append(b'x' * 10**6); time.sleep(0.0005)
def crash(): os._exit(3)
def write():
    with open('new', 'w') as file: file.write('x')
def read():
    descriptors = len(os.listdir('/proc/self/fd'))
    return open('data').read(), os.environ.get('NABLA_SECRET'), descriptors
"""


def loaded(source: Spawner, limits: Limits | None = None) -> Child:
    child = Child(source, limits or Limits())
    assert child.request(loading({"hw": [("hw.py", SOURCE)]}), 10).returned
    return child


def test_a_child_serves_as_elsewhere(
    spawner: Callable[..., Spawner], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABLA_SECRET", "the key")
    (tmp_path / "box/data").write_text("1")
    before = open_descriptors()
    child = loaded(spawner())
    assert child.request(calling("relu", np.array([-1.0, 2.0])), 5).value.tolist() == [0, 2]
    text, secret, descriptors = child.request(calling("read"), 5).value
    assert (text, secret, descriptors <= 7) == ("1", None, True)
    assert child.request(calling("write"), 5).ended is Ended.REFUSED_CALL  # no byte of a file
    assert child.request(calling("loop"), 0.2).ended is Ended.TIMED_OUT
    child.close()
    assert open_descriptors() == before


def test_endings_are_named(spawner: Callable[..., Spawner]) -> None:
    source = spawner()
    child = loaded(source)
    call = child.request(calling("crash"), 5)
    assert (call.ended, call.message) == (Ended.EXITED, "with exit code 3")
    child = loaded(source, Limits(memory_bytes=150 * MIB))
    assert child.request(calling("grow"), 10).ended is Ended.OUT_OF_MEMORY
    child = loaded(source, Limits(cpu_seconds=1))
    assert child.request(calling("loop"), 10).ended is Ended.TIMED_OUT
    assert source._started == {}


def test_children_end_with_what_they_come_from(spawner: Callable[..., Spawner]) -> None:
    source = spawner()
    child = loaded(source)
    source.close()
    assert not Path(f"/proc/{child.pid}").exists()
    assert not source.is_alive


def test_a_child_that_cannot_start_is_a_fault_of_ours(
    spawner: Callable[..., Spawner], tmp_path: Path
) -> None:
    refusing = tmp_path / "refusing"
    refusing.write_text("#!/bin/sh\nexit 65\n")
    refusing.chmod(0o755)
    with pytest.raises(SandboxError, match="could not be started: with exit code 65"):
        Child(spawner(launcher=str(refusing)), Limits())


def test_without_the_launcher_nothing_starts(spawner: Callable[..., Spawner]) -> None:
    with pytest.raises(SandboxError, match="is not there"):
        spawner(launcher="/nowhere/sandbox-exec")


def test_the_probes_find_a_stand_in_open(spawner: Callable[..., Spawner], tmp_path: Path) -> None:
    """A stand-in holds nothing, so no code may run behind it."""
    canary = tmp_path / "canary"
    canary.write_text("not for students")
    source = spawner()
    child = Child(source, Limits(), probe=True)
    asked = {"canary": str(canary), "grader": os.getpid(), "memory": 1 << 40, "root": False}
    held = child.request(asked, 10).value or {}
    child.close()
    assert source.isolation(held).protection is Protection.NONE


def test_isolation_is_reduced_at_best() -> None:
    assert darwin_isolation({"a file": True}).protection is Protection.REDUCED
    assert str(darwin_isolation({"a file": True})) == (
        "isolation: REDUCED (macOS sandbox-exec, no seccomp, memory by polling) - "
        "do not use for unattended grading"
    )
    for held in ({}, {"a file": False}):
        assert darwin_isolation(held).protection is Protection.NONE


def test_the_profile_denies_all_that_it_does_not_name(
    spawner: Callable[..., Spawner], tmp_path: Path
) -> None:
    loaded(spawner()).close()
    lines = (tmp_path / "profile").read_text().splitlines()
    assert lines[:2] == ["(version 1)", "(deny default)"]
    allowed = [line for line in lines[2:] if not line.startswith("(allow ")]
    assert allowed == []
    text = "\n".join(lines)
    rules = re.sub(r'"[^"]*"', "", text)
    for word in ("network", "mach", "process-fork", "file-write*", "ipc", "iokit", "system"):
        assert word not in rules
    assert rules.count("file-write") == 1
    assert f'(subpath "{tmp_path}/box")' in text
    assert "graders/sandbox/inside" in text
    for ours in ('graders")', "solutions", "nabla", '(subpath "/")', '(subpath "/usr")'):
        assert ours not in text


def test_names_of_folders_cannot_end_a_rule() -> None:
    text = profile([Path('/a") (allow default) ("'), Path("/b\\")], [])
    assert r'(subpath "/a\") (allow default) (\"")' in text
    assert r'(subpath "/b\\")' in text


def test_memory_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        def proc_pid_rusage(self, pid: Any, flavour: Any, usage: Any) -> int:
            usage._obj.resident_bytes, usage._obj.footprint_bytes = 5, 7
            return 0 if pid.value == 1 else -1

    monkeypatch.setattr(darwin.ctypes, "CDLL", lambda name: Library())
    assert darwin.resident_bytes(1) == 7
    assert darwin.resident_bytes(2) == 0


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_the_package_can_be_imported_on_every_system(system: str) -> None:
    program = (
        "import ctypes, json, select, shutil, signal, socket, subprocess, sys, tempfile, numpy\n"
        "for name in ('resource', 'fcntl', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        f"sys.platform = {system!r}\n"
        "for name in ('poll', 'epoll'):\n  if hasattr(select, name): delattr(select, name)\n"
        "del socket.AF_UNIX, signal.SIGKILL, signal.SIGXCPU\n"
        "import graders.sandbox.sandbox, graders.sandbox.darwin, graders.grading.code_run\n"
        "s = graders.sandbox.sandbox.Sandbox(('numpy',)); print(s.isolation); s.close()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "NONE - code questions not run" in done.stdout


def test_the_stand_in_is_a_program(spawner: Callable[..., Spawner], tmp_path: Path) -> None:
    spawner()
    assert (tmp_path / "sandbox-exec").stat().st_mode & stat.S_IXUSR
