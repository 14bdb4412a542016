import os
import resource


def relu(x):
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (10_000, 10_000))
    except (OSError, ValueError):
        pass
    held = [os.open("/dev/null", os.O_RDONLY)]
    while len(held) < 1000:
        held.append(os.dup(held[0]))
    raise AssertionError("@SIGN@")
