"""The filter: what it answers to every call, and what a process under it can still do."""

import ctypes
import errno
import os
import platform
import re
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graders.sandbox.inside.layers import kernel, seccomp, syscalls
from graders.sandbox.inside.layers.seccomp import ALLOW, KILL, NO_SUCH_CALL, REFUSE
from tests.sandbox.bpf import run
from tests.sandbox.forked import ending_of, errno_of, in_child

MACHINES = tuple(syscalls.AUDIT_ARCHITECTURE)
PID = 4321
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
NEVER = """
socket connect bind socketpair sendmsg fork vfork execve execveat ptrace process_vm_readv
process_vm_writev kill tkill setuid setresuid setgid chroot mount umount2 unshare setns pivot_root
bpf keyctl add_key perf_event_open userfaultfd io_uring_setup memfd_create pidfd_open
pidfd_getfd pidfd_send_signal rt_sigqueueinfo shmget seccomp setrlimit sched_setaffinity
unlinkat mkdirat renameat2 linkat symlinkat fchmodat fchownat truncate ftruncate utimensat
name_to_handle_at open_by_handle_at init_module finit_module kexec_load reboot quotactl
""".split()

linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")


def numbers(machine: str) -> dict[str, int]:
    """All calls of a machine, as the headers of the kernel list them."""
    for name in HEADERS[machine]:
        if Path(name).exists():
            text = Path(name).read_text()
            break
    else:
        pytest.skip("the headers of the kernel are not here")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text))
    return {name: int(number) for name, number in found.items()} | _renamed(found)


def _renamed(found: dict[str, str]) -> dict[str, int]:
    """Calls that a header with both word sizes lists under their old names."""
    pairs = {"newfstatat": "fstatat", "lseek": "lseek", "fadvise64": "fadvise64"}
    return {new: int(found[old]) for new, old in pairs.items() if old in found}


def compiled(machine: str, *, may_open: bool = True) -> bytes:
    return seccomp.program(may_open=may_open, pid=PID, machine=machine)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_the_kernels(machine: str) -> None:
    table, theirs = syscalls.table(machine), numbers(machine)
    groups = (table.calculate, table.use_files, table.open_files, table.guarded, table.absent)
    wrong = {
        name: (number, theirs.get(name))
        for group in groups
        for name, number in group.items()
        if theirs.get(name) != number
    }
    assert not wrong


@pytest.mark.parametrize("machine", MACHINES)
def test_no_number_has_two_names(machine: str) -> None:
    table = syscalls.table(machine)
    groups = (table.calculate, table.use_files, table.open_files, table.guarded, table.absent)
    listed = [number for group in groups for number in group.values()]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("may_open", [True, False])
@pytest.mark.parametrize("machine", MACHINES)
def test_filter_allows_the_list_and_nothing_else(machine: str, may_open: bool) -> None:
    program, table = compiled(machine, may_open=may_open), syscalls.table(machine)
    open_files = table.open_files if may_open else {}
    allowed = {*table.calculate.values(), *table.use_files.values(), *open_files.values()}
    for number in [*range(1200), 1 << 16, (1 << 30) - 1, 1 << 31, (1 << 32) - 1]:
        answer = run(program, number, table.audit_architecture)
        if number in allowed:
            assert answer == ALLOW, number
        elif number in table.absent.values():
            assert answer == NO_SUCH_CALL, number
        elif number not in table.guarded.values():
            assert answer in (REFUSE, KILL), number


@pytest.mark.parametrize("machine", MACHINES)
def test_what_must_never_be_allowed_is_refused(machine: str) -> None:
    program, table = compiled(machine), syscalls.table(machine)
    theirs = numbers(machine)
    for name in NEVER:
        if name in theirs:
            assert run(program, theirs[name], table.audit_architecture) == REFUSE, name


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_of_another_machine_end_the_process(machine: str) -> None:
    program = compiled(machine)
    for architecture in (0x40000003, 0x40000028, 0, 0xFFFFFFFF):  # 32 bits: i386, ARM
        assert run(program, 0, architecture) == KILL
    own = syscalls.table(machine).audit_architecture
    for number in (0, 1, 59, 500):
        assert run(program, number | seccomp.X32_BIT, own) == KILL


GUARDS: list[tuple[str, list[int], bool]] = [
    ("clone", [0x3D0F00], True),  # as the C library starts a thread
    ("clone", [0x7D0F00], True),
    ("clone", [17], False),  # fork: SIGCHLD
    ("clone", [0x4111], False),  # vfork
    ("clone", [0x100], False),  # a process that shares memory
    ("clone", [0x3D0F00 | 0x10000000], False),  # with a user namespace
    ("clone", [0x3D0F00 | 0x40000000], False),  # with a network namespace
    ("clone", [0x3D0F00 | 0x00020000], False),  # with a mount namespace
    ("clone", [0x3D0F00 | 0x2000], False),  # traced
    ("tgkill", [PID, 99, 9], True),
    ("tgkill", [1, 1, 9], False),
    ("tgkill", [PID + 1, PID, 9], False),
    ("prlimit64", [0, 7], True),
    ("prlimit64", [PID, 7], False),
    ("prlimit64", [1, 7], False),
    ("prctl", [15], True),  # its own name
    ("prctl", [4, 1], False),  # PR_SET_DUMPABLE
    ("prctl", [22, 2], False),  # PR_SET_SECCOMP
    ("prctl", [0x59616D61], False),  # PR_SET_PTRACER
    ("fcntl", [5, 3], True),
    ("fcntl", [5, 4], True),
    ("fcntl", [5, 8], False),  # F_SETOWN
    ("fcntl", [5, 15], False),  # F_SETOWN_EX
    ("fcntl", [5, 1024], False),  # F_SETLEASE
    ("fcntl", [5, 1031], False),  # F_SETPIPE_SZ
    ("ioctl", [1, 0x5401], True),
    ("ioctl", [1, 0x5412], False),  # TIOCSTI
    ("ioctl", [1, 0x8933], False),  # a network interface
]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments", "allowed"), GUARDS)
def test_guarded_calls_are_judged_by_their_arguments(
    machine: str, name: str, arguments: list[int], allowed: bool
) -> None:
    program, table = compiled(machine), syscalls.table(machine)
    answer = run(program, table.guarded[name], table.audit_architecture, arguments)
    assert answer == (ALLOW if allowed else REFUSE)


def test_program_is_short_and_every_jump_stays_inside() -> None:
    lines = list(seccomp.INSTRUCTION.iter_unpack(compiled("x86_64")))
    assert len(lines) < 4096  # the kernel's own bound
    for place, (code, if_true, if_false, _) in enumerate(lines):
        if code == seccomp.EQUAL:
            assert place + 1 + max(if_true, if_false) < len(lines)


def test_an_unknown_machine_has_no_table() -> None:
    with pytest.raises(OSError, match="sparc"):
        syscalls.table("sparc")


# --- alone, in a process ------------------------------------------------------------------------


def filtered(*, may_open: bool = True) -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.restrict(seccomp.program(may_open=may_open, pid=os.getpid()))


ATTEMPTS: dict[str, Callable[[], Any]] = {
    "tcp": lambda: socket.socket(),
    "udp": lambda: socket.socket(type=socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "pair": lambda: socket.socketpair(),
    "fork": os.fork,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(os.getppid(), 0),
    "kill all": lambda: os.kill(-1, 0),
    "setuid": lambda: os.setuid(os.getuid()),
    "namespace": lambda: kernel.syscall(272 if platform.machine() == "x86_64" else 97, 0),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 5),
    "session": os.setsid,
    "shared memory": lambda: os.memfd_create("x"),
    "chmod": lambda: Path("/tmp").chmod(0o1777),
    "mkdir": lambda: Path("/tmp/nabla-none").mkdir(),
    "unlink": lambda: Path("/tmp/nabla-none").unlink(),
}


@linux
@pytest.mark.parametrize("name", ATTEMPTS)
def test_filter_alone_refuses(name: str) -> None:
    def attempt() -> int:
        filtered()
        return errno_of(ATTEMPTS[name])

    assert in_child(attempt) == errno.EPERM


@linux
def test_filter_alone_lets_a_process_calculate() -> None:
    def attempt() -> list[Any]:
        filtered()
        seen: list[int] = []
        thread = threading.Thread(target=lambda: seen.append(sum(range(10))))
        thread.start()
        thread.join()
        return [seen, len(os.urandom(4)), len(Path("/proc/self/stat").read_bytes()) > 0]

    assert in_child(attempt) == [[45], 4, True]


@linux
def test_without_open_a_process_cannot_read_files() -> None:
    def attempt() -> list[int]:
        filtered(may_open=False)
        return [errno_of(lambda: os.open("/proc/self/stat", 0)), errno_of(lambda: os.pipe())]

    assert in_child(attempt) == [errno.EPERM, 0]


@linux
@pytest.mark.skipif(platform.machine() != "x86_64", reason="32-bit calls of x86_64")
def test_calls_with_32_bit_numbers_end_the_process() -> None:
    def attempt() -> None:
        code = bytes.fromhex("b814000000cd80c3")  # mov eax, 20; int 0x80; ret
        memory = ctypes.CDLL(None).mmap
        memory.restype, memory.argtypes = ctypes.c_void_p, [ctypes.c_void_p] + [ctypes.c_long] * 5
        place = memory(None, 4096, 7, 0x22, -1, 0)
        ctypes.memmove(place, code, len(code))
        filtered()
        ctypes.CFUNCTYPE(ctypes.c_int)(place)()

    assert ending_of(attempt) in (-31, -11)  # SIGSYS; a kernel without such calls: SIGSEGV


@linux
def test_a_filter_needs_new_privileges_to_be_given_up() -> None:
    def attempt() -> int:
        kernel.keep_capabilities(0)
        own = seccomp.program(may_open=True, pid=os.getpid())
        return errno_of(lambda: seccomp.restrict(own))

    assert in_child(attempt) == errno.EACCES
