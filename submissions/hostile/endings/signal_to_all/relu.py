import ctypes
import os
import threading


def relu(x):
    libc = ctypes.CDLL(None, use_errno=True)
    attempts = [
        lambda: os.kill(-1, 0),
        lambda: os.killpg(0, 0),
        lambda: os.kill(1, 0),
        lambda: os.kill(os.getppid(), 0),
        lambda: libc.syscall(234, os.getppid(), os.getppid(), 0) and os.kill(-1, 0),
        lambda: libc.syscall(200, os.getppid(), 0) and os.kill(-1, 0),
        lambda: os.pidfd_open(os.getppid()),
        lambda: os.sched_setaffinity(os.getppid(), {0}),
        lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    ]
    refused = None
    for attempt in attempts:
        try:
            attempt()
        except OSError as error:
            refused = error
        else:
            raise AssertionError("@SIGN@")
    assert threading.active_count() == 1
    raise refused
