"""Starts a command as on another machine: `python modes.py container,no-seccomp COMMAND`.

Modes, of which several can be named:

    container    root with the capabilities that Docker leaves, and a filter like its own
    no-setuid    a container whose root may not become another user
    user         another user than root
    no-landlock  the kernel refuses Landlock (EPERM), or has none (`old-kernel`: ENOSYS)
    no-seccomp   the kernel refuses filters

This is no part of the sandbox: it makes the conditions in which the sandbox is tried.
"""

import errno
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from graders.sandbox.inside.layers import kernel, syscalls
from graders.sandbox.inside.layers.seccomp import (
    ALLOW,
    AND,
    ARCHITECTURE_AT,
    ARGUMENTS_AT,
    EQUAL,
    INSTRUCTION,
    LOAD,
    NUMBER_AT,
    RETURN,
    Instruction,
    restrict,
)

USER = 61_234
DOCKER_KEEPS = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)  # capabilities
CAPABILITIES, PR_CAPBSET_DROP, PR_SET_SECCOMP = 41, 24, 22
SET_IDS, CAP_SYS_ADMIN = {6, 7}, 21
NAMESPACES = 0x7E020000
COLUMN = {"x86_64": 0, "aarch64": 1}[platform.machine()]
DOCKER_REFUSES = """
unshare:272:97 setns:308:268 mount:165:40 umount2:166:39 pivot_root:155:41 ptrace:101:117
process_vm_readv:310:270 process_vm_writev:311:271 bpf:321:280 keyctl:250:219 add_key:248:217
request_key:249:218 pidfd_getfd:438:438 perf_event_open:298:241 userfaultfd:323:282
io_uring_setup:425:425 open_by_handle_at:304:265 kexec_load:246:104
"""
LANDLOCK, SECCOMP, CLONE, PRCTL, CLONE3 = (444, 445, 446), (317, 277), (56, 220), (157, 167), 435


def refusals(modes: set[str]) -> Iterator[Instruction]:
    """What a filter refuses in these modes."""
    if "container" in modes:
        for row in DOCKER_REFUSES.split():
            yield from refuse(int(row.split(":")[1 + COLUMN]), errno.EPERM)
        yield from refuse(CLONE3, errno.ENOSYS)
        yield from (
            (EQUAL, 0, 5, CLONE[COLUMN]),
            (LOAD, 0, 0, ARGUMENTS_AT),
            (AND, 0, 0, NAMESPACES),
        )
        yield from ((EQUAL, 1, 0, 0), (RETURN, 0, 0, answer(errno.EPERM)), (RETURN, 0, 0, ALLOW))
    for mode, code in (("no-landlock", errno.EPERM), ("old-kernel", errno.ENOSYS)):
        if mode in modes:
            for number in LANDLOCK:
                yield from refuse(number, code)
    if "no-seccomp" in modes:
        yield from refuse(SECCOMP[COLUMN], errno.EPERM)
        yield from ((EQUAL, 0, 4, PRCTL[COLUMN]), (LOAD, 0, 0, ARGUMENTS_AT))
        yield from ((EQUAL, 0, 1, PR_SET_SECCOMP), (RETURN, 0, 0, answer(errno.EPERM)))
        yield (RETURN, 0, 0, ALLOW)


def answer(code: int) -> int:
    return 0x00050000 | code


def refuse(number: int, code: int) -> Iterator[Instruction]:
    yield from ((EQUAL, 0, 1, number), (RETURN, 0, 0, answer(code)))


def take(modes: set[str]) -> None:
    """Puts this process in the modes, for good."""
    own = syscalls.table().audit_architecture
    lines = [(LOAD, 0, 0, ARCHITECTURE_AT), (EQUAL, 1, 0, own), (RETURN, 0, 0, ALLOW)]
    lines += [(LOAD, 0, 0, NUMBER_AT), *refusals(modes), (RETURN, 0, 0, ALLOW)]
    if len(lines) > 5:
        if not kernel.capabilities() >> CAP_SYS_ADMIN & 1:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        restrict(b"".join(INSTRUCTION.pack(*line) for line in lines))
    if "container" in modes:
        kept = set(DOCKER_KEEPS) - (SET_IDS if "no-setuid" in modes else set())
        for each in set(range(CAPABILITIES)) - kept:
            kernel.prctl(PR_CAPBSET_DROP, each)
        kernel.keep_capabilities(sum(1 << each for each in kept) & kernel.capabilities())
    if "user" in modes and os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(USER, USER, USER)
        os.setresuid(USER, USER, USER)


if __name__ == "__main__":
    take(set(sys.argv[1].split(",")))
    os.execv(sys.argv[2], sys.argv[2:])
