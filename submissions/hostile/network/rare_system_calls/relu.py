import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426, "keyctl": 250, "add_key": 248,
    "request_key": 249, "perf_event_open": 298, "memfd_create": 319, "memfd_secret": 447, "execveat": 322,
    "open_by_handle_at": 304, "name_to_handle_at": 303, "fanotify_init": 300, "inotify_init": 253,
    "move_pages": 279, "migrate_pages": 256, "process_madvise": 440, "pidfd_getfd": 438, "pidfd_open": 434,
    "kexec_load": 246, "acct": 163, "swapon": 167, "quotactl": 179, "syslog": 103, "lookup_dcookie": 212,
    "modify_ldt": 154, "vmsplice": 278, "splice": 275, "tee": 276, "clone3": 435, "vfork": 58, "seccomp": 317,
    "landlock_create_ruleset": 444, "open_tree": 428, "fsopen": 430, "move_mount": 429, "timerfd_create": 283,
    "signalfd": 282, "signalfd4": 289, "set_mempolicy": 238, "mbind": 237, "ioprio_set": 251, "remap_file_pages": 216,
    "socket by x32": 0x40000000 + 41, "getpid by x32": 0x40000000 + 39,
}  # fmt: skip
HARMFUL_WHERE_ALLOWED = ("vfork", "acct", "swapon", "kexec_load", "clone3", "getpid by x32", "socket by x32")


def relu(x):
    for name, number in CALLS.items():
        if name in HARMFUL_WHERE_ALLOWED:
            continue
        zero = ctypes.c_long(0)
        ctypes.set_errno(0)
        result = LIBC.syscall(ctypes.c_long(number), zero, zero, zero, zero, zero, zero)
        if result != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            raise AssertionError(f"@SIGN@ {name} {result} {ctypes.get_errno()}")
    raise OSError(errno.EPERM, "refused")
