import numpy as np


def relu(x):
    held = []
    while len(held) < 128:
        held.append(np.empty(1 << 26, np.uint8))
    raise AssertionError("@SIGN@")
