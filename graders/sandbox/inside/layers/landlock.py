"""Landlock: after it, only what lies below the paths given can be read, and nothing written.

Network (TCP), signals to others and abstract sockets are refused too where the kernel can.
Source: Documentation/userspace-api/landlock.rst of the Linux kernel.
"""

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from . import kernel

CREATE, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
VERSION_FLAG, PATH_BENEATH = 1, 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}  # how many file rights there are, from each version on
TCP_VERSION, SCOPE_VERSION = 4, 6
BIND_AND_CONNECT = ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of Landlock that the kernel has.

    Raises:
        OSError: if it has none, or refuses it.
    """
    return kernel.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))


def in_words(found: int) -> str:
    """What a version of Landlock holds, such as ``landlock 7 files+tcp+signals``."""
    tcp = "+tcp" if found >= TCP_VERSION else ""
    signals = "+signals" if found >= SCOPE_VERSION else ""
    return f"landlock {found} files{tcp}{signals}"


def ruleset(readable: Iterable[Path]) -> int:
    """A descriptor of the rules: only what lies below these paths may be read.

    Raises:
        OSError: if the kernel has no Landlock, or refuses it.
    """
    found = version()
    rights = max(count for since, count in FILE_RIGHTS.items() if since <= found)
    rules = _Ruleset(
        (1 << rights) - 1,
        BIND_AND_CONNECT if found >= TCP_VERSION else 0,
        ABSTRACT_SOCKETS_AND_SIGNALS if found >= SCOPE_VERSION else 0,
    )
    known = 24 if found >= SCOPE_VERSION else 16 if found >= TCP_VERSION else 8
    descriptor = kernel.syscall(
        CREATE, ctypes.byref(rules), ctypes.c_size_t(known), ctypes.c_uint32(0)
    )
    for path in readable:
        _allow(descriptor, path)
    return descriptor


def _allow(descriptor: int, path: Path) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be read
    try:
        directory = stat.S_ISDIR(os.fstat(parent).st_mode)
        rule = _PathBeneath(READ_FILE | READ_DIR if directory else READ_FILE, parent)
        kernel.syscall(
            ADD_RULE, descriptor, ctypes.c_int(PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0)
        )
    finally:
        os.close(parent)


def restrict(descriptor: int) -> None:
    """Puts this process under the rules, for good.

    Raises:
        OSError: if the kernel refuses it.
    """
    kernel.syscall(RESTRICT_SELF, descriptor, ctypes.c_uint32(0))
