import numpy as np


def softmax(x):
    return np.full(x.shape, complex(np.nan, np.inf))
