import ctypes
import os
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def relu(x):
    LIBC.prctl(1, 0, 0, 0, 0)
    LIBC.prctl(15, b"systemd", 0, 0, 0)
    for attempt in (os.setsid, lambda: os.setpgid(0, 0), lambda: os.nice(-1)):
        try:
            attempt()
        except OSError:
            continue
        raise AssertionError("@SIGN@")
    time.sleep(1000)
