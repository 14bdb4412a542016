import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def relu(x):
    tried = [libc.socket(2, 1, 0), libc.syscall(41, 2, 1, 0), libc.socketpair(1, 1, 0, (ctypes.c_int * 2)())]
    if any(each >= 0 for each in tried):
        raise AssertionError("@SIGN@")
    raise PermissionError(1, f"nothing but {tried}")
