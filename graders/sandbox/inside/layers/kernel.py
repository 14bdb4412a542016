"""Calls to the Linux kernel that Python has no function for."""

import ctypes
import os
from functools import cache

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS = 1, 4, 8, 38
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION = 0x20080522


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: object) -> int:
    """The result of a system call.

    Raises:
        OSError: if the kernel refuses it.
    """
    libc = _libc()
    libc.syscall.restype = ctypes.c_long
    return _checked(libc.syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, value: int = 0, address: int = 0) -> int:
    """The result of an operation on this process; its manual page lists them.

    Raises:
        OSError: if the kernel refuses it.
    """
    zero = ctypes.c_ulong(0)
    words = ctypes.c_ulong(value), ctypes.c_ulong(address)
    return _checked(_libc().prctl(option, *words, zero, zero))


def _checked(result: int) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(result)


class _CapabilityHead(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilityWord(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def capabilities() -> int:
    """The permitted capabilities of this process, one bit each."""
    head, words = _CapabilityHead(_CAPABILITY_VERSION, 0), (_CapabilityWord * 2)()
    _checked(_libc().capget(ctypes.byref(head), words))
    return int(words[0].permitted) | int(words[1].permitted) << 32


def keep_capabilities(mask: int) -> None:
    """Gives up every capability but those of the mask.

    Raises:
        OSError: if one of the mask is not held.
    """
    head, words = _CapabilityHead(_CAPABILITY_VERSION, 0), (_CapabilityWord * 2)()
    for number in range(2):
        word = mask >> (32 * number) & 0xFFFFFFFF
        words[number] = _CapabilityWord(word, word, 0)
    _checked(_libc().capset(ctypes.byref(head), words))
