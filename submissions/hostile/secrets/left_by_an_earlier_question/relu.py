import builtins
import os
import sys

import numpy as np


def relu(x):
    builtins.left = np.left = sys.left = x
    os.environ["LEFT"] = "1"
    for path in ("left", "/tmp/@TOKEN@-left", "/dev/shm/@TOKEN@-left"):
        try:
            open(path, "w").close()
        except OSError:
            continue
        raise AssertionError("@SIGN@")
    raise LookupError("nothing")
