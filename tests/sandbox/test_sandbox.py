"""The life of a sandbox: what it leaves behind, what it survives, and what it refuses."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.model import Protection
from graders.sandbox import room
from graders.sandbox.child import Child
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import Limits
from graders.sandbox.isolation import SandboxError, linux_isolation, not_started, weakened
from graders.sandbox.sandbox import Refused, Sandbox
from graders.sandbox.scrubbing import scrubber
from graders.sandbox.zygote import Zygote, library_folders, readable_paths
from tests.sandbox.conftest import asked, calling, loading, open_descriptors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")

PROGRAM = {"hw": [("hw.py", "import time\ndef f(): return 1\ndef g(): time.sleep(30)")]}


@pytest.fixture
def own_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """One that a test may break, in a room that is not kept."""
    monkeypatch.setattr(room, "_kept", {})
    made = Sandbox(("numpy",))
    yield made
    made.close()


def test_arrays_cross_where_no_library_is_asked_for() -> None:
    sandbox = Sandbox(())
    assert sandbox.isolation.protection is Protection.FULL, sandbox.isolation.words
    assert asked(sandbox, PROGRAM, "f").value == 1
    sandbox.close()


def children_of(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(each) for each in text.split()]


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be reaped by the first one of the system."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def end_soon(*pids: int) -> bool:
    deadline = time.monotonic() + 5
    while not all(map(has_ended, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return all(map(has_ended, pids))


def zygote_of(sandbox: Sandbox) -> int:
    assert sandbox.isolation.protection is Protection.FULL
    source = sandbox.room.source
    assert isinstance(source, Zygote)
    return source.pid


def test_many_children_leave_nothing_behind(
    own_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.collect()
    before = open_descriptors()
    zygote = zygote_of(own_sandbox)
    while_open = open_descriptors()
    for number in range(200):
        with own_sandbox.child() as child:
            if number % 3:
                child.request(loading(PROGRAM), 5)
            if number % 30 == 1:
                assert child.request(calling("g"), 0.001).ended is Ended.TIMED_OUT
    assert open_descriptors() == while_open
    assert children_of(zygote) == []
    own_sandbox.close()
    assert open_descriptors() == before
    assert not Path(f"/proc/{zygote}").exists()
    assert list(tmp_path.iterdir()) == []


def test_children_end_with_the_sandbox(own_sandbox: Sandbox) -> None:
    zygote = zygote_of(own_sandbox)
    child = own_sandbox.start_child()
    child.request(loading(PROGRAM), 5)
    (pid,) = children_of(zygote)
    own_sandbox.close()
    assert end_soon(pid)
    child.close()


def test_a_zygote_that_was_ended_is_started_again(own_sandbox: Sandbox) -> None:
    first = zygote_of(own_sandbox)
    os.kill(first, signal.SIGKILL)
    assert asked(own_sandbox, PROGRAM, "f").value == 1
    assert zygote_of(own_sandbox) != first


def test_a_zygote_that_ends_during_a_request_is_a_fault_of_ours(own_sandbox: Sandbox) -> None:
    zygote = zygote_of(own_sandbox)
    child = own_sandbox.start_child()
    child.request(loading(PROGRAM), 5)
    os.kill(zygote, signal.SIGKILL)
    with pytest.raises(SandboxError, match=r"has (gone|ended)"):
        child.request(calling("g"), 5)
    assert not child.alive
    child.close()
    assert asked(own_sandbox, PROGRAM, "f").value == 1


def test_a_stopped_zygote_is_given_up(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graders.sandbox.zygote.ANSWER_SECONDS", 0.2)
    zygote = zygote_of(own_sandbox)
    os.kill(zygote, signal.SIGSTOP)
    assert asked(own_sandbox, PROGRAM, "f").value == 1
    assert not Path(f"/proc/{zygote}").exists()


def test_a_child_without_its_layers_serves_nobody(own_sandbox: Sandbox) -> None:
    source = own_sandbox.room.source
    wrong = Limits(open_files="many")  # type: ignore[arg-type]
    with pytest.raises(SandboxError, match="could not be started: TypeError"):
        Child(source, wrong)
    with own_sandbox.child() as child:
        assert child.request(loading(PROGRAM), 5).returned


def test_a_grader_that_is_killed_leaves_no_process() -> None:
    program = (
        "import sys, time\nfrom graders.sandbox.sandbox import Sandbox\n"
        "s = Sandbox(('numpy',)); c = s.start_child()\n"
        "print(s.room.source.pid, c.pid, s.room.folder, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        zygote, child, folder = run.stdout.readline().split()
        run.kill()
    assert end_soon(int(zygote), int(child))
    for each in (Path(folder) / "box", Path(folder)):
        for file in each.iterdir():
            file.unlink()
        each.rmdir()


def test_a_sandbox_that_nobody_closes_leaves_no_folder() -> None:
    program = (
        "from graders.sandbox.sandbox import Sandbox\n"
        "s = Sandbox(('numpy',)); s.fill({'a': b''}); print(s.box); raise SystemExit(1)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.strip()
    assert not Path(said.stdout.strip()).parent.exists()


def test_the_grader_cannot_be_read_or_traced_by_others(sandbox: Sandbox) -> None:
    program = (
        "import ctypes\nfrom graders.sandbox.sandbox import Sandbox\n"
        "s = Sandbox(('numpy',)); s.isolation\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)); s.close()"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.strip() == "0"  # PR_GET_DUMPABLE


def test_the_zygote_knows_no_secret(own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NABLA_SECRET", "the key")
    zygote = zygote_of(own_sandbox)
    environment = Path(f"/proc/{zygote}/environ").read_text()
    command = Path(f"/proc/{zygote}/cmdline").read_text()
    files = [each.readlink() for each in Path(f"/proc/{zygote}/fd").iterdir()]
    own_sandbox.close()
    assert "NABLA_SECRET" not in environment
    assert "HOME=/\0" in environment
    assert str(own_sandbox.box) not in command
    kinds = sorted(str(each).partition(":")[0] for each in files)
    assert kinds == ["/dev/null", "/dev/null", "anon_inode", "pipe", "socket"]


def test_a_child_has_no_descriptor_but_its_own(sandbox: Sandbox) -> None:
    source = (
        "import os\ndef f():\n kinds = []\n for n in range(256):\n"
        "  try: kinds.append(oct(os.fstat(n).st_mode)[:4])\n"
        "  except OSError: pass\n return kinds"
    )
    assert asked(sandbox, {"hw": [("hw.py", source)]}, "f").value == ["0o20"] + 4 * ["0o10"]


def test_a_child_cannot_see_what_the_grader_has(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABLA_SECRET", "the key")
    source = (
        "import os, sys\ndef f(): return dict(os.environ), [m for m in sys.modules if 'grade' in m]"
    )
    environment, modules = asked(sandbox, {"hw": [("hw.py", source)]}, "f").value
    assert "NABLA_SECRET" not in environment
    assert not [each for each in modules if each.startswith(("graders.reading", "solutions"))]


# --- the box ------------------------------------------------------------------------------------


def test_names_that_lead_out_of_the_box_are_refused(sandbox: Sandbox) -> None:
    for name in ("../x", "/tmp/x", "a/../../x", "..", "", "a\0b"):
        with pytest.raises(ValueError, match="box"):
            sandbox.put(name, b"")
    assert list(sandbox.box.iterdir()) == []


def test_a_careful_mask_does_not_close_the_box(sandbox: Sandbox) -> None:
    before = os.umask(0o077)
    try:
        sandbox.fill({"deep/er/x.txt": b"1"})
    finally:
        os.umask(before)
    source = "def f(): return open('deep/er/x.txt').read()"
    assert asked(sandbox, {"hw": [("hw.py", source)]}, "f").value == "1"
    sandbox.fill({})


# --- what may be read ---------------------------------------------------------------------------


def test_nothing_of_ours_is_readable_but_the_program_of_the_child() -> None:
    root = Path(__file__).parents[2]
    paths = readable_paths(library_folders(["numpy"]))
    ours = [
        each for each in paths if each.is_relative_to(root) and "site-packages" not in str(each)
    ]
    assert ours == [root / "graders/sandbox/inside"]
    assert not any(each.name.startswith(("graders", "solutions", "nabla")) for each in paths)
    assert not any(each.suffix == ".pth" for each in paths)


def test_a_library_that_is_not_there_is_named() -> None:
    sandbox = Sandbox(("nowhere_at_all",))
    assert sandbox.isolation.protection is Protection.NONE
    assert "nowhere_at_all is not installed" in sandbox.isolation.words
    with pytest.raises(Refused, match="not installed"):
        sandbox.start_child()
    sandbox.close()


# --- words --------------------------------------------------------------------------------------

PLAN = {
    "user": 60_001, "files": "landlock", "seccomp": True, "landlock_version": 7, "loads_late": True,
}  # fmt: skip


def test_isolation_in_words() -> None:
    held = {"a": True, "b": True}
    assert linux_isolation(PLAN, held).words == (
        "full (uid 60001, landlock 7 files+tcp+signals, seccomp, rlimits, private box; "
        "self-probe 2/2)"
    )
    without = linux_isolation({**PLAN, "files": "chroot", "landlock_version": 0}, held)
    assert without.words == (
        "full without landlock (refused, or the kernel has none): "
        "uid 60001, chroot, seccomp, rlimits; self-probe 2/2"
    )


@pytest.mark.parametrize(
    ("plan", "held", "reason"),
    [
        ({"seccomp": False}, {"a": True}, "seccomp refused"),
        ({"files": "none", "landlock_version": 0}, {"a": True}, "nothing keeps files from it"),
        ({}, {"a": True, "b": False}, "the self-probe found open: b"),
        ({}, {}, "the self-probe gave no answer"),
    ],
)
def test_without_a_layer_no_code_is_run(
    plan: dict[str, object], held: dict[str, bool], reason: str
) -> None:
    isolation = linux_isolation({**PLAN, **plan}, held)
    assert isolation.protection is Protection.NONE
    assert isolation.words.startswith(f"NONE - code questions not run ({reason})")
    weak = weakened(isolation)
    assert weak.protection is Protection.REDUCED
    assert weak.words == (
        f"REDUCED by --allow-weak-isolation ({reason}) - do not use for unattended grading"
    )


def test_what_is_full_is_not_called_weak() -> None:
    full = linux_isolation(PLAN, {"a": True})
    assert weakened(full) is full
    assert weakened(not_started("no room (try more)")).words.count("REDUCED") == 1


def test_folders_are_taken_out_of_words() -> None:
    scrub = scrubber([Path("/"), Path("/usr"), Path("/opt/x"), Path("/opt/x/y")])
    assert (
        scrub("/opt/x/y/a.py and /opt/x/b.py, /opt/xy, /usr/c") == "a.py and b.py, /opt/xy, /usr/c"
    )
    assert scrubber([])("/opt") == "/opt"
