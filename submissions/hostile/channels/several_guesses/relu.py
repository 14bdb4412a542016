import numpy as np


def relu(x):
    return [x, np.abs(x), np.maximum(x, 0.0), -x]
