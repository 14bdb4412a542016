import threading

import numpy as np


def spin():
    while True:
        pass


for _ in range(8):
    threading.Thread(target=spin, daemon=True).start()


def relu(x):
    return np.maximum(x, 0.0)
