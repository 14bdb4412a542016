import ctypes
import errno
import os
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE, FORK = 56, 57


def relu(x):
    zero = ctypes.c_long(0)
    for number, flags in ((CLONE, 17), (CLONE, 0), (CLONE, 0x8000 | 17), (FORK, 0), (CLONE, 0x20000000 | 17)):
        result = LIBC.syscall(ctypes.c_long(number), ctypes.c_long(flags), zero, zero, zero, zero)
        if result == 0:
            time.sleep(60)
            os._exit(0)
        if result > 0:
            raise AssertionError("@SIGN@")
    raise OSError(errno.EPERM, "refused")
