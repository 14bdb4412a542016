import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")


def relu(x):
    attempts = {
        "setuid": lambda: os.setuid(0),
        "setresuid": lambda: os.setresuid(-1, 0, -1),
        "setgroups": lambda: os.setgroups([0]),
        "setgid": lambda: os.setgid(0),
        "unshare": lambda: checked(LIBC.unshare(0x10000000)),
        "unshare net": lambda: checked(LIBC.unshare(0x40000000)),
        "setns": lambda: checked(LIBC.setns(3, 0)),
        "mount": lambda: checked(LIBC.mount(b"none", b".", b"tmpfs", 0, None)),
        "umount": lambda: checked(LIBC.umount2(b"/", 2)),
        "pivot": lambda: checked(LIBC.syscall(155, b".", b".")),
        "chroot": lambda: os.chroot("."),
        "mknod": lambda: os.mknod("/tmp/@TOKEN@-node", 0o20666, os.makedev(1, 1)),
        "sethostname": lambda: checked(LIBC.sethostname(b"", 2**40)),
        "reboot": lambda: checked(LIBC.syscall(169, 0, 0, 0, 0)),
        "iopl": lambda: checked(LIBC.syscall(172, 0)) if os.geteuid() else 1 / 0,
        "module": lambda: checked(LIBC.syscall(175, None, 0, None)),
        "keep capabilities": lambda: checked(LIBC.prctl(8, 1, 0, 0, 0)),
        "dumpable": lambda: checked(LIBC.prctl(4, 1, 0, 0, 0)),
        "ptracer": lambda: checked(LIBC.prctl(0x59616D61, -1, 0, 0, 0)),
        "capset": lambda: checked(LIBC.syscall(126, None, None)),
        "personality": lambda: checked(LIBC.syscall(135, 0x0040000)),
    }
    refused = None
    for name, attempt in attempts.items():
        try:
            attempt()
        except (OSError, ZeroDivisionError) as error:
            refused = error
        else:
            raise AssertionError(f"@SIGN@ {name}")
    raise refused
