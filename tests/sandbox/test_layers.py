"""Landlock, limits, users and capabilities: each taken alone by a process, and tried there."""

import errno
import mmap
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graders.sandbox.inside.layers import confinement, kernel, landlock, resources
from graders.sandbox.inside.limits import GIB, MIB, Limits
from tests.sandbox.forked import ending_of, errno_of, in_child

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")


def landlock_version() -> int:
    try:
        return landlock.version()
    except OSError:
        return 0


needs_landlock = pytest.mark.skipif(not landlock_version(), reason="needs Landlock")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
USER = 64_321


# --- Landlock -----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that may be read, beside one that may not."""
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path


def under_landlock(place: Path) -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(landlock.ruleset([place / "open"]))


@needs_landlock
def test_landlock_lets_read_what_is_listed_and_nothing_else(place: Path) -> None:
    def attempt() -> list[Any]:
        under_landlock(place)
        return [
            (place / "open/file").read_text(),
            [each.name for each in (place / "open").iterdir()],
            errno_of((place / "closed/file").read_text),
            errno_of(lambda: list((place / "closed").iterdir())),
            errno_of(lambda: list(Path("/proc").iterdir())),
        ]

    assert in_child(attempt) == ["open", ["file"], errno.EACCES, errno.EACCES, errno.EACCES]


CHANGES: dict[str, Callable[[Path], Any]] = {
    "write": lambda place: (place / "open/file").write_text(""),
    "append": lambda place: (place / "open/file").open("a"),
    "create": lambda place: (place / "open/new").touch(),
    "folder": lambda place: (place / "open/new").mkdir(),
    "delete": lambda place: (place / "open/file").unlink(),
    "rename": lambda place: (place / "open/file").rename(place / "open/other"),
    "hard link": lambda place: os.link(place / "open/file", place / "open/other"),
    "symbolic link": lambda place: (place / "open/other").symlink_to("file"),
    "pipe": lambda place: os.mkfifo(place / "open/pipe"),
    "empty": lambda place: os.truncate(place / "open/file", 0),
    "by a link": lambda place: (place / "open/link").read_text(),
    "by two dots": lambda place: (place / "open/../closed/file").read_text(),
    "by its descriptors": lambda place: Path("/proc/self/fd").iterdir().__next__(),
    "another's memory": lambda place: Path(f"/proc/{os.getppid()}/mem").read_bytes(),
    "run": lambda place: os.execv("/bin/true", ["true"]),
}


@needs_landlock
@pytest.mark.parametrize("name", CHANGES)
def test_landlock_refuses_to_change_and_to_go_around(name: str, place: Path) -> None:
    (place / "open/link").symlink_to(place / "closed/file")

    def attempt() -> int:
        under_landlock(place)
        return errno_of(lambda: CHANGES[name](place))

    assert in_child(attempt) in (errno.EACCES, errno.EXDEV)


@needs_landlock
def test_landlock_refuses_tcp_and_signals_where_the_kernel_can(place: Path) -> None:
    def attempt() -> list[int]:
        under_landlock(place)
        with socket.socket() as sock:
            tcp = errno_of(lambda: sock.bind(("127.0.0.1", 0)))
        return [tcp, errno_of(lambda: os.kill(os.getppid(), 0))]

    tcp, signals = in_child(attempt)
    assert tcp == (errno.EACCES if landlock_version() >= landlock.TCP_VERSION else 0)
    assert signals == (errno.EPERM if landlock_version() >= landlock.SCOPE_VERSION else 0)


@needs_landlock
def test_landlock_needs_new_privileges_to_be_given_up(place: Path) -> None:
    def attempt() -> int:
        kernel.keep_capabilities(0)
        return errno_of(lambda: landlock.restrict(landlock.ruleset([place])))

    assert in_child(attempt) == errno.EPERM


@needs_landlock
def test_paths_that_are_not_there_are_passed_over(place: Path) -> None:
    os.close(landlock.ruleset([place / "none", place / "open"]))


def test_versions_in_words() -> None:
    assert landlock.in_words(1) == "landlock 1 files"
    assert landlock.in_words(4) == "landlock 4 files+tcp"
    assert landlock.in_words(7) == "landlock 7 files+tcp+signals"


# --- limits -------------------------------------------------------------------------------------


def limited(**values: Any) -> None:
    used = resources.address_space()
    resources.restrict(Limits(**values), used_bytes=used, own_user=False)


def test_memory_is_counted_from_what_is_used() -> None:
    def attempt() -> list[bool]:
        limited(memory_bytes=64 * MIB)
        try:
            mmap.mmap(-1, 80 * MIB)
        except OSError:
            return [True, len(mmap.mmap(-1, 16 * MIB)) > 0]
        return [False, False]

    assert in_child(attempt) == [True, True]


def test_time_of_the_processor_ends_a_process_that_ignores_the_signal() -> None:
    def attempt() -> None:
        limited(cpu_seconds=1)
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass

    assert ending_of(attempt) == -signal.SIGKILL


def test_files_cannot_be_written_and_only_some_opened(tmp_path: Path) -> None:
    def attempt() -> list[int]:
        highest = max(int(each.name) for each in Path("/dev/fd").iterdir())
        limited(open_files=highest + 20)
        written = errno_of(lambda: (tmp_path / "file").write_bytes(b"1"))
        opened = errno_of(lambda: [os.open("/dev/null", os.O_RDONLY) for _ in range(2_000)])
        return [written, opened]

    assert in_child(attempt) == [errno.EFBIG, errno.EMFILE]


def test_limits_cannot_be_raised_again() -> None:
    def attempt() -> list[bool]:
        kernel.keep_capabilities(0)
        limited(memory_bytes=GIB)
        held = []
        for which in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
            try:
                resource.setrlimit(which, (1 << 40, 1 << 40))
                held.append(False)
            except (ValueError, OSError):
                held.append(True)
        return held

    assert in_child(attempt) == [True, True, True]


@needs_root
def test_threads_of_another_user_are_counted() -> None:
    def attempt() -> int:
        confinement._become(USER, None)
        resources.restrict(Limits(threads=8), used_bytes=resources.address_space(), own_user=True)
        stop, started = threading.Event(), 0
        try:
            for _ in range(30):
                threading.Thread(target=stop.wait, daemon=True).start()
                started += 1
        except RuntimeError:
            pass
        stop.set()
        return started

    assert in_child(attempt) == 7


def test_a_process_offers_itself_where_memory_runs_out() -> None:
    def attempt() -> str:
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # as a fresh interpreter is
        resources.end_first_without_memory()
        return Path("/proc/self/oom_score_adj").read_text().strip()

    assert in_child(attempt) == "1000"


# --- users and capabilities ---------------------------------------------------------------------


@needs_root
def test_another_user_cannot_come_back(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)

    def attempt() -> list[Any]:
        confinement._become(USER, None)
        ids = [*os.getresuid(), *os.getresgid(), *os.getgroups()]
        attempts = [lambda: os.setuid(0), lambda: os.setgid(0), secret.read_text]
        return [set(ids) == {USER}, kernel.capabilities(), *map(errno_of, attempts)]

    assert in_child(attempt) == [True, 0, errno.EPERM, errno.EPERM, errno.EACCES]


@needs_root
def test_one_capability_can_be_kept_and_no_other() -> None:
    def attempt() -> list[Any]:
        if not kernel.capabilities() >> kernel.CAP_DAC_READ_SEARCH & 1:
            return [1 << kernel.CAP_DAC_READ_SEARCH, errno.EPERM, errno.EPERM]
        confinement._become(USER, kernel.CAP_DAC_READ_SEARCH)
        return [
            kernel.capabilities(),
            errno_of(lambda: os.setuid(0)),
            errno_of(lambda: os.chroot("/")),
        ]

    assert in_child(attempt) == [1 << kernel.CAP_DAC_READ_SEARCH, errno.EPERM, errno.EPERM]


def test_capabilities_are_given_up_for_good() -> None:
    def attempt() -> list[int]:
        kernel.keep_capabilities(0)
        return [kernel.capabilities(), errno_of(lambda: kernel.keep_capabilities(1 << 7))]

    assert in_child(attempt) == [0, errno.EPERM]


# --- the plan -----------------------------------------------------------------------------------


def test_a_layer_counts_only_if_it_works_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "refused")

    monkeypatch.setattr(landlock, "restrict", refuse)
    monkeypatch.setattr(confinement, "_become", refuse)
    monkeypatch.setattr(confinement.seccomp, "restrict", refuse)
    plan = in_child(lambda: _as_list(confinement.make_plan(USER, [Path("/")])))
    assert plan == [None, "none", False, 0]


@needs_root
def test_where_landlock_is_missing_the_root_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_landlock_version", lambda: 0)
    assert in_child(lambda: _as_list(confinement.make_plan(USER, [])))[:2] == [USER, "chroot"]


def test_where_no_root_can_be_changed_files_stay_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "_landlock_version", lambda: 0)
    plan = in_child(lambda: _as_list(confinement.make_plan(None, [])))
    assert plan[:2] == [None, "no open"]


def _as_list(plan: confinement.Plan) -> list[Any]:
    return [plan.user, plan.files, plan.seccomp, plan.landlock_version]
