"""Seccomp: after it, this process makes the system calls of an allow-list and no others.

No socket, no new process, no program, no tracing, no signal to another process: what is refused
fails with EPERM, so that student code sees an error in its own line. The filter is a program for
the kernel's packet filter. Source: seccomp(2), linux/filter.h.
"""

import ctypes
import errno
import struct

from . import kernel, syscalls

INSTRUCTION = struct.Struct("HBBI")  # code, jump if true, jump if false, operand
LOAD, EQUAL, AND, RETURN = 0x20, 0x15, 0x54, 0x06  # of 32-bit words
ALLOW, REFUSE, NO_SUCH_CALL, KILL = (
    0x7FFF0000,
    0x00050000 | errno.EPERM,
    0x00050000 | errno.ENOSYS,
    0x80000000,
)
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16  # in struct seccomp_data
PR_SET_SECCOMP, FILTER_MODE = 22, 2

X32_BIT = 0x40000000
THREAD = 0x10900  # CLONE_THREAD | CLONE_SIGHAND | CLONE_VM: not a process
OTHERWISE = 0x7E022000  # CLONE_PTRACE and every CLONE_NEW*: a namespace of its own
OWN_NAME = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
TERMINAL_AND_BLOCKING = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
DESCRIPTOR_FLAGS = (0, 1, 2, 3, 4, 1030, 1032)  # fcntl without owners, signals and leases

Instruction = tuple[int, int, int, int]


def program(*, may_open: bool, pid: int, machine: str = "") -> bytes:
    """The filter.

    Args:
        may_open: whether files may be opened, as far as another layer allows.
        pid: of the process that it is for; signals may go to its own threads.
        machine: that it is for; this one if none is named.
    """
    calls = syscalls.table(machine)
    allowed = {**calls.calculate, **calls.use_files, **(calls.open_files if may_open else {})}
    lines: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, calls.audit_architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        (AND, 0, 0, X32_BIT),
        (EQUAL, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
    ]
    for number in sorted(allowed.values()):
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    for number in calls.absent.values():
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, NO_SUCH_CALL)]
    lines += _guarded(calls.guarded["clone"], 0, [THREAD], mask=THREAD | OTHERWISE)
    lines += _guarded(calls.guarded["tgkill"], 0, [pid])
    lines += _guarded(calls.guarded["prlimit64"], 0, [0])
    lines += _guarded(calls.guarded["prctl"], 0, OWN_NAME)
    lines += _guarded(calls.guarded["fcntl"], 1, DESCRIPTOR_FLAGS)
    lines += _guarded(calls.guarded["ioctl"], 1, TERMINAL_AND_BLOCKING)
    lines.append((RETURN, 0, 0, REFUSE))
    return b"".join(INSTRUCTION.pack(*line) for line in lines)


def _guarded(
    number: int, argument: int, values: "tuple[int, ...] | list[int]", *, mask: int = 0
) -> list[Instruction]:
    """A call that is allowed where the low word of an argument has one of these values."""
    checks: list[Instruction] = [(LOAD, 0, 0, ARGUMENTS_AT + 8 * argument)]
    if mask:
        checks.append((AND, 0, 0, mask))
    for value in values:
        checks += [(EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW)]
    checks.append((RETURN, 0, 0, REFUSE))
    return [(EQUAL, 0, len(checks), number), *checks]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_void_p))


def restrict(filter_program: bytes) -> None:
    """Puts this process under a filter, for good; it must have given up new privileges before.

    Raises:
        OSError: if the kernel refuses it.
    """
    buffer = ctypes.create_string_buffer(filter_program, len(filter_program))
    lines = len(filter_program) // INSTRUCTION.size
    bpf = _Program(lines, ctypes.addressof(buffer))
    kernel.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.addressof(bpf))
