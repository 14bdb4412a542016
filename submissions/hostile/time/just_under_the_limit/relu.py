import time

import numpy as np

time.sleep(1.2)


def relu(x):
    time.sleep(1.2)
    return np.maximum(x, 0.0)
