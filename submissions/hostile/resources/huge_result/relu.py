import numpy as np


def relu(x):
    return np.zeros(1 << 27)
