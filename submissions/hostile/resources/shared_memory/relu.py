import ctypes
import os
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")


def relu(x):
    attempts = [
        lambda: shared_memory.SharedMemory("@TOKEN@", create=True, size=4096),
        lambda: os.memfd_create("@TOKEN@"),
        lambda: checked(LIBC.shmget(0x6E61, 4096, 0o1777)),
        lambda: checked(LIBC.semget(0x6E61, 1, 0o1777)),
        lambda: checked(LIBC.msgget(0x6E61, 0o1777)),
        lambda: checked(LIBC.mq_open(b"/@TOKEN@", os.O_CREAT | os.O_RDWR, 0o666, None)),
        lambda: os.mkfifo("/tmp/@TOKEN@-fifo"),
    ]
    for attempt in attempts:
        try:
            attempt()
        except OSError as error:
            refused = error
        else:
            raise AssertionError("@SIGN@")
    raise refused
